package datasets

import (
	"fmt"
	"strings"
)

// Reasons for which published counts are left out.
const (
	reasonOlder     = "an older refresh of the same count"
	reasonSameCount = "the same count again"
	reasonOtherSame = "another count for the same month, area and series; the first is kept"
	reasonNoMonth   = "no month"
)

// takeCounts adds published counts: one row for each month, area, series and
// measure, the newest refresh of it. Nothing else is filtered: areas that are
// no areas, and series that overlap, are the reader's to choose from. Two
// names of one area code stay two rows that add up.
func (l *loader) takeCounts(t *rawTable, all []*coerced) error {
	months := find(all, "", "month")
	refreshed := find(all, "", "refreshed_at")
	counts := find(all, "", "count")
	kept := map[string]int32{}
	for row := range int32(t.rows()) {
		if t.status[row] != rowUsed {
			continue
		}
		if months.codes[row] < 0 || months.times[months.codes[row]] == NoTime {
			t.leaveOut(row, reasonNoMonth)
			continue
		}
		key := t.countKey(all, row)
		earlier, met := kept[key]
		if !met {
			kept[key] = row
			continue
		}
		switch a, b := timeAt(refreshed, earlier), timeAt(refreshed, row); {
		case b > a:
			t.leaveOut(earlier, reasonOlder)
			kept[key] = row
		case b < a:
			t.leaveOut(row, reasonOlder)
		case counts.identity(counts.codes[earlier]) == counts.identity(counts.codes[row]):
			t.leaveOut(row, reasonSameCount)
		default:
			t.leaveOut(row, reasonOtherSame)
		}
	}
	rows := make([]int32, t.rows())
	next := int32(l.counts.rows)
	for row := range rows {
		rows[row] = -1
		if t.status[row] == rowUsed {
			rows[row] = next
			next++
		}
	}
	first := l.counts.rows
	l.counts.grow(int(next) - first)
	for _, v := range all {
		l.counts.field(v.field.Name).take(v, rows)
	}
	for _, name := range fieldNames("counts") {
		if level, ok := t.profile.constants[name]; ok {
			f := l.counts.field(name)
			f.take(constant(f.field, level, t.rows()), rows)
		}
	}
	l.deriveUnits(t, first)
	l.deriveCountGroups(first)
	return nil
}

// countKey is what a count is of. The name of an area is part of it, as
// published: the MPS lists two wards under two names and one code.
func (t *rawTable) countKey(all []*coerced, row int32) string {
	var key strings.Builder
	for _, v := range all {
		switch v.field.Name {
		case "count", "refreshed_at":
		case "area_name":
			raw := t.column("", "area_name", false)
			fmt.Fprintf(&key, "%d ", raw.codes[row])
		default:
			fmt.Fprintf(&key, "%d ", v.identity(v.codes[row]))
		}
	}
	return key.String()
}

func timeAt(v *coerced, row int32) int64 {
	if v == nil || v.codes[row] < 0 {
		return NoTime
	}
	return v.times[v.codes[row]]
}

// deriveUnits says what each series counts, where the source does not: outcomes
// by the measure, victims by the name of the series, else offences.
func (l *loader) deriveUnits(t *rawTable, first int) {
	unit := l.counts.field("unit")
	series, measure := l.counts.fields["series"], l.counts.fields["measure"]
	derived := false
	for row := first; row < l.counts.rows; row++ {
		if unit.codes[row] >= 0 {
			continue
		}
		derived = true
		what := "offence"
		switch {
		case measure != nil && strings.Contains(strings.ToLower(measure.level(row)), "outcome"):
			what = "outcome"
		case strings.Contains(strings.ToLower(series.level(row)), "victim"):
			what = "victim"
		}
		unit.codes[row] = unit.code(what)
	}
	if derived {
		t.assume("the unit is outcomes where the measure is of outcomes, victims where the name of the series says victims, else offences")
	}
}

// deriveCountGroups brings the offence labels of counts to Home Office groups.
// A series that is none, such as knife crime, has no group.
func (l *loader) deriveCountGroups(first int) {
	groups := l.counts.fields["ho_group"]
	if groups == nil {
		return
	}
	subgroups := l.counts.fields["ho_subgroup"]
	if subgroups == nil {
		subgroups = l.counts.fields["series"]
	}
	labels := resolveLabels(groups, subgroups, l.counts.rows)
	group, subgroup := l.counts.field("ho_group"), l.counts.field("ho_subgroup")
	for row := first; row < l.counts.rows; row++ {
		group.codes[row], subgroup.codes[row] = group.code(NotApplicable), subgroup.code(NotApplicable)
		r := labels[row]
		if !r.found {
			continue
		}
		group.codes[row] = group.code(r.Group)
		if r.Subgroup != "" {
			subgroup.codes[row] = subgroup.code(r.Subgroup)
		}
	}
}

// countsSource names the profiles of published counts, and their files.
func countsSource(tables []*rawTable) string {
	var sources []string
	for _, t := range tables {
		if t.profile.Layout.table() != "counts" {
			continue
		}
		var files []string
		for _, f := range t.files {
			files = append(files, f.quality.Name)
		}
		sources = append(sources, t.profile.Title+" ("+strings.Join(distinct(files...), ", ")+")")
	}
	return strings.Join(sources, "; ")
}
