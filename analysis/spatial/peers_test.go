//go:build unix

package spatial

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// processorSeconds is the processor time that this process has taken so far.
func processorSeconds(t *testing.T) float64 {
	t.Helper()
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		t.Fatal(err)
	}
	return float64(used.Utime.Nano()+used.Stime.Nano()) / 1e9
}

// TestPeers writes the data of the benchmarks, this package's answers to them and the
// processor time that they took into the folder that SVNA_PEERS names, for
// testdata/independent/peers.sh, which runs spdep, spatstat and scipy on the same.
func TestPeers(t *testing.T) {
	folder := os.Getenv("SVNA_PEERS")
	if folder == "" {
		t.Skip("needs SVNA_PEERS, a folder to write into; see testdata/independent/peers.sh")
	}
	write := func(name string, rows int, row func(i int) string) {
		var text strings.Builder
		for i := range rows {
			text.WriteString(row(i) + "\n")
		}
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var seconds []string
	timed := func(stage string, do func()) {
		start := processorSeconds(t)
		do()
		seconds = append(seconds, fmt.Sprintf("%s,svna,%.6f", stage, processorSeconds(t)-start))
	}
	cells, counts := bigGrid()
	var neighbours Neighbours
	var stars, permuted []Local
	var morans []Moran
	timed("neighbours", func() { neighbours = QueenCells(cells) })
	timed("gistar", func() { stars = GiStar(counts, neighbours) })
	timed("localmoran", func() { morans = LocalMoran(counts, neighbours) })
	timed("gistar 999", func() { permuted = GiStarPermuted(counts, neighbours, 999, 1) })
	write("grid.csv", len(cells), func(i int) string {
		return fmt.Sprintf("%d,%d,%v,%.17g,%.17g,%.17g", cells[i].I, cells[i].J, counts[i], stars[i].Value, morans[i].Value, permuted[i].P)
	})
	points, _ := manyPoints(100000)
	var at []Cell
	for k := range 25600 {
		at = append(at, Cell{k % 160, k / 160})
	}
	var density []float64
	timed("density", func() { density = DensityOfCells(points, nil, Quartic(1250), at, 250) })
	write("points.csv", len(points), func(i int) string { return fmt.Sprintf("%.17g,%.17g", points[i].E, points[i].N) })
	write("density.csv", len(at), func(i int) string { return fmt.Sprintf("%d,%d,%.17g", at[i].I, at[i].J, density[i]) })
	events, days := manyPoints(5000)
	for i, p := range events {
		events[i] = Point{p.E * 6 / 40, p.N * 6 / 40}
	}
	var near, table [][]KnoxCell
	start := processorSeconds(t)
	timed("knox 999", func() { near = Knox(events, days, []float64{0, 200}, []int{0, 14}, 999, 1) })
	seconds = append(seconds, fmt.Sprintf("knox a permutation,svna,%.6f", (processorSeconds(t)-start)/1000))
	timed("knox 20 cells 999", func() {
		table = Knox(events, days, []float64{0, 0.5, 100, 200, 300, 400}, []int{0, 1, 7, 14, 28}, 999, 1)
	})
	write("events.csv", len(events), func(i int) string { return fmt.Sprintf("%.17g,%.17g,%d", events[i].E, events[i].N, days[i]) })
	write("knox.csv", 1, func(int) string {
		return fmt.Sprintf("%d,%.17g,%v,%d", near[0][0].Observed, near[0][0].Expected, near[0][0].P, len(table))
	})
	var areas []Area
	for k := range 400 {
		areas = append(areas, HexCell{k%20 - k/40, k / 20}.Outline(2000))
	}
	layer := NewLayer(areas)
	found := make([]int, len(points))
	timed("point in polygon", func() {
		for i, p := range points {
			found[i] = layer.Find(p)
		}
	})
	write("areas.wkt", len(areas), func(i int) string {
		var corners []string
		ring := areas[i].Polygons[0][0]
		for k := range len(ring) + 1 {
			corners = append(corners, fmt.Sprintf("%.17g %.17g", ring[k%len(ring)].E, ring[k%len(ring)].N))
		}
		return "POLYGON((" + strings.Join(corners, ", ") + "))"
	})
	write("found.csv", len(found), func(i int) string { return fmt.Sprint(found[i]) })
	degrees, onGrid := make([]Point, len(points)), make([]Point, len(points))
	for i, p := range points {
		degrees[i].E, degrees[i].N = ToDegrees(Point{520000 + p.E, 160000 + p.N})
	}
	timed("national grid", func() {
		for i, d := range degrees {
			onGrid[i], _ = ToNationalGrid(d.E, d.N)
		}
	})
	write("degrees.csv", len(degrees), func(i int) string {
		return fmt.Sprintf("%.17g,%.17g,%.17g,%.17g", degrees[i].E, degrees[i].N, onGrid[i].E, onGrid[i].N)
	})
	write("seconds-svna.csv", len(seconds), func(i int) string { return seconds[i] })
}
