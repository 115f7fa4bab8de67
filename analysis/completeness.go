package analysis

import (
	"cmp"
	"slices"
	"strings"

	"svna/analysis/stats"
	"svna/datasets"
)

var _ = register(Breakdown{
	Name:      "completeness",
	Title:     "How completely the fields are recorded",
	Theme:     DataQuality,
	Needs:     []string{"records"},
	Headlines: []string{"completeness-victim-age", "completeness-offence-time"},
	Doc: Doc{
		Counts:   "Rows with a known value, field by field, among counted offences, their victims and their suspects; and values that look like defaults.",
		Base:     "Offences, victims or suspects, as each row says; those to whom the field does not apply are left out of the denominator.",
		LeftOut:  "Fields that the extract does not have. Offences that are not in recorded status or not in the area. A ward or LSOA that is not in the extract is not recorded here, even where other tables find it by the point.",
		Method:   "known / (rows - not applicable), with Wilson 95% limits (Wilson 1927). Below 80% figures by the field are marked; below 50% no sentence is made of them.",
		Misleads: "Recorded is not the same as right: a default, such as midnight or age 0, is a value like any other. Completeness can differ between kinds of people and places, and then what is known is not like the rest.",
	},
	Compute: completeness,
})

func completeness(s *Study) (Result, error) {
	fields := s.recordedFields()
	if len(fields) == 0 || len(s.Offences(s.Period)) == 0 {
		return Result{}, skipf("no offence in the period")
	}
	now := map[string]float64{}
	for _, f := range fields {
		now[f.Label] = knownPart(Count(f.Category, f.Rows(s.Period)))
	}
	slices.SortFunc(fields, func(a, b recordedField) int {
		return cmp.Or(cmp.Compare(now[a.Label], now[b.Label]), strings.Compare(a.Label, b.Label))
	})
	table := s.recordedTable("completeness", "Completeness of fields, all offences of the extract", fields)
	table.addNotes("The base is every counted offence of the extract, with its victims and suspects: also those outside the definition pack, which most other tables leave out.")
	result := Result{
		Tables: []Table{table, s.recordedByMonth(fields)},
		Charts: []Chart{{
			ID: "completeness", Table: "completeness", Mark: Bars, Title: "Completeness of fields",
			Subtitle: s.subtitle("Share of rows with a known value", s.Periods()...),
			Category: "field", Series: "period", Measure: "value", Unit: "% recorded",
			Note: "All counted offences of the extract and their people, also those outside the definition pack. Below 80% figures by a field are of low reliability.",
		}},
	}
	if defaults := s.defaultValues(); len(defaults.Rows) > 0 {
		result.Tables = append(result.Tables, defaults)
	}
	for _, headline := range []struct{ id, label, subject string }{
		{"completeness-victim-age", "Age of victims", "victims"},
		{"completeness-offence-time", "Clock time of offences", "offences"},
	} {
		at := slices.IndexFunc(fields, func(f recordedField) bool { return f.Label == headline.label })
		if at < 0 {
			result.Statements = append(result.Statements, notProduced(headline.id, DataQuality, "the extract has no such field"))
			continue
		}
		result.Statements = append(result.Statements, s.recordedStatement(headline.id, DataQuality, &result.Tables[0], fields[at], headline.subject))
	}
	return result, nil
}

// recordedFields are the fields of the extract that analyses rest on.
func (s *Study) recordedFields() []recordedField {
	var fields []recordedField
	offences, people := s.Data.Offences.Table, s.Data.People.Table
	inPeriod := func(p datasets.Period) Selection { return s.Offences(p) }
	add := func(label, of string, c datasets.Category) {
		fields = append(fields, recordedField{label + of, lowerFirst(label), Offence, inPeriod, c})
	}
	for _, f := range []struct{ field, label, of string }{
		{"ho_code", "Home Office code", " of offences"},
		{"ward", "Ward", " of offences"},
		{"lsoa", "LSOA", " of offences"},
		{"location_type", "Location type", " of offences"},
		{"knife_use", "Use of a knife", " in offences"},
		{"outcome_code", "Outcome", " of offences"},
	} {
		if offences.Has(f.field) {
			add(f.label, f.of, offences.Category(f.field))
		}
	}
	if offences.Has("committed_from") {
		add("Clock time", " of offences", knownWhere(offences.Len(), s.clockKnown()))
	}
	if s.Lacks("points") == "" {
		add("Coordinates", " of offences", knownWhere(offences.Len(), func(i int) bool { return s.Points[i].E == s.Points[i].E }))
	}
	for _, role := range []Unit{Victim, Suspect} {
		if !s.hasRole(string(role)) {
			continue
		}
		rows := func(p datasets.Period) Selection { return s.People(string(role), p) }
		if s.lacksAgeBands() == "" {
			fields = append(fields, recordedField{"Age of " + role.Plural(), "age", role, rows, s.AgeBand})
		}
		for _, f := range []struct{ field, label string }{
			{"sex", "Sex"},
			{"ethnicity_sde", "Self-defined ethnicity"},
			{"ethnicity_ic", "Officer-observed ethnicity"},
			{"disability", "Disability"},
			{"injury", "Injury"},
			{"relationship", "Relationship"},
			{"home_borough", "Home borough"},
			{"education_status", "Education status"},
		} {
			c := people.Category(f.field)
			if people.Has(f.field) && Count(c, rows(datasets.Period{From: s.Months()[0], To: s.Period.To})).Known() > 0 {
				fields = append(fields, recordedField{f.label + " of " + role.Plural(), lowerFirst(f.label), role, rows, c})
			}
		}
	}
	return fields
}

