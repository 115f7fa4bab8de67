package main

import (
	"io"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"svna/analysis/disclosure"
	"svna/datasets/sample"
	"svna/reports"
)

// BenchmarkEdition writes one edition of the demo: every figure as PNG and SVG,
// workbook, page, Word file, tables and headlines. It says how many figures and
// tables that is, and the processor time, which other work on the machine hardly
// moves: on two cores that are free the time by the clock is somewhat over half.
func BenchmarkEdition(b *testing.B) {
	folder := filepath.Join(b.TempDir(), "sample")
	if err := writeSample(folder, sample.Options{}); err != nil {
		b.Fatal(err)
	}
	s, err := readSettings(filepath.Join(folder, "svna.toml"))
	if err != nil {
		b.Fatal(err)
	}
	p := newProgress(&terminal{out: io.Discard, err: io.Discard, quiet: true})
	data, r, err := s.load(b.Context(), p)
	if err != nil {
		b.Fatal(err)
	}
	a, err := s.assess(b.Context(), s.Assessment.Area[0], data, r, p)
	if err != nil {
		b.Fatal(err)
	}
	edition := disclosure.Protect(disclosure.Restricted, a.run)
	out := b.TempDir()
	start := processorTime(b)
	for b.Loop() {
		dir, err := os.MkdirTemp(out, "edition")
		if err != nil {
			b.Fatal(err)
		}
		if err := reports.WriteEdition(b.Context(), edition, dir, nil); err != nil {
			b.Fatal(err)
		}
		if err := os.RemoveAll(dir); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric((processorTime(b)-start)/float64(b.N), "cpu-s/op")
	b.ReportMetric(float64(len(edition.Charts())), "figures")
	b.ReportMetric(float64(len(edition.Tables())), "tables")
}

// processorTime is the processor time of this process in seconds.
func processorTime(b *testing.B) float64 {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return float64(u.Utime.Nano()+u.Stime.Nano()) / 1e9
}
