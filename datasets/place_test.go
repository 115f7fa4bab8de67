package datasets

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestReadPlaces(t *testing.T) {
	places, reference, err := ReadPlaces(written(t, "places.csv", "name,easting,northing,radius_m,category,source\n"+
		"Alpha station,547000,185000,,station,Own survey\n"+
		"Beta centre,547100,185100,,town_centre,Own survey\n"+
		"Gamma park,547200,185200,,park,Own survey\n"+
		"Delta,547300,185300,75,,\n"))
	if err != nil {
		t.Fatal(err)
	}
	// Default radii are those of F26.
	want := []Place{
		{"Alpha station", "station", 547000, 185000, false, 200},
		{"Beta centre", "town_centre", 547100, 185100, false, 300},
		{"Gamma park", "park", 547200, 185200, false, 150},
		{"Delta", "", 547300, 185300, false, 75},
	}
	if diff := cmp.Diff(want, places); diff != "" {
		t.Errorf("places (-want +got):\n%s", diff)
	}
	if reference.Source != "Own survey" || len(reference.Notes) != 1 || len(reference.SHA256) != 64 {
		t.Errorf("got reference %+v", reference)
	}
}

func TestReadPlacesErrors(t *testing.T) {
	for _, c := range []struct {
		text string
		says []string
	}{
		{"name,easting\nA,1\n", []string{"p.csv", "easting and northing"}},
		{"name,longitude,latitude\nA,51.5,0.1\n", []string{"line 2", "swapped"}},
		{"name,easting,northing\nA,secret,1\n", []string{"line 2", "easting", "not a number"}},
		{"name,easting,northing,radius_m\nA,547000,185000,0\n", []string{"line 2", "radius_m"}},
		{"name,easting,northing\nA,547000,185000\nB,547000,185000\na,547000,185000\n", []string{"line 4", "line 2"}},
		{"name,easting,northing\n,547000,185000\n", []string{"line 2", "blank"}},
		{"name,easting,northing\n", []string{"no rows"}},
	} {
		_, _, err := ReadPlaces(written(t, "p.csv", c.text))
		wantError(t, err, c.says...)
	}
}

func TestReadStations(t *testing.T) {
	places, _, err := ReadPlaces(sharedPath(t, "data", "places", "rail_stations_near_lbbd_odbl.csv"))
	if err != nil {
		t.Fatal(err)
	}
	if len(places) != 25 || !places[0].Degrees || places[0].Radius != 200 { // 25 rows in the README
		t.Errorf("got %d places, first %+v", len(places), places[0])
	}
}
