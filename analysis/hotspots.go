package analysis

import (
	"slices"

	"svna/analysis/spatial"
	"svna/analysis/stats"
	"svna/datasets"
)

var _ = register(Breakdown{
	Name:      "hotspots",
	Title:     "Hotspots of serious violence",
	Theme:     Where,
	Needs:     []string{"pack", "points", "wards"},
	Headlines: []string{"hotspots-share"},
	Doc:       hotspotDoc("Offences of the definition pack"),
	Compute: func(s *Study) (Result, error) {
		return violenceProfile(s, Where).hotspotResult("hotspots", "hotspots-share")
	},
})

func hotspotDoc(counted string) Doc {
	return Doc{
		Counts:   counted + " in hotspots: groups of touching cells in which, with their neighbours, there are clearly more offences than an even spread over the cells would put there. Each with the places near it, its size, what happens in it and when.",
		Base:     "Offences; shares are of offences whose point lies inside the area.",
		LeftOut:  "Offences without a point, and those whose point lies outside the area: counted in rows of their own. Hours are of offences with a known time.",
		Method:   "Getis and Ord's Gi* on the counts of square cells, a cell with the up to eight that touch it (Getis and Ord 1992; Ord and Getis 1995), and the two-sided Poisson probability of the same sum under an even spread; each with Benjamini and Hochberg (1995) over all cells. A cell is hot if it holds an offence, Gi* is above 0 and both q-values are under 0.05; hot cells that touch form a hotspot, and one alone is listed as isolated. Hotspots are named by the named places within 300 metres of them, nearest to their middle first, or by the nearest place up to 2 km away.",
		Misleads: "Counts find people: town centres and stations are hotspots of most things. The edge of a hotspot is an edge of cells, not a line on the ground. The origin and the size of the cells move it. Points moved to shared map points make hotspots of their own, and where they are, a note says so.",
	}
}

// hotShare is the q-value under which a cell is hot.
const hotShare = 0.05

// hotspot is a group of touching hot cells, with its name.
type hotspot struct {
	spatial.Hotspot
	name     string
	isolated bool // one cell alone
}

func (h hotspot) offences() int { return int(h.Sum) }

// hotGrid is a grid of counts with what was found in it.
type hotGrid struct {
	cellCounts
	gi       []spatial.Local
	q        []stats.Number // the larger of the two q-values of a cell
	hotspots []hotspot      // most offences first
	cluster  []int          // of each cell: 1 is the first hotspot, 0 none
}

// findHotspots looks for hotspots in a period.
func (p offenceProfile) findHotspots(period datasets.Period) hotGrid {
	return p.s.hotspotsOf(p.countCells(period))
}

func (s *Study) hotspotsOf(c cellCounts) hotGrid {
	g := hotGrid{cellCounts: c, cluster: make([]int, len(c.cells))}
	counts := make([]float64, len(c.counts))
	mean := float64(c.inside) / float64(max(1, len(c.cells)))
	for i, n := range c.counts {
		counts[i] = float64(n)
	}
	neighbours := spatial.QueenCells(c.cells)
	g.gi = spatial.GiStar(counts, neighbours)
	gi, even := make([]stats.Number, len(counts)), make([]stats.Number, len(counts))
	for i := range counts {
		if !g.gi[i].Known {
			continue
		}
		sum := counts[i]
		for _, j := range neighbours[i] {
			sum += counts[j]
		}
		gi[i] = number(g.gi[i].P)
		even[i] = number(stats.PoissonTail(sum, mean*float64(1+len(neighbours[i]))))
	}
	gi, even = stats.BenjaminiHochberg(gi), stats.BenjaminiHochberg(even)
	hot, scores := make([]bool, len(counts)), make([]float64, len(counts))
	for i := range counts {
		g.q = append(g.q, stats.Number{})
		if gi[i].Known() {
			g.q[i] = number(max(gi[i].Or(1), even[i].Or(1)))
		}
		scores[i] = g.gi[i].Value
		hot[i] = g.q[i].Or(1) < hotShare && scores[i] > 0 && counts[i] > 0
	}
	taken := map[string]int{}
	for k, found := range spatial.Hotspots(c.cells, s.Parameters.CellSize, hot, counts, scores) {
		h := hotspot{Hotspot: found, name: s.nameHotspot(found), isolated: len(found.Cells) == 1}
		if taken[h.name]++; taken[h.name] > 1 {
			h.name += " (" + commas(taken[h.name]) + ")"
		}
		g.hotspots = append(g.hotspots, h)
		for _, i := range h.Cells {
			g.cluster[i] = k + 1
		}
	}
	return g
}

