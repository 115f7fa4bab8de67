package analysis

import (
	"svna/analysis/stats"
	"svna/datasets"
)

var _ = register(Breakdown{
	Name:      "weapon-injury",
	Title:     "Victims of serious violence by weapon and injury",
	Theme:     Overall,
	Needs:     []string{"pack", "victims", "people.injury", "offences.knife_use"},
	Headlines: []string{"weapon-injury-knife-difference"},
	Doc: Doc{
		Counts:   "Victims of offences of the definition pack by what was used (knife used to injure; to threaten, with those intimated and not seen; possessed or otherwise; no knife) and by degree of injury; by the weapon in the source's words where the extract has one; and the share injured with and without a knife.",
		Base:     "Victims; shares are of victims with a known injury, within each weapon.",
		LeftOut:  "Victims whose injury is not known from the shares: counted in rows of their own. Offences whose use of a knife is not known are a group of their own and in neither side of the comparison.",
		Method:   "Shares with Wilson 95% limits (Wilson 1927); difference of two shares with Newcombe's limits, method 10 (1998). Adjusted residuals (Haberman 1973) say which cells of the whole table lie far from what weapon and injury that have nothing to do with each other would give, and Fisher's exact test (1934) of each cell against the rest which of them are not chance, with q-values over the cells (Benjamini and Hochberg 1995).",
		Misleads: "The injury need not be by the weapon. A knife used to injure has an injured victim by definition, so that group is no finding. A person who was a victim twice counts twice, and several victims of one offence are alike. Groups differ in offence, age and place.",
	},
	Compute: weaponInjury,
})

// The groups of use of a knife.
const (
	knifeInjured    = "Knife used to injure"
	knifeThreatened = "Knife used to threaten"
	knifeOther      = "Knife possessed or used otherwise"
	noKnife         = "No knife"
)

// usedAs groups the uses of a knife.
func usedAs(level string) string {
	switch level {
	case "injure":
		return knifeInjured
	case "threaten", "intimate":
		return knifeThreatened
	case "none":
		return noKnife
	}
	return knifeOther
}

func weaponInjury(s *Study) (Result, error) {
	g := s.packPeople(Victim)
	if len(g.rows(s, s.Period)) == 0 {
		return Result{}, skipf("there are no %s in the period", g.Subject)
	}
	injury := s.Data.People.Category("injury")
	use := regroup(s.Data.Offences.Category("knife_use"), []string{knifeInjured, knifeThreatened, knifeOther, noKnife}, usedAs)
	result := Result{Tables: []Table{s.crossInjury("weapon-injury", "use of a knife", Dimension{"knife_use", "Use of a knife"}, g, use, injury)}}
	if s.Data.Offences.Has("weapon") {
		result.Tables = append(result.Tables, s.crossInjury("weapon-injury-source", "weapon", Dimension{"weapon", "Weapon in the words of the source"}, g, s.Data.Offences.Category("weapon"), injury))
	}
	result.Charts = []Chart{{
		ID: "weapon-injury", Table: "weapon-injury", Mark: Tiles,
		Title: "Victims of " + s.packWords() + " by use of a knife and injury", Subtitle: s.subtitle("Victims by use of a knife and degree of injury", s.Period),
		Category: "injury", Series: "knife_use", Measure: "numerator", Unit: "Victims", Only: map[string]string{"period": s.Period.Name()},
	}}
	compared := s.knifeAgainstNone(g, use, injuredOrNot(injury))
	result.Tables = append(result.Tables, compared)
	result.Statements = []Statement{s.knifeInjuryStatement("weapon-injury-knife-difference", &compared, g, injury)}
	return result, nil
}

