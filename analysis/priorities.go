package analysis

import (
	"cmp"
	"slices"
	"strings"

	"svna/analysis/stats"
	"svna/datasets"
)

var _ = register(Breakdown{
	Name:      "priorities",
	Title:     "Offences by volume, harm, cost, change and knife involvement",
	Theme:     Overall,
	Needs:     []string{"pack", "offences.ho_code"},
	Headlines: []string{"priorities-first"},
	Doc: Doc{
		Counts:   "Offences of the definition pack by subgroup, side by side: number, harm by severity score, recorded cost, change since the period before, and the part that is knife crime; with the rank of each by number, by harm and by cost.",
		Base:     "Offences of the period. Shares are of the offences whose subgroup is known; of each subgroup for knife crime. Pounds in prices of the chosen financial year.",
		LeftOut:  "Offences whose subgroup is not known: in a row of their own. Harm leaves out classes without a weight and cost those without a unit cost: the columns say how many offences of a subgroup have one.",
		Method:   "Shares with Wilson 95% limits (Wilson 1927). Harm and cost as in their breakdowns, here over the period of the assessment. Rank 1 is the most; 95% range of the rank by number from seeded gamma draws (Marshall and Spiegelhalter 1998). The order is that of the mean of the ranks by number, harm and cost, as far as a subgroup has them: one without a weight has no rank by harm. Change with the exact conditional test and q-values over the subgroups.",
		Misleads: "The order depends on what is ranked and on equal weight for each: it opens the discussion of priorities and does not settle it. A subgroup few of whose offences have a weight or a unit cost ranks too low by it. Ranks hide how far apart two subgroups are. Harm and cost swing with single homicides.",
	},
	Compute: priorities,
})

// priority is one subgroup with what it is ranked by.
type priority struct {
	label          string
	rows, before   Selection
	harm, cost     float64
	weighted       int // offences with a severity weight
	costed         int // offences with a unit cost
	knife          int
	meanRank       float64
	byCount        stats.Rank
	byHarm, byCost int // 0: none
}

func priorities(s *Study) (Result, error) {
	category, dimension := s.subgroups()
	found := s.prioritiesBy(category)
	if len(found) == 0 {
		return Result{}, skipf("none of the %s of the period has a known %s", s.packOffences(), lowerFirst(dimension.Header))
	}
	t := s.priorityTable(found, category, dimension)
	return Result{
		Tables: []Table{t},
		Charts: []Chart{{
			ID: "priorities", Table: t.ID, Mark: Dots, Finding: "priorities-first",
			Title: capital(s.packOffences()) + " in the order of their ranks by number, harm and cost", Subtitle: s.subtitle("Share of "+s.packOffences()+", in the order of the mean of the ranks, which are in worksheet priorities", s.Period),
			Category: dimension.Name, Measure: "value", Unit: "% of offences", Interval: true,
		}},
		Statements: []Statement{s.priorityStatement("priorities-first", &t)},
	}, nil
}

// prioritiesBy gathers the levels of a category that occur in the period, in the
// order of the sum of their ranks.
func (s *Study) prioritiesBy(category datasets.Category) []priority {
	now, before := Count(category, s.pack(s.Period)), Count(category, s.pack(s.Previous))
	costs := s.Costs != nil && s.lacksCost() == ""
	var found []priority
	var counts []float64
	for i, level := range now.Levels {
		if now.Counts[i] == 0 {
			continue
		}
		p := priority{label: levelLabel(level), rows: now.rowsOf(level), before: before.rowsOf(level)}
		classes, _ := s.harmOf(p.rows)
		for _, c := range classes {
			p.harm, p.weighted = p.harm+c.count*c.weight, p.weighted+int(c.count)
		}
		if costs {
			c := s.costOf(p.rows)
			p.cost, p.costed = c.total(recordedBasis, allCosted).Value.Or(0), c.costed()
		}
		if s.Knife != nil {
			p.knife = len(p.rows.Where(func(r int32) bool { return s.Knife[r] }))
		}
		found, counts = append(found, p), append(counts, float64(len(p.rows)))
	}
	ranks := stats.Ranks(counts, nil, 1, s.Parameters.Draws, s.Parameters.Seed)
	harms, money := make([]float64, len(found)), make([]float64, len(found))
	for i, p := range found {
		harms[i], money[i] = p.harm, p.cost
	}
	for i := range found {
		p := &found[i]
		p.byCount = ranks[i]
		sum, of := p.byCount.Rank, 1
		if p.weighted > 0 {
			p.byHarm = rankAmong(harms, i)
			sum, of = sum+p.byHarm, of+1
		}
		if p.costed > 0 {
			p.byCost = rankAmong(money, i)
			sum, of = sum+p.byCost, of+1
		}
		p.meanRank = float64(sum) / float64(of)
	}
	slices.SortFunc(found, func(a, b priority) int {
		return cmp.Or(cmp.Compare(a.meanRank, b.meanRank), a.byCount.Rank-b.byCount.Rank, strings.Compare(a.label, b.label))
	})
	return found
}

