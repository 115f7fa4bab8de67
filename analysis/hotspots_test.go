package analysis

import (
	"strings"
	"testing"

	"svna/datasets"
)

// TestHotspotIsWhereItWasPlanted: of a borough with one offence in ten within 250
// metres of the middle, the one hotspot is named by the place there, holds those
// offences and hardly more, and its parts add up; knife crime, fewer by far, is
// found too. Without the named place it is named from the nearest one.
func TestHotspotIsWhereItWasPlanted(t *testing.T) {
	in := syntheticBorough(3, pattern{Spot: 0.1})
	in.Places = append(in.Places, datasets.Place{Name: "Old Market", X: 547500, Y: 186500, Radius: 200})
	s := profileStudy(t, in)
	r := resultOf(t, s, "hotspots")
	table := tableIn(t, r, "hotspots")
	addsUp(t, table)
	row := rowIn(t, table, s.Period.Name(), table.Rows[0].Levels[1])
	if name := row.Levels[1]; !strings.Contains(name, "Old Market") && !strings.Contains(name, "Place 12") {
		t.Errorf("the hotspot is named %q", name)
	}
	planted := len(s.Offences(s.Period, s.Pack).Where(func(i int32) bool {
		return s.Points[i].E >= 547250 && s.Points[i].E < 547750 && s.Points[i].N >= 186250 && s.Points[i].N < 186750
	}))
	if n := row.Estimate.Numerator.Or(0); n < float64(planted) || n > 1.6*float64(planted) {
		t.Errorf("the hotspot holds %v offences, of which %d were planted", n, planted)
	}
	mix := tableIn(t, r, "hotspots-mix")
	addsUp(t, mix)

	in.Places = []datasets.Place{{Name: "Far End", X: 547500, Y: 185200, Radius: 100}}
	for _, statement := range resultOf(t, profileStudy(t, in), "hotspots").Statements {
		if text := statement.Text(); !strings.Contains(text, "metres north of Far End") {
			t.Errorf("no hotspot is named from the far place: %s", text)
		}
	}
}

// TestSharedMapPointsAreSaid: where all points are map points that others share,
// the sentence says so, and near repeats are not looked for.
func TestSharedMapPointsAreSaid(t *testing.T) {
	in := syntheticBorough(4, pattern{Spot: 0.3})
	e, n := in.Data.Offences.Ints("easting"), in.Data.Offences.Ints("northing")
	for i := range e {
		e[i], n[i] = e[i]/100*100+50, n[i]/100*100+50
	}
	s := profileStudy(t, in)
	for _, statement := range resultOf(t, s, "hotspots").Statements {
		if !strings.Contains(statement.Text(), "points are shared map points") {
			t.Errorf("no warning: %s", statement.Text())
		}
	}
	b, _ := BreakdownNamed("near-repeat")
	if o := compute(b, s); !strings.Contains(o.Skipped, "map points") {
		t.Errorf("near repeats of map points: skipped %q", o.Skipped)
	}
}

// TestHotspotOfHexagons: the planted place is found on hexagons too, which tables name by
// their middle and sentences and docs by their name, and no parts are lost.
func TestHotspotOfHexagons(t *testing.T) {
	in := syntheticBorough(3, pattern{Spot: 0.1})
	in.Places = append(in.Places, datasets.Place{Name: "Old Market", X: 547500, Y: 186500, Radius: 200})
	in.Parameters.Cells.Hexagonal = true
	s := profileStudy(t, in)
	for _, name := range []string{"hotspots", "cells", "density", "hotspot-change", "concentration", "knife-robbery-overlap"} {
		r := resultOf(t, s, name)
		for _, table := range r.Tables {
			for _, c := range table.Columns {
				if strings.Contains(c.Header, "of the corner") {
					t.Errorf("%s: a hexagon has no corner that names it: %s", table.ID, c.Header)
				}
			}
		}
	}
	table := tableIn(t, resultOf(t, s, "hotspots"), "hotspots")
	addsUp(t, table)
	if first := table.Rows[0]; !strings.Contains(first.Levels[1], "Old Market") && !strings.Contains(first.Levels[1], "Place 12") {
		t.Errorf("the hotspot is named %q", first.Levels[1])
	}
	if note := table.Notes[1]; !strings.Contains(note, "Hexagons of 250 metres") {
		t.Errorf("the note does not name hexagons: %s", note)
	}
}
