package reports

import (
	"slices"

	"svna/datasets"
)

// monthBreak is a place in a monthly series where recording changed.
type monthBreak struct {
	month  datasets.Month // the first month of the new way
	reason string
	row    int // of the reason above the plot
}

// monthBreaks reads the breaks of the chart that lie within the months drawn.
func (s *subject) monthBreaks(from, to datasets.Month) []monthBreak {
	var breaks []monthBreak
	for _, b := range s.chart.Breaks {
		if m, ok := monthOf(b.At); ok && m > from && m <= to {
			breaks = append(breaks, monthBreak{month: m, reason: legible(b.Reason)})
		}
	}
	slices.SortStableFunc(breaks, func(a, b monthBreak) int { return int(a.month - b.month) })
	// Reasons of neighbours stand on rows of their own.
	for i := range breaks {
		breaks[i].row = i % 3
		if i == 0 || (breaks[i].month-breaks[i-1].month)*3 > to-from {
			breaks[i].row = 0
		}
	}
	return breaks
}

func breaksHeight(breaks []monthBreak) float64 {
	rows := 0
	for _, b := range breaks {
		rows = max(rows, b.row+1)
	}
	return float64(rows) * (annotationText.line() + 1)
}

// drawBreaks draws a dashed vertical at the start of the month, with the reason
// above the plot.
func drawBreaks(c *canvas, plot box, breaks []monthBreak, start func(datasets.Month) float64) {
	for _, b := range breaks {
		x := start(b.month)
		top := plot.y - 3 - float64(b.row)*(annotationText.line()+1)
		c.line(roleText, 1, dashed, pt{x, plot.bottom()}, pt{x, top - 7})
		width := annotationText.width(b.reason)
		if x+4+width <= plot.right() {
			c.text(annotationText, pt{x + 4, top}, fromLeft, b.reason)
		} else {
			c.text(annotationText, pt{x - 4, top}, toRight, b.reason)
		}
	}
}
