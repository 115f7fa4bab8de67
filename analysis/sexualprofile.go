package analysis

import (
	"strconv"

	"svna/datasets"
)

var _ = register(Breakdown{
	Name:      "sexual-profile",
	Title:     "Sexual offences: kind, victims, delay and place",
	Theme:     SexualViolence,
	Needs:     []string{"records", "offences.ho_group"},
	Headlines: []string{"sexual-profile-rape-share", "sexual-profile-under18-share", "sexual-profile-non-recent-share", "sexual-profile-change"},
	Doc: Doc{
		Counts:   "Sexual offences recorded in the period: rape and other, recent and non-recent, by kind of place; and their victims by age.",
		Base:     "Offences, and victims once an offence, apart. Shares are of those with a known value. All ages are in: sexual offences are in the London definition at any age.",
		LeftOut:  "Offences not in recorded status or not in the area; values that are not known, from the shares.",
		Method:   "Share with Wilson 95% limits (Wilson 1927). Non-recent means recorded more than a year (by default 365 days) after the latest time at which the offence can have happened. Change as the ratio of counts a day with the exact conditional test.",
		Misleads: "Most sexual offences are not reported, so counts show reporting as much as violence. Non-recent offences are recorded in this period and happened in another; they are left out of month and hour profiles. Age is by default that at the offence.",
	},
	Compute: sexualProfile,
})

const (
	sexualGroup    = "Sexual offences"
	sexualOffences = "sexual offences"
	sexualVictims  = "victims of sexual offences"
)

func sexualProfile(s *Study) (Result, error) {
	mask := MaskOf(s.Data.Offences.Category("ho_group"), sexualGroup)
	spec := levelTable{
		ID: "sexual-profile", Title: "Sexual offences, rape and other", Unit: Offence, Counted: sexualOffences,
		Dimension: Dimension{"ho_subgroup", "Offence subgroup"},
		Rows:      func(p datasets.Period) Selection { return s.Offences(p, mask) },
	}
	both := spec.Rows(s.bothPeriods())
	if len(spec.Rows(s.Period)) == 0 {
		if t := Count(s.Data.Offences.Category("ho_group"), s.Offences(s.Period)); t.Missing() > 0 {
			return Result{}, skipf("no offence of the period is known to be a sexual one, and the Home Office group of some is not known")
		}
		return Result{}, skipf("no sexual offence in the period")
	}
	spec.Category = ordered(s.Data.Offences.Category("ho_subgroup"), both, "Rape", "Other sexual offences")
	result := Result{Tables: spec.describe(s, "offence subgroup")}
	rape := levelShare{
		ID: "sexual-profile-rape-share", Theme: SexualViolence, Spec: spec, Table: &result.Tables[0], Level: "Rape",
		Field: "offence subgroup", Subject: sexualOffences, Predicate: "were rape", Filter: "sexual offences; subgroup rape",
	}.statement(s)
	var change *Table
	if len(s.Periods()) == 2 {
		t := spec.buildChange(s, "sexual-change", "Change in sexual offences, rape and other", nil, offenceSeries)
		result.Tables, change = append(result.Tables, t), &t
	}
	recency := spec
	recency.ID, recency.Title, recency.Dimension = "sexual-recency", "Sexual offences by delay until they were recorded", Dimension{"recency", "Delay"}
	recency.Category = s.recency()
	recency.Labels = map[string]string{
		"recent": "Recent, recorded within " + strconv.Itoa(s.Parameters.NonRecent) + " days", "non_recent": "Non-recent, recorded after more than " + strconv.Itoa(s.Parameters.NonRecent) + " days",
	}
	delays := recency.describe(s, "time of the offence or of recording")
	result.Tables = append(result.Tables, delays...)
	result.Statements = []Statement{rape, levelShare{
		ID: "sexual-profile-non-recent-share", Theme: SexualViolence, Spec: recency, Table: &delays[0], Level: "non_recent",
		Field: "time of the offence or of recording", Subject: sexualOffences, Predicate: "were non-recent, recorded more than " + strconv.Itoa(s.Parameters.NonRecent) + " days after they happened",
		Filter: "sexual offences with a known time of offence and of recording; non-recent",
	}.statement(s), changeStatement{
		ID: "sexual-profile-change", Theme: SexualViolence, Unit: Offence, Table: change, Row: "Total", Subject: sexualOffences, Filter: "sexual offences",
	}.statement(s)}
	if s.Data.Offences.Has("location_type") {
		place := spec
		place.ID, place.Title, place.Dimension, place.Ranked = "sexual-location", "Sexual offences by location type", Dimension{"location_type", "Location type"}, true
		place.Category, place.Labels = s.Data.Offences.Category("location_type"), locationLabels
		result.Tables = append(result.Tables, place.describe(s, "location type")...)
	}
	s.sexualAges(&result, mask)
	result.Charts = []Chart{{
		ID: "sexual-profile", Table: "sexual-profile", Mark: Bars, Finding: "sexual-profile-change",
		Title: spec.Title, Subtitle: s.subtitle("Number of offences", s.Periods()...),
		Category: "ho_subgroup", Series: "period", Measure: "numerator", Unit: "Offences",
	}}
	return result, nil
}

