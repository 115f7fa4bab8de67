package datasets

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// Boundaries are the outlines of the areas of one geography, sorted by code.
type Boundaries struct {
	Reference
	Geography string // "ward", "lsoa", "borough"
	Vintage   string // "2025", "2021", ...: of the codes, by the property that held them
	Schematic bool   // true for drawn-up outlines that are not the real ones
	Degrees   bool   // true: X, Y are WGS84 longitude, latitude; false: National Grid metres
	// CodeProperty and NameProperty are where codes and names were found.
	CodeProperty, NameProperty string
	Areas                      []BoundaryArea
}

// BoundaryArea is one area: polygons of rings (the first the outline, the
// others holes) of vertices. Rings are closed: the last vertex is the first.
type BoundaryArea struct {
	Code, Name string
	Polygons   [][][]Coordinate
}

// Coordinate is longitude and latitude, or easting and northing.
type Coordinate struct{ X, Y float64 }

// Limits on a boundary file: a borough has hundreds of areas, the country some
// tens of thousands.
const (
	maxBoundaryBytes    = 512 << 20
	maxBoundaryAreas    = 250_000
	maxBoundaryVertices = 30_000_000
)

// geographyProperties are the names that codes of a geography go by, in files of
// the Office for National Statistics and of others, with the year of the codes.
var geographyProperties = map[string]*regexp.Regexp{
	"ward":    regexp.MustCompile(`^(wd|ward)(\d\d)(cd|_code)$`),
	"lsoa":    regexp.MustCompile(`^(lsoa)(\d\d)(cd|_code)$`),
	"msoa":    regexp.MustCompile(`^(msoa)(\d\d)(cd|_code)$`),
	"borough": regexp.MustCompile(`^(lad|ltla|utla|ctyua)(\d\d)(cd|_code)$`),
}

var (
	plainCodeProperties = []string{"code", "area_code", "gss_code"}
	plainNameProperties = []string{"name", "area_name"}
)

type geoFile struct {
	Type       string         `json:"type"`
	Schematic  bool           `json:"schematic"`
	Vintage    string         `json:"vintage"`
	Source     string         `json:"source"`
	Properties map[string]any `json:"properties"`
	Features   []geoFeature   `json:"features"`
	CRS        *struct {
		Properties map[string]any `json:"properties"`
	} `json:"crs"`
	Geometry json.RawMessage `json:"geometry"`
}

type geoFeature struct {
	Properties map[string]any `json:"properties"`
	Geometry   *struct {
		Type        string          `json:"type"`
		Coordinates json.RawMessage `json:"coordinates"`
	} `json:"geometry"`
}

// ReadBoundaries reads outlines from a GeoJSON FeatureCollection of Polygons
// and MultiPolygons, in WGS84 degrees or National Grid metres, told apart by
// the range of the coordinates. geography is "ward", "lsoa", "msoa" or "borough"
// and decides which property holds the code (WD25CD, LSOA21CD, ...; else code
// and name). Rings must be closed, have four points or more, be finite, enclose
// an area and not cross themselves, and holes lie inside; a code may not occur
// twice. A crs that is stated must be WGS84 or the National Grid and go with the
// coordinates. Errors name the file and the feature, counted from 1.
func ReadBoundaries(path string, geography string) (*Boundaries, error) {
	name := filepath.Base(path)
	if info, err := os.Stat(path); err == nil && info.Size() > maxBoundaryBytes {
		return nil, fmt.Errorf("read boundaries %s: the file is over 512 MiB; use generalised outlines", name)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read boundaries: %w", err)
	}
	b, err := parseBoundaries(content, geography)
	if err != nil {
		return nil, fmt.Errorf("read boundaries %s: %w", name, err)
	}
	b.Reference = Reference{Name: geography + " boundaries", Path: name, SHA256: hashOf(content), Source: b.Source, Notes: b.notes()}
	return b, nil
}

