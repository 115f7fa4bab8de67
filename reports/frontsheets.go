package reports

import (
	"fmt"
	"slices"
	"strings"

	"svna/analysis"
	"svna/analysis/disclosure"
	"svna/analysis/stats"
)

// contentsName is the name of the worksheet that lists the others.
const contentsName = "Contents"

// frontSheets are the worksheets in front of the tables: cover, the contents that are
// given, notes, quality, methods and headlines.
func frontSheets(p *disclosure.Published, l *Layout, h Headlines, contents Sheet) []Sheet {
	return []Sheet{coverSheet(p), contents, notesSheet(p, l.Notes), qualitySheet(p), methodsSheet(p), headlinesSheet(p, l, h)}
}

// coverSheet is the first sheet: what this is, of what, and how to read it.
func coverSheet(p *disclosure.Published) Sheet {
	about := p.About()
	s := Sheet{Name: "Cover"}
	add := func(kind LineKind, text string) { s.Lines = append(s.Lines, SheetLine{kind, text}) }
	add(CoverLine, about.Title+", "+about.Area.Name+", "+about.Period.Name())
	if marking := p.Rule().Marking; marking != "" {
		add(ParagraphLine, "Protective marking: "+marking)
	}
	for _, section := range coverSections(p) {
		if len(section.Lines) == 0 {
			continue
		}
		add(HeadLine, section.Head)
		for _, line := range section.Lines {
			add(ParagraphLine, line)
		}
	}
	return s
}

// section is a head with lines under it.
type section struct {
	Head  string
	Lines []string
}

// syntheticNotice is said on the cover and on the page of a synthetic run.
const syntheticNotice = "All figures are synthetic. They were composed so that they resemble figures published for a real borough, and describe no real offence, person or place. Residents, unit costs and what others publish are as their sources give them."

// coverSections is the text of the cover.
func coverSections(p *disclosure.Published) []section {
	about := p.About()
	var sections []section
	if about.Synthetic {
		sections = append(sections, section{"Synthetic data", []string{syntheticNotice}})
	}
	coverage := []string{
		"Area: " + about.Area.Name + " (" + about.Area.Code + ").",
		"Period: " + about.Period.Name() + ", compared with the " + about.Previous.Name() + ".",
		"What counts as serious violence: " + about.Definition + ".",
		"Source: " + sourceLine(about),
	}
	if about.Schematic {
		coverage = append(coverage, "Maps are schematic: the outlines are not those of the real areas.")
	}
	return append(sections,
		section{"About this workbook", []string{
			"The appendix of a serious violence needs assessment under the Serious Violence Duty: every figure of the report, with its numerator, its denominator and its interval.",
			p.Rule().Title,
		}},
		section{"Coverage", coverage},
		section{"Disclosure control", disclosureLines(p.Rule())},
		section{"Reading the tables", []string{
			"Shares are of known values; what is not recorded stands in rows of its own. Intervals are 95% confidence limits by the method named in the row. They show chance variation, not errors of recording.",
			"Percentages may not add to 100 because of rounding.",
			"Suspects are people suspected of an offence; most have not been convicted of it.",
			"Rates use residents; areas with many visitors look higher than the risk to residents.",
			"Ratios are unadjusted and describe recorded offences, not risk caused by a characteristic.",
		}},
		section{"Published", publishedLines(about.Publication)},
		section{"Contact", contactLines(about.Publication)},
		section{"Choices made", about.Defaults},
		section{"Reference data", about.Attribution},
		section{"Reproducibility", []string{
			madeFrom(about) + " The same input, settings and version give the same file, byte for byte.",
		}},
	)
}

// publishedLines are the dates of this and of the next edition, where the settings
// give them.
func publishedLines(p analysis.Publication) (lines []string) {
	if p.Date != "" {
		lines = append(lines, "Published: "+p.Date+".")
	}
	if p.Next != "" {
		lines = append(lines, "Next edition: "+p.Next+".")
	}
	return lines
}

// contactLines say whom to ask, where the settings name anybody.
func contactLines(p analysis.Publication) (lines []string) {
	if p.Contact != "" {
		lines = append(lines, p.Contact)
	}
	if p.Email != "" {
		lines = append(lines, "E-mail: "+p.Email)
	}
	return lines
}

// disclosureLines say what a rule hides.
func disclosureLines(rule disclosure.Rule) []string {
	if isPublic(rule) {
		return []string{rule.Title}
	}
	return []string{fmt.Sprintf("None: nothing is hidden. Numbers from 1 to %d are pointed out in the Notes column of their table.", rule.SmallTo)}
}

// madeFrom says what a run was made from. A public edition names no hash of its
// input: such a hash can be guessed at.
func madeFrom(about analysis.About) string {
	if about.InputHash == "" {
		return "Made by svna " + about.Version + "."
	}
	return "Input " + shortHash(about.InputHash) + ", settings " + shortHash(about.Settings) + ", svna " + about.Version + "."
}

// shortHash is the beginning of a hash, for people.
func shortHash(hash string) string {
	if len(hash) > 12 {
		return hash[:12]
	}
	return hash
}

