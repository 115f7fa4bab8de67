// Package csvscan splits delimited text into rows of cells, whatever the bytes.
// It knows delimiters, quotes and line ends, and nothing of what a cell means.
//
// It differs from encoding/csv where an extract must not lose rows: a row with
// a broken quote is handed back with its fault and scanning goes on at the next
// line; blank rows are counted apart; a line end inside quotes stays as it is;
// blanks may stand before an opening quote; and no row or cell can grow without
// limit. A quote inside a cell that is not quoted is an ordinary character, unless
// two cells of a row have one to spare: then quoted text was split.
package csvscan

import "bytes"

// Limits of one row. Longer ones come back with a fault.
const (
	MaxCell        = 64 << 10 // bytes
	MaxRow         = 1 << 20  // bytes
	MaxColumns     = 1 << 15
	MaxQuotedLines = 100 // line ends inside one pair of quotes
)

// Fault is why the cells of a row cannot be trusted.
type Fault uint8

// The faults of a row. Sound is none.
const (
	Sound       Fault = iota
	OpenQuote         // a quote that is not closed within the limits
	StrayQuote        // text after a closing quote
	LongCell          // a cell over MaxCell
	LongRow           // a row over MaxRow
	ManyColumns       // more than MaxColumns cells
)

// String says what is wrong in words.
func (f Fault) String() string {
	switch f {
	case OpenQuote:
		return "a quote that is never closed"
	case StrayQuote:
		return "a stray quote"
	case LongCell:
		return "a cell over 64 KB"
	case LongRow:
		return "a row over 1 MB"
	case ManyColumns:
		return "more than 32,768 columns"
	}
	return "sound"
}

// Scanner reads rows from text. Make one with New.
type Scanner struct {
	text      []byte
	delimiter byte
	at        int  // start of the next row
	limit     int  // rows that start here or later are not read
	line      int  // number of the line at at, from 1
	open      bool // the text goes on after its end
	starved   bool // a row could not be told without what comes after the end

	row     Row
	blank   int
	cut     bool
	scratch []byte // unescaped quoted cells of the row

	run    Run
	starts []uint32 // of the cells that soundRows found
	marks  [windowBlocks]marks
	window int // number of the block that marks starts with
	held   int // how many of marks there are
}

// Row is one row. Cells are valid until the next call of Next, and are nil
// where the row has a fault.
type Row struct {
	Line  int // number of the line it starts on, from 1
	Start int // offset of its first byte
	End   int // offset of the byte after its last, without the line end
	Cells [][]byte
	Fault Fault
}

// New returns a scanner of text, whose cells are kept apart by delimiter.
func New(text []byte, delimiter byte) *Scanner {
	return &Scanner{text: text, delimiter: delimiter, limit: len(text), line: 1}
}

// Next goes to the next row that is not blank. It is false at the end.
func (s *Scanner) Next() bool {
	for s.at < s.limit && !s.starved {
		if s.soundRow() || s.anyRow() {
			return true
		}
	}
	return false
}

// anyRow reads a row of any form. It is false after a blank row, and where the
// scanner starves.
func (s *Scanner) anyRow() bool {
	line, next := s.physicalLine()
	if s.starved {
		return false
	}
	if s.isBlank(line) {
		s.blank++
		s.line++
		s.at = next
		return false
	}
	start := s.at
	s.row = Row{Line: s.line, Start: start, End: start + len(line), Cells: s.row.Cells[:0]}
	switch {
	case bytes.IndexByte(line, '"') >= 0:
		s.quotedRow(line, next)
	case len(line) > MaxRow:
		s.skip(LongRow, next)
	default:
		s.plainRow(line, next)
	}
	if s.starved {
		s.at, s.line = start, s.row.Line
		return false
	}
	return true
}

// Row returns the row that Next went to.
func (s *Scanner) Row() Row { return s.row }

// Offset returns how many bytes have been read.
func (s *Scanner) Offset() int { return s.at }

// Lines returns the number of lines read so far, blank ones among them.
func (s *Scanner) Lines() int { return s.line - 1 }

// Blank returns the number of blank rows passed so far: empty lines, and rows
// whose cells are all empty.
func (s *Scanner) Blank() int { return s.blank }

// CutOff reports whether the text ended inside quotes with no line end after
// them, as a file does that was cut in the middle.
func (s *Scanner) CutOff() bool { return s.cut }

func (s *Scanner) physicalLine() (line []byte, next int) {
	rest := s.text[s.at:]
	end := bytes.IndexByte(rest, '\n')
	if end < 0 {
		s.starved = s.open
		return trimReturn(rest), len(s.text)
	}
	return trimReturn(rest[:end]), s.at + end + 1
}

func trimReturn(line []byte) []byte {
	if n := len(line); n > 0 && line[n-1] == '\r' {
		return line[:n-1]
	}
	return line
}

func (s *Scanner) isBlank(line []byte) bool {
	for _, b := range line {
		if b != ' ' && b != '\t' && b != s.delimiter {
			return false
		}
	}
	return true
}

