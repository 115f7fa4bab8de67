package main

import (
	"regexp"
	"slices"
	"testing"

	"svna/analysis"
	"svna/analysis/stats"
	"svna/datasets/sample"
)

// sampleRun assesses a sample of a seed.
func sampleRun(t *testing.T, seed uint64) analysis.Run {
	t.Helper()
	folder := t.TempDir()
	if err := writeSample(folder, sample.Options{Seed: seed, Rows: 12000}); err != nil {
		t.Fatal(err)
	}
	_, run := assessedRun(t, folder)
	return run
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

// TestDerivationsBringNoNumbersAlong: the derivation of a table of one data set,
// given the counts of another, computes the table of the other: it reads no number
// of its data past the counts that an edition publishes.
func TestDerivationsBringNoNumbersAlong(t *testing.T) {
	first, second := sampleRun(t, 1), sampleRun(t, 2)
	byID, others := map[string]*analysis.Table{}, map[string]analysis.Table{}
	for _, o := range first.Outcomes {
		for _, table := range o.Result.Tables {
			byID[table.ID] = &table
		}
	}
	for _, o := range second.Outcomes {
		for _, table := range o.Result.Tables {
			others[table.ID] = table
		}
	}
	compared := 0
	for id, table := range byID {
		other := others[id]
		if table.Derivation == nil || table.Derivation.Compute == nil || other.Derivation == nil {
			continue
		}
		compared++
		got := other.Derived(countsOf(table.Rows), byID, func(string) bool { return true })
		if len(got.Rows) != len(table.Rows) {
			t.Errorf("%s has %d rows by the derivation of another data set, want %d", id, len(got.Rows), len(table.Rows))
			continue
		}
		for i, want := range table.Rows {
			r := got.Rows[i]
			if r.Key() != want.Key() || r.Estimate != want.Estimate || r.Note != want.Note {
				t.Errorf("%s, %s: the derivation of another data set gives %+v, want %+v", id, want.Key(), r.Estimate, want.Estimate)
				break
			}
		}
	}
	if compared < 15 {
		t.Errorf("only %d derivations were compared", compared)
	}
}

// countsOf are rows with what an edition publishes of them: counts and no more.
func countsOf(rows []analysis.Row) []analysis.Row {
	counts := make([]analysis.Row, len(rows))
	for i, r := range rows {
		counts[i] = analysis.Row{Levels: r.Levels, Kind: r.Kind, Extra: map[string]stats.Number{}, Basis: r.Basis}
		if r.Basis == nil {
			continue
		}
		counts[i].Estimate.Numerator = r.Estimate.Numerator
		if r.Basis.Denominator != nil {
			counts[i].Estimate.Denominator = stats.N(float64(len(r.Basis.Denominator)))
		}
		for name, of := range r.Basis.Extra {
			counts[i].Extra[name] = stats.N(float64(len(of)))
		}
		if published, ok := r.Extra["published"]; ok {
			counts[i].Extra["published"] = published
		}
	}
	return counts
}
