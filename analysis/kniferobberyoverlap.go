package analysis

import (
	"slices"

	"svna/analysis/stats"
	"svna/datasets"
)

var _ = register(Breakdown{
	Name:      "knife-robbery-overlap",
	Title:     "Areas with most knife crime and areas with most personal robbery",
	Theme:     KnifeCrime,
	Needs:     []string{"knife", "offences.ho_code", "wards"},
	Headlines: []string{"knife-robbery-hotspot-overlap", "knife-robbery-hotspot-overlap-disjoint"},
	Doc: Doc{
		Counts:   "Areas that are among those with most knife crime and among those with most personal robbery: once with all offences, and once with no offence in both sets (knife crime without personal robbery, and personal robbery without a knife).",
		Base:     "Areas; the share is of the areas in either list. Each list holds the tenth of the areas with most, at least three, with all ties at the cut.",
		LeftOut:  "Offences without a known area, and those outside every area.",
		Method:   "Jaccard index with Wilson limits; expected number of areas in both, and hypergeometric p-value; Spearman's rank correlation over all areas with a permutation p-value (Spearman 1904). Andresen's S: the part of the areas whose share of knife crime lies within the 95% range of their shares of 85% resamples of personal robbery, seeded (Andresen 2009), also without areas empty of both (Andresen and Malleson 2016). Wards, LSOAs and cells of the grid.",
		Misleads: "Much of knife crime is personal robbery, so the lists agree by arithmetic: only the comparison with no offence in both sets bears a claim. Areas are no sample, and neighbours resemble each other, so the p-values are too small. Places with many people have much of both.",
	},
	Compute: knifeRobberyOverlap,
})

// personalRobbery is the Home Office code of robbery of personal property.
const personalRobbery = "34B"

// The two comparisons.
const (
	allOffences = "All knife crime and all personal robbery"
	noneInBoth  = "No offence in both sets"
)

// robberyMasks are knife crime, personal robbery, and each without the other.
type robberyMasks struct{ knife, robbery, knifeOnly, robberyOnly, both Mask }

func (s *Study) robberyMasks() robberyMasks {
	robbery := MaskOf(s.Data.Offences.Category("ho_code"), personalRobbery)
	m := robberyMasks{knife: s.Knife, robbery: robbery, knifeOnly: make(Mask, len(robbery)), robberyOnly: make(Mask, len(robbery)), both: make(Mask, len(robbery))}
	for i := range robbery {
		m.both[i] = s.Knife[i] && robbery[i]
		m.knifeOnly[i], m.robberyOnly[i] = s.Knife[i] && !robbery[i], robbery[i] && !s.Knife[i]
	}
	return m
}

func knifeRobberyOverlap(s *Study) (Result, error) {
	m := s.robberyMasks()
	if len(s.Offences(s.Period, m.knife)) == 0 || len(s.Offences(s.Period, m.robbery)) == 0 {
		return Result{}, skipf("the period has no knife crime or no personal robbery")
	}
	t := Table{
		ID: "knife-robbery-overlap", Title: s.title("Areas with most knife crime and areas with most personal robbery", s.Periods()...), Unit: AreaUnit,
		Dimensions: []Dimension{{"period", "Period"}, {"areas", "Kind of area"}, {"comparison", "Comparison"}},
		Columns: append(shareColumns("Areas in both lists", "Areas in either list", "Areas in both, of those in either"),
			Column{"top_a", "Areas in the knife crime list", AsCount}, Column{"top_b", "Areas in the personal robbery list", AsCount},
			Column{"areas_all", "Areas", AsCount}, Column{"expected", "Expected areas in both", AsRatio},
			Column{"p", "Hypergeometric p-value", AsP}, Column{"rho", "Spearman's rho", AsRatio}, Column{"rho_p", "Permutation p-value of rho", AsP},
			Column{"s_index", "Andresen's S: share of areas with a similar part of both sets", AsRatio}, Column{"s_robust", "Andresen's S, areas without either left out", AsRatio},
			Column{"shared", "Knife crime offences that are personal robbery (%)", AsShare}),
		Notes: []string{knifeProfile(s).Basis, "Personal robbery: Home Office code " + personalRobbery + "."},
	}
	p := knifeProfile(s)
	profiles := []areaProfile{p.wards(3)}
	if s.Lacks("lsoas") == "" {
		profiles = append(profiles, p.lsoas(3))
	}
	for _, period := range s.Periods() {
		shared := stats.Share(float64(len(s.Offences(period, m.both))), float64(len(s.Offences(period, m.knife)))).Scale(100)
		for _, a := range profiles {
			name := capital(a.Plural)
			t.Rows = append(t.Rows,
				s.overlapRow(shared.Value, a.countsOf(m.knife, period), a.countsOf(m.robbery, period), period.Name(), name, allOffences),
				s.overlapRow(number(0), a.countsOf(m.knifeOnly, period), a.countsOf(m.robberyOnly, period), period.Name(), name, noneInBoth))
		}
		if s.Lacks("points") == "" {
			name := capital(s.cellWord(2))
			t.Rows = append(t.Rows,
				s.overlapRow(shared.Value, s.cellsOf(m.knife, period), s.cellsOf(m.robbery, period), period.Name(), name, allOffences),
				s.overlapRow(number(0), s.cellsOf(m.knifeOnly, period), s.cellsOf(m.robberyOnly, period), period.Name(), name, noneInBoth))
		}
	}
	areas := profiles[0].overlapAreas(m)
	all, _ := t.Find(s.Period.Name(), "Wards", allOffences)
	disjoint, _ := t.Find(s.Period.Name(), "Wards", noneInBoth)
	return Result{
		Tables:     []Table{t, areas},
		Charts:     profiles[0].overlapCharts(&areas),
		Statements: s.overlapStatements(&t, all, disjoint, profiles[0], m),
	}, nil
}

