package datasets

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"svna/datasets/internal/columnfile"
	"svna/datasets/xlsxscan"
)

// sniffed is what a file turned out to have: the names of its columns, and in a
// workbook the sheets that they stand on, and the other sheets with a table.
type sniffed struct {
	names  []string
	sheets []string // all with the same columns
	others []string
	nested []string // columns of lists, records or bytes, which no field is
	said   []string // encoding, delimiter and the like
}

// sniffFile finds the names of the columns of a file of any format.
func sniffFile(ctx context.Context, path string) (sniffed, error) {
	magic, err := firstBytes(path)
	if err != nil {
		return sniffed{}, fmt.Errorf("read extract: %w", err)
	}
	q := &FileQuality{}
	if strings.HasPrefix(magic, "PK\x03\x04") {
		content, err := readWhole(path, q)
		if err != nil {
			return sniffed{}, err
		}
		found, err := sniffWorkbook(content)
		if err != nil {
			return sniffed{}, &ParseError{File: q.Name, Err: err}
		}
		return found, nil
	}
	if format := columnfile.Recognise(magic); format != "" {
		return sniffColumns(ctx, path, format)
	}
	text, err := readText(path, q)
	if err != nil {
		return sniffed{}, err
	}
	h, err := sniffHeader(text.bytes, isKnownName)
	if err != nil {
		return sniffed{}, &ParseError{File: q.Name, Err: err}
	}
	return sniffed{names: h.names, said: []string{q.Encoding, delimiterName(h.delimiter), fmt.Sprintf("header in line %d", h.line)}}, nil
}

// isKnownName reports whether a name is a usual one for some field.
func isKnownName(name string) bool { return len(knownNames()[nameKey(name)]) > 0 }

// sniffWorkbook finds the visible sheet with the most promising table.
func sniffWorkbook(content []byte) (best sniffed, err error) {
	book, err := xlsxscan.Open(content)
	if err != nil {
		return best, refusedWorkbook(err)
	}
	most := 0.0
	var names [][]string
	var tables []string
	for _, sheet := range book.Sheets {
		if sheet.Hidden || !sheet.Data {
			continue
		}
		rows, err := sheetRows(book, sheet)
		if err != nil {
			return best, refusedWorkbook(err)
		}
		h, score := headerAmong(rows, isKnownName)
		if score == 0 {
			continue
		}
		tables, names = append(tables, sheet.Name), append(names, h.names)
		if score > most {
			most = score
			best = sniffed{names: h.names, said: []string{"Excel workbook", fmt.Sprintf("sheet %q", sheet.Name), fmt.Sprintf("header in row %d", h.line)}}
		}
	}
	if most == 0 {
		return best, fmt.Errorf("%w on any of its sheets (%s); put the names of the columns into one row above the data", ErrNoHeader, quotedAll(sheetNames(book, false)))
	}
	for i, name := range tables {
		if slices.Equal(names[i], best.names) {
			best.sheets = append(best.sheets, name)
		} else {
			best.others = append(best.others, name)
		}
	}
	return best, nil
}

// sheetRows are the first rows of a sheet, as far as they may be headers. Cells
// that are empty at the end of a row are none.
func sheetRows(book *xlsxscan.Book, sheet xlsxscan.Sheet) (all []header, err error) {
	rows, err := book.Rows(sheet)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for len(all) < sniffRows && rows.Next() {
		h := header{first: rows.Number(), line: rows.Number()}
		for _, cell := range rows.Cells() {
			h.names = append(h.names, clean(string(headerCell(book, cell))))
		}
		for len(h.names) > 0 && h.names[len(h.names)-1] == "" {
			h.names = h.names[:len(h.names)-1]
		}
		all = append(all, h)
	}
	return all, rows.Err()
}
