package analysis

import (
	"slices"

	"svna/analysis/stats"
	"svna/datasets"
)

var _ = register(Breakdown{
	Name:      "injury-degree",
	Title:     "Victims by degree of injury",
	Theme:     Overall,
	Needs:     []string{"pack", "victims", "people.injury"},
	Headlines: []string{"victims-no-injury-share"},
	Doc: Doc{
		Counts:   "Victims of offences of the definition pack recorded in the period, by degree of injury: fatal, serious, moderate, minor, threats only, none.",
		Base:     "Victims, each once an offence; shares are of victims whose injury is known. A second share is of all victims, whether or not their injury is known.",
		LeftOut:  "Offences without a victim who is a person; victims whose injury is not known, from the first share.",
		Method:   "Share with Wilson 95% limits (Wilson 1927).",
		Misleads: "Injury is often not recorded, and then the share of the known may differ from that of all. Threats only is a level of its own and not no injury. A person who was a victim twice counts twice. The same percentage may stand for another figure elsewhere: ids tell them apart, not values.",
	},
	Compute: injuryDegree,
})

var injuryLabels = map[string]string{"none": "No injury", "threats_only": "Threats only"}

func injuryDegree(s *Study) (Result, error) {
	spec := levelTable{
		ID: "injury-degree", Title: "Victims of " + s.packWords() + " by degree of injury", Unit: Victim, Counted: "victims of " + s.packWords(),
		Dimension: Dimension{"injury", "Injury"}, Labels: injuryLabels,
		Rows: func(p datasets.Period) Selection { return s.People("victim", p, s.Pack) },
	}
	if len(spec.Rows(s.Period)) == 0 {
		return Result{}, skipf("no victim of an offence of the definition pack in the period")
	}
	spec.Category = ordered(s.Data.People.Category("injury"), spec.Rows(s.bothPeriods()), standardLevels("people", "injury")...)
	result := Result{Tables: spec.describe(s, "injury")}
	addShareOfAll(s, &result.Tables[0], spec)
	result.Tables[0].Notes = append([]string{s.packNote()}, result.Tables[0].Notes...)
	result.Charts = []Chart{{
		ID: "injury-degree", Table: "injury-degree", Mark: Bars, Finding: "victims-no-injury-share",
		Title: spec.Title, Subtitle: s.subtitle("Share of victims whose injury is known", s.Periods()...),
		Category: "injury", Series: "period", Measure: "value", Unit: "% of victims",
	}}
	statement := levelShare{
		ID: "victims-no-injury-share", Theme: Overall, Spec: spec, Table: &result.Tables[0], Level: "none",
		Field: "injury", Subject: "victims of " + s.packWords(), Predicate: "had no injury",
		Filter: "victims of offences of the definition pack whose injury is known; injury none",
	}.statement(s)
	if statement.NotProduced == "" {
		statement.Say = func(f []Figure) string {
			text := sharePhrase(f[0].Estimate, "victims of "+s.packWords(), "had no injury", notRecordedFor("injury", f[0].NotRecorded))
			if of := f[0].Extra["share_of_all"]; of.Known() && f[0].NotRecorded.Or(0) > 0 && f[0].Estimate.Denominator.Or(0) >= 20 {
				text += "; they are " + percent(of) + " of all victims, known injury or not"
			}
			return text + ", " + s.Period.Name() + "."
		}
	}
	result.Statements = []Statement{statement}
	return result, nil
}

// addShareOfAll adds to each level its share of all rows, those of unknown level
// among them.
func addShareOfAll(s *Study, t *Table, spec levelTable) {
	at := slices.IndexFunc(t.Columns, func(c Column) bool { return c.Name == "method" })
	t.Columns = slices.Insert(t.Columns, at, Column{"share_of_all", "Share of all " + spec.Unit.Plural() + " (%)", AsShare})
	t.deriveExtra(func(t *Table) {
		for _, p := range s.Periods() {
			all, _ := t.Find(p.Name(), "Total")
			for i, r := range t.Rows {
				n, known := r.Estimate.Numerator.Get()
				if r.Kind == LevelRow && r.Levels[0] == p.Name() && known && all.Estimate.Numerator.Known() {
					t.Rows[i].put("share_of_all", stats.Share(n, all.Estimate.Numerator.Or(0)).Scale(100).Value)
				}
			}
		}
	})
}
