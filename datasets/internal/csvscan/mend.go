package csvscan

import "bytes"

// maxReadings bounds the readings of a broken row that are followed at a time.
const maxReadings = 32

// Mended reads a row whose fault is StrayQuote as if one of its quotes were an
// ordinary character, which stays in its cell. It does so only where the row has
// exactly one such reading with so many cells, in which every other quote is around
// a cell or doubled in one. The fault must lie in the row's first line, since text
// that goes on in the next may belong to it.
func (s *Scanner) Mended(columns int) (cells [][]byte, ok bool) {
	if s.row.Fault != StrayQuote {
		return nil, false
	}
	line := bytes.Clone(s.text[s.row.Start:s.row.End])
	stray, stand := strayQuote(line, s.delimiter, columns), standIn(line)
	if stray < 0 || stand == 0 {
		return nil, false
	}
	line[stray] = stand
	alone := New(line, s.delimiter)
	if !alone.Next() || len(alone.row.Cells) != columns || alone.at != len(line) {
		return nil, false
	}
	for _, cell := range alone.row.Cells {
		if at := bytes.IndexByte(cell, stand); at >= 0 {
			cell[at] = '"'
		}
	}
	return alone.row.Cells, true
}

// standIn returns a control character that a line does not have, or 0.
func standIn(line []byte) byte {
	for b := byte(1); b < '\t'; b++ {
		if bytes.IndexByte(line, b) < 0 {
			return b
		}
	}
	return 0
}

// reading is how far a line has been read with one of its quotes out of play.
type reading struct {
	place place
	cells int
	stray int // where the quote is that it takes as an ordinary character
}

// place is where in a cell a reading is.
type place uint8

const (
	beforeCell place = iota
	inPlain
	inQuotes
	afterQuote // that closes the cell, or is doubled by the next
	nowhere    // what was read is no row
)

// strayQuote finds the one quote of a line that is an ordinary character, or -1. A
// reading starts at every quote, and most end soon: at the next quote, which then
// has no place.
func strayQuote(line []byte, delimiter byte, columns int) int {
	whole := reading{stray: -1, cells: 1}
	var readings []reading
	for i, b := range line {
		going := readings[:0]
		for _, r := range readings {
			if r.read(b, delimiter); r.place != nowhere {
				going = append(going, r)
			}
		}
		readings = going
		// Whichever of several quotes in a row is the stray one, the cells are the same.
		if b == '"' && whole.place != nowhere && (i == 0 || line[i-1] != '"') {
			if len(readings) == maxReadings {
				return -1
			}
			stray := i
			if whole.place == beforeCell && bytes.HasPrefix(line[i:], []byte(`""`)) {
				stray++ // the first opens the cell
			}
			readings = append(readings, reading{whole.place, whole.cells, stray})
		}
		whole.read(b, delimiter)
	}
	if whole.place != nowhere {
		return -1
	}
	stray := -1
	for _, r := range readings {
		if r.place == inQuotes || r.cells != columns {
			continue
		}
		if stray >= 0 {
			return -1
		}
		stray = r.stray
	}
	return stray
}

// read takes the next byte of a line.
func (r *reading) read(b, delimiter byte) {
	switch {
	case r.place == nowhere:
	case b == '"':
		r.place = [...]place{beforeCell: inQuotes, inPlain: nowhere, inQuotes: afterQuote, afterQuote: inQuotes}[r.place]
	case r.place == inQuotes:
	case b == delimiter:
		r.place = beforeCell
		r.cells++
	case r.place == afterQuote:
		r.place = nowhere
	case b != ' ':
		r.place = inPlain
	}
}
