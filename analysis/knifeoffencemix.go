package analysis

import (
	"svna/analysis/stats"
	"svna/datasets"
)

var _ = register(Breakdown{
	Name:      "knife-offence-mix",
	Title:     "Knife crime by offence class",
	Theme:     KnifeCrime,
	Needs:     []string{"knife"},
	Headlines: []string{"knife-top-offence-share", "knife-second-offence-share", "knife-mix-stability"},
	Doc: Doc{
		Counts:   "Knife crime offences recorded in the period, by Home Office offence class, and the change of the mix since the period before.",
		Base:     "Offences; shares are of knife crime offences whose class is known.",
		LeftOut:  "Possession of a knife, which is not knife crime; offences that are not in recorded status; offences outside the area.",
		Method:   "Share with Wilson 95% limits (Wilson 1927). Change of a share by Newcombe's method 10 (1998); change of the mix by the N-1 chi-square test over classes with an expected count of 5 or more, smaller ones pooled (Campbell 2007).",
		Misleads: "The knife definitions of the Metropolitan Police, of the Home Office and of the public dashboard differ, so these counts cannot be set beside theirs. A class is a Home Office code, not a group: business robbery is not personal robbery. A change that is not statistically clear is not proof that nothing changed.",
	},
	Compute: knifeOffenceMix,
})

func knifeOffenceMix(s *Study) (Result, error) {
	spec := levelTable{
		ID: "knife-offence-mix", Title: "Knife crime offences by offence class", Unit: Offence, Counted: "knife crime offences",
		Dimension: Dimension{"ho_class", "Offence class"}, Category: s.Class, Ranked: true,
		Rows: func(p datasets.Period) Selection { return s.Offences(p, s.Knife) },
	}
	now := Count(s.Class, spec.Rows(s.Period))
	if now.Known() == 0 {
		return Result{}, skipf("no knife crime offence in the period")
	}
	table := spec.build(s)
	table.Notes = append(table.Notes, "Knife crime: "+s.KnifeBasis+". It is counted over all offences of the area, not over those of the definition pack alone.")
	order := spec.order(now, s.Periods(), s)
	result := Result{
		Tables: []Table{table, spec.buildMonthly(s)},
		Charts: []Chart{{
			ID: "knife-offence-mix", Table: table.ID, Mark: Bars,
			Title: "Knife crime offences by offence class", Finding: "knife-top-offence-share",
			Subtitle: s.subtitle("Knife crime offences by offence class", s.Periods()...),
			Category: "ho_class", Series: "period", Measure: "numerator", Unit: "Offences",
		}},
	}
	result.Statements = append(result.Statements, s.knifeTopShare(&table, order, now))
	if len(s.Periods()) == 2 && len(order) > 1 {
		change := s.knifeMixChange(spec, order)
		result.Tables = append(result.Tables, change)
		result.Statements = append(result.Statements, s.knifeSecondShare(&table, order[1], spec), s.knifeStability(&change, spec.label(order[1])))
	} else {
		for _, id := range []string{"knife-second-offence-share", "knife-mix-stability"} {
			result.Statements = append(result.Statements, notProduced(id, KnifeCrime, "it compares two periods, and the extract covers one"))
		}
	}
	return result, nil
}

// knifeTopShare says the share of the largest class, and "the largest" only if
// it is clearly ahead of the second.
func (s *Study) knifeTopShare(t *Table, order []string, now Tally) Statement {
	row, _ := t.Find(s.Period.Name(), levelLabel(order[0]))
	missing := number(float64(now.Missing()))
	predicate := "were " + lowerFirst(levelLabel(order[0]))
	if len(order) > 1 && stats.MultinomialDifference(float64(now.Of(order[0])), float64(now.Of(order[1])), float64(now.Known())).Excludes(0) {
		predicate += ", the largest class"
	}
	return Statement{
		ID: "knife-top-offence-share", Theme: KnifeCrime, Unit: Offence, Value: "per cent", Period: s.Period,
		Filter:  "knife crime offences; class " + levelLabel(order[0]),
		Figures: []Figure{FigureOf(t, row, levelLabel(order[0]))}, NotRecorded: missing, Field: "offence class",
		Say:   sayShare("knife crime offences", predicate, s.Period, "offence class"),
		Short: shortShare("knife crime offences", "were "+lowerFirst(levelLabel(order[0]))),
	}
}

func (s *Study) knifeSecondShare(t *Table, second string, spec levelTable) Statement {
	label := levelLabel(second)
	now, _ := t.Find(s.Period.Name(), label)
	before, _ := t.Find(s.Previous.Name(), label)
	missing := number(float64(Count(s.Class, spec.Rows(s.Period)).Missing()))
	earlier := spec.order(Count(s.Class, spec.Rows(s.Previous)), nil, s)
	secondBefore := len(earlier) > 1 && earlier[1] == second
	return Statement{
		ID: "knife-second-offence-share", Theme: KnifeCrime, Unit: Offence, Value: "per cent", Period: s.Period,
		Filter:  "knife crime offences; class " + label + ", ranked second by count",
		Figures: []Figure{FigureOf(t, now, label), FigureOf(t, before, label)}, NotRecorded: missing, Field: "offence class",
		Say: func(f []Figure) string {
			text := sharePhrase(f[0].Estimate, "knife crime offences", "were "+lowerFirst(label)+", second by count", notRecordedFor("offence class", f[0].NotRecorded)) + ", " + s.Period.Name()
			if secondBefore {
				return text + "; they were also second in the " + s.Previous.Name() + " (" + percent(f[1].Estimate.Value) + "; " + count(f[1].Estimate.Numerator) + " of " + count(f[1].Estimate.Denominator) + ")."
			}
			return text + "."
		},
		Short: shortShare("knife crime offences", "were "+lowerFirst(label)),
	}
}

