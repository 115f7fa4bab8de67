package reports

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"svna/analysis"
)

// lorenzChart is a curve of concentration, laid out.
type lorenzChart struct {
	subject          *subject
	curve            []pt // in per cent, from 0, 0
	marked           pt
	isMarked         bool
	fewestFirst      bool
	xTitle, yTitle   []string
	places, offences string // the nouns of the axes
}

// lorenz lays out the share of places against the share of offences that they
// hold, on a square, with the diagonal of an even spread and one marked point.
func (s *subject) lorenz() (body, error) {
	l := &lorenzChart{subject: s, curve: []pt{{0, 0}}}
	highlighted := -1
	for _, r := range s.rows {
		x, ok1 := r.Extra["cumulative_places"].Get()
		y, ok2 := r.Extra["cumulative_offences"].Get()
		if !ok1 || !ok2 {
			continue
		}
		if x < 0 || x > 100 || y < 0 || y > 100 || x < l.curve[len(l.curve)-1].x {
			return body{}, fmt.Errorf("the rows of table %s are no cumulative shares from 0 to 100 in order", s.table.ID)
		}
		if slices.Contains(s.chart.Highlight, s.category(r)) {
			highlighted = len(l.curve)
		}
		l.curve = append(l.curve, pt{x, y})
	}
	if len(l.curve) < 2 {
		return s.nothing(), nil
	}
	l.mark(highlighted)
	l.xTitle, l.places = l.axisTitle("cumulative_places", "places")
	l.yTitle, l.offences = l.axisTitle("cumulative_offences", "offences")
	return body{least: 310, most: 340, keys: []key{{roleMain, shapeLine, "Recorded"}, {roleSecondary, shapeDashed, "Even spread"}}, draw: l.draw}, nil
}

// mark chooses the point to mark: the highlighted one, else the tenth of the
// places with most offences. Places may stand from the most offences to the
// fewest, which bends the curve up, or from the fewest, which bends it down.
func (l *lorenzChart) mark(highlighted int) {
	bend := 0.0
	for _, p := range l.curve {
		bend += p.y - p.x
	}
	l.fewestFirst = bend < 0
	tenth := 10.0
	if l.fewestFirst {
		tenth = 90
	}
	nearest := math.Inf(1)
	for i, p := range l.curve {
		distance := math.Abs(p.x - tenth)
		if i == highlighted {
			distance = -1
		}
		if distance < nearest && p.x > 0 && p.x < 100 {
			nearest, l.marked, l.isMarked = distance, p, true
		}
	}
}

// axisTitle is the header of a column, and the noun that it counts: "cells" of
// "Cumulative share of cells (%)", "areas" of "Areas so far (%)".
func (l *lorenzChart) axisTitle(name, noun string) (title []string, counted string) {
	header := "Share of " + noun + " (%)"
	if column, ok := l.subject.table.Column(name); ok && column.Header != "" {
		header = column.Header
	}
	text, _, _ := strings.Cut(header, " (")
	if _, after, ok := strings.Cut(text, " of "); ok {
		noun = after
	} else if before, ok := strings.CutSuffix(text, " so far"); ok {
		noun = lowerFirstLetter(before)
	}
	return plainText.in(roleSecondary).wrap(header, bodyWidth*0.6), noun
}

func (l *lorenzChart) draw(c *canvas, area box) {
	axis := plainText.width("100%") + labelGap
	under := plainText.line()*float64(1+len(l.xTitle)) + 8
	top := area.y + plainText.line()*float64(len(l.yTitle)) + 8
	side := min(area.bottom()-under-top, area.w-axis)
	plot := box{area.x + axis, top, side, side}
	fifths := []float64{0, 20, 40, 60, 80, 100}
	write := func(v float64) string { return analysis.Round(v, 0) + "%" }
	x, y := scaleTo(fifths, plot.x, plot.right()), scaleTo(fifths, plot.bottom(), plot.y)
	c.below(plainText.in(roleSecondary), pt{area.x, area.y}, fromLeft, l.yTitle)
	drawValueAxis(c, plot, fifths, write, y)
	for _, v := range fifths {
		c.line(roleGrid, 0.6, nil, pt{x(v), plot.y}, pt{x(v), plot.bottom()})
		c.middle(plainText, pt{x(v), plot.bottom() + 5 + plainText.line()/2}, centred, write(v))
	}
	c.line(roleAxis, 0.75, nil, pt{plot.x, plot.bottom()}, pt{plot.right(), plot.bottom()})
	c.below(plainText.in(roleSecondary), pt{plot.x, plot.bottom() + 7 + plainText.line()}, fromLeft, l.xTitle)
	c.line(roleSecondary, 1.2, dashed, pt{x(0), y(0)}, pt{x(100), y(100)})
	run := make([]pt, len(l.curve))
	for i, p := range l.curve {
		run[i] = pt{x(p.x), y(p.y)}
	}
	c.line(roleMain, 2, nil, run...)
	if l.isMarked {
		l.drawMarked(c, area, plot, pt{x(l.marked.x), y(l.marked.y)})
	}
}

// drawMarked marks the point with lines to both axes and says what it means beside
// the plot, at the end of a line from it.
func (l *lorenzChart) drawMarked(c *canvas, area, plot box, at pt) {
	c.line(roleText, 0.75, dashed, pt{plot.x, at.y}, at)
	c.line(roleText, 0.75, dashed, at, pt{at.x, plot.bottom()})
	left := plot.right() + 22
	lines := strongText.balanceWhole(l.words(), nil, area.right()-left)
	y := min(max(at.y, plot.y+strongText.line()*float64(len(lines))/2), plot.bottom()-strongText.line()*float64(len(lines))/2)
	c.line(roleText, 0.75, nil, at, pt{left - 5, y})
	c.disc(rolePage, at, 5.2)
	c.disc(roleMain, at, 4.2)
	c.lines(strongText, pt{left, y}, fromLeft, lines)
}

// words say what the marked point means.
func (l *lorenzChart) words() string {
	places, offences := l.marked.x, l.marked.y
	if l.fewestFirst {
		places, offences = 100-places, 100-offences
	}
	return "The " + l.subject.ofWhole(places) + " of " + l.places + " with most had " + l.subject.ofWhole(offences) + " of " + l.offences
}

// ofWhole writes a share in whole per cents, with one decimal under 1.
func (s *subject) ofWhole(v float64) string {
	if v < 1 {
		return analysis.Round(v, 1) + "%"
	}
	return analysis.Round(v, 0) + "%"
}
