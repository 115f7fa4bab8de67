package analysis

import (
	"slices"
	"strings"

	"svna/analysis/spatial"
	"svna/analysis/stats"
	"svna/datasets"
)

var _ = register(Breakdown{
	Name:      "hotspot-change",
	Title:     "Hotspots that last, come and go",
	Theme:     Where,
	Needs:     []string{"pack", "points", "wards"},
	Headlines: []string{"hotspot-change-lasting"},
	Doc: Doc{
		Counts:   "Cells of the grid by the spans in which they were hot: new, in a run, in nearly all, on and off, or no longer; and how well the hotspots of each span hold the offences of the next.",
		Base:     "Cells of the area; offences with a point in the area. Spans are 12 months, or six where the extract does not go back three years, ending with the period; at least two and at most six.",
		LeftOut:  "Months before the first whole span, and those that the extract covers in part.",
		Method:   "Hot cells as in the breakdown of hotspots, tested anew in each span. Classes after the emerging hot spot analysis of Esri: new, consecutive, persistent (nine spans of ten), sporadic, historical (nine of ten but not the last), former. Predictive accuracy index: share of the next span's offences in the hot cells over their share of the area (Chainey and others 2008), with Wilson 95% limits of the share divided likewise.",
		Misleads: "A cell at the edge of the test is hot in one span and not in the next by chance alone, so new and former are weak words for single cells. With two spans there are three classes. Shared map points that move between releases make hotspots come and go.",
	},
	Compute: hotspotChange,
})

const mostSpans = 6

// spansOf are the successive spans of a study, oldest first.
func (p offenceProfile) spansOf() []datasets.Period {
	whole := p.wholeMonths()
	for _, months := range []int{12, 6} {
		var spans []datasets.Period
		for to := p.s.Period.To; len(spans) < mostSpans; to -= datasets.Month(months) {
			span := datasets.Period{From: to - datasets.Month(months) + 1, To: to}
			if span.From < whole.From || span.To > whole.To {
				break
			}
			spans = append(spans, span)
		}
		if len(spans) >= 3 || months == 6 {
			slices.Reverse(spans)
			return spans
		}
	}
	return nil
}

// emergenceWords says each class in words, in the order of the table.
var emergenceWords = []struct {
	class spatial.Emergence
	label string
}{
	{spatial.Persistent, "Persistent: hot in nearly all spans and in the last"},
	{spatial.Consecutive, "In a run: hot in the last spans in a row, not before"},
	{spatial.Sporadic, "On and off: hot in the last span and in others"},
	{spatial.NewHot, "New: hot in the last span alone"},
	{spatial.Historical, "Historical: hot in nearly all spans, not in the last"},
	{spatial.Former, "Former: hot in some span, not in the last"},
}

// emergenceWord is the name of a class, as it begins its words.
func emergenceWord(class spatial.Emergence) string {
	for _, words := range emergenceWords {
		if words.class == class {
			name, _, _ := strings.Cut(words.label, ":")
			return name
		}
	}
	return ""
}

func hotspotChange(s *Study) (Result, error) {
	p := violenceProfile(s, Where)
	spans := p.spansOf()
	if len(spans) < 2 {
		return Result{}, skipf("the extract does not cover two whole spans of six months that end with the period")
	}
	var grids []hotGrid
	var hot [][]bool
	for _, span := range spans {
		g := p.findHotspots(span)
		marks := make([]bool, len(g.cells))
		for i, k := range g.cluster {
			marks[i] = k > 0
		}
		grids, hot = append(grids, g), append(hot, marks)
	}
	last := grids[len(grids)-1]
	if last.inside == 0 {
		return Result{}, skipf("none of the %s of the period has a point in the area", p.Subject)
	}
	classes := spatial.Emerging(hot, nil, nil)
	t := p.emergenceTable("hotspot-change", spans, last, classes)
	cells := p.emergenceCells("hotspot-change-cells", spans, grids, classes)
	accuracy := p.accuracyTable("hotspot-accuracy", spans, grids)
	return Result{
		Tables: []Table{t, cells, accuracy},
		Charts: []Chart{{
			ID: "hotspot-change", Table: cells.ID, Mark: CellMap,
			Title: "How often each cell was in a hotspot of " + p.Subject, Subtitle: s.title("Number of the "+commas(len(spans))+" spans of "+commas(int(spans[0].To-spans[0].From)+1)+" months in which a cell was in a tested hotspot") + ", " + spans[0].From.Name() + " to " + s.Period.To.Name(),
			Category: "cell", Measure: "value", Unit: "Spans", Layer: s.WardLayer, Places: s.PlaceAt, Cells: s.Parameters.Cells,
		}},
		Statements: []Statement{p.lastingStatement("hotspot-change-lasting", &t, spans, grids, classes)},
	}, nil
}

