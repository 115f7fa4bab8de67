package datasets

import (
	"math"
	"strconv"
	"strings"
)

// isSuppressedCount tells "<5", "< 10".
func isSuppressedCount(key string) bool {
	rest, ok := strings.CutPrefix(key, "<")
	_, tail := leadingNumber(strings.TrimSpace(rest))
	return ok && tail == "" && strings.TrimSpace(rest) != ""
}

// readInts reads whole numbers within the range of their field.
func (v *coerced) readInts(cells []string) {
	v.ints = make([]int32, len(cells))
	v.faults = make([]fault, len(cells))
	for i, cell := range cells {
		v.ints[i], v.faults[i] = readInt(v.field.Name, cell)
	}
}

func readInt(field, cell string) (int32, fault) {
	text := strings.TrimPrefix(clean(cell), "'") // a spreadsheet's mark of text
	if text == "" {
		return IntNotRecorded, noFault
	}
	if number, ok := wholeNumber(text, field == "easting" || field == "northing"); ok {
		return withinRange(field, number)
	}
	level, known := missingWord(text)
	if isSuppressedCount(text) {
		level, known = Suppressed, true
	}
	if known {
		return map[string]int32{"": IntNotRecorded, Unknown: IntUnknown, Refused: IntRefused, NotApplicable: IntNotApplicable, Suppressed: IntSuppressed}[level], noFault
	}
	return intUnreadable, faultNumber
}

func withinRange(field string, number int64) (int32, fault) {
	switch {
	case strings.HasPrefix(field, "age_at_"):
		if number < 0 || number > 110 {
			return IntUnknown, faultAge
		}
	case field == "easting" && (number <= 0 || number >= 700_000), field == "northing" && (number <= 0 || number >= 1_300_000):
		return IntNotRecorded, faultPoint
	case number < 0 || number > math.MaxInt32:
		return intUnreadable, faultNumber
	}
	return int32(number), noFault
}

// wholeNumber reads 547123, 547,123, 34.0 and, where metres may have parts, 547123.4.
// It reads no 5.47E+05, whose last figures are lost, and no decimal comma.
func wholeNumber(s string, rounds bool) (int64, bool) {
	s = ungroup(s)
	whole, fraction, _ := strings.Cut(s, ".")
	n, err := strconv.ParseInt(whole, 10, 64)
	if err != nil || strings.Trim(fraction, "0123456789") != "" {
		return 0, false
	}
	if zeros := strings.Trim(fraction, "0") == ""; !zeros {
		if !rounds {
			return 0, false
		}
		if fraction[0] >= '5' && n >= 0 {
			n++
		}
	}
	return n, true
}

// ungroup takes the commas out of 1,234,567, and leaves other commas alone.
func ungroup(s string) string {
	if !strings.Contains(s, ",") {
		return s
	}
	parts := strings.Split(s, ",")
	if len(parts[0]) == 0 || len(parts[0]) > 3 {
		return s
	}
	for i, part := range parts[1:] {
		if i == len(parts)-2 {
			part, _, _ = strings.Cut(part, ".")
		}
		if len(part) != 3 || strings.Trim(part, "0123456789") != "" {
			return s
		}
	}
	return strings.ReplaceAll(s, ",", "")
}

// readFloats reads degrees.
func (v *coerced) readFloats(cells []string) {
	v.floats = make([]float64, len(cells))
	v.faults = make([]fault, len(cells))
	limit := map[string]float64{"longitude": 180, "latitude": 90}[v.field.Name]
	for i, cell := range cells {
		v.floats[i] = math.NaN()
		text := clean(cell)
		if _, missing := missingWord(text); text == "" || missing {
			continue
		}
		f, err := strconv.ParseFloat(text, 64)
		switch {
		case err != nil || math.IsNaN(f) || math.IsInf(f, 0):
			v.faults[i] = faultDecimal
		case limit > 0 && math.Abs(f) > limit:
			v.faults[i] = faultPoint
		default:
			v.floats[i] = f
		}
	}
}
