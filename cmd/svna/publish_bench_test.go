package main

import (
	"path/filepath"
	"testing"

	"svna/analysis/disclosure"
	"svna/datasets/sample"
)

// BenchmarkPublish makes the public edition of the demo under two profiles: one
// lattice of every count, the two data sets of each hidden number, and their check.
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
	for _, profile := range []string{"public-hes", "public-suppress-5"} {
		rule, err := disclosure.PublicRule(profile, disclosure.Overrides{})
		if err != nil {
			b.Fatal(err)
		}
		b.Run(profile, func(b *testing.B) {
			var p *disclosure.Published
			for b.Loop() {
				if p, err = disclosure.Publish(rule, a.run); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(p.Audit().Numbers), "numbers")
			b.ReportMetric(float64(p.Audit().Hidden), "hidden")
			b.ReportMetric(float64(len(p.Withheld())), "withheld")
		})
	}
}
