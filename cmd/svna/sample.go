package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"svna/datasets/sample"
)

// sampleCommand writes synthetic extracts.
type sampleCommand struct {
	Rows   int    `default:"0" help:"About how many rows (0: 30,000)."`
	Months int    `default:"0" help:"How many months, ending in May 2023 (0: 36)."`
	Seed   uint64 `default:"1" help:"Seed; the same seed gives the same bytes."`
	Layout string `default:"flat" enum:"flat,three-files" help:"flat, or three-files (offences, victims, suspects)."`
	Out    string `short:"o" default:"sample" placeholder:"FOLDER" help:"Folder to write (${default})."`
}

func (c sampleCommand) Run(t *terminal) error {
	if c.Rows < 0 || c.Months < 0 {
		return &usageError{fmt.Errorf("--rows and --months cannot be negative")}
	}
	if err := writeSample(c.Out, sample.Options{Rows: c.Rows, Months: c.Months, Seed: c.Seed, Layout: c.Layout}); err != nil {
		return err
	}
	_, err := fmt.Fprintln(t.out, "Synthetic extracts and a settings file are in "+c.Out+". They describe no real borough and nobody.")
	return err
}

// writeSample writes the sample into a folder that it makes. It never writes
// over other people's files: the folder must be empty, or hold a sample.
func writeSample(folder string, options sample.Options) error {
	entries, err := os.ReadDir(folder)
	if err == nil && len(entries) > 0 && !holdsSample(folder) {
		return &usageError{fmt.Errorf("folder %s holds other files, and the sample could replace some of them: name a new folder with --out", folder)}
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return &outputError{fmt.Errorf("make the sample folder: %w", err)}
	}
	return sample.Write(folder, options)
}

// holdsSample reports whether a folder is of an earlier sample, by the first
// words of its README.
func holdsSample(folder string) bool {
	readme, err := os.ReadFile(filepath.Join(folder, "README.txt"))
	return err == nil && strings.HasPrefix(string(readme), "SYNTHETIC SAMPLE")
}
