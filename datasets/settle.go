package datasets

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// deriveOffenceGroups fills ho_class, ho_group and ho_subgroup: from the Home
// Office code where the code list has it, else from the labels of the source
// where they stand for one group. Labels are never guessed at; a code or label
// that gives no group is Unknown there, and listed.
func (l *loader) deriveOffenceGroups() {
	codes := l.offences.fields["ho_code"]
	groups, subgroups := l.labelsOf("ho_group", "force_group"), l.labelsOf("ho_subgroup", "force_subgroup")
	if codes == nil && groups == nil && subgroups == nil {
		return
	}
	delete(l.offences.fields, "ho_group")
	delete(l.offences.fields, "ho_subgroup")
	labels := resolveLabels(groups, subgroups, l.offences.rows)
	unknownCodes, unknownLabels := map[string]int{}, map[string]int{}
	group, subgroup := l.offences.field("ho_group"), l.offences.field("ho_subgroup")
	var class *filling
	if codes != nil {
		class = l.offences.field("ho_class")
	}
	resolved := codes != nil
	for row := range l.offences.rows {
		code, label := levelIn(codes, row), labels[row]
		entry, listed := OffenceCodes()[code]
		switch {
		case listed:
			group.codes[row], subgroup.codes[row], class.codes[row] = group.code(entry.Group), subgroup.code(entry.Subgroup), class.code(entry.Label)
			continue
		case Missing(code):
			class.codes[row] = class.code(code)
		case code != "":
			class.codes[row] = class.code(Unknown)
			unknownCodes[shownCode(code)]++
		}
		switch {
		case label.found:
			group.codes[row] = group.code(label.Group)
			subgroup.codes[row] = subgroup.code(cmp.Or(label.Subgroup, Unknown))
			resolved = true
		case label.said != "" || code != "":
			group.codes[row], subgroup.codes[row] = group.code(Unknown), subgroup.code(Unknown)
			if label.said != "" && code == "" {
				unknownLabels[label.said]++
			}
		}
	}
	if !resolved {
		delete(l.offences.fields, "ho_group")
	}
	if !resolved || codes == nil && subgroups == nil {
		delete(l.offences.fields, "ho_subgroup")
	}
	l.findListed("ho_code", "codes_not_in_list", unknownCodes, "a Home Office code that is not in the code list", "codes", func(string) bool { return true })
	l.findListed("ho_group", "labels_without_group", unknownLabels, "a label that stands for no one Home Office group", "labels", func(string) bool { return false })
}

// shownCode is a code as a finding may list it. What is not written like a code
// may be anything, and is not repeated.
func shownCode(code string) string {
	for _, r := range code {
		if (r < '0' || r > '9') && (r < 'A' || r > 'Z') && !strings.ContainsRune("/.-", r) {
			return "values not written like a code"
		}
	}
	if len(code) > 8 || code[0] > '9' {
		return "values not written like a code"
	}
	return code
}

// labelsOf returns the field of the source's own labels: as supplied under the
// Home Office name, else under the force's.
func (l *loader) labelsOf(home, force string) *filling {
	if f := l.offences.fields[home]; f != nil {
		return f
	}
	return l.offences.fields[force]
}

func levelIn(f *filling, row int) string {
	if f == nil {
		return ""
	}
	return f.level(row)
}

// resolvedLabel is what the labels of one row stand for.
type resolvedLabel struct {
	OffenceLabel
	found bool
	said  string // the labels, where they were known
}

// resolveLabels looks up each pair of labels once.
func resolveLabels(groups, subgroups *filling, rows int) []resolvedLabel {
	labels := make([]resolvedLabel, rows)
	if groups == nil && subgroups == nil {
		return labels
	}
	known := map[[2]string]resolvedLabel{}
	for row := range labels {
		pair := [2]string{knownLevel(groups, row), knownLevel(subgroups, row)}
		r, met := known[pair]
		if !met {
			r.said = strings.Trim(pair[0]+" / "+pair[1], " /")
			if r.said != "" {
				r.OffenceLabel, r.found = LookupOffenceLabel(pair[0], pair[1])
			}
			known[pair] = r
		}
		labels[row] = r
	}
	return labels
}

func knownLevel(f *filling, row int) string {
	if level := levelIn(f, row); !Missing(level) {
		return level
	}
	return ""
}

// listedAtMost is how many codes or labels a finding lists.
const listedAtMost = 20

// findListed lists codes or labels with their counts, most first. They say what
// kind of offence it was, never who; labels that are rare may be something else
// that was mapped by mistake, and are only counted. shown tells what is no label.
func (l *loader) findListed(field, kind string, counts map[string]int, what, noun string, shown func(name string) bool) {
	if len(counts) == 0 {
		return
	}
	names := slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b))
	})
	total, listed := 0, []string{}
	for _, name := range names {
		total += counts[name]
		if len(listed) < listedAtMost && (shown(name) || counts[name] >= shownAtLeast && isLabel(name)) {
			listed = append(listed, fmt.Sprintf("%s (%s)", name, thousands(counts[name])))
		}
	}
	if more := len(names) - len(listed); more > 0 {
		listed = append(listed, fmt.Sprintf("%d %s that are rare or too many to list", more, noun))
	}
	l.find(field, kind, total, "%s %s %s: %s.", plural(total, "offence", "offences"), hasHave(total), what, strings.Join(listed, ", "))
}

// deriveKnifeUse writes none as the use of a knife where there was none.
func (l *loader) deriveKnifeUse() {
	present, use := l.offences.fields["knife_present"], l.offences.fields["knife_use"]
	if present == nil || use == nil {
		return
	}
	none := use.code("none")
	filled := 0
	for row := range l.offences.rows {
		if use.codes[row] < 0 && present.level(row) == "none" {
			use.codes[row] = none
			filled++
		}
	}
	if filled > 0 {
		l.find("knife_use", "derived", filled, "%s %s a blank knife use and no knife present: the use is none.", plural(filled, "offence", "offences"), hasHave(filled))
	}
}

// settleAges applies the rule for an age of 0: a common placeholder, so
// unknown, but for victims of homicide, which the counting rules record under
// one year; or kept where the profile says infant.
func (l *loader) settleAges() {
	subgroup, role := l.offences.fields["ho_subgroup"], l.people.fields["role"]
	if role == nil {
		return
	}
	touched, kept := 0, 0
	for row := range l.people.rows {
		homicide := role.level(row) == "victim" && levelIn(subgroup, int(l.personOffence[row])) == "Homicide"
		zero := false
		for _, name := range []string{"age_at_offence", "age_at_report", "age_at_extract"} {
			ages := l.people.fields[name]
			if ages == nil || ages.ints[row] != 0 || l.infants[row] {
				continue
			}
			zero = true
			if !homicide {
				ages.ints[row] = IntUnknown
			}
		}
		switch {
		case zero && homicide:
			kept++
		case zero:
			touched++
		}
	}
	if touched > 0 {
		l.find("age_at_offence", "age_zero", touched, "%s %s an age of 0, taken as unknown, since 0 is a common placeholder.", plural(touched, "person", "people"), hasHave(touched))
		l.quality.Findings[len(l.quality.Findings)-1].Do = "Set age_zero = \"infant\" in the profile if infants are recorded so."
	}
	if kept > 0 {
		l.find("age_at_offence", "age_zero_kept", kept, "%s of homicide %s an age of 0, which is kept.", plural(kept, "victim", "victims"), hasHave(kept))
	}
}
