package xlsxscan

import (
	"bytes"
	"encoding/binary"
	"unicode/utf8"
)

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
