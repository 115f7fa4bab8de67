package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"

	"golang.org/x/sync/errgroup"

	"svna/analysis/disclosure"
	"svna/reports"
	"svna/reports/scan"
)

// runCommand does the whole job: extracts in, a run folder for each area out.
type runCommand struct {
	Settings string `arg:"" optional:"" default:"svna.toml" help:"Settings file (${default})."`
	Out      string `short:"o" default:"out" placeholder:"FOLDER" help:"Folder for the run folders (${default})."`
}

// Help is the end of svna run --help.
func (runCommand) Help() string {
	return "Writes FOLDER/AREA_LAST-MONTH. A run of that name is replaced whole, once the new one is finished and proved.\n\n" + statusHelp
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
		a, err := s.assess(ctx, area, data, r, rules, p)
		if err != nil {
			return err
		}
		assessments = append(assessments, a)
	}
	defer func() {
		var unaudited *disclosure.AuditError
		if err != nil && !errors.As(err, &partialError{}) && !errors.As(err, &unaudited) {
			err = errors.Join(err, removeBuilt(out, assessments))
		}
	}()
	for _, a := range assessments {
		p.step("write " + a.folder())
		if err := a.build(ctx, out, s, p); err != nil {
			return err
		}
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	p.done()
	var incomplete, unaudited error
	for _, a := range assessments {
		if err := swapIn(a.built(out), filepath.Join(out, a.folder())); err != nil {
			return err
		}
		fmt.Fprintln(t.out, filepath.Join(out, a.folder()))
		incomplete = errors.Join(incomplete, a.incomplete(t))
		if a.unaudited != nil {
			unaudited = a.unaudited
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

// prove writes the audit of the public edition and scans its finished files. An
// edition with a fault is taken away again.
func (a *assessment) prove(built string, public *disclosure.Published) error {
	if err := reports.WriteAudit(built, public); err != nil {
		return err
	}
	folder := filepath.Join(built, public.Rule().Edition)
	faults, err := scan.Public(folder)
	if err == nil && len(faults) > 0 {
		a.unaudited = &disclosure.AuditError{Faults: faults}
		err = os.RemoveAll(folder)
	}
	return err
}

// build writes the run folder beside its final place, and proves it.
func (a *assessment) build(ctx context.Context, out string, s *settings, p *progress) error {
	built := a.built(out)
	if err := os.Mkdir(built, 0o700); err != nil {
		return &outputError{fmt.Errorf("make the run folder: %w", err)}
	}
	if err := a.writeEditions(ctx, built, p); err != nil {
		return err
	}
	inputs := reports.ManifestInputs{
		References: a.references,
		Settings:   string(s.text),
		Parameters: a.study.Parameters,
		GoVersion:  runtime.Version(),
	}
	if err := reports.WriteRunFiles(built, a.published[0], inputs); err != nil {
		return err
	}
	p.step("verify")
	proof, err := reports.Verify(built)
	if err != nil {
		return err
	}
	if err := proof.Err(); err != nil {
		return fmt.Errorf("verify what was written: %w", err)
	}
	return nil
}

// writeEditions writes the editions side by side: none needs a file of another.
func (a *assessment) writeEditions(ctx context.Context, built string, p *progress) error {
	undrawn := make([]*reports.UndrawnError, len(a.published))
	for _, published := range a.published {
		if err := os.Mkdir(filepath.Join(built, published.Rule().Edition), 0o700); err != nil {
			return &outputError{fmt.Errorf("make the run folder: %w", err)}
		}
	}
	group, ctx := errgroup.WithContext(ctx)
	for i, published := range a.published {
		group.Go(func() error {
			folder := filepath.Join(built, published.Rule().Edition)
			err := reports.WriteEdition(ctx, published, folder, p.step)
			if err != nil && !errors.As(err, &undrawn[i]) {
				return err
			}
			if published.Rule().Public() {
				return a.prove(built, published)
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return err
	}
	for _, u := range undrawn {
		if u != nil {
			a.undrawn = append(a.undrawn, u.Reasons...)
		}
	}
	return nil
}
