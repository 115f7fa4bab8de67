package datasets

import (
	"fmt"
	"strings"
)

// Place is a named place: a point and a radius in metres.
type Place struct {
	Name     string
	Category string // "station", "town centre", "park", ...
	X, Y     float64
	Degrees  bool // true: X, Y are longitude, latitude; false: easting, northing
	Radius   float64
}

// Radii in metres of places that state none.
const (
	placeRadius      = 150
	stationRadius    = 200
	townCentreRadius = 300
)

// ReadPlaces reads a gazetteer: a CSV file with the columns name, easting and
// northing (or longitude and latitude) and, optionally, radius_m, category and
// source. A place without a radius has 200 m if it is a station, 300 m if a town
// centre, 150 m otherwise, which the reference notes. Places come in the order
// of the file.
func ReadPlaces(path string) ([]Place, Reference, error) {
	t, err := readTable("places", path)
	if err != nil {
		return nil, Reference{}, err
	}
	places, err := parsePlaces(t)
	if err != nil {
		return nil, Reference{}, fmt.Errorf("read %s: %w", t.Path, err)
	}
	return places, t.Reference, nil
}

func parsePlaces(t *referenceTable) ([]Place, error) {
	name, x, y, degrees := "name", "easting", "northing", false
	if !t.has(name) && t.has("stationname") {
		name = "stationname"
	}
	if !t.has(x, y) {
		x, y, degrees = "longitude", "latitude", true
	}
	if !t.has(name, x, y) {
		return nil, fmt.Errorf("its columns must be name, easting and northing (or longitude and latitude), and may be radius_m and category")
	}
	t.Source = t.sources()
	var places []Place
	seen, assumed := map[string]int{}, 0
	for i, row := range t.rows {
		place := Place{Name: t.text(row, name), Category: t.text(row, "category"), Degrees: degrees}
		if name == "stationname" && place.Category == "" {
			place.Category = "station"
		}
		if first, twice := seen[strings.ToLower(place.Name)]; twice {
			return nil, t.fault(i, name, fmt.Sprintf("the place is also on line %d; give each place one line", first))
		}
		seen[strings.ToLower(place.Name)] = t.line(i)
		if place.Name == "" {
			return nil, t.fault(i, name, "it is blank")
		}
		var err error
		if place.X, err = t.number(i, x); err != nil {
			return nil, err
		}
		if place.Y, err = t.number(i, y); err != nil {
			return nil, err
		}
		if !place.inBritain() {
			return nil, t.fault(i, x+", "+y, "the point is not in Great Britain; see that the two are not swapped")
		}
		if t.text(row, "radius_m") == "" {
			place.Radius = place.usualRadius()
			assumed++
		} else if place.Radius, err = t.number(i, "radius_m"); err != nil {
			return nil, err
		}
		if place.Radius <= 0 || place.Radius > 5000 {
			return nil, t.fault(i, "radius_m", "a radius is above 0 and at most 5,000 metres")
		}
		places = append(places, place)
	}
	if assumed > 0 {
		t.Notes = append(t.Notes, fmt.Sprintf("%d places state no radius: 200 m for stations, 300 m for town centres, 150 m for others", assumed))
	}
	return places, t.needRows()
}

func (p Place) usualRadius() float64 {
	switch strings.ReplaceAll(strings.ToLower(p.Category), "_", " ") {
	case "station":
		return stationRadius
	case "town centre":
		return townCentreRadius
	}
	return placeRadius
}

func (p Place) inBritain() bool {
	if p.Degrees {
		return p.X >= -9 && p.X <= 2.5 && p.Y >= 49.5 && p.Y <= 61
	}
	return p.X > 0 && p.X <= 700_000 && p.Y > 0 && p.Y <= 1_300_000
}
