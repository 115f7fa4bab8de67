package datasets

import (
	"os"
	"path/filepath"
	"testing"
)

// Whatever the bytes, a reader of reference data returns something or an error.

func FuzzParseBoundaries(f *testing.F) {
	f.Add([]byte(squares("", feature(`"code":"X1"`, "Polygon", gridSquare))))
	f.Add([]byte(squares(`"schematic":true,`, feature(`"WD25CD":"X1"`, "MultiPolygon", "["+degreeSquare+"]"))))
	f.Fuzz(func(t *testing.T, content []byte) {
		b, err := parseBoundaries(content, "ward")
		if err == nil && (len(b.Areas) == 0 || b.Areas[0].Code == "") {
			t.Errorf("got neither areas nor an error")
		}
	})
}

func FuzzParsePopulation(f *testing.F) {
	f.Add([]byte(canonicalPopulation))
	f.Add([]byte("lsoa11_name,lsoa11_code,total_population,0,90+\nA,X1,4,2,2\n"))
	f.Add([]byte("ltla21_code,ltla21_name,ethnic_group,value\nX1,A,White: Irish (number),5\n"))
	f.Fuzz(func(t *testing.T, content []byte) {
		file, err := parsePopulation(&unpackedFile{Reference{Path: "mid2020.csv"}, content})
		if err != nil {
			return
		}
		cells, err := mergePopulations([]*populationFile{file})
		if err != nil {
			return
		}
		p := &Population{Cells: cells}
		for _, area := range p.Areas() {
			p.Persons(Residents{Area: area, Year: 2022, AgeTo: AllAges})
		}
	})
}

func FuzzReferenceTables(f *testing.F) {
	for _, text := range []string{
		"name,easting,northing\nA,547000,185000\n", "date_from,date_to,kind,name\n2023-01-03,2023-02-11,term,A\n",
		"year,area_code,children\n2022,X1,7\n", "lsoa21_code,IMD_rank,IMD_decile\nX1,5,1\n",
		"lsoa21_code,ward24_code,ltla24_code\nX1,W1,B1\n", `{"england-and-wales":[{"date":"2023-01-02","title":"A"}]}`,
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		path := filepath.Join(t.TempDir(), "table.csv")
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		_, _, _ = ReadPlaces(path)
		_, _ = ReadCalendar([]string{path})
		_, _ = ReadPartner(path)
		_, _ = ReadDeprivation(path)
		_, _ = ReadLookup(path)
		_, _ = parseDefinition("x.toml", content)
	})
}
