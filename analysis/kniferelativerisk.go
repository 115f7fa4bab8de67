package analysis

import (
	"cmp"
	"math"
	"slices"

	"svna/analysis/spatial"
	"svna/analysis/stats"
)

var _ = register(Breakdown{
	Name:      "knife-relative-risk",
	Title:     "Where knife crime is a larger part of violence than elsewhere",
	Theme:     KnifeCrime,
	Needs:     []string{"knife", "pack", "points", "wards"},
	Headlines: []string{"knife-relative-risk-places"},
	Doc: Doc{
		Counts:   "The density of knife crime over that of other serious violence, each as a part of its own total, about every named place in the area and the middle of every ward: above 1 where knife crime is a larger part of violence than over the whole area.",
		Base:     "Knife crime offences, and offences of the definition pack that are no knife crime, with a point in the area: no offence is on both sides.",
		LeftOut:  "Offences without a point, and those whose point lies outside the area. Places with fewer than 10 knife crime offences or fewer than 20 others within the radius have a ratio of low reliability, and no word.",
		Method:   "Ratio of two quartic kernel densities of 1,000 metres' radius (Bithell 1991; Kelsall and Diggle 1995); p from 999 permutations of which offences are knife crime, from a fixed seed; q-values over all places (Benjamini and Hochberg 1995). The edge of the area cuts both kernels alike.",
		Misleads: "A place with little violence of any kind can have a high ratio, so it says nothing of how much knife crime there is: read it beside the hotspots. Places less than 2,000 metres apart share offences. Points moved to shared map points make the p rough.",
	},
	Compute: knifeRelativeRisk,
})

const (
	riskRadius      = 1000.0
	leastOtherForIt = 20 // other offences within the radius
)

// lookedAt is a place about which densities are compared.
type lookedAt struct {
	kind, name string
	at         spatial.Point
}

// placesLookedAt are the named places in the area, then the middles of the wards.
func (s *Study) placesLookedAt() []lookedAt {
	var places []lookedAt
	for _, place := range s.PlaceAt {
		if s.WardLayer.Find(place.At) >= 0 {
			places = append(places, lookedAt{"Named place", place.Name, place.At})
		}
	}
	slices.SortStableFunc(places, func(a, b lookedAt) int { return cmp.Compare(a.name, b.name) })
	for _, area := range s.WardLayer.Areas {
		if middle := area.Centroid(); middle.Known() {
			places = append(places, lookedAt{"Middle of the ward", areaName(area), middle})
		}
	}
	return places
}

func knifeRelativeRisk(s *Study) (Result, error) {
	p := knifeProfile(s)
	others := violenceProfile(s, KnifeCrime)
	others.mask = make(Mask, len(s.Pack))
	for i, in := range s.Pack {
		others.mask[i] = in && !s.Knife[i]
	}
	knives, rest := p.insidePoints(s.Period), others.insidePoints(s.Period)
	if len(knives) < leastForPercent || len(rest) < leastForPercent {
		return Result{}, skipf("fewer than %d knife crime offences, or other offences of the definition pack, have a point in the area", leastForPercent)
	}
	t := Table{
		ID: "knife-relative-risk", Title: s.title("Density of knife crime over that of other "+s.packWords(), s.Period), Unit: Offence,
		Dimensions: []Dimension{{"kind", "Kind of place"}, {"place", "Place"}},
		Columns: []Column{
			{"numerator", "Knife crime offences within 1,000 metres", AsCount},
			{"denominator", "Other " + s.packOffences() + " within 1,000 metres", AsCount},
			{"value", "Relative density: 1 is the whole area", AsRatio},
			{"p", "p of permutations", AsP},
			{"q", "p corrected for the places", AsP},
		},
		Notes: []string{p.Basis, others.Basis, commas(len(knives)) + " knife crime offences and " + commas(len(rest)) + " others with a point in the area.", s.snapNote(p.rows(s.Period))},
	}
	places := s.placesLookedAt()
	at := make([]spatial.Point, len(places))
	for i, place := range places {
		at[i] = place.at
	}
	var chance []stats.Number
	for i, risk := range spatial.CompareDensities(knives, rest, spatial.Quartic(riskRadius), at, s.Parameters.Resamples, s.Parameters.Seed) {
		near, other := float64(spatial.CountWithin(knives, at[i], riskRadius)), float64(spatial.CountWithin(rest, at[i], riskRadius))
		e := stats.Estimate{Numerator: number(near), Denominator: number(other), Method: "kernel densities"}
		extra := map[string]stats.Number{}
		if risk.Known {
			e.Value, extra["p"] = number(math.Exp(risk.Log)), number(risk.P)
			if near < fewestForWords || other < leastOtherForIt {
				e.Status = stats.LowReliability
			}
		} else {
			e.Status, e.Reason = stats.NotAvailable, stats.TooFew
		}
		chance = append(chance, extra["p"])
		t.Rows = append(t.Rows, Row{Levels: []string{places[i].kind, places[i].name}, Estimate: e, Extra: extra})
	}
	for i, q := range stats.BenjaminiHochberg(chance) {
		t.Rows[i].put("q", q)
	}
	return Result{Tables: []Table{t}, Statements: []Statement{p.relativeRiskStatement("knife-relative-risk-places", &t)}}, nil
}

