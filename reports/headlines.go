package reports

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"svna/analysis"
	"svna/analysis/disclosure"
	"svna/analysis/stats"
)

// headlineSchema names the form of headlines.json.
const headlineSchema = "svna-headlines/1"

// Headlines is headlines.json.
type Headlines struct {
	Schema    string     `json:"schema"`
	Edition   string     `json:"edition"`
	Area      string     `json:"area"`
	AreaName  string     `json:"area_name"`
	Synthetic bool       `json:"synthetic"`
	Period    Span       `json:"period"`
	Headlines []Headline `json:"headlines"`
}

// Span is a run of whole months, both included.
type Span struct {
	From string `json:"from"`
	To   string `json:"to"`
}

// Headline is one statement with its number and where that number stands.
type Headline struct {
	ID          string       `json:"id"`
	Theme       string       `json:"theme"`
	Statement   string       `json:"statement"`
	Value       stats.Number `json:"value"`
	Unit        string       `json:"unit"`
	Counted     string       `json:"counted"` // the counting unit: offence, victim, ...
	Numerator   stats.Number `json:"numerator"`
	Denominator stats.Number `json:"denominator"`
	NotRecorded stats.Number `json:"not_recorded"`
	Lower       stats.Number `json:"lower"`
	Upper       stats.Number `json:"upper"`
	Confidence  stats.Number `json:"confidence"`
	Method      string       `json:"method"`
	Period      Span         `json:"period"`
	Filter      string       `json:"filter"`
	Status      stats.Status `json:"status"`
	Source      *Source      `json:"source"`

	// notRecordedUnpublished is whether the number not recorded is there, and in no
	// table of the edition.
	notRecordedUnpublished bool
}

// Source is the cell of a headline.
type Source struct {
	Table     string `json:"table"`
	Row       string `json:"row"`
	Column    string `json:"column"`
	Worksheet string `json:"worksheet"`
	Cell      string `json:"cell"`
}

// NewHeadlines collects the statements of an edition.
func NewHeadlines(p *disclosure.Published, l *Layout) (Headlines, error) {
	about := p.About()
	h := Headlines{
		Schema: headlineSchema, Edition: p.Rule().Edition,
		Area: about.Area.Code, AreaName: about.Area.Name, Synthetic: about.Synthetic,
		Period: Span{about.Period.From.String(), about.Period.To.String()},
	}
	for _, s := range p.Statements() {
		headline, err := newHeadline(s, l)
		if err != nil {
			return h, err
		}
		if headline.Source == nil {
			headline.Period = h.Period
		}
		h.Headlines = append(h.Headlines, headline)
	}
	return h, nil
}

// newHeadline places a statement. One that its breakdown lists and did not make,
// without a reason, says so.
func newHeadline(s analysis.Statement, l *Layout) (Headline, error) {
	if s.Say == nil && s.NotProduced == "" {
		s.NotProduced = "the data do not bear it"
	}
	h := Headline{ID: s.ID, Theme: s.Theme.Key, Statement: s.Text(), Unit: s.Value, Counted: string(s.Unit), Filter: s.Filter, Status: stats.NotAvailable}
	if s.NotProduced != "" {
		return h, nil
	}
	f := s.Figures[0]
	worksheet, cell, ok := l.Cell(f)
	if !ok {
		return h, errNoCell(s)
	}
	e := f.Estimate
	h.Value, h.Lower, h.Upper = f.Number(), e.Lower, e.Upper
	h.Numerator, h.Denominator, h.Method = e.Numerator, e.Denominator, e.Method
	h.NotRecorded, h.notRecordedUnpublished, h.Status = s.NotRecorded, s.NotRecordedUnpublished, e.Status
	if (e.Lower.Known() || e.Upper.Known()) && l.hasConfidenceLimits(f.Table) {
		h.Confidence = stats.N(0.95)
	}
	h.Period = Span{s.Period.From.String(), s.Period.To.String()}
	h.Source = &Source{f.Table, f.Row, f.Column, worksheet, cell}
	return h, nil
}

// hasConfidenceLimits reports whether the limits of a table's values are confidence
// limits: its headers say what else they are.
func (l *Layout) hasConfidenceLimits(table string) bool {
	at, found := l.place[table]
	if !found {
		return false
	}
	lower, has := l.Sheets[at].Table.Column("lower")
	return !has || strings.Contains(lower.Header, "confidence limit")
}

// isRange reports whether the limits of a headline are those of a range, such as the
// settings of an assumption, and no confidence limits.
func (h Headline) isRange() bool {
	return (h.Lower.Known() || h.Upper.Known()) && !h.Confidence.Known()
}

