package reports

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"svna/analysis"
)

// The notes of an edition. Which table, column or row label a note belongs to
// follows from what the table holds, so that a new breakdown is noted by itself.
const (
	noteWords       = "Higher, lower, over-represented, peak and hotspot are used only where the interval or the test of the figure allows it. No statement says why something happened."
	noteLimits      = "Confidence limits are at 95%, by the method named in the row: Wilson for shares, Byar for rates from 10 events, exact Poisson for rates below, Newcombe for differences of shares, Dobson for costs and harm, random draws (Monte Carlo) where no formula fits. Recorded crime is not a sample: the limits show how far a figure could differ by chance in the process that makes offences, not errors of recording."
	noteRecorded    = "Offences recorded by the police are not all offences: many are not reported, and recording practice changes."
	notePeople      = "Victims and suspects are people in a role: someone who is a victim twice is counted twice. Counts of offences, victims and suspects are never added together."
	noteSuspects    = "Suspects are people suspected of an offence; most have not been convicted of it."
	noteShare       = "A share is of the offences, victims or suspects for whom the attribute is known. Rows of their own show how many are not known. Percentages may not add to 100 because of rounding."
	noteRate        = "Rates use residents; areas with many visitors look higher than the risk to residents."
	noteRatio       = "Ratios are unadjusted and describe recorded offences, not risk caused by a characteristic."
	noteTested      = "p is how often chance alone would give a difference as large as this one. Where many rows are tested, some look clear by chance: the corrected p (q-value, method of Benjamini and Hochberg) allows for that. Under 0.05 is called clear."
	noteAoristic    = "Where it is only known that an offence happened between two times, it is spread evenly over them (aoristic)."
	noteReliability = "Low reliability, [u]: a rate or a ratio on fewer than 20 events, a share of fewer than 20, or a field that is known for fewer than 80% in the period."
)

// noteBook numbers the notes of an edition in the order in which its worksheets
// first use them. A note that no worksheet uses is not in it.
type noteBook struct{ texts []string }

// mark returns the markers of notes, "[note 1][note 2]", and numbers those that
// are new.
func (b *noteBook) mark(notes ...string) string {
	var marks strings.Builder
	for _, text := range notes {
		i := slices.Index(b.texts, text)
		if i < 0 {
			i = len(b.texts)
			b.texts = append(b.texts, text)
		}
		fmt.Fprintf(&marks, "[note %d]", i+1)
	}
	return marks.String()
}

// noted is a title or a header with the markers of its notes.
func (b *noteBook) noted(text string, notes ...string) string {
	if len(notes) == 0 {
		return text
	}
	return text + " " + b.mark(notes...)
}

// titleNotes are the notes on what a table counts.
func titleNotes(t analysis.Table) []string {
	var notes []string
	switch t.Unit {
	case analysis.Offence, analysis.Pound:
		notes = []string{noteRecorded}
	case analysis.Victim, analysis.Suspect:
		notes = []string{noteRecorded, notePeople}
	}
	roles := slices.ContainsFunc(t.Dimensions, func(d analysis.Dimension) bool { return d.Name == "role" })
	if roles {
		notes = append(notes, notePeople)
	}
	if roles || t.Unit == analysis.Suspect {
		notes = append(notes, noteSuspects)
	}
	return notes
}

// columnNotes are the notes on a column of a table.
func columnNotes(t analysis.Table, c analysis.Column) []string {
	header := strings.ToLower(c.Header)
	switch {
	case strings.HasPrefix(header, "lower 95% confidence limit"), strings.HasPrefix(header, "upper 95% confidence limit"):
		return []string{noteLimits}
	case c.Name == "value" && c.Format == analysis.AsShare:
		if base, ok := t.Column("denominator"); ok && strings.Contains(base.Header, "known") {
			return []string{noteShare}
		}
	case c.Format == analysis.AsP:
		return []string{noteTested}
	case strings.Contains(header, "(aoristic"):
		return []string{noteAoristic}
	case c.Format == analysis.AsRate && strings.Contains(header, "per ") && strings.Contains(header, "residents"):
		return []string{noteRate}
	case c.Format == analysis.AsRatio && strings.HasPrefix(header, "rate ratio"):
		return []string{noteRatio}
	}
	return nil
}

// noteColumns marks the headers of a table that is laid out column for column.
func (s *Sheet) noteColumns(b *noteBook) {
	for i := range s.Columns {
		c := &s.Columns[i]
		if c.Header == notesHeader {
			c.Header = b.noted(c.Header, noteReliability)
			continue
		}
		at := slices.IndexFunc(s.Table.Columns, func(of analysis.Column) bool { return of.Header == c.Header })
		if at >= 0 {
			c.Header = b.noted(c.Header, columnNotes(s.Table, s.Table.Columns[at])...)
		}
	}
}

// headerOf is the header of a column of the table as it stands on the sheet.
func (s Sheet) headerOf(c analysis.Column) string {
	for _, on := range s.Columns {
		if rest, ok := strings.CutPrefix(on.Header, c.Header+" "); ok && noteMark.MatchString(rest) {
			return on.Header
		}
	}
	return c.Header
}

// tableNote is a note of a table in its metadata.
type tableNote struct {
	Number string `json:"dc:identifier"`
	Text   string `json:"dc:description"`
}

// of lists the notes that the title and the headers of a sheet point at, by
// number.
func (b noteBook) of(s Sheet) (notes []tableNote) {
	marked := s.Lines[0].Text
	for _, c := range s.Columns {
		marked += c.Header
	}
	for i, text := range b.texts {
		if number := fmt.Sprintf("note %d", i+1); strings.Contains(marked, "["+number+"]") {
			notes = append(notes, tableNote{number, text})
		}
	}
	return notes
}

// noteMark is the marker of a note.
var noteMark = regexp.MustCompile(`\[note (\d+)\]`)

// notesLine points at the notes of a sheet that has any, as the cover has not.
func (s *Sheet) notesLine(title string) string {
	if noteMark.MatchString(title) || slices.ContainsFunc(s.Columns, func(c SheetColumn) bool { return noteMark.MatchString(c.Header) }) {
		return "This table contains notes, which can be found in the Notes worksheet."
	}
	return ""
}
