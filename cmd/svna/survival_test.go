package main

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"svna/analysis"
	"svna/analysis/disclosure"
	"svna/datasets"
	"svna/datasets/sample"
)

// demoRun assesses the demo.
func demoRun(t *testing.T) analysis.Run {
	t.Helper()
	folder := t.TempDir()
	if err := writeSample(folder, sample.Options{}); err != nil {
		t.Fatal(err)
	}
	_, run := assessedRun(t, folder)
	return run
}

// survival is how much of an assessment is in its public edition.
type survival struct {
	headlines, figures, tables [2]int // in the public edition, in all
	missing                    []string
}

func survives(run analysis.Run, p *disclosure.Published) (s survival) {
	whole := disclosure.Protect(disclosure.Restricted, run)
	reasons := map[string]string{}
	for _, w := range p.Withheld() {
		reasons[w.ID] = w.Reason
	}
	published := map[string]analysis.Statement{}
	for _, statement := range p.Statements() {
		published[statement.ID] = statement
	}
	for _, statement := range whole.Statements() {
		if statement.NotProduced != "" {
			continue
		}
		s.headlines[1]++
		other, found := published[statement.ID]
		if found && other.NotProduced == "" {
			s.headlines[0]++
			continue
		}
		reason := other.NotProduced
		if why := reasons[statement.Figures[0].Table]; why != "" {
			reason = statement.Figures[0].Table + ": " + why
		}
		s.missing = append(s.missing, "headline "+statement.ID+": "+reason)
	}
	drawn := map[string]bool{}
	for _, c := range p.Charts() {
		drawn[c.ID] = true
	}
	for _, c := range whole.Charts() {
		s.figures[1]++
		if drawn[c.ID] {
			s.figures[0]++
			continue
		}
		reason := reasons[c.Table]
		if reason == "" {
			reason = "what it draws is not published"
		}
		s.missing = append(s.missing, "figure "+c.ID+": "+reason)
	}
	s.tables = [2]int{len(p.Tables()), len(whole.Tables())}
	for _, w := range p.Withheld() {
		s.missing = append(s.missing, "table "+w.ID+": "+w.Reason)
	}
	return s
}

func (s survival) share(of [2]int) string {
	return fmt.Sprintf("%3d of %3d (%2.0f%%)", of[0], of[1], 100*float64(of[0])/float64(of[1]))
}

// leastSurviving is the per cent of headlines and of figures that the default
// profile must publish.
const leastSurviving = 67

// TestSurvival says how much of the demo is in its public edition under each
// profile, and why the rest is not: go test ./cmd/svna -run TestSurvival -v.
func TestSurvival(t *testing.T) {
	run := demoRun(t)
	var lines, missing []string
	for _, profile := range disclosure.ProfileNames() {
		rule, err := disclosure.PublicRule(profile, disclosure.Overrides{})
		if err != nil {
			t.Fatal(err)
		}
		p, err := disclosure.Publish(rule, run)
		if err != nil {
			t.Errorf("%s: %v", profile, err)
			continue
		}
		s := survives(run, p)
		lines = append(lines, fmt.Sprintf("%-18s headlines %s, figures %s, tables %s; %d numbers hidden", profile, s.share(s.headlines), s.share(s.figures), s.share(s.tables), p.Audit().Hidden))
		slices.Sort(s.missing)
		missing = append(missing, "Missing under "+profile+":\n  "+strings.Join(s.missing, "\n  "))
		if profile == disclosure.DefaultProfile && (100*s.headlines[0] < leastSurviving*s.headlines[1] || 100*s.figures[0] < leastSurviving*s.figures[1]) {
			t.Errorf("%s publishes %s of the headlines and %s of the figures; %d%% are needed", profile, s.share(s.headlines), s.share(s.figures), leastSurviving)
		}
	}
	t.Logf("%s\n%s", strings.Join(lines, "\n"), strings.Join(missing, "\n"))
}

// assessedRun loads and assesses the extract whose settings are in a folder.
func assessedRun(t *testing.T, folder string) (*datasets.Dataset, analysis.Run) {
	t.Helper()
	s, err := readSettings(filepath.Join(folder, "svna.toml"))
	if err != nil {
		t.Fatal(err)
	}
	p := newProgress(&terminal{out: t.Output(), err: t.Output()})
	data, r, err := s.load(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	a, err := s.assess(t.Context(), s.Assessment.Area[0], data, r, p)
	if err != nil {
		t.Fatal(err)
	}
	return data, a.run
}
