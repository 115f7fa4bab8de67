package disclosure

import (
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"svna/analysis"
	"svna/analysis/disclosure/check"
	"svna/analysis/stats"
	"svna/datasets"
)

// town is a random set of offences with a ward, an hour, a class and a flag for a
// subset, over two periods.
type town struct {
	ward, hour, class, period []int
	knife                     []bool
	wards, hours, classes     int
}

var (
	thisYear = datasets.Period{From: datasets.NewMonth(2022, 6), To: datasets.NewMonth(2023, 5)}
	lastYear = thisYear.Previous()
)

func newTown(r *rand.Rand, offences int) town {
	t := town{wards: 3 + r.IntN(5), hours: 3 + r.IntN(4), classes: 2 + r.IntN(4)}
	for range offences {
		skew := func(n int) int { return min(r.IntN(n), r.IntN(n)) }
		t.ward, t.hour, t.class = append(t.ward, skew(t.wards)), append(t.hour, skew(t.hours)), append(t.class, skew(t.classes))
		t.period, t.knife = append(t.period, r.IntN(2)), append(t.knife, r.IntN(4) == 0)
	}
	return t
}

// rows are the offences for which keep holds.
func (t town) rows(keep func(i int) bool) analysis.Selection {
	rows := analysis.Selection{}
	for i := range t.ward {
		if keep(i) {
			rows = append(rows, int32(i))
		}
	}
	return rows
}

var letters = strings.Split("abcdefgh", "")

// table counts one or two attributes of a subset, period by period, with totals.
func (t town) table(id string, subset func(i int) bool, dimensions []string, levels []int, of func(i int) []int) analysis.Table {
	table := analysis.Table{ID: id, Title: "Offences by " + strings.Join(dimensions, " and "), Unit: analysis.Offence, Dimensions: []analysis.Dimension{{Name: "period", Header: "Period"}}}
	for _, d := range dimensions {
		table.Dimensions = append(table.Dimensions, analysis.Dimension{Name: d, Header: d})
	}
	table.Columns = []analysis.Column{{Name: "numerator", Header: "Offences", Format: analysis.AsCount}, {Name: "denominator", Header: "All", Format: analysis.AsCount}, {Name: "value", Header: "Share (%)", Format: analysis.AsShare}}
	for p, period := range []datasets.Period{thisYear, lastYear} {
		all := t.rows(func(i int) bool { return t.period[i] == p && subset(i) })
		cells := 1
		for _, n := range levels {
			cells *= n
		}
		for cell := range cells {
			at, rest := make([]int, len(levels)), cell
			labels := []string{period.Name()}
			for k, n := range levels {
				at[k], rest = rest%n, rest/n
				labels = append(labels, letters[at[k]])
			}
			rows := t.rows(func(i int) bool { return t.period[i] == p && subset(i) && slices.Equal(of(i), at) })
			row := analysis.Row{Levels: labels, Estimate: stats.Share(float64(len(rows)), float64(len(all))).Scale(100)}
			row.Basis = &analysis.Basis{Unit: analysis.Offence, Numerator: rows, Denominator: all}
			table.Rows = append(table.Rows, row)
		}
		total := analysis.Row{Levels: []string{period.Name()}, Kind: analysis.TotalRow, Estimate: stats.Estimate{Numerator: stats.N(float64(len(all)))}, Basis: &analysis.Basis{Unit: analysis.Offence, Numerator: all}}
		for range levels {
			total.Levels = append(total.Levels, "Total")
		}
		table.Rows = append(table.Rows, total)
	}
	return table
}

// run is a run of tables that overlap: all offences and those with a knife, by
// ward, by hour, by ward and hour, by class.
func (t town) run() analysis.Run {
	all, knife := func(int) bool { return true }, func(i int) bool { return t.knife[i] }
	ward, hour := func(i int) []int { return []int{t.ward[i]} }, func(i int) []int { return []int{t.hour[i]} }
	tables := []analysis.Table{
		t.table("wards", all, []string{"ward"}, []int{t.wards}, ward),
		t.table("knife-wards", knife, []string{"ward"}, []int{t.wards}, ward),
		t.table("hours", all, []string{"hour"}, []int{t.hours}, hour),
		t.table("knife-hours", knife, []string{"hour"}, []int{t.hours}, hour),
		t.table("ward-hours", all, []string{"ward", "hour"}, []int{t.wards, t.hours}, func(i int) []int { return []int{t.ward[i], t.hour[i]} }),
		t.table("flags", all, []string{"flag"}, []int{t.classes}, func(i int) []int { return []int{t.class[i]} }),
	}
	run := analysis.Run{About: analysis.About{Period: thisYear, Previous: lastYear}}
	for _, table := range tables {
		run.Outcomes = append(run.Outcomes, analysis.Outcome{Breakdown: analysis.Breakdown{Name: table.ID, Title: table.Title}, Result: analysis.Result{Tables: []analysis.Table{table}}})
	}
	return run
}

