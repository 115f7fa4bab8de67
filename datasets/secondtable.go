package datasets

import (
	"fmt"
	"slices"

	"svna/datasets/internal/csvscan"
)

// tellSecondTable looks, in a file of which too much has a broken form, for a
// second table below the first: from some line on all rows have another number
// of cells, and the first of them are names. Its rows stay left out, for that
// reason, and the first table is used. text starts below the header, above which
// and with which there are so many lines.
func (f *rawFile) tellSecondTable(text []byte, h header, above int) {
	if !f.tooBroken() {
		return
	}
	first, width, broken := 0, 0, map[string]int{}
	for s := csvscan.New(text, h.delimiter); s.Next(); {
		row := s.Row()
		reason := row.Fault.String()
		if mended, ok := s.Mended(len(h.names)); ok {
			row.Fault, row.Cells = csvscan.Sound, mended
		}
		switch n := len(row.Cells); {
		case row.Fault != csvscan.Sound && first == 0:
			continue
		case row.Fault != csvscan.Sound:
		case n == len(h.names):
			first, width, broken = 0, 0, map[string]int{}
			continue
		case n == width:
			reason = notCells(len(h.names))
		default:
			names := header{delimiter: h.delimiter}
			for _, cell := range row.Cells {
				names.names = append(names.names, clean(string(cell)))
			}
			if first, width, broken = 0, 0, map[string]int{}; n < 2 || !names.areNames() {
				continue
			}
			first, width, reason = above+row.Line, n, notCells(len(h.names))
		}
		broken[reason]++
	}
	if first == 0 || broken[notCells(len(h.names))] < 2 {
		return
	}
	told := &Reason{Reason: fmt.Sprintf("of a second table, which starts on line %d", first), Lines: []int{first}}
	for _, reason := range sortedKeys(broken) {
		told.Rows += broken[reason]
		f.leftOut.take(reason, broken[reason], first)
	}
	f.broken -= told.Rows
	f.leftOut.merge(told, 0)
}

func notCells(n int) string { return fmt.Sprintf("not %d cells", n) }

// tooBroken reports whether so many rows have a broken form that it is not some
// rows but the delimiter or the export that is wrong.
func (f *rawFile) tooBroken() bool {
	read := f.quality.RowsRead
	return float64(f.broken) > unusableShare*float64(read) && (f.broken >= unusableRows || 2*f.broken > read)
}

// take takes rows from a line on back from a reason.
func (l *leftOut) take(reason string, rows, from int) {
	r := l.reasons[reason]
	if r == nil {
		return
	}
	r.Rows -= rows
	r.Lines = slices.DeleteFunc(r.Lines, func(line int) bool { return line >= from })
	if r.Rows <= 0 {
		delete(l.reasons, reason)
		l.order = slices.DeleteFunc(l.order, func(name string) bool { return name == reason })
	}
}
