package reports

import (
	"fmt"
	"slices"
	"strings"

	"svna/analysis"
	"svna/analysis/disclosure"
)

// graphic is what a sheet shows below its lines: a native chart over cells of
// another sheet, or a picture.
type graphic struct {
	alt   string
	chart *nativeChart // nil for a picture
	png   []byte
}

// graphicSheets are the sheets behind the tables, in the restricted edition
// alone: each figure once, as a native chart where Excel has one that says the
// same, as a table with a colour scale for tiles, and else as a picture.
func graphicSheets(p *disclosure.Published, l *Layout, figures []Figure) ([]Sheet, error) {
	if isPublic(p.Rule()) {
		return nil, nil
	}
	charts := map[string]analysis.Chart{}
	for _, c := range p.Charts() {
		charts[c.ID] = c
	}
	var sheets []Sheet
	taken := map[string]bool{}
	for _, f := range figures {
		data := l.Sheets[l.place[f.Table]]
		subject, err := newSubject(p, charts[f.ID], data.Table)
		if err != nil {
			return nil, fmt.Errorf("chart sheet %s: %w", f.ID, err)
		}
		s := newGraphicSheet(f, subject, data)
		s.Name = freeName(s.Name, taken)
		sheets = append(sheets, s)
	}
	return sheets, nil
}

// longestSheetName is the most characters that Excel gives a worksheet's name.
const longestSheetName = 31

// freeName cuts a name to what Excel allows, at the end of a word, and tells it
// apart from those taken.
func freeName(name string, taken map[string]bool) string {
	free := cutName(name, longestSheetName)
	for n := 2; taken[strings.ToLower(free)]; n++ {
		number := fmt.Sprintf(" %d", n)
		free = cutName(name, longestSheetName-len(number)) + number
	}
	taken[strings.ToLower(free)] = true
	return free
}

// cutName cuts a name to so many bytes, at a hyphen or space if it has one there.
func cutName(name string, most int) string {
	if len(name) <= most {
		return name
	}
	if at := strings.LastIndexAny(name[:most+1], "- "); at > len("Heat map ") {
		return name[:at]
	}
	return name[:most]
}

// newGraphicSheet shows one figure.
func newGraphicSheet(f Figure, subject *subject, data Sheet) Sheet {
	subject.title = f.Title
	if subject.chart.Mark == analysis.Tiles && !subject.empty() {
		return subject.heatMap(f, data)
	}
	s := Sheet{Graphic: &graphic{alt: f.AltText}}
	kind := "image"
	if chart, ok := subject.native(data); ok {
		s.Name, kind, s.Graphic.chart = "Chart "+f.ID, "chart", &chart
	} else {
		s.Name, s.Graphic.png = "Figure "+f.ID, f.PNGEmbedded
	}
	s.Title = f.Title
	s.Lines = []SheetLine{{s.titleKind(), f.Title}}
	if marking := subject.rule.Marking; marking != "" {
		s.Lines = append(s.Lines, SheetLine{MarkingLine, "Protective marking: " + marking})
	}
	s.say(fmt.Sprintf("This worksheet contains one %s. The data are in worksheet %s.", kind, data.Name), f.Subtitle)
	if chart := s.Graphic.chart; chart != nil {
		if chart.unit != "" {
			s.say("Unit: " + chart.unit + ".")
		}
		if _, limits := data.Table.Column("lower"); limits {
			s.say("The chart shows no intervals: the 95% confidence limits are in worksheet " + data.Name + ".")
		}
	}
	s.say(captionLines(f.Caption)...)
	s.finish(subject.rule)
	return s
}

// titleKind wraps the title of a graphic that is wider than the graphic.
func (s *Sheet) titleKind() LineKind {
	if boldFace().width(s.Title, lineLook[TitleLine].size) > s.lineRoom() {
		return CoverLine
	}
	return TitleLine
}

// captionLines parts the note of a figure from its source.
func captionLines(caption string) []string {
	if at := strings.Index(caption, " Source: "); at > 0 {
		return []string{caption[:at], caption[at+1:]}
	}
	return []string{caption}
}

// heatMap is a figure of tiles as a table whose cells have a colour scale: the
// numbers stay visible.
func (s *subject) heatMap(f Figure, data Sheet) Sheet {
	out := Sheet{Name: "Heat map " + f.ID, Columns: []SheetColumn{{Header: s.header(s.chart.Series)}}}
	categories, series := s.categories, s.series
	if len(s.edges) > 0 {
		categories, series = append(slices.Clone(categories), s.chart.CategoryTotal), append(slices.Clone(series), s.chart.SeriesTotal)
	}
	for _, category := range categories {
		out.Columns = append(out.Columns, SheetColumn{Header: category, Number: true})
	}
	for _, series := range series {
		row := textCells(series)
		for _, category := range categories {
			cell := SheetCell{Text: "[z]"}
			r, ok := s.find(category, series)
			if !ok {
				r, ok = s.edge(category, series)
			}
			if ok {
				n, text := CellText(r, s.column)
				cell = SheetCell{Number: n, Format: s.column.Format, Text: text}
			}
			row = append(row, cell)
		}
		out.Rows = append(out.Rows, row)
	}
	out.tellHeadersApart()
	if len(s.edges) > 0 {
		out.Totals = make([]bool, len(out.Rows))
		out.Totals[len(out.Rows)-1] = true
	}
	out.fitColumns()
	out.start(f.Title, s.rule.Marking, "")
	shades := "A darker cell is a larger number."
	if s.noneClear(data) {
		shades = "No cell is clear of chance, allowing for their number, so that none is darker than another."
	}
	out.say(shades+" The data, with their intervals, are in worksheet "+data.Name+".", f.Subtitle)
	out.say(captionLines(f.Caption)...)
	out.finish(s.rule)
	out.Shape = fmt.Sprintf("%d rows, %d columns; %s by %s.", len(out.Rows), len(out.Columns), s.header(s.chart.Series), s.header(s.chart.Category))
	if !s.noneClear(data) {
		out.Scales = []string{cellName(2, out.Head+1) + ":" + cellName(1+len(s.categories), out.Head+len(s.series))}
	}
	return out
}