// count is the true count of a row.
func (t town) count(table analysis.Table, r analysis.Row) int {
	for _, o := range t.run().Outcomes {
		for _, given := range o.Result.Tables {
			if row, found := given.Find(r.Levels...); found && given.ID == table.ID {
				return len(row.Basis.Numerator)
			}
		}
	}
	panic("no such row")
}

// attack is what a reader of the finished tables knows: for every printed number
// the leaf cells of the whole product of attributes and the values that the rule
// leaves. It sees tables and the rule, and nothing of the audit. Of the data it
// is told, for each hidden number, whether it is a small one or hidden to protect
// another: the worst that a reader may guess.
func attack(t town, rule Rule, tables []analysis.Table) (leaves int, sums []Sum, names []string) {
	leaf := func(period, ward, hour, class, knife int) int {
		return (((period*t.wards+ward)*t.hours+hour)*t.classes+class)*2 + knife
	}
	leaves = 2 * t.wards * t.hours * t.classes * 2
	for _, table := range tables {
		for _, r := range table.Rows {
			var s Sum
			fits := func(dimension string, at int) bool {
				level := table.Level(r, dimension)
				return level == "" || level == "Total" || level == letters[at]
			}
			for p := range 2 {
				if r.Levels[0] != []datasets.Period{thisYear, lastYear}[p].Name() {
					continue
				}
				for w := range t.wards {
					for h := range t.hours {
						for c := range t.classes {
							for k := range 2 {
								if (k == 1 || !strings.HasPrefix(table.ID, "knife")) && fits("ward", w) && fits("hour", h) && fits("flag", c) {
									s.Members = append(s.Members, leaf(p, w, h, c, k))
								}
							}
						}
					}
				}
			}
			if n, shown := r.Estimate.Numerator.Get(); shown {
				least, most := rule.Bounds(int(n))
				s.Least, s.Most = int64(least), int64(most)
			} else {
				s.Least, s.Most, s.Hidden = int64(rule.Threshold), Unbounded, true
				if rule.Exact() || !rule.shows(t.count(table, r)) {
					least, most := rule.smallBounds()
					s.Least, s.Most = int64(least), int64(most)
				}
			}
			sums = append(sums, s)
			if s.Hidden {
				names = append(names, table.ID+" "+r.Key())
			}
		}
	}
	return leaves, sums, names
}

// TestNothingHiddenCanBeWorkedOut: the exact attacker's bounds over the finished
// tables of random towns are at least the width apart for every hidden number,
// where counts are rounded and where they are exact.
func TestNothingHiddenCanBeWorkedOut(t *testing.T) {
	towns := 10
	if os.Getenv("SVNA_NIGHTLY") != "" {
		towns = 600
	}
	for _, profile := range []string{"public-hes", "public-suppress-5"} {
		rule, err := PublicRule(profile, Overrides{})
		if err != nil {
			t.Fatal(err)
		}
		r := rand.New(rand.NewPCG(8, 5))
		hidden, withheld, printed := 0, 0, 0
		for n := range towns {
			town := newTown(r, 100+r.IntN(900))
			p, err := Publish(rule, town.run())
			if err != nil {
				t.Fatalf("%s, town %d: %v", profile, n, err)
			}
			withheld += len(p.Withheld())
			printed += len(p.Tables())
			leaves, sums, names := attack(town, rule, p.Tables())
			bounds, err := Bounds(leaves, sums)
			if err != nil {
				t.Fatalf("%s, town %d: %v", profile, n, err)
			}
			for i, b := range bounds {
				hidden++
				if b.Width() < int64(rule.Width) {
					t.Errorf("%s, town %d: %s lies from %d to %d", profile, n, names[i], b.Least, b.Most)
				}
			}
		}
		t.Logf("%s: %d hidden numbers attacked in %d towns; %d tables published, %d withheld", profile, hidden, towns, printed, withheld)
		if hidden < 5*towns || printed < 3*towns {
			t.Errorf("%s: only %d hidden numbers in %d tables: the test shows little", profile, hidden, printed)
		}
	}
}

