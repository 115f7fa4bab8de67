package spatial

import (
	"fmt"
	"math"
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
		normalZ := (g.Value - g.Expected) / math.Sqrt(g.Normal)
		for column, got := range map[string]float64{
			"expectation": g.Expected, "variance_randomisation": g.Variance, "z_randomisation": g.Z, "p_one_sided_randomisation": oneSided(g.Z),
			"variance_normality": g.Normal, "z_normality": normalZ,
		} {
			if row.Get(column) != "" {
				agrees(t, what+" "+column, got, parse(t, row.Get(column)))
			}
		}
	}
}

// Set 06: esda 2.4.3. Geary's z has the other sign there.
func TestGlobalStatsOracle(t *testing.T) {
	const set = "06_moran_lisa_pysal"
	want := oracle.Object(t, "oracles", set, "global_stats.json")
	compare := func(path string, got float64) {
		t.Helper()
		agrees(t, path, got, parse(t, want.Get(path)))
	}
	for _, name := range []string{"stl_HR8893", "sids2_SIDR74", "desmith_z", "lattice3x3", "getis_ord_six_points"} {
		values, neighbours := oracleMap(t, set, name+".csv", "y", "nbr_rows")
		for key, weighting := range map[string]Weighting{"r": RowStandardised, "b": Binary} {
			m, c, sums := GlobalMoran(values, neighbours, weighting), Geary(values, neighbours, weighting), newGlobalMoments(values, neighbours.Weighted(weighting))
			normalZ := (m.Value - m.Expected) / math.Sqrt(m.Normal)
			for field, got := range map[string]float64{
				"I": m.Value, "EI": m.Expected, "VI_norm": m.Normal, "VI_rand": m.Variance, "z_rand": m.Z, "z_norm": normalZ,
				"p_rand_1t": oneSided(m.Z), "p_norm_1t": oneSided(normalZ), "S0": sums.s0, "S1": sums.s1, "S2": sums.s2,
				"geary_C": c.Value, "geary_VC_rand": c.Variance, "geary_VC_norm": c.Normal, "geary_z_rand": -c.Z,
			} {
				compare(name+"/"+key+"/"+field, got)
			}
		}
		if want.Has(name + "/general_G/G") {
			g := GeneralG(values, neighbours, Binary)
			for field, got := range map[string]float64{"G": g.Value, "EG": g.Expected, "VG": g.Variance, "z_norm": g.Z, "p_norm": oneSided(g.Z)} {
				compare(name+"/general_G/"+field, got)
			}
		}
	}
	const printed = "constants_printed_in_esda_own_tests/" // fewer digits
	values, neighbours := oracleMap(t, set, "getis_ord_six_points.csv", "y", "nbr_rows")
	g := GeneralG(values, neighbours, Binary)
	lattice, of := oracleMap(t, set, "lattice3x3.csv", "y", "nbr_rows")
	onLattice := GlobalMoran(lattice, of, Binary)
	for field, got := range map[string]float64{
		"six_points/G": g.Value, "six_points/p_norm": oneSided(g.Z), "six_points/GLocal_B_Z0": Gi(values, neighbours)[0].Value, "six_points/GLocal_B_star_Z0": GiStar(values, neighbours)[0].Value,
		"lattice3x3_b/VI_rand": onLattice.Variance, "lattice3x3_b/VI_norm": onLattice.Normal,
	} {
		if w := parse(t, want.Get(printed+field)); !near(got, w, 1e-6) {
			t.Errorf("%s: got %v, want %v", field, got, w)
		}
	}
	for _, name := range []string{"stl_HR8893", "sids2_SIDR74"} {
		for field, same := range map[string]string{"I": "I", "p_norm": "p_norm_1t"} {
			compare(name+"/r/"+same, parse(t, want.Get(printed+name+"_r/"+field)))
		}
	}
	// Rates of 1979 standardised for their populations, which the other set has too.
	rows := oracle.Rows(t, "oracles", "04_local_g_gistar", "nc_sids_queen.csv")
	_, of = oracleMap(t, set, "sids2_SIDR74.csv", "y", "nbr_rows")
	m := GlobalMoran(StandardisedRates(valueColumn(t, rows, "SID79"), valueColumn(t, rows, "BIR79")), of, RowStandardised)
	compare("sids2_Moran_Rate_SID79_BIR79/I", m.Value)
	compare("sids2_Moran_Rate_SID79_BIR79/p_norm_1t", oneSided((m.Value-m.Expected)/math.Sqrt(m.Normal)))
}

// oneSided is the upper tail of the normal distribution, the lower one below 0.
func oneSided(z float64) float64 { return math.Erfc(math.Abs(z)/math.Sqrt2) / 2 }

