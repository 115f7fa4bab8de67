package xlsxscan

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"
)

// xmlReader splits XML into tokens, and refuses all that is not well-formed, as
// well as document types. It holds one token at a time. What it takes from the
// XML of a workbook is narrow: UTF-8 without entities of one's own.
type xmlReader struct {
	src     io.Reader
	buf     []byte
	at, end int // the bytes not yet used
	checked int // up to where buf is known to be sound UTF-8
	began   bool
	done    bool // src has no more

	names  []byte // of the open elements, one after another
	starts []int  // where each name starts

	prefix  string // that the root's namespace goes by
	foreign int    // depth of the element that another namespace began with, 0 for none
	rooted  bool

	name       []byte // of the element, as written
	local      string // its name in the namespace of the root, "" in another
	attributes []attribute
	closing    bool // the element was closed in its own tag: its end comes next
	text       []byte
}

type attribute struct{ name, value []byte }

type token uint8

const (
	startToken token = iota
	endToken
	textToken
	endOfXML
)

// Limits of one part.
const (
	startBuffer = 128 << 10
	maxToken    = 1 << 20 // bytes of one tag, text or comment
	maxDepth    = 64
	maxNames    = 64 // attributes of an element
)

var errMore = errors.New("more bytes are wanted") // never leaves this file

// newXMLReader reads src, which says how long it is; the buffer grows where that
// is not so.
func newXMLReader(src io.Reader, length uint64) *xmlReader {
	return &xmlReader{src: src, buf: make([]byte, min(length, startBuffer-1)+1)}
}

func damaged(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrDamaged, fmt.Sprintf(format, args...))
}

// next goes to the next token. The fields of the token hold until the call
// after.
func (x *xmlReader) next() (token, error) {
	if x.closing {
		x.closing = false
		x.pop()
		return endToken, nil
	}
	for {
		kind, err := x.token()
		if err == nil {
			return kind, nil
		}
		if err != errMore {
			return 0, err
		}
		if err := x.fill(); err != nil {
			return 0, err
		}
	}
}

// token reads one token from the buffer, or asks for more.
func (x *xmlReader) token() (token, error) {
	for {
		rest := x.buf[x.at:x.end]
		if len(rest) == 0 {
			if !x.done {
				return 0, errMore
			}
			return x.finish()
		}
		if rest[0] != '<' {
			return x.characters(rest)
		}
		if len(rest) < 2 {
			return 0, x.more()
		}
		switch rest[1] {
		case '/':
			return x.endTag(rest)
		case '?':
			if err := x.instruction(rest); err != nil {
				return 0, err
			}
		case '!':
			if bytes.HasPrefix(rest, []byte("<!--")) {
				if err := x.comment(rest); err != nil {
					return 0, err
				}
				continue
			}
			return x.section(rest)
		default:
			return x.startTag(rest)
		}
	}
}

func (x *xmlReader) finish() (token, error) {
	if len(x.starts) > 0 {
		return 0, damaged("it ends inside an element")
	}
	if !x.rooted {
		return 0, damaged("it holds no element")
	}
	return endOfXML, nil
}

// more is errMore, or an error where there is nothing more.
func (x *xmlReader) more() error {
	if x.done {
		return damaged("it ends in the middle")
	}
	return errMore
}

// fill moves what is not yet used to the front and reads on. Every byte is
// checked here once, to be UTF-8 and no control character.
func (x *xmlReader) fill() error {
	if x.at > 0 {
		copy(x.buf, x.buf[x.at:x.end])
		x.end -= x.at
		x.checked -= x.at
		x.at = 0
	}
	if x.end == len(x.buf) {
		if len(x.buf) >= maxToken {
			return fmt.Errorf("%w: one text or tag is over 1 MB", ErrTooLarge)
		}
		x.buf = append(x.buf, make([]byte, len(x.buf))...)
	}
	for x.end < len(x.buf) {
		n, err := x.src.Read(x.buf[x.end:])
		x.end += n
		if err == io.EOF {
			x.done = true
			break
		}
		if err != nil {
			return err
		}
	}
	if !x.began {
		x.began = true
		if bytes.HasPrefix(x.buf[:x.end], []byte("\xef\xbb\xbf")) {
			x.at = 3
		}
	}
	return x.check()
}