// countsOf counts the offences of a mask by area of the layer.
func (a areaProfile) countsOf(mask Mask, period datasets.Period) []float64 {
	tally := Count(a.Category, a.s.Offences(period, mask))
	counts := make([]float64, len(a.Layer.Areas))
	for i, area := range a.Layer.Areas {
		counts[i] = float64(tally.Of(area.Code))
	}
	return counts
}

// cellsOf counts the offences of a mask by cell of the area.
func (s *Study) cellsOf(mask Mask, period datasets.Period) []float64 {
	p := knifeProfile(s)
	p.mask = mask
	c := p.countCells(period)
	counts := make([]float64, len(c.counts))
	for i, n := range c.counts {
		counts[i] = float64(n)
	}
	return counts
}

// overlapRow compares the lists of areas with most offences of two sets (F24);
// shared is the part of the first set that is also in the second.
func (s *Study) overlapRow(shared stats.Number, first, second []float64, levels ...string) Row {
	o := stats.OverlapTop(first, second, 0, s.Parameters.Resamples, s.Parameters.Seed)
	similar, robust := patternSimilarity(first, second, s.Parameters.Resamples, s.Parameters.Seed)
	return Row{Levels: levels, Estimate: stats.JaccardInterval(o).Scale(100), Extra: map[string]stats.Number{
		"top_a": number(float64(len(o.TopA))), "top_b": number(float64(len(o.TopB))), "areas_all": number(float64(len(first))),
		"expected": o.Expected, "p": o.P, "rho": o.Rho, "rho_p": o.RhoP, "shared": shared, "s_index": similar, "s_robust": robust,
	}}
}

// The four sets of the table of areas.
const (
	knifeSet       = "Knife crime"
	robberySet     = "Personal robbery"
	knifeOnlySet   = "Knife crime without personal robbery"
	robberyOnlySet = "Personal robbery without knife crime"
)

// overlapAreas is the table behind the comparison of wards: the offences of each
// set by area, and whether the area is in the set's list.
func (a areaProfile) overlapAreas(m robberyMasks) Table {
	s := a.s
	t := Table{
		ID: "knife-robbery-areas", Title: s.title("Knife crime and personal robbery by "+a.Kind, s.Periods()...), Unit: Offence,
		Dimensions: []Dimension{{"period", "Period"}, {"offences", "Set of offences"}, {a.dimension() + "_code", capital(a.Kind) + " code"}, {a.dimension(), capital(a.Kind)}},
		Columns: append(shareColumns("Offences", "Offences with a known "+a.Kind, "Share"),
			Column{"rank", "Rank by count", AsCount}, Column{"listed", "In the list of areas with most (1 yes, 0 no)", AsCount}),
		Notes: []string{"Knife crime that is personal robbery is in two of the four sets; they do not add up."},
	}
	for _, period := range s.Periods() {
		for _, set := range []struct {
			name string
			mask Mask
		}{{knifeSet, m.knife}, {robberySet, m.robbery}, {knifeOnlySet, m.knifeOnly}, {robberyOnlySet, m.robberyOnly}} {
			a.addOverlapSet(&t, set.name, set.mask, period)
		}
	}
	return t
}

func (a areaProfile) addOverlapSet(t *Table, name string, mask Mask, period datasets.Period) {
	tally := Count(a.Category, a.s.Offences(period, mask))
	counts := a.countsOf(mask, period)
	listed := stats.OverlapTop(counts, counts, 0, 0, 0).TopA
	for i, area := range a.Layer.Areas {
		extra := map[string]stats.Number{"rank": number(float64(rankAmong(counts, i))), "listed": number(0)}
		if slices.Contains(listed, i) {
			extra["listed"] = number(1)
		}
		t.Rows = append(t.Rows, Row{
			Levels:   []string{period.Name(), name, area.Code, areaName(area)},
			Estimate: stats.Share(counts[i], float64(tally.Known())).Scale(100), Extra: extra,
		})
	}
	if tally.NotApplicable > 0 {
		t.Rows = append(t.Rows, countRow(NotKnownRow, tally.NotApplicable, period.Name(), name, a.outsideLabel(), a.outsideLabel()))
	}
	if tally.Missing() > 0 {
		t.Rows = append(t.Rows, countRow(NotKnownRow, tally.Missing(), period.Name(), name, "Not recorded", "Not recorded"))
	}
	t.Rows = append(t.Rows, countRow(TotalRow, tally.Total(), period.Name(), name, a.s.Area.Code, "Total"))
}

