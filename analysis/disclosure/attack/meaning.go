package attack

import "strings"

// Wards and Classes are what a stranger looks up: which pieces each ward
// consists of, old wards and new, and to which subgroup each offence class belongs.
// AllAges is what the cover says of the pack: that it has the offences of its subgroups
// whatever the age of those involved.
type (
	Wards   struct{ Pieces map[string][]int } // by code, and by name
	Classes struct {
		Subgroup map[string]string
		AllAges  bool
	}
)

// A universe is a set of offences, or of people, that tables count.
type universe string

// against is what the denominator of a table counts.
type against int

const (
	nothing   against = iota // no count of offences or people that the table hides
	before                   // the same in the period before
	known                    // all of the block with a known value
	whole                    // the whole universe, or the other one
	other                    // the same of another universe
	females                  // the females, where the numerator counts males
	white                    // the row of White people
	withPoint                // those of the whole with a known point
)

// counted says what a table counts: a universe by a dimension, and what that is
// set against.
type counted struct {
	universe  universe
	dimension string
	against   against
	other     universe
}

// tables is what the tables of an edition count. A dimension that is not among those of
// leaves.go has the names of its rows for leaves.
var tables = map[string]counted{
	"offence-mix": {"offences", "offence", known, ""}, "offence-groups": {"all offences", "group", known, ""}, "offence-class": {"offences", "offence", known, ""},
	"harm": {"offences", "offence", nothing, ""}, "harm-share": {"offences", "offence", nothing, ""}, "priorities": {"offences", "offence", nothing, ""},
	"offence-change": {"offences", "offence", before, ""}, "change": {"offences", "", before, ""},
	"wards": {"offences", "ward", nothing, ""}, "knife-wards": {"knife", "ward", nothing, ""}, "injury-wards": {"injury", "ward", nothing, ""},
	"trend": {"offences", "month", nothing, ""}, "month": {"offences", "month", nothing, ""}, "knife-trend": {"knife", "month", nothing, ""}, "knife-months-series": {"knife", "month", nothing, ""},
	"themes": {"offences", "theme", whole, ""}, "themes-change": {"offences", "theme", before, ""},
	"knife-offence-mix": {"knife", "offence", known, ""}, "knife-mix-change": {"knife", "offence", nothing, ""}, "knife-use": {"knife", "use", known, ""},
	"knife-injury": {"knife injured", "offence", other, "knife of known use"}, "knife-domestic": {"knife", "domestic", known, ""},
	"knife-domestic-by-class": {"knife domestic", "offence", other, "knife"},
	"sexual-profile":          {"sexual", "offence", known, ""}, "sexual-change": {"sexual", "offence", before, ""}, "sexual-recency": {"sexual", "recency", known, ""},
	"sexual-location": {"sexual", "location", known, ""}, "location-type": {"offences", "location", known, ""},
	"knife-possession": {"possession", "offence", known, ""}, "possession-change": {"possession", "offence", before, ""},
	"gun-crime": {"gun", "offence", known, ""}, "gun-change": {"gun", "offence", before, ""},
	"under25-involved": {"involved", "offence", other, "all ages"},
	"domestic-profile": {"all domestic", "offence", other, "all offences"},
	"domestic-split":   {"offences", "domestic", known, ""}, "domestic-change": {"offences", "domestic", before, ""},
	"outcomes": {"offences", "outcome", known, ""}, "outcomes-positive": {"positive", "offence", other, "old enough"}, "outcomes-funnel": {"offences", "stage", nothing, ""},
	"hotspots": {"offences", "hotspot", known, ""}, "hotspots-total": {"offences", "in a hotspot", known, ""}, "knife-hotspots-total": {"knife", "in a hotspot", known, ""},
	"violence-places": {"offences", "place", withPoint, ""}, "injury-places": {"injury", "place", withPoint, ""}, "knife-places": {"knife", "place", nothing, ""},

	"hour": {"offences", "clock", known, ""}, "weekday": {"offences", "day", known, ""}, "weekday-hour": {"offences", "clock", nothing, ""}, "violence-hour": {"offences", "clock", known, ""},
	"hour-mean": {"offences", "", nothing, ""}, "knife-hour-mean": {"knife", "", nothing, ""},
	"knife-hour": {"knife", "clock", known, ""}, "knife-weekday": {"knife", "day", known, ""}, "knife-weekday-hour": {"knife", "clock", nothing, ""}, "knife-hour-window": {"knife", "clock", known, ""},
	"injury-weekday-hour": {"injury", "clock", nothing, ""}, "time-windows": {"set", "clock", nothing, ""},

	"cost-pack": {"offences", "offence", nothing, ""}, "cost-knife": {"knife", "offence", nothing, ""}, "cost-offence": {"involving under 25", "offence", nothing, ""},
	"cost-pack-total": {"offences", "costed", whole, ""}, "cost-knife-total": {"knife", "costed", whole, ""}, "cost-offence-total": {"involving under 25", "costed", whole, ""},
	"cost-uncertainty": {"offences", "costed", whole, ""}, "cost-tornado": {"offences", "costed", whole, ""},
	"cost-steps": {"involving under 25", "costed", nothing, ""}, "cost-component": {"scope", "costed", whole, ""},

	"victims-age": {"victims", "age", known, ""}, "victims-age-ratio": {"victims", "age", known, ""}, "change-victims": {"victims", "age", before, ""},
	"victims-age-sex": {"victims", "age", nothing, ""}, "victims-sex": {"victims", "sex", known, ""}, "victims-age-sex-young": {"victims", "young", nothing, ""},
	"victims-ethnicity": {"victims", "ethnicity", known, ""}, "victims-ethnicity-known": {"victims", "field", whole, ""},
	"victims-ethnicity-obs": {"victims", "observed", known, ""}, "victims-disability": {"victims", "disability", known, ""}, "victims-disability-known": {"victims", "field", whole, ""},
	"injury-degree": {"victims", "injury", known, ""}, "relationship": {"victims", "relationship", known, ""}, "male-ratio-by-type": {"type", "sex", females, ""},
	"knife-victims-age": {"knife victims", "age", known, ""}, "knife-victims-age-ratio": {"knife victims", "age", known, ""},
	"knife-victims-injury": {"knife victims", "injury", known, ""}, "knife-victims-injured": {"knife victims", "injury", known, ""},
	"sexual-victims-age": {"sexual victims", "age", known, ""}, "sexual-victims-under18": {"sexual victims", "age", known, ""},
	"domestic-relationship": {"domestic victims", "relationship", known, ""}, "domestic-victims-age": {"domestic victims", "age", known, ""}, "domestic-victims-sex": {"domestic victims", "sex", known, ""},
	"suspects-age": {"suspects", "age", known, ""}, "suspects-age-ratio": {"suspects", "age", known, ""}, "suspects-age-sex": {"suspects", "age", nothing, ""},
	"suspects-sex": {"suspects", "sex", known, ""}, "suspects-age-sex-young": {"suspects", "young", nothing, ""},
	"suspects-ethnicity": {"suspects", "ethnicity", known, ""}, "suspects-ethnicity-known": {"suspects", "field", whole, ""}, "suspects-ethnicity-obs": {"suspects", "observed", known, ""},
	"knife-suspects-age": {"knife suspects", "age", known, ""}, "knife-suspects-age-ratio": {"knife suspects", "age", known, ""},
	"ethnicity-ratio": {"role", "ethnicity", white, ""}, "knife-ethnicity-ratio": {"knife role", "ethnicity", white, ""},
	"sex-ratio": {"role", "sex", females, ""}, "knife-young-males": {"knife role", "young sex", females, ""},

	"mps-counts": {"published", "", before, ""}, "mps-counts-wards": {"published", "ward", before, ""}, "mps-counts-by-month": {"published", "month", nothing, ""}, "mps-counts-knife": {"published Knife Crime", "", nothing, ""},
	"youth-outcomes": {"youth records", "named suspect", whole, ""}, "spatial-pattern-wards": {"offences", "", nothing, ""},
	"completeness": {"rows", "completeness", nothing, ""},
}

