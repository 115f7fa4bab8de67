// Package xlsxscan reads the cells of Excel workbooks (XLSX, Office Open XML),
// whatever the bytes. It knows zip, XML, sheets and cells, and nothing of what
// a cell means.
//
// It exists because an extract must not lose rows: a sheet that is damaged
// anywhere is an error, and never a shorter sheet. It reads what other programs
// write as well as Excel: namespace prefixes, single quotes, self-closed rows,
// inline strings, rows and cells without a reference. It writes no file, opens
// no link, and its limits hold for the bytes that really come out of the zip
// file.
package xlsxscan

import (
	"bytes"
	"strings"
)

// Book is an open workbook. Make one with Open.
type Book struct {
	Sheets []Sheet
	// Epoch1904: serial numbers count days from 1 January 1904.
	Epoch1904 bool

	archive  *archive
	workbook string  // its part
	styles   []Style // of the cell formats
	strings  *sharedStrings
	part     string // of the shared strings, "" for none
}

// Sheet is one sheet of a workbook, in the order of its tabs.
type Sheet struct {
	Name   string
	Hidden bool
	Data   bool // false for charts, macros and dialogues, which hold no cells

	part string
}

// Open reads the list of sheets, the styles and the strings of a workbook.
func Open(content []byte) (*Book, error) {
	a, err := openArchive(content)
	if err != nil {
		return nil, err
	}
	b := &Book{archive: a}
	root, err := a.relations("")
	if err != nil {
		return nil, err
	}
	workbook := ""
	for _, r := range root {
		if r.kind == "officeDocument" {
			workbook = r.target
		}
	}
	if workbook == "" {
		return nil, ErrNotWorkbook
	}
	relations, err := a.relations(workbook)
	if err != nil {
		return nil, err
	}
	b.workbook = workbook
	if err := b.readWorkbook(workbook, relations); err != nil {
		return nil, err
	}
	for _, r := range relations {
		switch r.kind {
		case "styles":
			err = b.readStyles(r.target)
		case "sharedStrings":
			b.part = r.target
		}
		if err != nil {
			return nil, err
		}
	}
	return b, nil
}

func (b *Book) readWorkbook(part string, relations map[string]relation) error {
	if !strings.HasPrefix(part, "xl/") && b.archive.parts[strings.ToLower(part)] == nil {
		return ErrNotWorkbook
	}
	names := map[string]bool{}
	err := b.archive.elements(part, "workbook", func(x *xmlReader) error {
		switch x.local {
		case "workbookPr":
			b.Epoch1904 = isTrue(x.value("date1904"))
		case "sheet":
			s := Sheet{Name: string(x.value("name")), Hidden: bytes.HasSuffix(bytes.ToLower(x.value("state")), []byte("hidden"))}
			r, found := relations[string(x.relationID())]
			if !found {
				return damaged("a sheet is listed and not there")
			}
			if names[s.Name] {
				return damaged("two sheets have one name")
			}
			names[s.Name] = true
			s.part, s.Data = r.target, r.kind == "worksheet"
			b.Sheets = append(b.Sheets, s)
		}
		return nil
	})
	if err == nil && len(b.Sheets) == 0 {
		err = damaged("it has no sheet")
	}
	return err
}

// relationID is the attribute id in the namespace of relationships, whose prefix
// may be any.
func (x *xmlReader) relationID() []byte {
	for _, a := range x.attributes {
		if _, local, prefixed := bytes.Cut(a.name, []byte(":")); prefixed && string(local) == "id" {
			return a.value
		}
	}
	return nil
}

func isTrue(value []byte) bool {
	switch strings.ToLower(string(value)) {
	case "1", "true", "on":
		return true
	}
	return false
}

// isMainNamespace knows both spellings of the namespace of spreadsheets, and
// that of package relationships.
func isMainNamespace(name []byte) bool {
	switch string(name) {
	case "http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main",
		"http://schemas.openxmlformats.org/package/2006/relationships":
		return true
	}
	return false
}