// textCells is a row of text.
func textCells(texts ...string) []SheetCell {
	cells := make([]SheetCell, len(texts))
	for i, text := range texts {
		cells[i].Text = text
	}
	return cells
}

// contentsSheet lists every worksheet, and every breakdown that was not made,
// with the reason.
func contentsSheet(p *disclosure.Published, graphics []Sheet) Sheet {
	about := p.About()
	s := Sheet{Name: contentsName, Columns: []SheetColumn{{Header: "Worksheet", Width: wideWidth}, {Header: "Theme", Width: 32}, {Header: "Title", Width: 68}}}
	missing, kept := notMade(p), p.Withheld()
	if len(missing)+len(kept) > 0 {
		s.Columns = append(s.Columns, SheetColumn{Header: "Why not shown", Width: 22})
	}
	add := func(name, theme, title, reason string) {
		row := textCells(name, theme, title, reason)[:len(s.Columns)]
		if reason == "" {
			row[0].Link = name
		}
		s.Rows = append(s.Rows, row)
	}
	general := "About this workbook"
	add("Notes", general, "How to read the figures", "")
	add("Quality", general, "Data quality: the account of rows, completeness, what was found and assumed", "")
	add("Methods", general, "Methods: what each breakdown counts, leaves out, and how it misleads", "")
	add("Headlines", general, "Headline statements, each with its worksheet and cell", "")
	common := commonTitle(about)
	for _, o := range p.Outcomes() {
		for _, t := range o.Result.Tables {
			add(t.ID, o.Breakdown.Theme.Title, strings.TrimSuffix(t.Title, common), "")
		}
	}
	for _, g := range graphics {
		add(g.Name, "Charts, heat maps and figures", g.Title, "")
	}
	for _, w := range kept {
		add(w.ID, w.Theme, strings.TrimSuffix(w.Title, common), restricted)
	}
	for _, n := range missing {
		add("[x]", n.Theme, n.Title, n.Reason)
	}
	s.start("Contents", p.Rule().Marking, p.About().Area.Name)
	s.say("The name of a worksheet is a link to it. Titles that name no area and no period: " + strings.TrimPrefix(common, ", ") + ".")
	if len(missing) > 0 {
		s.say("Rows with [x] are breakdowns that were not made. Blank cells in the Why not shown column mean that the worksheet is there.")
	}
	if len(kept) > 0 {
		s.say("Rows with restricted are tables that are in the restricted edition only, and have no worksheet here.")
	}
	s.Columns[0].Width = s.columnWidth(0, s.need(0), tightnesses[0]) // no name of a worksheet is torn
	s.Head = len(s.Lines) + 1
	s.fitRows()
	s.Shape = fmt.Sprintf("%d rows, %d columns; worksheets, their themes and titles.", len(s.Rows), len(s.Columns))
	return s
}

// commonTitle is what most titles of tables end in: the area and the two periods.
// Lists of titles say it once or not at all.
func commonTitle(about analysis.About) string {
	return ", " + about.Area.Name + ", " + about.Period.Name() + " and " + about.Previous.Name()
}

// notMadeEntry is a breakdown that is not in the edition.
type notMadeEntry struct{ Name, Theme, Title, Reason string }

// notMade lists the breakdowns that were skipped or failed; those that are restricted
// have their tables listed as such.
func notMade(p *disclosure.Published) []notMadeEntry {
	var entries []notMadeEntry
	for _, o := range p.Outcomes() {
		reason := o.Skipped
		if o.Err != nil {
			reason = o.Err.Error()
		}
		if reason != "" && reason != restricted {
			entries = append(entries, notMadeEntry{o.Breakdown.Name, o.Breakdown.Theme.Title, o.Breakdown.Title, reason})
		}
	}
	return entries
}

// headlineNotes are the notes on the headlines sheet: on its words and its limits.
var headlineNotes = []string{noteWords, noteLimits}

// notesSheet lists the notes by number.
func notesSheet(p *disclosure.Published, book noteBook) Sheet {
	s := Sheet{Name: "Notes", Columns: []SheetColumn{{Header: "Note number", Width: 24}, {Header: "Note text", Width: 80}}}
	for i, note := range book.texts {
		s.Rows = append(s.Rows, textCells(fmt.Sprintf("note %d", i+1), note))
	}
	s.start("Notes", p.Rule().Marking, p.About().Area.Name)
	s.finish(p.Rule())
	s.Shape = fmt.Sprintf("%d rows, 2 columns; notes by number.", len(s.Rows))
	return s
}

