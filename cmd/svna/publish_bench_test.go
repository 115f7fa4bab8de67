package main

import (
	"path/filepath"
	"testing"

	"svna/analysis/disclosure"
	"svna/datasets/sample"
)

// BenchmarkPublish makes the public edition of the demo: one lattice of every
// count, the two data sets of each hidden number, and their check.
func BenchmarkPublish(b *testing.B) {
	folder := b.TempDir()
	if err := writeSample(folder, sample.Options{}); err != nil {
		b.Fatal(err)
	}
	s, err := readSettings(filepath.Join(folder, "svna.toml"))
	if err != nil {
		b.Fatal(err)
	}
	p := newProgress(&terminal{out: b.Output(), err: b.Output(), quiet: true})
	data, r, err := s.load(b.Context(), p)
	if err != nil {
		b.Fatal(err)
	}
	a, err := s.assess(b.Context(), s.Assessment.Area[0], data, r, p)
	if err != nil {
		b.Fatal(err)
	}
	rule, err := disclosure.PublicRule("public-hes", disclosure.Overrides{})
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := disclosure.Publish(rule, a.run); err != nil {
			b.Fatal(err)
		}
	}
}
