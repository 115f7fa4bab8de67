package analysis

import (
	"slices"
	"strconv"

	"svna/analysis/stats"
	"svna/datasets"
)

var _ = register(Breakdown{
	Name:      "repeat-victims",
	Title:     "Repeat victims",
	Theme:     Persons,
	Needs:     []string{"pack", "victims", "people.person_key"},
	Headlines: []string{"repeat-victims-share"},
	Doc: Doc{
		Counts:   "Distinct people who are victims of one, two, three or more offences of the definition pack recorded in the period, and the offences that befell them.",
		Base:     "Distinct people, by the pseudonym in the extract; shares are of those people, or of their offences as victims.",
		LeftOut:  "Victims without a pseudonym, who are counted in a row of their own.",
		Method:   "Shares with Wilson 95% limits (Wilson 1927). A repeat within 365 days looks back before the period as far as the extract goes (Farrell and Pease 1993).",
		Misleads: "A short period hides repeats. A pseudonym that changes with the system that made it breaks the chain, and one shared by two people makes one of them. Domestic abuse and other violence repeat differently.",
	},
	Compute: repeatVictims,
})

// mostOffences is the last level of offences a person; it stands for it and
// more.
const mostOffences = 5

func repeatVictims(s *Study) (Result, error) {
	g := s.packPeople(Victim)
	t := Table{
		ID: "repeat-victims", Title: s.title("Victims by number of offences", s.Periods()...), Unit: MixedUnits,
		Dimensions: []Dimension{{"period", "Period"}, {"offences", "Offences that the person was a victim of"}},
		Columns: append(shareColumns("Distinct people", "Distinct people with a pseudonym", "Share of people"),
			Column{"victimisations", "Offences as victims", AsCount},
			Column{"share_offences", "Share of offences as victims (%)", AsShare}),
		Notes: []string{s.packNote()},
	}
	repeats := Table{
		ID: "repeat-victims-share", Title: s.title("People who are repeat victims", s.Periods()...), Unit: Victim,
		Dimensions: []Dimension{{"period", "Period"}, {"measure", "Measure"}},
		Columns:    shareColumns("Distinct people", "Distinct people with a pseudonym", "Share"),
		Notes:      []string{s.packNote(), "Repeats within 365 days look back to " + s.firstMonth().Name() + ", where the extract starts."},
	}
	withoutKey := 0
	for _, p := range s.Periods() {
		v := s.victimisations(g, p)
		if len(v.times) == 0 {
			continue
		}
		if p == s.Period {
			withoutKey = v.withoutKey
		}
		t.Rows = append(t.Rows, v.rows(p)...)
		people := float64(len(v.times))
		repeats.Rows = append(repeats.Rows,
			Row{Levels: []string{p.Name(), "Victim of two or more offences in the period"}, Estimate: stats.Share(float64(v.more(2)), people).Scale(100)},
			Row{Levels: []string{p.Name(), "Victim again within 365 days"}, Estimate: stats.Share(float64(v.again), people).Scale(100)})
	}
	row, found := repeats.Find(s.Period.Name(), "Victim of two or more offences in the period")
	if !found {
		return Result{}, skipf("no victim in the period has a pseudonym")
	}
	result := Result{
		Tables: []Table{t, repeats},
		Charts: []Chart{{
			ID: "repeat-victims", Table: t.ID, Mark: Dots, Title: "Distinct victims by number of offences", Finding: "repeat-victims-share",
			Subtitle: s.subtitle("Share of distinct victims with a pseudonym, with 95% confidence interval", s.Period),
			Category: "offences", Measure: "value", Unit: "% of distinct victims", Interval: true, Only: map[string]string{"period": s.Period.Name()},
		}},
	}
	if v := s.victimisations(g, s.Period); float64(withoutKey) > (1-completeForSentence)*float64(withoutKey+v.offences()) {
		result.Statements = append(result.Statements, notProduced("repeat-victims-share", Persons, "under half of the victims have a pseudonym"))
		return result, nil
	}
	missing := number(float64(withoutKey))
	subject, predicate := "distinct "+g.Subject, "were victims of two or more offences in the period"
	result.Statements = append(result.Statements, Statement{
		ID: "repeat-victims-share", Theme: Persons, Unit: Victim, Value: "per cent", Period: s.Period,
		Filter:  "distinct people among " + g.Subject + "; two or more offences in the period",
		Figures: []Figure{FigureOf(&repeats, row, "repeat victims")}, NotRecorded: missing, Field: "pseudonym",
		Say: sayShare(subject, predicate, s.Period, "pseudonym"), Short: shortShare(subject, predicate),
	})
	return result, nil
}

