package datasets

import "sync"

// Outcome is one outcome of the Home Office crime outcomes framework.
type Outcome struct {
	Code  string // "1" to "22"; "0" is not yet assigned
	Label string
	Group string // Home Office outcome group
	// Assigned is false for 0 only, which is no outcome and in no denominator
	// of assigned outcomes.
	Assigned bool
	// SuspectIdentified says that the outcome implies a suspect. For outcomes
	// that imply neither, it is false and SuspectUnclear is true.
	SuspectIdentified bool
	SuspectUnclear    bool
	// Positive is the list of public dashboards: 1, 2, 3, 6, 7, 8 and 22. The
	// definition of the MPS was not found: print the list wherever it is used.
	Positive bool
}

// Outcomes returns the outcomes by code. The map is shared: do not change it.
func Outcomes() map[string]Outcome { return outcomes() }

// OutcomeCodes returns the codes in their order, "0" first.
func OutcomeCodes() []string {
	t := embeddedTable("outcomes")
	var codes []string
	for _, row := range t.rows {
		codes = append(codes, t.cell(row, "code"))
	}
	return codes
}

var outcomes = sync.OnceValue(func() map[string]Outcome {
	t := embeddedTable("outcomes")
	m := map[string]Outcome{}
	for _, row := range t.rows {
		suspect := t.cell(row, "suspect_identified")
		o := Outcome{
			Code: t.cell(row, "code"), Label: t.cell(row, "label"), Group: t.cell(row, "group"),
			Assigned:          t.cell(row, "assigned") == "yes",
			SuspectIdentified: suspect == "yes",
			SuspectUnclear:    suspect != "yes" && suspect != "no",
			Positive:          t.cell(row, "positive") == "yes",
		}
		m[o.Code] = o
	}
	return m
})