// knifeMixChange compares each class's share in the two periods, and the mix as
// a whole.
func (s *Study) knifeMixChange(spec levelTable, order []string) Table {
	now, before := Count(s.Class, spec.Rows(s.Period)), Count(s.Class, spec.Rows(s.Previous))
	t := Table{
		ID: "knife-mix-change", Title: s.title("Change in each offence class's share of knife crime", s.Period, s.Previous), Unit: Offence,
		Dimensions: []Dimension{{"ho_class", "Offence class"}},
		Columns: []Column{
			{"numerator", "Offences, " + s.Period.Name(), AsCount},
			{"denominator", "Knife crime offences, " + s.Period.Name(), AsCount},
			{"offences_before", "Offences, " + s.Previous.Name(), AsCount},
			{"denominator_before", "Knife crime offences, " + s.Previous.Name(), AsCount},
			{"value", "Difference of shares (percentage points)", AsShare},
			{"lower", "Lower 95% confidence limit (percentage points)", AsShare},
			{"upper", "Upper 95% confidence limit (percentage points)", AsShare},
			{"method", "Method", AsText},
		},
		Promise: &Promise{Column: "value"},
	}
	for _, level := range order {
		t.Rows = append(t.Rows, Row{
			Levels:   []string{spec.label(level)},
			Estimate: stats.Estimate{Numerator: number(float64(now.Of(level))), Denominator: number(float64(now.Known()))},
			Extra:    map[string]stats.Number{"offences_before": number(float64(before.Of(level))), "denominator_before": number(float64(before.Known()))},
			Basis: &Basis{
				Unit: Offence, Numerator: now.rowsOf(level), Denominator: now.knownRows(),
				Extra: map[string]Selection{"offences_before": before.rowsOf(level), "denominator_before": before.knownRows()},
			},
		})
	}
	t.derive(Derivation{Compute: mixChange})
	return t
}

// mixChange fills in the differences of shares, and compares the mix as a whole.
func mixChange(t *Table, _ map[string]*Table) {
	whole := true
	for i := range t.Rows {
		r := &t.Rows[i]
		var counts [4]float64
		known := true
		for k, name := range []string{"numerator", "denominator", "offences_before", "denominator_before"} {
			n, ok := r.Number(name).Get()
			counts[k], known = n, known && ok
		}
		if !known {
			whole, r.Extra = false, nil
			continue
		}
		r.Estimate = stats.ShareDifference(counts[0], counts[1], counts[2], counts[3]).Scale(100)
	}
	if !whole {
		return
	}
	x2, df, p := stats.ChiSquareN1(pooledSmall(t.Rows))
	t.addNotes("Mix as a whole: N-1 chi-square " + ratio1(number(x2)) + " on " + commas(df) + " degrees of freedom, p " + AsP.Text(p) + ".")
}

// pooledSmall lays out two lines of counts by class, the period and the one before,
// with classes whose expected count is under 5 in either added together.
func pooledSmall(classes []Row) [][]float64 {
	var total, all float64
	for _, r := range classes {
		total += r.Estimate.Numerator.Or(0)
		all += r.Estimate.Numerator.Or(0) + r.Extra["offences_before"].Or(0)
	}
	rows := [][]float64{nil, nil}
	var rest [2]float64
	for _, r := range classes {
		a, b := r.Estimate.Numerator.Or(0), r.Extra["offences_before"].Or(0)
		if smallest := min(total, all-total) / all * (a + b); smallest < 5 {
			rest[0], rest[1] = rest[0]+a, rest[1]+b
			continue
		}
		rows[0], rows[1] = append(rows[0], a), append(rows[1], b)
	}
	if rest[0]+rest[1] > 0 {
		rows[0], rows[1] = append(rows[0], rest[0]), append(rows[1], rest[1])
	}
	return rows
}

// stableMargin is the margin, in percentage points, within which a share may be
// called stable.
const stableMargin = 5

func (s *Study) knifeStability(change *Table, second string) Statement {
	row, _ := change.Find(second)
	return Statement{
		ID: "knife-mix-stability", Theme: KnifeCrime, Unit: Offence, Value: "percentage points", Period: s.Period,
		Filter:  "knife crime offences; share of class " + second + " in the period less that in the period before",
		Figures: []Figure{FigureOf(change, row, second)},
		Say: func(f []Figure) string {
			e := f[0].Estimate
			word := "differed between the two years"
			lower, upper := e.Lower.Or(-100), e.Upper.Or(100)
			if lower > -stableMargin && upper < stableMargin {
				word = "was stable over the two years"
			} else if !e.Excludes(0) {
				word = "was " + similarShare(e) + " in the two years"
			}
			return "The share of knife crime offences that were " + lowerFirst(f[0].Label) + " " + word + " (difference " + ratio1(e.Value) + " percentage points; " + ci(e, ratio1) +
				"; " + count(e.Numerator) + " of " + count(e.Denominator) + " against " + count(f[0].Extra["offences_before"]) + " of " + count(f[0].Extra["denominator_before"]) + "), " + s.Period.Name() + " and " + s.Previous.Name() + "."
		},
	}
}
