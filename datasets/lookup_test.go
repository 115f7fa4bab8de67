package datasets

import (
	"math"
	"testing"
)

func TestReadLookup(t *testing.T) {
	l, err := ReadLookup(written(t, "l.csv", "LSOA21CD,LSOA21NM,WD24CD,WD24NM,LAD24CD,LAD24NM\nX1,N,W1,Ward,B1,Town\nX2,N,W1,Ward,B1,Town\n"))
	if err != nil {
		t.Fatal(err)
	}
	if want := (LookupArea{"W1", "Ward", "B1", "Town"}); l.Areas["X2"] != want || l.LSOAVintage != "2021" || l.WardVintage != "2024" {
		t.Errorf("got %+v, LSOAs of %s, wards of %s", l.Areas["X2"], l.LSOAVintage, l.WardVintage)
	}
	_, err = ReadLookup(written(t, "l.csv", "lsoa21_code,ward24_code,ltla24_code\nX1,W1,B1\nX1,W2,B1\n"))
	wantError(t, err, "l.csv", "line 3", "lsoa21_code")
	_, err = ReadLookup(written(t, "l.csv", "a,b\n1,2\n"))
	wantError(t, err, "lsoa21_code")
}

// Numbers of rows and of the borough's LSOAs as in the README of the data.
func TestReadPublishedLookups(t *testing.T) {
	l, err := ReadLookup(sharedPath(t, "data", "lookups", "lookup_lsoa21_ward24_ltla24.csv"))
	if err != nil {
		t.Fatal(err)
	}
	lsoas, wards := 0, map[string]int{}
	for _, a := range l.Areas {
		if a.Borough == borough {
			lsoas++
			wards[a.WardName]++
		}
	}
	if len(l.Areas) != 35672 || lsoas != 115 || len(wards) != 19 || wards["Abbey"] != 3 {
		t.Errorf("got %d LSOAs, %d in the borough, %d wards, %d in Abbey", len(l.Areas), lsoas, len(wards), wards["Abbey"])
	}
	l, err = ReadLookup(sharedPath(t, "data", "lookups", "lookup_lsoa11_lsoa21_ltla22.csv"))
	if err != nil {
		t.Fatal(err)
	}
	changes, of2011 := map[string]int{}, 0
	for _, c := range l.Changes {
		if l.Areas[c.From].Borough == borough {
			changes[c.Change]++
		}
	}
	for _, a := range l.Areas {
		if a.Borough == borough {
			of2011++
		}
	}
	if len(l.Changes) != 35795 || changes["U"] != 104 || changes["S"] != 10 || changes["M"] != 2 || of2011 != 110 {
		t.Errorf("got %d changes, in the borough %v, %d LSOAs of 2011", len(l.Changes), changes, of2011)
	}
	l, err = ReadLookup(sharedPath(t, "data", "lookups", "gla_lsoa11_ward22_london_weighted_2011_2021.csv"))
	if err != nil {
		t.Fatal(err)
	}
	sum := 0.0
	for _, w := range l.Weights {
		if w.Year == 2020 && w.LSOA == "E01000006" {
			sum += w.Share
		}
	}
	if len(l.Weights) != 70856 || math.Abs(sum-1) > 0.01 { // weights of an LSOA sum to 0.993 to 1
		t.Errorf("got %d weights, those of one LSOA sum to %g", len(l.Weights), sum)
	}
}

func TestReadDeprivation(t *testing.T) {
	d, err := ReadDeprivation(written(t, "imd.csv", "LSOA code (2011),Index of Multiple Deprivation (IMD) Rank (where 1 is most deprived),Index of Multiple Deprivation (IMD) Decile (where 1 is most deprived 10% of LSOAs)\nX1,\"29,199\",9\n"))
	if err != nil {
		t.Fatal(err)
	}
	if want := (DeprivationRank{9, 29199}); d.LSOAs["X1"] != want || d.Edition != "2019" || d.Vintage != "2011" {
		t.Errorf("got %+v of edition %s on LSOAs of %s", d.LSOAs["X1"], d.Edition, d.Vintage)
	}
	for text, says := range map[string]string{
		"lsoa21_code,IMD_rank,IMD_decile\nX1,5,11\n":        "line 2",
		"lsoa21_code,IMD_rank,IMD_decile\nX1,5,1\nX1,6,1\n": "line 3",
		"lsoa21_code,IMD_rank\nX1,5\n":                      "IMD_decile",
		"lsoa21_code,IMD_rank,IMD_decile\nX1,secret,1\n":    "imd_rank",
	} {
		_, err := ReadDeprivation(written(t, "imd.csv", text))
		wantError(t, err, "imd.csv", says)
	}
}

// Cross-check 23 of the README of the data: mean decile 2.68 over 110 LSOAs of
// 2011, 3.08 over 115 of 2021.
func TestReadPublishedDeprivation(t *testing.T) {
	lsoas := sharedRows(t, "data", "lookups", "lookup_lsoa11_lsoa21_ltla22.csv")
	for _, c := range []struct {
		file, column, edition string
		lsoas                 int
		mean                  float64
	}{
		{"imd2019_england_lsoa11.csv", "lsoa11_code", "2019", 110, 2.68},
		{"imd2025_england_lsoa21.csv", "lsoa21_code", "2025", 115, 3.08},
	} {
		d, err := ReadDeprivation(sharedPath(t, "data", "deprivation", c.file))
		if err != nil {
			t.Fatal(err)
		}
		deciles := map[string]int{}
		for _, row := range lsoas {
			if row["ltla22_code"] == borough {
				deciles[row[c.column]] = d.LSOAs[row[c.column]].Decile
			}
		}
		sum := 0
		for _, decile := range deciles {
			sum += decile
		}
		mean := float64(sum) / float64(len(deciles))
		if len(deciles) != c.lsoas || math.Abs(mean-c.mean) > 0.005 || d.Edition != c.edition {
			t.Errorf("%s: got mean decile %.3f of %d LSOAs, edition %s", c.file, mean, len(deciles), d.Edition)
		}
	}
}