// TestUnprotectedTownsCanBeWorkedOut: the same attack finds numbers out where
// small ones are hidden and no more is done, so it is an attack.
func TestUnprotectedTownsCanBeWorkedOut(t *testing.T) {
	for _, profile := range []string{"public-hes", "public-suppress-5"} {
		rule, err := PublicRule(profile, Overrides{})
		if err != nil {
			t.Fatal(err)
		}
		r := rand.New(rand.NewPCG(8, 5))
		narrow := 0
		for range 10 {
			town := newTown(r, 100+r.IntN(900))
			e := &edition{rule: rule, run: town.run(), reasons: map[string]string{}}
			e.build()
			var tables []analysis.Table
			e.tables(func(table analysis.Table) { tables = append(tables, e.table(table, nil)) })
			leaves, sums, _ := attack(town, rule, tables)
			bounds, err := Bounds(leaves, sums)
			if err != nil {
				t.Fatal(err)
			}
			for _, b := range bounds {
				if b.Width() < int64(rule.Width) {
					narrow++
				}
			}
		}
		t.Logf("%s: %d hidden numbers could be narrowed", profile, narrow)
		if narrow == 0 {
			t.Errorf("%s: the attack finds nothing out of unprotected tables", profile)
		}
	}
}

// TestPublishedNumbersAreFunctionsOfTheShown: a count is one that the rule shows,
// and a share is that of the two counts beside it.
func TestPublishedNumbersAreFunctionsOfTheShown(t *testing.T) {
	for profile, shows := range map[string]func(n int) bool{
		"public-hes":        func(n int) bool { return n == 0 || (n >= 10 && n%5 == 0) },
		"public-suppress-5": func(n int) bool { return n == 0 || n >= 5 },
	} {
		r := rand.New(rand.NewPCG(3, 3))
		rule, err := PublicRule(profile, Overrides{})
		if err != nil {
			t.Fatal(err)
		}
		for range 10 {
			p, err := Publish(rule, newTown(r, 500).run())
			if err != nil {
				t.Fatal(err)
			}
			for _, table := range p.Tables() {
				for _, row := range table.Rows {
					e := row.Estimate
					for _, n := range []stats.Number{e.Numerator, e.Denominator} {
						if v, shown := n.Get(); shown && !shows(int(v)) {
							t.Errorf("%s: %s, %s: %v is shown", profile, table.ID, row.Key(), v)
						}
					}
					if row.Basis != nil {
						t.Errorf("%s: %s, %s: the rows of the data left with it", profile, table.ID, row.Key())
					}
					if value, shown := e.Value.Get(); shown && (!e.Numerator.Known() || !close(stats.N(value), stats.Share(e.Numerator.Or(0), e.Denominator.Or(1)).Scale(100).Value)) {
						t.Errorf("%s: %s, %s: the share %v is not that of %v and %v", profile, table.ID, row.Key(), value, e.Numerator, e.Denominator)
					}
					if e.Status == stats.Suppressed && e.Value.Known() {
						t.Errorf("%s: %s, %s: hidden, and shown", profile, table.ID, row.Key())
					}
				}
			}
		}
	}
}

// TestCheckerRejectsChangedWitnesses: the checker of finished tables rejects every
// witness that a change has made wrong, and no other, as adding up anew (record by
// record, from scratch) decides.
func TestCheckerRejectsChangedWitnesses(t *testing.T) {
	for _, profile := range []string{"public-hes", "public-suppress-5"} {
		rule, err := PublicRule(profile, Overrides{})
		if err != nil {
			t.Fatal(err)
		}
		tried, rejected := changeWitnesses(t, rule, changedWitnesses()/2)
		t.Logf("%s: %d changed witnesses, %d wrong and all of these rejected, the rest sound by adding up and accepted", profile, tried, rejected)
	}
}

// changeWitnesses changes witnesses until so many are wrong.
func changeWitnesses(t *testing.T, rule Rule, wanted int) (tried, rejected int) {
	t.Helper()
	r := rand.New(rand.NewPCG(4, 7))
	for rejected < wanted {
		e := &edition{rule: rule, run: newTown(r, 400).run(), reasons: map[string]string{}}
		e.withhold()
		e.protect()
		audit, err := e.proof()
		if err != nil {
			t.Fatal(err)
		}
		printed := []check.Edition{finished(t, e)}
		if faults := check.Check(audit.Proof, printed); len(faults) > 0 {
			t.Fatalf("a sound proof is rejected: %v", faults)
		}
		if tried > 20*wanted {
			t.Fatalf("of %d changed witnesses only %d are wrong", tried, rejected)
		}
		for k, w := range audit.Witnesses {
			changed := audit.Proof
			for range 10 {
				low, high := slices.Clone(w.lowMoves), slices.Clone(w.highMoves)
				change(r, &low, w.view)
				change(r, &high, w.view)
				p := proving{Proof: changed, at: map[*number]int{}, leaves: map[string]int{}, bases: map[*view]int{}}
				for i, n := range e.lattice.universes["offences"].numbers {
					p.at[n] = i
				}
				witness := check.Witness{Number: audit.Proof.Witnesses[k].Number, Base: p.base(w), Low: p.moves(w.view, low), High: p.moves(w.view, high)}
				p.Witnesses = slices.Clone(p.Witnesses)
				p.Witnesses[k] = witness
				tried++
				faults := check.Check(p.Proof, printed)
				if sound := soundWitness(rule, w, low, high); sound == (len(faults) > 0) {
					t.Fatalf("the checker says %v, adding up says sound: %v", faults, sound)
				}
				if len(faults) > 0 {
					rejected++
				}
			}
		}
	}
	return tried, rejected
}