func (s *Scanner) plainRow(line []byte, next int) {
	start, longest := 0, 0
	for i, b := range line {
		if b == s.delimiter {
			longest = max(longest, i-start)
			s.row.Cells = append(s.row.Cells, line[start:i:i])
			start = i + 1
		}
	}
	longest = max(longest, len(line)-start)
	s.row.Cells = append(s.row.Cells, line[start:])
	switch {
	case longest > MaxCell:
		s.skip(LongCell, next)
	case len(s.row.Cells) > MaxColumns:
		s.skip(ManyColumns, next)
	default:
		s.at = next
		s.line++
	}
}

// skip gives up the row that starts at s.at and goes on at next, the line
// after it.
func (s *Scanner) skip(fault Fault, next int) {
	s.row.Fault = fault
	s.row.Cells = s.row.Cells[:0]
	s.at = next
	s.line++
}

// quotedRow reads a row with a quote in its first line. Where a quote is
// broken, only that line is given up: a stray quote must not swallow rows.
func (s *Scanner) quotedRow(line []byte, next int) {
	s.scratch = s.scratch[:0]
	at, lines, odd := s.at, 0, 0
	for {
		if len(s.row.Cells) == MaxColumns {
			s.skip(ManyColumns, next)
			return
		}
		if at-s.at > MaxRow {
			s.skip(LongRow, next)
			return
		}
		cell, after, ends, fault := s.cell(at, &lines)
		if !s.opensQuote(at) && bytes.Count(cell, []byte{'"'})%2 == 1 {
			if odd++; odd == 2 {
				fault = StrayQuote
			}
		}
		if fault != Sound {
			s.skip(fault, next)
			return
		}
		s.row.Cells = append(s.row.Cells, cell)
		at = after
		if ends {
			break
		}
	}
	s.row.End = s.at + len(trimReturn(bytes.TrimSuffix(s.text[s.at:at], []byte("\n"))))
	s.at = at
	s.line += lines + 1
}

// cell reads one cell. after is where the next one starts, or the next row if
// the cell ends its row.
func (s *Scanner) cell(at int, lines *int) (cell []byte, after int, ends bool, fault Fault) {
	if !s.opensQuote(at) {
		return s.plainCell(at)
	}
	for s.text[at] != '"' {
		at++
	}
	cell, length, fault := s.quoted(s.text[at+1:], lines)
	if fault != Sound {
		return nil, 0, false, fault
	}
	after = at + 1 + length
	tail := s.text[after:]
	s.starved = s.starved || s.open && len(tail) < 2
	switch {
	case len(tail) == 0:
		return cell, after, true, Sound
	case tail[0] == s.delimiter:
		return cell, after + 1, false, Sound
	case tail[0] == '\n':
		return cell, after + 1, true, Sound
	case tail[0] == '\r' && len(tail) == 1:
		return cell, after + 1, true, Sound
	case tail[0] == '\r' && tail[1] == '\n':
		return cell, after + 2, true, Sound
	}
	return nil, 0, false, StrayQuote
}

// opensQuote reports whether a quoted cell starts at an offset.
func (s *Scanner) opensQuote(at int) bool {
	for at < len(s.text) && s.text[at] == ' ' && s.delimiter != ' ' {
		at++
	}
	return at < len(s.text) && s.text[at] == '"'
}

func (s *Scanner) plainCell(at int) (cell []byte, after int, ends bool, fault Fault) {
	rest := s.text[at:min(len(s.text), at+MaxCell+2)]
	for i, b := range rest {
		switch b {
		case s.delimiter:
			return rest[:i:i], at + i + 1, false, Sound
		case '\n':
			return trimReturn(rest[:i:i]), at + i + 1, true, Sound
		}
	}
	if at+len(rest) < len(s.text) {
		return nil, 0, false, LongCell
	}
	s.starved = s.starved || s.open
	return trimReturn(rest), len(s.text), true, Sound
}

// quoted reads up to the closing quote; length counts it.
func (s *Scanner) quoted(rest []byte, lines *int) (cell []byte, length int, fault Fault) {
	from := len(s.scratch)
	doubled, start, newlines := false, 0, 0
	for i := 0; i < len(rest); i++ {
		if i > MaxCell {
			return nil, 0, LongCell
		}
		switch rest[i] {
		case '\n':
			newlines++
			if newlines > MaxQuotedLines {
				return nil, 0, OpenQuote
			}
		case '"':
			if i+1 < len(rest) && rest[i+1] == '"' {
				doubled = true
				s.scratch = append(s.scratch, rest[start:i+1]...)
				start = i + 2
				i++
				continue
			}
			*lines += newlines
			if !doubled {
				return rest[:i:i], i + 1, Sound
			}
			s.scratch = append(s.scratch, rest[start:i]...)
			return s.scratch[from:len(s.scratch):len(s.scratch)], i + 1, Sound
		}
	}
	s.starved = s.starved || s.open
	s.cut = !s.open && len(s.text) > 0 && s.text[len(s.text)-1] != '\n'
	return nil, 0, OpenQuote
}