// crossInjury counts the people of a group by a category of their offence and by
// degree of injury.
func (s *Study) crossInjury(id, what string, d Dimension, g personGroup, weapon, injury datasets.Category) Table {
	t := Table{
		ID: id, Title: s.title(capital(g.Subject)+" by "+what+" and degree of injury", s.Periods()...), Unit: g.Unit,
		Dimensions: []Dimension{{"period", "Period"}, d, {"injury", "Injury"}},
		Columns: append(shareColumns(capital(g.Subject), "With a known injury", "Share"),
			Column{"residual", "Adjusted residual (standard deviations from independence)", AsRatio}, Column{"residual_q", "p of the cell by Fisher's test, corrected for the cells", AsP}),
		Notes: g.notes(s),
	}
	order := ordered(injury, g.everybody(s), standardLevels("people", "injury")...)
	for _, p := range s.Periods() {
		rows := g.rows(s, p)
		for _, level := range append(Count(weapon, nil).Levels, "") {
			of := rows.Where(func(r int32) bool {
				w := weapon.Level(int(s.Data.People.Offence[r]))
				return w == level || level == "" && datasets.Missing(w)
			})
			if len(of) == 0 {
				continue
			}
			label, tally := levelLabel(level), Count(order, of)
			if level == "" {
				label = "Not known"
			}
			for i, n := range tally.Counts {
				degree := levelTable{Labels: injuryLabels}.label(tally.Levels[i])
				t.Rows = append(t.Rows, Row{Levels: []string{p.Name(), label, degree}, Estimate: stats.Share(float64(n), float64(tally.Known())).Scale(100)}.on(g.Unit, tally.rowsOf(tally.Levels[i]), tally.knownRows()))
			}
			for _, row := range missingRows(tally, p.Name(), label) {
				t.Rows = append(t.Rows, row.on(g.Unit, tally.kindRows(row.Levels[2]), nil))
			}
			t.Rows = append(t.Rows, countRow(TotalRow, tally.Total(), p.Name(), label, "Total").on(g.Unit, tally.rows, nil))
		}
	}
	t.deriveExtra(func(t *Table) {
		for _, p := range s.Periods() {
			t.addResiduals(p.Name())
		}
	})
	return t
}

// addResiduals sets beside each cell of a period how far its count is from what rows and
// columns that have nothing to do with each other would make it, if every count is there.
// Those whose weapon is not known are left out.
func (t *Table) addResiduals(period string) {
	var counts [][]float64
	var cells []*Row
	for i := range t.Rows {
		r := &t.Rows[i]
		if r.Kind != LevelRow || r.Levels[0] != period || r.Levels[1] == "Not known" {
			continue
		}
		if !r.Estimate.Numerator.Known() {
			return
		}
		if len(cells) == 0 || cells[len(cells)-1].Levels[1] != r.Levels[1] {
			counts = append(counts, nil)
		}
		last := len(counts) - 1
		counts[last], cells = append(counts[last], r.Estimate.Numerator.Or(0)), append(cells, r)
	}
	for _, row := range counts {
		if len(row) != len(counts[0]) {
			return // an edition has merged levels of some weapons and not of others
		}
	}
	var chance []stats.Number
	for i, row := range stats.AdjustedResiduals(counts) {
		for j, v := range row {
			cells[len(chance)].put("residual", v)
			p := stats.Number{}
			if v.Known() {
				p = cellAgainstRest(counts, i, j)
			}
			chance = append(chance, p)
		}
	}
	for i, q := range stats.BenjaminiHochberg(chance) {
		cells[i].put("residual_q", q)
	}
}

// cellAgainstRest is the p-value of Fisher's exact test of a cell of a table against the
// rest of its row, of its column and of the table: a residual is close to normal only
// where the cell is expected to hold five or so, and the fatal are fewer.
func cellAgainstRest(counts [][]float64, i, j int) stats.Number {
	var row, column, total float64
	for k := range counts {
		for l, n := range counts[k] {
			total += n
			if k == i {
				row += n
			}
			if l == j {
				column += n
			}
		}
	}
	return stats.FisherExact(counts[i][j], row, column-counts[i][j], total-row)
}

