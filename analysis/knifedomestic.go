package analysis

var _ = register(Breakdown{
	Name:      "knife-domestic",
	Title:     "Knife crime flagged domestic abuse",
	Theme:     KnifeCrime,
	Needs:     []string{"knife", "offences.flag_domestic_abuse"},
	Headlines: []string{"knife-domestic-abuse-share"},
	Doc: Doc{
		Counts:   "Knife crime offences recorded in the period with and without the domestic abuse flag, and the flagged share by offence class.",
		Base:     "Offences; shares are of all knife crime offences, or of those of the class.",
		LeftOut:  "Possession offences; offences not in recorded status or not in the area. An extract without the flag gives no figure, not 0%.",
		Method:   "Share with Wilson 95% limits (Wilson 1927). A blank in a flag column that the source has means that the flag is not set.",
		Misleads: "The flag depends on what was known and recorded: a flag that is not set is no proof that there was no domestic abuse. Flags of the Metropolitan Police before and after March 2024 are not comparable. Domestic abuse is a flag across offences, not an offence class.",
	},
	Compute: knifeDomestic,
})

var abuseLabels = map[string]string{"yes": "Flagged domestic abuse", "no": "Not flagged"}

func knifeDomestic(s *Study) (Result, error) {
	if len(s.knifeOffences(s.Period)) == 0 {
		return Result{}, skipf("no knife crime offence in the period")
	}
	flag := flagOf(s.Data.Offences.Category("flag_domestic_abuse"))
	spec := levelTable{
		ID: "knife-domestic", Title: "Knife crime offences by domestic abuse flag", Unit: Offence, Counted: "knife crime offences",
		Dimension: Dimension{"flag_domestic_abuse", "Domestic abuse flag"}, Category: flag, Labels: abuseLabels, Rows: s.knifeOffences,
	}
	byClass := markedShares{
		levelTable: levelTable{
			ID: "knife-domestic-by-class", Title: "Knife crime offences flagged domestic abuse, by offence class", Unit: Offence, Counted: "knife crime offences",
			Dimension: Dimension{"ho_class", "Offence class"}, Category: s.Class, Ranked: true, Rows: s.knifeOffences,
		},
		Marked: MaskOf(flag, "yes"), MarkedAs: "Flagged domestic abuse",
	}
	result := Result{
		Tables: append(spec.describe(s, "domestic abuse flag"), byClass.build(s)),
		Charts: []Chart{byClass.dots(s, "knife-domestic-abuse-share")},
	}
	result.Tables[0].Notes = append(result.Tables[0].Notes, s.breakNotes("flag_domestic_abuse")...)
	result.Statements = []Statement{levelShare{
		ID: "knife-domestic-abuse-share", Theme: KnifeCrime, Spec: spec, Table: &result.Tables[0], Level: "yes",
		Field: "domestic abuse flag", Subject: "knife crime offences", Predicate: "were flagged domestic abuse",
		Filter: "knife crime offences; flagged domestic abuse",
	}.statement(s)}
	return result, nil
}
