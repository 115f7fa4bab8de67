package analysis

import (
	"slices"
	"strings"

	"svna/analysis/stats"
	"svna/datasets"
)

// personGroup is a set of people whose profile is drawn: those in one role over
// one set of offences. One person can be in it several times, once an offence.
type personGroup struct {
	Unit     Unit   // Victim or Suspect; also the role
	Subject  string // "victims of serious violence", "knife crime suspects"
	Offences Mask
}

// packPeople are the people in a role over the offences of the definition pack.
func (s *Study) packPeople(u Unit) personGroup {
	return personGroup{u, u.Plural() + " of " + s.packWords(), s.Pack}
}

// knifePeople are the people in a role over knife crime offences.
func (s *Study) knifePeople(u Unit) personGroup {
	return personGroup{u, "knife crime " + u.Plural(), s.Knife}
}

// packWords says in a sentence what the definition pack selects.
func (s *Study) packWords() string {
	if s.Definition != nil {
		switch s.Definition.Name {
		case "every-offence":
			return "recorded offences"
		case "all-violence":
			return "violence"
		case "police-uk":
			return "violence, robbery and weapons offences"
		}
	}
	return "serious violence"
}

// rows returns the people of the group whose offence lies in a period.
func (g personGroup) rows(s *Study, p datasets.Period) Selection {
	return s.People(string(g.Unit), p, g.Offences)
}

// levels is the table of one characteristic of the group.
func (g personGroup) levels(s *Study, id, what string, d Dimension, c datasets.Category) levelTable {
	return levelTable{
		ID: id, Title: capital(g.Subject) + " by " + what, Unit: g.Unit, Counted: g.Subject,
		Dimension: d, Category: c, Rows: func(p datasets.Period) Selection { return g.rows(s, p) },
	}
}

// suspectsLine stands on everything about suspects.
const suspectsLine = "Suspects are people suspected of an offence; most have not been convicted of it."

// notes are the lines that every table of the group carries.
func (g personGroup) notes(s *Study) []string {
	notes := []string{s.packNote()}
	if strings.HasPrefix(g.Subject, "knife") {
		notes[0] = "Knife crime: " + s.KnifeBasis + "."
	}
	notes = append(notes, "A person linked to several offences is counted once for each.")
	if g.Unit == Suspect {
		notes = append(notes, suspectsLine)
	}
	return notes
}

// everybody returns the people of the group over all months that tables cover.
func (g personGroup) everybody(s *Study) Selection {
	months := s.Months()
	return g.rows(s, datasets.Period{From: months[0], To: months[len(months)-1]})
}

// sexes is the sex of people, males first.
func (g personGroup) sexes(s *Study) datasets.Category {
	return ordered(s.Data.People.Category("sex"), g.everybody(s), "male", "female")
}

// ageLevels returns the age band of people with the bands in order of age, and
// the ages of each band. Bands of the source are taken as they are.
func (g personGroup) ageLevels(s *Study) (c datasets.Category, ages map[string]datasets.AgeBand) {
	ages = map[string]datasets.AgeBand{}
	if s.AgeBasis != "" {
		for _, b := range s.Bands {
			ages[b.Label] = b
		}
		return s.AgeBand, ages
	}
	var known []string
	for _, level := range s.AgeBand.Levels {
		if from, to, ok := datasets.ParseAges(level); ok && !datasets.Missing(level) {
			ages[level] = datasets.AgeBand{Label: level, From: from, To: to}
			known = append(known, level)
		}
	}
	slices.SortFunc(known, func(a, b string) int {
		if ages[a].From != ages[b].From {
			return ages[a].From - ages[b].From
		}
		return ages[a].To - ages[b].To
	})
	return ordered(s.AgeBand, g.everybody(s), known...), ages
}

// lacksAgeBands says why there are no age bands of people, or "".
func (s *Study) lacksAgeBands() string {
	if s.AgeBasis == "" && !s.Data.People.Has("age_band") {
		return "the extract has neither ages nor age bands of people"
	}
	return ""
}

// personYears returns residents times years over a period: each run of 12
// months takes the mid-year estimate of the calendar year in which it starts.
// ok is false where the population does not answer exactly.
func (s *Study) personYears(p datasets.Period, sex, ethnicity string, ageFrom, ageTo int) (personYears float64, ok bool) {
	for from := p.From; from <= p.To; from += 12 {
		part := datasets.Period{From: from, To: min(from+11, p.To)}
		residents, ok := s.Residents(part, sex, ethnicity, ageFrom, ageTo)
		if !ok || residents <= 0 {
			return 0, false
		}
		personYears += residents * part.Years()
	}
	return personYears, true
}

// residentsHeader heads the denominators of rates.
func (s *Study) residentsHeader(of string) string {
	if s.Period.Months() == 12 {
		return capital(of)
	}
	return capital(of) + ", times years"
}

// residentsNote names the population that rates are based on.
func (s *Study) residentsNote(ethnicity string) string {
	var years []string
	for _, p := range s.Periods() {
		_, year, ok := s.Population.Persons(datasets.Residents{Area: s.Area.Code, Year: p.From.Year(), Ethnicity: ethnicity, AgeTo: datasets.AllAges})
		if !ok {
			return ""
		}
		years = append(years, datasets.NewMonth(year, 1).String()[:4])
	}
	said := "Residents are those of " + years[0]
	if last := len(years) - 1; years[last] != years[0] {
		said += ", and of " + years[last] + " for the " + s.Periods()[last].Name()
	}
	return said + ". People linked to an offence need not live in the area."
}

// addRates gives each level its residents, its rate per 1,000 of them with
// limits, and its share of all residents. A level without residents stays
// without. It reports whether any level has a rate.
func (s *Study) addRates(t *Table, spec levelTable, group func(p datasets.Period, level string) (float64, bool), whole func(datasets.Period) (float64, bool)) bool {
	levels := map[string]string{}
	for _, level := range spec.Category.Levels {
		levels[spec.label(level)] = level
	}
	found := false
	for _, p := range s.Periods() {
		everybody, _ := whole(p)
		for i := range t.Rows {
			r := &t.Rows[i]
			if r.Kind != LevelRow || r.Levels[0] != p.Name() {
				continue
			}
			residents, ok := group(p, levels[r.Levels[1]])
			if !ok {
				continue
			}
			found = true
			rate := stats.Rate(r.Estimate.Numerator.Or(0), residents, 1000)
			r.Extra = map[string]stats.Number{
				"residents": number(residents), "rate": rate.Value, "rate_lower": rate.Lower, "rate_upper": rate.Upper,
				"share_residents": number(100 * residents / everybody),
			}
		}
	}
	if found {
		t.Columns = append(t.Columns,
			Column{"residents", s.residentsHeader("residents"), AsCount},
			Column{"rate", "Rate per 1,000 residents", AsRate},
			Column{"rate_lower", "Lower 95% confidence limit of the rate", AsRate},
			Column{"rate_upper", "Upper 95% confidence limit of the rate", AsRate},
			Column{"share_residents", "Share of residents (%)", AsShare})
	}
	return found
}
