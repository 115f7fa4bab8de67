package csvscan

import (
	"math/bits"
	"slices"
)

// soundLength bounds the rows that soundRows reads, well below every other limit.
const soundLength = 16 << 10

// soundRows finds the cells of the common rows from s.at on: at most soundLength
// bytes, not blank, every quote around a cell or doubled in one, no line end inside
// quotes. It stops at any other, which Next reads with care, and after so many.
// With a number of columns it also stops at a row that has another.
//
// It fills s.starts with the start of each cell, and after the last with that of
// the next row; doubled reports whether there may be a doubled quote in them.
func (s *Scanner) soundRows(most, columns int) (rows int, doubled bool) {
	starts := append(s.starts[:0], uint32(s.at))
	number := s.at / blockBytes
	first := uint64(1) << (s.at % blockBytes)
	keep := -first            // the bytes of the block that are read
	separated := first        // the bytes of it before which a separator is known to be
	inside := uint64(0)       // all bits where the block starts inside quotes
	closed := uint64(0)       // 1 where the byte before the block closes quotes
	rowStart, done := s.at, 1 // done: how many of starts are of rows read to their end
	more := !s.isBlankFrom(s.at)
	for ; more && number*blockBytes < len(s.text) && number*blockBytes-rowStart <= soundLength; number++ {
		m := s.block(number)
		quotes, lineEnds := m.quotes&keep, m.lineEnds&keep
		within := insideQuotes(quotes) ^ inside
		openers, closers := quotes&within, quotes&^within
		ends := (m.delimiters&keep | lineEnds) &^ within
		afterClosers := closers<<1 | closed
		doubled = doubled || openers&afterClosers != 0
		// A quote opens a cell after a separator, or was doubled; it closes one before
		// a separator, or is doubled.
		bad := openers&^(ends<<1|separated|afterClosers) | lineEnds&within
		if unended := afterClosers &^ (ends | openers); unended != 0 {
			bad |= s.exceptReturns(unended, number)
		}
		if bad != 0 {
			ends &= upTo(bad) >> 1
			more = false
		}
		base := number*blockBytes + 1
		for lines := lineEnds & ends; lines != 0; lines &= lines - 1 {
			cells := len(starts) + bits.OnesCount64(ends&upTo(lines)) - done
			next := base + bits.TrailingZeros64(lines)
			if columns > 0 && cells != columns || next-rowStart > soundLength {
				more = false
				break
			}
			rows++
			done += cells
			rowStart = next
			if rows == most || next >= s.limit || s.isBlankFrom(next) {
				more = false
				break
			}
		}
		starts = appendPlaces(starts, ends, uint32(base))
		inside = uint64(int64(within) >> 63)
		separated, closed = ends>>63, closers>>63
		keep = ^uint64(0)
	}
	s.starts = starts[:done]
	return rows, doubled
}

// appendPlaces adds the place of each bit, counted from base. It writes four at a
// time, and may write over what is behind: most blocks have a few.
func appendPlaces(places []uint32, bitsOf uint64, base uint32) []uint32 {
	from, n := len(places), bits.OnesCount64(bitsOf)
	if cap(places) < from+blockBytes {
		places = slices.Grow(places, 1024)
	}
	for into := places[from : from+blockBytes]; bitsOf != 0; into = into[4:] {
		for i := range 4 {
			into[i] = base + uint32(bits.TrailingZeros64(bitsOf))
			bitsOf &= bitsOf - 1
		}
	}
	return places[:from+n]
}

// exceptReturns leaves out the carriage returns before a line end.
func (s *Scanner) exceptReturns(places uint64, block int) (others uint64) {
	for ; places != 0; places &= places - 1 {
		at := block*blockBytes + bits.TrailingZeros64(places)
		if at+1 < len(s.text) && s.text[at] == '\r' && s.text[at+1] == '\n' {
			continue
		}
		others |= places & -places
	}
	return others
}

// isBlankFrom reports whether the row from an offset on is blank, or has no end.
func (s *Scanner) isBlankFrom(at int) bool {
	for ; at < len(s.text); at++ {
		switch b := s.text[at]; {
		case b == '\n' || b == '\r' && at+1 < len(s.text) && s.text[at+1] == '\n':
			return true
		case b != ' ' && b != '\t' && b != s.delimiter:
			return false
		}
	}
	return true
}

// soundRow reads one row by soundRows. It is false where that stops, and has then
// changed nothing.
func (s *Scanner) soundRow() bool {
	rows, doubled := s.soundRows(1, 0)
	if rows == 0 {
		return false
	}
	run := Run{Rows: 1, text: s.text, starts: s.starts, columns: len(s.starts) - 1, doubled: doubled, scratch: s.scratch[:0]}
	cells := run.Row(0, s.row.Cells[:0])
	s.scratch = run.scratch
	next := int(s.starts[run.columns])
	s.row = Row{Line: s.line, Start: s.at, End: s.at + len(trimReturn(s.text[s.at:next-1])), Cells: cells}
	s.at = next
	s.line++
	return true
}
