package sample

import (
	"context"
	"path/filepath"
	"testing"

	"svna/datasets"
)

// The sample is what a user starts from, so every file of it must load without
// a complaint that was not put in on purpose.
func TestSampleLoads(t *testing.T) {
	for _, layout := range []string{Flat, ThreeFiles} {
		dir := t.TempDir()
		if err := Write(dir, Options{Layout: layout}); err != nil {
			t.Fatal(err)
		}
		names := map[string]string{"crime-extract.csv": "record-level"}
		if layout == ThreeFiles {
			names = map[string]string{"offences.csv": "record-level-offences", "victims.csv": "record-level-victims", "suspects.csv": "record-level-suspects"}
		}
		var sources []datasets.Source
		for name, profileName := range names {
			profile, err := datasets.BuiltInProfile(profileName)
			if err != nil {
				t.Fatal(err)
			}
			sources = append(sources, datasets.Source{Files: []string{filepath.Join(dir, name)}, Profile: profile})
		}
		data, err := datasets.Load(context.Background(), sources, nil)
		if err != nil {
			t.Fatalf("%s: %v", layout, err)
		}
		// Offences, victims and suspects made by the generator, whatever becomes
		// of them in the files.
		offences, people := 0, 0
		err = generate(Options{Months: 36, Seed: 1}, func(o *offence) {
			offences++
			people += len(o.victims) + len(o.suspects)
		}, func() error { return nil })
		if err != nil {
			t.Fatal(err)
		}
		if got := data.Offences.Len(); got != offences {
			t.Errorf("%s: loaded %d offences, want the %d made", layout, got, offences)
		}
		if got := data.People.Len(); got != people {
			t.Errorf("%s: loaded %d people, want the %d made", layout, got, people)
		}
		for _, f := range data.Quality.Files {
			if f.RowsUsed+leftOut(f) != f.RowsRead {
				t.Errorf("%s: the ledger of %s does not add up", layout, f.Name)
			}
		}
	}
}

func leftOut(f datasets.FileQuality) int {
	n := 0
	for _, r := range f.LeftOut {
		n += r.Rows
	}
	return n
}

// Expected numbers: 19 wards, 115 LSOAs, 14 places; 219,992 residents in
// mid-2022 (ONS); 643 personal robberies and 609 sexual offences in the borough,
// June 2022 to May 2023 (MPS recorded crime, London Datastore).
func TestReferencesLoad(t *testing.T) {
	dir := t.TempDir()
	if err := Write(dir, Options{Rows: 100, Months: 12}); err != nil {
		t.Fatal(err)
	}
	file := func(name string) string { return filepath.Join(dir, name) }
	population, err := datasets.ReadPopulation([]string{file("population.csv")})
	if err != nil {
		t.Fatal(err)
	}
	got, year, ok := population.Persons(datasets.Residents{Area: boroughCode, Year: 2022, AgeTo: datasets.AllAges})
	if !ok || got != 219992 || year != 2022 {
		t.Errorf("got %v residents of %d (%v), want 219,992 of 2022", got, year, ok)
	}
	for geography, want := range map[string]int{"ward": 19, "lsoa": 115} {
		name := map[string]string{"ward": "wards.geojson", "lsoa": "lsoa.geojson"}[geography]
		b, err := datasets.ReadBoundaries(file(name), geography)
		if err != nil {
			t.Fatal(err)
		}
		if len(b.Areas) != want || !b.Schematic || b.Degrees {
			t.Errorf("%s: got %d areas, schematic %v, degrees %v; want %d, true, false", geography, len(b.Areas), b.Schematic, b.Degrees, want)
		}
	}
	placed, _, err := datasets.ReadPlaces(file("places.csv"))
	if err != nil {
		t.Fatal(err)
	}
	if len(placed) != len(places) {
		t.Errorf("got %d places, want %d", len(placed), len(places))
	}
	calendar, err := datasets.ReadCalendar([]string{file("bank-holidays.csv"), file("terms.csv")})
	if err != nil {
		t.Fatal(err)
	}
	if len(calendar.Terms) != 20 || len(calendar.Bank) != 35 {
		t.Errorf("got %d terms and %d bank holidays, want 20 and 35", len(calendar.Terms), len(calendar.Bank))
	}
	comparators, err := datasets.ReadPartner(file("comparators.csv"))
	if err != nil {
		t.Fatal(err)
	}
	counts := map[string]int{}
	for _, r := range comparators.Comparators.Rows {
		if r.AreaCode == boroughCode {
			counts[r.Series] = r.Count
		}
	}
	if counts["Robbery of personal property"] != 643 || counts["Sexual offences"] != 609 {
		t.Errorf("got %v, want 643 robberies of personal property and 609 sexual offences", counts)
	}
	if len(comparators.Comparators.Rows) != 2*33 {
		t.Errorf("got %d comparators, want 33 areas of two series", len(comparators.Comparators.Rows))
	}
	for _, name := range []string{"first-time-entrants.csv", "youth-outcomes.csv"} {
		if _, err := datasets.ReadPartner(file(name)); err != nil {
			t.Error(err)
		}
	}
}
