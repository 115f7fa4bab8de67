package analysis

import (
	"fmt"
	"strings"
	"testing"

	"svna/analysis/spatial"
	"svna/datasets"
)

// TestPointsByGridShift: with a grid of shifts, degrees go to the National Grid by
// it, and the study says so. The shifts here are those of no real place: 1,000 m
// east and 2,000 m north of the projection on ETRS89, which the closed formulas are
// nowhere near.
func TestPointsByGridShift(t *testing.T) {
	text := "Point_ID,ETRS89_Easting,ETRS89_Northing,ETRS89_OSGB36_EShift,ETRS89_OSGB36_NShift\n"
	for row := range 61 {
		for column := range 61 {
			text += fmt.Sprintf("%d,%d,%d,1000,2000\n", row*61+column+1, 520000+1000*column, 160000+1000*row)
		}
	}
	shift, err := spatial.ReadGridShift(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	var b datasets.Builder
	b.Floats("longitude", []float64{0.08})
	b.Floats("latitude", []float64{51.54})
	data := &datasets.Dataset{Offences: datasets.Offences{Table: b.Table()}}

	plain := &Study{Inputs: Inputs{Data: data}}
	plain.derivePoints()
	shifted := &Study{Inputs: Inputs{Data: data, GridShift: shift}}
	shifted.derivePoints()

	want, ok := shift.ToNationalGrid(0.08, 51.54)
	if got := shifted.Points[0]; !ok || got != want {
		t.Errorf("by the grid of shifts: %v, want %v", got, want)
	}
	if d := spatial.Distance(plain.Points[0], shifted.Points[0]); d < 500 {
		t.Errorf("the grid of shifts moves the point by %.0f m, want hundreds: it was not used", d)
	}
	if plain.Plane != "British National Grid, Ordnance Survey formulas, good to 5 m" || shifted.Plane != "British National Grid by OSTN15" {
		t.Errorf("said %q and %q", plain.Plane, shifted.Plane)
	}
}
