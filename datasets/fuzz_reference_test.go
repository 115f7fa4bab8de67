package datasets

import (
	"bytes"
	"encoding/json"
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
		if err != nil {
			return
		}
		var file struct {
			Features []struct {
				Geometry struct{ Coordinates json.RawMessage }
			}
		}
		if err := json.Unmarshal(bytes.TrimPrefix(content, []byte("\ufeff")), &file); err != nil {
			t.Fatalf("encoding/json refuses what was read: %v", err)
		}
		if len(b.Areas) != len(file.Features) || len(b.Areas) == 0 {
			t.Fatalf("got %d areas of %d features", len(b.Areas), len(file.Features))
		}
		got, want := 0, 0
		for i, area := range b.Areas {
			if area.Code == "" || i > 0 && area.Code <= b.Areas[i-1].Code {
				t.Errorf("area %d has the code %q", i, area.Code)
			}
			got += area.vertices()
			want += points(t, file.Features[i].Geometry.Coordinates)
		}
		if got != want {
			t.Errorf("got %d points, the file has %d", got, want)
		}
	})
}

// points counts the lists of numbers at whatever depth of a text of JSON.
func points(t *testing.T, text json.RawMessage) (n int) {
	var parts []json.RawMessage
	if json.Unmarshal(text, &parts) != nil {
		t.Fatal("coordinates that are no list")
	}
	if len(parts) > 0 && parts[0][0] != '[' {
		return 1
	}
	for _, part := range parts {
		n += points(t, part)
	}
	return n
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
