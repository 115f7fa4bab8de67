package csvscan

import "bytes"

// guesses is how many line ends Start tries.
const guesses = 200

// Part returns a scanner of the rows that start in text from one offset to
// before another: one part of a text that several goroutines read. The first
// offset must be the start of a row. The last row may end after the part. open
// says that the text goes on after its end; then Next may stop at a row that
// cannot be told yet, and Starved is true.
//
// Line numbers and Blank count from the start of the part.
func Part(text []byte, delimiter byte, from, to int, open bool) *Scanner {
	s := New(text, delimiter)
	s.at, s.limit, s.open = from, to, open
	return s
}

// Starved reports whether Next stopped at a row, the one at Offset, that needs
// more text than there is.
func (s *Scanner) Starved() bool { return s.starved }

// Start guesses where the first row at or after an offset starts: after a line
// end, so that the row from there on is sound and has a number of cells. Only a
// scan from the start of the text can tell for sure, since the offset may lie
// inside quotes: the rows before it must be seen to end where this one starts.
func Start(text []byte, delimiter byte, offset, columns int) int {
	if offset == 0 {
		return 0
	}
	first := -1
	at := offset - 1
	for range guesses {
		end := bytes.IndexByte(text[at:], '\n')
		if end < 0 {
			break
		}
		at += end + 1
		if first < 0 {
			first = at
		}
		s := Part(text, delimiter, at, len(text), true)
		if s.Next() && s.row.Fault == Sound && len(s.row.Cells) == columns {
			return at
		}
	}
	if first < 0 {
		return len(text)
	}
	return first
}
