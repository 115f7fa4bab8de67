package datasets

import "sync"

// SeriesBreak is a date after which figures of a series are not comparable with
// those before: a chart marks it, and no sentence says that they rose or fell
// across it.
type SeriesBreak struct {
	ID   string
	From Month // first month of the new series, or the month in which it begins
	// AppliesTo is "MPS", "England and Wales", "England", "UK" or a GSS code.
	AppliesTo string
	// Series are the fields, Home Office groups, subgroups or codes affected;
	// "all" for every series.
	Series      []string
	Description string
	Source      string
	Verified    bool // false: the date is not from a published source that was seen
}

// SeriesBreaks returns the known breaks. The slice is shared: do not change it.
func SeriesBreaks() []SeriesBreak { return seriesBreaks() }

var seriesBreaks = sync.OnceValue(func() []SeriesBreak {
	t := embeddedTable("series_breaks")
	var breaks []SeriesBreak
	for _, row := range t.rows {
		from, err := ParseMonth(t.cell(row, "from")[:7])
		if err != nil {
			panic(err)
		}
		breaks = append(breaks, SeriesBreak{
			ID: t.cell(row, "id"), From: from, AppliesTo: t.cell(row, "applies_to"),
			Series: splitList(t.cell(row, "series")), Description: t.cell(row, "description"),
			Source: t.cell(row, "source"), Verified: t.cell(row, "verified") == "yes",
		})
	}
	return breaks
})
