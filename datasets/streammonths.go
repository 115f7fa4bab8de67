package datasets

import (
	"bytes"
	"context"
)

// openMonths opens a file that has a column for each month, and the sheets of such a
// workbook: its rows are turned as by Load, and held as text, one row a month.
func openMonths(path string, p *Profile, sheets []string) (files []*streamFile, err error) {
	tables, err := readSources(context.Background(), [][]Source{{{Files: []string{path}, Sheets: sheets, Profile: p}}}, nil)
	if err != nil {
		return nil, err
	}
	for _, read := range tables[0].files {
		f := &streamFile{quality: *read.quality, leftOut: read.leftOut}
		f.quality.RowsRead = 0
		for _, reason := range read.leftOut.order {
			f.quality.RowsRead += read.leftOut.reasons[reason].Rows
		}
		text := tables[0].turnedText(read, f)
		f.header = header{delimiter: ',', line: read.quality.HeaderLine, names: f.names}
		f.text, f.size = bytes.NewReader(text), len(text)
		files = append(files, f)
	}
	return files, nil
}

// turnedText writes the rows of a file as delimited text, and names its columns.
func (t *rawTable) turnedText(read *rawFile, f *streamFile) (text []byte) {
	var columns []*rawColumn
	for i, c := range t.columns {
		if read.places[i] >= 0 || c == t.month || c == t.count {
			columns = append(columns, c)
			f.names = append(f.names, c.mapping.name())
		}
	}
	for row := read.from; row < read.to; row++ {
		for i, c := range columns {
			if i > 0 {
				text = append(text, ',')
			}
			if code := c.codes[row]; code >= 0 {
				text = appendCell(text, []byte(c.cells.values[code]))
			}
		}
		text = append(text, '\n')
	}
	return text
}
