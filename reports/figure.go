package reports

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"

	"gonum.org/v1/plot/vg"

	"svna/analysis"
	"svna/analysis/disclosure"
	"svna/datasets/parallel"
)

// Figure is one drawn figure. All of it comes from published values.
type Figure struct {
	ID       string // of the chart; the file name without its ending
	Title    string // the finding, where it was earned, else the measure
	Subtitle string // measure, unit, area, period
	Caption  string // what stands below the figure: note and source
	AltText  string // one or two sentences for those who cannot see it
	Table    string // id of the table, which is its worksheet
	// PNG (192 dpi, on white) and SVG stand alone, with title, source and
	// marking. PNGEmbedded and SVGEmbedded are for a document or a page that has
	// those as text around them: no margin, no background and no marking.
	// SVGEmbedded has its colours as CSS variables with those of print to fall
	// back on: see DarkVariables.
	PNG, SVG, PNGEmbedded, SVGEmbedded []byte
}

// DrawFigures draws every chart of an edition, in parallel, and returns the
// figures in catalogue order. A figure that fails or panics costs itself: failed
// holds the reason by the id of its chart. The error is that of the context, or
// of two charts with one id. done, if not nil, is called after each chart, from
// several goroutines.
func DrawFigures(ctx context.Context, p *disclosure.Published, done func(id string)) (figures []Figure, failed map[string]error, err error) {
	charts := p.Charts()
	tables := map[string]analysis.Table{}
	for _, t := range p.Tables() {
		tables[t.ID] = t
	}
	statements := map[string]analysis.Statement{}
	for _, s := range p.Statements() {
		statements[s.ID] = s
	}
	ids := map[string]bool{}
	for _, c := range charts {
		if ids[c.ID] {
			return nil, nil, fmt.Errorf("draw figures: two charts are called %s", c.ID)
		}
		ids[c.ID] = true
	}
	drawn, reasons := make([]Figure, len(charts)), make([]error, len(charts))
	group, ctx := parallel.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i, chart := range charts {
		group.Go(func() error {
			if err := ctx.Err(); err != nil {
				return err
			}
			drawn[i], reasons[i] = drawFigure(p, chart, tables, statements)
			if done != nil {
				done(chart.ID)
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return nil, nil, fmt.Errorf("draw figures: %w", err)
	}
	failed = map[string]error{}
	for i, chart := range charts {
		if reasons[i] != nil {
			failed[chart.ID] = reasons[i]
			continue
		}
		figures = append(figures, drawn[i])
	}
	return figures, failed, nil
}

// drawFigure draws one chart in its three files.
func drawFigure(p *disclosure.Published, chart analysis.Chart, tables map[string]analysis.Table, statements map[string]analysis.Statement) (f Figure, err error) {
	defer func() {
		if errors.As(err, new(*parallel.Fault)) {
			f, err = Figure{}, fmt.Errorf("draw figure %s: %w", chart.ID, err)
		}
	}()
	defer parallel.Recover(&err)
	table, ok := tables[chart.Table]
	if !ok {
		return Figure{}, fmt.Errorf("draw figure %s: there is no table %s", chart.ID, chart.Table)
	}
	s, err := newSubject(p, chart, table)
	if err != nil {
		return Figure{}, fmt.Errorf("draw figure %s: %w", chart.ID, err)
	}
	s.title = chart.Title
	if finding := statements[chart.Finding]; finding.ID != "" {
		if earned := finding.Title(); earned != "" {
			s.title = earned
			s.nameFound(finding)
		}
	}
	sheet, err := s.sheet()
	if err != nil {
		return Figure{}, fmt.Errorf("draw figure %s: %w", chart.ID, err)
	}
	f = Figure{
		ID: chart.ID, Title: s.title, Subtitle: s.subtitle(), AltText: s.altText(), Table: chart.Table,
		Caption: strings.TrimSpace(sheet.note + " " + s.source()),
	}
	if err := f.encode(sheet); err != nil {
		return Figure{}, fmt.Errorf("draw figure %s: %w", chart.ID, err)
	}
	return f, nil
}

// embeddedMargin is around an embedded PNG, in points: programs set letters a
// little wider or narrower than their widths add up to, and would cut a label
// that ends at the edge.
const embeddedMargin = 2.0

// encode draws the sheet on its three canvases at once: what the third shows is
// keys and body alone.
func (f *Figure) encode(s *sheet) (err error) {
	part := box{sheetMargin, sheetMargin + s.headHeight(), bodyWidth, s.keysHeight() + s.bodyHeight}
	image, whole, embedded := newPixels(s.width, s.height), newVector(s.height, false), newVector(s.height, true)
	embedded.left, embedded.top = part.x, part.y
	s.drawPage(whole)
	s.draw(vg.MultiCanvas(image, whole), vg.MultiCanvas(image, whole, embedded))
	f.SVG = whole.encode(s.width, s.height, f.ID, f.Title, f.AltText)
	f.SVGEmbedded = embedded.encode(part.w, part.h, f.ID+"-page", f.Title, f.AltText)
	f.PNG, f.PNGEmbedded, err = image.encode(part.grow(embeddedMargin))
	return err
}
