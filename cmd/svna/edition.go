package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"svna/analysis"
	"svna/analysis/disclosure"
	"svna/datasets/parallel"
	"svna/reports"
	"svna/reports/scan"
)

// edition is one edition of a run, as built.
type edition struct {
	rule      disclosure.Rule
	published *disclosure.Published  // nil where unaudited
	unaudited *disclosure.AuditError // why there is no public edition beside the restricted one
	undrawn   []error                // figures that could not be drawn
	earlier   []string               // folders of the public editions that it is audited with
}

// makeEditions protects, writes and proves the editions side by side: none needs
// a file of another. A public edition that does not pass its audit costs itself,
// unless it is the only one.
func (a *assessment) makeEditions(ctx context.Context, rules []disclosure.Rule, built string, p *progress) error {
	a.editions = make([]*edition, len(rules))
	for i, rule := range rules {
		a.editions[i] = &edition{rule: rule}
		if err := os.Mkdir(filepath.Join(built, rule.Edition), 0o700); err != nil {
			return &outputError{fmt.Errorf("make the run folder: %w", err)}
		}
	}
	group, ctx := parallel.WithContext(ctx)
	for _, e := range a.editions {
		group.Go(func() error {
			err := e.make(ctx, a, built, p)
			if failed := (*disclosure.AuditError)(nil); errors.As(err, &failed) && len(rules) > 1 {
				e.published, e.unaudited = nil, failed
				return os.RemoveAll(filepath.Join(built, e.rule.Edition))
			}
			return err
		})
	}
	return group.Wait()
}

func (e *edition) make(ctx context.Context, a *assessment, built string, p *progress) (err error) {
	if !e.rule.Public() {
		e.published = disclosure.Protect(e.rule, a.run)
	} else {
		p.step("protect the public edition")
		if err = e.publish(a); err != nil {
			return err
		}
	}
	folder := filepath.Join(built, e.rule.Edition)
	undrawn := &reports.UndrawnError{}
	err = reports.WriteEdition(ctx, e.published, folder, func(step string) { p.step(e.rule.Edition + ": " + step) })
	if err != nil && !errors.As(err, &undrawn) {
		return err
	}
	e.undrawn = undrawn.Reasons
	if e.rule.Public() {
		p.step("public: scan and audit what was written")
	}
	return e.prove(built)
}

// prove reads the finished files back: every headline against its cell, and in a
// public edition, once its audit is written, whatever else is in the files.
func (e *edition) prove(built string) error {
	folder := filepath.Join(built, e.rule.Edition)
	var proofs parallel.Group
	var strange, unproven []string // in the files of a public edition
	if e.rule.Public() {
		if err := reports.WriteAudit(built, e.published); err != nil {
			return err
		}
		// Files that cannot be looked into have not passed.
		proofs.Go(func() (err error) {
			if strange, err = scan.Public(folder); err != nil {
				strange = append(strange, err.Error())
			}
			return nil
		})
		proofs.Go(func() (err error) {
			if unproven, err = checkFinished(folder, e.earlier, e.published.Audit().Proof); err != nil {
				unproven = append(unproven, err.Error())
			}
			return nil
		})
	}
	headlines := reports.VerifyHeadlines(built, e.rule.Edition)
	if err := proofs.Wait(); err != nil {
		return err
	}
	if faults := append(strange, unproven...); len(faults) > 0 {
		return &disclosure.AuditError{Faults: faults}
	}
	if err := headlines.Err(); err != nil {
		return fmt.Errorf("verify what was written: %w", err)
	}
	return nil
}

// first is what was published in the first edition that stands.
func (a *assessment) first() *disclosure.Published {
	for _, e := range a.editions {
		if e.published != nil {
			return e.published
		}
	}
	return nil
}

// propose names the tables that the public edition could have in a coarser form; the
// audit in the restricted edition says in which.
func (a *assessment) propose(t *terminal) {
	restricted := slices.ContainsFunc(a.editions, func(e *edition) bool { return !e.rule.Public() })
	for _, e := range a.editions {
		if e.published == nil || !e.rule.Public() || !restricted {
			continue
		}
		var tables []string
		for _, w := range e.published.Withheld() {
			if len(w.Proposals) > 0 {
				tables = append(tables, w.ID)
			}
		}
		if len(tables) > 0 {
			fmt.Fprintf(t.err, "not in the public edition, but could be in a coarser form (restricted/audit.json has proposals): %s\n", strings.Join(tables, ", "))
		}
	}
}

// checkMarked refuses a mark of [disclosure] restricted that meets no table: a
// name mistyped would publish what was to be kept back. A breakdown that was not made
// has its tables still.
func (s *settings) checkMarked(run analysis.Run) error {
	for _, name := range s.Disclosure.Marked {
		known := false
		for _, o := range run.Outcomes {
			known = known || name == o.Breakdown.Name || (len(o.Result.Tables) == 0 && strings.HasPrefix(name, o.Breakdown.Name+"-"))
			for _, t := range o.Result.Tables {
				known = known || name == t.ID
			}
		}
		if !known {
			return s.wrong(0, []string{"disclosure", "restricted"}, "there is no table and no breakdown %q; svna list names the breakdowns, and the worksheets of the appendix are named after their tables", name)
		}
	}
	return nil
}
