package datasets

import "slices"

// rawTable is the mapped columns of the files of one source, before anything is
// understood of them: for each column the distinct cells, and for each row a
// number among them. Columns that are not mapped are never held.
type rawTable struct {
	profile *Profile
	files   []*rawFile
	columns []*rawColumn
	lines   []int32 // for each row, the line it starts on
	status  []rowStatus

	// Of a profile with months across: the fields that are made, and the columns
	// that they are made of, which are the last of the columns.
	month, count *rawColumn
	across       []monthColumn
}

// rawFile is one file of a table: rows from to to, and its entry in Quality.
type rawFile struct {
	quality  *FileQuality
	number   int // among all files of the run, from 1
	from, to int
	names    []string // of the header
	places   []int    // in a row of the file for each column of the table, -1 where it has none
	mixed    bool     // rows that are not UTF-8 cannot be read
	leftOut  leftOut
	mended   []int // lines of rows read in spite of a stray quote
	broken   int   // rows of broken form
	short    bool  // the last row has too few cells
	footer   int   // rows that a note at the end says there are, -1 for none
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
	// realDates: some cells were dates in their file, written year first here.
	realDates bool
	rawCells
}

// absent is the code of a row whose file does not have the column.
const absent int32 = -1

// reserve makes room for about as many more rows.
func (t *rawTable) reserve(rows int) {
	t.lines = slices.Grow(t.lines, rows)
	t.status = slices.Grow(t.status, rows)
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
	t.fileOf(row).leftOut.add(int(t.lines[row]), reason)
}

func (t *rawTable) fileOf(row int32) *rawFile {
	for _, f := range t.files {
		if int(row) < f.to {
			return f
		}
	}
	return t.files[len(t.files)-1]
}

// exampleLines is how many line numbers a finding names at most.
const exampleLines = 5

// addExample adds a line to the first few, each once.
func addExample(lines []int, line int) []int {
	if n := len(lines); n < exampleLines && (n == 0 || lines[n-1] != line) {
		return append(lines, line)
	}
	return lines
}

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
			finding.Lines = addExample(finding.Lines, int(t.lines[row]))
		}
		if finding.Count > 0 {
			finding.Say = say(finding.Count)
			f.quality.Findings = append(f.quality.Findings, finding)
			total += finding.Count
		}
	}
	return total
}

// advise says what can be done about the findings of a kind.
func (t *rawTable) advise(field, kind, do string) {
	for _, f := range t.files {
		for i := range f.quality.Findings {
			if found := &f.quality.Findings[i]; found.Field == field && found.Kind == kind {
				found.Do = do
			}
		}
	}
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