func parseBoundaries(content []byte, geography string) (*Boundaries, error) {
	var file geoFile
	content = bytes.TrimPrefix(content, []byte("\ufeff"))
	if err := checkJSON(content); err != nil {
		return nil, err
	}
	if err := json.Unmarshal(content, &file); err != nil {
		return nil, jsonFault(content, err)
	}
	if file.Type != "FeatureCollection" || len(file.Features) == 0 {
		return nil, errors.New("it is not a GeoJSON FeatureCollection with features")
	}
	if len(file.Features) > maxBoundaryAreas {
		return nil, fmt.Errorf("it has %d features; the limit is %d", len(file.Features), maxBoundaryAreas)
	}
	b := &Boundaries{Geography: geography, Vintage: file.Vintage, Schematic: file.schematic()}
	b.Source = file.Source
	if b.Source == "" && !b.Schematic {
		b.Source = "Office for National Statistics, OGL v3; contains OS data © Crown copyright and database right"
	}
	if err := b.findProperties(file.Features[0].Properties); err != nil {
		return nil, err
	}
	seen, vertices := map[string]int{}, 0
	for i, f := range file.Features {
		area, err := b.area(f)
		if err != nil {
			return nil, fmt.Errorf("feature %d: %w", i+1, err)
		}
		if first, twice := seen[area.Code]; twice {
			return nil, fmt.Errorf("feature %d: code %s is also that of feature %d", i+1, area.Code, first)
		}
		seen[area.Code] = i + 1
		if vertices += area.vertices(); vertices > maxBoundaryVertices {
			return nil, fmt.Errorf("feature %d: more than %d points so far; use generalised outlines", i+1, maxBoundaryVertices)
		}
		b.Areas = append(b.Areas, area)
	}
	if err := b.findUnits(); err != nil {
		return nil, err
	}
	degrees, known, err := file.statedCRS()
	switch {
	case err != nil:
		return nil, err
	case known && degrees != b.Degrees:
		return nil, errors.New("its crs does not go with its coordinates: the one is in degrees, the other in metres")
	}
	slices.SortFunc(b.Areas, func(x, y BoundaryArea) int { return strings.Compare(x.Code, y.Code) })
	return b, nil
}

func (b *Boundaries) notes() []string {
	units := "National Grid metres"
	if b.Degrees {
		units = "WGS84 degrees"
	}
	notes := []string{fmt.Sprintf("%d areas; codes are property %s; coordinates are %s.", len(b.Areas), b.CodeProperty, units)}
	if b.Schematic {
		notes = append(notes, "The outlines are schematic and not the real ones.")
	}
	return notes
}

// jsonFault adds the line to a fault of JSON.
func jsonFault(content []byte, err error) error {
	offset := int64(-1)
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		offset = syntax.Offset
	case errors.As(err, &kind):
		return fmt.Errorf("line %d: %s is not what GeoJSON has there", lineAt(content, kind.Offset), kind.Field)
	}
	return fmt.Errorf("line %d: it is not JSON", lineAt(content, offset))
}

func lineAt(content []byte, offset int64) int {
	offset = min(max(offset, 0), int64(len(content)))
	return 1 + bytes.Count(content[:offset], []byte("\n"))
}

func (f *geoFile) schematic() bool {
	if f.Schematic || f.Properties["schematic"] == true {
		return true
	}
	return slices.ContainsFunc(f.Features, func(g geoFeature) bool { return g.Properties["schematic"] == true })
}

// findProperties looks for the code and the name among the properties of the
// first feature.
func (b *Boundaries) findProperties(properties map[string]any) error {
	var names []string
	for name := range properties {
		names = append(names, name)
	}
	slices.Sort(names)
	pattern := geographyProperties[b.Geography]
	if pattern == nil {
		return fmt.Errorf("no geography is called %q; the geographies are ward, lsoa, msoa and borough", b.Geography)
	}
	for _, name := range names {
		found := pattern.FindStringSubmatch(strings.ToLower(name))
		if found == nil {
			continue
		}
		b.CodeProperty = name
		if b.Vintage == "" {
			b.Vintage = "20" + found[2]
		}
		want := []string{found[1] + found[2] + "nm", found[1] + found[2] + "_name"}
		b.NameProperty = propertyNamed(names, want)
	}
	if b.CodeProperty == "" {
		b.CodeProperty = propertyNamed(names, plainCodeProperties)
	}
	if b.NameProperty == "" {
		b.NameProperty = propertyNamed(names, plainNameProperties)
	}
	if b.CodeProperty == "" {
		return fmt.Errorf("feature 1: no property holds the code of a %s; it should be called code, or as in ONS files (WD25CD, LSOA21CD, LAD24CD); there are %s", b.Geography, cmp.Or(strings.Join(names, ", "), "none"))
	}
	return nil
}

