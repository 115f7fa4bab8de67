package datasets

import (
	"bytes"
	"encoding/json"
	"math"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"svna/datasets/internal/csvscan"
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

// otherRows reads a text by the scanner of extracts, which shares no code with
// the reader of reference tables: the names of the header in small letters, and
// the cells of each row that is not blank, trimmed. ok is false for a text that
// the scanner finds fault with.
func otherRows(text []byte) (names []string, rows []map[string]string, ok bool) {
	s := csvscan.New(bytes.TrimPrefix(text, []byte("\ufeff")), ',')
	for s.Next() {
		row := s.Row()
		if row.Fault != csvscan.Sound {
			return nil, nil, false
		}
		if names == nil {
			for _, cell := range row.Cells {
				names = append(names, strings.ToLower(strings.TrimSpace(string(cell))))
			}
			continue
		}
		if len(row.Cells) != len(names) {
			return nil, nil, false
		}
		cells := map[string]string{}
		for i, cell := range row.Cells {
			cells[names[i]] = strings.TrimSpace(strings.ReplaceAll(string(cell), "\r\n", "\n"))
		}
		rows = append(rows, cells)
	}
	return names, rows, true
}

// decimal reads a number as a fraction, without package strconv; ok is false where
// it is none, or not written in figures alone.
func decimal(text string) (value float64, ok bool) {
	if strings.Trim(text, "0123456789.,-+") != "" {
		return 0, false
	}
	exact, ok := new(big.Rat).SetString(strings.ReplaceAll(text, ",", ""))
	if !ok {
		return 0, false
	}
	value, _ = exact.Float64()
	return value, true
}

// FuzzParsePopulation adds up the residents of the file row by row: they are those
// of its cells, but for the persons that are made of males and females.
func FuzzParsePopulation(f *testing.F) {
	f.Add([]byte(canonicalPopulation))
	f.Add([]byte("lsoa11_name,lsoa11_code,total_population,0,90+\nA,X1,4,2,2\n"))
	f.Add([]byte("ltla21_code,ltla21_name,ethnic_group,value\nX1,A,White: Irish (number),5\nX1,A,White: Irish (percent),50\n"))
	f.Add([]byte("year,area_code,sex,age,population\n2022,X1,persons,All,7\n2022,X1,male,All,3\n2022,X1,female,All,4\n"))
	f.Add([]byte("ward22_code,ward_name,age,population\nW1,A,0,1.5\nW1,A,1,2\n"))
	f.Fuzz(func(t *testing.T, content []byte) {
		file, err := parsePopulation(&unpackedFile{Reference{Path: "mid2020.csv"}, content})
		if err != nil {
			return
		}
		_, rows, ok := otherRows(content)
		if ok {
			comparePopulation(t, file, rows)
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

func comparePopulation(t *testing.T, file *populationFile, rows []map[string]string) {
	var want, got, wantSexed, gotSexed float64
	areas := map[string]bool{}
	for _, row := range rows {
		if strings.HasSuffix(row["ethnic_group"], "(percent)") && file.kind.ethnicity == "ethnic_group" {
			continue
		}
		areas[row[file.kind.area]] = true
		persons, ok := decimal(row[file.kind.persons])
		if !ok {
			return
		}
		want += persons
		if file.kind.sex != "" && strings.ContainsAny(row[file.kind.sex], "mMfF") {
			wantSexed += persons
		}
	}
	for _, c := range file.cells {
		got += c.Persons
		if c.Sex != "" {
			gotSexed += c.Persons
		}
		if !areas[c.Area] {
			t.Fatalf("a cell of area %q, which no row has", c.Area)
		}
		delete(areas, "") // a row without an area is refused
	}
	if file.kind.wide { // each row states its total, to the nearest whole number
		if math.Abs(got-want) > 0.5*float64(len(rows))+1e-6*want {
			t.Fatalf("got %g residents, the rows state %g", got, want)
		}
		return
	}
	if math.Abs(gotSexed-wantSexed) > 1e-9*wantSexed {
		t.Fatalf("got %g males and females, the rows have %g", gotSexed, wantSexed)
	}
	if got < want*(1-1e-9) || got > (want+wantSexed)*(1+1e-9) {
		t.Fatalf("got %g residents, the rows have %g, of whom %g by sex", got, want, wantSexed)
	}
}

// FuzzReferenceTables reads one text as each kind of table. What is read must be
// the rows of the text, as the scanner of extracts finds them.
func FuzzReferenceTables(f *testing.F) {
	for _, text := range []string{
		"name,easting,northing\nA,547000,185000\n", "date_from,date_to,kind,name\n2023-01-03,2023-02-11,term,A\n",
		"year,area_code,children\n2022,X1,7\n", "lsoa21_code,IMD_rank,IMD_decile\nX1,5,1\n",
		"lsoa21_code,ward24_code,ltla24_code\nX1,W1,B1\n", `{"england-and-wales":[{"date":"2023-01-02","title":"A"}]}`,
		"area_code,area_name,series,period,unit,count\nX1,A,Robbery,2022/23,offence,\"1,204\"\n", "unit,period,records,named_suspect\nrecord,2022-06/2023-05,7,3\n",
		"date,title\n2023-01-02,A\n", "lsoa11cd,gss_code,year,weight\nX1,W1,2022,0.5\n", "lsoa11_code,lsoa21_code,change_code,ltla24_code\nX1,Y1,U,B1\n",
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		path := filepath.Join(t.TempDir(), "table.csv")
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		_, _ = parseDefinition("x.toml", content)
		calendar, calendarErr := ReadCalendar([]string{path})
		places, _, placesErr := ReadPlaces(path)
		partner, partnerErr := ReadPartner(path)
		deprivation, deprivationErr := ReadDeprivation(path)
		lookup, lookupErr := ReadLookup(path)
		_, rows, ok := otherRows(content)
		if !ok {
			return
		}
		if placesErr == nil {
			comparePlaces(t, places, rows)
		}
		if partnerErr == nil {
			comparePartner(t, partner, rows)
		}
		if deprivationErr == nil && len(deprivation.LSOAs) != len(rows) {
			t.Fatalf("got %d LSOAs of %d rows", len(deprivation.LSOAs), len(rows))
		}
		if lookupErr == nil {
			compareLookup(t, lookup, rows)
		}
		if calendarErr == nil && len(rows) > 0 && rows[0]["date"] != "" && rows[0]["kind"] == "" && len(calendar.Bank) > len(rows) {
			t.Fatalf("got %d bank holidays of %d rows", len(calendar.Bank), len(rows))
		}
	})
}

func comparePlaces(t *testing.T, places []Place, rows []map[string]string) {
	if len(places) != len(rows) {
		t.Fatalf("got %d places of %d rows", len(places), len(rows))
	}
	for i, place := range places {
		name, x, y := rows[i]["name"], rows[i]["easting"], rows[i]["northing"]
		if _, there := rows[i]["name"]; !there {
			name = rows[i]["stationname"]
		}
		if place.Degrees {
			x, y = rows[i]["longitude"], rows[i]["latitude"]
		}
		wantX, okX := decimal(x)
		wantY, okY := decimal(y)
		if place.Name != name || okX && okY && (place.X != wantX || place.Y != wantY) {
			t.Fatalf("place %d is %q at %g, %g; its row has %q at %s, %s", i, place.Name, place.X, place.Y, name, x, y)
		}
	}
}

func comparePartner(t *testing.T, p *Partner, rows []map[string]string) {
	var areas []string
	var counts []int
	column, area := "", "area_code"
	switch {
	case p.Entrants != nil:
		column = "children"
		for _, r := range p.Entrants.Rows {
			areas, counts = append(areas, r.AreaCode), append(counts, r.Children)
		}
	case p.Outcomes != nil:
		column, area = "records", "unit"
		for _, r := range p.Outcomes.Rows {
			areas, counts = append(areas, r.Unit), append(counts, r.Records)
		}
	default:
		column = "count"
		for _, r := range p.Comparators.Rows {
			areas, counts = append(areas, r.AreaCode), append(counts, r.Count)
		}
	}
	if len(counts) != len(rows) {
		t.Fatalf("got %d of %d rows", len(counts), len(rows))
	}
	for i, row := range rows {
		if want, ok := decimal(row[column]); areas[i] != row[area] || ok && float64(counts[i]) != want {
			t.Fatalf("row %d: got %d of %q, it has %s of %q", i, counts[i], areas[i], row[column], row[area])
		}
	}
}

func compareLookup(t *testing.T, l *Lookup, rows []map[string]string) {
	switch {
	case len(l.Weights) > 0:
		if len(l.Weights) != len(rows) {
			t.Fatalf("got %d weights of %d rows", len(l.Weights), len(rows))
		}
	case len(l.Changes) > 0:
		if len(l.Changes) != len(rows) {
			t.Fatalf("got %d changes of %d rows", len(l.Changes), len(rows))
		}
	default:
		if len(l.Areas) > len(rows) || len(l.Areas) == 0 {
			t.Fatalf("got %d LSOAs of %d rows", len(l.Areas), len(rows))
		}
	}
}