// check validates the bytes that came in, up to the last whole character.
func (x *xmlReader) check() error {
	b := x.buf[x.checked:x.end]
	whole := len(b)
	if !x.done {
		for back := 1; back <= min(utf8.UTFMax, len(b)); back++ {
			if r := b[len(b)-back]; r >= utf8.RuneSelf {
				if utf8.RuneStart(r) {
					if !utf8.FullRune(b[len(b)-back:]) {
						whole = len(b) - back
					}
					break
				}
				continue
			}
			break
		}
	}
	if !soundText(b[:whole]) {
		return damaged("it holds bytes that XML does not allow")
	}
	x.checked += whole
	return nil
}

// soundText reports whether bytes are UTF-8 of characters that XML allows.
func soundText(b []byte) bool {
	for i := 0; i < len(b); {
		if len(b)-i >= 8 {
			// Eight bytes at a time, where none has its high bit or lies below the space.
			w := binary.LittleEndian.Uint64(b[i:])
			if (w|(w-0x2020202020202020)&^w)&0x8080808080808080 == 0 {
				i += 8
				continue
			}
		}
		if b[i] < utf8.RuneSelf {
			if b[i] < ' ' && b[i] != '\t' && b[i] != '\n' && b[i] != '\r' {
				return false
			}
			i++
			continue
		}
		r, size := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && size <= 1 || r == 0xfffe || r == 0xffff {
			return false
		}
		i += size
	}
	return true
}

// characters reads text up to the next tag. White space outside the root, and
// half a megabyte of it anywhere, are passed over.
func (x *xmlReader) characters(rest []byte) (token, error) {
	length := bytes.IndexByte(rest, '<')
	if length < 0 {
		if (x.done || len(rest) >= maxToken/2) && isSpace(rest) {
			x.at = x.end
			return x.token()
		}
		return 0, x.more()
	}
	text := rest[:length]
	if len(x.starts) == 0 {
		if !isSpace(text) {
			return 0, damaged("text stands outside its elements")
		}
		x.at += length
		return x.token()
	}
	if bytes.IndexByte(text, ']') >= 0 && bytes.Contains(text, []byte("]]>")) {
		return 0, damaged("a stray ]]>")
	}
	decoded, err := unescape(text)
	if err != nil {
		return 0, err
	}
	x.at += length
	x.text = decoded
	return textToken, nil
}

func isSpace(b []byte) bool {
	for _, c := range b {
		if c != ' ' && c != '\n' && c != '\r' && c != '\t' {
			return false
		}
	}
	return true
}

func (x *xmlReader) endTag(rest []byte) (token, error) {
	length := bytes.IndexByte(rest, '>')
	if length < 0 {
		return 0, x.more()
	}
	name := bytes.TrimRight(rest[2:length], " \t\r\n")
	if len(x.starts) == 0 || !bytes.Equal(name, x.names[x.starts[len(x.starts)-1]:]) {
		return 0, damaged("an end tag that belongs to no open element")
	}
	x.name = name
	x.pop()
	x.at += length + 1
	return endToken, nil
}

// pop closes the innermost element; local is its name.
func (x *xmlReader) pop() {
	depth := len(x.starts)
	start := x.starts[depth-1]
	x.local = x.localName(x.names[start:])
	if x.foreign == depth {
		x.foreign = 0
	}
	x.names = x.names[:start]
	x.starts = x.starts[:depth-1]
}

