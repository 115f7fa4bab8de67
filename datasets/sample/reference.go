package sample

import (
	"embed"
	"fmt"
	"io"
	"strings"

	"svna/datasets"
)

// published holds reference data with a source in each row.
//
//go:embed reference/*.csv README.txt
var published embed.FS

// referenceFiles are written as they are.
var referenceFiles = []string{"population.csv", "comparators.csv", "bank-holidays.csv", "terms.csv", "first-time-entrants.csv", "youth-outcomes.csv"}

func writeReferences(dir string, o Options) error {
	for _, name := range referenceFiles {
		if err := copyPublished(dir, name, "reference/"+name); err != nil {
			return err
		}
	}
	if err := copyPublished(dir, "README.txt", "README.txt"); err != nil {
		return err
	}
	for _, file := range []struct {
		name string
		fill func(io.Writer) error
	}{
		{"wards.geojson", writeWards},
		{"lsoa.geojson", writeLSOAs},
		{"places.csv", writePlaces},
		{"deprivation.csv", writeDeprivation},
		{"population-lsoa.csv", writeLSOAPopulation},
		{"svna.toml", func(w io.Writer) error { return writeSettings(w, o) }},
	} {
		if err := writeFile(dir, file.name, file.fill); err != nil {
			return fmt.Errorf("write sample %s: %w", file.name, err)
		}
	}
	return nil
}

func copyPublished(dir, name, path string) error {
	content, err := published.ReadFile(path)
	if err != nil {
		return fmt.Errorf("write sample %s: %w", name, err)
	}
	return writeFile(dir, name, func(w io.Writer) error {
		_, err := w.Write(content)
		return err
	})
}

func writePlaces(w io.Writer) error {
	var b strings.Builder
	b.WriteString("name,category,easting,northing,radius_m,source\n")
	for _, p := range places {
		fmt.Fprintf(&b, "%s,%s,%d,%d,%d,%s\n", p.name, p.category, p.easting, p.northing, p.radius, "\"Approximate point, moved to suit the schematic wards of the synthetic sample\"")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// writeSettings writes a settings file that runs on the sample as it lies.
func writeSettings(w io.Writer, o Options) error {
	months := datasets.Month(min(o.Months, 12))
	period := datasets.Period{From: lastMonth - months + 1, To: lastMonth}
	costs := datasets.Period{From: datasets.NewMonth(2022, 4), To: datasets.NewMonth(2023, 3)}
	if o.Months < 14 { // the cost year starts 14 months before the end
		costs = period
	}
	extracts := "[[extract]]\nfiles   = [\"crime-extract.csv\"]\nprofile = \"record-level\"\n"
	if o.Layout == ThreeFiles {
		extracts = ""
		for _, name := range []string{"offences", "victims", "suspects"} {
			extracts += fmt.Sprintf("[[extract]]\nfiles   = [\"%s.csv\"]\nprofile = \"record-level-%s\"\n\n", name, name)
		}
	}
	extracts = strings.TrimRight(extracts, "\n") + "\n\n[[extract]]                     # counts without records, as a force publishes them\nfiles   = [\"published-counts.csv\"]\nprofile = \"mps-dashboard\"\n"
	_, err := fmt.Fprintf(w, settingsText, period, strings.TrimRight(extracts, "\n"), costs)
	return err
}

const settingsText = `# Settings of the synthetic sample. Change them, and run:  svna run svna.toml

[assessment]
title      = "Serious violence needs assessment (synthetic sample)"
area       = "E09000002"
area_name  = "Barking and Dagenham"
period     = "%s"
definition = "london"
editions   = ["restricted", "public"]
source     = "Synthetic offences, victims and suspects, composed to give published figures; they describe no real offence, person or borough"
synthetic  = true

%s

[reference]
population           = ["population.csv", "population-lsoa.csv"]
boundaries           = { ward = "wards.geojson", lsoa = "lsoa.geojson" }
places               = "places.csv"
calendar             = ["bank-holidays.csv", "terms.csv"]
comparators          = "comparators.csv"
first_time_entrants  = "first-time-entrants.csv"
youth_outcomes       = "youth-outcomes.csv"
deprivation          = "deprivation.csv"

[costs]
edition    = "home-office-2019-20"
price_year = "2022/23"
period     = "%s"

# [publication]                   # of a real assessment: printed on the cover, in Word and on the page
# date    = "2023-07-20"
# next    = "2023-10"
# contact = "Community safety team"
# email   = "community.safety@example.gov.uk"
`
