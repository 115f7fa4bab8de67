package datasets

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"

	"svna/datasets/xlsxscan"
)

// maxSheetText is how many bytes of text a sheet may make: a shared text can stand
// in every cell.
const maxSheetText = 512 << 20

// openFiles opens a file of a stream; a workbook is as many as it has sheets with
// the table.
func openFiles(path string, p *Profile, sheets []string) ([]*streamFile, error) {
	if p != nil && p.MonthsAcross {
		return openMonths(path, p, sheets)
	}
	magic, err := firstBytes(path)
	if err != nil {
		return nil, fmt.Errorf("read extract: %w", err)
	}
	if strings.HasPrefix(magic, "PK\x03\x04") {
		return openSheets(path, p, sheets)
	}
	f, err := openStreamFile(path)
	if err != nil {
		return nil, err
	}
	if len(sheets) > 0 {
		return []*streamFile{f}, &ParseError{File: f.quality.Name, Err: fmt.Errorf("%w: a sheet is named, and this file is no Excel workbook; name workbooks alone, or no sheet", ErrSheet)}
	}
	return []*streamFile{f}, f.findHeader(p)
}

// openSheets turns the sheets of a workbook into text that a stream reads: those
// that are named; else with a profile the one that has its table, without one
// those with the most promising table. A row stands on the line of its number.
func openSheets(path string, p *Profile, names []string) (files []*streamFile, err error) {
	q := FileQuality{Format: "Excel workbook"}
	content, err := readWhole(path, &q)
	if err != nil {
		return nil, err
	}
	refuse := func(err error) error { return &ParseError{File: q.Name, Err: err} }
	book, err := xlsxscan.Open(content)
	if err != nil {
		return nil, refuse(refusedWorkbook(err))
	}
	if len(names) == 0 && p == nil {
		found, err := sniffWorkbook(content)
		if err != nil {
			return nil, refuse(err)
		}
		names = found.sheets
	}
	chosen, err := (&rawTable{profile: p}).chooseSheets(book, &q, names)
	if err != nil {
		return nil, refuse(err)
	}
	for _, sheet := range chosen {
		f := &streamFile{quality: q}
		f.quality.Sheet = sheet.Name
		f.quality.Assumed = append(slices.Clone(q.Assumed), fmt.Sprintf("sheet %q is read", sheet.Name))
		if err := f.readSheet(book, sheet, p); err != nil {
			if at := (*ParseError)(nil); errors.As(err, &at) {
				return nil, err
			}
			return nil, &ParseError{File: q.Name, Sheet: sheet.Name, Err: err}
		}
		files = append(files, f)
	}
	return files, nil
}

// readSheet reads a sheet into text.
func (f *streamFile) readSheet(book *xlsxscan.Book, sheet xlsxscan.Sheet, p *Profile) error {
	var err error
	if f.header, err = headerOfSheet(book, sheet, p); err != nil {
		return err
	}
	f.header.delimiter = ','
	rows, err := book.Rows(sheet)
	if err != nil {
		return refusedWorkbook(err)
	}
	defer rows.Close()
	reader, err := f.sheetReader(book, p)
	if err != nil {
		return err
	}
	var text []byte
	line := f.header.line
	for below := false; rows.Next(); {
		if !below {
			below = rows.Number() == f.header.line
			continue
		}
		for line++; line < rows.Number(); line++ {
			text = append(text, '\n')
		}
		text = append(reader.appendRow(text, rows.Number(), rows.Cells()), '\n')
		if len(text) > maxSheetText {
			return fmt.Errorf("%w: the sheet has over 512 MB of text; save it as CSV", ErrTooLarge)
		}
	}
	if rows.Err() != nil {
		return refusedWorkbook(rows.Err())
	}
	reader.say(rows)
	f.text, f.size = bytes.NewReader(text), len(text)
	return reader.refuseUnsaved()
}

// headerOfSheet finds the header of a sheet, as the header of text is found.
func headerOfSheet(book *xlsxscan.Book, sheet xlsxscan.Sheet, p *Profile) (header, error) {
	if p != nil {
		h, err := p.sheetHeader(book, sheet)
		if err != nil && !errors.Is(err, ErrNoHeader) {
			err = refusedWorkbook(err)
		}
		return h, err
	}
	rows, err := sheetRows(book, sheet)
	if err != nil {
		return header{}, refusedWorkbook(err)
	}
	h, score := headerAmong(rows, isKnownName)
	if score == 0 {
		return header{}, fmt.Errorf("%w on sheet %q; put the names of the columns into one row above the data", ErrNoHeader, sheet.Name)
	}
	return h, nil
}

// sheetReader names the columns of the stream, and makes the reader of their cells:
// by the fields of the profile, or of every column.
func (f *streamFile) sheetReader(book *xlsxscan.Book, p *Profile) (*sheetReader, error) {
	q := &f.quality
	q.HeaderLine = f.header.line
	file := &rawFile{quality: q, names: f.header.names, footer: -1}
	if p != nil {
		if err := f.nameColumns(p); err != nil {
			return nil, err
		}
		table := newRawTable(p)
		var err error
		if file.places, err = table.bind(f.header, &FileQuality{}); err != nil {
			return nil, err
		}
		return newSheetReader(table, file, book), nil
	}
	f.names = f.header.names
	s := newSheetReader(&rawTable{}, file, book)
	for i, name := range f.names {
		s.columns[i] = sheetColumn{field: name, kind: anyColumn}
	}
	return s, nil
}

// appendRow adds a row as delimited text. A row is blank by the rule of take; one
// with nothing but errors starts with quotes, which make it a row of text, too.
func (s *sheetReader) appendRow(text []byte, number int, cells []xlsxscan.Cell) []byte {
	start := len(text)
	filled, blank := false, true
	for i := range s.columns {
		if i > 0 {
			text = append(text, ',')
		}
		if i >= len(cells) {
			continue
		}
		s.scratch = s.scratch[:0]
		cell := s.text(&s.columns[i], number, cells[i])
		filled = filled || isFilled(cells[i])
		blank = blank && len(bytes.TrimSpace(cell)) == 0
		text = appendCell(text, cell)
	}
	s.countBeyond(number, cells)
	switch {
	case !filled:
		return text[:start]
	case blank:
		return append(append(text[:start], `""`...), bytes.Repeat([]byte{','}, len(s.columns)-1)...)
	}
	return text
}

// appendCell adds a cell in quotes where it needs them. Line ends become blanks, so
// that lines stay the rows of the sheet.
func appendCell(text, cell []byte) []byte {
	if !bytes.ContainsAny(cell, ",\"\r\n") {
		return append(text, cell...)
	}
	text = append(text, '"')
	for _, b := range cell {
		switch b {
		case '"':
			text = append(text, '"', '"')
		case '\r', '\n':
			text = append(text, ' ')
		default:
			text = append(text, b)
		}
	}
	return append(text, '"')
}
