package datasets

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// squares is a collection of features with the given bodies.
func squares(members string, features ...string) string {
	return `{"type":"FeatureCollection",` + members + `"features":[` + strings.Join(features, ",\n") + `]}`
}

func feature(properties, kind, coordinates string) string {
	return fmt.Sprintf(`{"type":"Feature","properties":{%s},"geometry":{"type":%q,"coordinates":%s}}`, properties, kind, coordinates)
}

const (
	gridSquare   = `[[[544000,184000],[545000,184000],[545000,185000],[544000,184000]]]`
	degreeSquare = `[[[0.1,51.5],[0.2,51.5],[0.2,51.6],[0.1,51.5]]]`
)

func TestReadBoundaries(t *testing.T) {
	text := squares(`"schematic":true,`,
		feature(`"WD25CD":"X2 ","WD25NM":"Beta","LAD25CD":"L"`, "MultiPolygon", "["+gridSquare+","+gridSquare+"]"),
		feature(`"WD25CD":"X1","WD25NM":"Alpha","LAD25CD":"L"`, "Polygon", gridSquare))
	b, err := ReadBoundaries(written(t, "wards.geojson", text), "ward")
	if err != nil {
		t.Fatal(err)
	}
	if b.Degrees || !b.Schematic || b.Vintage != "2025" || b.CodeProperty != "WD25CD" || b.NameProperty != "WD25NM" || b.Path != "wards.geojson" || len(b.SHA256) != 64 {
		t.Errorf("got %+v", b)
	}
	ring := []Coordinate{{544000, 184000}, {545000, 184000}, {545000, 185000}, {544000, 184000}}
	want := []BoundaryArea{
		{"X1", "Alpha", [][][]Coordinate{{ring}}},
		{"X2", "Beta", [][][]Coordinate{{ring}, {ring}}},
	}
	if diff := cmp.Diff(want, b.Areas); diff != "" {
		t.Errorf("areas (-want +got):\n%s", diff)
	}
}

func TestReadBoundariesDetection(t *testing.T) {
	for _, c := range []struct {
		geography, properties, coordinates string
		code, vintage                      string
		degrees, schematic                 bool
	}{
		{"borough", `"WD25CD":"W","LAD25CD":"L"`, degreeSquare, "LAD25CD", "2025", true, false},
		{"borough", `"ltla24_code":"L","ltla24_name":"N"`, degreeSquare, "ltla24_code", "2024", true, false},
		{"lsoa", `"LSOA11CD":"L"`, gridSquare, "LSOA11CD", "2011", false, false},
		{"ward", `"ward21_code":"W","ward21_name":"N"`, degreeSquare, "ward21_code", "2021", true, false},
		{"ward", `"Code":"W","Name":"N","schematic":true`, degreeSquare, "Code", "", true, true},
	} {
		b, err := ReadBoundaries(written(t, "b.geojson", squares("", feature(c.properties, "Polygon", c.coordinates))), c.geography)
		if err != nil {
			t.Errorf("%s: %v", c.properties, err)
			continue
		}
		if b.CodeProperty != c.code || b.Vintage != c.vintage || b.Degrees != c.degrees || b.Schematic != c.schematic {
			t.Errorf("%s: got code %q, vintage %q, degrees %v, schematic %v", c.properties, b.CodeProperty, b.Vintage, b.Degrees, b.Schematic)
		}
	}
}