// propertyNamed returns the first of the wanted names that is there, in
// whatever case it is there.
func propertyNamed(names, wanted []string) string {
	for _, w := range wanted {
		for _, name := range names {
			if strings.EqualFold(name, w) {
				return name
			}
		}
	}
	return ""
}

func (b *Boundaries) area(f geoFeature) (BoundaryArea, error) {
	code, _ := f.Properties[b.CodeProperty].(string)
	name, _ := f.Properties[b.NameProperty].(string)
	a := BoundaryArea{Code: strings.TrimSpace(code), Name: strings.TrimSpace(name)}
	if a.Code == "" {
		return a, fmt.Errorf("property %s is blank or not text", b.CodeProperty)
	}
	if f.Geometry == nil {
		return a, errors.New("it has no geometry")
	}
	var polygons [][][][]float64
	var err error
	switch f.Geometry.Type {
	case "Polygon":
		var rings [][][]float64
		err = json.Unmarshal(f.Geometry.Coordinates, &rings)
		polygons = [][][][]float64{rings}
	case "MultiPolygon":
		err = json.Unmarshal(f.Geometry.Coordinates, &polygons)
	default:
		return a, fmt.Errorf("its geometry is a %q; only Polygon and MultiPolygon have an inside", f.Geometry.Type)
	}
	if err != nil {
		return a, fmt.Errorf("its coordinates are not those of a %s", f.Geometry.Type)
	}
	for i, rings := range polygons {
		polygon, err := polygonOf(rings)
		if err != nil {
			return a, fmt.Errorf("polygon %d: %w", i+1, err)
		}
		a.Polygons = append(a.Polygons, polygon)
	}
	if len(a.Polygons) == 0 {
		return a, errors.New("it has no polygon")
	}
	return a, nil
}

func polygonOf(rings [][][]float64) ([][]Coordinate, error) {
	if len(rings) == 0 {
		return nil, errors.New("it has no ring")
	}
	var polygon [][]Coordinate
	for i, points := range rings {
		if len(points) < 4 {
			return nil, fmt.Errorf("ring %d has %d points; a closed ring has at least 4", i+1, len(points))
		}
		ring := make([]Coordinate, len(points))
		for j, p := range points {
			if len(p) < 2 {
				return nil, fmt.Errorf("ring %d, point %d has fewer than two coordinates", i+1, j+1)
			}
			ring[j] = Coordinate{p[0], p[1]}
			if err := checkFinite(ring[j]); err != nil {
				return nil, fmt.Errorf("ring %d, point %d: %w", i+1, j+1, err)
			}
		}
		if ring[0] != ring[len(ring)-1] {
			return nil, fmt.Errorf("ring %d is not closed: its last point is not its first", i+1)
		}
		polygon = append(polygon, ring)
	}
	return polygon, checkPolygon(polygon)
}

func (a BoundaryArea) vertices() int {
	n := 0
	for _, polygon := range a.Polygons {
		for _, ring := range polygon {
			n += len(ring)
		}
	}
	return n
}

// findUnits tells degrees from metres by the range of all coordinates.
func (b *Boundaries) findUnits() error {
	low, high := Coordinate{math.Inf(1), math.Inf(1)}, Coordinate{math.Inf(-1), math.Inf(-1)}
	for _, a := range b.Areas {
		for _, polygon := range a.Polygons {
			for _, ring := range polygon {
				for _, c := range ring {
					low = Coordinate{min(low.X, c.X), min(low.Y, c.Y)}
					high = Coordinate{max(high.X, c.X), max(high.Y, c.Y)}
				}
			}
		}
	}
	switch {
	case low.X >= -9 && high.X <= 2.5 && low.Y >= 49 && high.Y <= 61.5:
		b.Degrees = true
	case low.Y >= -9 && high.Y <= 2.5 && low.X >= 49 && high.X <= 61.5:
		return errors.New("latitude stands before longitude; GeoJSON has longitude first")
	case low.X >= 0 && high.X <= 700_000 && low.Y >= 0 && high.Y <= 1_300_000 && (high.X > 180 || high.Y > 90):
		b.Degrees = false
	default:
		return fmt.Errorf("the coordinates are neither WGS84 degrees nor National Grid metres in Great Britain: they run from %g, %g to %g, %g", low.X, low.Y, high.X, high.Y)
	}
	return nil
}
