package analysis

import (
	"slices"

	"svna/analysis/spatial"
	"svna/analysis/stats"
)

// hotspotTable lists the hotspots of each period, all of them together, and the
// rest of the area.
func (p offenceProfile) hotspotTable(id string) Table {
	s := p.s
	t := Table{
		ID: id, Title: s.title("Hotspots of "+p.Subject, s.Periods()...), Unit: Offence,
		Dimensions: []Dimension{{"period", "Period"}, {"hotspot", "Hotspot, by the places near it"}},
		Columns: append(shareColumns(capital(p.Subject), capital(p.Subject)+" in the area", "Share"),
			Column{"cluster", "Hotspot number", AsCount}, Column{"cells", "Cells", AsCount}, Column{"area", "Square kilometres", AsRatio},
			Column{"share_cells", "Share of the cells of the area (%)", AsShare}, Column{"q", "Smallest corrected p of its cells (q-value)", AsP},
			Column{"denser", "Times as many offences a cell as in the cells that touch it", AsRatio}, Column{"denser_p", "p of no more than 1.5 times as many", AsP}),
		Notes: []string{p.Basis},
	}
	t.addConstants(
		capital(s.cellWord(2))+"; "+s.Plane+".",
		"A hotspot holds clearly more than an even spread over the area would put there. It stands out from its surroundings where it also has clearly over 1.5 times as many offences a cell as the cells that touch it (exact conditional test, p under 0.002); one that does not is part of a denser area.",
	)
	for _, period := range s.Periods() {
		g := p.findHotspots(period)
		all := float64(len(g.cells))
		cells := 0
		in, inside, outside, unknown := p.placed(period, g)
		row := func(label string, offences Selection, cells int) Row {
			return Row{Levels: []string{period.Name(), label}, Estimate: stats.Share(float64(len(offences)), float64(g.inside)).Scale(100), Extra: map[string]stats.Number{
				"cells": number(float64(cells)), "area": number(float64(cells) * s.Parameters.Cells.SquareMetres() / 1e6), "share_cells": number(100 * float64(cells) / all),
			}}.on(Offence, offences, inside)
		}
		for k, h := range g.hotspots {
			r := row(h.name, in[k+1], len(h.Cells))
			r.Extra["cluster"], r.Extra["q"] = number(float64(k+1)), g.leastQ(h)
			r.Extra["denser"], r.Extra["denser_p"] = h.denser, h.denserP
			r.Note = h.note()
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
// offences or more, at most mostNamed of each look.
func (g hotGrid) named() []hotspot {
	var named []hotspot
	of := map[bool]int{}
	for _, h := range g.hotspots {
		if !h.isolated && h.offences() >= fewestForWords && of[h.second] < mostNamed {
			named = append(named, h)
			of[h.second]++
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
	s := p.s
	t := Table{
		ID: id, Title: s.title(capital(p.Subject)+" by cell, and the hotspot that it is in", s.Period), Unit: Offence,
		Dimensions: []Dimension{{"cell", "Cell"}},
		Columns: append(shareColumns(capital(p.Subject), capital(p.Subject)+" in the area", "Share"),
			s.eastingColumn(), s.northingColumn(),
			Column{"gi", "Height above the mean, with neighbours, in standard deviations (Gi*)", AsRatio}, Column{"q", "Corrected p (q-value), the larger of that of Gi* and that of an even spread", AsP},
			Column{"cluster", "Hotspot, 0 for none", AsCount}, Column{"gi_q", "Corrected p of Gi* by shuffling (q-value)", AsP},
			Column{"moran", "Likeness to its neighbours (local Moran's I)", AsRatio}, Column{"moran_q", "Corrected p of local Moran's I by shuffling (q-value)", AsP}),
		Notes: []string{p.Basis, "Cells without an offence that are not in a hotspot are not listed.", "Cells of hotspots of the second look have the Gi* and q of that look, in which the cells of the first are left out.", "For comparison, over all cells: Gi* and local Moran's I by " + commas(s.Parameters.Resamples) + " permutations from a fixed seed, corrected over all cells; so few permutations cannot make a single cell pass among so many. The note of a cell gives its class where the q-value of local Moran's I is under 0.05."},
	}
	giQ, moran, moranQ := s.permuted(g.cellCounts)
	for i, cell := range g.cells {
		if g.counts[i] == 0 && g.cluster[i] == 0 {
			continue
		}
		corner := s.Parameters.Cells.Anchor(cell)
		r := Row{Levels: []string{s.cellLabel(cell)}, Estimate: stats.Share(float64(g.counts[i]), float64(g.inside)).Scale(100), Extra: map[string]stats.Number{
			"easting": number(corner.E), "northing": number(corner.N), "q": g.q[i], "cluster": number(float64(g.cluster[i])),
			"gi_q": giQ[i], "moran_q": moranQ[i],
		}}
		if moran[i].Known {
			r.Extra["moran"] = number(moran[i].Value)
		}
		if moranQ[i].Or(1) < hotShare {
			r.Note = moranClasses[moran[i].Class]
		}
		if g.gi[i].Known {
			r.Extra["gi"] = number(g.gi[i].Value)
		}
		t.Rows = append(t.Rows, r)
	}
	return t
}

// moranClasses says each class of local Moran's I in words.
var moranClasses = map[string]string{"HH": "High among high", "LL": "Low among low", "HL": "High among low", "LH": "Low among high"}

// permuted are the q-values of Gi* and of local Moran's I of each cell by permutation.
func (s *Study) permuted(c cellCounts) (giQ []stats.Number, moran []spatial.Moran, moranQ []stats.Number) {
	counts := make([]float64, len(c.counts))
	for i, n := range c.counts {
		counts[i] = float64(n)
	}
	neighbours := s.Parameters.Cells.Neighbours(c.cells)
	stars := spatial.GiStarPermuted(counts, neighbours, s.Parameters.Resamples, s.Parameters.Seed)
	moran = spatial.LocalMoranPermuted(counts, neighbours, s.Parameters.Resamples, s.Parameters.Seed)
	giQ, moranQ = make([]stats.Number, len(counts)), make([]stats.Number, len(counts))
	for i := range counts {
		if stars[i].Known {
			giQ[i] = number(stars[i].P)
		}
		if moran[i].Known {
			moranQ[i] = number(moran[i].P)
		}
	}
	return stats.BenjaminiHochberg(giQ), moran, stats.BenjaminiHochberg(moranQ)
}

// hotspotMix is what happens in each hotspot of the period, and in which quarter
// of the day.
func (p offenceProfile) hotspotMix(id string, g hotGrid) Table {
	s := p.s
	timed := s.Lacks("clock") == ""
	t := Table{
		ID: id, Title: s.title("Hotspots of "+p.Subject+" by offence", s.Period), Unit: Offence,
		Dimensions: []Dimension{{"hotspot", "Hotspot, by the places near it"}, {"by", "By"}, {"level", "Offence"}},
		Columns:    shareColumns(capital(p.Subject), "With a known value", "Share"),
		Notes:      []string{p.Basis},
	}
	if timed {
		t.Title, t.Dimensions[2].Header = s.title("Hotspots of "+p.Subject+" by offence and by time of the day", s.Period), "Offence or time"
		t.addNotes(clockNote)
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
		if !timed {
			continue
		}
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