func (s *Study) priorityTable(found []priority, category datasets.Category, dimension Dimension) Table {
	t := Table{
		ID: "priorities", Title: s.title(capital(s.packOffences())+" by volume, harm, cost, change and knife involvement", s.Period), Unit: Offence,
		Dimensions: []Dimension{dimension},
		Columns: append(shareColumns(capital(s.packOffences()), "With a known "+lowerFirst(dimension.Header), "Share"),
			Column{"rank_count", "Rank by number", AsCount}, Column{"rank_lower", "Best rank by number, 95% range", AsCount}, Column{"rank_upper", "Worst rank by number, 95% range", AsCount},
			Column{"mean_rank", "Mean of the ranks", AsRate}, Column{"harm", "Harm (points)", AsCount}, Column{"weighted", "Offences with a severity weight", AsCount}, Column{"rank_harm", "Rank by harm", AsCount}),
		Notes: []string{s.packNote(), "Ordered by the mean of the ranks that a subgroup has. Weights: " + datasets.HarmSource() + "."},
	}
	t.Promise = &Promise{Column: "mean_rank"}
	if costs := slices.ContainsFunc(found, func(p priority) bool { return p.byCost > 0 }); costs {
		t.Columns = append(t.Columns, Column{"cost", "Recorded cost (£, " + s.PriceYear + " prices)", AsPounds}, Column{"costed", "Offences with a unit cost", AsCount}, Column{"rank_cost", "Rank by cost", AsCount})
	}
	changes := len(s.Periods()) == 2
	if changes {
		t.Columns = append(t.Columns, Column{"before", capital(s.packOffences()) + ", " + s.Previous.Name(), AsCount}, Column{"ratio", "Ratio of counts a day to the period before", AsRatio}, Column{"p", "p of the exact conditional test", AsP}, Column{"q", "p corrected for the number of rows", AsP})
		t.addNotes(s.breakNotes(s.packSeries()...)...)
	}
	if s.Knife != nil {
		t.Columns = append(t.Columns, Column{"knife", "Of these, knife crime", AsCount}, Column{"knife_share", "Knife crime (%)", AsShare})
	}
	tally := Count(category, s.pack(s.Period))
	for _, p := range found {
		n := float64(len(p.rows))
		r := Row{Levels: []string{p.label}, Estimate: stats.Share(n, float64(tally.Known())).Scale(100), Extra: map[string]stats.Number{
			"rank_count": number(float64(p.byCount.Rank)), "rank_lower": number(float64(p.byCount.Lower)), "rank_upper": number(float64(p.byCount.Upper)),
			"weighted": number(float64(p.weighted)), "mean_rank": number(p.meanRank),
		}}.on(Offence, p.rows, tally.knownRows())
		if p.weighted > 0 {
			r.Extra["harm"], r.Extra["rank_harm"] = number(p.harm), number(float64(p.byHarm))
		}
		if p.byCost > 0 {
			r.Extra["cost"], r.Extra["costed"], r.Extra["rank_cost"] = number(p.cost), number(float64(p.costed)), number(float64(p.byCost))
		}
		if changes {
			change := s.changeRow(LevelRow, len(p.rows), len(p.before), offenceSeries(p.label))
			r.Note = change.Note
			r.Extra["before"], r.Extra["ratio"], r.Extra["p"] = change.Estimate.Denominator, change.Estimate.Value, change.Extra["p"]
		}
		if s.Knife != nil {
			r.Extra["knife"], r.Extra["knife_share"] = number(float64(p.knife)), number(100*float64(p.knife)/n)
		}
		t.Rows = append(t.Rows, r)
	}
	if changes {
		correctChanges(&t)
	}
	for _, row := range missingRows(tally) {
		t.Rows = append(t.Rows, row.on(Offence, tally.kindRows(row.Levels[0]), nil))
	}
	t.Rows = append(t.Rows, countRow(TotalRow, tally.Total(), "Total").on(Offence, tally.rows, nil))
	return t
}

// priorityStatement names the three subgroups with the lowest mean rank, and those
// that are level with the third.
func (s *Study) priorityStatement(id string, t *Table) Statement {
	var figures []Figure
	for _, r := range t.Rows {
		if r.Kind == LevelRow && (len(figures) < 3 || r.Extra["mean_rank"] == figures[2].Extra["mean_rank"]) {
			figures = append(figures, FigureOf(t, r, r.Levels[0]))
		}
	}
	return Statement{
		ID: id, Theme: Overall, Unit: Offence, Value: "per cent", Period: s.Period,
		Filter:  s.packOffences() + " by subgroup; the first by the mean of the ranks by number, harm and cost",
		Figures: figures,
		Say: func(f []Figure) string {
			var parts []string
			for _, figure := range f {
				parts = append(parts, figure.Label+" ("+rankPhrase(figure)+")")
			}
			level := ""
			if len(f) > 3 {
				level = ", of which the last " + commas(len(f)-2) + " are level"
			}
			return "By the mean of their ranks, the " + s.packOffences() + " that come first are " + list(parts) + level + ", " + s.Period.Name() + "."
		},
	}
}

// rankPhrase writes "1 by number, 95% range 1 to 1; 2 by harm; 1 by cost; 1,619
// offences, 42%, 95% CI 40% to 43%; 12% knife crime".
func rankPhrase(f Figure) string {
	e, x := f.Estimate, f.Extra
	text := count(x["rank_count"]) + " by number, 95% range " + count(x["rank_lower"]) + " to " + count(x["rank_upper"])
	if x["rank_harm"].Known() {
		text += "; " + count(x["rank_harm"]) + " by harm"
	} else {
		text += "; no severity weight"
	}
	if x["rank_cost"].Known() {
		text += "; " + count(x["rank_cost"]) + " by cost"
	}
	text += "; " + plural(e.Numerator, Offence)
	if e.Denominator.Or(0) >= 20 {
		text += ", " + percent(e.Value) + ", " + ci(e, percent)
	}
	if x["knife_share"].Known() && e.Numerator.Or(0) >= 20 {
		text += "; " + percent(x["knife_share"]) + " knife crime"
	}
	return text
}
