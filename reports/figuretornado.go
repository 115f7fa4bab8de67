package reports

import (
	"cmp"
	"fmt"
	"math"
	"slices"
)

// tornadoRow is one assumption with the range that it gives.
type tornadoRow struct {
	name         []string
	lower, upper float64
	known        bool
	low, high    string // labels at the ends
}

// tornado lays out one bar an assumption, from the lower to the upper value that
// it gives, around the central value; the widest stands first.
func (s *subject) tornado() (body, error) {
	var rows []tornadoRow
	names, labels := 0.0, 0.0
	low, high := math.Inf(1), math.Inf(-1)
	if v, ok := s.chart.Reference.Get(); ok {
		low, high = v, v
	}
	for _, r := range s.rows {
		row := tornadoRow{name: plainText.balance(s.category(r), nameShare*bodyWidth)}
		lower, ok1 := r.Estimate.Lower.Get()
		upper, ok2 := r.Estimate.Upper.Get()
		if ok1 && ok2 && lower <= upper {
			row.lower, row.upper, row.known = lower, upper, true
			row.low, row.high = s.write(lower), s.write(upper)
			low, high = min(low, lower), max(high, upper)
			labels = max(labels, plainText.width(row.low), plainText.width(row.high))
		} else {
			row.low = absence(r)
		}
		names = max(names, plainText.widest(row.name))
		rows = append(rows, row)
	}
	slices.SortStableFunc(rows, func(a, b tornadoRow) int {
		if a.known && b.known {
			return cmp.Compare(b.upper-b.lower, a.upper-a.lower)
		}
		// What is hidden has no rank: it stands last, by name.
		return cmp.Or(boolOrder(!a.known, !b.known), slices.Compare(a.name, b.name))
	})
	if !slices.ContainsFunc(rows, func(r tornadoRow) bool { return r.known }) {
		return s.nothing(), nil
	}
	var notes []string
	top, used := s.referenceTop(), s.referenceTop()
	for i, r := range rows {
		if used += r.height(); used > longestBody {
			notes = append(notes, fmt.Sprintf("The first %d of %d rows are shown; all are in worksheet %s.", i, len(rows), s.table.ID))
			rows = rows[:i]
			break
		}
	}
	if high <= low {
		low, high = low-1, high+1
	}
	left := names + 2*labelGap + labels
	unit := (bodyWidth - left - labels - labelGap) / (high - low)
	x := func(area box, v float64) float64 { return area.x + left + (v-low)*unit }
	least, most := top, top
	for _, r := range rows {
		least, most = least+r.height(), most+max(r.height(), barMost+rowGapMost)
	}
	return body{least: least, most: most, notes: notes, draw: func(c *canvas, area box) {
		spare := max(0, area.h-least) / float64(len(rows))
		y := area.y + top
		for _, r := range rows {
			row := box{area.x, y, area.w, r.height() + spare}
			y += row.h
			c.lines(plainText, pt{area.x + names, row.centre().y}, toRight, r.name)
			s.drawTornadoRow(c, row, r, area.x+left, func(v float64) float64 { return x(area, v) })
		}
		if v, ok := s.chart.Reference.Get(); ok {
			s.drawTopReference(c, area, x(area, v), top)
		}
	}}, nil
}

// height is the least height of the row.
func (r tornadoRow) height() float64 {
	return max(barLeast+rowGapLeast, float64(len(r.name))*plainText.line()+rowGapLeast)
}

// drawTornadoRow draws the bar in two tones, parted at the central value.
func (s *subject) drawTornadoRow(c *canvas, row box, r tornadoRow, left float64, x func(float64) float64) {
	middle := row.centre().y
	if !r.known {
		c.middle(plainText.in(roleSecondary), pt{left, middle}, fromLeft, r.low)
		return
	}
	thick := min(barMost, row.h-r.height()+barLeast)
	centre := min(max(s.chart.Reference.Or(r.lower), r.lower), r.upper)
	c.bar(roleSequential3, box{x(r.lower), middle - thick/2, x(centre) - x(r.lower), thick})
	c.bar(roleMain, box{x(centre), middle - thick/2, x(r.upper) - x(centre), thick})
	c.middle(plainText, pt{x(r.lower) - labelGap, middle}, toRight, r.low)
	c.middle(plainText, pt{x(r.upper) + labelGap, middle}, fromLeft, r.high)
}

// referenceTop is the room above rows for the name of a reference line.
func (s *subject) referenceTop() float64 {
	if s.chart.Reference.Known() {
		return plainText.line() + 3
	}
	return 0
}

// drawTopReference draws an upright reference line with its name above the rows.
func (s *subject) drawTopReference(c *canvas, area box, x, top float64) {
	c.line(roleText, 1.2, nil, pt{x, area.y + top - 2}, pt{x, area.bottom()})
	label := s.chart.ReferenceLabel + " " + s.write(s.chart.Reference.Or(0))
	width := plainText.width(legible(label))
	at := min(max(x-width/2, area.x), area.right()-width)
	c.middle(plainText.in(roleSecondary), pt{at, area.y + plainText.line()/2}, fromLeft, label)
}

// widestRange says in the alternative text which assumption moves the value most.
func (s *subject) widestRange() string {
	widest, name, from, to := -1.0, "", "", ""
	for _, r := range s.rows {
		lower, ok1 := r.Estimate.Lower.Get()
		upper, ok2 := r.Estimate.Upper.Get()
		if ok1 && ok2 && upper-lower > widest {
			widest, name, from, to = upper-lower, s.category(r), s.write(lower), s.write(upper)
		}
	}
	if widest < 0 {
		return "No value can be shown. "
	}
	return capitalised(name) + " moves it most, from " + from + " to " + to + ". "
}
