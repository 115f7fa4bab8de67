package datasets

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// readTimes reads the dates of a column, and the clock times of its second
// column if it has one. Without a stated format the order of day and month is
// decided from the whole column. A column that is at midnight in every row
// holds dates only.
func (t *rawTable) readTimes(v *coerced, c *rawColumn) error {
	formats := c.mapping.formats
	cells := make([]string, len(c.cells.values))
	for i, cell := range c.cells.values {
		cells[i] = strings.TrimPrefix(clean(cell), "'") // a spreadsheet's mark of text
		if _, missing := missingWord(cells[i]); missing {
			cells[i] = ""
		}
	}
	if len(formats) == 0 {
		decided, said, err := decideOrder(c.header, cells)
		if err != nil {
			return err
		}
		formats = decided
		if c.anyFilled() {
			t.assume(said)
		}
	}
	if c.realDates && !slices.ContainsFunc(formats, func(f dateFormat) bool { return f.order == yearFirst }) {
		formats = append(slices.Clone(formats), namedFormat("year-month-day"))
	}
	v.times = make([]int64, len(cells))
	v.exact = make([]precision, len(cells))
	v.faults = make([]fault, len(cells))
	v.either = make([]bool, len(cells))
	zones := false
	for i, cell := range cells {
		m := moment{seconds: NoTime}
		if cell != "" {
			m = readMoment(cell, formats)
			v.faults[i] = dateFault(m)
		}
		v.times[i], v.exact[i], v.either[i] = m.seconds, m.exact, m.either
		zones = zones || m.zone
	}
	t.nameFormat(c, formats)
	if zones {
		t.assume(fmt.Sprintf("column %q: marks of a time zone are not heeded; times are taken as local wall-clock times", v.header))
	}
	v.dropMidnights(t, c)
	if clock := t.column(c.mapping.role, c.mapping.field.Name, true); clock != nil && clock.header != "" {
		v.addClock(clock)
	}
	return nil
}

func (c *rawColumn) anyFilled() bool {
	for _, cell := range c.cells.values {
		if cell != "" {
			return true
		}
	}
	return false
}

func dateFault(m moment) fault {
	switch {
	case m.seconds != NoTime:
		return noFault
	case m.swapped:
		return faultSwapped
	}
	return faultDate
}

// nameFormat writes the formats into the bindings of the files.
func (t *rawTable) nameFormat(c *rawColumn, formats []dateFormat) {
	var said []string
	for _, f := range formats {
		said = append(said, f.said)
		if strings.Contains(f.layout, "06") && !strings.Contains(f.layout, "2006") {
			t.assume(fmt.Sprintf("column %q: years of two figures, 00 to 68, are 2000 to 2068, and 69 to 99 are 1969 to 1999", c.header))
		}
	}
	for _, f := range t.files {
		for i := range f.quality.Columns {
			if f.quality.Columns[i].Field == c.bindingName() {
				f.quality.Columns[i].Format = strings.Join(said, " or ")
			}
		}
	}
}

// sayAmbiguous warns where dates in the other order are mixed in: for each that
// is impossible, about 0.6 more read as a wrong date. With dates spread over a
// year, 61% of days are above 12 and impossible the wrong way round.
func (t *rawTable) sayAmbiguous(v *coerced) {
	wrong := 0
	for row, code := range v.codes {
		if code >= 0 && t.status[row] == rowUsed && v.faults[code] == faultSwapped {
			wrong++
		}
	}
	t.note(v.name(), "dates_read_both_ways", func(n int) string {
		return fmt.Sprintf("%s in column %q %s both ways; the %s only the other way round %s that about %.0f of them may be wrong.",
			plural(n, "date", "dates"), v.header, agree(n, "reads", "read"), plural(wrong, "date that reads", "dates that read"), agree(wrong, "suggests", "suggest"), math.Ceil(0.6*float64(wrong)))
	}, func(row int32) bool { return v.codes[row] >= 0 && v.either[v.codes[row]] })
}

// dropMidnights makes a column of nothing but midnights a column of dates.
func (v *coerced) dropMidnights(t *rawTable, c *rawColumn) {
	clocked := false
	for i, exact := range v.exact {
		if exact == toMinute {
			clocked = true
			if v.times[i]%86400 != 0 {
				return
			}
		}
	}
	if !clocked {
		return
	}
	for i, exact := range v.exact {
		if exact == toMinute {
			v.exact[i] = toDay
		}
	}
	t.assume(fmt.Sprintf("column %q is at midnight in every row: it is taken to hold dates and no clock times", c.header))
}

