package analysis

import (
	"strings"

	"svna/datasets"
)

var _ = register(Breakdown{
	Name:      "under25-involved",
	Title:     "Offences involving a person under 25",
	Theme:     UnderTwentyFives,
	Needs:     []string{"all-ages", "ages"},
	Headlines: []string{"under25-involved-share"},
	Doc: Doc{
		Counts:   "Offences of the all-ages definition pack that have at least one victim or suspect aged 1 to 24 when the offence was reported, by offence subgroup.",
		Base:     "Offences, each once whatever the number of people in it; shares are of all offences of the all-ages pack. The pack of the other tables would not do: its first clause is under 25 by construction.",
		LeftOut:  "Ages recorded as 0, which are mostly placeholders, count as not known. Offences with no person in them count as not involving one under 25.",
		Method:   "Share with Wilson 95% limits (Wilson 1927). The upper bound adds offences with no known person under 25 and at least one victim or suspect of unknown age.",
		Misleads: "The basis is age at report, unlike the other figures. The share counts offences that are known to involve a person under 25, so unknown ages make it low; the bound says by how much at most. Many offences have no suspect.",
	},
	Compute: under25Involved,
})

func under25Involved(s *Study) (Result, error) {
	rows := func(p datasets.Period) Selection { return s.Offences(p, s.AllAgesPack) }
	if len(rows(s.Period)) == 0 {
		return Result{}, skipf("no offence of the all-ages definition pack in the period")
	}
	atReport := s.Data.People.Has("age_at_report")
	ages, basis := s.Age, s.AgeBasis
	if atReport {
		ages, basis = s.Data.People.Ints("age_at_report"), "age when the offence was reported"
	}
	category, dimension := s.subgroups()
	shares := markedShares{
		levelTable: levelTable{
			ID: "under25-involved", Title: "Offences with a victim or suspect aged 1 to 24, by " + lowerFirst(dimension.Header), Unit: Offence, Counted: "offences of the all-ages pack",
			Dimension: dimension, Category: category, Ranked: true, Rows: rows,
		},
		Marked: s.AtReport, MarkedAs: "With a victim or suspect aged 1 to 24", Unclear: s.unclearAge(ages, s.AtReport),
	}
	table := shares.build(s)
	table.Notes = append(table.Notes, "Base: "+s.AllAges.Title+", which takes offences in whatever the ages of their people. Ages are "+basis+".")
	monthly := levelTable{
		ID: table.ID, Title: "Offences by whether a person under 25 is involved", Unit: Offence, Counted: "offences of the all-ages pack",
		Dimension: Dimension{"under25_involved", "Victim or suspect aged 1 to 24"}, Category: involvement(shares.Marked, shares.Unclear),
		Labels: map[string]string{"yes": "Involved", "no": "Not involved"}, Rows: rows,
	}.buildMonthly(s)
	chart := shares.dots(s, "under25-involved-share")
	chart.Note = table.Notes[len(table.Notes)-1]
	return Result{
		Tables:     []Table{table, monthly},
		Charts:     []Chart{chart},
		Statements: []Statement{s.sayUnder25(&table, atReport)},
	}, nil
}

func (s *Study) sayUnder25(t *Table, atReport bool) Statement {
	const id = "under25-involved-share"
	if !atReport {
		return notProduced(id, UnderTwentyFives, "the extract has no age of people when the offence was reported")
	}
	row, _ := t.Find(s.Period.Name(), "Total")
	unclear := row.Extra["unclear"]
	if unclear.Or(0) > (1-completeForSentence)*row.Estimate.Denominator.Or(0) {
		return notProduced(id, UnderTwentyFives, "whether a person under 25 was involved is known for under half of the offences")
	}
	const subject = "offences of the all-ages definition"
	const predicate = "had a victim or suspect aged 1 to 24 when the offence was reported"
	return Statement{
		ID: id, Theme: UnderTwentyFives, Unit: Offence, Value: "per cent", Period: s.Period,
		Filter:  "offences of the all-ages definition pack; a victim or suspect aged 1 to 24 at report",
		Figures: []Figure{FigureOf(t, row, "under 25")}, NotRecorded: unclear, Field: "age",
		Say: func(f []Figure) string {
			text := sharePhrase(f[0].Estimate, subject, predicate, notRecordedFor("a deciding age", f[0].Extra["unclear"]))
			if bound := f[0].Extra["upper_bound"]; f[0].Extra["unclear"].Or(0) > 0 && f[0].Estimate.Denominator.Or(0) >= 20 {
				text += ", and at most " + percent(bound) + " if all of these had"
			}
			return text + ", " + s.Period.Name() + "."
		},
		Short: func(f []Figure) string {
			all := f[0]
			all.KnownOnly = "" // the base holds those of whom it is not known
			title := shareTitle(all, subject, "involved a victim or suspect aged 1 to 24")
			if all.Extra["unclear"].Or(0) > 0 && all.Estimate.Numerator.Or(0) > 0 && !strings.HasPrefix(title, "Fewer") {
				return "At least " + lowerFirst(title)
			}
			return title
		},
	}
}

// unclearAge marks offences that are not in a mask of offences with a known
// person under 25, but have a victim or suspect of unknown age.
func (s *Study) unclearAge(ages []int32, involved Mask) Mask {
	roles := s.Data.People.Category("role")
	victim, suspect := roles.Code("victim"), roles.Code("suspect")
	unclear := make(Mask, s.Data.Offences.Len())
	for i, o := range s.Data.People.Offence {
		role := roles.Codes[i]
		if role >= 0 && (role == victim || role == suspect) && ages[i] < 0 && ages[i] != datasets.IntNotApplicable && !involved[o] {
			unclear[o] = true
		}
	}
	return unclear
}

// involvement is whether a person under 25 is in each offence: yes, no, unknown.
func involvement(involved, unclear Mask) datasets.Category {
	c := datasets.Category{Levels: []string{"yes", "no", datasets.Unknown}, Codes: make([]int32, len(involved))}
	for i := range involved {
		switch {
		case involved[i]:
		case unclear[i]:
			c.Codes[i] = 2
		default:
			c.Codes[i] = 1
		}
	}
	return c
}
