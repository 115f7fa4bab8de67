package main

import (
	"context"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"svna/analysis"
	"svna/datasets"
)

// checkCommand loads, reports on quality and reconciles; it analyses nothing
// and writes nothing.
type checkCommand struct {
	Settings string `arg:"" optional:"" default:"svna.toml" help:"Settings file (${default})."`
}

func (c checkCommand) Run(ctx context.Context, t *terminal) error {
	s, err := readSettings(c.Settings)
	if err != nil {
		return err
	}
	if _, err := s.rules(); err != nil {
		return err
	}
	p := newProgress(t)
	data, r, err := s.load(ctx, p)
	p.done()
	if err != nil {
		return err
	}
	w := &lines{Writer: t.out}
	for _, f := range data.Quality.Files {
		w.file(f)
	}
	w.findings("All files together", data.Quality.Findings)
	w.fields(data.Quality.Fields)
	for _, area := range s.Assessment.Area {
		study, err := s.study(area, data, r)
		if err != nil {
			return err
		}
		w.ledger(study)
	}
	return w.err
}

// lines prints and keeps the first error.
type lines struct {
	io.Writer
	err error
}

func (w *lines) printf(format string, args ...any) {
	if w.err == nil {
		_, w.err = fmt.Fprintf(w.Writer, format, args...)
	}
}

// file prints the ledger of one file: rows in = rows used + rows left out.
func (w *lines) file(f datasets.FileQuality) {
	w.printf("\n%s: %s, profile %s\n", f.Name, strings.Join(form(f), ", "), f.Profile)
	w.printf("  rows read      %10d\n", f.RowsRead)
	w.printf("  rows used      %10d\n", f.RowsUsed)
	for _, r := range f.LeftOut {
		w.printf("  left out       %10d  %s%s\n", r.Rows, r.Reason, examples(r.Lines))
	}
	if f.Blank > 0 {
		w.printf("  blank lines    %10d  not rows\n", f.Blank)
	}
	w.printf("  columns read: %s\n", bindings(f.Columns))
	for _, a := range f.Assumed {
		w.printf("  assumed: %s\n", a)
	}
	if len(f.Dropped) > 0 {
		w.printf("  columns not read: %s\n", strings.Join(f.Dropped, ", "))
	}
	for _, i := range f.Identifiers {
		w.printf("  column %q holds %s: a direct identifier, dropped while reading\n", i.Column, i.Holds)
	}
	for _, finding := range f.Findings {
		w.printf("  found: %s%s\n", finding.Advice(), examples(finding.Lines))
	}
}

// form says in what form a file came: what an analyst must know to find a row in it.
func form(f datasets.FileQuality) []string {
	said := []string{f.Format}
	if f.Delimiter != "" {
		said = []string{f.Encoding, f.Delimiter}
	}
	if f.Sheet != "" {
		said = append(said, fmt.Sprintf("sheet %q", f.Sheet))
	}
	if f.Epoch != "" {
		said = append(said, "dates from "+f.Epoch)
	}
	if len(f.HiddenSheets) > 0 {
		said = append(said, fmt.Sprintf("hidden sheets %q", f.HiddenSheets))
	}
	if f.HeaderLine > 0 { // columns of some formats have names and no header
		said = append(said, fmt.Sprintf("header in line %d", f.HeaderLine))
	}
	return said
}

// bindings writes which column became which field, and in what format dates are.
func bindings(columns []datasets.Binding) string {
	var said []string
	for _, b := range columns {
		text := fmt.Sprintf("%q as %s", b.Column, b.Field)
		if b.Format != "" {
			text += " (" + b.Format + ")"
		}
		said = append(said, text)
	}
	return strings.Join(said, ", ")
}

func (w *lines) findings(title string, findings []datasets.Finding) {
	if len(findings) == 0 {
		return
	}
	w.printf("\n%s\n", title)
	for _, f := range findings {
		w.printf("  found: %s%s\n", f.Advice(), examples(f.Lines))
	}
}

// fields prints how complete each field is; the kinds add up to the rows.
func (w *lines) fields(fields []datasets.FieldQuality) {
	if len(fields) == 0 {
		return
	}
	w.printf("\nCompleteness\n")
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "table\tfield\trows\tknown\tunknown\tnot stated\tnot recorded\tnot applicable\tsuppressed\tknown, %\t")
	for _, f := range fields {
		share := ""
		if applicable := f.Rows - f.NotApplicable; applicable > 0 {
			share = analysis.Round(100*float64(f.Known)/float64(applicable), 1)
		}
		fmt.Fprintf(table, "%s\t%s\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%s\t\n", f.Table, f.Field, f.Rows, f.Known, f.Unknown, f.Refused, f.NotRecorded, f.NotApplicable, f.Suppressed, share)
	}
	if err := table.Flush(); err != nil && w.err == nil {
		w.err = err
	}
}

// ledger prints where the loaded offences of an area went.
func (w *lines) ledger(s *analysis.Study) {
	w.printf("\n%s (%s), %s\n", s.Area.Name, s.Area.Code, s.Period.Name())
	for _, line := range s.Ledger {
		w.printf("  %10d  %s\n", line.Rows, line.Label)
	}
	for _, d := range s.Defaults {
		w.printf("  %s\n", d)
	}
}

// Help is the end of svna check --help.
func (checkCommand) Help() string {
	var limits strings.Builder
	for _, l := range datasets.Limits() {
		fmt.Fprintf(&limits, "\n  %s: %s\n      (beyond it %s)", l.Of, l.Is, l.Beyond)
	}
	return "Prints the account of rows (rows read = rows used + rows left out, by reason, with line numbers), what was assumed, what was found, and how complete each field is.\n\nExit status: 0 the extracts can be used; 2 usage or settings; 4 input refused.\n\nLimits:\n" + limits.String()
}

// examples writes " (lines 12, 40)", or "" for none.
func examples(numbers []int) string {
	if len(numbers) == 0 {
		return ""
	}
	var words []string
	for _, n := range numbers {
		words = append(words, fmt.Sprint(n))
	}
	return " (lines " + strings.Join(words, ", ") + ")"
}
