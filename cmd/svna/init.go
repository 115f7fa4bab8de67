package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"svna/datasets"
)

// initCommand looks at extracts and writes a settings file for a person to correct.
type initCommand struct {
	Files []string `arg:"" help:"Extracts: files or patterns."`
	Out   string   `default:"svna.toml" help:"Settings file to write (${default}); - for the screen."`
	Force bool     `help:"Replace a settings file that is there."`
}

func (c initCommand) Run(ctx context.Context, t *terminal) error {
	files, err := expand(c.Files)
	if err != nil {
		return err
	}
	if _, err := os.Stat(c.Out); err == nil && c.Out != "-" && !c.Force {
		return &usageError{fmt.Errorf("%s is there already; name another file with --out, or replace it with --force", c.Out)}
	}
	p := newProgress(t)
	p.step("look at the files")
	proposal, err := datasets.Propose(ctx, files)
	p.done()
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(proposal.Extracts, func(x datasets.ProposedExtract) bool { return x.Unreadable == "" }) {
		return &undecidedError{fmt.Errorf("propose settings: %s: %s", fileNames(proposal.Extracts[0].Files), proposal.Extracts[0].Unreadable)}
	}
	folder := "."
	if c.Out != "-" {
		folder = filepath.Dir(c.Out)
	}
	text := proposedSettings(proposal, folder)
	if c.Out == "-" {
		_, err = fmt.Fprint(t.out, text)
	} else {
		err = os.WriteFile(c.Out, []byte(text), 0o600)
	}
	if err != nil {
		return &outputError{fmt.Errorf("write %s: %w", c.Out, err)}
	}
	if c.Out != "-" {
		c.summary(&lines{Writer: t.out}, proposal)
	}
	return nil
}

// Help is the end of svna init --help.
func (initCommand) Help() string {
	return "Reads the files, says which column seems to be what and how sure that is, and writes a settings file with the evidence in comments. Correct what is wrong, then type svna check.\n\nColumns of direct identifiers are not read. No value is shown that stands in fewer than 10 rows.\n\nExit status: 0 a settings file was written that svna check can read; 2 usage; 4 a file was refused, or nobody can tell what it holds."
}

// undecidedError says that files hold nothing for which settings can be proposed.
type undecidedError struct{ err error }

func (e *undecidedError) Error() string { return e.err.Error() }

// expand makes files of patterns, which the shell of Windows leaves as they are.
func expand(patterns []string) ([]string, error) {
	var files []string
	for _, pattern := range patterns {
		matches := []string{pattern}
		if _, err := os.Stat(pattern); errors.Is(err, fs.ErrNotExist) {
			if matches, err = filepath.Glob(pattern); err != nil || len(matches) == 0 {
				return nil, &usageError{fmt.Errorf("there is no file %s", pattern)}
			}
		}
		for _, m := range matches {
			if info, err := os.Stat(m); err == nil && info.IsDir() {
				return nil, &usageError{fmt.Errorf("%s is a folder; name the files in it, as in %s", m, filepath.Join(m, "*.csv"))}
			}
			if !slices.Contains(files, m) {
				files = append(files, m)
			}
		}
	}
	return files, nil
}

// summary says on the screen what was recognised and what a person must decide.
func (c initCommand) summary(w *lines, p *datasets.Proposal) {
	for _, x := range p.Extracts {
		if x.Unreadable != "" {
			continue // it is among what is to decide
		}
		w.printf("%s: %d rows, %d columns: %d mapped (%s), %d unsure, %d refused as direct identifiers, %d not read\n",
			fileNames(x.Files), x.Rows, x.Columns, len(x.Mapped), grades(x.Mapped), len(x.Unsure), len(x.Refused), len(x.Ignored))
		for _, r := range x.Refused {
			w.printf("  never read: column %q (%s)\n", r.Column, r.Holds)
		}
	}
	for _, d := range p.Decide {
		w.printf("to decide: %s\n", d)
	}
	w.printf("wrote %s; read it, correct it, then type: svna check %s\n", c.Out, c.Out)
}

func grades(columns []datasets.ProposedColumn) string {
	n := map[datasets.Confidence]int{}
	for _, m := range columns {
		n[m.Confidence]++
	}
	return fmt.Sprintf("%d sure, %d likely", n[datasets.Sure], n[datasets.Likely])
}

func fileNames(files []string) string {
	name := filepath.Base(files[0])
	if len(files) > 1 {
		name = fmt.Sprintf("%s and %d more files", name, len(files)-1)
	}
	return name
}

// tomlText writes a text as TOML does, which for a basic string is as JSON does.
func tomlText(s string) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(s); err != nil {
		return `""`
	}
	return strings.TrimSpace(b.String())
}

// tomlTexts writes a list of texts.
func tomlTexts(list []string) string {
	var quoted []string
	for _, s := range list {
		quoted = append(quoted, tomlText(s))
	}
	return "[" + strings.Join(quoted, ", ") + "]"
}
