package reports

import (
	"slices"

	"svna/analysis"
)

// Measures of the scale below dots, in points.
const (
	axisGap   = 3.0  // between the rows and the scale
	axisTick  = 3.0  // length of a tick
	tickEvery = 70.0 // about the distance of ticks
)

// axisHeight is the room for the scale below dots; bars have none.
func (b *barChart) axisHeight() float64 {
	if !b.dots {
		return 0
	}
	return axisGap + axisTick + 2 + annotationText.line()
}

// scaleTicks are the round numbers of the scale that lie in the figure, three where
// there is room for them, else two; none where all values are one.
func (b *barChart) scaleTicks(area box) []float64 {
	if !(b.high > b.low) {
		return nil
	}
	right := area.right()
	if b.labels > 0 {
		right -= b.labels + labelGap
	}
	whole := b.subject.column.Format == analysis.AsCount
	var found []float64
	for wanted := max(3, int((b.high-b.low)*b.unit/tickEvery)); wanted <= 12; wanted++ {
		values := ticks(b.low, b.high, wanted, whole)
		write := b.subject.tickWriter(values)
		values = slices.DeleteFunc(values, func(v float64) bool {
			return v < b.low || b.x(area, v)+annotationText.width(write(v))/2 > right
		})
		widest := 0.0
		for _, v := range values {
			widest = max(widest, annotationText.width(write(v)))
		}
		if len(values) > 1 && b.x(area, values[1])-b.x(area, values[0]) < widest+labelGap {
			break
		}
		if len(values) > 2 {
			return values
		}
		if len(values) > len(found) && len(values) > 1 {
			found = values
		}
	}
	return found
}

// drawAxis draws the scale below the rows of dots: a line with ticks and their
// values.
func (b *barChart) drawAxis(c *canvas, area box) {
	if !b.dots {
		return
	}
	values := b.scaleTicks(area)
	if len(values) == 0 {
		return
	}
	write := b.subject.tickWriter(values)
	y := area.bottom() + axisGap
	c.line(roleAxis, 0.75, nil, pt{b.x(area, b.low), y}, pt{b.x(area, max(b.high, values[len(values)-1])), y})
	for _, v := range values {
		x := b.x(area, v)
		c.line(roleAxis, 0.75, nil, pt{x, y}, pt{x, y + axisTick})
		c.middle(annotationText.in(roleSecondary), pt{x, y + axisTick + 2 + annotationText.line()/2}, centred, write(v))
	}
}
