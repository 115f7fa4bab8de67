package spatial

import (
	"strings"
	"testing"

	"svna/analysis/internal/oracle"
)

// Every row of reference/formula_checks.csv whose formula is in this package must
// have an answer here, and agree to the tolerance of the row. An expectation of
// null is a statistic that does not exist.
func TestFormulaChecks(t *testing.T) {
	stars := GiStar(nine, QueenCells(lattice()))
	morans := LocalMoran(nine, QueenCells(lattice()))
	knox := Knox([]Point{{0, 0}, {50, 0}, {60, 0}, {1000, 0}}, []int{0, 3, 5, 21}, []float64{0, 100}, []int{0, 7}, 0, 1)[0][0]
	ratio, _ := knox.Ratio()
	integral := 0.0
	for r := 0.005; r < 300; r += 0.01 {
		integral += 2 * 3.141592653589793 * r * Quartic(300).At(r*r) * 0.01
	}
	caister := nationalGrid.project((52+39.0/60+27.2531/3600)*radian, (1+43.0/60+4.5177/3600)*radian)
	answers := map[string]float64{
		"F18_at0": Quartic(300).At(0), "F18_at150": Quartic(300).At(150 * 150), "F18_int": integral,
		"F19_gi_corner": stars[0].Value, "F19_gi_edge": stars[1].Value,
		"F20_Ii_corner": morans[0].Value, "F20_Ii_edge": morans[1].Value,
		"F25_obs": float64(knox.Observed), "F25_exp": knox.Expected, "F25_ratio": ratio,
		"F36_tm_E": caister.E, "F36_tm_N": caister.N,
	}
	for i, degrees := range [][2]float64{{0.079502, 51.536330}, {0.127300, 51.540300}, {0.147700, 51.541700}} {
		p, _ := ToNationalGrid(degrees[0], degrees[1])
		id := "F36_h_" + string(rune('1'+i))
		answers[id+"_E"], answers[id+"_N"] = p.E, p.N
	}
	checked := 0
	for _, row := range oracle.Rows(t, "reference", "formula_checks.csv") {
		formula, _, _ := strings.Cut(row.Get("check_id"), "_")
		switch formula {
		case "F18", "F19", "F20", "F25", "F36":
		default:
			continue // not in this package
		}
		checked++
		if row.Get("expected") == "null" {
			if row.Get("check_id") != "F19_gi_centre" || stars[4].Known {
				t.Errorf("%s: got %+v, want none", row.Get("check_id"), stars[4])
			}
			continue
		}
		got, ok := answers[row.Get("check_id")]
		if want := parse(t, row.Get("expected")); !ok || !near(got, want, parse(t, row.Get("tolerance"))) {
			t.Errorf("%s %s: got %v (known %v), want %v", row.Get("check_id"), row.Get("quantity"), got, ok, want)
		}
	}
	t.Logf("%d worked answers agree", checked)
}
