package analysis

import (
	"cmp"
	"slices"

	"svna/datasets"
)

// deriveAges chooses one age basis for the run: at offence, else at report,
// else at the extract; and puts ages in bands.
func (s *Study) deriveAges() {
	people := s.Data.People.Table
	s.Bands = datasets.AgeBands(s.Parameters.AgeBands)
	for _, basis := range []struct{ field, words string }{
		{"age_at_offence", "age at the offence"},
		{"age_at_report", "age when the offence was reported"},
		{"age_at_extract", "age when the extract was made, which drifts every quarter"},
	} {
		if people.Has(basis.field) {
			s.Age, s.AgeBasis = people.Ints(basis.field), basis.words
			s.say("Ages are %s.", basis.words)
			break
		}
	}
	s.AgeBand = s.bandAges()
}

// bandAges puts each age in its band. A source with bands and no ages keeps its
// own bands: bands are never split.
func (s *Study) bandAges() datasets.Category {
	people := s.Data.People.Table
	if s.AgeBasis == "" {
		if people.Has("age_band") {
			s.say("Age bands are those of the source; it has no single years of age.")
		}
		return people.Category("age_band")
	}
	c := datasets.Category{Codes: make([]int32, len(s.Age))}
	for _, b := range s.Bands {
		c.Levels = append(c.Levels, b.Label)
	}
	missing := int32(len(s.Bands)) // first of the reserved levels
	c.Levels = append(c.Levels, datasets.Unknown, datasets.Refused, datasets.NotApplicable, datasets.Suppressed)
	for i, age := range s.Age {
		c.Codes[i] = -1
		if age <= datasets.IntUnknown {
			c.Codes[i] = missing + (datasets.IntUnknown - age)
			continue
		}
		for b, band := range s.Bands {
			if age >= int32(band.From) && age <= int32(band.To) {
				c.Codes[i] = int32(b)
			}
		}
		if age == 0 && c.Codes[i] < 0 {
			c.Codes[i] = missing // under the first band: only victims of homicide keep age 0
		}
	}
	return c
}

// deriveEthnicity chooses one ethnicity basis: self-defined, else observed.
func (s *Study) deriveEthnicity() {
	people := s.Data.People.Table
	switch {
	case people.Has("ethnicity_sde"):
		s.Ethnicity, s.EthnicityBasis = people.Category("ethnicity_sde"), "self-defined"
	case people.Has("ethnicity_ic"):
		s.Ethnicity, s.EthnicityBasis = people.Category("ethnicity_ic"), "officer-observed"
	default:
		return
	}
	s.say("Ethnicity is %s, in five groups.", s.EthnicityBasis)
}

// deriveMonths finds the month that decides the period of each offence.
func (s *Study) deriveMonths() {
	field := "recorded_at"
	if !s.Data.Offences.Has(field) {
		field = "committed_from"
		s.say("Periods go by the date of the offence: the extract has no recording date.")
	} else {
		s.say("Periods go by the date of recording.")
	}
	times := s.Data.Offences.Times(field)
	s.Month = make([]datasets.Month, len(times))
	for i, t := range times {
		s.Month[i] = NoMonth
		if t != datasets.NoTime {
			s.Month[i] = datasets.MonthOf(t)
		}
	}
}

// deriveCounted marks the offences that count: recorded, and in the area. A borough
// that no offence has in common with the area is a *NoAreaError.
func (s *Study) deriveCounted() error {
	offences := s.Data.Offences.Table
	status, borough := offences.Category("record_status"), offences.Category("borough_incident")
	basis := "borough of the incident"
	if !offences.Has("borough_incident") && offences.Has("borough_investigating") {
		borough, basis = offences.Category("borough_investigating"), "borough that investigates"
	}
	here, known, others := s.boroughHere(borough)
	switch {
	case known:
		s.say("Offences of the area are chosen by %s.", basis)
	case len(others) > 0:
		return &NoAreaError{Area: s.Area, Basis: basis, Others: others}
	case offences.Len() > 0:
		s.say("The extract has no borough of the offence: every row is taken to belong to the area.")
	}
	var notRecorded, elsewhere, undated int
	s.Counted = make(Mask, offences.Len())
	for i := range s.Counted {
		code := status.Level(i)
		switch {
		case code != "" && code != "recorded" && code != datasets.Unknown:
			notRecorded++
		case known && (borough.Codes[i] < 0 || !here[borough.Codes[i]]):
			elsewhere++
		case s.Month[i] == NoMonth:
			undated++
		default:
			s.Counted[i] = true
		}
	}
	s.Ledger = []LedgerLine{
		{"offences", "offences loaded", offences.Len()},
		{"offences", "left out: cancelled, transferred or not notifiable", notRecorded},
		{"offences", "left out: not in the area", elsewhere},
		{"offences", "left out: no date", undated},
	}
	return nil
}

// deriveLedger splits the counted offences by period; the parts add up.
func (s *Study) deriveLedger() {
	var in, before, other int
	for i, counted := range s.Counted {
		switch {
		case !counted:
		case s.Period.Contains(s.Month[i]):
			in++
		case s.Previous.Contains(s.Month[i]):
			before++
		default:
			other++
		}
	}
	s.Ledger = append(s.Ledger,
		LedgerLine{"offences", "counted, in the period " + s.Period.Name(), in},
		LedgerLine{"offences", "counted, in the period before, " + s.Previous.Name(), before},
		LedgerLine{"offences", "counted, in other months", other})
	total := 0
	for _, line := range s.Ledger[1:] {
		total += line.Rows
	}
	if total != s.Ledger[0].Rows {
		panic("analysis: the ledger of offences does not add up")
	}
}

