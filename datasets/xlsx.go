package datasets

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"svna/datasets/xlsxscan"
)

// readXLSX reads the sheets that are named, or the one sheet that has a table of
// the profile. Dates reach the table as 2023-11-15 20:45, whatever they look
// like in Excel.
func (t *rawTable) readXLSX(ctx context.Context, q *FileQuality, content []byte, number int, sheets []string, progress func(string, int64)) error {
	book, err := xlsxscan.Open(content)
	if err != nil {
		return &ParseError{File: q.Name, Err: refusedWorkbook(err)}
	}
	chosen, err := t.chooseSheets(book, q, sheets)
	if err != nil {
		return &ParseError{File: q.Name, Err: err}
	}
	for _, sheet := range chosen {
		of := *q // each sheet has an account of its own
		of.Sheet = sheet.Name
		of.Assumed = append(slices.Clone(q.Assumed), fmt.Sprintf("sheet %q is read", sheet.Name))
		of.LeftOut, of.Columns, of.Dropped, of.Findings = []Reason{}, []Binding{}, []string{}, []Finding{}
		if sheet.Hidden {
			of.Assumed = append(of.Assumed, "the sheet is hidden in Excel")
		}
		if err := t.readSheet(ctx, book, sheet, &of, number); err != nil {
			if at := (*ParseError)(nil); errors.As(err, &at) {
				at.Sheet = sheet.Name
			}
			return err
		}
	}
	if progress != nil {
		progress(q.Name, q.Bytes)
	}
	return nil
}

// refusedWorkbook says what is wrong with a workbook, and what to do.
func refusedWorkbook(err error) error {
	reason := err.Error()
	for _, of := range []error{xlsxscan.ErrDamaged, xlsxscan.ErrTooLarge} {
		reason = strings.TrimPrefix(reason, of.Error()+": ")
	}
	switch {
	case errors.Is(err, xlsxscan.ErrEncrypted):
		return fmt.Errorf("%w: it is a password-protected Excel workbook; take the password off in Excel and save it as .xlsx", ErrNotText)
	case errors.Is(err, xlsxscan.ErrNotWorkbook):
		return fmt.Errorf("%w: it is a zip file, whatever its name says; unpack it and name the file inside", ErrNotText)
	case errors.Is(err, xlsxscan.ErrTooLarge):
		return fmt.Errorf("%w: %s; save the sheet as CSV", ErrTooLarge, reason)
	}
	return fmt.Errorf("%w: %s; open it in Excel and save it again, or ask the sender for it again", ErrDamaged, reason)
}

// chooseSheets finds the sheets to read, and says which are not. Without names it
// must be clear which sheet is meant.
func (t *rawTable) chooseSheets(book *xlsxscan.Book, q *FileQuality, names []string) (chosen []xlsxscan.Sheet, err error) {
	q.Epoch = "1900"
	if book.Epoch1904 {
		q.Epoch = "1904"
		q.Assumed = append(q.Assumed, "dates of the workbook are counted from 1904")
	}
	for _, s := range book.Sheets {
		if s.Hidden && s.Data {
			q.HiddenSheets = append(q.HiddenSheets, s.Name)
		}
	}
	if len(names) > 0 {
		for _, name := range names {
			at := slices.IndexFunc(book.Sheets, func(s xlsxscan.Sheet) bool { return s.Data && strings.EqualFold(s.Name, strings.TrimSpace(name)) })
			if at < 0 {
				return nil, fmt.Errorf("%w: there is no sheet %q; there are %s", ErrSheet, name, quotedAll(sheetNames(book, false)))
			}
			chosen = append(chosen, book.Sheets[at])
		}
	} else if chosen, err = t.sheetsWithTable(book); err != nil {
		return nil, err
	}
	for _, s := range book.Sheets {
		if read := slices.ContainsFunc(chosen, func(c xlsxscan.Sheet) bool { return c.Name == s.Name }); !read && s.Data {
			what := "sheet %q is not read"
			if s.Hidden {
				what = "sheet %q is hidden, and not read"
			}
			q.Assumed = append(q.Assumed, fmt.Sprintf(what, s.Name))
		}
	}
	return chosen, nil
}

