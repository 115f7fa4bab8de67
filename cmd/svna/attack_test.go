package main

import (
	"maps"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"svna/analysis/disclosure/attack"
)

// truths are the true counts behind hidden numbers.
type truths map[attack.Claim]int

// series are the sixteen editions of two years: each names all that are out before it,
// or, unlinked, none.
func (p *partnership) series(t *testing.T, profile string, linked bool) (editions []attack.Edition, truth truths) {
	t.Helper()
	folder, truth := t.TempDir(), truths{}
	var earlier []string
	published := 0
	for s := 1; s <= snapshots; s++ {
		i := p.publish(t, folder, s, profile, earlier, linked)
		if linked {
			earlier = append(earlier, i.run)
		}
		editions = append(editions, i.said)
		maps.Copy(truth, i.truth)
		published += len(i.said.Tables)
	}
	t.Logf("%d editions with %d tables", len(editions), published)
	return editions, truth
}

// suppositions are what strangers may suppose: nothing; which hidden numbers are small;
// and, told by somebody within, how many records differ between two extracts and
// which numbers are small. A stranger knows none of the last; it is what the boldest
// may guess.
func (p *partnership) suppositions(editions []attack.Edition, truth truths) map[string]attack.Suppositions {
	small := func(edition int, table, row, column string) (small, told bool) {
		n, known := truth[attack.Claim{Edition: edition, Table: table, Row: row, Column: column}]
		return n < editions[edition].Threshold, known && editions[edition].RoundTo > 1
	}
	return map[string]attack.Suppositions{"nothing": {}, "kinds": {Small: small}, "told": {Small: small, Changes: p.changes()}}
}

// score is how many hidden numbers were attacked, and how many lie in a range narrower
// than the profile promises, are small, and are known exactly.
type score struct{ hidden, narrow, small, exact int }

// attacked attacks editions under a supposition; a claim that the truth belies is a
// fault of the attack.
func attacked(t *testing.T, name string, editions []attack.Edition, truth truths, suppose attack.Suppositions) (s score) {
	t.Helper()
	claims, ok := attack.Propagate(editions, wardLookup(), classLookup(), suppose)
	if !ok {
		t.Fatalf("%s: the editions contradict what the stranger takes them to count", name)
	}
	for _, c := range claims {
		n, known := truth[attack.Claim{Edition: c.Edition, Table: c.Table, Row: c.Row, Column: c.Column}]
		if !known || n < c.Least || n > c.Most {
			t.Errorf("%s: edition %d, %s, %s: from %d to %d, truly %d: the stranger misunderstands the tables", name, c.Edition, c.Table, c.Row, c.Least, c.Most, n)
		}
		s.hidden++
		if width := c.Width(); width < editions[c.Edition].Width {
			s.narrow++
			if n < editions[c.Edition].Threshold {
				s.small++
			}
			if width == 0 {
				s.exact++
			}
		}
	}
	return s
}

// TestStrangersRecoverNothing: eight quarters, each with a first and a revised edition,
// with late, withdrawn and changed records and new wards from the fifth quarter on.
// A stranger who reads their public folders alone finds no hidden number to lie in a
// range narrower than the profile promises, not even when told how many records
// differ. The same stranger finds numbers that are let slip.
func TestStrangersRecoverNothing(t *testing.T) {
	for _, profile := range []string{"public-hes", "public-suppress-5"} {
		t.Run(profile, func(t *testing.T) {
			p := newPartnership(1, 80)
			p.lean = true
			editions, truth := p.series(t, profile, true)
			for name, suppose := range p.suppositions(editions, truth) {
				s := attacked(t, name, editions, truth, suppose)
				t.Logf("%s supposed: %+v", name, s)
				if s.narrow > 0 || s.hidden < 80 {
					t.Errorf("%s supposed: of %d hidden numbers %d lie in too narrow a range", name, s.hidden, s.narrow)
				}
			}
			for i, e := range editions {
				exact, revised := profile == "public-suppress-5", i%2 == 1
				if n := len(e.Tables); exact && revised != (n == 0) || n < 8 && !(exact && revised) {
					t.Errorf("%s has %d tables; exact counts of a quarter are published once, and a refresh is of use", editionName(i+1), n)
				}
			}
			seedLeaks(t, p, editions, truth)
		})
	}
}

