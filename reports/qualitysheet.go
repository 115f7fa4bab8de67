package reports

import (
	"fmt"
	"slices"
	"strings"

	"svna/analysis"
	"svna/analysis/disclosure"
	"svna/analysis/stats"
	"svna/datasets"
)

// qualitySheet is the account of rows, the completeness of fields, and what was
// found and assumed: one long table, so that the sheet has one. It names no line of
// a file, so that the same rows in another order make the same workbook.
func qualitySheet(p *disclosure.Published) Sheet {
	s := Sheet{Name: "Quality", Columns: []SheetColumn{
		{Header: "Part", Width: wideWidth},
		{Header: "What", Width: 72},
		{Header: "Rows", Number: true, Width: dataWidth},
		{Header: "Share of rows that can have a value (%)", Number: true, Width: dataWidth},
	}}
	s.Rows = qualityRows(p.Quality(), p.Ledger())
	says := []string{"Rows read are rows used and rows left out, by reason.", "Of each field: known, unknown, not stated, not recorded, not applicable and suppressed at source add up to the rows."}
	if slices.ContainsFunc(s.Rows, func(row []SheetCell) bool { return strings.HasPrefix(row[1].Text, "Found: ") }) {
		says = append(says, "The lines of what was found are in quality.json; svna check prints them.")
	}
	if len(s.Rows) == 0 {
		s.Rows = [][]SheetCell{{{Text: "All files"}, {Text: "The account of rows is in the restricted edition: its numbers could give away figures that are hidden here."}, {Text: "[z]"}, {Text: "[z]"}}}
		says = []string{"What the partnership chose and assumed is in the Cover worksheet."}
		if slices.ContainsFunc(p.Tables(), func(t analysis.Table) bool { return t.ID == "completeness" }) {
			says = append(says, "How completely each field is recorded is in the completeness worksheet.")
		}
	}
	s.start("Data quality", p.Rule().Marking, p.About().Area.Name)
	s.say(says...)
	s.finish(p.Rule())
	s.Shape = fmt.Sprintf("%d rows, %d columns; what was read, found and assumed.", len(s.Rows), len(s.Columns))
	return s
}

func qualityRows(q datasets.Quality, ledger []analysis.LedgerLine) [][]SheetCell {
	var rows [][]SheetCell
	add := func(part, what string, n, of stats.Number) {
		rows = append(rows, []SheetCell{{Text: part}, {Text: what}, {Number: n, Format: analysis.AsCount, Text: "[z]"}, {Number: of, Format: analysis.AsShare, Text: "[z]"}})
	}
	none := stats.Number{}
	for _, f := range q.Files {
		add(f.Name, "Rows read", whole(f.RowsRead), none)
		add(f.Name, "Rows used", whole(f.RowsUsed), none)
		for _, r := range f.LeftOut {
			add(f.Name, "Rows left out: "+r.Reason, whole(r.Rows), none)
		}
		if f.Blank > 0 {
			add(f.Name, "Blank lines, which are no rows", whole(f.Blank), none)
		}
		add(f.Name, "Read as: "+readAs(f), none, none)
		for _, b := range f.Columns {
			add(f.Name, fmt.Sprintf("Column %q is %s", b.Column, strings.Join(nonEmpty(b.Field, b.Format), ", ")), none, none)
		}
		for _, i := range f.Identifiers {
			add(f.Name, fmt.Sprintf("Column %q holds %s: a direct identifier, dropped while reading", i.Column, i.Holds), none, none)
		}
		for _, text := range f.Assumed {
			add(f.Name, "Assumed: "+text, none, none)
		}
		for _, finding := range f.Findings {
			add(f.Name, "Found: "+finding.Say, whole(finding.Count), none)
		}
	}
	for _, finding := range q.Findings {
		add("All files", "Found: "+finding.Say, whole(finding.Count), none)
	}
	for _, line := range ledger {
		add("Offences", capitalised(line.Label), whole(line.Rows), none)
	}
	for _, f := range q.Fields {
		part := capitalised(f.Table) + ": " + f.Field
		known := none
		if applicable := f.Rows - f.NotApplicable; applicable > 0 {
			known = stats.N(100 * float64(f.Known) / float64(applicable))
		}
		add(part, "Known", whole(f.Known), known)
		for _, kind := range []struct {
			n     int
			words string
		}{{f.NotRecorded, "Not recorded"}, {f.Unknown, "Recorded as unknown"}, {f.Refused, "Not stated"}, {f.Suppressed, "Suppressed at source"}, {f.NotApplicable, "Not applicable"}} {
			if kind.n > 0 {
				add(part, kind.words, whole(kind.n), none)
			}
		}
	}
	return rows
}

// readAs says how the bytes of a file were taken.
func readAs(f datasets.FileQuality) string {
	parts := nonEmpty(f.Encoding, f.Delimiter)
	if f.Delimiter == "" {
		parts = nonEmpty(f.Format, f.Sheet)
	}
	if f.HeaderLine > 0 {
		parts = append(parts, fmt.Sprintf("header in line %d", f.HeaderLine))
	}
	return strings.Join(append(parts, "profile "+f.Profile), ", ")
}

func nonEmpty(texts ...string) (kept []string) {
	for _, text := range texts {
		if text != "" {
			kept = append(kept, text)
		}
	}
	return kept
}

func whole(n int) stats.Number { return stats.N(float64(n)) }

func capitalised(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
