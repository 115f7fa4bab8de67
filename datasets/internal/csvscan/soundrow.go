package csvscan

import (
	"bytes"
	"encoding/binary"
	"math/bits"
)

// soundRow reads the common row: at most soundLength bytes, not blank, every
// quote around a cell, no line end inside quotes. It is false for any other, and has then
// changed nothing: Next reads that one with care.
func (s *Scanner) soundRow() bool {
	text := s.text[s.at:min(len(s.text), s.at+soundLength)]
	delimiter := s.delimiter
	delimiters, lineEnds := everyByte*uint64(delimiter), everyByte*uint64('\n')
	if len(text) == 0 || text[0] == ' ' || text[0] == '\t' || text[0] == '\r' || text[0] == '\n' || text[0] == delimiter {
		return false // perhaps blank
	}
	cells := s.row.Cells[:0]
	s.scratch = s.scratch[:0]
	s.quotes = 0
	start := 0
	for start < len(text) {
		if text[start] == '"' {
			cell, after := s.soundQuotes(text, start+1)
			if after >= len(text) {
				return false
			}
			cells = append(cells, cell)
			switch b := text[after]; {
			case b == delimiter:
				start = after + 1
				continue
			case b == '\n':
				return s.takeRow(cells, after, after+1)
			case b == '\r' && after+1 < len(text) && text[after+1] == '\n':
				return s.takeRow(cells, after, after+2)
			}
			return false
		}
		end := start
		if b := text[end]; b != delimiter && b != '\n' {
			if end = nextOf(text, start, delimiters, lineEnds); end < 0 {
				return false
			}
		}
		if text[end] == '\n' {
			cell := trimReturn(text[start:end:end])
			return s.takeRow(append(cells, cell), start+len(cell), end+1)
		}
		cells = append(cells, text[start:end:end])
		start = end + 1
	}
	return false
}

// soundLength bounds the rows that soundRow reads, well below every other limit.
const soundLength = 16 << 10

// takeRow makes a row of cells; end and next count from its start. It is false
// where the row has quotes that are not around cells.
func (s *Scanner) takeRow(cells [][]byte, end, next int) bool {
	if bytes.Count(s.text[s.at:s.at+end], quoteMark) != s.quotes {
		return false
	}
	s.row = Row{Line: s.line, Start: s.at, End: s.at + end, Cells: cells}
	s.at += next
	s.line++
	return true
}

var quoteMark = []byte{'"'}

// soundQuotes reads a quoted cell from after its opening quote. after is the
// place after its closing quote, or the end of the text where it is not sound.
func (s *Scanner) soundQuotes(text []byte, from int) (cell []byte, after int) {
	doubled := len(s.scratch)
	isDoubled := false
	start := from
	for i := from; i < len(text); i++ {
		if i = nextOf(text, i, everyByte*uint64('"'), everyByte*uint64('\n')); i < 0 {
			break
		}
		switch text[i] {
		case '\n':
			return nil, len(text)
		case '"':
			if i+1 < len(text) && text[i+1] == '"' {
				isDoubled = true
				s.quotes += 2
				s.scratch = append(s.scratch, text[start:i+1]...)
				start = i + 2
				i++
				continue
			}
			s.quotes += 2
			if !isDoubled {
				return text[from:i:i], i + 1
			}
			s.scratch = append(s.scratch, text[start:i]...)
			return s.scratch[doubled:len(s.scratch):len(s.scratch)], i + 1
		}
	}
	return nil, len(text)
}

const (
	everyByte = 0x0101010101010101
	highBits  = 0x8080808080808080
)

// nextOf returns the place of the first byte from an offset on that is one of
// two, each given eight times over, or -1. It looks at eight bytes at a time: a
// byte of a word is 0 where it is the one looked for, and the lowest high bit of
// (word - everyByte) & ^word & highBits marks the first 0 (Mycroft).
func nextOf(text []byte, from int, a, b uint64) int {
	i := from
	for ; i+8 <= len(text); i += 8 {
		word := binary.LittleEndian.Uint64(text[i:])
		isA, isB := word^a, word^b
		if found := ((isA-everyByte) & ^isA | (isB-everyByte) & ^isB) & highBits; found != 0 {
			return i + bits.TrailingZeros64(found)/8
		}
	}
	for ; i < len(text); i++ {
		if text[i] == byte(a) || text[i] == byte(b) {
			return i
		}
	}
	return -1
}