// deriveClass takes the most exact offence name that the source has for nearly
// all offences.
func (s *Study) deriveClass() {
	d := s.mostComplete([]Dimension{{Name: "ho_class"}, {Name: "ho_subgroup"}, {Name: "force_subgroup"}, {Name: "ho_group"}, {Name: "force_group"}})
	s.Class = s.Data.Offences.Category(cmp.Or(d.Name, "ho_class"))
}

// mostComplete returns the first of some fields of the offence, from exact to
// coarse, that is known for nearly all offences; where there is none such, the
// one that is known for most; the zero Dimension where none is there.
func (s *Study) mostComplete(fields []Dimension) (best Dimension) {
	most := 0.0
	for _, d := range fields {
		c := s.Data.Offences.Category(d.Name)
		known := 0
		for _, code := range c.Codes {
			if code >= 0 && !datasets.Missing(c.Levels[code]) {
				known++
			}
		}
		if share := float64(known) / float64(max(1, len(c.Codes))); share > most {
			best, most = d, share
		}
		if most >= completeForWords {
			break
		}
	}
	return best
}

// deriveScope applies the knife definition and the definition packs.
func (s *Study) deriveScope() {
	offences := s.Data.Offences.Table
	s.UnderTwentyFive = s.involving(s.Age)
	s.AtReport = s.UnderTwentyFive
	if s.Data.People.Has("age_at_report") {
		s.AtReport = s.involving(s.Data.People.Ints("age_at_report"))
	}
	knife, basis := s.Inputs.Knife.Apply(columnOrNone(offences, "ho_code"), columnOrNone(offences, "knife_use"), columnOrNone(offences, "flag_knife"))
	s.Knife, s.KnifeBasis = knife, basis
	if basis != "" {
		s.say("Knife crime: %s.", basis)
	}
	flag := func(field string) []bool {
		if !offences.Has(field) {
			return nil
		}
		return MaskOf(offences.Category(field), "yes")
	}
	scope := datasets.Scope{
		Rows:            offences.Len(),
		Codes:           columnOrNone(offences, "ho_code"),
		Groups:          columnOrNone(offences, "ho_group"),
		Labels:          []datasets.Category{columnOrNone(offences, "force_group"), columnOrNone(offences, "force_subgroup")},
		UnderTwentyFive: s.UnderTwentyFive,
		DomesticAbuse:   flag("flag_domestic_abuse"),
		Gun:             flag("flag_gun"),
		Knife:           s.Knife,
		Linked:          s.linkedRows(),
	}
	if s.Definition != nil {
		m := s.Definition.Apply(scope)
		s.Pack, s.ThemeOf = m.In, map[string]Mask{}
		for theme, mask := range m.Themes {
			s.ThemeOf[theme] = mask
		}
		s.ThemeLacks, s.ThemeInPart = m.Lacking, m.InPart
		for _, condition := range m.Unavailable {
			s.say("The definition pack could not be applied in full: %s.", condition)
		}
		if !slices.Contains(m.In, true) {
			s.Pack = nil
			if offences.Len() > 0 {
				s.say("No offence lies in the definition pack %q, so what is about serious violence is left out: another pack (definition in [assessment]: all-violence goes by offence groups, every-offence by none) may suit the extract.", s.Definition.Name)
			}
		}
	}
	if s.AllAges != nil && offences.Has("ho_code") {
		s.AllAgesPack = s.AllAges.Apply(scope).In
	}
}

// columnOrNone returns the category of a field, or one with nil codes where the
// table does not have it.
func columnOrNone(t datasets.Table, field string) datasets.Category {
	if !t.Has(field) {
		return datasets.Category{}
	}
	return t.Category(field)
}

// involving marks offences with a victim or suspect aged 1 to 24.
func (s *Study) involving(ages []int32) Mask {
	if s.AgeBasis == "" {
		return nil
	}
	roles := s.Data.People.Category("role")
	victim, suspect := roles.Code("victim"), roles.Code("suspect")
	m := make(Mask, s.Data.Offences.Len())
	for i, o := range s.Data.People.Offence {
		if role := roles.Codes[i]; role >= 0 && (role == victim || role == suspect) && ages[i] >= 1 && ages[i] <= 24 {
			m[o] = true
		}
	}
	return m
}

// linkedRows finds the row of each offence's linked offence, or -1.
func (s *Study) linkedRows() []int32 {
	refs, links := s.Data.Offences.Texts("offence_ref"), s.Data.Offences.Texts("linked_ref")
	if refs == nil || links == nil {
		return nil
	}
	row := map[string]int32{}
	for i := range refs.Len() {
		row[refs.Value(i)] = int32(i)
	}
	linked := make([]int32, links.Len())
	for i := range linked {
		linked[i] = -1
		if at, ok := row[links.Value(i)]; ok && links.IsValid(i) {
			linked[i] = at
		}
	}
	return linked
}

// commas writes a whole number with thousands commas.
func commas(n int) string { return formatCount(float64(n)) }