// rankAmong is the competition rank of a count, 1 the highest.
func rankAmong(counts []float64, i int) int {
	rank := 1
	for _, n := range counts {
		if n > counts[i] {
			rank++
		}
	}
	return rank
}

// overlapCharts are two maps side by side of the sets that share no offence.
func (a areaProfile) overlapCharts(t *Table) []Chart {
	var charts []Chart
	for _, set := range []struct{ id, name string }{{"knife-robbery-knife", knifeOnlySet}, {"knife-robbery-robbery", robberyOnlySet}} {
		charts = append(charts, Chart{
			ID: set.id, Table: t.ID, Mark: Choropleth, Title: set.name + ", by " + a.Kind,
			Subtitle: a.s.subtitle("Share of the offences of the set with a known "+a.Kind, a.s.Period),
			Category: a.dimension() + "_code", Measure: "value", Unit: "% of offences",
			Only: map[string]string{"period": a.s.Period.Name(), "offences": set.name}, Layer: a.Layer,
		})
	}
	return charts
}

// overlapStatements are the two statements. The first always holds the figure
// without shared offences too, since half of knife crime may be personal robbery.
func (s *Study) overlapStatements(t *Table, all, disjoint Row, wards areaProfile, m robberyMasks) []Statement {
	ids := []string{"knife-robbery-hotspot-overlap", "knife-robbery-hotspot-overlap-disjoint"}
	reason := ""
	switch {
	case !disjoint.Estimate.Value.Known():
		reason = "without the offences in both sets, no ward has knife crime or personal robbery to compare"
	case knownShare(Count(wards.Category, s.Offences(s.Period, m.knife))) < comparableShare,
		knownShare(Count(wards.Category, s.Offences(s.Period, m.robbery))) < comparableShare:
		reason = "the ward is known for fewer than 80% of the offences"
	}
	if reason != "" {
		return []Statement{notProduced(ids[0], KnifeCrime, reason), notProduced(ids[1], KnifeCrime, reason)}
	}
	first := FigureOf(t, all, allOffences)
	second := FigureOf(t, disjoint, noneInBoth)
	both := Count(wards.Category, s.Offences(s.Period, m.both))
	missing := number(float64(Count(wards.Category, s.Offences(s.Period, m.knife)).Missing() + Count(wards.Category, s.Offences(s.Period, m.robbery)).Missing() - both.Missing()))
	statement := func(id, filter string, say func([]Figure) string, figures ...Figure) Statement {
		return Statement{
			ID: id, Theme: KnifeCrime, Unit: AreaUnit, Value: "per cent", Period: s.Period, Filter: filter,
			Figures: figures, NotRecorded: missing, Field: "ward",
			Say: func(f []Figure) string {
				text := say(f)
				if note := notRecordedFor("ward", f[0].NotRecorded); note != "" {
					text += "; " + note
				}
				return text + ", " + s.Period.Name() + "."
			},
		}
	}
	return []Statement{
		statement(ids[0], "wards among those with most knife crime and among those with most personal robbery", func(f []Figure) string {
			return overlapPhrase(f[0], "wards with most knife crime", "with most personal robbery") + "; with no offence in both sets, " + overlapCounts(f[1]) + chancePhrase(f[1])
		}, first, second),
		statement(ids[1], "the same, with personal robbery left out of knife crime and knife crime left out of personal robbery", func(f []Figure) string {
			return overlapPhrase(f[0], "wards with most knife crime other than personal robbery", "with most personal robbery without a knife") + chancePhrase(f[0])
		}, second),
	}
}

// overlapPhrase writes "2 of the 3 wards with most knife crime were among the 3
// with most personal robbery (50% of the 4 wards in either; 95% CI 15% to 85%)".
func overlapPhrase(f Figure, first, second string) string {
	e := f.Estimate
	were := " were"
	if e.Numerator.Or(0) == 1 {
		were = " was"
	}
	text := count(e.Numerator) + " of the " + count(f.Extra["top_a"]) + " " + first + were + " among the " + count(f.Extra["top_b"]) + " " + second
	if e.Denominator.Or(0) < 20 {
		return text + " (" + count(e.Denominator) + " wards in either list)"
	}
	return text + " (" + percent(e.Value) + " of the " + count(e.Denominator) + " in either list; " + ci(e, percent) + ")"
}

func overlapCounts(f Figure) string {
	return count(f.Estimate.Numerator) + " of " + count(f.Extra["top_a"])
}

// chancePhrase sets the overlap against the one expected by chance.
func chancePhrase(f Figure) string {
	evidence := " (" + ratio1(f.Extra["expected"]) + " expected; p " + AsP.Text(f.Extra["p"]) + ")"
	if f.Extra["p"].Or(1) < 0.05 {
		return ", more than expected if the two lists had nothing to do with each other" + evidence
	}
	return ", not clearly more than expected if the two lists had nothing to do with each other" + evidence
}
