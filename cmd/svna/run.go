package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"

	"svna/analysis/disclosure"
	"svna/datasets/parallel"
	"svna/reports"
)

// runCommand does the whole job: extracts in, a run folder for each area out.
type runCommand struct {
	Settings string `arg:"" optional:"" default:"svna.toml" help:"Settings file (${default})."`
	Out      string `short:"o" default:"out" placeholder:"FOLDER" help:"Folder for the run folders (${default})."`
}

// Help is the end of svna run --help.
func (runCommand) Help() string {
	return "Writes FOLDER/AREA_LAST-MONTH. A run of that name is replaced whole, once the new one is finished and proved. One with a public edition is kept as FOLDER/AREA_LAST-MONTH.last-public where the new one has none.\n\n" + statusHelp
}

func (c runCommand) Run(ctx context.Context, t *terminal) error {
	s, err := readSettings(c.Settings)
	if err != nil {
		return err
	}
	rules, err := s.rules()
	if err != nil {
		return err
	}
	release, err := lockOut(c.Out)
	if err != nil {
		return err
	}
	defer release()
	return runAll(ctx, s, rules, c.Out, t)
}

// runAll does every area of the settings, in an output folder that is locked.
// All areas are computed and written beside their places before the first is
// put there, so that a run that fails changes nothing.
func runAll(ctx context.Context, s *settings, rules []disclosure.Rule, out string, t *terminal) (err error) {
	p := newProgress(t)
	defer p.done()
	data, r, err := s.load(ctx, p)
	if err != nil {
		return err
	}
	var assessments []*assessment
	for _, area := range s.Assessment.Area {
		a, err := s.assess(ctx, area, data, r, p)
		if err != nil {
			return err
		}
		assessments = append(assessments, a)
	}
	defer func() {
		// What was put in its place is not there any more.
		err = errors.Join(err, removeBuilt(out, assessments))
	}()
	defer parallel.Recover(&err) // so that what is built is removed then, too
	for _, a := range assessments {
		a.warnUnnamed(out, t)
		p.step("write " + a.folder())
		if err := a.build(ctx, out, s, rules, p); err != nil {
			return err
		}
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	p.done()
	var incomplete, unaudited error
	for _, a := range assessments {
		final := filepath.Join(out, a.folder())
		if err := swapIn(a.built(out), final); err != nil {
			return err
		}
		fmt.Fprintln(t.out, final)
		if isFolder(final + keptSuffix) {
			fmt.Fprintf(t.err, "kept: %s, with the last public edition, until a run has one again\n", final+keptSuffix)
		}
		a.propose(t)
		incomplete = errors.Join(incomplete, a.incomplete(t))
		for _, e := range a.editions {
			if e.unaudited != nil {
				unaudited = e.unaudited
			}
		}
	}
	if unaudited != nil {
		return unaudited
	}
	return incomplete
}

// folder is the name of the run folder: area and last month.
func (a *assessment) folder() string { return a.area + "_" + a.period.To.String() }

// built is where the run folder is made, beside its final place.
func (a *assessment) built(out string) string { return filepath.Join(out, newPrefix+a.folder()) }

func removeBuilt(out string, assessments []*assessment) (err error) {
	for _, a := range assessments {
		err = errors.Join(err, os.RemoveAll(a.built(out)))
	}
	return err
}

// build writes the run folder beside its final place, and proves it.
func (a *assessment) build(ctx context.Context, out string, s *settings, rules []disclosure.Rule, p *progress) error {
	built := a.built(out)
	if err := os.Mkdir(built, 0o700); err != nil {
		return &outputError{fmt.Errorf("make the run folder: %w", err)}
	}
	if err := a.makeEditions(ctx, rules, built, p); err != nil {
		return err
	}
	if err := a.writeLinkage(built); err != nil {
		return err
	}
	inputs := reports.ManifestInputs{
		References: a.references,
		Settings:   string(s.text),
		Parameters: a.study.Parameters,
		GoVersion:  runtime.Version(),
	}
	if err := reports.WriteRunFiles(built, a.first(), inputs); err != nil {
		return err
	}
	p.step("verify")
	proof, err := reports.VerifyFiles(built)
	if err == nil {
		err = proof.Err()
	}
	if err != nil {
		return fmt.Errorf("verify what was written: %w", err)
	}
	return nil
}
