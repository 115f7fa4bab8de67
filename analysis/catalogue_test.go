package analysis_test

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"svna/analysis"
	"svna/analysis/stats"
	"svna/datasets"
	"svna/datasets/sample"
)

var update = flag.Bool("update", false, "rewrite the golden files of the breakdowns")

// sampleInputs is a small synthetic borough, read as a user's files are read.
var sampleInputs = sync.OnceValues(func() (analysis.Inputs, error) {
	dir, err := os.MkdirTemp("", "svna-test-")
	if err != nil {
		return analysis.Inputs{}, err
	}
	defer os.RemoveAll(dir)
	if err := sample.Write(dir, sample.Options{Rows: 6000}); err != nil {
		return analysis.Inputs{}, err
	}
	return readSample(dir)
})

// readSample reads what the generator wrote.
func readSample(dir string) (in analysis.Inputs, err error) {
	file := func(name string) string { return filepath.Join(dir, name) }
	must := func(e error) {
		if err == nil {
			err = e
		}
	}
	records, e := datasets.BuiltInProfile("record-level")
	must(e)
	counts, e := datasets.BuiltInProfile("mps-dashboard")
	must(e)
	in.Data, e = datasets.Load(context.Background(), []datasets.Source{
		{Files: []string{file("crime-extract.csv")}, Profile: records},
		{Files: []string{file("published-counts.csv")}, Profile: counts},
	}, nil)
	must(e)
	in.Area = analysis.Area{Code: "E09000002", Name: "Barking and Dagenham"}
	in.Period, e = datasets.ParsePeriod("2022-06/2023-05")
	must(e)
	in.CostPeriod, e = datasets.ParsePeriod("2022-04/2023-03")
	must(e)
	in.Definition, e = datasets.ReadDefinition("london")
	must(e)
	in.AllAges, e = datasets.ReadDefinition("london-all-ages")
	must(e)
	in.Knife = datasets.KnifeDefinitions()["knife_mps"]
	in.Population, e = datasets.ReadPopulation([]string{file("population.csv"), file("population-lsoa.csv")})
	must(e)
	in.Wards, e = datasets.ReadBoundaries(file("wards.geojson"), "ward")
	must(e)
	in.LSOAs, e = datasets.ReadBoundaries(file("lsoa.geojson"), "lsoa")
	must(e)
	in.Places, _, e = datasets.ReadPlaces(file("places.csv"))
	must(e)
	in.Calendar, e = datasets.ReadCalendar([]string{file("bank-holidays.csv"), file("terms.csv")})
	must(e)
	in.Costs, e = datasets.BuiltInCostBook("home-office-2019-20")
	must(e)
	in.PriceYear = "2022/23"
	in.Entrants, e = datasets.ReadFirstTimeEntrants(file("first-time-entrants.csv"))
	must(e)
	in.Outcomes, e = datasets.ReadYouthOutcomes(file("youth-outcomes.csv"))
	must(e)
	in.Comparator, e = datasets.ReadComparators(file("comparators.csv"))
	must(e)
	in.Deprived, e = datasets.ReadDeprivation(file("deprivation.csv"))
	must(e)
	in.Source, in.Synthetic = "synthetic extract", true
	in.Parameters = analysis.DefaultParameters()
	return in, err
}

