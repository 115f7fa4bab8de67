package reports

import (
	"slices"

	"svna/analysis"
)

// setColumns makes room for what shares are of, where the rows of a single series
// differ in it and its interval can be understood by it alone, and puts values into
// a column of their own where a reference line would run through them.
func (b *barChart) setColumns() {
	s := b.subject
	if b.dots && b.reference {
		for _, r := range b.rows {
			for _, bar := range r.bars {
				b.labels = max(b.labels, plainText.width(bar.label))
			}
		}
	}
	if !b.dots || len(s.series) > 1 || s.column.Format != analysis.AsShare || s.chart.Measure != "value" || s.chart.Category == "period" {
		return
	}
	var different []float64
	for _, r := range s.rows {
		n, sized := r.Estimate.Denominator.Get()
		if _, known := s.value(r); known && !sized {
			return
		}
		if sized && !slices.Contains(different, n) {
			different = append(different, n)
		}
	}
	if len(different) < min(3, len(b.rows)) || len(b.rows) < 2 {
		return
	}
	for i := range b.rows {
		b.rows[i].base = b.rows[i].bars[0].base
		b.bases = max(b.bases, plainText.width(b.rows[i].base))
	}
	b.bases = max(b.bases, plainText.width(b.basesName()))
}

// basesName heads the column of what shares are of.
func (b *barChart) basesName() string { return upperFirstLetter(b.subject.table.Unit.Plural()) }

// top is the room for the name of the rows and for the label of a reference line.
func (b *barChart) top() float64 {
	top := 0.0
	if b.rowsName() != "" || b.bases > 0 {
		top += plainText.line() + 3
	}
	if b.reference {
		top += plainText.line() + 3
	}
	return top
}

// rowsName says what the names of the rows are, where they are numbers: "1 to 17"
// may be years or offences.
func (b *barChart) rowsName() string {
	numbers := 0
	for _, category := range b.subject.categories {
		if category != "" && category[0] >= '0' && category[0] <= '9' {
			numbers++
		}
	}
	if 2*numbers <= len(b.subject.categories) || b.subject.chart.Category == "period" {
		return ""
	}
	return firstOf(plainText.cut(b.subject.heading(), bodyWidth/2, 1))
}
