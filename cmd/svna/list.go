package main

import (
	"fmt"
	"strings"
	"text/tabwriter"

	"svna/analysis"
	"svna/datasets"
)

// listCommand lists the breakdowns.
type listCommand struct{}

func (listCommand) Run(t *terminal) error {
	w := tabwriter.NewWriter(t.out, 0, 0, 2, ' ', 0)
	theme := ""
	for _, b := range analysis.Catalogue() {
		if b.Theme.Title != theme {
			theme = b.Theme.Title
			fmt.Fprintf(w, "\n%s\n", theme)
		}
		fmt.Fprintf(w, "  %s\t%s\n", b.Name, b.Title)
	}
	return w.Flush()
}

// describeCommand prints the documentation of one breakdown.
type describeCommand struct {
	Name string `arg:"" help:"Name of a breakdown; svna list shows them."`
}

func (c describeCommand) Run(t *terminal) error {
	b, ok := analysis.BreakdownNamed(c.Name)
	if !ok {
		var names []string
		for _, b := range analysis.Catalogue() {
			names = append(names, b.Name)
		}
		return &usageError{fmt.Errorf("there is no breakdown %q; did you mean %s? svna list shows them all", c.Name, datasets.Nearest(c.Name, names))}
	}
	for _, line := range []struct{ head, text string }{
		{b.Title + " (" + b.Name + ")", ""},
		{"Theme", b.Theme.Title},
		{"What is counted", b.Doc.Counts},
		{"Unit and denominator", b.Doc.Base},
		{"Left out", b.Doc.LeftOut},
		{"Method", b.Doc.Method},
		{"How it misleads", b.Doc.Misleads},
		{"Needs", strings.Join(b.Needs, ", ")},
		{"Headlines", strings.Join(b.Headlines, ", ")},
	} {
		switch {
		case line.text != "":
			fmt.Fprintf(t.out, "\n%s\n%s\n", line.head, wrap(line.text, 96))
		case line.head == b.Title+" ("+b.Name+")":
			fmt.Fprintln(t.out, line.head)
		}
	}
	return nil
}

// wrap breaks text into lines of at most width runes, each indented by two.
func wrap(text string, width int) string {
	var b strings.Builder
	column := 0
	for _, word := range strings.Fields(text) {
		if column > 0 && column+1+len(word) > width {
			b.WriteByte('\n')
			column = 0
		}
		if column == 0 {
			b.WriteString("  ")
		} else {
			b.WriteByte(' ')
		}
		b.WriteString(word)
		column += len(word) + 1
	}
	return b.String()
}