func (x *xmlReader) instruction(rest []byte) error {
	length := bytes.Index(rest, []byte("?>"))
	if length < 0 {
		return x.more()
	}
	content := rest[2:length]
	declaration := bytes.HasPrefix(content, []byte("xml")) && (len(content) == 3 || isSpace(content[3:4]))
	if declaration {
		if x.rooted {
			return damaged("an XML declaration in the middle")
		}
		if at := bytes.Index(content, []byte("encoding")); at >= 0 {
			encoding := bytes.ToLower(content[at+len("encoding"):])
			if !bytes.Contains(encoding, []byte("utf-8")) && !bytes.Contains(encoding, []byte("ascii")) {
				return damaged("its XML is not in UTF-8; save the workbook again in Excel")
			}
		}
	}
	x.at += length + 2
	return nil
}

func (x *xmlReader) comment(rest []byte) error {
	length := bytes.Index(rest[4:], []byte("--"))
	if length < 0 || len(rest) < 4+length+3 {
		return x.more()
	}
	if rest[4+length+2] != '>' {
		return damaged("a comment with -- inside")
	}
	x.at += 4 + length + 3
	return nil
}

// section reads CDATA, and refuses document types.
func (x *xmlReader) section(rest []byte) (token, error) {
	const open = "<![CDATA["
	if len(rest) < len(open) && !x.done {
		return 0, errMore
	}
	if !bytes.HasPrefix(rest, []byte(open)) {
		return 0, damaged("a document type or entity, which no workbook needs")
	}
	length := bytes.Index(rest, []byte("]]>"))
	if length < 0 {
		return 0, x.more()
	}
	if len(x.starts) == 0 {
		return 0, damaged("text stands outside its elements")
	}
	x.text = rest[len(open):length]
	if bytes.IndexByte(x.text, '\r') >= 0 {
		x.text = bytes.ReplaceAll(bytes.ReplaceAll(x.text, []byte("\r\n"), []byte("\n")), []byte("\r"), []byte("\n"))
	}
	x.at += length + 3
	return textToken, nil
}

var nameByte = func() (is [256]bool) {
	for c := range is {
		letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
		is[c] = letter || c == '_' || c == ':' || c == '-' || c == '.' || c >= 0x80
	}
	return is
}()

func isName(b []byte) bool {
	return len(b) > 0 && b[0] != '-' && b[0] != '.' && (b[0] < '0' || b[0] > '9')
}

func (x *xmlReader) startTag(rest []byte) (token, error) {
	i := 1
	for i < len(rest) && nameByte[rest[i]] {
		i++
	}
	if i == len(rest) {
		return 0, x.more()
	}
	x.name = rest[1:i]
	if !isName(x.name) {
		return 0, damaged("a tag without a name")
	}
	x.attributes = x.attributes[:0]
	for {
		before := i
		for i < len(rest) && isSpace(rest[i:i+1]) {
			i++
		}
		if i == len(rest) {
			return 0, x.more()
		}
		if rest[i] == '>' {
			i++
			break
		}
		if rest[i] == '/' {
			if i+1 == len(rest) {
				return 0, x.more()
			}
			if rest[i+1] != '>' {
				return 0, damaged("a tag with a stray /")
			}
			i += 2
			x.closing = true
			break
		}
		if i == before {
			return 0, damaged("two attributes without a space between them")
		}
		after, err := x.attribute(rest, i)
		if err != nil {
			return 0, err
		}
		i = after
	}
	if err := x.push(); err != nil {
		return 0, err
	}
	x.at += i
	return startToken, nil
}