// Sets 04 and 06: every column of the local statistics.
func TestLocalMomentsOracle(t *testing.T) {
	for _, file := range []string{"stl_HR8893.csv", "sids2_SIDR74.csv", "desmith_z.csv", "lattice3x3.csv", "getis_ord_six_points.csv"} {
		values, neighbours := oracleMap(t, "06_moran_lisa_pysal", file, "y", "nbr_rows")
		gi, stars, morans, totals := Gi(values, neighbours), GiStar(values, neighbours), LocalMoran(values, neighbours), TotalMoments(values, neighbours)
		for i, row := range oracle.Rows(t, "oracles", "06_moran_lisa_pysal", file) {
			what := fmt.Sprint(file, " ", i+1)
			for field, got := range map[string]float64{
				"row": float64(i + 1), "Ii_n": morans[i].Value, "Ii_n_minus_1": morans[i].OfSample(len(values)), "EI_conditional": morans[i].Expected, "VI_conditional": morans[i].Variance,
				"EI_total": totals[i].Expected, "VI_total": totals[i].Variance, "G_z": gi[i].Value, "Gstar_z": stars[i].Value, "Gstar_p_one_sided": stars[i].P / 2,
				"quadrant": map[string]float64{"HH": 1, "LH": 2, "LL": 3, "HL": 4}[morans[i].Class],
			} {
				if want := row.Get(field); want != "" {
					agrees(t, what+" "+field, got, parse(t, want))
				}
			}
		}
	}
	values, neighbours := oracleMap(t, "04_local_g_gistar", "afcon_local_g_and_moran.csv", "totcon", "nbrs")
	gi, stars, morans, totals := Gi(values, neighbours), GiStar(values, neighbours), LocalMoran(values, neighbours), TotalMoments(values, neighbours)
	for i, row := range oracle.Rows(t, "oracles", "04_local_g_gistar", "afcon_local_g_and_moran.csv") {
		for field, got := range map[string]float64{
			"row": float64(i + 1), "G": gi[i].Value, "Gstar": stars[i].Value, "Ii": morans[i].Value, "EIi": totals[i].Expected, "VarIi_total": totals[i].Variance, "ZIi_total": totals[i].Z(morans[i]),
			"EIi_cond": morans[i].Expected, "VarIi_cond": morans[i].Variance, "ZIi_cond": (morans[i].Value - morans[i].Expected) / math.Sqrt(morans[i].Variance),
		} {
			agrees(t, fmt.Sprint("afcon ", i+1, " ", field), got, parse(t, row.Get(field)))
		}
	}
	rows := oracle.Rows(t, "oracles", "04_local_g_gistar", "nc_sids_queen.csv")
	values, neighbours = oracleMap(t, "04_local_g_gistar", "nc_sids_queen.csv", "rate74", "nbrs")
	gi, stars, morans, totals = Gi(values, neighbours), GiStar(values, neighbours), LocalMoran(values, neighbours), TotalMoments(values, neighbours)
	q := falseDiscovery(stars)
	for i, row := range rows {
		for field, got := range map[string]float64{
			"rate74": 1000 * parse(t, row.Get("SID74")) / parse(t, row.Get("BIR74")), "G_B": gi[i].Value, "Gstar_B": stars[i].Value, "Gstar_W": stars[i].Value,
			"p_none": stars[i].P, "p_fdr_global": q[i], "p_bonf_global": math.Min(1, stars[i].P*float64(len(rows))),
			"Ii": morans[i].Value, "EIi_cond": morans[i].Expected, "VarIi_cond": morans[i].Variance, "ZIi_cond": (morans[i].Value - morans[i].Expected) / math.Sqrt(morans[i].Variance),
			"EIi_total": totals[i].Expected, "VarIi_total": totals[i].Variance, "ZIi_total": totals[i].Z(morans[i]),
		} {
			agrees(t, fmt.Sprint("nc ", i+1, " ", field), got, parse(t, row.Get(field)))
		}
		class := map[string]string{"HH": "High-High", "HL": "High-Low", "LH": "Low-High", "LL": "Low-Low"}[morans[i].Class]
		if want := row.Get("quad"); class != want {
			t.Errorf("nc %d: got %s, want %s", i+1, class, want)
		}
	}
	rows = oracle.Rows(t, "oracles", "04_local_g_gistar", "getisord_16x16.csv")
	var points []Point
	for _, row := range rows {
		points = append(points, Point{parse(t, row.Get("x")), parse(t, row.Get("y"))})
	}
	for _, d := range []float64{30, 60, 90, 150} {
		for i, s := range Gi(valueColumn(t, rows, "val"), WithinDistance(points, d)) {
			agrees(t, fmt.Sprint(d, " m, row ", i+1), s.Value, parse(t, rows[i].Get(fmt.Sprintf("G_%v", d))))
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

// falseDiscovery is Benjamini and Hochberg's q over all places, from the definition:
// package stats has it, which this one does not import.
func falseDiscovery(scores []Local) []float64 {
	q := make([]float64, len(scores))
	for i := range scores {
		q[i] = 1
		for _, s := range scores {
			if s.P < scores[i].P {
				continue
			}
			rank := 0
			for _, o := range scores {
				if o.P <= s.P {
					rank++
				}
			}
			q[i] = math.Min(q[i], s.P*float64(len(scores))/float64(rank))
		}
	}
	return q
}
