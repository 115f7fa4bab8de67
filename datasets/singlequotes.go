package datasets

import (
	"bytes"

	"svna/datasets/internal/csvscan"
)

// withoutSingleQuotes rewrites text whose cells stand in single quotation marks
// to the usual double ones. It does so only where that makes sense of the text:
// the first line has a whole cell in single marks, and with them the first rows
// are all of one width, as they are not otherwise.
func withoutSingleQuotes(text []byte) (plain []byte, ok bool) {
	head := text[:min(len(text), 64<<10)]
	if end := bytes.LastIndexByte(head, '\n'); end >= 0 && len(head) < len(text) {
		head = head[:end+1]
	}
	first, _, _ := bytes.Cut(head, []byte("\n"))
	for _, d := range delimiters {
		if !hasSingleQuotedCell(first, d.mark) || oneWidth(head, d.mark) {
			continue
		}
		if oneWidth(doubleQuoted(head, d.mark), d.mark) {
			return doubleQuoted(text, d.mark), true
		}
	}
	return text, false
}

func hasSingleQuotedCell(line []byte, mark byte) bool {
	for _, cell := range bytes.Split(line, []byte{mark}) {
		cell = bytes.TrimSpace(cell)
		if len(cell) > 2 && cell[0] == '\'' && cell[len(cell)-1] == '\'' {
			return true
		}
	}
	return false
}

func oneWidth(text []byte, mark byte) bool {
	width := 0
	for s := csvscan.New(text, mark); s.Next(); {
		n := len(s.Row().Cells)
		if n < 2 || width > 0 && n != width {
			return false
		}
		width = n
	}
	return width > 0
}

// doubleQuoted puts double marks in the place of single ones around cells. A
// single mark closes a cell only where a delimiter or a line end follows.
func doubleQuoted(text []byte, mark byte) []byte {
	out := make([]byte, 0, len(text)+len(text)/16)
	start, quoted := true, false
	for i, b := range text {
		ends := i+1 == len(text) || text[i+1] == mark || text[i+1] == '\n' || text[i+1] == '\r'
		switch {
		case start && b == '\'':
			quoted, start = true, false
			out = append(out, '"')
			continue
		case quoted && b == '\'' && ends:
			quoted = false
			out = append(out, '"')
			continue
		case quoted && b == '"':
			out = append(out, '"')
		}
		out = append(out, b)
		start = !quoted && (b == mark || b == '\n')
	}
	return out
}
