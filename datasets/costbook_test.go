package datasets

import (
	"math"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func bookOf(t *testing.T, edition string) *CostBook {
	t.Helper()
	b, err := BuiltInCostBook(edition)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// The example of headline H16 in methods 2: five counts give 34,600,157 as
// recorded and 103,099,755 as estimated, in 2022/23 prices.
func TestCostOfTheExample(t *testing.T) {
	b := bookOf(t, "home-office-2019-20")
	factor, ok := b.Deflator("2022/23")
	if !ok {
		t.Fatal("no deflator for 2022/23")
	}
	recorded, estimated := 0.0, 0.0
	for code, n := range map[string]float64{"8N": 980, "3B": 500, "34B": 750, "19C": 30, "20A": 361} {
		line, ok := b.Line(code)
		if !ok || !line.HasMultiplier {
			t.Fatalf("%s: got %+v, %v", code, line, ok)
		}
		recorded += n * line.UnitCost * factor
		estimated += n * line.UnitCost * line.Multiplier * factor
	}
	if got, want := math.Round(recorded), 34600157.0; got != want {
		t.Errorf("recorded: got %.0f, want %.0f", got, want)
	}
	if got, want := math.Round(estimated), 103099755.0; got != want {
		t.Errorf("estimated: got %.0f, want %.0f", got, want)
	}
}

func TestDeflators(t *testing.T) {
	// Factors as in methods 4.10; the last links two releases.
	for edition, want := range map[string]float64{"home-office-2019-20": 1.1289, "home-office-2015-16": 1.2242, "toolkit-2011": 1.3335} {
		b := bookOf(t, edition)
		if got, ok := b.Deflator("2022/23"); !ok || math.Abs(got-want) > 0.00005 {
			t.Errorf("%s: got %.5f, %v, want %.4f", edition, got, ok, want)
		}
		if _, ok := b.Deflator("2030/31"); ok {
			t.Errorf("%s: got a deflator for a year that has none", edition)
		}
	}
	if got, want := bookOf(t, "toolkit-2011").Vintage, "hmt-2025-12, linked to hmt-2015-03 at 2015/16"; got != want {
		t.Errorf("got vintage %q, want %q", got, want)
	}
	if got, want := bookOf(t, "home-office-2019-20").Vintage, "hmt-2025-12"; got != want {
		t.Errorf("got vintage %q, want %q", got, want)
	}
}

func TestBuiltInCostBooks(t *testing.T) {
	if got, want := CostBookEditions(), []string{"home-office-2019-20", "home-office-2015-16", "toolkit-2011"}; !slices.Equal(got, want) {
		t.Errorf("editions: got %v, want %v", got, want)
	}
	b := bookOf(t, "home-office-2019-20")
	line, _ := b.Line("1")
	want := CostLine{Name: "homicide", Sector: "individual", UnitCost: 3346680, Components: []CostComponent{{"anticipation", 68700}, {"consequence", 2637190}, {"response", 640780}}, Multiplier: 1, HasMultiplier: true}
	if diff := cmp.Diff(want, line); diff != "" {
		t.Errorf("homicide (-want +got):\n%s", diff)
	}
	if line, _ := b.Line("34A"); line.UnitCost != 11150 || line.HasMultiplier || line.Multiplier != 1 {
		t.Errorf("business robbery: got %+v, want 11,150 without a multiplier", line)
	}
	for _, code := range []string{"8Q", "10D", "36", "106", "4.10", "999", ""} { // not costed, or not by default
		if line, ok := b.Line(code); ok {
			t.Errorf("%s: got line %q, want none", code, line.Name)
		}
	}
	old := bookOf(t, "home-office-2015-16")
	for _, line := range old.Lines {
		if line.HasMultiplier || line.Components != nil {
			t.Errorf("2015/16, %s: got a multiplier or components; the part of the report that was found has none", line.Name)
		}
	}
	if line, _ := bookOf(t, "toolkit-2011").Line("34B"); line.Components[0].Name != "fiscal" || line.Multiplier != 4.8 {
		t.Errorf("toolkit, personal robbery: got %+v", line)
	}
	for _, edition := range CostBookEditions() {
		b := bookOf(t, edition)
		if !b.Verified || b.Source == "" || len(b.References) != 4 || b.Title == edition {
			t.Errorf("%s: verified %v, source %q, %d references, title %q", edition, b.Verified, b.Source, len(b.References), b.Title)
		}
	}
	_, err := BuiltInCostBook("home-office")
	wantError(t, err, "home-office-2019-20")
}

// costBookFiles writes a folder of a user's own cost book.
func costBookFiles(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := written(t, name, text)
		if err := copyFile(path, filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

const (
	ownUnitCosts = "edition,price_year,offence_type,component_group,cost_gbp,verified,source\nmine,2020/21,robbery,total,100,yes,My report\nmine,2020/21,robbery,response,40,yes,My report\nmine,2020/21,robbery,anticipation,60,yes,My report\n"
	ownCodes     = "edition,ho_code,offence_type,use_by_default\nmine,034b,robbery,yes\nmine,34A,robbery,no\n"
)

func TestReadCostBook(t *testing.T) {
	dir := costBookFiles(t, map[string]string{
		"unit_costs.csv":       ownUnitCosts + "other,2019/20,robbery,total,5,no,Another\n",
		"cost_offence_map.csv": ownCodes,
		"multipliers.csv":      "edition,offence_type,multiplier,verified\nmine,robbery,2,no\n",
		"gdp_deflators.csv":    "vintage,financial_year,index\nv1,2020/21,100\nv1,2022/23,110\n",
	})
	b, err := ReadCostBook(dir, "mine")
	if err != nil {
		t.Fatal(err)
	}
	line, ok := b.Line("34B")
	want := CostLine{Name: "robbery", UnitCost: 100, Components: []CostComponent{{"anticipation", 60}, {"response", 40}}, Multiplier: 2, HasMultiplier: true}
	if diff := cmp.Diff(want, line); diff != "" || !ok {
		t.Errorf("line (-want +got):\n%s", diff)
	}
	if _, ok := b.Line("34A"); ok {
		t.Error("34A is costed, though not by default")
	}
	factor, _ := b.Deflator("2022/23")
	if factor != 1.1 || b.Verified || b.Vintage != "v1" || b.Source != "My report" {
		t.Errorf("got factor %g, verified %v, vintage %q, source %q", factor, b.Verified, b.Vintage, b.Source)
	}
	_, err = ReadCostBook(dir, "")
	wantError(t, err, "mine, other")
}

func TestReadCostBookWithoutOptionalTables(t *testing.T) {
	b, err := ReadCostBook(costBookFiles(t, map[string]string{"unit_costs.csv": ownUnitCosts, "cost_offence_map.csv": ownCodes}), "")
	if err != nil {
		t.Fatal(err)
	}
	if line, _ := b.Line("34B"); line.HasMultiplier || line.Multiplier != 1 || b.Vintage != "hmt-2025-12" || !b.Verified {
		t.Errorf("got %+v, vintage %q, verified %v", line, b.Vintage, b.Verified)
	}
}

func TestReadCostBookErrors(t *testing.T) {
	for _, c := range []struct{ units, codes, says string }{
		{strings.Replace(ownUnitCosts, "response,40", "response,4", 1), ownCodes, "do not sum"},
		{strings.Replace(ownUnitCosts, "total,100", "total,-100", 1), ownCodes, "line 2: cost_gbp"},
		{strings.Replace(ownUnitCosts, "total", "sum", 1), ownCodes, "line 2: component_group"},
		{strings.Replace(ownUnitCosts, "2020/21,robbery,response", "2021/22,robbery,response", 1), ownCodes, "line 3: price_year"},
		{ownUnitCosts, strings.Replace(ownCodes, "robbery,yes", "robery,yes", 1), "line 2: offence_type"},
		{ownUnitCosts, "edition,ho_code,offence_type\nmine,34B,robbery\n", "use_by_default"},
	} {
		_, err := ReadCostBook(costBookFiles(t, map[string]string{"unit_costs.csv": c.units, "cost_offence_map.csv": c.codes}), "")
		wantError(t, err, c.says)
	}
}

// Every verified cost per offence, multiplier and deflator is carried over.
func TestCostsAgainstShared(t *testing.T) {
	for _, row := range sharedRows(t, "reference", "unit_costs.csv") {
		if row["verified"] != "yes" || row["component"] != "all" || row["component_group"] != "total" || row["per"] != "offence" {
			continue
		}
		b := bookOf(t, row["edition"])
		i := slices.IndexFunc(b.Lines, func(l CostLine) bool { return l.Name == row["offence_type"] && l.Sector == row["sector"] })
		if i < 0 || trimmed(b.Lines[i].UnitCost) != row["cost_gbp"] {
			t.Errorf("%s, %s: got line %d, want %s", row["edition"], row["offence_type"], i, row["cost_gbp"])
		}
	}
	for _, row := range sharedRows(t, "reference", "cost_offence_map.csv") {
		want := ""
		if row["use_by_default"] == "yes" {
			want = row["offence_type"]
		}
		if got := bookOf(t, row["edition"]).Codes[row["ho_code"]]; got != want {
			t.Errorf("%s, %s: got %q, want %q", row["edition"], row["ho_code"], got, want)
		}
	}
	for _, row := range sharedRows(t, "reference", "multipliers.csv") {
		b := bookOf(t, row["edition"])
		for _, line := range b.Lines {
			if line.Name == row["offence_type"] && math.Abs(line.Multiplier-number(t, row["multiplier"])) > 1e-12 {
				t.Errorf("%s, %s: got %g, want %s", row["edition"], line.Name, line.Multiplier, row["multiplier"])
			}
		}
	}
}
