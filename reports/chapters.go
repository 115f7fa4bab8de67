package reports

import (
	"fmt"
	"slices"
	"strings"

	"svna/analysis"
	"svna/analysis/disclosure"
)

// chapter is one theme as the page and the document show it: what was found, what
// could not be said, the figures with a finding, then the other figures, then the
// tables without a figure.
type chapter struct {
	Theme      analysis.Theme
	Statements []foundStatement
	Unsaid     []Headline // statements that the edition does not make, each with its reason
	Figures    []foundFigure
	More       []foundFigure
	Sheets     []Sheet // tables without a figure; monthly companions stay in the workbook
}

// foundStatement is a headline with the id of the figure whose title it is, if
// there is one.
type foundStatement struct {
	Headline
	Figure string
}

// foundFigure is a figure with the sheet of the table behind it.
type foundFigure struct {
	Figure
	Chart analysis.Chart
	Sheet Sheet
}

// empty reports whether there is nothing in the chapter.
func (c chapter) empty() bool {
	return len(c.Statements)+len(c.Unsaid)+len(c.Figures)+len(c.More)+len(c.Sheets) == 0
}

// Holds says how much there is in a chapter, for a contents list.
func (c chapter) Holds() string {
	var parts []string
	for _, part := range []struct {
		n    int
		what string
	}{{len(c.Statements), "statement"}, {len(c.Figures) + len(c.More), "figure"}, {len(c.Sheets), "further table"}} {
		switch {
		case part.n == 1:
			parts = append(parts, "1 "+part.what)
		case part.n > 1:
			parts = append(parts, fmt.Sprintf("%d %ss", part.n, part.what))
		}
	}
	if len(parts) == 0 {
		return "nothing, and why"
	}
	return strings.Join(parts, ", ")
}

// unsaidAlike are the statements that the edition does not make for one reason.
type unsaidAlike struct {
	Statement string
	Headlines []Headline
}

// reasons groups the statements that the edition does not make by what is said in
// their place.
func reasons(unsaid []Headline) (groups []unsaidAlike) {
	for _, h := range unsaid {
		i := slices.IndexFunc(groups, func(g unsaidAlike) bool { return g.Statement == h.Statement })
		if i < 0 {
			i = len(groups)
			groups = append(groups, unsaidAlike{Statement: h.Statement})
		}
		groups[i].Headlines = append(groups[i].Headlines, h)
	}
	return groups
}

// chapters sorts statements, figures and tables into the themes, and leaves out
// those that hold nothing.
func chapters(p *disclosure.Published, l *Layout, h Headlines, figures []Figure) []chapter {
	charts, findings := map[string]analysis.Chart{}, map[string]string{}
	for _, c := range p.Charts() {
		charts[c.ID] = c
	}
	drawn := map[string]bool{} // tables under a figure
	for _, f := range figures {
		drawn[f.Table] = true
		if c := charts[f.ID]; c.Finding != "" && f.Title != c.Title {
			findings[c.Finding] = f.ID
		}
	}
	all := make([]chapter, len(analysis.Themes))
	byKey := map[string]*chapter{}
	for i, t := range analysis.Themes {
		all[i].Theme = t
		byKey[t.Key] = &all[i]
	}
	for _, headline := range h.Headlines {
		c := byKey[headline.Theme]
		if headline.Source == nil {
			c.Unsaid = append(c.Unsaid, headline)
			continue
		}
		c.Statements = append(c.Statements, foundStatement{headline, findings[headline.ID]})
	}
	themeOf := map[string]*chapter{} // of each table
	for _, o := range p.Outcomes() {
		for _, t := range o.Result.Tables {
			themeOf[t.ID] = byKey[o.Breakdown.Theme.Key]
		}
	}
	for _, f := range figures {
		c, found := themeOf[f.Table], foundFigure{f, charts[f.ID], l.Sheets[l.place[f.Table]]}
		if f.Title != found.Chart.Title || len(c.Figures) == 0 {
			c.Figures = append(c.Figures, found)
		} else {
			c.More = append(c.More, found)
		}
	}
	for _, s := range l.Sheets {
		if c := themeOf[s.Table.ID]; !drawn[s.Table.ID] && !s.Table.ByMonth {
			c.Sheets = append(c.Sheets, s)
		}
	}
	var full []chapter
	for _, c := range all {
		if !c.empty() {
			full = append(full, c)
		}
	}
	return full
}
