package sample

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"strconv"
	"testing"
)

// Source of the expected numbers of LSOAs: ONS LSOA (2021) to electoral ward
// best-fit lookup, OGL v3. Areas follow from the side of a tile.
func TestWardsHaveTheirTiles(t *testing.T) {
	want := map[string]int{
		"Abbey": 3, "Alibon": 5, "Barking Riverside": 5, "Beam": 5, "Becontree": 5, "Chadwell Heath": 7,
		"Eastbrook & Rush Green": 5, "Eastbury": 10, "Gascoigne": 5, "Goresbrook": 7, "Heath": 4, "Longbridge": 6,
		"Mayesbrook": 9, "Northbury": 6, "Parsloes": 8, "Thames View": 3, "Valence": 9, "Village": 6, "Whalebone": 7,
	}
	for i, w := range wards {
		if got := len(borough.of[i]); got != want[w.name] {
			t.Errorf("%s: got %d tiles, want %d", w.name, got, want[w.name])
		}
		ring := outline(borough.of[i])
		if ring[0] != ring[len(ring)-1] {
			t.Errorf("%s: the outline is not closed", w.name)
		}
		area := 0 // twice the area in tiles, by the shoelace formula
		for j := 1; j < len(ring); j++ {
			area += ring[j-1][1]*ring[j][0] - ring[j-1][0]*ring[j][1]
		}
		// The outline goes counter-clockwise, so that the area is positive.
		if area != 2*want[w.name] {
			t.Errorf("%s: the outline holds %d half tiles, want %d", w.name, area, 2*want[w.name])
		}
	}
}

func TestBoundaryFilesAreGeoJSON(t *testing.T) {
	for name, test := range map[string]struct {
		write    func(*bytes.Buffer) error
		features int
	}{
		"wards": {func(b *bytes.Buffer) error { return writeWards(b) }, 19},
		"lsoa":  {func(b *bytes.Buffer) error { return writeLSOAs(b) }, 115},
	} {
		var b bytes.Buffer
		if err := test.write(&b); err != nil {
			t.Fatal(err)
		}
		var got struct {
			Schematic bool
			Note      string
			Features  []struct {
				Properties struct{ Code, Name string }
				Geometry   struct {
					Type        string
					Coordinates [][][2]float64
				}
			}
		}
		if err := json.Unmarshal(b.Bytes(), &got); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if !got.Schematic || got.Note == "" {
			t.Errorf("%s: not marked as schematic with a note", name)
		}
		if len(got.Features) != test.features {
			t.Errorf("%s: got %d areas, want %d", name, len(got.Features), test.features)
		}
		for _, f := range got.Features {
			if ring := f.Geometry.Coordinates[0]; len(ring) < 5 || f.Properties.Code == "" {
				t.Errorf("%s: area %q has %d vertices", name, f.Properties.Code, len(ring))
			}
		}
	}
}

// Places lie in the wards that the borough's own pages put them in or beside.
func TestPlacesLieInTheirWards(t *testing.T) {
	want := map[string]string{
		"Barking town centre": "Northbury", "Dagenham Heathway": "Village", "Mayesbrook Park": "Mayesbrook",
		"Becontree station": "Goresbrook", "Becontree Heath": "Heath", "Upney station": "Eastbury",
		"Dagenham East station": "Alibon", "Chadwell Heath station": "Whalebone", "Dagenham Dock station": "Beam",
		"Barking Riverside station": "Barking Riverside", "Parsloes Park": "Parsloes", "Barking Park": "Longbridge",
		"Thames View shops": "Thames View", "Valence Park": "Valence",
	}
	for _, p := range places {
		n := borough.find(p.easting, p.northing)
		if n < 0 {
			t.Errorf("%s lies outside the borough", p.name)
			continue
		}
		if got := wards[borough.tiles[n].ward].name; got != want[p.name] {
			t.Errorf("%s: got ward %s, want %s", p.name, got, want[p.name])
		}
	}
}

// Every point lies in the ward and LSOA beside it, and within the radius of the
// place that it was put at.
func TestPointsAgreeWithAreas(t *testing.T) {
	for _, o := range made(t, Options{}, 0, lastMonth) {
		s := o.spot
		if s.easting == 0 || s.ward == "" {
			continue
		}
		tile := borough.tiles[borough.find(s.easting, s.northing)]
		if wards[tile.ward].code != s.ward || tile.code != s.lsoa {
			t.Fatalf("%s: a point of LSOA %s stands beside %s", o.ref, tile.code, s.lsoa)
		}
		if s.place < 0 {
			continue
		}
		p := places[s.place]
		if dx, dy := s.easting-p.easting, s.northing-p.northing; dx*dx+dy*dy > p.radius*p.radius {
			t.Fatalf("%s: a point at %s lies outside its radius", o.ref, p.name)
		}
	}
}

// Source of the expected numbers: ONS mid-2022 estimates (219,992 residents;
// 40,850 males and 38,739 females aged 1 to 24; 28,797 aged 10 to 17) and Census
// 2021 (218,871 residents over five groups).
func TestPopulationFile(t *testing.T) {
	dir := t.TempDir()
	if err := Write(dir, Options{Rows: 100, Months: 12}); err != nil {
		t.Fatal(err)
	}
	got := map[string]int{}
	for _, row := range readCSV(t, filepath.Join(dir, "population.csv"))[1:] {
		persons, err := strconv.ParseFloat(row[7], 64)
		if err != nil {
			t.Fatal(err)
		}
		if row[8] == "" {
			t.Fatalf("a row of %s, mid-%s, has no source", row[0], row[3])
		}
		switch {
		case row[2] == "ward":
			got["wards"]++
		case row[0] != boroughCode:
		case row[6] != "":
			got["census"] += int(persons)
		case row[3] == "2022":
			age, err := strconv.Atoi(row[5])
			if err != nil {
				age = 90 // 90+
			}
			got[row[4]+" all"] += int(persons)
			if age >= 1 && age <= 24 {
				got[row[4]+" 1 to 24"] += int(persons)
			}
			if age >= 10 && age <= 17 {
				got[row[4]+" 10 to 17"] += int(persons)
			}
		}
	}
	want := map[string]int{" all": 219992, "male 1 to 24": 40850, "female 1 to 24": 38739, " 10 to 17": 28797, "census": 218871, "wards": 19}
	for key, n := range want {
		if got[key] != n {
			t.Errorf("%q: got %d, want %d", key, got[key], n)
		}
	}
}
