package reports

import (
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
		if i-start >= fewestBars {
			s.Bars = append(s.Bars, cellName(at, s.Head+1+start)+":"+cellName(at, s.Head+i))
		}
		start = i + 1
	}
}