// sheetsWithTable returns the one visible sheet with a header of the profile.
func (t *rawTable) sheetsWithTable(book *xlsxscan.Book) (with []xlsxscan.Sheet, err error) {
	var none error
	for _, s := range book.Sheets {
		if s.Hidden || !s.Data {
			continue
		}
		_, err := t.profile.sheetHeader(book, s)
		switch {
		case err == nil:
			with = append(with, s)
		case errors.Is(err, ErrNoHeader):
			none = err
		default:
			return nil, refusedWorkbook(err)
		}
	}
	switch {
	case len(with) > 1:
		var names []string
		for _, s := range with {
			names = append(names, s.Name)
		}
		return nil, fmt.Errorf("%w: %s all have a table of this profile; say under [[extract]] which to read, as in sheet = %q, or list several", ErrSheet, quotedAll(names), names[0])
	case len(with) == 0 && none == nil:
		return nil, fmt.Errorf("%w: all its sheets are hidden or hold no cells (%s); name one under [[extract]], as in sheet = \"...\"", ErrSheet, quotedAll(sheetNames(book, true)))
	case len(with) == 0:
		return nil, fmt.Errorf("%w (sheets looked at: %s)", none, quotedAll(sheetNames(book, false)))
	}
	return with, nil
}

func sheetNames(book *xlsxscan.Book, hidden bool) (names []string) {
	for _, s := range book.Sheets {
		if s.Data && (hidden || !s.Hidden) {
			names = append(names, s.Name)
		}
	}
	return names
}

func quotedAll(names []string) string {
	var quoted []string
	for _, n := range names[:min(8, len(names))] {
		quoted = append(quoted, fmt.Sprintf("%q", n))
	}
	if len(names) > 8 {
		quoted = append(quoted, fmt.Sprintf("and %d more", len(names)-8))
	}
	return strings.Join(quoted, ", ")
}

// sheetHeader looks for the header among the first rows of a sheet.
func (p *Profile) sheetHeader(book *xlsxscan.Book, sheet xlsxscan.Sheet) (header, error) {
	rows, err := book.Rows(sheet)
	if err != nil {
		return header{}, err
	}
	defer rows.Close()
	search := p.newHeaderSearch()
	var cells [][]byte
	for n := 0; n < headerLines && rows.Next(); n++ {
		cells = cells[:0]
		for _, c := range rows.Cells() {
			cells = append(cells, headerCell(book, c))
		}
		search.offer(rows.Number(), cells)
	}
	if rows.Err() != nil {
		return header{}, rows.Err()
	}
	h, err := search.found()
	for len(h.names) > 0 && h.names[len(h.names)-1] == "" {
		h.names = h.names[:len(h.names)-1]
	}
	return h, err
}

// headerCell is a cell that may be the name of a column: the first day of a month,
// kept as a date, is the month.
func headerCell(book *xlsxscan.Book, cell xlsxscan.Cell) []byte {
	if cell.Kind == xlsxscan.Number && cell.Style&xlsxscan.Date > 0 {
		if m, ok := book.Serial(cell.Content); ok && m.Day == 1 && !m.Clocked {
			return m.Append(nil)[:len("2006-01")]
		}
	}
	return cell.Content
}

// readSheet reads the rows below the header of one sheet.
func (t *rawTable) readSheet(ctx context.Context, book *xlsxscan.Book, sheet xlsxscan.Sheet, q *FileQuality, number int) error {
	h, err := t.profile.sheetHeader(book, sheet)
	if errors.Is(err, ErrNoHeader) {
		return &ParseError{File: q.Name, Err: err}
	}
	if err != nil {
		return &ParseError{File: q.Name, Err: refusedWorkbook(err)}
	}
	file, err := t.openFile(q, number, h)
	if err != nil {
		return err
	}
	rows, err := book.Rows(sheet)
	if err != nil {
		return &ParseError{File: q.Name, Err: refusedWorkbook(err)}
	}
	defer rows.Close()
	s := newSheetReader(t, file, book)
	for below, n := false, 0; rows.Next(); n++ {
		if n&(1<<14-1) == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if !below {
			below = rows.Number() == h.line
			continue
		}
		s.take(rows.Number(), rows.Cells())
	}
	if rows.Err() != nil {
		return &ParseError{File: q.Name, Err: refusedWorkbook(rows.Err())}
	}
	s.chunk.seal()
	t.takeChunk(s.chunk, 0)
	s.say(rows)
	if err := s.refuseUnsaved(); err != nil {
		return err
	}
	return t.closeFile(file)
}
