package xlsxscan

import (
	"bytes"
	"strconv"
	"unicode/utf8"
)

// unescape decodes the entities that XML itself has and makes line ends one
// newline. Others would need a document type, and are refused. Text without
// any is returned as it is.
func unescape(raw []byte) ([]byte, error) {
	at := bytes.IndexByte(raw, '&')
	if at < 0 && bytes.IndexByte(raw, '\r') < 0 {
		return raw, nil
	}
	out := make([]byte, 0, len(raw))
	for i := 0; i < len(raw); {
		switch raw[i] {
		case '\r':
			out = append(out, '\n')
			i++
			if i < len(raw) && raw[i] == '\n' {
				i++
			}
		case '&':
			length := bytes.IndexByte(raw[i:min(len(raw), i+12)], ';')
			if length < 0 {
				return nil, damaged("an & that starts no entity")
			}
			r, ok := entity(string(raw[i+1 : i+length]))
			if !ok {
				return nil, damaged("an entity that XML does not have")
			}
			out = utf8.AppendRune(out, r)
			i += length + 1
		default:
			out = append(out, raw[i])
			i++
		}
	}
	return out, nil
}

func entity(name string) (rune, bool) {
	switch name {
	case "amp":
		return '&', true
	case "lt":
		return '<', true
	case "gt":
		return '>', true
	case "quot":
		return '"', true
	case "apos":
		return '\'', true
	}
	if len(name) < 2 || name[0] != '#' {
		return 0, false
	}
	base, figures := 10, name[1:]
	if figures[0] == 'x' {
		base, figures = 16, figures[1:]
	}
	n, err := strconv.ParseUint(figures, base, 32)
	allowed := n == '\t' || n == '\n' || n == '\r' || n >= 0x20 && n <= 0xd7ff || n >= 0xe000 && n <= 0xfffd || n >= 0x10000 && n <= 0x10ffff
	return rune(n), err == nil && allowed
}

// appendEscaped adds text to a cell, with the characters that a workbook writes
// as _x000D_ decoded. Those that text cannot hold, such as NUL, stay as written.
func appendEscaped(out, text []byte) []byte {
	for {
		at := bytes.Index(text, []byte("_x"))
		if at < 0 {
			return append(out, text...)
		}
		out = append(out, text[:at]...)
		text = text[at:]
		if len(text) >= 7 && text[6] == '_' {
			n, err := strconv.ParseUint(string(text[2:6]), 16, 16)
			if err == nil && n != 0 && utf8.ValidRune(rune(n)) {
				out = utf8.AppendRune(out, rune(n))
				text = text[7:]
				continue
			}
		}
		out = append(out, text[:2]...)
		text = text[2:]
	}
}