// relativeRiskStatement names the places about which knife crime is clearly a larger part
// of violence, the largest ratio first.
func (p offenceProfile) relativeRiskStatement(id string, t *Table) Statement {
	s := p.s
	c := p.countCells(s.Period)
	var clear, all []Figure
	for _, r := range t.Rows {
		f := FigureOf(t, r, r.Levels[1])
		if r.Levels[0] != "Named place" {
			f.Label = "the middle of " + r.Levels[1] + " ward"
		}
		if !r.Estimate.Value.Known() || r.Estimate.Status == stats.LowReliability {
			continue
		}
		all = append(all, f)
		if f.Extra["q"].Or(1) < 0.05 && r.Estimate.Value.Or(0) > 1 {
			clear = append(clear, f)
		}
	}
	switch {
	case len(all) == 0:
		return notProduced(id, p.Theme, "no place has 10 knife crime offences and 20 others within 1,000 metres")
	case knownShare(c.tally()) < comparableShare:
		return notProduced(id, p.Theme, "the point is known for fewer than 80% of the "+p.Subject)
	}
	highest := func(a, b Figure) int { return cmp.Compare(b.Estimate.Value.Or(0), a.Estimate.Value.Or(0)) }
	slices.SortStableFunc(clear, highest)
	slices.SortStableFunc(all, highest)
	found := len(clear) > 0
	figures := clear[:min(len(clear), mostNamed)]
	if !found {
		figures = all[:1]
	}
	return Statement{
		ID: id, Theme: p.Theme, Unit: Offence, Value: "ratio", Period: s.Period,
		Filter:  p.Subject + " and other " + s.packOffences() + " with a point in the area; density of the one over that of the other about a place, each as a part of its total",
		Figures: figures, NotRecorded: number(float64(c.unknown)), Field: "point",
		Say: func(f []Figure) string {
			var parts []string
			for _, figure := range f {
				e := figure.Estimate
				parts = append(parts, figure.Label+" ("+count(e.Numerator)+" knife crime offences and "+count(e.Denominator)+" others; relative density "+ratio2(e.Value)+"; permutation q "+AsP.Text(figure.Extra["q"])+")")
			}
			missing := notRecordedFor("point", f[0].NotRecorded)
			if missing != "" {
				missing = "; " + missing
			}
			if !found {
				return "Knife crime is not shown to be a greater part of " + s.packWords() + " within 1,000 metres of any of " + commas(len(all)) + " places; the highest: " + parts[0] + missing + ", " + s.Period.Name() + "."
			}
			return "Knife crime was a larger part of " + s.packWords() + " than over the whole area within 1,000 metres of " + list(parts) + ", of " + commas(len(all)) + " places and corrected for as many looks" + missing + ", " + s.Period.Name() + "."
		},
	}
}
