package xlsxscan

import (
	"bytes"
	"fmt"
)

type attribute struct{ name, value []byte }

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
