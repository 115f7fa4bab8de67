package datasets

import (
	"slices"
	"strings"
	"sync"
)

// EthnicGroups are the five groups, in the order of tables.
var EthnicGroups = []string{"Asian", "Black", "Mixed", "White", "Other"}

// EthnicityGroup maps a raw value of a code list to one of the five groups, to
// Unknown or Refused, or to "" for a value that means not recorded. The code, the
// label, or a code followed by a label are understood, in any case, and IC codes
// without their letters. ok is false for a scheme or a value that is not on the
// list, and for a code with the label of another: nothing is guessed.
// Chinese is Asian, as in the censuses of 2011 and 2021, and so is IC5; see
// EthnicityGroup2001. Not stated is Refused, never Other. Neither IC codes nor
// the officer-defined and custody lists have Mixed.
func EthnicityGroup(scheme, raw string) (group string, ok bool) {
	e, ok := ethnicityEntry(scheme, raw)
	return e.group, ok
}

// EthnicityGroup2001 is EthnicityGroup under the grouping of the 2001 census:
// Chinese and IC5 are Other.
func EthnicityGroup2001(scheme, raw string) (group string, ok bool) {
	e, ok := ethnicityEntry(scheme, raw)
	return e.group2001, ok
}

// EthnicitySchemes returns the names of the code lists: "sde_16plus1",
// "sde_18plus1", "sde" (either of these), "ic", "police_uk_self_defined",
// "police_uk_officer_defined", "mps_homicide_self_classified",
// "mps_custody_4plus1", "census2021_ts021".
func EthnicitySchemes() []string {
	var names []string
	for name := range ethnicities() {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

type ethnicity struct{ group, group2001 string }

func ethnicityEntry(scheme, raw string) (ethnicity, bool) {
	list := ethnicities()[scheme]
	key := ethnicityKey(raw)
	if e, ok := list[key]; ok {
		return e, true
	}
	code, label, _ := strings.Cut(strings.NewReplacer(" - ", " ", ":", " ", "-", " ").Replace(key), " ")
	if scheme == "ic" && len(code) == 1 && code >= "0" && code <= "9" {
		code = "ic" + code // "3 - Black"
	}
	if !isEthnicityCode(code) {
		return ethnicity{}, list != nil && key == ""
	}
	e, ok := list[code]
	if !ok || namesAnotherGroup(label, e.group) {
		return ethnicity{}, false
	}
	return e, true
}

// namesAnotherGroup reports whether the label behind a code speaks of White, Black
// or Asian people where the code is of others: some systems number differently.
func namesAnotherGroup(label, group string) bool {
	words := strings.Fields(label)
	for _, g := range []string{"White", "Black", "Asian"} {
		if group != g && group != "Mixed" && slices.Contains(words, strings.ToLower(g)) {
			return true
		}
	}
	return false
}

// isEthnicityCode tells codes ("w1", "ic4") from words.
func isEthnicityCode(s string) bool {
	letters := strings.TrimRight(s, "0123456789")
	return len(letters) >= 1 && len(letters) <= 2 && len(s) == len(letters)+1
}

// ethnicityKey makes values comparable: lower case, single blanks.
func ethnicityKey(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), " ")) }

// shortCensusGroups are the five group names that tables of Census 2021 for
// small areas use in place of the 19.
var shortCensusGroups = map[string]string{
	"asian, asian british or asian welsh":                     "Asian",
	"black, black british, black welsh, caribbean or african": "Black",
	"mixed or multiple ethnic groups":                         "Mixed",
	"white":                                                   "White",
	"other ethnic group":                                      "Other",
}

var ethnicities = sync.OnceValue(func() map[string]map[string]ethnicity {
	t := embeddedTable("ethnicity_codes")
	schemes := map[string]map[string]ethnicity{"sde": {}}
	for _, row := range t.rows {
		scheme := t.cell(row, "scheme")
		e := ethnicity{t.cell(row, "group"), t.cell(row, "group_2001")}
		switch t.cell(row, "missing") {
		case "refused":
			e = ethnicity{Refused, Refused}
		case "unknown":
			e = ethnicity{Unknown, Unknown}
		}
		if schemes[scheme] == nil {
			schemes[scheme] = map[string]ethnicity{}
		}
		for _, key := range []string{ethnicityKey(t.cell(row, "code")), ethnicityKey(t.cell(row, "label"))} {
			schemes[scheme][key] = e
			if strings.HasPrefix(scheme, "sde_") {
				schemes["sde"][key] = e
			}
		}
	}
	for key, group := range shortCensusGroups {
		schemes["census2021_ts021"][key] = ethnicity{group, group}
	}
	return schemes
})
