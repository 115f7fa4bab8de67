package sample

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// writeLSOAPopulation shares the residents of each ward out evenly over its
// made-up LSOAs, which have no published population.
func writeLSOAPopulation(w io.Writer) error {
	residents, err := wardResidents()
	if err != nil {
		return err
	}
	var b strings.Builder
	b.WriteString("area_code,area_name,geography,mid_year,sex,age,ethnicity,persons,source\n")
	for _, t := range borough.tiles {
		share := residents[wards[t.ward].code] / float64(len(borough.of[t.ward]))
		fmt.Fprintf(&b, "%s,%s,lsoa,2020,,,,%s,Synthetic: the ward's residents shared out evenly\n", t.code, t.name, strconv.FormatFloat(share, 'f', 2, 64))
	}
	_, err = io.WriteString(w, b.String())
	return err
}

// wardResidents reads the residents of each ward from the embedded population.
func wardResidents() (map[string]float64, error) {
	content, err := published.ReadFile("reference/population.csv")
	if err != nil {
		return nil, fmt.Errorf("read the embedded population: %w", err)
	}
	rows, err := csv.NewReader(bytes.NewReader(content)).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("read the embedded population: %w", err)
	}
	residents := map[string]float64{}
	for _, row := range rows {
		if row[2] != "ward" {
			continue
		}
		if residents[row[0]], err = strconv.ParseFloat(row[7], 64); err != nil {
			return nil, fmt.Errorf("read the embedded population of ward %s: %w", row[0], err)
		}
	}
	return residents, nil
}

// writeDeprivation writes invented ranks for the made-up LSOAs: a fifth of them
// in each of the five most deprived tenths of England, spread over the borough.
func writeDeprivation(w io.Writer) error {
	var b strings.Builder
	b.WriteString("lsoa21_code,IMD_rank,IMD_decile,source\n")
	for i, t := range borough.tiles {
		decile := 1 + (i*3)%5
		fmt.Fprintf(&b, "%s,%d,%d,Invented for the synthetic sample; no area's deprivation\n", t.code, (decile-1)*3375+1+i*29%3375, decile)
	}
	_, err := io.WriteString(w, b.String())
	return err
}
