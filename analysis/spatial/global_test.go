package spatial

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"testing"

	"svna/analysis/internal/oracle"
)

// oracleMap is a map of a set of the folder shared.
func oracleMap(t *testing.T, set, file, values, neighbours string) ([]float64, Neighbours) {
	t.Helper()
	rows := oracle.Rows(t, "oracles", set, file)
	return valueColumn(t, rows, values), neighbourColumn(t, rows, neighbours)
}

// agrees compares to 1e-10 absolute.
func agrees(t *testing.T, what string, got, want float64) {
	t.Helper()
	oracle.Agree(t, got, want)
	if !near(got, want, 1e-10) {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

// Set 04: spdep 1.2-7. Sign of Geary's z is ours.
func TestGlobalOracle(t *testing.T) {
	for _, row := range oracle.Rows(t, "oracles", "04_local_g_gistar", "global_expected.csv") {
		weighting := map[string]Weighting{"B": Binary, "W": RowStandardised}[row.Get("weights")]
		values, neighbours := oracleMap(t, "04_local_g_gistar", "nc_sids_queen.csv", "rate74", "nbrs")
		var g Global
		switch {
		case row.Get("data") == "afcon":
			values, neighbours = oracleMap(t, "04_local_g_gistar", "afcon_local_g_and_moran.csv", "totcon", "nbrs")
			g = GlobalMoran(values, neighbours, weighting)
		case row.Get("statistic") == "Moran I":
			g = GlobalMoran(values, neighbours, weighting)
		case row.Get("statistic") == "Getis-Ord general G":
			g = GeneralG(values, neighbours, weighting)
		case row.Get("statistic") == "Geary C":
			g = Geary(values, neighbours, weighting)
		default:
			rows := oracle.Rows(t, "oracles", "04_local_g_gistar", "nc_sids_empirical_bayes_probmap.csv")
			rates := StandardisedRates(valueColumn(t, rows, "n"), valueColumn(t, rows, "x"))
			g = GlobalMoran(rates, neighbours, weighting)
		}
		what := row.Get("data") + " " + row.Get("weights") + " " + row.Get("statistic")
		agrees(t, what, g.Value, parse(t, row.Get("value")))
		for column, got := range map[string]float64{"expectation": g.Expected, "variance_randomisation": g.Variance, "z_randomisation": g.Z, "variance_normality": g.Normal} {
			if row.Get(column) != "" {
				agrees(t, what+" "+column, got, parse(t, row.Get(column)))
			}
		}
	}
}

// Set 06: esda 2.4.3. Geary's z has the other sign there.
func TestGlobalStatsOracle(t *testing.T) {
	data, err := os.ReadFile(sharedFile(t, "oracles", "06_moran_lisa_pysal", "global_stats.json"))
	if err != nil {
		t.Fatal(err)
	}
	var all map[string]map[string]map[string]float64
	var raw map[string]json.RawMessage
	if err := json.Unmarshal(data, &raw); err != nil {
		t.Fatal(err)
	}
	all = map[string]map[string]map[string]float64{}
	for name, part := range raw {
		var stats map[string]map[string]float64
		if json.Unmarshal(part, &stats) == nil {
			all[name] = stats
		}
	}
	for _, name := range []string{"stl_HR8893", "sids2_SIDR74", "desmith_z", "lattice3x3", "getis_ord_six_points"} {
		rows := oracle.Rows(t, "oracles", "06_moran_lisa_pysal", name+".csv")
		column := "y"
		if _, ok := rows[0].Get(column); !ok {
			t.Logf("%s: columns %v", name, rows[0])
			continue
		}
		if _, ok := rows[0].Get("nbr_rows"); !ok {
			t.Logf("%s: columns %v", name, rows[0])
			continue
		}
		values, neighbours := valueColumn(t, rows, column), neighbourColumn(t, rows, "nbr_rows")
		for key, weighting := range map[string]Weighting{"r": RowStandardised, "b": Binary} {
			want, ok := all[name][key]
			if !ok {
				continue
			}
			m, c := GlobalMoran(values, neighbours, weighting), Geary(values, neighbours, weighting)
			for field, got := range map[string]float64{
				"I": m.Value, "EI": m.Expected, "VI_norm": m.Normal, "VI_rand": m.Variance, "z_rand": m.Z,
				"geary_C": c.Value, "geary_VC_rand": c.Variance, "geary_VC_norm": c.Normal, "geary_z_rand": -c.Z,
			} {
				if w, ok := want[field]; ok {
					agrees(t, fmt.Sprint(name, " ", key, " ", field), got, w)
				}
			}
		}
		if want, ok := all[name].Get("general_G"); ok {
			g := GeneralG(values, neighbours, Binary)
			agrees(t, name+" G", g.Value, want["G"])
			agrees(t, name+" EG", g.Expected, want["EG"])
			agrees(t, name+" VG", g.Variance, want["VG"])
		}
	}
}

// Set 04 and 06: Gi, Gi* by other columns, and the conditional moments of local Moran.
func TestLocalMomentsOracle(t *testing.T) {
	for _, tt := range []struct{ set, file, values, neighbours, gi, expected, variance string }{
		{"04_local_g_gistar", "afcon_local_g_and_moran.csv", "totcon", "nbrs", "G", "EIi_cond", "VarIi_cond"},
		{"04_local_g_gistar", "nc_sids_queen.csv", "rate74", "nbrs", "G_B", "EIi_cond", "VarIi_cond"},
		{"06_moran_lisa_pysal", "stl_HR8893.csv", "y", "nbr_rows", "G_z", "EI_conditional", "VI_conditional"},
		{"06_moran_lisa_pysal", "sids2_SIDR74.csv", "y", "nbr_rows", "G_z", "EI_conditional", "VI_conditional"},
	} {
		rows := oracle.Rows(t, "oracles", tt.set, tt.file)
		values, neighbours := valueColumn(t, rows, tt.values), neighbourColumn(t, rows, tt.neighbours)
		gi, morans := Gi(values, neighbours), LocalMoran(values, neighbours)
		for i, row := range rows {
			what := fmt.Sprint(tt.file, " ", i+1)
			if row.Get(tt.gi) != "" {
				agrees(t, what+" Gi", gi[i].Value, parse(t, row.Get(tt.gi)))
			}
			agrees(t, what+" E", morans[i].Expected, parse(t, row.Get(tt.expected)))
			agrees(t, what+" V", morans[i].Variance, parse(t, row.Get(tt.variance)))
		}
	}
	rows := oracle.Rows(t, "oracles", "04_local_g_gistar", "getisord_16x16.csv")
	var points []Point
	for _, row := range rows {
		points = append(points, Point{parse(t, row.Get("x")), parse(t, row.Get("y"))})
	}
	for _, d := range []float64{30, 60, 90, 150} {
		for i, s := range Gi(valueColumn(t, rows, "val"), WithinDistance(points, d)) {
			agrees(t, fmt.Sprint(d, " m, row ", i+1), s.Value, parse(t, rows[i][fmt.Sprintf("G_%v", d)]))
		}
	}
}

// By hand: values 1, 2, 3, 4 in a row, binary weights. z is -1.5 to 1.5, Σz² = 5,
// Σwzz = 2·(0.75 - 0.25 + 0.75) = 2.5, S0 = 6: I = 4/6·2.5/5 = 1/3; C = 3·6/(2·6·5) =
// 0.3; G = 2·(2 + 6 + 12)/(100 - 30) = 4/7.
func TestGlobalByHand(t *testing.T) {
	values, row := []float64{1, 2, 3, 4}, Neighbours{{1}, {0, 2}, {1, 3}, {2}}
	for _, tt := range []struct {
		got            Global
		want, expected float64
	}{
		{GlobalMoran(values, row, Binary), 1.0 / 3, -1.0 / 3}, {Geary(values, row, Binary), 0.3, 1}, {GeneralG(values, row, Binary), 4.0 / 7, 0.5},
	} {
		if !near(tt.got.Value, tt.want, 1e-12) || !near(tt.got.Expected, tt.expected, 1e-12) || tt.got.Z <= 0 {
			t.Errorf("got %+v, want %v", tt.got, tt.want)
		}
	}
	// Of the 24 orders only 1234 and 4321 have so high an I.
	if g := GlobalMoranPermuted(values, row, Binary, 9999, 1); !near(g.P, 2*2.0/24, 0.01) {
		t.Errorf("permuted: got p %v, want 1/6", g.P)
	}
	for _, g := range []Global{GlobalMoran([]float64{2, 2, 2, 2}, row, Binary), Geary(values, make(Neighbours, 4), Binary), GeneralG([]float64{-1, 2, 3, 4}, row, Binary), GlobalMoran(values[:3], Neighbours{{1}, {0, 2}, {1}}, Binary)} {
		if g.Known {
			t.Errorf("got %+v, want none", g)
		}
	}
}

// By hand: two places with one rate have standardised rates of 0; a place without
// people has none.
func TestStandardisedRates(t *testing.T) {
	got := StandardisedRates([]float64{2, 4, 0}, []float64{100, 200, 0})
	for i, v := range got {
		if v != 0 {
			t.Errorf("place %d: got %v, want 0", i, v)
		}
	}
	// Rates 0.1 and 0.3 of 100 people each: b = 0.2, s² = 0.01, a = 0.01 - 0.002.
	got = StandardisedRates([]float64{10, 30}, []float64{100, 100})
	if want := 0.1 / math.Sqrt(0.01-0.002+0.002); !near(got[1], want, 1e-12) || !near(got[0], -want, 1e-12) {
		t.Errorf("got %v, want %v", got, want)
	}
}