// emergenceTable counts the cells of each class, with the offences of the last
// span in them.
func (p offenceProfile) emergenceTable(id string, spans []datasets.Period, last hotGrid, classes []spatial.Emergence) Table {
	t := Table{
		ID: id, Title: p.s.title("Cells by how often they were in a hotspot") + ", " + spans[0].From.Name() + " to " + p.s.Period.To.Name(), Unit: Offence,
		Dimensions: []Dimension{{"class", "How often in a hotspot"}},
		Columns:    append(shareColumns(capital(p.Subject)+" of the last span", capital(p.Subject)+" of the last span in the area", "Share"), Column{"cells", "Number of cells", AsCount}),
		Notes:      []string{p.Basis, commas(len(spans)) + " spans of " + commas(spans[0].Months()) + " months, the last " + spans[len(spans)-1].Name() + ".", p.s.snapNote(p.rows(p.s.Period))},
	}
	add := func(label string, is func(spatial.Emergence) bool) {
		offences, cells := 0, 0
		for i, class := range classes {
			if is(class) {
				offences, cells = offences+last.counts[i], cells+1
			}
		}
		t.Rows = append(t.Rows, Row{Levels: []string{label}, Estimate: stats.Share(float64(offences), float64(last.inside)).Scale(100), Extra: map[string]stats.Number{"cells": number(float64(cells))}})
	}
	for _, words := range emergenceWords {
		add(words.label, func(e spatial.Emergence) bool { return e == words.class })
	}
	add("Never hot", func(e spatial.Emergence) bool { return e == spatial.NeverHot })
	total := countRow(TotalRow, last.inside, "Total")
	total.Extra = map[string]stats.Number{"cells": number(float64(len(classes)))}
	t.Rows = append(t.Rows, total)
	return t
}

// emergenceCells lists the cells that were ever hot.
func (p offenceProfile) emergenceCells(id string, spans []datasets.Period, grids []hotGrid, classes []spatial.Emergence) Table {
	last := grids[len(grids)-1]
	t := Table{
		ID: id, Title: p.s.title("Cells that were in a hotspot in any span") + ", " + spans[0].From.Name() + " to " + p.s.Period.To.Name(), Unit: MixedUnits,
		Dimensions: []Dimension{{"cell", "Cell"}},
		Columns: []Column{
			{"numerator", "Offences of the last span", AsCount},
			{"value", "Spans in which it was hot", AsCount},
			p.s.eastingColumn(),
			p.s.northingColumn(),
			{"last", "Hot in the last span (1 yes, 0 no)", AsCount},
		},
		Notes: []string{p.Basis, "Spans of " + commas(spans[0].Months()) + " months: " + commas(len(spans)) + "."},
	}
	for i, class := range classes {
		if class == spatial.NeverHot {
			continue
		}
		corner, times, lastHot := p.s.Parameters.Cells.Anchor(last.cells[i]), 0, 0
		for _, g := range grids {
			if g.cluster[i] > 0 {
				times++
			}
		}
		if last.cluster[i] > 0 {
			lastHot = 1
		}
		t.Rows = append(t.Rows, Row{
			Levels:   []string{p.s.cellLabel(last.cells[i])},
			Estimate: stats.Estimate{Numerator: number(float64(last.counts[i])), Value: number(float64(times))},
			Extra:    map[string]stats.Number{"easting": number(corner.E), "northing": number(corner.N), "last": number(float64(lastHot))},
			Note:     emergenceWord(class),
		})
	}
	return t
}