// attribute reads one attribute from place i on and returns where it ends.
func (x *xmlReader) attribute(rest []byte, i int) (int, error) {
	start := i
	for i < len(rest) && nameByte[rest[i]] {
		i++
	}
	name := rest[start:i]
	for i < len(rest) && isSpace(rest[i:i+1]) {
		i++
	}
	if i == len(rest) {
		return 0, x.more()
	}
	if !isName(name) || rest[i] != '=' {
		return 0, damaged("an attribute without a name or value")
	}
	for i++; i < len(rest) && isSpace(rest[i:i+1]); {
		i++
	}
	if i == len(rest) {
		return 0, x.more()
	}
	quote := rest[i]
	if quote != '"' && quote != '\'' {
		return 0, damaged("an attribute without quotes")
	}
	length := bytes.IndexByte(rest[i+1:], quote)
	if length < 0 {
		return 0, x.more()
	}
	raw := rest[i+1 : i+1+length]
	if bytes.IndexByte(raw, '<') >= 0 {
		return 0, damaged("an attribute that is not closed")
	}
	value, err := unescape(raw)
	if err != nil {
		return 0, err
	}
	for _, a := range x.attributes {
		if bytes.Equal(a.name, name) {
			return 0, damaged("an attribute that is there twice")
		}
	}
	if len(x.attributes) == maxNames {
		return 0, fmt.Errorf("%w: an element has over %d attributes", ErrTooLarge, maxNames)
	}
	x.attributes = append(x.attributes, attribute{name, value})
	return i + 1 + length + 1, nil
}

// push opens the element that was just read.
func (x *xmlReader) push() error {
	if len(x.starts) == maxDepth {
		return fmt.Errorf("%w: elements lie over %d deep in each other", ErrTooLarge, maxDepth)
	}
	if len(x.starts) == 0 {
		if x.rooted {
			return damaged("a second root element")
		}
		x.rooted = true
		prefix, _, found := bytes.Cut(x.name, []byte(":"))
		if !found {
			prefix = nil
		}
		x.prefix = string(prefix)
	}
	x.starts = append(x.starts, len(x.names))
	x.names = append(x.names, x.name...)
	if x.foreign == 0 && len(x.starts) > 1 && x.rebinds() {
		x.foreign = len(x.starts)
	}
	x.local = x.localName(x.name)
	return nil
}

// rebinds reports whether the element gives the prefix of the root to another
// namespace.
func (x *xmlReader) rebinds() bool {
	for _, a := range x.attributes {
		if len(a.name) < 5 || a.name[0] != 'x' || string(a.name[:5]) != "xmlns" {
			continue
		}
		if bound := a.name[5:]; len(bound) == 0 && x.prefix == "" || len(bound) > 1 && string(bound[1:]) == x.prefix {
			return !isMainNamespace(a.value)
		}
	}
	return false
}

// localName returns the name without the prefix of the root's namespace, or ""
// for another namespace.
func (x *xmlReader) localName(name []byte) string {
	if x.foreign > 0 {
		return ""
	}
	if x.prefix != "" {
		if len(name) <= len(x.prefix) || name[len(x.prefix)] != ':' || string(name[:len(x.prefix)]) != x.prefix {
			return ""
		}
		name = name[len(x.prefix)+1:]
	}
	if known, ok := usualNames[string(name)]; ok {
		return known // without an allocation
	}
	if bytes.IndexByte(name, ':') >= 0 {
		return ""
	}
	return string(name)
}

var usualNames = map[string]string{
	"c": "c", "v": "v", "f": "f", "is": "is", "t": "t", "r": "r", "row": "row", "si": "si", "rPh": "rPh", "rPr": "rPr", "xf": "xf", "phoneticPr": "phoneticPr",
}

// value returns an attribute of the element without a prefix, nil if it is not there.
func (x *xmlReader) value(name string) []byte {
	for _, a := range x.attributes {
		if string(a.name) == name {
			return a.value
		}
	}
	return nil
}

// skip goes to the end of the element that was just read.
func (x *xmlReader) skip() error {
	for depth := 1; depth > 0; {
		kind, err := x.next()
		if err != nil {
			return err
		}
		switch kind {
		case startToken:
			depth++
		case endToken:
			depth--
		}
	}
	return nil
}
