package analysis

import (
	"testing"

	"svna/analysis/stats"
	"svna/datasets"
)

// offenceBreakdowns are those on offences, knives, domestic abuse, sexual
// offences, outcomes and published counts.
var offenceBreakdowns = []string{
	"offence-mix", "knife-use", "knife-injury", "knife-domestic", "injury-degree", "under25-involved", "domestic-profile", "sexual-profile",
	"knife-possession", "location-type", "relationship", "outcomes", "themes", "mps-counts", "gun-crime", "homicide",
}

// Where nothing is known, a breakdown is skipped or says that it cannot tell;
// none fails, and parts still add up.
func TestNothingKnown(t *testing.T) {
	const offence = " flag_knife=yes flag_domestic_abuse=yes flag_gun=yes location_type=unknown knife_use=unknown outcome_code=unknown"
	const person = "role=victim age_at_offence=? age_at_report=? sex=unknown injury=unknown relationship=unknown"
	var unknown, blank, outside sheet
	unknown.add(30, "2022-09", "ho_group=Robbery ho_subgroup=unknown ho_code=unknown ho_class=unknown"+offence, person)
	unknown.add(30, "2021-06", "ho_group=Robbery"+offence, person)
	// One row that has every field, in another area, so that all others are blank.
	blank.add(1, "2022-09", "ho_code=8N borough_incident=E09000003"+offence, "role=victim age_at_offence=20 age_at_report=20 sex=male injury=none relationship=family")
	blank.add(5, "2022-09", "borough_incident=E09000002 ho_group=Robbery", "role=victim")
	// Offences that no pack or group takes in.
	outside.add(5, "2022-09", "ho_code=28E"+offence, person)
	for name, h := range map[string]*sheet{"unknown": &unknown, "blank": &blank, "outside": &outside} {
		s := h.study(t)
		for _, breakdown := range offenceBreakdowns {
			b, ok := BreakdownNamed(breakdown)
			if !ok {
				t.Fatalf("no breakdown %s", breakdown)
			}
			o := compute(b, s)
			if o.Err != nil {
				t.Errorf("%s, %s: %v", name, breakdown, o.Err)
			}
			if o.Skipped != "" || o.Err != nil {
				continue
			}
			checkHeadlines(t, b, o.Result)
			for i, table := range o.Result.Tables {
				if table.ID != "themes" && table.ID != "themes-by-month" && table.ID != "themes-change" && table.ID != "outcomes-funnel" && table.ID != "homicide-count" {
					checkParts(t, &o.Result.Tables[i])
				}
			}
			for _, statement := range o.Result.Statements {
				if statement.Text() == "" {
					t.Errorf("%s, %s: %s says nothing", name, breakdown, statement.ID)
				}
			}
		}
	}
}

// Labels of a force alone, as in police.uk files: the breakdowns that need codes
// or people are skipped, the mix goes by the labels.
func TestLabelsAlone(t *testing.T) {
	pack, err := datasets.ReadDefinition("police-uk")
	if err != nil {
		t.Fatal(err)
	}
	h := sheet{offences: []map[string]string{
		{"recorded_at": "2022-09-01", "force_group": "Violence and sexual offences"},
		{"recorded_at": "2022-09-01", "force_group": "Violence and sexual offences"},
		{"recorded_at": "2022-09-01", "force_group": "Robbery"},
		{"recorded_at": "2022-09-01", "force_group": "Drugs"},
	}}
	r := computed(t, h.study(t, func(in *Inputs) { in.Definition = pack }), "offence-mix")
	wantCounts(t, tableNamed(t, r, "offence-mix"), map[string][2]float64{
		"12 months to May 2023: Violence and sexual offences": {2, 3}, "12 months to May 2023: Robbery": {1, 3}, "12 months to May 2023: Total": {3, -1},
	})
	wantText(t, r, "offence-mix-top-share", "2 of 3 violence, robbery and weapons offences were violence and sexual offences, the largest offence group of the force in count, not clearly ahead of robbery, 12 months to May 2023.")
}

// A title says that a share is of those with a known field where some have it not
// recorded, or where an edition does not say how many; and says it once.
func TestTitlesOfSharesOfTheKnown(t *testing.T) {
	share := stats.Share(200, 440).Scale(100)
	for _, c := range []struct {
		subject, field string
		missing        stats.Number
		unpublished    bool
		want           string
	}{
		{"offences", "injury", number(20), false, "45% of offences with injury known were so"},
		{"offences", "age or sex", number(20), false, "45% of offences with age and sex known were so"},
		{"offences", "injury", number(0), false, "45% of offences were so"},
		{"offences", "injury", stats.Number{}, true, "45% of offences with injury known were so"},
		{"offences with a known time", "time", number(20), false, "45% of offences with a known time were so"},
		{"offences with a knife", "injury", number(20), false, "45% of offences with a knife with injury known were so"},
	} {
		s := Statement{
			Figures: []Figure{{Estimate: share}}, Field: c.field, NotRecorded: c.missing, NotRecordedUnpublished: c.unpublished,
			Short: shortShare(c.subject, "were so"),
		}
		if got := s.Title(); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}
