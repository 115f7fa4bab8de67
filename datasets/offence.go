package datasets

import (
	"maps"
	"slices"
	"strings"
	"sync"
)

// OffenceCode is one class of the Home Office Counting Rules.
type OffenceCode struct {
	Code     string // "34B"
	Label    string // "Robbery of personal property"
	Group    string // "Robbery"
	Subgroup string // "Robbery"
	// Sets are the offence sets that the code belongs to: "london_core",
	// "exploitation_set", "sexual_set", "mps_serious_violence_set",
	// "knife_ho_set", "knife_mps_set". Only settled membership counts.
	Sets map[string]bool
	// Unsettled are sets that the code may belong to, with why it is left out:
	// "uncertain", "optional", or "linked" (only by a link to another offence).
	Unsettled map[string]string
	// Status is "current", "outcome only" (no longer recorded) or
	// "unconfirmed" (code not seen in a published list).
	Status string
	Source string

	mpsGroup, mpsSubgroup string
}

// OffenceCodes returns the embedded code list, by code. Vintage 2017/18 with
// later codes added. The map is shared: do not change it.
func OffenceCodes() map[string]OffenceCode { return offenceCodes() }

var offenceCodes = sync.OnceValue(func() map[string]OffenceCode {
	t := embeddedTable("offence_codes")
	codes := make(map[string]OffenceCode, len(t.rows))
	for _, row := range t.rows {
		o := OffenceCode{
			Code: t.cell(row, "code"), Label: t.cell(row, "label"),
			Group: t.cell(row, "group"), Subgroup: t.cell(row, "subgroup"),
			Status: t.cell(row, "status"), Source: t.cell(row, "source"),
			Sets: map[string]bool{}, Unsettled: map[string]string{},
			mpsGroup: t.cell(row, "mps_group"), mpsSubgroup: t.cell(row, "mps_subgroup"),
		}
		for _, set := range splitList(t.cell(row, "sets")) {
			o.Sets[set] = true
		}
		for _, entry := range splitList(t.cell(row, "unsettled")) {
			set, why, _ := strings.Cut(entry, "=")
			o.Unsettled[set] = why
		}
		codes[o.Code] = o
	}
	return codes
})

// offenceCodeNames are the codes of the list, in order.
func offenceCodeNames() []string { return slices.Sorted(maps.Keys(OffenceCodes())) }

func splitList(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, "|")
}

// NormaliseCode brings spellings of a Home Office code ("034B", "34/B",
// "34b") to the form of the code list ("34B"). "4.10" is not "4.1" and stays.
// Statutory codes such as "008/62" come back as they are: their number is not
// that of the class (008/62 belongs to class 10D).
func NormaliseCode(code string) string {
	code = strings.ToUpper(strings.Join(strings.Fields(code), ""))
	number, suffix, slash := strings.Cut(code, "/")
	if slash {
		if len(suffix) != 1 || suffix[0] < 'A' || suffix[0] > 'Z' {
			return code
		}
		code = number + suffix
	}
	short := strings.TrimLeft(code, "0")
	if short == "" || short[0] < '0' || short[0] > '9' {
		return code
	}
	return short
}

// OffenceLabel is what a force's own words stand for in Home Office terms.
// Subgroup is "" where the words name only a group; Code is the class, where
// the words stand for exactly one.
type OffenceLabel struct{ Group, Subgroup, Code string }

// LookupOffenceLabel finds the Home Office group, subgroup and class behind the
// group and subgroup labels of a source: Home Office names, MPS labels of any
// year (in capitals, cut at 50 characters, misspelt as published), police.uk
// crime types. subgroup may be "". It is false for labels that stand for
// no Home Office group, such as police.uk's "Violence and sexual offences", and
// for unknown ones; nothing is guessed.
func LookupOffenceLabel(group, subgroup string) (OffenceLabel, bool) {
	index := offenceLabels()
	if labelKey(subgroup) == "" {
		found, ok := index[labelKey(group)]
		return found, ok
	}
	inGroup, groupKnown := index[labelKey(group)]
	found, ok := index[subgroupKey(group, subgroup)]
	if !ok {
		found, ok = index[subgroupKey("", subgroup)]
	}
	if ok && groupKnown && found.Group != inGroup.Group {
		return OffenceLabel{}, false
	}
	return found, ok
}

