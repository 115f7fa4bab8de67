package reports

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"svna/analysis"
	"svna/analysis/disclosure"
	"svna/analysis/stats"
	"svna/datasets"
)

// publicEdition writes a public edition of random offences by ward and by hour,
// with a statement and a figure each, and returns its folder.
func publicEdition(t *testing.T, seed uint64) string {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, 1))
	period := datasets.Period{From: datasets.NewMonth(2022, 6), To: datasets.NewMonth(2023, 5)}
	run := analysis.Run{About: analysis.About{Title: "Serious violence needs assessment", Area: analysis.Area{Code: "E09000099", Name: "Exampleham"}, Period: period, Previous: period.Previous(), Version: "0", Source: "Invented records"}}
	for _, what := range []struct {
		dimension string
		levels    int
	}{{"ward", 9}, {"hour", 12}} {
		by := make([]analysis.Selection, what.levels)
		all := analysis.Selection{}
		for i := range int32(300 + r.IntN(900)) {
			level := min(r.IntN(what.levels), r.IntN(what.levels))
			by[level], all = append(by[level], i), append(all, i)
		}
		id := what.dimension + "s"
		table := analysis.Table{
			ID: id, Title: "Offences by " + what.dimension + ", Exampleham, " + period.Name(), Unit: analysis.Offence,
			Dimensions: []analysis.Dimension{{Name: "period", Header: "Period"}, {Name: what.dimension, Header: capitalised(what.dimension)}},
			Columns: []analysis.Column{
				{Name: "numerator", Header: "Offences", Format: analysis.AsCount},
				{Name: "denominator", Header: "All offences", Format: analysis.AsCount},
				{Name: "value", Header: "Share (%)", Format: analysis.AsShare},
				{Name: "lower", Header: "Lower 95% confidence limit (%)", Format: analysis.AsShare},
				{Name: "upper", Header: "Upper 95% confidence limit (%)", Format: analysis.AsShare},
				{Name: "method", Header: "Method", Format: analysis.AsText},
			},
			Notes: []string{fmt.Sprintf("The %s is not recorded for %d offences.", what.dimension, 3+r.IntN(4))},
		}
		for level, rows := range by {
			table.Rows = append(table.Rows, analysis.Row{
				Levels: []string{period.Name(), string(rune('A' + level))}, Estimate: stats.Share(float64(len(rows)), float64(len(all))).Scale(100),
				Basis: &analysis.Basis{Unit: analysis.Offence, Numerator: rows, Denominator: all},
			})
		}
		table.Rows = append(table.Rows, analysis.Row{
			Levels: []string{period.Name(), "Total"}, Kind: analysis.TotalRow, Estimate: stats.Estimate{Numerator: stats.N(float64(len(all)))},
			Basis: &analysis.Basis{Unit: analysis.Offence, Numerator: all},
		})
		statement := analysis.Statement{
			ID: id + "-first-share", Theme: analysis.Where, Unit: analysis.Offence, Value: "per cent", Period: period, Filter: "offences; " + what.dimension + " A",
			Figures: []analysis.Figure{analysis.FigureOf(&table, table.Rows[0], "A")},
			Say: func(f []analysis.Figure) string {
				e := f[0].Estimate
				return fmt.Sprintf("%s%% of offences were in %s %s (%s of %s), %s.", analysis.Round(e.Value.Or(0), 0), what.dimension, f[0].Label, analysis.Round(e.Numerator.Or(0), 0), analysis.Round(e.Denominator.Or(0), 0), period.Name())
			},
		}
		run.Outcomes = append(run.Outcomes, analysis.Outcome{
			Breakdown: analysis.Breakdown{Name: id, Title: table.Title, Theme: analysis.Where, Headlines: []string{statement.ID}},
			Result: analysis.Result{
				Tables: []analysis.Table{table}, Statements: []analysis.Statement{statement},
				Charts: []analysis.Chart{{ID: id, Table: id, Mark: analysis.Bars, Title: table.Title, Category: what.dimension, Measure: "numerator", Unit: "Offences"}},
			},
		})
	}
	rule, err := disclosure.RuleFor("public")
	if err != nil {
		t.Fatal(err)
	}
	p, err := disclosure.Publish(rule, run)
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	dir := filepath.Join(folder, "public")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := WriteEdition(t.Context(), p, dir, nil); err != nil {
		t.Fatal(err)
	}
	if err := WriteAudit(folder, p); err != nil {
		t.Fatal(err)
	}
	return dir
}
