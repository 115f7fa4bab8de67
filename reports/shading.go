package reports

import (
	"math"
	"slices"

	"svna/analysis"
)

// fewestBars is the least number of rows that a data bar helps to compare.
const fewestBars = 3

// shade gives the counts of a sheet a colour scale, where it is laid out by month,
// or else bars: those of its levels alone, since a total would swamp them.
func (s *Sheet) shade() {
	if s.plain() {
		s.bars()
		return
	}
	m, ok := newMonthly(s.Table)
	if !ok {
		return
	}
	levels := 0 // levels stand first, before what is not known and the total
	for _, level := range m.levels {
		if level.kind == analysis.LevelRow {
			levels++
		}
	}
	if levels == 0 {
		return
	}
	if slices.ContainsFunc(s.Table.Dimensions, func(d analysis.Dimension) bool { return d.Name == "unit" }) {
		return // cells of different units are not compared
	}
	left, right, bottom := m.keys()+1, m.keys()+len(m.months)/m.years, levels*m.years
	if m.down() {
		left, right, bottom = 2, 1+levels, len(m.months)
	}
	s.Scales = []string{cellName(left, s.Head+1) + ":" + cellName(right, s.Head+bottom)}
}

// bars gives the first column of counts data bars on each run of levels that is
// long enough.
func (s *Sheet) bars() {
	column := slices.IndexFunc(s.Table.Columns, func(c analysis.Column) bool { return c.Name == "numerator" && c.Format == analysis.AsCount })
	if column < 0 {
		return
	}
	at := len(s.Table.Dimensions) + column + 1
	start := 0
	for i := 0; i <= len(s.Table.Rows); i++ {
		if i < len(s.Table.Rows) && s.Table.Rows[i].Kind == analysis.LevelRow && s.Table.Rows[i].Estimate.Numerator.Or(0) >= 0 {
			continue
		}
		if i-start >= fewestBars && s.differ(start, i) {
			s.Bars = append(s.Bars, cellName(at, s.Head+1+start)+":"+cellName(at, s.Head+i))
		}
		start = i + 1
	}
}

// leastDifference is the part of the largest count by which the least must be under
// it for bars: bars of one length say nothing.
const leastDifference = 0.1

// differ reports whether the counts of a run of rows differ visibly.
func (s *Sheet) differ(from, to int) bool {
	least, most := math.Inf(1), math.Inf(-1)
	for _, r := range s.Table.Rows[from:to] {
		n := r.Estimate.Numerator.Or(0)
		least, most = min(least, n), max(most, n)
	}
	return most-least > leastDifference*most
}
