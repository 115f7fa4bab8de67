package spatial

import (
	"bufio"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
)

// GridShift is Ordnance Survey's OSTN15: the shifts, east and north, from the
// National Grid projection of ETRS89 (as good as WGS84) to OSGB36, at every whole
// kilometre. With it the National Grid is good to a centimetre or two, where the
// seven-parameter transformation of ToNationalGrid is off by up to five metres.
type GridShift struct {
	east, north []float64 // metres, by row from the south; NaN where there is none
}

// The grid of OSTN15: 701 columns and 1251 rows of whole kilometres.
const (
	shiftColumns = 701
	shiftRows    = 1251
)

// etrsGrid is the National Grid projection on the figure of ETRS89.
var etrsGrid = mercator{
	ellipsoid: ellipsoid{6378137.000, 6356752.314140},
	f0:        nationalGrid.f0, phi0: nationalGrid.phi0, lam0: nationalGrid.lam0, e0: nationalGrid.e0, n0: nationalGrid.n0,
}

// ReadGridShift reads the data file of OSTN15 as Ordnance Survey publishes it
// (OSTN15_OSGM15_DataFile.txt): a heading and one line a point with its number,
// easting and northing on ETRS89, and the shifts east and north in metres, separated
// by commas; further columns are passed over. Shifts of 0 both ways mark points
// outside the transformation. The error names the line.
func ReadGridShift(r io.Reader) (*GridShift, error) {
	g := &GridShift{east: make([]float64, shiftColumns*shiftRows), north: make([]float64, shiftColumns*shiftRows)}
	for i := range g.east {
		g.east[i], g.north[i] = math.NaN(), math.NaN()
	}
	lines, read := bufio.NewScanner(r), 0
	for line := 1; lines.Scan(); line++ {
		fields := strings.Split(strings.TrimSpace(lines.Text()), ",")
		if len(fields) < 5 {
			return nil, fmt.Errorf("line %d: want a point number, easting, northing and two shifts, separated by commas", line)
		}
		var v [4]float64
		var err error
		for k := range v {
			if v[k], err = strconv.ParseFloat(strings.TrimSpace(fields[k+1]), 64); err != nil {
				break
			}
		}
		if err != nil {
			if line == 1 {
				continue // the heading
			}
			return nil, fmt.Errorf("line %d: a coordinate or shift is not a number", line)
		}
		column, row := v[0]/1000, v[1]/1000
		if !(column >= 0 && column < shiftColumns && row >= 0 && row < shiftRows) || column != math.Trunc(column) || row != math.Trunc(row) {
			return nil, fmt.Errorf("line %d: not a point of the grid of whole kilometres", line)
		}
		if v[2] != 0 || v[3] != 0 {
			i := int(row)*shiftColumns + int(column)
			g.east[i], g.north[i] = v[2], v[3]
			read++
		}
	}
	if err := lines.Err(); err != nil {
		return nil, err
	}
	if read == 0 {
		return nil, fmt.Errorf("no shift in the file: want the OSTN15 data file of Ordnance Survey")
	}
	return g, nil
}

// shiftAt is the shift at a point of the ETRS89 grid, by bilinear interpolation in
// its kilometre square; ok is false outside the transformation.
func (g *GridShift) shiftAt(p Point) (shift Point, ok bool) {
	if !p.Known() || p.E < 0 || p.N < 0 || p.E >= 1000*(shiftColumns-1) || p.N >= 1000*(shiftRows-1) {
		return Nowhere, false
	}
	column, row := int(p.E/1000), int(p.N/1000)
	t, u := p.E/1000-float64(column), p.N/1000-float64(row)
	at := func(shifts []float64) float64 {
		i := row*shiftColumns + column
		return (1-t)*(1-u)*shifts[i] + t*(1-u)*shifts[i+1] + t*u*shifts[i+shiftColumns+1] + (1-t)*u*shifts[i+shiftColumns]
	}
	shift = Point{at(g.east), at(g.north)}
	return shift, shift.Known()
}

// ToNationalGrid converts ETRS89 or WGS84 degrees to the National Grid. ok is false
// outside the transformation, which covers Great Britain and its nearer waters.
//
// Source: Ordnance Survey, Transformations and OSGM15 user guide (2016).
func (g *GridShift) ToNationalGrid(longitude, latitude float64) (p Point, ok bool) {
	if !inGreatBritain(longitude, latitude) {
		return Nowhere, false
	}
	p = etrsGrid.project(latitude*radian, longitude*radian)
	shift, ok := g.shiftAt(p)
	if !ok {
		return Nowhere, false
	}
	return Point{p.E + shift.E, p.N + shift.N}, true
}

// ToDegrees is the inverse of ToNationalGrid, by iteration to a tenth of a
// millimetre.
func (g *GridShift) ToDegrees(p Point) (longitude, latitude float64, ok bool) {
	longitude, latitude = ToDegrees(p) // to five metres
	at := etrsGrid.project(latitude*radian, longitude*radian)
	for range 20 {
		shift, ok := g.shiftAt(at)
		if !ok {
			return math.NaN(), math.NaN(), false
		}
		next := Point{p.E - shift.E, p.N - shift.N}
		moved := Distance(next, at)
		if at = next; moved < 1e-4 {
			break
		}
	}
	phi, lam := etrsGrid.unproject(at)
	return lam / radian, phi / radian, true
}
