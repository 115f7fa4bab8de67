package main

import (
	"io"

	"svna/reports"
)

// headlinesCommand prints the statements of a run.
type headlinesCommand struct {
	RunFolder string `arg:"" name:"run" help:"Run folder, such as out/E09000002_2023-05."`
	Format    string `short:"f" default:"text" enum:"text,json,csv,md" help:"text, json, csv or md."`
	Edition   string `default:"restricted" help:"Edition (${default})."`
}

func (c headlinesCommand) Run(t *terminal) error {
	h, err := reports.ReadHeadlines(c.RunFolder, c.Edition)
	if err != nil {
		return &usageError{err}
	}
	return h.Write(t.out, c.Format)
}

// explainCommand says how one headline came about.
type explainCommand struct {
	RunFolder string `arg:"" name:"run" help:"Run folder, such as out/E09000002_2023-05."`
	ID        string `arg:"" help:"Id of the headline, such as knife-top-offence-share."`
}

func (c explainCommand) Run(t *terminal) error {
	if err := reports.Explain(t.out, c.RunFolder, c.ID); err != nil {
		return &usageError{err}
	}
	return nil
}

// verifyCommand proves a run.
type verifyCommand struct {
	RunFolder string   `arg:"" name:"run" help:"Run folder, such as out/E09000002_2023-05."`
	Earlier   []string `placeholder:"FOLDER" help:"Run folders of all earlier editions that the public one was audited with: they are read again, too."`
}

func (c verifyCommand) Run(t *terminal) error {
	proof, err := reports.Verify(c.RunFolder, c.Earlier...)
	if err != nil {
		return &usageError{err}
	}
	if _, err := io.WriteString(t.out, proof.String()); err != nil {
		return err
	}
	if n := len(proof.Faults); n > 0 {
		return &proofError{n}
	}
	return nil
}
