package reports

import (
	"fmt"
	"math"
	"testing"

	xfont "golang.org/x/image/font"
	"gonum.org/v1/plot/vg/recorder"

	"svna/analysis"
	"svna/analysis/stats"
)

// A drawnLabel is a text on a canvas with its box, from the top left.
type drawnLabel struct {
	text string
	size float64
	bold bool
	at   box
}

// drawnLabels draws a sheet on a recorder and returns its texts.
func drawnLabels(s *sheet, embedded bool) (labels []drawnLabel, width, height float64) {
	var c recorder.Canvas
	width, height = s.width, s.height
	if embedded {
		width, height = s.embeddedSize()
		s.drawEmbedded(&c)
	} else {
		s.drawWhole(&c)
	}
	for _, action := range c.Actions {
		a, ok := action.(*recorder.FillString)
		if !ok {
			continue
		}
		face := lettering{size: float64(a.Size), bold: a.Font.Weight == xfont.WeightBold}
		baseline := height - float64(a.Point.Y)
		labels = append(labels, drawnLabel{
			a.String, face.size, face.bold,
			box{float64(a.Point.X), baseline - 0.72*face.size, face.width(a.String), 0.92 * face.size},
		})
	}
	return labels, width, height
}

// checkLabels asserts that no label leaves the frame, overlaps another, is under
// 8.5 points, or has a character that the face cannot draw.
func checkLabels(t *testing.T, s *sheet) {
	t.Helper()
	for _, embedded := range []bool{false, true} {
		labels, width, height := drawnLabels(s, embedded)
		frame := box{0, 0, width, height}.grow(0.5)
		for i, l := range labels {
			if !l.at.within(frame) {
				t.Errorf("embedded %v: %q lies outside the frame: %+v in %v by %v", embedded, l.text, l.at, width, height)
			}
			if l.size < sizeSmall {
				t.Errorf("%q has %v points, want %v at least", l.text, l.size, sizeSmall)
			}
			for _, r := range l.text {
				if !hasGlyph(r, false) || !hasGlyph(r, true) {
					t.Errorf("%q has a character without a glyph: %q", l.text, r)
				}
			}
			for _, o := range labels[:i] {
				if l.at.grow(-0.3).meets(o.at.grow(-0.3)) {
					t.Errorf("embedded %v: %q and %q overlap at %+v and %+v", embedded, l.text, o.text, l.at, o.at)
				}
			}
		}
	}
}

func TestLabelsOfEveryMark(t *testing.T) {
	for _, f := range figureCases() {
		t.Run(f.chart.ID, func(t *testing.T) { checkLabels(t, sheetOf(t, f)) })
	}
}

// The same for inputs that no one would wish for: long names, one row, many
// rows, no value, large and tiny numbers.
func TestLabelsOfHostileTables(t *testing.T) {
	for name, change := range hostileChanges() {
		for _, f := range figureCases() {
			t.Run(name+" "+f.chart.ID, func(t *testing.T) {
				change(&f)
				p := f.published()
				if s, err := newSubject(p, f.chart, p.Tables()[0]); err == nil {
					s.title = f.chart.Title
					if laid, err := s.sheet(); err == nil {
						checkLabels(t, laid)
					} else if name == "long names" || name == "large numbers" {
						switch f.chart.Mark { // whose levels are ages, months, hours or places
						case analysis.Pyramid, analysis.Line, analysis.ControlChart, analysis.Clock, analysis.CellMap, analysis.HotspotMap, analysis.Choropleth:
						default:
							t.Error(err)
						}
					}
				}
			})
		}
	}
}

// hostileChanges spoil a case; each works on a copy of the rows.
func hostileChanges() map[string]func(*figureCase) {
	rows := func(change func(i int, r analysis.Row) analysis.Row) func(*figureCase) {
		return func(f *figureCase) {
			var changed []analysis.Row
			for i, r := range f.table.Rows {
				r.Levels = append([]string(nil), r.Levels...)
				changed = append(changed, change(i, r))
			}
			f.table.Rows = changed
		}
	}
	scale := func(k float64) func(*figureCase) {
		return rows(func(_ int, r analysis.Row) analysis.Row {
			e := r.Estimate.Scale(k)
			e.Numerator = stats.N(math.Round(e.Numerator.Or(0) * k))
			r.Estimate = e
			return r
		})
	}
	return map[string]func(*figureCase){
		"no rows": func(f *figureCase) { f.table.Rows = nil },
		"one row": func(f *figureCase) { f.table.Rows = f.table.Rows[:1] },
		"all missing": rows(func(_ int, r analysis.Row) analysis.Row {
			r.Estimate = stats.Estimate{Status: stats.NotAvailable}
			return r
		}),
		"all suppressed": rows(func(_ int, r analysis.Row) analysis.Row {
			r.Estimate = stats.Estimate{Status: stats.Suppressed}
			return r
		}),
		"all nought": rows(func(_ int, r analysis.Row) analysis.Row {
			r.Estimate = stats.Estimate{Numerator: stats.N(0), Denominator: stats.N(0), Value: stats.N(0), Lower: stats.N(0), Upper: stats.N(0)}
			return r
		}),
		"large numbers": scale(1234567),
		"tiny numbers":  scale(1e-6),
		"negative": rows(func(i int, r analysis.Row) analysis.Row {
			if i%2 == 0 {
				e := r.Estimate.Scale(-1)
				e.Lower, e.Upper = e.Upper, e.Lower
				r.Estimate = e
			}
			return r
		}),
		"long names": rows(func(i int, r analysis.Row) analysis.Row {
			for j := range r.Levels {
				if r.Levels[j] != currentPeriod && r.Levels[j] != previousPeriod && r.Levels[j] != "Total" {
					r.Levels[j] = fmt.Sprintf("Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch, %s", r.Levels[j])
				}
			}
			return r
		}),
		"strange names": rows(func(i int, r analysis.Row) analysis.Row {
			for j := range r.Levels {
				if r.Kind == analysis.LevelRow && r.Levels[j] != currentPeriod {
					r.Levels[j] += []string{" 🔪", " <script>alert(1)</script>", " =1+1", " السلام", " & Co\n\t", "  "}[i%6]
				}
			}
			return r
		}),
		"many rows": func(f *figureCase) {
			first := f.table.Rows[0]
			for i := range 120 {
				r := first
				r.Levels = append([]string(nil), first.Levels...)
				for j, d := range f.table.Dimensions {
					if d.Name == f.chart.Category {
						r.Levels[j] = fmt.Sprintf("Level %d", i)
					}
				}
				f.table.Rows = append(f.table.Rows, r)
			}
		},
	}
}
