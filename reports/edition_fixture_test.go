package reports

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"svna/analysis"
	"svna/analysis/disclosure"
	"svna/analysis/stats"
	"svna/datasets"
)

// The edition of these tests is invented and small; it has what is hard to
// write: levels that look like formulas, small and missing numbers, codes beside
// names, many levels by month, a breakdown that was not made.

// formulaLevels are levels that a spreadsheet would take for formulas.
var formulaLevels = []string{"=1+1", "+44", "-2+3", "@SUM(A1)", "\t=1+1", "＝1+1", " =1+1"}

// exampleEdition is the edition, protected by the restricted rule.
func exampleEdition() *disclosure.Published {
	return disclosure.Protect(disclosure.Restricted, exampleRun())
}

// unmarkedRule is that of an edition for the public which hides nothing: what it
// shows is how such an edition is written, not how it is protected.
var unmarkedRule = disclosure.Rule{Name: "unmarked", Edition: "public", Title: "Public edition of invented figures."}

func exampleRun() analysis.Run {
	about := figureAbout()
	about.Definition, about.Version = "Invented definition", "0.0.1"
	about.Defaults = []string{"Ages are age at the offence."}
	about.InputHash, about.Settings = strings.Repeat("ab", 32), strings.Repeat("cd", 32)
	return analysis.Run{
		About:    about,
		Outcomes: []analysis.Outcome{classOutcome(), wardOutcome(), skippedOutcome()},
		Quality: datasets.Quality{
			Files: []datasets.FileQuality{{
				Name: "extract.csv", SHA256: strings.Repeat("ef", 32), RowsRead: 1000, RowsUsed: 998,
				LeftOut:  []datasets.Reason{{Reason: "an exact copy of an earlier row", Rows: 2, Lines: []int{17, 230}}},
				Findings: []datasets.Finding{{Say: "3 rows have committed to before committed from; kept.", Count: 3, Lines: []int{40}}},
			}},
			Fields: []datasets.FieldQuality{{Table: "offences", Field: "ward", Rows: 998, Known: 950, NotRecorded: 40, NotApplicable: 8}},
		},
		Ledger: []analysis.LedgerLine{{Stage: "load", Label: "offences loaded", Rows: 998}, {Stage: "period", Label: "counted, in the period", Rows: 460}},
	}
}

// shareRow is a share in per cent with its real Wilson limits.
func shareRow(k, n float64, levels ...string) analysis.Row {
	return analysis.Row{Levels: levels, Estimate: stats.Share(k, n).Scale(100)}
}

