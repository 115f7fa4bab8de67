package sample

import (
	"fmt"
	"io"
	"strings"
)

// corner is a corner of tiles: column and row of the grid of corners.
type corner [2]int

// outline walks round a set of tiles and returns the closed ring of every corner
// on the way, counter-clockwise as seen on the map, so that neighbours share all
// their vertices. The set must be connected and without holes.
func outline(tiles []int) []corner {
	inside := map[[2]int]bool{}
	for _, n := range tiles {
		inside[[2]int{borough.tiles[n].row, borough.tiles[n].column}] = true
	}
	next := map[corner][]corner{}
	for _, n := range tiles {
		r, c := borough.tiles[n].row, borough.tiles[n].column
		for _, side := range []struct {
			row, column int
			from, to    corner
		}{
			{r + 1, c, corner{c, r + 1}, corner{c + 1, r + 1}},
			{r, c + 1, corner{c + 1, r + 1}, corner{c + 1, r}},
			{r - 1, c, corner{c + 1, r}, corner{c, r}},
			{r, c - 1, corner{c, r}, corner{c, r + 1}},
		} {
			if !inside[[2]int{side.row, side.column}] {
				next[side.from] = append(next[side.from], side.to)
			}
		}
	}
	first := borough.tiles[tiles[0]]
	start := corner{first.column, first.row} // the first in reading order is on the edge
	ring := []corner{start}
	for at, from := next[start][0], start; ; {
		ring = append(ring, at)
		if at == start {
			return ring
		}
		at, from = leftmost(from, at, next[at]), at
	}
}

// leftmost chooses the way on. Where two tiles touch at a corner only, there
// are two ways, and turning left keeps to the tile walked along.
func leftmost(from, at corner, ways []corner) corner {
	if len(ways) == 1 {
		return ways[0]
	}
	dx, dy := at[0]-from[0], at[1]-from[1]
	left := corner{at[0] + dy, at[1] - dx}
	for _, way := range ways {
		if way == left {
			return way
		}
	}
	return ways[0]
}

// schematicNote stands in both boundary files.
const schematicNote = "Schematic outlines made up of square tiles for the synthetic sample. They are not the real boundaries. Coordinates are British National Grid metres. Ward codes and names: Office for National Statistics, OGL v3; LSOA codes are made up."

// writeOutlines writes GeoJSON of areas, each a set of tiles.
func writeOutlines(w io.Writer, geography string, codes, names []string, tiles [][]int) error {
	var b strings.Builder
	fmt.Fprintf(&b, "{\n\"type\": \"FeatureCollection\",\n\"name\": \"%s of the synthetic sample\",\n\"schematic\": true,\n\"note\": %q,\n\"features\": [", geography, schematicNote)
	for i := range codes {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, "\n{\"type\": \"Feature\", \"properties\": {\"code\": %q, \"name\": %q}, \"geometry\": {\"type\": \"Polygon\", \"coordinates\": [[", codes[i], names[i])
		for j, c := range outline(tiles[i]) {
			if j > 0 {
				b.WriteByte(',')
			}
			fmt.Fprintf(&b, "[%d,%d]", mapEast+tileSide*c[0], mapNorth-tileSide*c[1])
		}
		b.WriteString("]]}}")
	}
	b.WriteString("\n]\n}\n")
	_, err := io.WriteString(w, b.String())
	return err
}

// writeWards writes the wards, writeLSOAs the tiles.
func writeWards(w io.Writer) error {
	var codes, names []string
	for _, ward := range wards {
		codes, names = append(codes, ward.code), append(names, ward.name)
	}
	return writeOutlines(w, "Wards", codes, names, borough.of)
}

func writeLSOAs(w io.Writer) error {
	var codes, names []string
	var tiles [][]int
	for n, t := range borough.tiles {
		codes, names, tiles = append(codes, t.code), append(names, t.name), append(tiles, []int{n})
	}
	return writeOutlines(w, "LSOAs", codes, names, tiles)
}
