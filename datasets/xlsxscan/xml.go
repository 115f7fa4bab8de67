package xlsxscan

import (
	"bytes"
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

// root goes to the root element, which must have a name.
func (x *xmlReader) root(name, otherwise string) error {
	kind, err := x.next()
	if err == nil && (kind != startToken || x.local != name) {
		err = damaged("%s", otherwise)
	}
	return err
}

// stray is the fault of a token that has no place where it stands: an element, or
// text that is not white space.
func (x *xmlReader) stray(kind token, element, text string) error {
	switch {
	case kind == startToken:
		return damaged("%s", element)
	case kind == textToken && !isSpace(x.text):
		return damaged("%s", text)
	}
	return nil
}
