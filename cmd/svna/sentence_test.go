package main

import (
	"regexp"
	"slices"
	"testing"

	"svna/analysis"
	"svna/datasets/sample"
)

// sampleRun assesses a sample of a seed.
func sampleRun(t *testing.T, seed uint64) analysis.Run {
	t.Helper()
	folder := t.TempDir()
	if err := writeSample(folder, sample.Options{Seed: seed, Rows: 12000}); err != nil {
		t.Fatal(err)
	}
	return assessedRun(t, folder)
}

var anyNumeral = regexp.MustCompile(`\d[\d,]*(\.\d+)?`)

// TestSentencesBringNoNumbersAlong: a sentence of one data set, given the figures
// of another, says the numbers of the other: no number comes along with the
// sentence from the data, past the figures that an edition protects.
func TestSentencesBringNoNumbersAlong(t *testing.T) {
	first, second := sampleRun(t, 1), sampleRun(t, 2)
	statements := map[string]analysis.Statement{}
	for _, o := range second.Outcomes {
		for _, s := range o.Result.Statements {
			statements[s.ID] = s
		}
	}
	compared := 0
	for _, o := range first.Outcomes {
		for _, s := range o.Result.Statements {
			other, ok := statements[s.ID]
			if !ok || s.NotProduced != "" || other.NotProduced != "" || len(s.Figures) != len(other.Figures) {
				continue
			}
			other.Figures, other.NotRecorded = s.Figures, s.NotRecorded
			compared++
			if got, want := anyNumeral.FindAllString(other.Text(), -1), anyNumeral.FindAllString(s.Text(), -1); !slices.Equal(got, want) && !bringsNumbers[s.ID] {
				t.Errorf("%s says, with the figures of another data set,\n%s\nwhich there reads\n%s", s.ID, other.Text(), s.Text())
			}
		}
	}
	if compared < 50 {
		t.Errorf("only %d sentences were compared", compared)
	}
}

// bringsNumbers are sentences that hold numbers of their own. Publish refuses a
// sentence with a number that is not of its published figures, and their tables
// are in no public edition.
var bringsNumbers = map[string]bool{"change-by-offence": true, "time-sensitivity-busiest": true}
