package reports

import (
	"encoding/csv"
	"encoding/json"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"

	"svna/analysis"
	"svna/analysis/disclosure"
	"svna/analysis/stats"
)

// standardColumns are the columns of a tidy table after its dimensions, in the
// order of the contract; columns that a table has no use for are left out.
var standardColumns = []string{"numerator", "denominator", "value", "lower", "upper", "method", "status"}

// writeTables writes each table as tidy CSV with its metadata beside it.
func writeTables(dir string, p *disclosure.Published, l *Layout) error {
	if err := os.Mkdir(dir, 0o700); err != nil {
		return err
	}
	for _, t := range p.Tables() {
		if err := writeFile(filepath.Join(dir, t.ID+".csv"), func(w io.Writer) error { return writeTable(w, t) }); err != nil {
			return err
		}
		if err := writeFile(filepath.Join(dir, t.ID+".csv-metadata.json"), func(w io.Writer) error { return writeMetadata(w, l.Sheets[l.place[t.ID]], p, l.Notes) }); err != nil {
			return err
		}
	}
	return nil
}

// tidyColumns lists the columns of a table's CSV file after its dimensions: the
// standard ones that it has, status always, then the extra ones.
func tidyColumns(t analysis.Table) []string {
	var columns, extra []string
	for _, name := range standardColumns {
		if _, ok := t.Column(name); ok || name == "status" {
			columns = append(columns, name)
		}
	}
	for _, c := range t.Columns {
		if !slices.Contains(standardColumns, c.Name) {
			extra = append(extra, c.Name)
		}
	}
	return append(columns, extra...)
}

func writeTable(w io.Writer, t analysis.Table) error {
	out := csv.NewWriter(w)
	var header []string
	for _, d := range t.Dimensions {
		header = append(header, d.Name)
	}
	columns := tidyColumns(t)
	_, estimates := t.Column("value")
	if err := out.Write(append(header, columns...)); err != nil {
		return err
	}
	for _, r := range t.Rows {
		var record []string
		for _, level := range r.Levels {
			record = append(record, inert(level))
		}
		if estimates && r.Estimate.Status == "" && !r.Estimate.Value.Known() {
			r.Estimate.Status = stats.NotApplicable // a total or what is not known, which has no share
		}
		for _, name := range columns {
			record = append(record, tidyCell(r, name))
		}
		if err := out.Write(record); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

func tidyCell(r analysis.Row, column string) string {
	switch column {
	case "method":
		return r.Estimate.Method
	case "status":
		return string(r.Estimate.Status)
	}
	return plain(r.Number(column))
}

// writeMetadata writes the CSV on the Web description of a table.
func writeMetadata(w io.Writer, s Sheet, p *disclosure.Published, book noteBook) error {
	t := s.Table
	about := p.About()
	var columns []map[string]any
	var key []string
	for _, d := range t.Dimensions {
		key = append(key, d.Name)
		columns = append(columns, map[string]any{"name": d.Name, "titles": d.Header, "datatype": "string", "required": true, "null": ""})
	}
	for _, name := range tidyColumns(t) {
		columns = append(columns, columnMetadata(s, name))
	}
	description := map[string]any{
		"@context":       []any{"http://www.w3.org/ns/csvw", map[string]string{"@language": "en-GB"}},
		"url":            t.ID + ".csv",
		"dc:title":       t.Title,
		"dc:description": append([]string{countingUnit(t.Unit)}, t.Notes...),
		"dc:publisher":   publisher(about),
		"dc:source":      sourceOf(t, about),
		"dc:issued":      issued(about),
		"dc:temporal":    about.Period.String(),
		"dc:spatial":     about.Area.Code,
		"tableSchema":    map[string]any{"columns": columns, "primaryKey": key},
	}
	if notes := book.of(s); len(notes) > 0 {
		description["notes"] = notes
	}
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(description)
}

func columnMetadata(s Sheet, name string) map[string]any {
	t := s.Table
	m := map[string]any{"name": name, "required": false, "null": ""}
	switch name {
	case "method":
		m["titles"], m["datatype"] = "Method", "string"
		m["dc:description"] = "The method of the limits, or of the value where there are none."
	case "status":
		m["titles"], m["datatype"] = "Status", "string"
		m["dc:description"] = "Empty: sound. c: suppressed to protect against disclosure. x: not available. z: not applicable. u: low reliability."
	default:
		c, _ := t.Column(name)
		m["titles"], m["datatype"] = s.headerOf(c), columnType(t, name)
		m["dc:description"] = formatMeaning[c.Format]
	}
	return m
}

// formatMeaning says what the numbers of a column are, for its metadata.
var formatMeaning = map[analysis.Format]string{
	analysis.AsCount:  "A count.",
	analysis.AsShare:  "Per cent, in full precision.",
	analysis.AsRate:   "A rate, in full precision.",
	analysis.AsRatio:  "A ratio, in full precision.",
	analysis.AsPounds: "Pounds.",
	analysis.AsP:      "A probability from 0 to 1.",
}

// columnType is integer for a column of whole numbers, else decimal. Counted
// numbers and what they are counted from are never negative.
func columnType(t analysis.Table, name string) any {
	base := "integer"
	negative := false
	for _, r := range t.Rows {
		v, ok := r.Number(name).Get()
		if ok && v != math.Trunc(v) {
			base = "decimal"
		}
		negative = negative || v < 0
	}
	if c, _ := t.Column(name); c.Format == analysis.AsCount && !negative {
		return map[string]string{"base": base, "minimum": "0"}
	}
	return base
}

// publisher is who issues the run: an organisation, never a person.
func publisher(about analysis.About) string {
	return "Community safety partnership, " + about.Area.Name
}

// issued is the reference date of every output: the last day of the period.
func issued(about analysis.About) string {
	return about.Period.To.String() + "-" + twoDigits(about.Period.To.Days())
}

func twoDigits(n int) string {
	return string([]byte{byte('0' + n/10), byte('0' + n%10)})
}

// countingUnit says what a table counts.
func countingUnit(u analysis.Unit) string {
	if u == analysis.MixedUnits {
		return "Counting unit: that of each row."
	}
	return "Counting unit: " + string(u) + "."
}
