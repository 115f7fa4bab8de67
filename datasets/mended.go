package datasets

import (
	"fmt"

	"svna/datasets/internal/csvscan"
)

// cellsOf returns the cells of the row that a scanner is at; nil where they cannot
// be trusted, and then the row is counted as broken. A row with one stray quote and
// one reading is counted as mended. Lines are counted from the line after above.
func (c *rawChunk) cellsOf(s *csvscan.Scanner, above int) [][]byte {
	row := s.Row()
	if row.Fault == csvscan.Sound {
		return row.Cells
	}
	if cells, ok := s.Mended(len(c.file.names)); ok {
		c.mended = append(c.mended, above+row.Line)
		return cells
	}
	c.addBroken(above+row.Line, row.Fault.String())
	return nil
}

// tellMended says which rows have a stray quote in one of their cells.
func (f *rawFile) tellMended() {
	n := len(f.mended)
	if n == 0 {
		return
	}
	finding := Finding{
		Kind: "stray_quote", Count: n,
		Say: fmt.Sprintf("%s %s a quotation mark too many: it stays in its cell, and the cells are split as if it were not there, which can be done in one way only. Mend the file at these lines.", plural(n, "row", "rows"), hasHave(n)),
	}
	for _, line := range f.mended {
		finding.Lines = addExample(finding.Lines, line)
	}
	f.quality.Findings = append(f.quality.Findings, finding)
}