func TestReadBoundariesErrors(t *testing.T) {
	good := feature(`"code":"X1"`, "Polygon", gridSquare)
	deep := strings.Repeat("[", 20000) + strings.Repeat("]", 20000)
	for _, c := range []struct {
		text string
		says []string
	}{
		{"{", []string{"not JSON"}},
		{`{"type":"Feature"}`, []string{"FeatureCollection"}},
		{squares("", good, good), []string{"feature 2", "X1", "feature 1"}},
		{squares("", good, feature(`"code":"X2"`, "Polygon", `[[[1,2],[3,4],[1,2]]]`)), []string{"feature 2", "ring 1 has 3 points"}},
		{squares("", good, feature(`"code":"X2"`, "Polygon", `[[[1,2],[3,4],[5,6],[7,8]]]`)), []string{"feature 2", "not closed"}},
		{squares("", good, feature(`"code":"X2"`, "Polygon", `[[[1],[3,4],[5,6],[1]]]`)), []string{"feature 2", "point 1"}},
		{squares("", good, feature(`"code":"X2"`, "Polygon", `[]`)), []string{"feature 2", "no ring"}},
		{squares("", good, feature(`"code":"X2"`, "Polygon", `[[["a",2]]]`)), []string{"feature 2", "coordinates"}},
		{squares("", good, feature(`"code":"X2"`, "Polygon", deep)), []string{"line"}},
		{squares("", good, feature(`"code":"X2"`, "Point", `[1,2]`)), []string{"feature 2", "Point"}},
		{squares("", good, feature(`"code":""`, "Polygon", gridSquare)), []string{"feature 2", "code"}},
		{squares("", good, `{"type":"Feature","properties":{"code":"X2"},"geometry":null}`), []string{"feature 2", "no geometry"}},
		{squares("", feature(`"id":"X1"`, "Polygon", gridSquare)), []string{"feature 1", "there are id"}},
		{squares("", feature(`"code":"X1"`, "Polygon", `[[[51.5,0.1],[51.5,0.2],[51.6,0.2],[51.5,0.1]]]`)), []string{"longitude first"}},
		{squares("", feature(`"code":"X1"`, "Polygon", `[[[10000,6700000],[20000,6700000],[20000,6710000],[10000,6700000]]]`)), []string{"neither"}},
		{squares("", feature(`"code":"X1"`, "Polygon", `[[[1e999,1],[2,2],[3,3],[1e999,1]]]`)), []string{"coordinates"}},
		{squares("", feature(`"code":"X1"`, "Polygon", `[[[1e9,1],[2,2],[3,3],[1e9,1]]]`)), []string{"ring 1, point 1", "no place on Earth"}},
		{squares("", feature(`"code":"X1"`, "Polygon", `[[[540000,180000],[541000,181000],[541000,180000],[540000,181000],[540000,180000]]]`)), []string{"polygon 1", "ring 1 crosses itself"}},
		{squares("", feature(`"code":"X1"`, "Polygon", `[[[540000,180000],[541000,181000],[542000,182000],[540000,180000]]]`)), []string{"ring 1 encloses no area"}},
		{squares("", feature(`"code":"X1"`, "Polygon", `[[[540000,180000],[541000,180000],[541000,181000],[540000,180000]],[[550000,180000],[551000,180000],[551000,181000],[550000,180000]]]`)), []string{"ring 2 is a hole outside the outline"}},
		{squares("", feature(`"code":"X1","code":"X2"`, "Polygon", gridSquare)), []string{"line 1", "twice"}},
		{squares(`"crs":{"type":"name","properties":{"name":"EPSG:3857"}},`, good), []string{"crs"}},
		{squares(`"crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:OGC:1.3:CRS84"}},`, good), []string{"crs", "metres"}},
	} {
		_, err := ReadBoundaries(written(t, "b.geojson", c.text), "ward")
		wantError(t, err, append(c.says, "b.geojson")...)
	}
	_, err := ReadBoundaries(written(t, "b.geojson", squares("", good)), "parish")
	wantError(t, err, "parish", "borough")
}

// Numbers of areas as in the README of the data.
func TestReadPublishedBoundaries(t *testing.T) {
	for _, c := range []struct {
		file, geography string
		areas           int
		vintage         string
	}{
		{"lbbd/lbbd_ward.geojson", "ward", 19, "2025"},
		{"lbbd/lbbd_lsoa.geojson", "lsoa", 115, "2021"},
		{"lbbd/lbbd_lsoa11.geojson", "lsoa", 110, "2011"},
		{"lbbd/lbbd_msoa.geojson", "msoa", 22, "2021"},
		{"lbbd/lbbd_ward2021_pre2022_boundaries.geojson", "ward", 17, "2021"},
		{"neighbours/havering_ward2025.geojson", "ward", 20, "2025"},
		{"uk_ltla24.geojson", "borough", 361, "2024"},
	} {
		b, err := ReadBoundaries(sharedPath(t, "data", "boundaries", c.file), c.geography)
		if err != nil {
			t.Errorf("%s: %v", c.file, err)
			continue
		}
		if len(b.Areas) != c.areas || b.Vintage != c.vintage || !b.Degrees || b.Schematic || b.Areas[0].Name == "" {
			t.Errorf("%s: got %d areas of %s, degrees %v, schematic %v, first %q", c.file, len(b.Areas), b.Vintage, b.Degrees, b.Schematic, b.Areas[0].Name)
		}
	}
}