// Apart are the tables that the stranger leaves alone, and why.
var Apart = map[string]string{
	"comparators":           "counts of other boroughs and of London, as others publish them",
	"comparator-ratio":      "counts of the borough and of London, as others publish them",
	"population-profile":    "residents, as others publish them",
	"first-time-entrants":   "children, as the Youth Justice Board publishes them",
	"mps-counts-check":      "sums of counts that the police publish",
	"trend-direction":       "sums of the months of trend, three years apart",
	"knife-trend-direction": "sums of the months of knife-trend, three years apart",
	"month-effects":         "calendar months of three years together, which no other table counts",
	"term-holiday-ratio":    "afternoons of school days, which no other table counts",
}

// parts are universes that lie in another.
var parts = [][2]universe{
	{"offences", "all offences"},
	{"sexual", "offences"},
	{"injury", "all ages"},
	{"involved", "all ages"},
	{"involving under 25", "offences"},
	{"old enough", "offences"},
	{"positive", "old enough"},
	{"knife injured", "knife of known use"},
	{"knife of known use", "knife"},
	{"knife domestic", "knife"},
	{"all domestic", "all offences"},
	{"sexual victims", "victims"},
	{"domestic victims", "victims"},
}

// partsOfAllAges are more of them, where the pack has offences whatever the age.
var partsOfAllAges = [][2]universe{{"knife", "offences"}, {"knife victims", "victims"}, {"knife suspects", "suspects"}, {"injury", "offences"}}

