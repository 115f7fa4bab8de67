package analysis

import (
	"cmp"
	"slices"
	"strings"

	"svna/analysis/stats"
	"svna/datasets"
)

var _ = register(Breakdown{
	Name:      "change",
	Title:     "Change in serious violence since the period before, by offence, ward and age of the youngest person",
	Theme:     Overall,
	Needs:     []string{"pack", "previous"},
	Headlines: []string{"change-by-offence", "change-by-ward", "change-by-age"},
	Doc: Doc{
		Counts:   "Offences of the definition pack in the period and in the period before, split in turn by offence, by ward and by the age of the youngest victim or suspect: how much each part adds to the change of the whole. And victims by age band: how much of their change is that of the number of residents, and how much that of the rate.",
		Base:     "Offences, in each split once; victims for the second table. The parts of a split, with those not known, add up to the change of all offences.",
		LeftOut:  "Nothing: offences whose ward or age is not known, or that lie outside every ward, are rows of their own.",
		Method:   "Ratio of counts a day with the exact conditional test (Przyborowski and Wilenski 1940) and q-values over the rows of each split (Benjamini and Hochberg 1995). A part is said to have risen or fallen only if its q-value is under 0.05, both counts are 20 or more and no break of its series lies between; a break of one subgroup is none of the whole, and is named beside it. Share of the change only where all parts changed in one direction. Population and rate effects after Kitagawa (1955).",
		Misleads: "Two periods are not a trend, and the pair was not drawn by lot. A part can change without the whole and the whole without any part. Splits overlap: one offence counts in each, so contributions are never added across splits. Late recording lowers the newest months.",
	},
	Compute: periodChange,
})

// changeSplit is one way to split offences for the decomposition of a change.
type changeSplit struct {
	id, by string // of the statement; "Offence"
	kinds  string // "offence subgroups"
	spec   levelTable
	series func(level string) []string
}

// youngestAge is what offences are split by where they are split by age.
const youngestAge = "Age of the youngest victim or suspect"

func (s *Study) changeSplits() (splits []changeSplit, lacking map[string]string) {
	lacking = map[string]string{}
	none := func(string) []string { return nil }
	add := func(id, by, kinds string, c datasets.Category, labels map[string]string, ranked bool, series func(string) []string) {
		splits = append(splits, changeSplit{id, by, kinds, levelTable{
			Unit: Offence, Counted: s.packOffences(), Dimension: Dimension{"level", "Part"}, Category: c, Ranked: ranked, Rows: s.pack, Labels: labels,
		}, series})
	}
	offences, dimension := s.subgroups()
	add("change-by-offence", "Offence", strings.NewReplacer("group", "groups", "class", "classes").Replace(lowerFirst(dimension.Header)), offences, nil, true, offenceSeries)
	if lacking["change-by-ward"] = s.Lacks("wards"); lacking["change-by-ward"] == "" {
		wards := violenceProfile(s, Overall).wards(1)
		add("change-by-ward", "Ward", "wards", wards.Category, wards.labels(), true, func(string) []string { return []string{"ward"} })
	}
	if lacking["change-by-age"] = s.Lacks("ages"); lacking["change-by-age"] == "" {
		add("change-by-age", youngestAge, "age bands of the youngest victim or suspect", s.youngest(), nil, false, none)
	}
	return splits, lacking
}