// placed splits the offences of a period: those in each cluster of the grid (0 is
// none), those outside the area and those without a point.
func (p offenceProfile) placed(period datasets.Period, g hotGrid) (in map[int]Selection, inside, outside, unknown Selection) {
	of := map[spatial.Cell]int{}
	for i, k := range g.cluster {
		of[g.cells[i]] = k
	}
	in = map[int]Selection{}
	for _, r := range p.rows(period) {
		switch at := p.s.Points[r]; {
		case !at.Known():
			unknown = append(unknown, r)
		case !p.s.grid().inside[r]:
			outside = append(outside, r)
		default:
			k := of[spatial.CellOf(at, p.s.Parameters.CellSize)]
			in[k], inside = append(in[k], r), append(inside, r)
		}
	}
	return in, inside, outside, unknown
}

// hotspotResult is the whole of a breakdown of hotspots.
func (p offenceProfile) hotspotResult(id, headline string) (Result, error) {
	s := p.s
	now := p.findHotspots(s.Period)
	if now.inside == 0 {
		return Result{}, skipf("none of the %s of the period has a point in the area", p.Subject)
	}
	t, total := p.hotspotTable(id), p.hotspotTotal(id+"-total")
	cells := p.hotCellTable(id+"-cells", now)
	result := Result{
		Tables: []Table{t, total, cells},
		Charts: []Chart{{
			ID: id, Table: cells.ID, Mark: HotspotMap, Finding: headline,
			Title: "Hotspots of " + p.Subject, Subtitle: s.subtitle(capital(p.Subject)+" by cell of "+Round(s.Parameters.CellSize, 0)+" metres; hotspots are touching cells that pass the test", s.Period),
			Category: "cell", Measure: "numerator", Unit: "Offences",
			Layer: s.WardLayer, Places: s.PlaceAt, CellSize: s.Parameters.CellSize,
		}},
		Statements: []Statement{p.hotspotStatement(headline, &t, &total, now)},
	}
	if len(now.named()) > 0 {
		result.Tables = append(result.Tables, p.hotspotMix(id+"-mix", now))
	}
	return result, nil
}

// hotspotTable lists the hotspots of each period, all of them together, and the
// rest of the area.
func (p offenceProfile) hotspotTable(id string) Table {
	s, size := p.s, p.s.Parameters.CellSize
	t := Table{
		ID: id, Title: s.title("Hotspots of "+p.Subject, s.Periods()...), Unit: Offence,
		Dimensions: []Dimension{{"period", "Period"}, {"hotspot", "Hotspot, by the places near it"}},
		Columns: append(shareColumns(capital(p.Subject), capital(p.Subject)+" in the area", "Share"),
			Column{"cluster", "Number on the map", AsCount}, Column{"cells", "Cells", AsCount}, Column{"area", "Square kilometres", AsRatio},
			Column{"share_cells", "Share of the cells of the area (%)", AsShare}, Column{"q", "Smallest q-value of its cells", AsP}),
		Notes: []string{p.Basis, "Cells of " + Round(size, 0) + " metres; " + s.Plane + "."},
	}
	for _, period := range s.Periods() {
		g := p.findHotspots(period)
		all := float64(len(g.cells))
		cells := 0
		in, inside, outside, unknown := p.placed(period, g)
		row := func(label string, offences Selection, cells int) Row {
			return Row{Levels: []string{period.Name(), label}, Estimate: stats.Share(float64(len(offences)), float64(g.inside)).Scale(100), Extra: map[string]stats.Number{
				"cells": number(float64(cells)), "area": number(float64(cells) * size * size / 1e6), "share_cells": number(100 * float64(cells) / all),
			}}.on(Offence, offences, inside)
		}
		for k, h := range g.hotspots {
			r := row(h.name, in[k+1], len(h.Cells))
			r.Extra["cluster"], r.Extra["q"] = number(float64(k+1)), g.leastQ(h)
			if h.isolated {
				r.Note = "One cell alone"
			}
			t.Rows = append(t.Rows, r)
			cells += len(h.Cells)
		}
		if g.inside > 0 {
			t.Rows = append(t.Rows, row("Rest of the area", in[0], len(g.cells)-cells))
		}
		if g.unknown > 0 {
			t.Rows = append(t.Rows, countRow(NotKnownRow, g.unknown, period.Name(), "Not recorded").on(Offence, unknown, nil))
		}
		if g.outside > 0 {
			t.Rows = append(t.Rows, countRow(NotKnownRow, g.outside, period.Name(), "Outside the area").on(Offence, outside, nil))
		}
		t.Rows = append(t.Rows, countRow(TotalRow, g.inside+g.outside+g.unknown, period.Name(), "Total").on(Offence, p.rows(period), nil))
		t.addNotes(missingIn("point of the offence", g.tally(), period), s.snapNote(p.rows(period)))
		markReliability(&t, period.Name(), g.tally())
	}
	return t
}