// knifeAgainstNone sets the share of victims injured where a knife was used to
// threaten or intimated against that where there was none.
func (s *Study) knifeAgainstNone(g personGroup, use, injured datasets.Category) Table {
	t := Table{
		ID: "weapon-injury-compared", Title: s.title(capital(g.Subject)+": share injured where a knife threatened and with no knife", s.Periods()...), Unit: g.Unit,
		Dimensions: []Dimension{{"period", "Period"}},
		Columns: []Column{
			{"numerator", "Injured, knife used to threaten or intimated", AsCount},
			{"denominator", "Victims, knife used to threaten or intimated", AsCount},
			{"none", "Injured, no knife", AsCount},
			{"none_all", "Victims, no knife", AsCount},
			{"share", "Share injured, knife (%)", AsShare},
			{"share_none", "Share injured, no knife (%)", AsShare},
			{"value", "Difference (percentage points)", AsShare},
			{"lower", "Lower 95% confidence limit", AsShare},
			{"upper", "Upper 95% confidence limit", AsShare},
			{"method", "Method", AsText},
		},
		Notes: []string{s.packNote(), "Injured: fatal, serious, moderate or minor. A knife used to injure is in neither group."},
	}
	for _, p := range s.Periods() {
		rows := g.rows(s, p)
		by := func(group string) Tally {
			return Count(injured, rows.Where(func(r int32) bool { return use.Level(int(s.Data.People.Offence[r])) == group }))
		}
		knife, none := by(knifeThreatened), by(noKnife)
		x1, n1, x2, n2 := float64(knife.Of("injured")), float64(knife.Known()), float64(none.Of("injured")), float64(none.Known())
		e := stats.ShareDifference(x1, n1, x2, n2).Scale(100)
		e.Numerator, e.Denominator = number(x1), number(n1)
		t.Rows = append(t.Rows, Row{Levels: []string{p.Name()}, Estimate: e, Extra: map[string]stats.Number{
			"none": number(x2), "none_all": number(n2), "share": stats.Share(x1, n1).Scale(100).Value, "share_none": stats.Share(x2, n2).Scale(100).Value,
		}})
	}
	return t
}

func (s *Study) knifeInjuryStatement(id string, t *Table, g personGroup, injury datasets.Category) Statement {
	row, _ := t.Find(s.Period.Name())
	tally := Count(injury, g.rows(s, s.Period))
	if reason := unsayable(tally, "injury", g.Subject); reason != "" {
		return notProduced(id, Overall, reason)
	}
	if !row.Estimate.Value.Known() || row.Estimate.Denominator.Or(0) < 20 || row.Extra["none_all"].Or(0) < 20 {
		return notProduced(id, Overall, "fewer than 20 victims with a known injury, with or without a knife")
	}
	comparable := knownPart(tally) >= completeForWords
	return Statement{
		ID: id, Theme: Overall, Unit: Victim, Value: "percentage points", Period: s.Period,
		Filter:  g.Subject + " with a known injury; share injured where a knife was used to threaten or intimated, less that where there was no knife",
		Figures: []Figure{FigureOf(t, row, "difference")}, NotRecorded: number(float64(tally.Missing())), Field: "injury",
		Say: func(f []Figure) string {
			e, extra := f[0].Estimate, f[0].Extra
			word := "similar to"
			if similarShare(e) != "similar" {
				word = "not clearly different from"
			}
			switch {
			case !comparable || e.Excludes(0) && min(e.Numerator.Or(0), extra["none"].Or(0)) < fewestForWords:
				word = "set beside, and not compared with,"
			case e.Excludes(0) && e.Value.Or(0) > 0:
				word = "higher than"
			case e.Excludes(0):
				word = "lower than"
			}
			evidence := count(e.Numerator) + " of " + count(e.Denominator) + ", and " + count(extra["none"]) + " of " + count(extra["none_all"]) + "; difference " + Round(e.Value.Or(0), 0) + " points; " + ci(e, count)
			if note := notRecordedFor("injury", f[0].NotRecorded); note != "" {
				evidence += "; " + note
			}
			return "The share of " + g.Subject + " who were injured where a knife was used to threaten and not to injure, or intimated and not seen, was " + word + " that where there was no knife, " + percent(extra["share"]) + " and " + percent(extra["share_none"]) + " (" + evidence + "), " + s.Period.Name() + "."
		},
	}
}
