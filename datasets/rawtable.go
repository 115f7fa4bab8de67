package datasets

import (
	"hash/maphash"
	"slices"
	"strings"
)

// rawTable is the mapped columns of the files of one source, before anything is
// understood of them: for each column the distinct cells, and for each row a
// number among them. Columns that are not mapped are never held.
type rawTable struct {
	profile *Profile
	files   []*rawFile
	columns []*rawColumn
	lines   []int32 // for each row, the line it starts on
	status  []rowStatus
}

// rawFile is one file of a table: rows from to to, and its entry in Quality.
type rawFile struct {
	quality  *FileQuality
	number   int // among all files of the run, from 1
	from, to int
	reasons  map[string]*Reason
	order    []string // reasons, as first met
}

// rowStatus is what became of a row. Rows that never came so far, such as
// ragged ones, are counted by the reader of the file.
type rowStatus uint8

const (
	rowUsed rowStatus = iota
	rowLeftOut
)

// rawColumn is one column that a mapping takes: the values of a field, or the
// clock time of one.
type rawColumn struct {
	mapping *mapping
	clock   bool
	header  string // as it is in the first file that has it
	codes   []int32
	cells   dictionary
}

// absent is the code of a row whose file does not have the column.
const absent int32 = -1

// dictionary numbers distinct cells as they are first met.
type dictionary struct {
	values []string
	slots  []uint64   // open addressing: 32 bits of the hash, then code + 1; 0 for free
	short  [256]int32 // code + 1 of cells of one byte
	blank  int32      // code + 1 of the empty cell
	last   int32      // code + 1 of the cell before
	arena  strings.Builder
}

var dictionarySeed = maphash.MakeSeed() // decides where a value is looked for, never its number

// arenaBlock is how much text is kept in one piece.
const arenaBlock = 64 << 10

// code returns the number of a cell, blanks at its ends left out.
func (d *dictionary) code(cell []byte) int32 {
	for len(cell) > 0 && cell[0] == ' ' {
		cell = cell[1:]
	}
	for len(cell) > 0 && cell[len(cell)-1] == ' ' {
		cell = cell[:len(cell)-1]
	}
	switch len(cell) {
	case 0:
		if d.blank == 0 {
			d.blank = d.add(nil) + 1
		}
		return d.blank - 1
	case 1:
		b := cell[0]
		if d.short[b] == 0 {
			d.short[b] = d.add(cell) + 1
		}
		return d.short[b] - 1
	}
	if d.last > 0 && d.values[d.last-1] == string(cell) {
		return d.last - 1
	}
	d.last = d.find(cell) + 1
	return d.last - 1
}

func (d *dictionary) find(cell []byte) int32 {
	if 2*len(d.values) >= len(d.slots) {
		d.grow()
	}
	hash := maphash.Bytes(dictionarySeed, cell) >> 32
	mask := uint64(len(d.slots) - 1)
	for at := hash & mask; ; at = (at + 1) & mask {
		slot := d.slots[at]
		if slot == 0 {
			code := d.add(cell)
			d.slots[at] = hash<<32 | uint64(code+1)
			return code
		}
		if code := int32(uint32(slot)) - 1; slot>>32 == hash && d.values[code] == string(cell) {
			return code
		}
	}
}

func (d *dictionary) grow() {
	old := d.slots
	d.slots = make([]uint64, max(64, 2*len(old)))
	mask := uint64(len(d.slots) - 1)
	for _, slot := range old {
		if slot == 0 {
			continue
		}
		at := slot >> 32 & mask
		for d.slots[at] != 0 {
			at = (at + 1) & mask
		}
		d.slots[at] = slot
	}
}

// add keeps a copy of the cell: text is packed into blocks, so that a million
// references are not a million allocations.
func (d *dictionary) add(cell []byte) int32 {
	if d.arena.Len()+len(cell) > d.arena.Cap() {
		d.arena = strings.Builder{}
		d.arena.Grow(max(arenaBlock, len(cell)))
	}
	from := d.arena.Len()
	d.arena.Write(cell)
	d.values = append(d.values, d.arena.String()[from:])
	return int32(len(d.values) - 1)
}

// reserve makes room for as many more rows.
func (t *rawTable) reserve(rows int) {
	t.lines = slices.Grow(t.lines, rows)
	for _, c := range t.columns {
		c.codes = slices.Grow(c.codes, rows)
	}
}

// rows returns the number of rows held.
func (t *rawTable) rows() int { return len(t.lines) }

// leaveOut takes a row out of use for a reason, and counts it in its file.
func (t *rawTable) leaveOut(row int32, reason string) {
	if t.status[row] == rowLeftOut {
		return
	}
	t.status[row] = rowLeftOut
	t.fileOf(row).leaveOut(int(t.lines[row]), reason)
}

func (t *rawTable) fileOf(row int32) *rawFile {
	for _, f := range t.files {
		if int(row) < f.to {
			return f
		}
	}
	return t.files[len(t.files)-1]
}

func (f *rawFile) leaveOut(line int, reason string) {
	r := f.reasons[reason]
	if r == nil {
		r = &Reason{Reason: reason, Lines: []int{}}
		f.reasons[reason] = r
		f.order = append(f.order, reason)
	}
	r.Rows++
	if len(r.Lines) < exampleLines {
		r.Lines = append(r.Lines, line)
	}
}

// exampleLines is how many line numbers a finding names at most.
const exampleLines = 5

// note counts the rows in use for which a fault holds, file by file, and puts a
// finding into the quality of each file that has any. say makes its sentence
// from the count.
func (t *rawTable) note(field, kind string, say func(n int) string, holds func(row int32) bool) int {
	total := 0
	for _, f := range t.files {
		finding := Finding{Field: field, Kind: kind}
		for row := int32(f.from); row < int32(f.to); row++ {
			if t.status[row] != rowUsed || !holds(row) {
				continue
			}
			finding.Count++
			if len(finding.Lines) < exampleLines {
				finding.Lines = append(finding.Lines, int(t.lines[row]))
			}
		}
		if finding.Count > 0 {
			finding.Say = say(finding.Count)
			f.quality.Findings = append(f.quality.Findings, finding)
			total += finding.Count
		}
	}
	return total
}

// assume says in every file of the source what was taken for granted.
func (t *rawTable) assume(said string) {
	for _, f := range t.files {
		f.quality.Assumed = append(f.quality.Assumed, said)
	}
}

// column returns the column of a field, or nil.
func (t *rawTable) column(role, field string, clock bool) *rawColumn {
	for _, c := range t.columns {
		if c.mapping.role == role && c.mapping.field.Name == field && c.clock == clock {
			return c
		}
	}
	return nil
}