// victimisations are the offences of each person in a period.
type victimisations struct {
	times      map[string]int // offences in the period, by pseudonym
	again      int            // people with an offence within 365 days of an earlier one
	withoutKey int
}

// occasion is one offence of a person.
type occasion struct {
	at      int64
	offence int32
	in      bool // in the period
}

// victimisations counts distinct offences of each person; an offence given
// twice counts once.
func (s *Study) victimisations(g personGroup, p datasets.Period) victimisations {
	v := victimisations{times: map[string]int{}}
	keys := s.Data.People.Texts("person_key")
	at := s.Data.Offences.Times("recorded_at")
	if !s.Data.Offences.Has("recorded_at") {
		at = s.Data.Offences.Times("committed_from")
	}
	history := map[string][]occasion{}
	for _, r := range g.rows(s, datasets.Period{From: min(s.firstMonth(), p.From), To: p.To}) {
		offence := s.Data.People.Offence[r]
		in := p.Contains(s.Month[offence])
		if keys == nil || !keys.IsValid(int(r)) || keys.Value(int(r)) == "" {
			if in {
				v.withoutKey++
			}
			continue
		}
		key := keys.Value(int(r))
		if !slices.ContainsFunc(history[key], func(o occasion) bool { return o.offence == offence }) {
			history[key] = append(history[key], occasion{at[offence], offence, in})
		}
	}
	for key, occasions := range history {
		slices.SortFunc(occasions, func(a, b occasion) int { return int(min(max(a.at-b.at, -1), 1)) })
		again := false
		for i, o := range occasions {
			if !o.in {
				continue
			}
			v.times[key]++
			again = again || i > 0 && o.at-occasions[i-1].at <= 365*86400
		}
		if again {
			v.again++
		}
	}
	return v
}

// more is the number of people with at least n offences.
func (v victimisations) more(n int) int {
	people := 0
	for _, times := range v.times {
		if times >= n {
			people++
		}
	}
	return people
}

// offences is the number of offences as victims.
func (v victimisations) offences() int {
	sum := 0
	for _, times := range v.times {
		sum += times
	}
	return sum
}

func (v victimisations) rows(p datasets.Period) []Row {
	people, offences := [mostOffences + 1]int{}, [mostOffences + 1]int{}
	for _, times := range v.times {
		people[min(times, mostOffences)]++
		offences[min(times, mostOffences)] += times
	}
	var rows []Row
	all := float64(v.offences())
	for n := 1; n <= mostOffences; n++ {
		label := strconv.Itoa(n)
		if n == mostOffences {
			label += " or more"
		}
		rows = append(rows, Row{Levels: []string{p.Name(), label}, Estimate: stats.Share(float64(people[n]), float64(len(v.times))).Scale(100), Extra: map[string]stats.Number{
			"victimisations": number(float64(offences[n])), "share_offences": number(100 * float64(offences[n]) / all),
		}})
	}
	total := countRow(TotalRow, len(v.times), p.Name(), "Total")
	total.Extra = map[string]stats.Number{"victimisations": number(all)}
	if v.withoutKey > 0 {
		missing := Row{Levels: []string{p.Name(), "No pseudonym"}, Kind: NotKnownRow, Extra: map[string]stats.Number{"victimisations": number(float64(v.withoutKey))}}
		rows = append(rows, missing)
		total.Extra["victimisations"] = number(all + float64(v.withoutKey))
	}
	return append(rows, total)
}
