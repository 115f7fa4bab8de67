package analysis

import "svna/datasets"

var _ = register(Breakdown{
	Name:      "gun-crime",
	Title:     "Gun crime",
	Theme:     Overall,
	Needs:     []string{"records", "offences.flag_gun"},
	Headlines: []string{"gun-crime-change"},
	Doc: Doc{
		Counts:   "All counted offences of the extract that are flagged gun crime, by offence class, in or outside the definition pack.",
		Base:     "Offences; shares are of flagged offences whose class is known.",
		LeftOut:  "Offences without the flag; offences not in recorded status or not in the area. An extract without the flag gives no figure, not 0.",
		Method:   "Share with Wilson 95% limits (Wilson 1927). Change as the ratio of counts a day with the exact conditional test (Przyborowski and Wilenski 1940).",
		Misleads: "The flag covers firearms of every kind, imitations and intimated ones among them, as the force sets it; it is not a count of discharges. Counts are small, so differences are mostly chance.",
	},
	Compute: gunCrime,
})

func gunCrime(s *Study) (Result, error) {
	const subject = "offences flagged gun crime"
	flagged := MaskOf(s.Data.Offences.Category("flag_gun"), "yes")
	spec := levelTable{
		ID: "gun-crime", Title: "Offences flagged gun crime by offence class", Unit: Offence, Counted: subject,
		Dimension: Dimension{"ho_class", "Offence class"}, Category: s.Class, Ranked: true,
		Rows: func(p datasets.Period) Selection { return s.Offences(p, flagged) },
	}
	if len(spec.Rows(s.Period)) == 0 {
		return Result{}, skipf("no offence flagged gun crime in the period")
	}
	result := Result{
		Tables: spec.describe(s, "offence class"),
		Charts: []Chart{{
			ID: "gun-crime", Table: "gun-crime", Mark: Bars, Finding: "gun-crime-change", Title: spec.Title, Subtitle: s.subtitle("Number of offences", s.Periods()...),
			Category: "ho_class", Series: "period", Measure: "numerator", Unit: "Offences",
		}},
	}
	var change *Table
	if len(s.Periods()) == 2 {
		t := spec.buildChange(s, "gun-change", "Change in offences flagged gun crime by offence class", []string{"flag_gun"}, func(level string) []string { return append(offenceSeries(level), "flag_gun") })
		result.Tables, change = append(result.Tables, t), &t
	}
	result.Statements = []Statement{changeStatement{
		ID: "gun-crime-change", Theme: Overall, Unit: Offence, Table: change, Row: "Total", Subject: subject, Filter: "counted offences flagged gun crime",
	}.statement(s)}
	return result, nil
}