// hotspotTotal is the part of the offences in all hotspots of each period, those
// of one cell alone left out.
func (p offenceProfile) hotspotTotal(id string) Table {
	t := Table{
		ID: id, Title: p.s.title(capital(p.Subject)+" in hotspots", p.s.Periods()...), Unit: Offence,
		Dimensions: []Dimension{{"period", "Period"}},
		Columns: append(shareColumns(capital(p.Subject)+" in hotspots", capital(p.Subject)+" in the area", "Share"),
			Column{"hotspots", "Hotspots", AsCount}, Column{"cells", "Cells in hotspots", AsCount}, Column{"share_cells", "Share of the cells of the area (%)", AsShare}),
		Notes: []string{p.Basis, "Hotspots of two cells or more."},
	}
	for _, period := range p.s.Periods() {
		g := p.findHotspots(period)
		in, inside, _, _ := p.placed(period, g)
		cells, hotspots := 0, 0
		var offences Selection
		for k, h := range g.hotspots {
			if !h.isolated {
				offences, cells, hotspots = append(offences, in[k+1]...), cells+len(h.Cells), hotspots+1
			}
		}
		slices.Sort(offences)
		t.Rows = append(t.Rows, Row{Levels: []string{period.Name()}, Estimate: stats.Share(float64(len(offences)), float64(g.inside)).Scale(100), Extra: map[string]stats.Number{
			"hotspots": number(float64(hotspots)), "cells": number(float64(cells)), "share_cells": number(100 * float64(cells) / float64(max(1, len(g.cells)))),
		}}.on(Offence, offences, inside))
		markReliability(&t, period.Name(), g.tally())
	}
	return t
}

// named are the hotspots that a statement names: of two cells or more and ten
// offences or more, at most mostNamed.
func (g hotGrid) named() []hotspot {
	var named []hotspot
	for _, h := range g.hotspots {
		if !h.isolated && h.offences() >= fewestForWords && len(named) < mostNamed {
			named = append(named, h)
		}
	}
	return named
}

func (g hotGrid) leastQ(h hotspot) stats.Number {
	least := 1.0
	for _, i := range h.Cells {
		least = min(least, g.q[i].Or(1))
	}
	return number(least)
}

// hotCellTable lists the cells of the period that hold an offence or are hot.
func (p offenceProfile) hotCellTable(id string, g hotGrid) Table {
	s, size := p.s, p.s.Parameters.CellSize
	t := Table{
		ID: id, Title: s.title(capital(p.Subject)+" by cell, and the hotspot that it is in", s.Period), Unit: Offence,
		Dimensions: []Dimension{{"cell", "Cell"}},
		Columns: append(shareColumns(capital(p.Subject), capital(p.Subject)+" in the area", "Share"),
			Column{"easting", "Easting of the corner (metres)", AsCount}, Column{"northing", "Northing of the corner (metres)", AsCount},
			Column{"gi", "Gi* (standard deviations)", AsRatio}, Column{"q", "Larger q-value of Gi* and of the even spread", AsP},
			Column{"cluster", "Hotspot, 0 for none", AsCount}),
		Notes: []string{p.Basis, "Cells without an offence that are not in a hotspot are not listed."},
	}
	for i, cell := range g.cells {
		if g.counts[i] == 0 && g.cluster[i] == 0 {
			continue
		}
		corner := cell.Corner(size)
		r := Row{Levels: []string{cellLabel(cell, size)}, Estimate: stats.Share(float64(g.counts[i]), float64(g.inside)).Scale(100), Extra: map[string]stats.Number{
			"easting": number(corner.E), "northing": number(corner.N), "q": g.q[i], "cluster": number(float64(g.cluster[i])),
		}}
		if g.gi[i].Known {
			r.Extra["gi"] = number(g.gi[i].Value)
		}
		t.Rows = append(t.Rows, r)
	}
	return t
}

