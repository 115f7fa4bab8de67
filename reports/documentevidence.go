package reports

import (
	"math"
	"slices"
	"strings"

	"svna/analysis"
	"svna/analysis/stats"
)

// evidence are the tables of the numbers behind the statements of a chapter: those that
// are a numerator over a denominator, and the comparisons and costs, which are not, each
// with the numbers that it rests on under their own names.
func (d *document) evidence(c chapter) []documentTable {
	columns := func(middle ...SheetColumn) []SheetColumn {
		first := []SheetColumn{{Header: "Statement"}, {Header: "Unit"}, {Header: "Value", Number: true}, {Header: "Lower 95% limit", Number: true}, {Header: "Upper 95% limit", Number: true}}
		return slices.Concat(first, middle, []SheetColumn{{Header: "Not recorded", Number: true}})
	}
	plain := documentTable{
		title:   c.Theme.Title + ": the numbers behind the statements",
		summary: "One row for each statement, with its value, its limits, its numerator and its denominator.",
		columns: columns(SheetColumn{Header: "Numerator", Number: true}, SheetColumn{Header: "Denominator", Number: true}),
	}
	compared := documentTable{
		title:   c.Theme.Title + ": the comparisons behind the statements",
		summary: "One row for each statement, with its value, its limits, and the numbers that it rests on.",
		columns: columns(SheetColumn{Header: "Rests on"}),
	}
	for _, s := range c.Statements {
		row := headlineCells(s.Headline)
		if s.isQuotient() {
			plain.rows = append(plain.rows, []SheetCell{row[0], row[3], row[2], row[7], row[8], row[4], row[5], row[6]})
			continue
		}
		if s.Unit == "pounds" {
			compared.title = c.Theme.Title + ": the costs and comparisons behind the statements"
		}
		compared.rows = append(compared.rows, []SheetCell{row[0], row[3], row[2], row[7], row[8], {Text: d.restsOn(s.Headline)}, row[6]})
	}
	return slices.DeleteFunc([]documentTable{plain, compared}, func(t documentTable) bool { return len(t.rows) == 0 })
}

// isQuotient reports whether a headline's value is its numerator over its denominator,
// in its unit, or a count that has no denominator.
func (h Headline) isQuotient() bool {
	value, known := h.Value.Get()
	if !known || !h.Numerator.Known() {
		return true // nothing to divide
	}
	n, _ := h.Numerator.Get()
	of, divided := h.Denominator.Get()
	if !divided || of == 0 {
		return h.Unit != "pounds" && h.Unit != "ratio"
	}
	for _, factor := range []float64{1, 12, 100, 1e3, 1e4, 1e5} {
		if math.Abs(n/of*factor-value) <= 0.006*math.Abs(value) {
			return h.Unit != "ratio" && h.Unit != "pounds" && h.Unit != "percentage points"
		}
	}
	return value == n
}

// compares are the columns that a comparison may rest on beside its two counts, in the
// order in which they are given.
var compares = []string{
	"rate", "rate_reference", "rate_comparator", "share", "share_none", "share_residents", "none", "none_all",
	"offences_before", "denominator_before", "residents_a", "residents_b", "days_school", "days_other", "per_day", "days", "deciles",
}

// restsOn names the numbers that a comparison or a cost rests on, with the names that
// they have in its table, and the ends of a range that is no confidence interval.
func (d *document) restsOn(h Headline) string {
	table, row, found := d.sourceRow(h)
	if !found {
		return "[z]"
	}
	var parts []string
	names := append([]string{"numerator", "denominator"}, compares...)
	if h.isRange() {
		names = append(names, "lower", "upper")
	}
	for _, name := range names {
		column, has := table.Column(name)
		if !has {
			continue
		}
		number := row.Number(name)
		text := column.Format.Text(number)
		if !number.Known() && row.Estimate.Status == stats.Suppressed {
			text = "[c]"
		}
		if text != "" {
			header, _, _ := strings.Cut(column.Header, " [note ")
			parts = append(parts, header+": "+text)
		}
	}
	if len(parts) == 0 {
		return "[z]"
	}
	return strings.Join(parts, "; ")
}

// sourceRow is the row that a headline's number stands in.
func (d *document) sourceRow(h Headline) (analysis.Table, analysis.Row, bool) {
	if h.Source == nil {
		return analysis.Table{}, analysis.Row{}, false
	}
	for _, t := range d.source {
		if t.ID != h.Source.Table {
			continue
		}
		for _, r := range t.Rows {
			if r.Key() == h.Source.Row {
				return t, r, true
			}
		}
	}
	return analysis.Table{}, analysis.Row{}, false
}