func sampleStudy(t *testing.T) *analysis.Study {
	t.Helper()
	in, err := sampleInputs()
	if err != nil {
		t.Fatal(err)
	}
	s, err := analysis.NewStudy(in)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestBreakdowns compares every breakdown of the catalogue with its golden file,
// which holds its tables and statements as text. The expected numbers are those
// of this engine, reviewed when they change; the figures of the whole sample are
// checked against independent calculations elsewhere.
func TestBreakdowns(t *testing.T) {
	outcomes, err := analysis.Analyse(context.Background(), sampleStudy(t), nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range outcomes {
		t.Run(o.Breakdown.Name, func(t *testing.T) {
			if o.Err != nil {
				t.Fatal(o.Err)
			}
			got := render(o)
			path := filepath.Join("..", "testdata", "breakdowns", o.Breakdown.Name+".golden")
			if *update {
				if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatalf("%v; write it with go test ./analysis -run TestBreakdowns -update, and review it", err)
			}
			if diff := cmp.Diff(strings.ReplaceAll(string(want), "\r\n", "\n"), got); diff != "" {
				t.Errorf("%s differs (-want +got):\n%s", path, diff)
			}
		})
	}
}

// render writes an outcome as text: statements first, then at most 40 rows of
// each table.
func render(o analysis.Outcome) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n", o.Breakdown.Title)
	if o.Skipped != "" {
		fmt.Fprintf(&b, "skipped: %s\n", o.Skipped)
	}
	for _, s := range o.Result.Statements {
		fmt.Fprintf(&b, "\n%s\n  %s\n", s.ID, s.Text())
		if title := s.Title(); title != "" {
			fmt.Fprintf(&b, "  title: %s\n", title)
		}
	}
	for _, t := range o.Result.Tables {
		fmt.Fprintf(&b, "\ntable %s: %s\n", t.ID, t.Title)
		for _, n := range t.Notes {
			fmt.Fprintf(&b, "  note: %s\n", n)
		}
		for i, r := range t.Rows {
			if i == 40 {
				fmt.Fprintf(&b, "  ... %d rows\n", len(t.Rows))
				break
			}
			fmt.Fprintf(&b, "  %s |", r.Key())
			for _, c := range t.Columns {
				text := c.Format.Text(r.Number(c.Name))
				if c.Name == "method" {
					text = r.Estimate.Method
				}
				fmt.Fprintf(&b, " %s", text)
				if c != t.Columns[len(t.Columns)-1] {
					b.WriteString(" |")
				}
			}
			if r.Estimate.Status != "" {
				fmt.Fprintf(&b, " [%s]", r.Estimate.Status)
			}
			b.WriteString("\n")
		}
	}
	return b.String()
}

// TestEveryStatementPointsAtACell checks identities that hold for every
// breakdown: ids are unique and declared, a statement's figure is a row of one
// of its breakdown's tables and agrees with it, table ids are legal worksheet
// names, charts name tables and columns that exist.
func TestEveryStatementPointsAtACell(t *testing.T) {
	outcomes, err := analysis.Analyse(context.Background(), sampleStudy(t), nil)
	if err != nil {
		t.Fatal(err)
	}
	statements, tables, charts := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, o := range outcomes {
		own := map[string]*analysis.Table{}
		for i := range o.Result.Tables {
			table := &o.Result.Tables[i]
			if tables[table.ID] || len(table.ID) > 31 || !regexp.MustCompile(`^[a-z0-9-]+$`).MatchString(table.ID) {
				t.Errorf("table id %q is taken, too long or malformed", table.ID)
			}
			tables[table.ID] = true
			own[table.ID] = table
			keys := map[string]bool{}
			for _, r := range table.Rows {
				if keys[r.Key()] {
					t.Errorf("table %s has two rows %q", table.ID, r.Key())
				}
				keys[r.Key()] = true
				if len(r.Levels) != len(table.Dimensions) {
					t.Errorf("table %s row %q has %d levels, want %d", table.ID, r.Key(), len(r.Levels), len(table.Dimensions))
				}
			}
		}
		for _, c := range o.Result.Charts {
			if charts[c.ID] {
				t.Errorf("two charts are called %s", c.ID)
			}
			charts[c.ID] = true
			table := own[c.Table]
			if table == nil {
				t.Errorf("chart %s draws table %q, which the breakdown does not have", c.ID, c.Table)
				continue
			}
			if _, ok := table.Column(c.Measure); !ok {
				t.Errorf("chart %s draws column %q, which table %s does not have", c.ID, c.Measure, c.Table)
			}
		}
		for _, s := range o.Result.Statements {
			if statements[s.ID] {
				t.Errorf("two statements are called %s", s.ID)
			}
			statements[s.ID] = true
			declared := false
			for _, id := range o.Breakdown.Headlines {
				declared = declared || id == s.ID
			}
			if !declared {
				t.Errorf("breakdown %s does not declare its headline %s", o.Breakdown.Name, s.ID)
			}
			if s.NotProduced != "" {
				continue
			}
			for _, f := range s.Figures {
				table := own[f.Table]
				if table == nil {
					t.Errorf("statement %s: no table %q", s.ID, f.Table)
					continue
				}
				found := false
				for _, r := range table.Rows {
					if r.Key() == f.Row {
						found = true
						if r.Number(f.Column) != f.Number() {
							t.Errorf("statement %s: its figure differs from row %q of %s", s.ID, f.Row, f.Table)
						}
					}
				}
				if !found {
					t.Errorf("statement %s: table %s has no row %q", s.ID, f.Table, f.Row)
				}
			}
		}
	}
}

// TestWordsNeverClaimCause looks for words that no statement may use (methods,
// section 6).
func TestWordsNeverClaimCause(t *testing.T) {
	outcomes, err := analysis.Analyse(context.Background(), sampleStudy(t), nil)
	if err != nil {
		t.Fatal(err)
	}
	banned := regexp.MustCompile(`(?i)\b(because|due to|driven by|led to|linked to|alarming|soaring|worrying|spike|offenders|perpetrators?|NaN|Inf|e\+\d+|-0)\b|%!`)
	for _, o := range outcomes {
		for _, s := range o.Result.Statements {
			if text := s.Text(); banned.MatchString(text) {
				t.Errorf("%s uses a word that it may not: %s", s.ID, text)
			}
		}
	}
}

// TestRowOrderDoesNotMatter shuffles the lines of the extract: every table and
// statement stays the same.
func TestRowOrderDoesNotMatter(t *testing.T) {
	dir := t.TempDir()
	if err := sample.Write(dir, sample.Options{Rows: 3000}); err != nil {
		t.Fatal(err)
	}
	analyse := func() map[string]string {
		in, err := readSample(dir)
		if err != nil {
			t.Fatal(err)
		}
		s, err := analysis.NewStudy(in)
		if err != nil {
			t.Fatal(err)
		}
		outcomes, err := analysis.Analyse(context.Background(), s, nil)
		if err != nil {
			t.Fatal(err)
		}
		rendered := map[string]string{}
		for _, o := range outcomes {
			rendered[o.Breakdown.Name] = render(o)
		}
		return rendered
	}
	want := analyse()
	path := filepath.Join(dir, "crime-extract.csv")
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSuffix(string(text), "\r\n"), "\r\n")
	random := rand.New(rand.NewPCG(1, 2))
	random.Shuffle(len(lines)-1, func(i, j int) { lines[i+1], lines[j+1] = lines[j+1], lines[i+1] })
	if err := os.WriteFile(path, []byte(strings.Join(lines, "\r\n")+"\r\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, got := range analyse() {
		if diff := cmp.Diff(want[name], got); diff != "" {
			t.Errorf("%s depends on the order of the rows (-file order +shuffled):\n%s", name, diff)
		}
	}
}

// TestEmptyExtract runs every breakdown on no offence at all: each is skipped
// or makes something, and none fails.
func TestEmptyExtract(t *testing.T) {
	in, err := sampleInputs()
	if err != nil {
		t.Fatal(err)
	}
	in.Data = &datasets.Dataset{}
	s, err := analysis.NewStudy(in)
	if err != nil {
		t.Fatal(err)
	}
	outcomes, err := analysis.Analyse(context.Background(), s, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range outcomes {
		if o.Err != nil {
			t.Errorf("%s fails on an empty extract: %v", o.Breakdown.Name, o.Err)
		}
	}
}

// Every table of the small borough went through the rule of low reliability, and no
// statement has another mark than the row that it stands on.
func TestReliabilityIsMarkedEverywhere(t *testing.T) {
	outcomes, err := analysis.Analyse(context.Background(), sampleStudy(t), nil)
	if err != nil {
		t.Fatal(err)
	}
	marked := 0
	for _, o := range outcomes {
		status := map[string]stats.Status{}
		for _, table := range o.Result.Tables {
			for _, r := range table.Rows {
				status[table.ID+" "+r.Key()] = r.Estimate.Status
			}
			analysis.MarkReliability(&table)
			for _, r := range table.Rows {
				if was := status[table.ID+" "+r.Key()]; was != r.Estimate.Status {
					t.Errorf("%s: %s has status %q, by the rule %q", table.ID, r.Key(), was, r.Estimate.Status)
				}
			}
		}
		for _, s := range o.Result.Statements {
			for _, f := range s.Figures {
				if was := status[f.Table+" "+f.Row]; was != f.Estimate.Status {
					t.Errorf("%s: %s has status %q, its row %q", s.ID, f.Row, f.Estimate.Status, was)
				} else if was == stats.LowReliability {
					marked++
				}
			}
		}
	}
	if marked == 0 {
		t.Error("no statement of the small borough is marked, and some rest on a handful of offences")
	}
}
