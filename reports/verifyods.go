package reports

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// odsBook is an OpenDocument spreadsheet as verify reads it back.
type odsBook struct {
	sheets []string
	cells  map[string]map[string]odsCell // by sheet and cell
	names  map[string]string             // named ranges, without quotes and dollar signs
}

// odsCell is a cell: what a person reads and, of a number, its value.
type odsCell struct {
	text   string
	value  float64
	number bool
	style  string
}

var errDamagedODS = errors.New("appendix.ods is damaged")

// readODS reads a spreadsheet by a parser of XML, and by nothing that wrote it.
func readODS(path string) (*odsBook, error) {
	archive, err := zip.OpenReader(path)
	if err != nil {
		return nil, errors.New("appendix.ods cannot be read")
	}
	defer archive.Close()
	part, err := archive.Open("content.xml")
	if err != nil {
		return nil, errDamagedODS
	}
	defer part.Close()
	b := &odsBook{cells: map[string]map[string]odsCell{}, names: map[string]string{}}
	decoder := xml.NewDecoder(part)
	sheet, row, column := "", 0, 0
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return b, nil
		}
		e, ok := token.(xml.StartElement)
		if err != nil {
			return nil, errDamagedODS
		}
		if !ok {
			continue
		}
		switch e.Name.Local {
		case "table":
			sheet, row = attributeOf(e, "name"), 0
			b.sheets = append(b.sheets, sheet)
			b.cells[sheet] = map[string]odsCell{}
		case "table-row":
			row, column = row+1, 0
		case "table-cell":
			column++
			c, err := readODSCell(decoder, e)
			name, nameErr := excelize.CoordinatesToCellName(column, row)
			if err != nil || nameErr != nil || sheet == "" {
				return nil, errDamagedODS
			}
			b.cells[sheet][name] = c
		case "named-range":
			b.names[attributeOf(e, "name")] = strings.NewReplacer("$", "", "'", "").Replace(attributeOf(e, "cell-range-address"))
		}
	}
}

// readODSCell reads up to the end of a cell.
func readODSCell(decoder *xml.Decoder, cell xml.StartElement) (c odsCell, err error) {
	c.style = attributeOf(cell, "style-name")
	if c.number = attributeOf(cell, "value-type") == "float"; c.number {
		if c.value, err = strconv.ParseFloat(attributeOf(cell, "value"), 64); err != nil {
			return c, err
		}
	}
	var text strings.Builder
	for {
		token, err := decoder.Token()
		if err != nil {
			return c, err
		}
		switch e := token.(type) {
		case xml.StartElement:
			text.WriteString(map[string]string{"s": " ", "tab": "\t", "line-break": "\n"}[e.Name.Local])
		case xml.CharData:
			text.Write(e)
		case xml.EndElement:
			if e.Name.Local == "table-cell" {
				c.text = text.String()
				return c, nil
			}
		}
	}
}

// headline compares a headline with its cell and its name.
func (b *odsBook) headline(h Headline) error {
	s := h.Source
	cell, ok := b.cells[s.Worksheet][s.Cell]
	value, known := h.Value.Get()
	if !ok || cell.number != known || (known && !same(cell.value, value)) {
		return fmt.Errorf("cell %s of sheet %s of appendix.ods does not hold its value", s.Cell, s.Worksheet)
	}
	if b.names[DefinedName(h.ID)] != s.Worksheet+"."+s.Cell {
		return fmt.Errorf("the name %s of appendix.ods points elsewhere", DefinedName(h.ID))
	}
	return nil
}