// hotspotMix is what happens in each hotspot of the period, and in which quarter
// of the day.
func (p offenceProfile) hotspotMix(id string, g hotGrid) Table {
	s := p.s
	t := Table{
		ID: id, Title: s.title("Hotspots of "+p.Subject+" by offence and by time of the day", s.Period), Unit: Offence,
		Dimensions: []Dimension{{"hotspot", "Hotspot, by the places near it"}, {"by", "By"}, {"level", "Offence or time"}},
		Columns:    shareColumns(capital(p.Subject), "With a known value", "Share"),
		Notes:      []string{p.Basis, clockNote},
	}
	in, _, _, _ := p.placed(s.Period, g)
	category, dimension := s.subgroups()
	quarters := s.clockCategory(s.Hour, hourLabels)
	for _, h := range g.named() {
		rows := in[g.cluster[h.Cells[0]]]
		tally := Count(category, rows)
		for i, level := range tally.Levels {
			if tally.Counts[i] > 0 {
				t.Rows = append(t.Rows, Row{Levels: []string{h.name, dimension.Header, levelLabel(level)}, Estimate: stats.Share(float64(tally.Counts[i]), float64(tally.Known())).Scale(100)})
			}
		}
		t.Rows = append(t.Rows, missingRows(tally, h.name, dimension.Header)...)
		t.Rows = append(t.Rows, countRow(TotalRow, tally.Total(), h.name, dimension.Header, "Total"))
		hours := Count(quarters, rows)
		for _, band := range timeBands[:4] {
			n := 0
			for hour := band.From; hour < band.To; hour++ {
				n += hours.Counts[hour]
			}
			t.Rows = append(t.Rows, Row{Levels: []string{h.name, "Time of the day", band.Label}, Estimate: stats.Share(float64(n), float64(hours.Known())).Scale(100)})
		}
		t.Rows = append(t.Rows, missingRows(hours, h.name, "Time of the day")...)
		t.Rows = append(t.Rows, countRow(TotalRow, hours.Total(), h.name, "Time of the day", "Total"))
	}
	t.nameNotApplicable(nonRecentLabel)
	return t
}

// mostNamed is how many hotspots a statement names.
const mostNamed = 4

// hotspotStatement names the hotspots of the period, or says that there is none.
func (p offenceProfile) hotspotStatement(id string, t, total *Table, g hotGrid) Statement {
	s := p.s
	if knownShare(g.tally()) < comparableShare {
		return notProduced(id, p.Theme, "the point is known for fewer than 80% of the "+p.Subject)
	}
	all, _ := total.Find(s.Period.Name())
	figures := []Figure{FigureOf(total, all, "all hotspots")}
	for _, h := range g.named() {
		row, _ := t.Find(s.Period.Name(), h.name)
		figures = append(figures, FigureOf(t, row, h.name))
	}
	snapped := s.snapped(p.rows(s.Period))
	return Statement{
		ID: id, Theme: p.Theme, Unit: Offence, Value: "per cent", Period: s.Period,
		Filter:  p.Subject + " with a point in the area; touching cells whose Gi* and Poisson probability have q under 0.05",
		Figures: figures, NotRecorded: number(float64(g.unknown)), Field: "point",
		Say: func(f []Figure) string {
			field := notRecordedFor("point", f[0].NotRecorded)
			if field != "" {
				field = "; " + field
			}
			e, cells := f[0].Estimate, Round(f[0].Extra["share_cells"].Or(0), 1)+"% of the cells"
			of := count(e.Numerator) + " of " + count(e.Denominator) + " " + p.Subject + " with a point in the area" + field
			if len(f) == 1 && e.Numerator.Or(0) == 0 {
				return "No hotspot of " + p.Subject + " passes the test: no group of cells holds clearly more than an even spread would put there (" + of + "), " + s.Period.Name() + "."
			}
			if len(f) == 1 {
				return "No hotspot of " + p.Subject + " that passes the test holds 10 offences; together they hold " + percent(e.Value) + " on " + cells + " (" + of + "), " + s.Period.Name() + "."
			}
			var parts []string
			for _, h := range f[1:] {
				parts = append(parts, h.Label+" ("+plural(h.Estimate.Numerator, Offence)+"; "+percent(h.Estimate.Value)+", "+ci(h.Estimate, percent)+")")
			}
			verb := " was a hotspot of "
			if len(parts) > 1 {
				verb = " were hotspots of "
			}
			whole := "; the " + count(f[0].Extra["hotspots"]) + " hotspots together held "
			if f[0].Extra["hotspots"].Or(0) == 1 {
				whole = ", which held "
			}
			text := list(parts) + verb + p.Subject + whole + percent(e.Value) + " of them on " + cells + " (" + of + ")"
			if snapped {
				text += "; points are shared map points, so a hotspot may be that of its neighbours"
			}
			return text + ", " + s.Period.Name() + "."
		},
		Short: func(f []Figure) string {
			if len(f) == 1 {
				return ""
			}
			var names []string
			for _, h := range f[1:] {
				names = append(names, h.Label)
			}
			if len(names) == 1 {
				return names[0] + " was a hotspot of " + p.Subject
			}
			return "The hotspots of " + p.Subject + ": " + list(names)
		},
	}
}