func periodChange(s *Study) (Result, error) {
	if len(s.pack(s.Period)) == 0 {
		return Result{}, skipf("no offence of the definition pack in the period")
	}
	splits, lacking := s.changeSplits()
	var by []string
	for _, split := range splits {
		by = append(by, lowerFirst(split.by))
	}
	t := Table{
		ID: "change", Title: s.title("Change in "+s.packOffences()+" by "+list(by), s.Period, s.Previous), Unit: Offence,
		Dimensions: []Dimension{{"by", "Split by"}, {"level", "Part"}},
		Columns:    append(s.changeColumns(capital(s.packOffences())), Column{"share_of_change", "Share of the change of the whole (%)", AsShare}),
		Notes:      []string{s.packNote(), "The parts of each split add up to the change of the whole; splits overlap and are not added."},
	}
	var statements []Statement
	for _, split := range splits {
		part := split.spec.buildChange(s, t.ID, "", s.packSeries(), split.series)
		if split.by == "Ward" {
			for i, r := range part.Rows {
				if r.Levels[0] == "Not applicable" {
					part.Rows[i].Levels = []string{"Outside the wards"}
				}
			}
		}
		shareChange(part.Rows)
		for _, r := range part.Rows {
			r.Levels = append([]string{split.by}, r.Levels...)
			t.Rows = append(t.Rows, r)
		}
		t.addNotes(part.Notes...)
		t.Constants = append(t.Constants, part.Constants...)
	}
	for _, split := range splits {
		statements = append(statements, selected(func(t *Table) Statement { return split.statement(s, t) }, &t))
	}
	for _, id := range []string{"change-by-ward", "change-by-age"} {
		if lacking[id] != "" {
			statements = append(statements, notProduced(id, Overall, lacking[id]))
		}
	}
	result := Result{Tables: []Table{t}, Statements: statements, Charts: []Chart{{
		ID: "change", Table: t.ID, Mark: Forest, Finding: "change-by-offence",
		Title: "Change in " + s.packOffences() + " by offence", Subtitle: s.subtitle("Ratio of counts a day to the "+s.Previous.Name()+", with 95% confidence interval", s.Period),
		Category: "level", Measure: "value", Unit: "Ratio of counts a day", Interval: true,
		Only: map[string]string{"by": "Offence"}, Reference: number(1), ReferenceLabel: "No change",
	}}}
	if effects, ok := s.changeOfVictims(); ok {
		result.Tables = append(result.Tables, effects)
	}
	return result, nil
}

// shareChange gives each part its share of the change of the whole, where all
// parts changed in one direction.
func shareChange(rows []Row) {
	whole, up, down := 0.0, false, false
	for _, r := range rows {
		v := r.Extra["change"].Or(0)
		if r.Kind == TotalRow {
			whole = v
			continue
		}
		up, down = up || v > 0, down || v < 0
	}
	if up == down {
		return
	}
	for _, r := range rows {
		r.Extra["share_of_change"] = number(100 * r.Extra["change"].Or(0) / whole)
	}
}

// statement names the parts that changed clearly after all the looks, or the part
// that changed most if none did.
func (c changeSplit) statement(s *Study, t *Table) Statement {
	blocked := ""
	if !s.Data.Offences.Has("recorded_at") {
		blocked = "the newest months may be incomplete, since the extract has no recording dates"
	}
	var clear, other []Figure
	looks, broken, kinds, among := 0, 0, c.kinds, ""
	withheld := false // a change that the numbers show and the series does not bear
	for _, r := range t.Rows {
		if r.Levels[0] != c.by || r.Kind != LevelRow || r.Levels[1] == "All others" {
			continue
		}
		if r.Estimate.Status == stats.Suppressed {
			kinds, among = c.kinds+" whose numbers are shown", " among these"
			continue
		}
		if f := FigureOf(t, r, r.Levels[1]); r.Estimate.Value.Known() && r.Estimate.Upper.Known() {
			looks++
			if r.Note != "" {
				broken++
			}
			switch {
			case !changedClearly(f):
				other = append(other, f)
			case blocked != "" || r.Note != "":
				other, withheld = append(other, f), true
			default:
				clear = append(clear, f)
			}
		}
	}
	if len(clear)+len(other) == 0 {
		return notProduced(c.id, Overall, "none of the "+c.kinds+" has offences in both periods")
	}
	byChange := func(a, b Figure) int {
		return cmp.Or(cmp.Compare(abs(b.Extra["change"].Or(0)), abs(a.Extra["change"].Or(0))), strings.Compare(a.Label, b.Label))
	}
	slices.SortFunc(clear, byChange)
	slices.SortFunc(other, byChange)
	figures := clear[:min(len(clear), mostNamed)]
	if len(figures) == 0 {
		figures = other[:1]
	}
	more, found := len(clear)-len(figures), len(clear) > 0
	unbroken := blocked
	if !found {
		if row, _ := t.Find(c.by, figures[0].Label); row.Note != "" {
			unbroken = betweenBreaks
		}
	}
	allowing := ", allowing for the number of comparisons"
	if broken > 0 {
		allowing += " and for breaks in series"
	}
	return Statement{
		ID: c.id, Theme: Overall, Unit: Offence, Value: "ratio", Period: s.Period,
		Filter:  s.packOffences() + " by " + lowerFirst(c.by) + "; count a day of the period over that of the " + s.Previous.Name(),
		Figures: figures,
		Say: func(f []Figure) string {
			periods := ", " + s.Previous.Name() + " and " + s.Period.Name() + "."
			if !found {
				text := "None of " + commas(looks) + " " + kinds + " changed clearly" + allowing + "; the"
				switch {
				case broken == looks:
					text = "None of " + commas(looks) + " " + kinds + " is comparable; the"
				case withheld:
					text = "Of " + commas(looks) + " " + kinds + ", the"
				}
				return text + " largest change in count" + among + ": " + f[0].Label + ", " + count(f[0].Estimate.Denominator) + " to " + count(f[0].Estimate.Numerator) + changeEvidence(f[0], unbroken) + periods
			}
			var parts []string
			for _, figure := range f {
				parts = append(parts, changePhrase(figure, figure.Label, unbroken))
			}
			text := "Of " + commas(looks) + " " + kinds + allowing + ": " + strings.Join(parts, "; ")
			if more > 0 {
				text += "; and " + commas(more) + " more changed clearly"
			}
			return text + periods
		},
		Short: func(f []Figure) string {
			if !found && (withheld || broken == looks) {
				return ""
			}
			if !found {
				return "No " + strings.NewReplacer("groups of", "group of", "bands of", "band of").Replace(strings.TrimSuffix(c.kinds, "s")) + " changed clearly" + allowing
			}
			label := f[0].Label
			if c.by == youngestAge {
				label = capital(s.packOffences()) + " with a youngest victim or suspect aged " + label
			}
			return label + " " + changeWord(f[0], unbroken) + " from " + count(f[0].Estimate.Denominator) + " to " + count(f[0].Estimate.Numerator)
		},
	}
}