// slips are tables whose rows no other table divides further, so that sums alone tell.
var slips = map[string]bool{"wards": true, "injury-wards": true, "victims-ethnicity": true}

// seedLeaks lets tables slip, one after the other: once an edition is out, the same table
// is seen with its exact counts, all but one that the edition hides. The stranger
// must work that one out, and know it in the edition.
func seedLeaks(t *testing.T, p *partnership, editions []attack.Edition, truth truths) {
	t.Helper()
	seeded, found := 0, 0
	for e, edition := range editions {
		for _, table := range edition.Tables {
			for k, row := range table.Rows {
				if !slips[table.ID] || row.Counts["numerator"] >= 0 || seeded == 40 {
					continue
				}
				slip := edition
				slip.RoundTo, slip.Threshold = 1, 1
				slip.Tables = []attack.Table{exactly(table, k, e, truth)}
				suppose := attack.Suppositions{Changes: append(p.changes()[:e:e], attack.Changes{})}
				claims, ok := attack.Propagate(append(editions[:e+1:e+1], slip), wardLookup(), classLookup(), suppose)
				seeded++
				for _, c := range claims {
					if ok && c.Edition == e && c.Table == table.ID && c.Row == row.Key() && c.Column == "numerator" && c.Width() == 0 && c.Least == truth[attack.Claim{Edition: e, Table: c.Table, Row: c.Row, Column: c.Column}] {
						found++
					}
				}
			}
		}
	}
	t.Logf("%d tables let slip: the stranger works out %d hidden numbers exactly", seeded, found)
	if found < seeded || seeded < 20 {
		t.Errorf("the stranger works out only %d of %d numbers of tables that were let slip", found, seeded)
	}
}

// exactly is a table with its true counts, but for a row.
func exactly(table attack.Table, except, edition int, truth truths) attack.Table {
	exact := table
	exact.Rows = nil
	for k, row := range table.Rows {
		n := truth[attack.Claim{Edition: edition, Table: table.ID, Row: row.Key(), Column: "numerator"}]
		if k == except {
			n = -1
		}
		exact.Rows = append(exact.Rows, attack.Row{Levels: row.Levels, Counts: map[string]int{"numerator": n}})
	}
	return exact
}

// TestUnlinkedEditionsGiveNumbersAway: the same stranger, over editions each of which
// is protected by itself, finds numbers; so what it does not find in linked ones is
// kept by linking them. In SVNA_ATTACK_OUT the problems are left for a linear program
// (testdata/independent/attack.py).
func TestUnlinkedEditionsGiveNumbersAway(t *testing.T) {
	if os.Getenv("SVNA_NIGHTLY") == "" {
		t.Skip("sixty-four editions: SVNA_NIGHTLY=1")
	}
	for _, profile := range []string{"public-hes", "public-suppress-5"} {
		narrow := map[bool]int{}
		for _, rolling := range []bool{false, true} {
			for _, linked := range []bool{false, true} {
				p := newPartnership(1, 60)
				p.rolling = rolling
				editions, truth := p.series(t, profile, linked)
				for name, suppose := range p.suppositions(editions, truth) {
					s := attacked(t, name, editions, truth, suppose)
					t.Logf("%s, rolling %v, linked %v, %s supposed: %+v", profile, rolling, linked, name, s)
					narrow[linked] += s.narrow
					leave(t, profile+"-rolling-"+strconv.FormatBool(rolling)+"-linked-"+strconv.FormatBool(linked)+"-"+name, editions, truth, suppose)
				}
			}
		}
		if narrow[true] > 0 || narrow[false] == 0 {
			t.Errorf("%s: %d numbers in too narrow a range, %d where editions are not linked; want 0, and some", profile, narrow[true], narrow[false])
		}
	}
}

func leave(t *testing.T, name string, editions []attack.Edition, truth truths, suppose attack.Suppositions) {
	t.Helper()
	folder := os.Getenv("SVNA_ATTACK_OUT")
	if folder == "" {
		return
	}
	f, err := os.Create(filepath.Join(folder, name+".json"))
	if err == nil {
		defer f.Close()
		err = attack.Write(f, editions, wardLookup(), classLookup(), suppose, func(c attack.Claim) int { return truth[c] })
	}
	if err != nil {
		t.Fatal(err)
	}
}