// sexualAges adds the tables of victims by age, and the share of them under 18.
func (s *Study) sexualAges(result *Result, mask Mask) {
	spec := levelTable{
		ID: "sexual-victims-age", Title: "Victims of sexual offences by age", Unit: Victim, Counted: sexualVictims,
		Dimension: Dimension{"age_band", "Age"}, Rows: func(p datasets.Period) Selection { return s.People("victim", p, mask) },
	}
	share := levelShare{
		ID: "sexual-profile-under18-share", Theme: SexualViolence, Lacking: s.lacksAny("victims", "ages"), Level: "under_18",
		Field: "age", Subject: sexualVictims, Predicate: "were under 18", Filter: "victims of sexual offences of known age; aged 1 to 17 (" + s.AgeBasis + ")",
	}
	if share.Lacking == "" {
		spec.Category = s.agesCutAt([]int32{13, 16, 18, 25}, []string{"Under 13", "13 to 15", "16 and 17", "18 to 24", "25 and over"})
		result.Tables = append(result.Tables, spec.describe(s, "age")...)
		spec.ID, spec.Title = "sexual-victims-under18", "Victims of sexual offences under 18"
		spec.Category, spec.Labels = s.agesCutAt([]int32{18}, []string{"under_18", "adult"}), map[string]string{"under_18": "Under 18", "adult": "18 and over"}
		table := spec.describe(s, "age")[0]
		result.Tables = append(result.Tables, table)
		share.Spec, share.Table = spec, &table
	}
	result.Statements = append(result.Statements, share.statement(s))
}

// agesCutAt puts the ages of people in bands that begin at age 1 and at each cut.
// Age 0 counts as unknown.
func (s *Study) agesCutAt(cuts []int32, labels []string) datasets.Category {
	c := datasets.Category{Levels: append(append([]string{}, labels...), datasets.Unknown, datasets.Refused, datasets.NotApplicable, datasets.Suppressed), Codes: make([]int32, len(s.Age))}
	reserved := int32(len(labels))
	for i, age := range s.Age {
		switch {
		case age == datasets.IntNotRecorded:
			c.Codes[i] = -1
		case age < 0:
			c.Codes[i] = reserved + datasets.IntUnknown - age
		case age == 0:
			c.Codes[i] = reserved
		default:
			for _, cut := range cuts {
				if age >= cut {
					c.Codes[i]++
				}
			}
		}
	}
	return c
}

// recency says of each offence whether it was recorded long after it happened.
func (s *Study) recency() datasets.Category {
	recorded := s.Data.Offences.Times("recorded_at")
	from := s.Data.Offences.Times("committed_from")
	c := datasets.Category{Levels: []string{"recent", "non_recent"}, Codes: make([]int32, len(recorded))}
	for i := range c.Codes {
		switch {
		case recorded[i] == datasets.NoTime || from[i] == datasets.NoTime:
			c.Codes[i] = -1
		case s.NonRecent[i]:
			c.Codes[i] = 1
		}
	}
	return c
}
