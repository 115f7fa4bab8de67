package analysis

import "svna/datasets"

var _ = register(Breakdown{
	Name:      "knife-use",
	Title:     "Knife crime by use of the knife",
	Theme:     KnifeCrime,
	Needs:     []string{"knife", "offences.knife_use"},
	Headlines: []string{"knife-threatened-share", "knife-injured-share"},
	Doc: Doc{
		Counts:   "Knife crime offences recorded in the period by what the knife was used for: to injure, to threaten, intimated and never seen, possessed, other.",
		Base:     "Offences; shares are of knife crime offences whose knife use is known.",
		LeftOut:  "Possession offences, which are not knife crime; offences not in recorded status or not in the area.",
		Method:   "Share with Wilson 95% limits (Wilson 1927). One use an offence: the first that applies in the order injure, threaten, intimate, possess, other.",
		Misleads: "Three things are easily confused: that the knife injured somebody, that a victim was injured at all, and that the offence is classed as violence with injury. Where an offence counts as knife crime by its knife use, an offence with unknown use is not in the table at all.",
	},
	Compute: knifeUse,
})

// knifeUseLabels are the uses of a knife in words.
var knifeUseLabels = map[string]string{
	"injure": "Used to injure", "threaten": "Used to threaten", "intimate": "Intimated, not seen",
	"possess": "Possessed", "other": "Other use", "none": "No knife",
}

// knifeOffences selects knife crime.
func (s *Study) knifeOffences(p datasets.Period) Selection { return s.Offences(p, s.Knife) }

func knifeUse(s *Study) (Result, error) {
	if len(s.knifeOffences(s.Period)) == 0 {
		return Result{}, skipf("no knife crime offence in the period")
	}
	spec := levelTable{
		ID: "knife-use", Title: "Knife crime offences by use of the knife", Unit: Offence, Counted: "knife crime offences",
		Dimension: Dimension{"knife_use", "Use of the knife"}, Labels: knifeUseLabels, Rows: s.knifeOffences,
	}
	spec.Category = ordered(s.Data.Offences.Category("knife_use"), s.knifeOffences(s.bothPeriods()), "injure", "threaten", "intimate", "possess", "other")
	result := Result{Tables: spec.describe(s, "knife use")}
	result.Tables[0].Notes = append([]string{"Knife crime: " + s.KnifeBasis + "."}, result.Tables[0].Notes...)
	result.Charts = []Chart{{
		ID: "knife-use", Table: "knife-use", Mark: Stack, Finding: "knife-threatened-share",
		Title: spec.Title, Subtitle: s.subtitle("Share of knife crime offences with a known use", s.Periods()...),
		Category: "period", Series: "knife_use", Measure: "value", Unit: "% of knife crime offences",
	}}
	for _, use := range []struct{ id, level, predicate string }{
		{"knife-threatened-share", "threaten", "had a knife used to threaten"},
		{"knife-injured-share", "injure", "had a knife used to injure"},
	} {
		result.Statements = append(result.Statements, levelShare{
			ID: use.id, Theme: KnifeCrime, Spec: spec, Table: &result.Tables[0], Level: use.level,
			Field: "knife use", Subject: "knife crime offences", Predicate: use.predicate,
			Filter: "knife crime offences with a known use of the knife; knife use " + use.level,
		}.statement(s))
	}
	return result, nil
}

// bothPeriods is the run of months of the monthly tables.
func (s *Study) bothPeriods() datasets.Period {
	return datasets.Period{From: s.Months()[0], To: s.Period.To}
}