// classOutcome is a breakdown by offence class, with levels like formulas, and
// its monthly companion, whose months go down.
func classOutcome() analysis.Outcome {
	t := analysis.Table{
		ID: "example-mix", Title: "Knife crime offences by offence class, Exampleborough, 12 months to May 2023 and 12 months to May 2022", Unit: analysis.Offence,
		Dimensions: []analysis.Dimension{{Name: "period", Header: "Period"}, {Name: "ho_class", Header: "Offence class"}},
		Columns: []analysis.Column{
			{Name: "numerator", Header: "Offences", Format: analysis.AsCount},
			{Name: "denominator", Header: "Offences with a known value", Format: analysis.AsCount},
			{Name: "value", Header: "Share (%)", Format: analysis.AsShare},
			{Name: "lower", Header: "Lower 95% confidence limit (%)", Format: analysis.AsShare},
			{Name: "upper", Header: "Upper 95% confidence limit (%)", Format: analysis.AsShare},
			{Name: "method", Header: "Method", Format: analysis.AsText},
			{Name: "change", Header: "Change", Format: analysis.AsCount},
		},
		Notes: []string{"Class not known for 5 of 460 offences (1%).", strings.Repeat("A note that is far too long for one line of the sheet goes on in the next. ", 6)},
	}
	for _, period := range []string{currentPeriod, previousPeriod} {
		for i, level := range append([]string{"Robbery of personal property", "Threats to kill"}, formulaLevels...) {
			r := shareRow([]float64{240, 74, 3, 0, 12, 1, 20, 40, 65}[i], 455, period, level)
			r.Extra = map[string]stats.Number{"change": stats.N(float64(i) - 3)}
			t.Rows = append(t.Rows, r)
		}
		t.Rows = append(t.Rows, countOf(analysis.NotKnownRow, 5, period, "Not recorded"), countOf(analysis.TotalRow, 460, period, "Total"))
	}
	t.Rows[3].Estimate.Status = stats.LowReliability
	t.Rows[4].Note = "counted under another class before 2022"
	monthly := exampleMonths("example-mix-by-month", analysis.Dimension{Name: "ho_class", Header: "Offence class"}, []string{"Robbery of personal property", "Threats to kill", "=1+1"})
	change := analysis.Table{
		ID: "example-change", Title: "Change of knife crime offences, Exampleborough, 12 months to May 2023 and 12 months to May 2022", Unit: analysis.Offence,
		Dimensions: []analysis.Dimension{{Name: "ho_class", Header: "Offence class"}},
		Columns:    []analysis.Column{{Name: "numerator", Header: "Offences", Format: analysis.AsCount}, {Name: "p", Header: "p of the exact conditional test", Format: analysis.AsP}, {Name: "ratio", Header: "Ratio of counts a day", Format: analysis.AsRatio}, {Name: "cost", Header: "Cost (£)", Format: analysis.AsPounds}},
		Rows:       []analysis.Row{{Levels: []string{"Total"}, Kind: analysis.TotalRow, Estimate: stats.Estimate{Numerator: stats.N(460)}, Extra: map[string]stats.Number{"p": stats.N(0.0004), "ratio": stats.N(1.285), "cost": stats.N(13600000)}}},
	}
	f := analysis.FigureOf(&t, t.Rows[0], "robbery")
	subject := "knife crime offences were robbery of personal property"
	share := func(f []analysis.Figure) string { return analysis.Round(f[0].Number().Or(0), 0) + "% of " + subject }
	return analysis.Outcome{
		Breakdown: analysis.Breakdown{
			Name: "example-mix", Title: "Offence classes", Theme: analysis.KnifeCrime, Headlines: []string{"example-top-share", "example-month"},
			Doc: analysis.Doc{Counts: "Knife crime offences.", Base: "Offences.", LeftOut: "Nothing.", Method: "Wilson.", Misleads: "It is invented."},
		},
		Result: analysis.Result{
			Tables: []analysis.Table{t, monthly, change},
			Charts: []analysis.Chart{
				{ID: "example-mix", Table: t.ID, Mark: analysis.Bars, Finding: "example-top-share", Title: "Knife crime offences by offence class", Subtitle: "Offences", Category: "ho_class", Series: "period", Measure: "numerator", Unit: "Offences"},
				{ID: "example-share", Table: t.ID, Mark: analysis.Bars, Title: "Share by offence class", Subtitle: "Shares", Category: "ho_class", Series: "period", Measure: "value", Unit: "%"},
			},
			Statements: []analysis.Statement{
				{
					ID: "example-top-share", Theme: analysis.KnifeCrime, Unit: analysis.Offence, Value: "per cent", Period: figureAbout().Period, Filter: "knife crime offences",
					Figures: []analysis.Figure{f}, NotRecorded: stats.N(5), Field: "class", Short: share,
					Say: func(f []analysis.Figure) string {
						return share(f) + " (240 of 455; it's “" + strings.Repeat("a long sentence that must be seen whole, ", 12) + "” < & >)."
					},
				},
				{
					ID: "example-month", Theme: analysis.KnifeCrime, Unit: analysis.Offence, Value: "offences", Period: figureAbout().Period, Filter: "knife crime offences, month by month",
					Figures: []analysis.Figure{{Label: "June 2022", Table: monthly.ID, Row: "June 2022: Threats to kill", Column: "numerator", Estimate: mustFind(&monthly, "June 2022", "Threats to kill").Estimate}},
					Say: func(f []analysis.Figure) string {
						return analysis.Round(f[0].Number().Or(0), 0) + " threats to kill in June 2022."
					},
				},
			},
		},
	}
}

func mustFind(t *analysis.Table, levels ...string) analysis.Row {
	r, ok := t.Find(levels...)
	if !ok {
		panic("the fixture has no row " + strings.Join(levels, ", "))
	}
	return r
}

// exampleMonths counts 1000 times the level plus the month, so that every number
// says where it belongs; every third month has two that are not known.
func exampleMonths(id string, dimension analysis.Dimension, levels []string) analysis.Table {
	t := analysis.Table{
		ID: id, Title: "Offences by month, Exampleborough", Unit: analysis.Offence, ByMonth: true,
		Dimensions: []analysis.Dimension{{Name: "month", Header: "Month"}, dimension}, Columns: []analysis.Column{{Name: "numerator", Header: "Offences", Format: analysis.AsCount}},
	}
	for m := datasets.NewMonth(2021, 6); m <= datasets.NewMonth(2023, 5); m++ {
		for i, level := range levels {
			t.Rows = append(t.Rows, countOf(analysis.LevelRow, monthlyCount(i, m), m.Name(), level))
		}
		if m%3 == 0 {
			t.Rows = append(t.Rows, countOf(analysis.NotKnownRow, 2, m.Name(), "Not recorded"))
		}
		t.Rows = append(t.Rows, countOf(analysis.TotalRow, 50000, m.Name(), "Total"))
	}
	return t
}

