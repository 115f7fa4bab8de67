package disclosure

import (
	"slices"
	"strings"

	"svna/analysis"
)

// This file is the policy that numbers alone cannot give: which dimensions are
// tied to each other by more than the data, which figures others have published
// anyway, and what stays out of every public edition whatever its size.

// aspect is a side of an offence or a person that dimensions describe. Two data
// sets of an audit may differ in one aspect while the others stay: so dimensions
// that a reader can tie together by reason (a homicide has an injury) are of one
// aspect. A dimension that is not listed belongs to the first, which is the
// strictest choice: it then varies only together with all of that aspect.
var aspects = map[string]string{
	"ho_class": "offence", "ho_subgroup": "offence", "ho_group": "offence", "theme": "offence",

	"ward": "area", "ward_code": "area", "lsoa": "area", "lsoa_code": "area", "place": "area",
	"scale": "area", "deprivation": "area", "cell": "area", "hotspot": "area",

	"hour": "clock", "weekday": "clock", "window": "clock", "time": "clock", "day": "clock",

	"month": "month", "months": "month",

	"age_band": "age", "age_band_sex": "age", "sex": "age",

	"ethnicity": "ethnicity", "relationship": "relationship", "disability": "disability",
	"location_type": "location", "outcome_group": "outcome", "stage": "outcome",
}

// fixedDimensions split a table into blocks that are each about a set of records
// of its own: a period, a role, a set of offences.
var fixedDimensions = map[string]bool{"period": true, "role": true, "offences": true, "basis": true, "scope": true, "series": true, "clock": true, "by": true}

// splitAspects are the aspects of the blocks of a table that splits the same records
// in several ways, by its dimension "by". The age of the youngest person decides in
// which theme an offence is, so it is of the aspect of offences.
var splitAspects = map[string]string{"Ward": "area"}

// fieldAspects are the aspects of what tables of completeness count, by the words
// before " of victims" in their dimension "field": a record whose ward becomes known
// changes in its area.
var fieldAspects = map[string]string{
	"Ward": "area", "LSOA": "area", "Point": "area", "Clock time": "clock", "Location type": "location", "Outcome": "outcome",
	"Age": "age", "Sex": "age", "Self-defined ethnicity": "ethnicity", "Officer-observed ethnicity": "ethnicity",
	"Relationship": "relationship", "Disability": "disability",
}

func aspectOf(dimension string) string {
	if a, ok := aspects[dimension]; ok {
		return a
	}
	return "offence"
}

// constants are extra columns that count nothing of the data: public statistics
// and choices of the analysis.
var constants = map[string]bool{
	"residents": true, "residents_reference": true, "residents_a": true, "residents_b": true, "share_residents": true,
	"radius": true, "days": true, "days_school": true, "days_other": true, "expected": true, "areas": true,
}

// mergeable dimensions are those of which small levels may be counted together.
var mergeable = map[string]bool{
	"ho_class": true, "ho_subgroup": true, "ho_group": true, "force_class": true, "force_subgroup": true, "force_group": true,
	"location_type": true, "relationship": true, "outcome_group": true, "injury": true, "level": true,
}

// droppable are the extra columns that a table may do without.
var droppable = map[string]bool{"not_known": true}

// mergedInto names the row into which small levels of a dimension are counted where
// they have nothing in common with each other: a line of the cost book has a cost of
// its own.
var mergedInto = map[string]string{"cost_line": "Not costed"}

// ordered dimensions keep the order of their levels; rows of others that stand
// in order of size are put in order of what is published.
var ordered = map[string]bool{
	"hour": true, "weekday": true, "window": true, "age_band": true, "sex": true, "month": true, "injury": true, "stage": true, "deprivation": true, "field": true, "role": true, "group": true,
}

// publishedByOthers reports whether all counts of a table are public already.
func publishedByOthers(t analysis.Table) bool {
	for _, r := range t.Rows {
		if r.Basis == nil || !r.Basis.Public {
			return false
		}
	}
	return len(t.Rows) > 0
}

// policyOn says why a table of its kind is in no public edition, whatever it counts,
// or "".
func policyOn(t analysis.Table) string {
	for i, d := range t.Dimensions {
		switch {
		case d.Name == "lsoa" || d.Name == "cell":
			return "areas smaller than a ward are not published"
		case d.Name == "by" && i > 0:
			return "it sets side by side what other tables of this edition count"
		}
	}
	switch {
	case t.ByMonth && !publishedByOthers(t):
		return "monthly counts are small; the counts of the year are published"
	case strings.HasPrefix(t.ID, "homicide"):
		return homicidesAreKnown
	}
	return ""
}

// withheld says why a table is in no public edition, by policy or by what it holds, or
// "".
func withheld(t analysis.Table) string {
	if reason := policyOn(t); reason != "" {
		return reason
	}
	if tellsOfDeaths(t) {
		return homicidesAreKnown
	}
	for _, r := range t.Rows {
		if r.Basis == nil && !r.Empty() && (t.Derivation == nil || t.Derivation.Compute == nil) {
			return untied
		}
		if r.Basis != nil && len(r.Basis.Amounts) > 0 && dominated(r.Basis.Amounts) {
			return "one or two of those counted make up most of an amount"
		}
	}
	return ""
}

// tellsOfDeaths reports whether a table sets fatal injuries against something else:
// beside zeros a number of deaths need not be shown to tell how people died.
func tellsOfDeaths(t analysis.Table) bool {
	for i := range t.Dimensions {
		if t.Dimensions[i].Name == "injury" && len(t.Dimensions)-firstFree(&t) > 1 {
			return slices.ContainsFunc(t.Rows, func(r analysis.Row) bool { return strings.HasPrefix(r.Levels[i], "Fatal") })
		}
	}
	return false
}
