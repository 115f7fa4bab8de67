package reports

import (
	"fmt"
	"math"

	"svna/analysis"
	"svna/analysis/stats"
)

// stackRow is one bar of 100%.
type stackRow struct {
	name  []string
	parts []stackPart
}

// stackPart is one part of a bar, with its place from 0 to 100.
type stackPart struct {
	from, to float64
	role     role
	label    string
}

// stack lays out bars of 100% of at most four parts, with n in the name of the
// row. Parts that are hidden, too many, or that do not make up a whole are no
// stack: they are drawn as bars side by side, since a gap would show the hidden
// one.
func (s *subject) stack() body {
	roles := []role{roleMain, roleThird, roleSecond, roleFourth}
	if len(s.series) > len(roles) || s.chart.Series == "" {
		return s.bars(false)
	}
	var rows []stackRow
	names := 0.0
	for _, category := range s.categories {
		row := stackRow{name: plainText.balance(s.areaName(category)+s.base(category), nameShare*bodyWidth)}
		at := 0.0
		for i, series := range s.series {
			r, ok := s.find(category, series)
			if !ok {
				continue
			}
			v, known := s.value(r)
			if suppressed(r) || (known && v < 0) {
				return s.bars(false)
			}
			if known && v > 0 {
				row.parts = append(row.parts, stackPart{at, at + v, roles[i], s.write(v)})
				at += v
			}
		}
		if len(row.parts) > 0 && math.Abs(at-100) > 0.5 {
			return s.bars(false)
		}
		names = max(names, plainText.widest(row.name))
		rows = append(rows, row)
	}
	var keys []key
	for i, series := range s.series {
		keys = append(keys, key{roles[i], shapeFill, series})
	}
	least := 0.0
	for _, r := range rows {
		least += max(float64(len(r.name))*plainText.line(), 2*plainText.line()) + 6
	}
	return body{least: least, most: max(least, float64(len(rows))*52), keys: keys, draw: func(c *canvas, area box) {
		height := area.h / float64(len(rows))
		for i, r := range rows {
			drawStack(c, box{area.x, area.y + float64(i)*height, area.w, height}, names, r)
		}
	}}
}

// noughtThroughout reports whether a series is shown and 0 in every category: such
// a part is in the table alone.
func (s *subject) noughtThroughout(series string) bool {
	for _, category := range s.categories {
		if r, ok := s.find(category, series); ok {
			if v, known := s.value(r); !known || v != 0 {
				return false
			}
		}
	}
	return true
}

// base writes the denominator of a category: " (n = 442)".
func (s *subject) base(category string) string {
	if s.chart.Measure != "value" || s.column.Format != analysis.AsShare {
		return ""
	}
	var n stats.Number
	for _, series := range s.series {
		r, ok := s.find(category, series)
		if !ok {
			continue
		}
		if n.Known() && r.Estimate.Denominator.Known() && r.Estimate.Denominator != n {
			return ""
		}
		if r.Estimate.Denominator.Known() {
			n = r.Estimate.Denominator
		}
	}
	if v, ok := n.Get(); ok {
		return fmt.Sprintf(" (n = %s)", analysis.Round(v, 0))
	}
	return ""
}

// drawStack draws one bar: labels within the parts where they fit, else above
// the part, moved apart where they would touch.
func drawStack(c *canvas, row box, names float64, r stackRow) {
	c.lines(plainText, pt{row.x + names, row.centre().y}, toRight, r.name)
	left := row.x + names + labelGap
	width := row.right() - left
	if len(r.parts) == 0 {
		c.middle(plainText.in(roleSecondary), pt{left + 2, row.centre().y}, fromLeft, "not available")
		return
	}
	thick := min(26, row.h-plainText.line()-4)
	bar := box{left, row.centre().y - thick/2, width, thick}
	var outside []stackPart
	for _, p := range r.parts {
		part := box{left + p.from/100*width, bar.y, (p.to - p.from) / 100 * width, bar.h}
		part.x, part.w = part.x+0.7, max(part.w-1.4, 0.8)
		c.rectangle(p.role, part)
		if strongText.width(p.label)+4 <= part.w {
			c.middle(strongText.in(on(p.role)), part.centre(), centred, p.label)
		} else {
			outside = append(outside, p)
		}
	}
	drawOutside(c, bar, outside)
}

// drawOutside writes the labels of narrow parts above them.
func drawOutside(c *canvas, bar box, parts []stackPart) {
	at, gap := make([]float64, len(parts)), 0.0
	for i, p := range parts {
		at[i] = bar.x + (p.from+p.to)/200*bar.w
		gap = max(gap, annotationText.width(p.label)+4)
	}
	at = spread(at, gap, bar.x+gap/2, bar.right()-gap/2+2)
	for i, p := range parts {
		c.text(annotationText, pt{at[i], bar.y - 3}, centred, p.label)
	}
}