func monthlyCount(level int, m datasets.Month) float64 {
	return float64(1000*(level+1) + int(m-datasets.NewMonth(2021, 6)))
}

// wardOutcome is a breakdown by ward code and name, and its monthly companion,
// whose levels are too many to be columns.
func wardOutcome() analysis.Outcome {
	t := analysis.Table{
		ID: "example-wards", Title: "Knife crime offences by ward, Exampleborough, 12 months to May 2023", Unit: analysis.Offence,
		Dimensions: []analysis.Dimension{{Name: "ward_code", Header: "Ward code"}, {Name: "ward", Header: "Ward"}},
		Columns: []analysis.Column{
			{Name: "numerator", Header: "Offences", Format: analysis.AsCount},
			{Name: "denominator", Header: "Residents", Format: analysis.AsCount},
			{Name: "value", Header: "Rate per 1,000 residents", Format: analysis.AsRate},
			{Name: "method", Header: "Method", Format: analysis.AsText},
		},
	}
	var names []string
	for i := range 14 {
		name := fmt.Sprintf("Ward %d of forty letters so that it may wrap", i)
		names = append(names, name)
		t.Rows = append(t.Rows, analysis.Row{Levels: []string{fmt.Sprint(5000 + i), name}, Estimate: stats.Rate(float64(30-2*i), 10000, 1000)})
	}
	t.Rows = append(t.Rows, analysis.Row{Levels: []string{"5014", "Ward without residents"}, Estimate: stats.Estimate{Status: stats.NotAvailable}})
	f := analysis.FigureOf(&t, t.Rows[0], names[0])
	return analysis.Outcome{
		Breakdown: analysis.Breakdown{
			Name: "example-wards", Title: "Wards", Theme: analysis.Where, Headlines: []string{"example-ward"},
			Doc: analysis.Doc{Counts: "Offences.", Base: "Residents.", LeftOut: "Nothing.", Method: "Byar.", Misleads: "It is invented."},
		},
		Result: analysis.Result{
			Tables: []analysis.Table{t, exampleMonths("example-wards-by-month", analysis.Dimension{Name: "ward", Header: "Ward"}, names)},
			Statements: []analysis.Statement{{
				ID: "example-ward", Theme: analysis.Where, Unit: analysis.Offence, Value: "per 1,000 residents", Period: figureAbout().Period, Filter: "knife crime offences by ward",
				Figures: []analysis.Figure{f}, Say: func(f []analysis.Figure) string {
					return "Ward 0 had the highest rate of 14 wards, " + analysis.Round(f[0].Number().Or(0), 1) + " per 1,000 residents."
				},
			}},
		},
	}
}

func skippedOutcome() analysis.Outcome {
	return analysis.Outcome{
		Breakdown: analysis.Breakdown{Name: "example-skipped", Title: "Deprivation", Theme: analysis.Where, Headlines: []string{"example-not-made"}},
		Skipped:   "no indices of deprivation in the settings",
	}
}

// buildRun writes the edition as a run folder and returns its path.
func buildRun(t *testing.T) string {
	t.Helper()
	run := t.TempDir()
	if err := os.Mkdir(filepath.Join(run, "restricted"), 0o700); err != nil {
		t.Fatal(err)
	}
	p := exampleEdition()
	if err := WriteEdition(t.Context(), p, filepath.Join(run, "restricted"), nil); err != nil {
		t.Fatal(err)
	}
	if err := WriteRunFiles(run, p, ManifestInputs{GoVersion: "go0"}); err != nil {
		t.Fatal(err)
	}
	return run
}

var (
	builtOnce sync.Once
	built     = map[string][]byte{} // the files of a run folder, by path
)

// writeRun copies a run folder that was built once, and returns its path.
func writeRun(t *testing.T) string {
	t.Helper()
	builtOnce.Do(func() {
		run := buildRun(t)
		err := filepath.WalkDir(run, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			name, err := filepath.Rel(run, path)
			if err != nil {
				return err
			}
			built[name], err = os.ReadFile(path)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
	run := t.TempDir()
	for name, text := range built {
		path := filepath.Join(run, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return run
}

// exampleFigures draws the figures of an edition.
func exampleFigures(t *testing.T, p *disclosure.Published) []Figure {
	t.Helper()
	figures, failed, err := DrawFigures(t.Context(), p, nil)
	if err != nil || len(failed) > 0 {
		t.Fatalf("draw the figures: %v, %v", err, failed)
	}
	return figures
}