// clockKnown reports whether the clock time of an offence is known.
func (s *Study) clockKnown() func(i int) bool {
	precision := s.Data.Offences.Category("committed_precision")
	from := s.Data.Offences.Times("committed_from")
	return func(i int) bool {
		exact := precision.Level(i)
		return from[i] != datasets.NoTime && (exact == "minute" || exact == "hour")
	}
}

// knownWhere makes a category of what is known and what is not recorded.
func knownWhere(n int, known func(i int) bool) datasets.Category {
	c := datasets.Category{Levels: []string{"known"}, Codes: make([]int32, n)}
	for i := range c.Codes {
		if !known(i) {
			c.Codes[i] = -1
		}
	}
	return c
}

// recordedByMonth is the completeness of the fields month by month.
func (s *Study) recordedByMonth(fields []recordedField) Table {
	t := Table{
		ID: "completeness-by-month", Title: s.title("Completeness of fields by month", s.Periods()...), Unit: MixedUnits,
		Dimensions: []Dimension{{"month", "Month"}, {"field", "Field"}},
		Columns:    shareColumns("Rows with a known value", "Rows that can have a value", "Recorded"), ByMonth: true,
	}
	months := s.Months()
	for _, f := range fields {
		byMonth := s.splitByMonth(f.Rows(datasets.Period{From: months[0], To: s.Period.To}), f.Unit)
		for _, m := range months {
			tally := Count(f.Category, byMonth[m])
			t.Rows = append(t.Rows, Row{Levels: []string{m.Name(), f.Label}, Estimate: stats.Share(float64(tally.Known()), float64(tally.Total()-tally.NotApplicable)).Scale(100)})
		}
	}
	return t
}

// defaultValues counts values that look like defaults: times at midnight and on
// the hour, and ages of 0.
func (s *Study) defaultValues() Table {
	t := Table{
		ID: "completeness-defaults", Title: s.title("Values that look like defaults", s.Periods()...), Unit: MixedUnits,
		Dimensions: []Dimension{{"period", "Period"}, {"default_value", "Value"}},
		Columns:    shareColumns("Rows with the value", "Rows with a known value", "Share"),
		Notes:      []string{"If times were exact to the minute, one in 1,440 would be at midnight and one in 60 on the hour.", "Times of non-recent offences are among them; the table of times that look like defaults leaves these out."},
	}
	from, known := s.Data.Offences.Times("committed_from"), s.clockKnown()
	for _, p := range s.Periods() {
		timed := s.Offences(p).Where(func(r int32) bool { return known(int(r)) })
		midnight := timed.Where(func(r int32) bool { return from[r]%86400 == 0 })
		onTheHour := timed.Where(func(r int32) bool { return from[r]%3600 == 0 })
		if len(timed) > 0 {
			t.Rows = append(t.Rows,
				Row{Levels: []string{p.Name(), "Offences: time exactly midnight"}, Estimate: stats.Share(float64(len(midnight)), float64(len(timed))).Scale(100)},
				Row{Levels: []string{p.Name(), "Offences: time on the whole hour"}, Estimate: stats.Share(float64(len(onTheHour)), float64(len(timed))).Scale(100)})
		}
		for _, role := range []Unit{Victim, Suspect} {
			aged := s.People(string(role), p).Where(func(r int32) bool { return s.AgeBasis != "" && s.Age[r] >= 0 })
			infants := aged.Where(func(r int32) bool { return s.Age[r] == 0 })
			if len(aged) > 0 {
				t.Rows = append(t.Rows, Row{Levels: []string{p.Name(), capital(role.Plural()) + ": age 0, after the rule on age 0"}, Estimate: stats.Share(float64(len(infants)), float64(len(aged))).Scale(100)})
			}
		}
	}
	for _, f := range s.Data.Quality.Findings {
		if strings.HasPrefix(f.Field, "age_at_") && strings.Contains(f.Kind, "zero") {
			t.Notes = append(t.Notes, f.Say)
		}
	}
	return t
}
