package analysis

import (
	"slices"

	"svna/analysis/spatial"
	"svna/analysis/stats"
	"svna/datasets"
)

// The two ways in which wards are near each other.
const (
	wardsThatTouch = "Wards that touch"
	wardsNearBy    = "All wards, by the inverse of their distance"
)

// fewestWards is how many wards a statement on their pattern needs.
const fewestWards = 8

// wardPattern is Moran's I of the rates of wards, from the counts of the breakdown of
// wards.
func (p offenceProfile) wardPattern(id string) Table {
	s, a := p.s, p.wards(1)
	t := Table{
		ID: id, Title: s.title("Whether wards with similar rates of "+p.Subject+" lie together", s.Periods()...), Unit: Offence,
		Dimensions: []Dimension{{"period", "Period"}, {"near", "Which wards are near each other"}},
		Columns: []Column{
			{"numerator", capital(p.Subject) + ", with a known ward or not", AsCount},
			{"value", "Moran's I of the rates", AsRatio},
			{"expected", "Expected of rates at random", AsRatio},
			{"p", "p of permutations", AsP},
			{"wards", "Wards", AsCount},
			{"pairs", "Pairs of wards near each other", AsCount},
		},
		Notes: []string{p.Basis},
	}
	if !a.count(s.Period).rated {
		t.addNotes("No population of the wards in the settings: no rates.")
		return t
	}
	counts := Table{ID: "wards"}
	for _, period := range s.Periods() {
		s.noteResidents(&t, a.Plural, a.Layer, period)
		tally := Count(a.Category, a.rows(period))
		for _, area := range a.Layer.Areas {
			counts.Rows = append(counts.Rows, countRow(LevelRow, tally.Of(area.Code), period.Name(), area.Code, areaName(area)))
		}
		for _, near := range []string{wardsThatTouch, wardsNearBy} {
			t.Rows = append(t.Rows, countRow(LevelRow, tally.Total(), period.Name(), near).on(Offence, p.rows(period), nil))
		}
	}
	t.derive(Derivation{Compute: func(t *Table, from map[string]*Table) {
		for _, period := range s.Periods() {
			a.moranOn(t, from["wards"], period)
		}
	}}, &counts)
	return t
}

// moranOn fills in the rows of a period, if the count of each ward is there.
func (a areaProfile) moranOn(t, wards *Table, period datasets.Period) {
	s := a.s
	var counts, residents []float64
	var middles []spatial.Point
	for _, area := range a.Layer.Areas {
		persons, _, known := s.residentsOf(area.Code, period)
		if wards == nil || !known || persons <= 0 {
			return
		}
		r := wards.row(period.Name(), area.Code, areaName(area))
		if r == nil || !r.Estimate.Numerator.Known() {
			return
		}
		counts, residents, middles = append(counts, r.Estimate.Numerator.Or(0)), append(residents, persons), append(middles, area.Centroid())
	}
	rates := spatial.StandardisedRates(counts, residents)
	low, high := a.Layer.Bounds()
	for near, weights := range map[string]spatial.Weights{
		wardsThatTouch: spatial.QueenAreas(a.Layer.Areas).Weighted(spatial.RowStandardised),
		wardsNearBy:    spatial.InverseDistance(middles, 1, 1+spatial.Distance(low, high)).RowStandardised(),
	} {
		r := t.row(period.Name(), near)
		g := weights.MoranPermuted(rates, s.Parameters.Resamples, s.Parameters.Seed)
		if r == nil || !g.Known || slices.ContainsFunc(weights.Neighbours, func(of []int) bool { return len(of) == 0 }) {
			continue
		}
		pairs := 0
		for _, of := range weights.Neighbours {
			pairs += len(of)
		}
		r.Estimate.Value, r.Estimate.Method = number(g.Value), "permutation"
		r.Extra = map[string]stats.Number{"expected": number(g.Expected), "p": number(g.P), "wards": number(float64(len(counts))), "pairs": number(float64(pairs) / 2)}
	}
}

// wardPatternStatement says whether wards with alike rates lie together; by distance
// where the outlines have no vertices in common.
func (p offenceProfile) wardPatternStatement(id string, t *Table) Statement {
	s := p.s
	tally := Count(p.wards(1).Category, p.rows(s.Period))
	row, found := t.Find(s.Period.Name(), wardsThatTouch)
	near := "touching wards"
	if !found || !row.Estimate.Value.Known() {
		row, found = t.Find(s.Period.Name(), wardsNearBy)
		near = "wards near each other"
	}
	switch {
	case !found || !row.Estimate.Value.Known():
		return notProduced(id, p.Theme, "there is no population of every ward, or no count of one")
	case row.Extra["wards"].Or(0) < fewestWards:
		return notProduced(id, p.Theme, "the area has fewer than "+commas(fewestWards)+" wards")
	case knownShare(tally) < comparableShare:
		return notProduced(id, p.Theme, "the ward is known for fewer than 80% of the "+p.Subject)
	}
	return Statement{
		ID: id, Theme: p.Theme, Unit: Offence, Value: "index", Period: s.Period,
		Filter:  p.Subject + " by ward, per resident; Moran's I of " + near,
		Figures: []Figure{FigureOf(t, row, near)}, NotRecorded: number(float64(tally.Missing())), Field: "ward",
		Say: func(f []Figure) string {
			value, expected, chance := f[0].Estimate.Value, f[0].Extra["expected"], f[0].Extra["p"]
			text := "Rates of " + p.Subject + " per resident are not shown to be alike in " + f[0].Label
			switch clear := chance.Or(1) < 0.05 && f[0].Estimate.Numerator.Or(0) >= leastForPercent; {
			case clear && value.Or(0) > expected.Or(0):
				text = "Wards were clustered by their rate of " + p.Subject + " per resident: " + f[0].Label + " had rates more alike than chance would have it"
			case clear:
				text = "Rates of " + p.Subject + " per resident were less alike in " + f[0].Label + " than chance would have it"
			}
			return text + " (Moran's I " + ratio2(value) + ", " + ratio2(expected) + " expected; permutation p " + AsP.Text(chance) + "; " + count(f[0].Extra["wards"]) + " wards; " + count(f[0].Estimate.Numerator) + " offences" + wardMissing(f[0]) + "), " + s.Period.Name() + "."
		},
	}
}

func wardMissing(f Figure) string {
	if missing := notRecordedFor("ward", f.NotRecorded); missing != "" {
		return ", with " + missing
	}
	return ""
}