// same are universes that are a leaf of a dimension of another.
var same = []struct {
	universe, of universe
	dimension    string
	leaf         leaf
}{
	{"knife domestic", "knife", "domestic", "Flagged domestic abuse"},
	{"offences: Domestic abuse", "offences", "domestic", "Flagged domestic abuse"},
}

// byOffence are universes that a record enters or leaves when its offence is changed.
var byOffence = map[universe]bool{"sexual": true, "injury": true, "involved": true, "sexual victims": true, "all ages": true}

// isTotal says whether a row counts a whole universe.
func isTotal(levels []string) bool {
	switch levels[len(levels)-1] {
	case "Total", "All of the pack, each offence once", "E09000002", "All ages":
		return true
	}
	return levels[0] == "Total"
}

// complete are tables whose rows, with those of what is not known, add up to the total.
var complete = map[string]bool{"wards": true, "injury-wards": true, "offence-mix": true, "offence-class": true, "victims-age": true, "victims-ethnicity": true, "suspects-age": true, "suspects-ethnicity": true}

// rests are the names of rows that count what no other row of the block does.
var rests = map[string]bool{"All others": true, "Without a weight": true, "Age or sex not known": true, "Not costed": true, "Other times": true}

// unknowns are the names of rows of those without a known value.
var unknowns = map[string]bool{
	"Not recorded": true, "Recorded as unknown": true, "Not stated": true, "Not known": true, notCounted: true, notKnown: true,
	"Non-recent, left out": true, "Not yet assigned an outcome": true, "Not applicable": true, "Outside the area": true, "?": true,
}

// split takes from the levels of a row what only tells its block.
func (b *block) split(table string, levels []string) []string {
	switch {
	case table == "change":
		b.dimension = map[string]string{"Offence": "offence", "Ward": "ward"}[levels[0]]
		if b.dimension == "" {
			b.dimension = "youngest"
		}
		return levels[1:]
	case strings.HasSuffix(string(b.universe), "role"):
		b.universe = universe(strings.TrimSuffix(string(b.universe), "role") + strings.ToLower(levels[0]))
		return levels[1:]
	case b.universe == "set":
		b.universe = map[string]universe{"Knife crime offences": "knife", "Violence with injury offences": "injury"}[levels[0]]
		if b.universe == "" {
			b.universe = "offences"
		}
		return levels[1:]
	case b.universe == "scope":
		b.universe = map[string]universe{"Under-25s": "involving under 25"}[levels[0]]
		if b.universe == "" {
			b.universe = "offences"
		}
		b.basis = levels[1]
		return levels[2:]
	case b.universe == "type":
		b.universe = universe("victims: " + levels[1])
		if levels[1] == "All types" {
			b.universe = "victims"
		}
		return []string{"Male"}
	case b.universe == "published":
		at := len(levels) - 3
		b.universe = universe("published " + levels[at])
		if at == 0 {
			return []string{"Total"}
		}
		return levels[:at]
	case levels[0] == "Recorded", levels[0] == "Estimated", levels[0] == "Committed", levels[0] == "In the extract":
		if len(levels) == 1 {
			return levels
		}
		b.basis = levels[0]
		if b.basis == "Committed" {
			b.universe += ", by the day committed"
		}
		return levels[1:]
	}
	return levels
}