// methodsSheet is the documentation of every breakdown that was made: one row a
// part, since columns of prose side by side can be read neither on a screen nor
// on paper.
func methodsSheet(p *disclosure.Published) Sheet {
	s := Sheet{Name: "Methods", Columns: []SheetColumn{{Header: "Breakdown", Width: 28}, {Header: "Name", Width: 22}, {Header: "Part", Width: 16}, {Header: "Text", Width: 88}}}
	for _, o := range p.Outcomes() {
		if o.Skipped != "" || o.Err != nil {
			continue
		}
		b := o.Breakdown
		for _, part := range []struct{ head, text string }{
			{"What is counted", b.Doc.Counts},
			{"Unit and denominator", b.Doc.Base},
			{"Left out", b.Doc.LeftOut},
			{"Method", b.Doc.Method},
			{"How it misleads", b.Doc.Misleads},
		} {
			s.Rows = append(s.Rows, textCells(b.Title, b.Name, part.head, part.text))
		}
	}
	s.start("Methods", p.Rule().Marking, p.About().Area.Name)
	if isPublic(p.Rule()) {
		s.say("A breakdown is described whole: tables that the Contents worksheet calls restricted, and columns that this edition does not show, are described too.")
	}
	s.finish(p.Rule())
	s.Shape = fmt.Sprintf("%d rows, 4 columns; the documentation of each breakdown in five parts.", len(s.Rows))
	return s
}

// headlinesSheet has every statement with its numbers and its cell.
func headlinesSheet(p *disclosure.Published, l *Layout, h Headlines) Sheet {
	s := Sheet{Name: "Headlines", Columns: []SheetColumn{
		{Header: "Identifier", Width: 12.5},
		{Header: "Statement", Width: 35},
		{Header: "Value", Number: true},
		{Header: "Unit", Width: 10},
		{Header: "Numerator", Number: true},
		{Header: "Denominator", Number: true},
		{Header: "Not recorded", Number: true},
		{Header: "Lower 95% confidence limit", Number: true},
		{Header: "Upper 95% confidence limit", Number: true},
		{Header: "Method", Width: 10.5},
		{Header: "Period", Width: 10.5},
		{Header: "Worksheet", Width: 13},
		{Header: "Cell", Width: 6.5},
	}}
	marked := slices.ContainsFunc(h.Headlines, func(h Headline) bool { return h.Status == stats.LowReliability })
	if marked {
		s.Columns = append(s.Columns, SheetColumn{Header: notesHeader, Width: 8})
	}
	for _, headline := range madeFirst(h.Headlines) {
		cells := headlineCells(headline)
		if marked {
			cells = append(cells, SheetCell{Text: reliabilityMark(headline)})
		}
		s.Rows = append(s.Rows, cells)
	}
	for i, c := range s.Columns {
		if c.Number {
			s.Columns[i].Width = s.columnWidth(i, s.need(i), tightnesses[len(tightnesses)-1])
		}
	}
	s.start(l.Notes.noted("Headline statements", headlineNotes...), p.Rule().Marking, p.About().Area.Name)
	s.say(p.Rule().Rounding()...)
	s.say("Source: " + sourceLine(p.About()))
	s.finish(p.Rule())
	s.Shape = fmt.Sprintf("%d rows, %d columns; statements with their numbers and cells.", len(s.Rows), len(s.Columns))
	return s
}

// madeFirst are headlines with those that were made before those that were not, each
// in their order.
func madeFirst(headlines []Headline) []Headline {
	sorted := slices.Clone(headlines)
	slices.SortStableFunc(sorted, func(a, b Headline) int {
		switch {
		case a.Source != nil && b.Source == nil:
			return -1
		case a.Source == nil && b.Source != nil:
			return 1
		}
		return 0
	})
	return sorted
}

// reliabilityMark is what the Notes column of the headlines sheet says.
func reliabilityMark(h Headline) string {
	if h.Status == stats.LowReliability {
		return "[u]"
	}
	return ""
}

// headlineCells is one row of the headlines sheet. A number that a statement has
// no use for is [z], and so are limits of a range that is no confidence interval; of a
// statement that was not made every number is [x], and so is how many were not recorded
// where that is in no table of the edition.
func headlineCells(h Headline) []SheetCell {
	absent := "[z]"
	if h.Source == nil {
		absent = "[x]"
	}
	text := func(t string) SheetCell {
		if t == "" {
			t = absent
		}
		return SheetCell{Text: t}
	}
	number := func(n stats.Number, f analysis.Format) SheetCell {
		return SheetCell{Number: n, Format: f, Text: absent}
	}
	format := analysis.AsRatio
	switch h.Unit {
	case "pounds":
		format = analysis.AsPounds
	case "per cent":
		format = analysis.AsShare
	}
	source, period := Source{}, ""
	if h.Source != nil {
		source, period = *h.Source, h.Period.From+" to "+h.Period.To
	}
	notRecorded := number(h.NotRecorded, analysis.AsCount)
	if h.notRecordedUnpublished {
		notRecorded.Text = "[x]"
	}
	lower, upper := number(h.Lower, format), number(h.Upper, format)
	if h.isRange() {
		lower.Number, upper.Number = stats.Number{}, stats.Number{}
	}
	return []SheetCell{
		text(h.ID), text(h.Statement), number(h.Value, format), text(h.Unit),
		number(h.Numerator, analysis.AsCount), number(h.Denominator, analysis.AsCount), notRecorded,
		lower, upper,
		text(h.Method), text(period), text(source.Worksheet), text(source.Cell),
	}
}
