package analysis

import (
	"math"
	"slices"

	"svna/analysis/stats"
	"svna/datasets"
)

var _ = register(Breakdown{
	Name:      "concentration",
	Title:     "How concentrated serious violence is in few places",
	Theme:     Where,
	Needs:     []string{"pack", "wards"},
	Headlines: []string{"concentration-top-tenth"},
	Doc: Doc{
		Counts:   "Offences of the definition pack in the tenth of the areas with most, how few areas hold half of them, the Gini coefficient and the Lorenz curve; of wards, LSOAs and cells of the grid.",
		Base:     "Offences; shares are of offences whose ward, LSOA or point in the area is known. Areas without an offence are among the areas.",
		LeftOut:  "Offences whose area is not known or that lie outside: they are in no row.",
		Method:   "Share with Wilson 95% limits (Wilson 1927). Gini coefficient as it is, and adjusted for fewer offences than areas (Bernasco and Steenbeek 2017). As many offences thrown on the areas at random, 999 times from a fixed seed, show what chance alone concentrates; p is the part of those throws that do as much.",
		Misleads: "Rare events concentrate by arithmetic: compare with the random throws. Areas differ in residents and visitors, so even spread over areas is no norm. Small areas concentrate more than large ones; never compare two kinds of area. Points moved to shared map points concentrate in few cells.",
	},
	Compute: concentration,
})

// topTenth is one in so many areas.
const topTenth = 10

// unitCounts are the offences of each area of one kind.
type unitCounts struct {
	kind   string // "LSOAs"
	counts []int
	known  float64 // part of the offences whose area is known
}

// unitsOf counts the offences of a period by ward, by LSOA and by cell.
func (p offenceProfile) unitsOf(period datasets.Period) []unitCounts {
	var units []unitCounts
	profiles := []areaProfile{p.wards(1)}
	if p.s.Lacks("lsoas") == "" {
		profiles = append(profiles, p.lsoas(1))
	}
	for _, a := range profiles {
		u := unitCounts{kind: capital(a.Plural), known: knownShare(Count(a.Category, p.rows(period)))}
		for _, n := range a.countsOf(p.mask, period) {
			u.counts = append(u.counts, int(n))
		}
		units = append(units, u)
	}
	if p.s.Lacks("points") == "" {
		c := p.countCells(period)
		units = append(units, unitCounts{capital(p.s.cellWord(2)), c.counts, knownShare(c.tally())})
	}
	return units
}

func concentration(s *Study) (Result, error) {
	p := violenceProfile(s, Where)
	t := Table{
		ID: "concentration", Title: s.title("Concentration of "+p.Subject+" in few areas", s.Periods()...), Unit: Offence,
		Dimensions: []Dimension{{"period", "Period"}, {"areas", "Kind of area"}},
		Columns: append(shareColumns(capital(p.Subject)+" in the tenth of the areas with most", capital(p.Subject)+" with a known area", "Share"),
			Column{"units", "Areas", AsCount}, Column{"empty", "Areas without an offence", AsCount},
			Column{"half", "Fewest areas that hold half of the offences", AsCount}, Column{"half_share", "Share of the areas (%)", AsShare},
			Column{"gini", "Gini coefficient", AsRatio}, Column{"gini_adjusted", "Gini coefficient, adjusted for few offences", AsRatio},
			Column{"random", "Share in the tenth if thrown at random (%)", AsShare}, Column{"p", "Share of random throws as concentrated (p)", AsP}),
		Notes: []string{p.Basis},
	}
	curve := Table{
		ID: "concentration-curve", Title: s.title("Lorenz curve of "+p.Subject+" over areas, those with most first", s.Period), Unit: Offence,
		Dimensions: []Dimension{{"areas", "Kind of area"}, {"point", "Areas so far"}},
		Columns: []Column{
			{"numerator", "Offences so far", AsCount},
			{"denominator", "Offences with a known area", AsCount},
			{"cumulative_places", "Areas so far (%)", AsShare},
			{"cumulative_offences", "Offences so far (%)", AsShare},
		},
		Notes: []string{p.Basis},
	}
	finest, known, tenth, gini := "", 0.0, 0, stats.Number{}
	for _, period := range s.Periods() {
		for _, u := range p.unitsOf(period) {
			row, points := u.row(s, period)
			if !row.Estimate.Value.Known() {
				continue
			}
			t.Rows = append(t.Rows, row)
			if period == s.Period {
				curve.Rows = append(curve.Rows, points...)
				if finest == "" || u.kind == "LSOAs" {
					finest, known, tenth, gini = u.kind, u.known, (len(u.counts)+topTenth-1)/topTenth, row.Extra["gini"]
				}
			}
		}
	}
	if finest == "" {
		return Result{}, skipf("none of the %s of the period has a known area", p.Subject)
	}
	t.addNotes(s.snapNote(p.rows(s.Period)))
	return Result{
		Tables: []Table{t, curve},
		Charts: []Chart{{
			ID: "concentration", Table: curve.ID, Mark: Lorenz, Finding: "concentration-top-tenth",
			Title: "How concentrated " + p.Subject + " are", Subtitle: s.subtitle("Offences against areas, "+lowerFirst(finest)+" with the most offences first", s.Period),
			Category: "point", Measure: "cumulative_offences", Unit: "% of offences", Only: map[string]string{"areas": finest},
			Highlight: []string{commas(tenth)},
			Note:      "Gini coefficient " + Round(gini.Or(0), 2) + ", where 0 is an even spread and 1 all in one area. Areas without an offence are counted in.",
		}},
		Statements: []Statement{p.concentrationStatement("concentration-top-tenth", &t, finest, known)},
	}, nil
}