// noneClear reports whether every cell of a figure has a corrected p-value and none
// is clear: shades would show chance.
func (s *subject) noneClear(data Sheet) bool {
	if _, tested := data.Table.Column("q"); !tested {
		return false
	}
	for _, category := range s.categories {
		for _, series := range s.series {
			if r, ok := s.find(category, series); ok && r.Number("q").Or(1) < clearlyUnder {
				return false
			}
		}
	}
	return true
}

// clearlyUnder is the corrected p-value under which a difference is called clear in
// the notes.
const clearlyUnder = 0.05

// nativeChart is a chart of Excel's own over cells of a sheet.
type nativeChart struct {
	mark       analysis.Mark
	unit       string
	format     string // of the labels
	categories chartRange
	series     []chartSeries
	highlight  []int // points of the first series that are brought out
}

// chartSeries is one series; its name is said in the chart, since levels are on
// every row of the table and never alone in a cell of their own.
type chartSeries struct {
	name   string
	style  seriesStyle
	values chartRange
}

// chartRange is a run of cells, and what they hold.
type chartRange struct {
	ref   string
	texts []string
}

// native makes Excel's own chart of the figure, or reports false where it would
// say less: Excel draws no references, breaks or missing values as the figure
// does, and needs every series in a run of cells. Intervals stay with the picture
// too: error bars take lengths where a table has limits, and LibreOffice (7.4)
// draws none whose lengths stand in the chart and not in cells.
func (s *subject) native(data Sheet) (nativeChart, bool) {
	c := nativeChart{mark: s.chart.Mark, unit: s.chart.Unit, format: excelFormat(s.column.Format)}
	switch {
	case !slices.Contains([]analysis.Mark{analysis.Bars, analysis.Columns, analysis.Line}, s.chart.Mark), s.chart.Interval, s.chart.Reference.Known(), len(s.chart.Breaks) > 0,
		len(s.categories) < 2, len(s.series) > mostSeries, s.column.Format == analysis.AsPounds:
		return c, false
	}
	column := slices.IndexFunc(data.Table.Columns, func(c analysis.Column) bool { return c.Name == s.chart.Measure })
	key := slices.IndexFunc(data.Columns, func(c SheetColumn) bool { return c.Header == s.header(s.chart.Category) })
	if column < 0 || key < 0 {
		return c, false
	}
	for _, series := range s.series {
		values, from := s.run(series, data)
		if values == nil {
			return c, false
		}
		c.series = append(c.series, chartSeries{series, s.style(series), data.column(from.column+column, from.row, values)})
		c.categories = data.column(key, from.row, s.categories)
	}
	for i, category := range s.categories {
		if slices.Contains(s.chart.Highlight, category) {
			c.highlight = append(c.highlight, i)
		}
	}
	return c, true
}

// plain reports whether the rows of the sheet are those of its table.
func (s *Sheet) plain() bool {
	for i, at := range s.at {
		if at.row != i {
			return false
		}
	}
	return len(s.at) == len(s.Rows)
}

// column is a run of rows of a column, both from 0.
func (s *Sheet) column(column, from int, texts []string) chartRange {
	top := s.Head + 1 + from
	return chartRange{fmt.Sprintf("'%s'!%s:%s", s.Name, absolute(column+1, top), absolute(column+1, top+len(texts)-1)), texts}
}

// run returns the values of a series, which must stand below one another on the
// sheet in the order of the categories, and the place of the first; nil if they
// do not, or if one has no value.
func (s *subject) run(series string, data Sheet) (values []string, from place) {
	for i, category := range s.categories {
		r, ok := s.find(category, series)
		if !ok || !r.Number(s.chart.Measure).Known() {
			return nil, from
		}
		at := data.at[slices.IndexFunc(data.Table.Rows, func(other analysis.Row) bool { return slices.Equal(other.Levels, r.Levels) })]
		if i == 0 {
			from = at
		}
		if at != (place{from.row + i, from.column}) {
			return nil, from
		}
		values = append(values, plain(r.Number(s.chart.Measure)))
	}
	return values, from
}

// excelFormat is the number format of a column.
func excelFormat(f analysis.Format) string {
	switch numberStyle(f) {
	case oneDecimalStyle:
		return "#,##0.0"
	case twoDecimalStyle:
		return "#,##0.00"
	case threeDecimalStyle:
		return "#,##0.000"
	}
	return "#,##0"
}