// changedClearly reports whether a part picked from many may be said to have
// risen or fallen.
func changedClearly(f Figure) bool {
	word := changeWord(f, "")
	return (word == "rose" || word == "fell") && f.Extra["q"].Or(1) < 0.05
}

func abs(v float64) float64 { return max(v, -v) }

// changeOfVictims splits the change of victims by age band into the effect of the
// number of residents and that of the rate (F35).
func (s *Study) changeOfVictims() (Table, bool) {
	if s.lacksAny("victims", "ages", "population") != "" {
		return Table{}, false
	}
	g := s.packPeople(Victim)
	t := Table{
		ID: "change-victims", Title: s.title("Change in "+g.Subject+" by age band: residents and rate", s.Period, s.Previous), Unit: Victim,
		Dimensions: []Dimension{{"age_band", "Age band"}},
		Columns: append(s.changeColumns(capital(g.Subject)),
			Column{"population_effect", "Change by the number of residents", AsRate}, Column{"rate_effect", "Change by the rate", AsRate}),
		Notes: []string{s.packNote(), "The two effects of a band add up to its change; they describe, and do not explain (Kitagawa 1955)."},
	}
	t.Promise = &Promise{Column: "rate_effect", Plain: s.title("Change in "+g.Subject+" by age band", s.Period, s.Previous), Notes: t.Notes[1:]}
	now, before := Count(s.AgeBand, g.rows(s, s.Period)), Count(s.AgeBand, g.rows(s, s.Previous))
	var p1, r1, p2, r2 []float64
	for _, band := range s.Bands {
		residents, ok := s.personYears(s.Period, "", "", band.From, band.To)
		earlier, ok2 := s.personYears(s.Previous, "", "", band.From, band.To)
		if !ok || !ok2 {
			return Table{}, false
		}
		p1, p2 = append(p1, earlier), append(p2, residents)
		r1, r2 = append(r1, float64(before.Of(band.Label))/earlier), append(r2, float64(now.Of(band.Label))/residents)
		t.Rows = append(t.Rows, s.changeRow(LevelRow, now.Of(band.Label), before.Of(band.Label), s.packSeries(), band.Label).on(Victim, now.rowsOf(band.Label), before.rowsOf(band.Label)))
	}
	d := stats.Decompose(p1, r1, p2, r2)
	for i := range t.Rows {
		t.Rows[i].Extra["population_effect"], t.Rows[i].Extra["rate_effect"] = number(d.Population[i]), number(d.Rate[i])
	}
	if n, m := now.rows.without(now.knownRows()), before.rows.without(before.knownRows()); len(n)+len(m) > 0 {
		t.Rows = append(t.Rows, s.changeRow(NotKnownRow, len(n), len(m), s.packSeries(), "Not known").on(Victim, n, m))
	}
	t.Rows = append(t.Rows, s.changeRow(TotalRow, now.Total(), before.Total(), s.packSeries(), "Total").on(Victim, now.rows, before.rows))
	correctChanges(&t)
	return t, true
}