// row is the concentration of one kind of area, with the points of its curve.
func (u unitCounts) row(s *Study, period datasets.Period) (Row, []Row) {
	counts, all := make([]float64, len(u.counts)), 0
	for i, n := range u.counts {
		counts[i], all = float64(n), all+n
	}
	top := (len(counts) + topTenth - 1) / topTenth
	held := sumOfTop(u.counts, top)
	row := Row{Levels: []string{period.Name(), u.kind}, Estimate: stats.Share(float64(held), float64(all)).Scale(100)}
	if all == 0 {
		return row, nil
	}
	c := stats.Concentrate(counts)
	mean, chance := throwAtRandom(len(counts), all, top, held, s.Parameters.Resamples, s.Parameters.Seed)
	row.Extra = map[string]stats.Number{
		"units": number(float64(c.Units)), "empty": number(float64(c.Empty)),
		"half": c.Half.Numerator, "half_share": c.Half.Value.Scale(100), "gini": c.Gini, "gini_adjusted": c.Adjusted,
		"random": number(100 * mean), "p": number(chance),
	}
	if u.known < comparableShare {
		row.Estimate.Status = stats.LowReliability
	}
	return row, u.curve(c, all, top)
}

// curve are the points of the Lorenz curve, areas with most first: at every
// twentieth of the areas and at the tenth that the statement is about.
func (u unitCounts) curve(c stats.Concentration, all, top int) []Row {
	at := []int{top}
	for i := range 21 {
		at = append(at, i*c.Units/20)
	}
	slices.Sort(at)
	var points []Row
	for _, units := range slices.Compact(at) {
		rest := c.Lorenz[c.Units-units] // those with fewest
		held := float64(all) * (1 - rest.Events)
		points = append(points, Row{
			Levels:   []string{u.kind, commas(units)},
			Estimate: stats.Estimate{Numerator: number(math.Round(held)), Denominator: number(float64(all))},
			Extra:    map[string]stats.Number{"cumulative_places": number(100 * (1 - rest.Units)), "cumulative_offences": number(100 * (1 - rest.Events))},
		})
	}
	return points
}

// concentrationStatement says the share in the top tenth; concentrated only if
// random throws hardly ever do the same.
func (p offenceProfile) concentrationStatement(id string, t *Table, kind string, known float64) Statement {
	if known < comparableShare {
		return notProduced(id, p.Theme, "the area is known for fewer than 80% of the "+p.Subject)
	}
	row, _ := t.Find(p.s.Period.Name(), kind)
	subject, predicate := p.Subject+" with a known area", "were in the tenth of the "+lowerFirst(kind)+" with most"
	return Statement{
		ID: id, Theme: p.Theme, Unit: Offence, Value: "per cent", Period: p.s.Period,
		Filter:  p.Subject + " with a known area; in the tenth of the " + lowerFirst(kind) + " with most of them",
		Figures: []Figure{FigureOf(t, row, kind)},
		Say: func(f []Figure) string {
			e, extra := f[0].Estimate, f[0].Extra
			text := sharePhrase(e, subject, predicate, "")
			if extra["p"].Or(1) < 0.05 && e.Lower.Or(0) > extra["random"].Or(100) && e.Numerator.Or(0) >= 20 {
				text += ", more concentrated than random throws would be (" + percent(extra["random"]) + ")"
			} else {
				text += ", not clearly more than random throws would put there (" + percent(extra["random"]) + ")"
			}
			return text + "; " + count(extra["half"]) + " of " + count(extra["units"]) + " hold half of them, " + p.s.Period.Name() + "."
		},
		Short: shortShare(subject, predicate),
	}
}
