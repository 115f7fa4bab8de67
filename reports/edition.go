package reports

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"svna/analysis"
	"svna/analysis/disclosure"
	"svna/datasets/parallel"
)

// UndrawnError names the figures of an edition that could not be drawn. All other
// files of the edition were written.
type UndrawnError struct {
	Figures []string // ids, in the order of the charts
	Reasons []error  // one a figure
}

func (e *UndrawnError) Error() string {
	return "figures that could not be drawn: " + strings.Join(e.Figures, ", ")
}

// WriteEdition writes every file of one edition into dir, which exists, is empty
// and is private. progress, if not nil, is told what starts. A figure that
// cannot be drawn costs itself: the error is then an UndrawnError.
func WriteEdition(ctx context.Context, p *disclosure.Published, dir string, progress func(step string)) error {
	say := func(step string) {
		if progress != nil {
			progress(step)
		}
	}
	layout := NewLayout(p)
	headlines, err := NewHeadlines(p, layout)
	if err != nil {
		return err
	}
	say("draw figures, write tables")
	var figures []Figure
	undrawn := &UndrawnError{}
	group, ctx := parallel.WithContext(ctx)
	group.Go(func() error {
		drawn, failed, err := DrawFigures(ctx, p, nil)
		if err != nil {
			return err
		}
		figures = drawn
		for _, c := range p.Charts() {
			if reason := failed[c.ID]; reason != nil {
				undrawn.Figures, undrawn.Reasons = append(undrawn.Figures, c.ID), append(undrawn.Reasons, reason)
			}
		}
		return writeFigures(filepath.Join(dir, "figures"), p.Charts(), drawn)
	})
	if isPublic(p.Rule()) {
		group.Go(func() error {
			return writeFile(filepath.Join(dir, "appendix.ods"), func(w io.Writer) error { return writeODS(w, p, layout, headlines) })
		})
	}
	var book *workbook
	group.Go(func() error {
		book = startWorkbook(p, layout, headlines)
		return book.err
	})
	group.Go(func() error {
		if err := writeTables(filepath.Join(dir, "tables"), p, layout); err != nil {
			return err
		}
		return writeHeadlines(dir, headlines)
	})
	if err := group.Wait(); err != nil {
		return errors.Join(err, book.discard())
	}
	say("write workbook, page and document")
	var last parallel.Group
	last.Go(func() error {
		return writeFile(filepath.Join(dir, "appendix.xlsx"), func(w io.Writer) error { return book.finish(w, p, layout, figures) })
	})
	last.Go(func() error {
		return writeFile(filepath.Join(dir, "headlines.docx"), func(w io.Writer) error { return writeDocument(w, p, layout, headlines, figures) })
	})
	last.Go(func() error {
		return writeFile(filepath.Join(dir, "report.html"), func(w io.Writer) error { return writePage(w, p, layout, headlines, figures) })
	})
	err = last.Wait()
	if err == nil && len(undrawn.Figures) > 0 {
		return undrawn
	}
	return err
}

// figureEntry is one figure in figures.json.
type figureEntry struct {
	ID        string   `json:"id"`
	Title     string   `json:"title"`
	Subtitle  string   `json:"subtitle"`
	Caption   string   `json:"caption"`
	AltText   string   `json:"alt_text"`
	Table     string   `json:"table"`
	Columns   []string `json:"columns"`             // of the table, as drawn
	Statement string   `json:"statement,omitempty"` // id of the headline that the title says
	PNG       string   `json:"png"`
	SVG       string   `json:"svg"`
}

// newFigureEntry describes a figure drawn from a chart.
func newFigureEntry(f Figure, c analysis.Chart) figureEntry {
	e := figureEntry{ID: f.ID, Title: f.Title, Subtitle: f.Subtitle, Caption: f.Caption, AltText: f.AltText, Table: f.Table, PNG: f.ID + ".png", SVG: f.ID + ".svg"}
	columns := []string{c.Category, c.Series, c.Measure}
	if c.Interval {
		columns = append(columns, "lower", "upper")
	}
	for _, name := range columns {
		if name != "" && !slices.Contains(e.Columns, name) {
			e.Columns = append(e.Columns, name)
		}
	}
	if f.Title != c.Title {
		e.Statement = c.Finding
	}
	return e
}

// writeFigures writes each figure as PNG and SVG, and figures.json.
func writeFigures(dir string, charts []analysis.Chart, figures []Figure) error {
	byID := map[string]analysis.Chart{}
	for _, c := range charts {
		byID[c.ID] = c
	}
	if err := os.Mkdir(dir, 0o700); err != nil {
		return err
	}
	entries := []figureEntry{}
	for _, f := range figures {
		for ending, bytes := range map[string][]byte{".png": f.PNG, ".svg": f.SVG} {
			err := writeFile(filepath.Join(dir, f.ID+ending), func(w io.Writer) error {
				_, err := w.Write(bytes)
				return err
			})
			if err != nil {
				return err
			}
		}
		entries = append(entries, newFigureEntry(f, byID[f.ID]))
	}
	return writeJSON(filepath.Join(filepath.Dir(dir), "figures.json"), entries)
}

// writeJSON writes a value as indented JSON.
func writeJSON(path string, v any) error {
	return writeFile(path, func(w io.Writer) error {
		encoder := json.NewEncoder(w)
		encoder.SetEscapeHTML(false)
		encoder.SetIndent("", "  ")
		return encoder.Encode(v)
	})
}