// finished is what the files of an edition print.
func finished(t *testing.T, e *edition) check.Edition {
	t.Helper()
	edition := check.NewEdition(check.Rule{Threshold: e.rule.Threshold, RoundTo: e.rule.RoundTo, Zeros: e.rule.Zeros, Width: e.rule.Width})
	e.tables(func(table analysis.Table) {
		published := e.table(table, nil)
		var header []string
		for _, d := range table.Dimensions {
			header = append(header, d.Name)
		}
		records := [][]string{append(header, "numerator", "denominator")}
		for _, row := range published.Rows {
			record := slices.Clone(row.Levels)
			for _, n := range []stats.Number{row.Estimate.Numerator, row.Estimate.Denominator} {
				text := ""
				if v, known := n.Get(); known {
					text = strconv.Itoa(int(v))
				}
				record = append(record, text)
			}
			records = append(records, record)
		}
		if err := edition.Add(table.ID, len(table.Dimensions), records); err != nil {
			t.Fatal(err)
		}
	})
	return edition
}

// changedWitnesses is how many wrong ones are tried: a tenth of the whole in every run.
func changedWitnesses() int {
	if os.Getenv("SVNA_NIGHTLY") != "" {
		return 5000
	}
	return 500
}

// change leaves out a move, repeats one, or moves records at random.
func change(r *rand.Rand, moves *[]Move, v *view) {
	record := func() int32 {
		records := v.leaves[r.IntN(len(v.leaves))].records
		return records[r.IntN(len(records))]
	}
	switch m := *moves; {
	case len(m) > 0 && r.IntN(3) == 0:
		*moves = m[1:]
	case len(m) > 0 && r.IntN(3) == 0:
		*moves = append(m, m[0])
	default:
		*moves = append(m, Move{record(), record()})
	}
}

// soundWitness decides by membership matrices, record by record. A leaf may lose as
// many records as it has.
func soundWitness(rule Rule, w Witness, low, high []Move) bool {
	at := slices.Index(w.view.own, w.number)
	signature := func(record int32) string {
		var in []string
		for i, n := range w.view.own {
			if slices.Contains(n.rows, record) {
				in = append(in, strconv.Itoa(i))
			}
		}
		return strings.Join(in, " ")
	}
	alike := map[string]int{}
	for _, l := range w.view.leaves {
		for _, record := range l.records {
			alike[signature(record)]++
		}
	}
	first := w.view.baseMoves
	if w.whole {
		first = nil
	}
	count := func(moves []Move) (int, bool) {
		left := map[string]int{}
		for _, m := range slices.Concat(first, moves) {
			from := signature(m.Record)
			if left[from]++; left[from] > alike[from] {
				return 0, false
			}
		}
		target := 0
		for i, n := range w.view.own {
			c := len(n.rows)
			for _, m := range slices.Concat(first, moves) {
				if slices.Contains(n.rows, m.Record) {
					c--
				}
				if slices.Contains(n.rows, m.As) {
					c++
				}
			}
			least, most := rule.Bounds(rule.Round(len(n.rows)))
			switch {
			case n.hidden && (rule.Exact() || !rule.shows(len(n.rows))):
				least, most = rule.smallBounds()
			case n.hidden:
				least, most = rule.Threshold, 1<<30
			}
			if c < least || c > most {
				return 0, false
			}
			if i == at {
				target = c
			}
		}
		return target, true
	}
	a, okA := count(low)
	b, okB := count(high)
	return okA && okB && b-a >= rule.Width
}

// TestRowsInAnyOrderAreOneNumber: two tables that list the same offences in another
// order print one number, hidden or shown alike.
func TestRowsInAnyOrderAreOneNumber(t *testing.T) {
	rule, err := PublicRule("public-hes", Overrides{})
	if err != nil {
		t.Fatal(err)
	}
	l := newLattice(rule)
	first := l.add("offences", []int32{2, 5, 9}, "by-ward", "area")
	again := l.add("offences", []int32{9, 2, 5}, "by-hour", "clock")
	if first != again || len(again.tables) != 2 {
		t.Errorf("%v and %v, of tables %v: want one number of two tables", first.rows, again.rows, again.tables)
	}
	b := block{all: []*number{again, l.add("offences", []int32{11, 3}, "by-hour", "clock")}}
	if got := b.union(); !slices.Equal(got, []int32{2, 3, 5, 9, 11}) {
		t.Errorf("the rows of the block are %v", got)
	}
}