// NearestOffenceLabel returns the known label that a misspelt one is most like,
// to be named in a message; it is never applied.
func NearestOffenceLabel(label string) string {
	nearest, least := "", len(label)+100
	for _, known := range offenceLabelNames() {
		if d := editDistance(labelKey(label), labelKey(known)); d < least {
			nearest, least = known, d
		}
	}
	return nearest
}

// labelKey makes labels comparable: lower case, letters and digits only, "&"
// as "and", single blanks, at most 50 characters of the original.
func labelKey(label string) string {
	label = strings.ToLower(strings.TrimSpace(label))
	if len(label) > 50 {
		label = label[:50]
	}
	words := strings.FieldsFunc(strings.ReplaceAll(label, "&", " and "), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9')
	})
	return strings.Join(words, " ")
}

func subgroupKey(group, subgroup string) string { return labelKey(group) + "/" + labelKey(subgroup) }

// offenceLabels maps keys to what they stand for. Where several classes share
// a label, the class is left open; where they do not even share a subgroup,
// that is left open too.
var offenceLabels = sync.OnceValue(func() map[string]OffenceLabel {
	index, classes := map[string]OffenceLabel{}, map[string]OffenceLabel{}
	codes := embeddedTable("offence_codes")
	for _, row := range codes.rows {
		o := OffenceCodes()[codes.cell(row, "code")]
		l := OffenceLabel{o.Group, o.Subgroup, o.Code}
		for _, group := range distinct(o.Group, o.mpsGroup) {
			addLabel(index, labelKey(group), OffenceLabel{Group: o.Group})
			addLabel(classes, subgroupKey(group, o.Label), l)
			for _, subgroup := range distinct(o.Subgroup, o.mpsSubgroup) {
				addLabel(index, subgroupKey(group, subgroup), l)
			}
		}
		addLabel(classes, subgroupKey("", o.Label), l)
		for _, subgroup := range distinct(o.Subgroup, o.mpsSubgroup) {
			addLabel(index, subgroupKey("", subgroup), l)
		}
	}
	for key, l := range classes {
		if _, taken := index[key]; !taken {
			index[key] = l
		}
	}
	aliases := embeddedTable("offence_labels")
	for _, row := range aliases.rows {
		group, subgroup := aliases.cell(row, "group_label"), aliases.cell(row, "subgroup_label")
		l := OffenceLabel{aliases.cell(row, "group"), aliases.cell(row, "subgroup"), aliases.cell(row, "code")}
		if subgroup == "" {
			index[labelKey(group)] = l
			continue
		}
		index[subgroupKey(group, subgroup)] = l
		index[subgroupKey("", subgroup)] = l
	}
	return index
})

func addLabel(index map[string]OffenceLabel, key string, l OffenceLabel) {
	old, there := index[key]
	if there && old.Code != l.Code {
		l.Code = ""
	}
	if there && old.Subgroup != l.Subgroup {
		l.Subgroup = ""
	}
	index[key] = l
}

// offenceLabelNames are the labels as published, in a fixed order.
var offenceLabelNames = sync.OnceValue(func() []string {
	var names []string
	codes, aliases := embeddedTable("offence_codes"), embeddedTable("offence_labels")
	for _, row := range codes.rows {
		names = append(names, codes.cell(row, "subgroup"), codes.cell(row, "group"), codes.cell(row, "label"))
	}
	for _, row := range aliases.rows {
		names = append(names, aliases.cell(row, "subgroup_label"), aliases.cell(row, "group_label"))
	}
	return distinct(names...)
})

// distinct returns the values that are not "", each once, in order.
func distinct(values ...string) []string {
	var out []string
	seen := map[string]bool{"": true}
	for _, v := range values {
		if !seen[v] {
			seen[v] = true
			out = append(out, v)
		}
	}
	return out
}

// editDistance is the number of letters to insert, drop or change (Levenshtein).
func editDistance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
