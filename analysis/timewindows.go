package analysis

import (
	"svna/analysis/stats"
	"svna/datasets"
)

var _ = register(Breakdown{
	Name:      "time-windows",
	Title:     "Violence in bands of the day and of the week",
	Theme:     When,
	Needs:     []string{"clock"},
	Headlines: []string{"injury-after-school-share", "violence-weekend-nights-share"},
	Doc: Doc{
		Counts:   "Serious violence, knife crime and violence with injury in bands of hours: quarters of the day, 3pm to 9pm, after school, weekday and weekend afternoons, weekend nights.",
		Base:     "Offences; shares are of offences with a known clock time, set against the band's part of the hours of the period.",
		LeftOut:  timeLeftOut,
		Method:   "Bands are half-open, and a band over midnight belongs to the day on which it starts. Share with Wilson 95% limits (Wilson 1927); index = share over the band's part of the actual hours of the period, limits divided likewise; each band again half an hour earlier and later; aoristic share (Ratcliffe 2000).",
		Misleads: "Bands overlap and do not add up, but for the four quarters of the day. Knife crime and violence with injury overlap with each other and with serious violence. Weekdays from 3pm to 6pm include school holidays: see the table of school days. " + timeMisleads,
	},
	Compute: timeWindows,
})

// windowProfiles are the sets of offences of the table that this input has.
func windowProfiles(s *Study) []offenceProfile {
	var profiles []offenceProfile
	if s.Pack != nil {
		profiles = append(profiles, violenceProfile(s, When))
	}
	if s.Knife != nil {
		profiles = append(profiles, knifeProfile(s))
	}
	if s.Data.Offences.Has("ho_subgroup") {
		profiles = append(profiles, injuryProfile(s, When))
	}
	return profiles
}

func timeWindows(s *Study) (Result, error) {
	profiles := windowProfiles(s)
	t := Table{
		ID: "time-windows", Title: s.title("Violence in bands of hours", s.Periods()...), Unit: Offence,
		Dimensions: []Dimension{{"period", "Period"}, {"offences", "Offences"}, {"window", "Time"}}, Columns: windowColumns("offences"),
		Notes: []string{"Bands overlap and do not add up, but for the four quarters of the day.", clockNote},
	}
	for _, period := range s.Periods() {
		for _, p := range profiles {
			t.addWindows(p, period)
		}
	}
	if len(t.Rows) == 0 {
		return Result{}, skipf("none of the violent offences has a known time")
	}
	result := Result{Tables: []Table{t}, Statements: []Statement{
		windowHeadline(&t, profiles, "injury-after-school-share", injuryProfile(s, When).Subject, afterSchool),
		windowHeadline(&t, profiles, "violence-weekend-nights-share", violenceProfile(s, When).Subject, timeBands[len(timeBands)-1]),
	}}
	for _, p := range profiles {
		if p.Subject == violenceProfile(s, When).Subject {
			result.Charts = []Chart{{
				ID: "time-windows", Table: t.ID, Mark: Dots,
				Title: capital(s.packWords()) + " in bands of hours", Subtitle: s.subtitle("Share of "+p.Subject+" with a known time", s.Period),
				Category: "window", Measure: "value", Unit: "% of offences with a known time", Interval: true,
				Only: map[string]string{"period": s.Period.Name(), "offences": capital(p.Subject)},
			}}
		}
	}
	return result, nil
}

// addWindows adds every band of one set of offences in one period.
func (t *Table) addWindows(p offenceProfile, period datasets.Period) {
	w := p.week(period)
	if w.known == 0 {
		return
	}
	subject := capital(p.Subject)
	from := len(t.Rows)
	for _, b := range timeBands {
		t.Rows = append(t.Rows, w.windowRow(b, period, period.Name(), subject, b.Label))
	}
	if knownShare(w.tally()) < comparableShare {
		for i := range t.Rows[from:] {
			t.Rows[from+i].Estimate.Status = stats.LowReliability
		}
	}
	t.Rows = append(t.Rows, w.missing(3, period.Name(), subject)...)
	t.addNotes(p.Basis)
}

// windowHeadline is the statement of one band of one of the sets of offences.
func windowHeadline(t *Table, profiles []offenceProfile, id, subject string, b timeBand) Statement {
	for _, p := range profiles {
		if p.Subject == subject {
			return p.windowStatement(id, t, b, "the week", p.week(p.s.Period), p.s.Period.Name(), capital(subject), b.Label)
		}
	}
	return notProduced(id, When, "the extract has no field from which "+subject+" can be told")
}
