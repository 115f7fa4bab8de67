package reports

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"svna/analysis"
	"svna/analysis/stats"
	"svna/datasets"
)

// Explain says how one headline of a run came about, from the files of the run
// folder alone.
func Explain(w io.Writer, run, id string) error {
	m, err := readManifest(run)
	if err != nil {
		return err
	}
	edition := "restricted"
	if len(m.Editions) > 0 {
		edition = m.Editions[0]
	}
	h, err := ReadHeadlines(run, edition)
	if err != nil {
		return err
	}
	var ids []string
	for _, headline := range h.Headlines {
		if headline.ID == id {
			rows, err := accountOfRows(run)
			if err != nil {
				return err
			}
			return explain(w, h, headline, m, rows)
		}
		ids = append(ids, headline.ID)
	}
	return fmt.Errorf("there is no headline %q in %s; did you mean %s?", id, run, datasets.Nearest(id, ids))
}

func explain(w io.Writer, h Headlines, headline Headline, m Manifest, rows []string) error {
	var b strings.Builder
	line := func(label, text string) {
		if text != "" {
			fmt.Fprintf(&b, "%-16s%s\n", label, text)
		}
	}
	if h.Edition != "public" {
		fmt.Fprintf(&b, "Restricted values: do not publish.\n\n")
	}
	fmt.Fprintf(&b, "%s\n\n", headline.Statement)
	line("id", headline.ID)
	if s := headline.Source; s != nil {
		line("counted", analysis.Unit(headline.Counted).Plural())
		line("filter", headline.Filter)
		line("period", headline.Period.From+" to "+headline.Period.To)
		line("numerator", readable(headline.Numerator))
		line("denominator", readable(headline.Denominator))
		line("not recorded", readable(headline.NotRecorded))
		line("value", strings.TrimSpace(readable(headline.Value)+" "+headline.Unit))
		if headline.Confidence.Known() {
			line("95% interval", readable(headline.Lower)+" to "+readable(headline.Upper))
		}
		if headline.isRange() {
			line("range", readable(headline.Lower)+" to "+readable(headline.Upper))
		}
		line("method", headline.Method)
		line("table", s.Table+" (tables/"+s.Table+".csv)")
		line("row", s.Row)
		line("column", s.Column)
		line("cell", s.Cell+" of worksheet "+s.Worksheet+" in appendix.xlsx")
	}
	if breakdown, ok := breakdownOf(headline.ID); ok {
		line("breakdown", breakdown.Name)
		fmt.Fprintf(&b, "\nWhat is counted: %s\nLeft out: %s\nMethod: %s\nHow it misleads: %s\n", breakdown.Doc.Counts, breakdown.Doc.LeftOut, breakdown.Doc.Method, breakdown.Doc.Misleads)
	}
	fmt.Fprintf(&b, "\nRows:\n")
	for _, row := range rows {
		fmt.Fprintf(&b, "  %s\n", row)
	}
	fmt.Fprintf(&b, "\nDefinition pack: %s\n", m.Definition)
	for _, d := range m.Defaults {
		fmt.Fprintf(&b, "%s\n", d)
	}
	for _, f := range m.Inputs {
		fmt.Fprintf(&b, "Input %s, %d rows, SHA-256 %s\n", f.Path, f.Rows, f.SHA256)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// readable writes a number to ten figures: enough to check it, without the dust of
// sums of fractions.
func readable(n stats.Number) string {
	v, ok := n.Get()
	if !ok {
		return ""
	}
	rounded, err := strconv.ParseFloat(strconv.FormatFloat(v, 'g', 10, 64), 64)
	if err != nil {
		panic(err) // never: it was just written
	}
	return plain(stats.N(rounded))
}

// accountOfRows is the account of rows in quality.json, one line a stage: rows
// read and used, what was left out and why, and what the period holds.
func accountOfRows(run string) ([]string, error) {
	var q qualityReport
	text, err := os.ReadFile(filepath.Join(run, "quality.json"))
	if err != nil {
		return nil, fmt.Errorf("%s is not a whole run folder: it has no quality.json; run again", run)
	}
	if err := json.Unmarshal(text, &q); err != nil {
		return nil, errors.New("read quality.json: it is damaged; run again")
	}
	var rows []string
	add := func(n int, what string) {
		rows = append(rows, fmt.Sprintf("%9s  %s", analysis.AsCount.Text(whole(n)), what))
	}
	for _, f := range q.Files {
		add(f.RowsRead, f.Name+": rows read")
		for _, out := range f.LeftOut {
			add(out.Rows, f.Name+": left out, "+out.Reason)
		}
		add(f.RowsUsed, f.Name+": rows used")
	}
	for _, l := range q.Ledger {
		add(l.Rows, l.Label)
	}
	return rows, nil
}

// breakdownOf finds the breakdown that makes a headline.
func breakdownOf(id string) (analysis.Breakdown, bool) {
	for _, b := range analysis.Catalogue() {
		for _, made := range b.Headlines {
			if made == id {
				return b, true
			}
		}
	}
	return analysis.Breakdown{}, false
}
