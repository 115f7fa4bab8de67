package datasets

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"svna/datasets/internal/columnfile"
)

// readFile reads one file into the table, by the format that its first bytes say
// it has, whatever its name.
func (t *rawTable) readFile(ctx context.Context, path string, number int, sheets []string, progress func(string, int64)) error {
	magic, err := firstBytes(path)
	if err != nil {
		return fmt.Errorf("read extract: %w", err)
	}
	name := filepath.Base(path)
	format := columnfile.Recognise(magic)
	switch {
	case strings.HasPrefix(magic, "PK\x03\x04"):
		q := t.newFileQuality("Excel workbook")
		q.Encoding = "UTF-8"
		content, err := readWhole(path, q)
		if err != nil {
			return err
		}
		sayName(q, ".xlsx", ".xlsm")
		return t.readXLSX(ctx, q, content, number, sheets, progress)
	case strings.HasPrefix(magic, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
		return &ParseError{File: name, Err: fmt.Errorf("%w: it is an Excel file that is password-protected or in the old format; open it in Excel and save it as .xlsx without a password", ErrNotText)}
	case format != "" && len(sheets) == 0:
		return t.readColumns(ctx, path, format, number, progress)
	case len(sheets) > 0:
		return &ParseError{File: name, Err: fmt.Errorf("%w: [[extract]] names a sheet, and this file is no Excel workbook; take sheet out, or give the file an [[extract]] of its own", ErrSheet)}
	}
	return t.readCSV(ctx, path, number, progress)
}

// newFileQuality starts the account of a file.
func (t *rawTable) newFileQuality(format string) *FileQuality {
	return &FileQuality{Profile: t.profile.Name, Format: format, Assumed: []string{}, LeftOut: []Reason{}, Columns: []Binding{}, Dropped: []string{}, Identifiers: []Identifier{}, Findings: []Finding{}}
}

// sayName says where the name of a file claims another format than it has.
func sayName(q *FileQuality, endings ...string) {
	ending := strings.ToLower(filepath.Ext(q.Name))
	for _, e := range endings {
		if ending == e {
			return
		}
	}
	q.Assumed = append(q.Assumed, fmt.Sprintf("it is read as what it is, %s, and not as its name %s says", q.Format, printable(filepath.Ext(q.Name))))
}

// firstBytes returns up to eight bytes of the start of a file.
func firstBytes(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	head := make([]byte, 8)
	n, err := io.ReadFull(f, head)
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		err = nil
	}
	return string(head[:n]), err
}
