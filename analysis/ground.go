package analysis

import (
	"math"
	"slices"

	"svna/analysis/spatial"
	"svna/datasets"
)

// derivePoints brings coordinates to metres: National Grid as supplied or by
// OSTN15 or the Ordnance Survey formulas; a local plane for data outside Great Britain.
func (s *Study) derivePoints() {
	offences := s.Data.Offences.Table
	nowhere := spatial.Point{E: math.NaN(), N: math.NaN()}
	s.Points = slices.Repeat([]spatial.Point{nowhere}, offences.Len())
	toMetres := s.nationalGrid()
	switch {
	case offences.Has("easting") && offences.Has("northing"):
		e, n := offences.Ints("easting"), offences.Ints("northing")
		for i := range e {
			if e[i] >= 0 && n[i] >= 0 {
				s.Points[i] = spatial.Point{E: float64(e[i]), N: float64(n[i])}
			}
		}
		s.Plane = "British National Grid, as supplied"
	case offences.Has("longitude") && offences.Has("latitude"):
		longitude, latitude := offences.Floats("longitude"), offences.Floats("latitude")
		toMetres = s.projection(longitude, latitude)
		for i := range longitude {
			if p, ok := toMetres(longitude[i], latitude[i]); ok {
				s.Points[i] = p
			}
		}
		s.say("Longitude and latitude were converted to metres: %s.", s.Plane)
	}
	s.WardLayer, s.LSOALayer = layerOf(s.Wards, toMetres), layerOf(s.LSOAs, toMetres)
	for _, place := range s.Places {
		at := spatial.Point{E: place.X, N: place.Y}
		if place.Degrees {
			p, ok := toMetres(place.X, place.Y)
			if !ok {
				continue
			}
			at = p
		}
		s.PlaceAt = append(s.PlaceAt, Marker{place.Name, at})
	}
}

// nationalGrid is the way from degrees to the National Grid: OSTN15 where its
// grid of shifts was supplied, else the closed formulas.
func (s *Study) nationalGrid() func(lon, lat float64) (spatial.Point, bool) {
	if s.GridShift != nil {
		return s.GridShift.ToNationalGrid
	}
	return spatial.ToNationalGrid
}

// projection chooses the National Grid when most points lie in Great Britain.
func (s *Study) projection(longitude, latitude []float64) func(lon, lat float64) (spatial.Point, bool) {
	var inside, outside int
	var lons, lats []float64
	for i := range longitude {
		if math.IsNaN(longitude[i]) || math.IsNaN(latitude[i]) || (longitude[i] == 0 && latitude[i] == 0) {
			continue
		}
		if _, ok := spatial.ToNationalGrid(longitude[i], latitude[i]); ok {
			inside++
		} else {
			outside++
		}
		lons, lats = append(lons, longitude[i]), append(lats, latitude[i])
	}
	if inside >= outside {
		s.Plane = "British National Grid, Ordnance Survey formulas, good to 5 m"
		if s.GridShift != nil {
			s.Plane = "British National Grid by OSTN15"
		}
		return s.nationalGrid()
	}
	slices.Sort(lons)
	slices.Sort(lats)
	plane := spatial.LocalPlane{Longitude: lons[len(lons)/2], Latitude: lats[len(lats)/2]}
	s.Plane = "a local plane about the middle of the data, which lie outside Great Britain"
	return func(lon, lat float64) (spatial.Point, bool) {
		near := math.Abs(lon-plane.Longitude) < 2 && math.Abs(lat-plane.Latitude) < 2
		return plane.Project(lon, lat), near
	}
}

func layerOf(b *datasets.Boundaries, toMetres func(lon, lat float64) (spatial.Point, bool)) *spatial.Layer {
	if b == nil {
		return nil
	}
	areas := make([]spatial.Area, len(b.Areas))
	for i, a := range b.Areas {
		areas[i] = spatial.Area{Code: a.Code, Name: a.Name}
		for _, polygon := range a.Polygons {
			var rings [][]spatial.Point
			for _, ring := range polygon {
				var points []spatial.Point
				for _, c := range ring {
					p := spatial.Point{E: c.X, N: c.Y}
					if b.Degrees {
						p, _ = toMetres(c.X, c.Y)
					}
					points = append(points, p)
				}
				rings = append(rings, points)
			}
			areas[i].Polygons = append(areas[i].Polygons, rings)
		}
	}
	return spatial.NewLayer(areas)
}

// deriveAreas gives each offence its ward and LSOA: the code supplied where the
// boundaries know it, else the area that its point lies in.
func (s *Study) deriveAreas() {
	s.Ward = s.areasOf("ward", s.WardLayer)
	s.LSOA = s.areasOf("lsoa", s.LSOALayer)
}

func (s *Study) areasOf(field string, layer *spatial.Layer) datasets.Category {
	offences := s.Data.Offences.Table
	if layer == nil || offences.Len() == 0 {
		return datasets.Category{}
	}
	c := datasets.Category{Codes: make([]int32, offences.Len())}
	for _, a := range layer.Areas {
		c.Levels = append(c.Levels, a.Code)
	}
	outside := int32(len(c.Levels))
	c.Levels = append(c.Levels, Outside)
	supplied := offences.Category(field)
	areas, kind := suppliedAreas(layer, supplied)
	var asSupplied, byPoint, pointOutside, unknown int
	for i := range c.Codes {
		c.Codes[i] = -1
		area := noArea
		if level := supplied.Codes[i]; level >= 0 {
			area = areas[level]
		}
		if area >= 0 {
			c.Codes[i] = area
			asSupplied++
			continue
		}
		if area == unknownArea {
			unknown++
		}
		if !math.IsNaN(s.Points[i].E) {
			c.Codes[i] = outside
			if at := layer.Find(s.Points[i]); at >= 0 {
				c.Codes[i] = int32(at)
			} else {
				pointOutside++
			}
			byPoint++
		} else if area == unknownArea {
			c.Codes[i] = outside
		}
	}
	words := field
	if field == "lsoa" {
		words = "LSOA"
	}
	switch {
	case asSupplied == 0 && byPoint == 0:
		return datasets.Category{}
	case byPoint == 0:
		s.say("The %s of an offence is the %s in the extract.", words, kind)
	case asSupplied == 0:
		s.say("The %s of an offence is the area that its point lies in.", words)
	default:
		s.say("The %s of an offence is the %s in the extract (%s offences) or, where that is blank or not among the boundaries, the area that its point lies in (%s).", words, kind, commas(asSupplied), commas(byPoint))
	}
	if pointOutside > 0 {
		s.say("%s without a usable %s %s: the point is outside every boundary.", plural(number(float64(pointOutside)), Offence), words, kind)
	}
	if unknown > 0 {
		s.say("%s with a %s %s that is not among the boundaries.", plural(number(float64(unknown)), Offence), words, kind)
	}
	return c
}
