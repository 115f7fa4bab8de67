package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"svna/datasets/sample"
	"svna/reports"
)

// demoCommand does the whole job on the embedded sample borough.
type demoCommand struct {
	Out string `short:"o" default:"out" placeholder:"FOLDER" help:"Folder for the sample and its run folder (${default})."`
}

func (c demoCommand) Run(ctx context.Context, t *terminal) error {
	release, err := lockOut(c.Out)
	if err != nil {
		return err
	}
	defer release()
	folder := filepath.Join(c.Out, "sample")
	p := newProgress(t)
	p.step("write the synthetic sample borough")
	err = writeSample(folder, sample.Options{})
	p.done()
	if err != nil {
		return err
	}
	s, err := readSettings(filepath.Join(folder, "svna.toml"))
	if err != nil {
		return err
	}
	rules, err := s.rules()
	if err != nil {
		return err
	}
	// A breakdown that is missing is named, and the headlines of the others are
	// printed all the same.
	incomplete := runAll(ctx, s, rules, c.Out, t)
	if incomplete != nil && !errors.As(incomplete, &partialError{}) {
		return incomplete
	}
	run := filepath.Join(c.Out, s.Assessment.Area[0]+"_"+s.Assessment.Period[8:])
	h, err := reports.ReadHeadlines(run, "restricted")
	if err != nil {
		return err
	}
	fmt.Fprintln(t.out, "\nSynthetic figures, composed to resemble published ones. They describe no real borough.")
	if err := h.Write(t.out, "text"); err != nil {
		return err
	}
	_, err = fmt.Fprintf(t.out, "\nOpen %s and %s.\nThe sample extract and its settings are in %s: change a copy of them and type svna run with the name of its svna.toml.\n",
		filepath.Join(run, "restricted", "report.html"), filepath.Join(run, "restricted", "appendix.xlsx"), folder)
	return errors.Join(err, incomplete)
}