// addClock adds clock times of a second column: each pair of a date and a time
// that occurs becomes one value.
func (v *coerced) addClock(clock *rawColumn) {
	times := make([]int, len(clock.cells.values)) // seconds, -1 blank, -2 unreadable
	for i, cell := range clock.cells.values {
		text := strings.TrimPrefix(clean(cell), "'")
		if _, missing := missingWord(text); text == "" || missing {
			times[i] = -1
			continue
		}
		seconds, _, ok := parseClock(text)
		times[i] = seconds
		if !ok {
			times[i] = -2
		}
	}
	pairs := newPairing(v.codes, clock.codes)
	old := *v
	v.codes = pairs.codes
	v.times, v.exact, v.faults, v.either = nil, nil, nil, nil
	for _, p := range pairs.of {
		at, exact, found, either, second := int64(NoTime), noPrecision, noFault, false, -1
		if p[0] >= 0 {
			at, exact, found, either = old.times[p[0]], old.exact[p[0]], old.faults[p[0]], old.either[p[0]]
		}
		if p[1] >= 0 {
			second = times[p[1]]
		}
		switch {
		case at == NoTime || exact == toMonth:
		case second >= 0:
			day := floorDay(at)
			at, exact = day+int64(second), toMinute
		case second == -2:
			found = faultClock
		}
		v.times, v.exact = append(v.times, at), append(v.exact, exact)
		v.faults, v.either = append(v.faults, found), append(v.either, either)
	}
}

// floorDay returns the midnight that a time follows.
func floorDay(seconds int64) int64 {
	rest := seconds % 86400
	if rest < 0 {
		rest += 86400
	}
	return seconds - rest
}

// pairing numbers the pairs of codes of two columns as they are first met.
type pairing struct {
	codes []int32
	of    [][2]int32
}

func newPairing(a, b []int32) pairing {
	p := pairing{codes: make([]int32, len(a))}
	index := map[[2]int32]int32{}
	for row := range a {
		pair := [2]int32{a[row], b[row]}
		code, known := index[pair]
		if !known {
			code = int32(len(p.of))
			index[pair] = code
			p.of = append(p.of, pair)
		}
		p.codes[row] = code
	}
	return p
}

// pairPoints makes two coordinates stand or fall together: half a point, or a
// point at 0, 0, is no point.
func pairPoints(all []*coerced, first, second string) {
	a, b := coordinate(all, first), coordinate(all, second)
	if a == nil || b == nil || a.sound() && b.sound() {
		return
	}
	pairs := newPairing(a.codes, b.codes)
	whole := make([]bool, len(pairs.of))
	found := make([]fault, len(pairs.of))
	for i, p := range pairs.of {
		hasA, hasB := a.known(p[0]), b.known(p[1])
		switch {
		case hasA && hasB && a.isZero(p[0]) && b.isZero(p[1]):
			found[i] = faultPoint
		case hasA && hasB:
			whole[i] = true
		case hasA != hasB:
			found[i] = faultHalfPoint
		}
	}
	a.keepPoints(pairs, 0, whole, found)
	b.keepPoints(pairs, 1, whole, found)
}

func coordinate(all []*coerced, field string) *coerced {
	for _, v := range all {
		if v.field.Name == field {
			return v
		}
	}
	return nil
}

func (v *coerced) known(code int32) bool { return code >= 0 && v.rank(code) == 2 }

func (v *coerced) isZero(code int32) bool { return v.floats != nil && v.floats[code] == 0 }

// sound reports whether every value is a coordinate other than 0.
func (v *coerced) sound() bool {
	for code := range v.faults {
		if !v.known(int32(code)) || v.isZero(int32(code)) {
			return false
		}
	}
	return true
}

// keepPoints makes the values those of the pairs, blank where the point is not
// whole. A value that had a fault of its own keeps it.
func (v *coerced) keepPoints(pairs pairing, side int, whole []bool, found []fault) {
	old := *v
	v.codes, v.ints, v.floats, v.faults = pairs.codes, nil, nil, nil
	for i, p := range pairs.of {
		code := p[side]
		says := found[i]
		if code >= 0 && old.faults[code] != noFault {
			says = old.faults[code]
		} else if !old.known(code) {
			says = noFault // the other half is the one to be counted
		}
		v.faults = append(v.faults, says)
		if old.ints != nil {
			value := IntNotRecorded
			if whole[i] || code >= 0 && !old.known(code) {
				value = old.ints[code]
			}
			v.ints = append(v.ints, value)
			continue
		}
		value := math.NaN()
		if whole[i] {
			value = old.floats[code]
		}
		v.floats = append(v.floats, value)
	}
}
