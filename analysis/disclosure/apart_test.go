package disclosure

import (
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"svna/analysis"
)

// TestSomebodyCountedAloneLearnsNothingExact: 1, 6, 20, 30 with their total. To hide
// 1 and 6 leaves 1 to 6 for a stranger, and tells the 6 to the one person of the
// first, so a third number has to be hidden.
func TestSomebodyCountedAloneLearnsNothingExact(t *testing.T) {
	leaves, numbers := []int64{1, 6, 20, 30}, []Suppressible{{Members: []int{0}, Hidden: true}, {Members: []int{1}}, {Members: []int{2}}, {Members: []int{3}}, {Members: []int{0, 1, 2, 3}, Fixed: true}}
	for _, test := range []struct {
		apart           bool
		hidden, exposed int
	}{{false, 2, 1}, {true, 3, 0}} {
		p := suppressible(leaves, numbers, 5, 1)
		small := []bool{true, false, false, false, false}
		p.apart = test.apart
		p.protectAll()
		p.spare(small)
		p.apart = true
		hidden := 0
		for _, h := range p.hidden {
			if h {
				hidden++
			}
		}
		if exposed := len(p.exposed()); hidden != test.hidden || exposed != test.exposed || len(p.open()) > 0 {
			t.Errorf("apart %v: %d hidden, %d exposed, want %d and %d", test.apart, hidden, exposed, test.hidden, test.exposed)
		}
	}
}

// TestNothingIsExactForSomebodyCounted: the exact attacker over finished tables of
// random towns who also knows one hidden 1 or 2 finds no other hidden number
// exactly.
func TestNothingIsExactForSomebodyCounted(t *testing.T) {
	towns := 3
	if os.Getenv("SVNA_NIGHTLY") != "" {
		towns = 100
	}
	for _, profile := range []string{"public-hes", "public-suppress-5"} {
		rule, err := PublicRule(profile, Overrides{})
		if err != nil {
			t.Fatal(err)
		}
		r := rand.New(rand.NewPCG(2, 13))
		known, attacked := 0, 0
		for n := range towns {
			town := newTown(r, 100+r.IntN(700))
			p, err := Publish(rule, town.run())
			if err != nil {
				t.Fatal(err)
			}
			leaves, sums, names := attack(town, rule, p.Tables())
			at := hiddenCounts(town, p.Tables())
			next := 0
			for i, s := range sums {
				if !s.Hidden {
					continue
				}
				count := at[next]
				next++
				if count < 1 || count > 2 {
					continue
				}
				known++
				sums[i].Least, sums[i].Most, sums[i].Hidden = count, count, false
				bounds, err := Bounds(leaves, sums)
				sums[i] = s
				if err != nil {
					t.Fatal(err)
				}
				for k, b := range bounds {
					if k >= next-1 {
						k++
					}
					attacked++
					if b.Width() == 0 && names[k] != names[next-1] {
						t.Errorf("%s, town %d: who knows %s knows %s", profile, n, names[next-1], names[k])
					}
				}
			}
		}
		t.Logf("%s: %d known numbers, %d attacks", profile, known, attacked)
		if known < towns {
			t.Errorf("%s: only %d hidden numbers are 1 or 2: the test shows little", profile, known)
		}
	}
}

// hiddenCounts are the true counts of hidden numbers, in the order of tables and
// rows.
func hiddenCounts(t town, tables []analysis.Table) (counts []int64) {
	for _, table := range tables {
		for _, r := range table.Rows {
			if !r.Estimate.Numerator.Known() {
				counts = append(counts, int64(t.count(table, r)))
			}
		}
	}
	return counts
}

// TestClassDisclosure: a line of which all are of one category is hidden; where
// that are 10 or more it stands if an analyst accepts it by name.
func TestClassDisclosure(t *testing.T) {
	accept := Acceptance{"by-ward-class", "Alibon", "agreed"}
	for _, test := range []struct {
		name    string
		a, b, c int // of class a, of class b, and of class a elsewhere
		accept  []Acceptance
		hidden  bool
		found   int
	}{
		{"both classes", 30, 20, 40, nil, false, 0},
		{"one class, under 10", 9, 0, 40, nil, true, 1},
		{"one class, under 10, accepted", 9, 0, 40, []Acceptance{accept}, true, 1},
		{"one class", 30, 0, 40, nil, true, 1},
		{"one class, accepted", 30, 0, 40, []Acceptance{accept}, false, 1},
	} {
		rule, err := PublicRule("public-suppress-5", Overrides{Accepted: test.accept})
		if err != nil {
			t.Fatal(err)
		}
		table := analysis.Table{ID: "by-ward-class", Dimensions: []analysis.Dimension{{Name: "ward"}, {Name: "ho_class"}}}
		next := int32(0)
		add := func(ward, class string, count int) {
			row := analysis.Row{Levels: []string{ward, class}, Basis: &analysis.Basis{Unit: analysis.Offence, Numerator: analysis.Selection{}}}
			for range count {
				row.Basis.Numerator = append(row.Basis.Numerator, next)
				next++
			}
			table.Rows = append(table.Rows, row)
		}
		add("Alibon", "a", test.a)
		add("Alibon", "b", test.b)
		add("Thames", "a", test.c)
		add("Thames", "b", test.c)
		e := &edition{rule: rule, reasons: map[string]string{}, run: analysis.Run{Outcomes: []analysis.Outcome{{Result: analysis.Result{Tables: []analysis.Table{table}}}}}}
		e.build()
		if hidden := e.figures[table.ID][0].numerator.hidden; hidden != test.hidden {
			t.Errorf("%s: hidden %v, want %v", test.name, hidden, test.hidden)
		}
		found := 0
		for _, c := range e.classes {
			if c.Line == "Alibon" {
				found++
			}
		}
		if found != test.found {
			t.Errorf("%s: %d lines are listed, want %d", test.name, found, test.found)
		}
	}
	if _, err := PublicRule("public-hes", Overrides{Accepted: []Acceptance{{Table: "by-ward", Line: "Alibon"}}}); err == nil || !strings.Contains(err.Error(), "a reason") {
		t.Errorf("a line is accepted without a reason: %v", err)
	}
}