// writeHeadlines writes headlines.json and headlines.csv.
func writeHeadlines(dir string, h Headlines) error {
	for _, format := range []string{"json", "csv"} {
		if err := writeFile(filepath.Join(dir, "headlines."+format), func(w io.Writer) error { return h.Write(w, format) }); err != nil {
			return err
		}
	}
	return nil
}

// ReadHeadlines reads headlines.json of an edition of a run folder.
func ReadHeadlines(run, edition string) (Headlines, error) {
	var h Headlines
	path := filepath.Join(run, edition, "headlines.json")
	text, err := os.ReadFile(path)
	if err != nil {
		return h, fmt.Errorf("%s is not a run folder with an edition %q: it has no headlines.json", run, edition)
	}
	if err := json.Unmarshal(text, &h); err != nil {
		return h, fmt.Errorf("read %s: it is damaged; run again", path)
	}
	if h.Schema != headlineSchema {
		return h, fmt.Errorf("read %s: it has the form %q; this version reads %q", path, h.Schema, headlineSchema)
	}
	return h, nil
}

// Write prints the headlines as text, json, csv or md.
func (h Headlines) Write(w io.Writer, format string) error {
	switch format {
	case "json":
		encoder := json.NewEncoder(w)
		encoder.SetEscapeHTML(false)
		encoder.SetIndent("", "  ")
		return encoder.Encode(h)
	case "csv":
		return h.writeCSV(w)
	case "md":
		return h.writeThemes(w, "\n## %s\n\n", "- %s  \n  `%s`%s\n")
	case "text":
		return h.writeThemes(w, "\n%s\n", "  %s\n    %s%s\n")
	}
	return fmt.Errorf("there is no format %q; there are text, json, csv and md", format)
}

// writeThemes prints statements under their themes, each with its trace, and then
// why others were not made.
func (h Headlines) writeThemes(w io.Writer, head, item string) error {
	if h.Edition != "public" {
		if _, err := fmt.Fprintf(w, "%s, %s to %s. Restricted: contains small numbers, do not publish.\n", h.AreaName, h.Period.From, h.Period.To); err != nil {
			return err
		}
	}
	for _, theme := range analysis.Themes {
		var unsaid []Headline
		headed := false
		for _, headline := range h.Headlines {
			if headline.Theme != theme.Key {
				continue
			}
			if !headed {
				headed = true
				if _, err := fmt.Fprintf(w, head, theme.Title); err != nil {
					return err
				}
			}
			s := headline.Source
			if s == nil {
				unsaid = append(unsaid, headline)
				continue
			}
			if _, err := fmt.Fprintf(w, item, headline.Statement, headline.ID, " · worksheet "+s.Worksheet+", cell "+s.Cell); err != nil {
				return err
			}
		}
		for _, alike := range reasons(unsaid) {
			var ids []string
			for _, headline := range alike.Headlines {
				ids = append(ids, headline.ID)
			}
			if _, err := fmt.Fprintf(w, item, alike.Statement, strings.Join(ids, ", "), ""); err != nil {
				return err
			}
		}
	}
	return nil
}

// headlineColumns are the columns of headlines.csv.
var headlineColumns = []string{"id", "theme", "statement", "value", "unit", "counted", "numerator", "denominator", "not_recorded", "lower", "upper", "confidence", "method", "period_from", "period_to", "filter", "status", "table", "row", "column", "worksheet", "cell"}

func (h Headlines) writeCSV(w io.Writer) error {
	out := csv.NewWriter(w)
	if err := out.Write(headlineColumns); err != nil {
		return err
	}
	for _, l := range h.Headlines {
		if err := out.Write(l.record()); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// record is the headline in headlines.csv.
func (h Headline) record() []string {
	source := Source{}
	if h.Source != nil {
		source = *h.Source
	}
	return []string{
		h.ID, h.Theme, inert(h.Statement), plain(h.Value), h.Unit, h.Counted, plain(h.Numerator), plain(h.Denominator), plain(h.NotRecorded),
		plain(h.Lower), plain(h.Upper), plain(h.Confidence), h.Method, h.Period.From, h.Period.To, inert(h.Filter), string(h.Status),
		source.Table, inert(source.Row), source.Column, source.Worksheet, source.Cell,
	}
}

// plain writes a number in full precision, without exponent or thousands
// separators; "" where there is none.
func plain(n stats.Number) string {
	v, ok := n.Get()
	if !ok {
		return ""
	}
	return strconv.FormatFloat(v, 'f', -1, 64)
}

func isNumber(text string) bool {
	_, err := strconv.ParseFloat(text, 64)
	return err == nil
}