// accuracyTable asks how much of each span's offences the hotspots of the span
// before held.
func (p offenceProfile) accuracyTable(id string, spans []datasets.Period, grids []hotGrid) Table {
	t := Table{
		ID: id, Title: p.s.title("Offences in the hotspots of the span before"), Unit: Offence,
		Dimensions: []Dimension{{"span", "Span"}},
		Columns: append(shareColumns(capital(p.Subject)+" in the hot cells of the span before", capital(p.Subject)+" in the area", "Hit rate"),
			Column{"share_cells", "Hot cells of the span before (% of cells)", AsShare}, Column{"pai", "Predictive accuracy index", AsRatio},
			Column{"pai_lower", "Lower 95% confidence limit", AsRatio}, Column{"pai_upper", "Upper 95% confidence limit", AsRatio},
			Column{"efficiency", "Hits over the most that as many cells could have held", AsRatio}),
		Notes: []string{p.Basis, "Index 1: no better than chance."},
	}
	for n := 1; n < len(grids); n++ {
		before, now := grids[n-1], grids[n]
		marks, events := make([]bool, len(before.cells)), make([]float64, len(now.counts))
		for i, k := range before.cluster {
			marks[i], events[i] = k > 0, float64(now.counts[i])
		}
		a := spatial.PredictiveAccuracy(marks, events)
		if !a.Known {
			continue
		}
		part := float64(a.Cells) / float64(len(before.cells))
		index := stats.ShareRatio(a.Hits, a.Events, part)
		t.Rows = append(t.Rows, Row{Levels: []string{spans[n].Name()}, Estimate: stats.Share(a.Hits, a.Events).Scale(100), Extra: map[string]stats.Number{
			"share_cells": number(100 * part), "pai": index.Value, "pai_lower": index.Lower, "pai_upper": index.Upper, "efficiency": number(a.Efficiency),
		}})
	}
	return t
}

// lastingStatement names the hotspots of the last span most of whose cells are
// persistent.
func (p offenceProfile) lastingStatement(id string, t *Table, spans []datasets.Period, grids []hotGrid, classes []spatial.Emergence) Statement {
	last := grids[len(grids)-1]
	if knownShare(last.tally()) < comparableShare {
		return notProduced(id, p.Theme, "the point is known for fewer than 80% of the "+p.Subject)
	}
	if p.s.snapped(p.rows(p.s.Period)) {
		return notProduced(id, p.Theme, "points are shared map points, so that hotspots come and go with the map")
	}
	var lasting []string
	for _, h := range last.named() {
		persistent := 0
		for _, i := range h.Cells {
			if classes[i] == spatial.Persistent {
				persistent++
			}
		}
		if 2*persistent > len(h.Cells) {
			lasting = append(lasting, h.name)
		}
	}
	row, _ := t.Find(emergenceWords[0].label)
	span := datasets.Period{From: spans[0].From, To: p.s.Period.To}
	return Statement{
		ID: id, Theme: p.Theme, Unit: Offence, Value: "per cent", Period: span,
		Filter:  p.Subject + " of the last span with a point in the area; in cells that were hot in nine spans of ten and in the last",
		Figures: []Figure{FigureOf(t, row, "persistent cells")}, NotRecorded: number(float64(last.unknown)), Field: "point",
		Say: func(f []Figure) string {
			e := f[0].Estimate
			over := "in " + commas(len(spans)) + " spans of " + commas(spans[0].Months()) + " months"
			evidence := count(f[0].Extra["cells"]) + " cells were hot in nearly all of them and hold " + sharePhrase(e, p.Subject, "of the last span", "")
			if e.Denominator.Or(0) >= 20 {
				evidence = count(f[0].Extra["cells"]) + " cells were hot in nearly all of them and hold " + percent(e.Value) + " of the " + p.Subject + " of the last (" + count(e.Numerator) + " of " + count(e.Denominator) + "; " + ci(e, percent) + ")"
			}
			switch len(lasting) {
			case 0:
				return "No hotspot of " + p.Subject + " lasted " + over + ": " + evidence + ", " + span.Name() + "."
			case 1:
				return lasting[0] + " was a lasting hotspot of " + p.Subject + " " + over + "; " + evidence + ", " + span.Name() + "."
			}
			return list(lasting) + " were lasting hotspots of " + p.Subject + " " + over + "; " + evidence + ", " + span.Name() + "."
		},
	}
}
