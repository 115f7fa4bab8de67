package datasets

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// fault is what is wrong with a value that became missing, or what the reader
// should know of one that is kept.
type fault string

const (
	noFault        fault = ""
	faultUnmapped  fault = "unmapped_value"
	faultNumber    fault = "not_a_whole_number"
	faultDecimal   fault = "not_a_number"
	faultAge       fault = "age_out_of_range"
	faultPoint     fault = "point_out_of_range"
	faultHalfPoint fault = "half_a_point"
	faultDate      fault = "impossible_date"
	faultSwapped   fault = "date_in_another_order"
	faultClock     fault = "impossible_clock_time"
	faultReference fault = "reference_damaged"
	faultFormula   fault = "starts_like_a_formula"
	faultHidden    fault = "hidden_or_wide_characters"
	faultCode      fault = "code_not_in_list"
)

// mapThem is what can be done about values that are not known.
const mapThem = "Map them in the settings under [extract.values.%s]"

// faultSays completes "12 values in column "X" are ...".
var faultSays = []struct {
	kind fault
	says string
	do   string // for whoever keeps the settings; %s is the field
}{
	{faultUnmapped, "not known to the profile: counted as unknown", mapThem + "."},
	{faultNumber, "no whole number: counted as unknown", ""},
	{faultDecimal, "no number: counted as not recorded", ""},
	{faultAge, "outside 0 to 110: counted as unknown", ""},
	{faultPoint, "zero or out of range: the point is counted as not recorded", ""},
	{faultHalfPoint, "without the other half of their point: the point is counted as not recorded", ""},
	{faultDate, "no date in the stated order: counted as not recorded", ""},
	{faultSwapped, "a date only with day and month the other way round: counted as not recorded", ""},
	{faultClock, "without a clock time that can be read: the date is kept and the time is not recorded", ""},
	{faultReference, "turned into a number or a date by a spreadsheet: different references may have become one", ""},
	{faultFormula, "text that starts like a formula: kept as text", ""},
	{faultHidden, "written with invisible or full-width characters: matched without them", ""},
	{faultCode, "not in the Home Office code list: kept, without a group", mapThem + ", each to a code of the list."},
}

// noteFaults counts the faults of a field by row, and refuses a column of which
// most is unreadable: then it is mapped wrongly, not dirty.
func (t *rawTable) noteFaults(v *coerced) (unmapped []Finding, err error) {
	met := map[fault]int{}
	for _, f := range v.faults {
		met[f]++
	}
	for _, kind := range faultSays {
		if met[kind.kind] == 0 {
			continue
		}
		n := t.note(v.name(), string(kind.kind), func(n int) string {
			return fmt.Sprintf("%s in column %q %s %s.", plural(n, "value", "values"), v.header, isAre(n), kind.says)
		}, func(row int32) bool { return v.codes[row] >= 0 && v.faults[v.codes[row]] == kind.kind })
		if kind.do != "" {
			t.advise(v.name(), string(kind.kind), fmt.Sprintf(kind.do, v.field.Name))
		}
		switch kind.kind {
		case faultUnmapped:
			if f := t.unmappedValues(v); len(f.Values) > 0 {
				unmapped = append(unmapped, f)
			}
		case faultCode:
			if err := t.refuseUnknownCodes(v); err != nil {
				return nil, err
			}
		case faultSwapped:
			t.sayAmbiguous(v)
		case faultNumber, faultDecimal, faultDate:
			if filled := v.filled(t); n >= 3 && 2*n > filled {
				return nil, &ParseError{File: t.name(), Field: v.name(), Err: fmt.Errorf("%w: %s of %s in column %q cannot be read (%s); map another column, or state its format",
					ErrTooManyUnusable, thousands(n), plural(filled, "value", "values"), v.header, strings.ReplaceAll(string(kind.kind), "_", " "))}
			}
		}
	}
	return unmapped, nil
}

// unmappedValues lists the values of a code that the profile does not know, over
// all files of the source: those in enough rows by name, the rare ones counted.
func (t *rawTable) unmappedValues(v *coerced) Finding {
	cells := t.column(v.role, v.field.Name, false).cells.values
	rows := make([]int, len(cells))
	for row, code := range v.codes {
		if code >= 0 && t.status[row] == rowUsed && v.faults[code] == faultUnmapped {
			rows[code]++
		}
	}
	f := Finding{Field: v.name(), Kind: "values_not_mapped"}
	f.Values, f.Rare, f.Count = listValues(cells, rows)
	f.Say = fmt.Sprintf("%s in column %q: %s.", plural(f.Count, "value is not known to the profile", "values are not known to the profile"), v.header, saidValues(f.Values, f.Rare))
	f.Do = fmt.Sprintf(mapThem+".", v.field.Name)
	return f
}

// listValues counts values by their spelling, most rows first; up to
// listedAtMost that stand in shownAtLeast rows or more are listed, unless they
// look like identifiers. rare counts the other values, all the rows.
func listValues(cells []string, rows []int) (listed []ValueCount, rare, all int) {
	count := map[string]int{}
	for i, cell := range cells {
		if rows[i] > 0 {
			count[clean(cell)] += rows[i]
			all += rows[i]
		}
	}
	values := slices.SortedFunc(maps.Keys(count), func(a, b string) int {
		return cmp.Or(cmp.Compare(count[b], count[a]), cmp.Compare(a, b))
	})
	for _, value := range values {
		if count[value] >= shownAtLeast && len(listed) < listedAtMost && isLabel(value) {
			listed = append(listed, ValueCount{value, count[value]})
		} else {
			rare++
		}
	}
	return listed, rare, all
}

// saidValues writes "X" (861), "Z" (20), and 3 more that are rare.
func saidValues(listed []ValueCount, rare int) string {
	var said []string
	for _, v := range listed {
		said = append(said, fmt.Sprintf("%q (%s)", v.Value, thousands(v.Rows)))
	}
	if rare > 0 {
		said = append(said, fmt.Sprintf("and %s in fewer than %d rows each, or too many to list", plural(rare, "more value", "more values"), shownAtLeast))
	}
	return strings.Join(said, ", ")
}

// refuseUnknownCodes refuses a file when over half of its rows with an offence
// code have one that the list does not know: then the column holds something
// else, or another kind of code, and every figure would be short of offences.
func (t *rawTable) refuseUnknownCodes(v *coerced) error {
	for _, f := range t.files {
		coded, unknown, first := 0, 0, 0
		for row := f.from; row < f.to; row++ {
			code := v.codes[row]
			if code < 0 || t.status[row] != rowUsed || v.faults[code] != faultCode && v.rank(code) < 2 {
				continue
			}
			coded++
			if v.faults[code] != faultCode {
				continue
			}
			if unknown++; unknown == 1 {
				first = int(t.lines[row])
			}
		}
		if 2*unknown > coded {
			return &ParseError{File: f.quality.Name, Line: first, Field: v.name(), Err: fmt.Errorf("%w: %s of %s in column %q %s not in the Home Office code list, the first in this line; map another column, or map the codes in the settings under [extract.values.ho_code]",
				ErrTooManyUnusable, thousands(unknown), plural(coded, "code", "codes"), v.header, isAre(unknown))}
		}
	}
	return nil
}

// filled returns the number of rows with something in the column: readable, or
// at fault.
func (v *coerced) filled(t *rawTable) int {
	n := 0
	for row, code := range v.codes {
		if code >= 0 && t.status[row] == rowUsed && (v.faults[code] != noFault || v.rank(code) > 0) {
			n++
		}
	}
	return n
}
