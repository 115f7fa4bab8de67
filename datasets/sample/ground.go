package sample

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
)

// tileMap is the schematic borough: each letter is a square tile, one made-up
// LSOA, and names its ward. Wards have as many tiles as the ONS best-fit lookup
// gives them LSOAs of 2021, and lie roughly as the real ones lie to each other.
// Outlines, areas and neighbours are not the real ones.
var tileMap = []string{
	"........CC.....",
	"........CC.....",
	"........CCC....",
	".......WWWW....",
	".......VWWW....",
	".....BBVVVHHEE.",
	".....BBVVVHHEE.",
	"...DDKBVVPPLE..",
	"NNDDDKKPPPLL...",
	"NNNDKKKPPPLL...",
	"NASSSKKKOOIII..",
	"AASSSSOOOOIII..",
	"GGGSSSROMMM....",
	".GGTTRRRMM.....",
	"...T.R.........",
}

// The tiles in National Grid metres: the north-west corner of the map, and the
// side of a tile. 115 tiles of 560 m cover 36 square kilometres, the area of
// the borough.
const (
	mapEast  = 543400
	mapNorth = 190000
	tileSide = 560
)

// ward is a ward of May 2022, with its letter on the map.
type ward struct {
	letter     byte
	code, name string
}

// wards are those of Barking and Dagenham. Source: Office for National
// Statistics, ward boundaries, OGL v3.
var wards = []ward{
	{'A', "E05014053", "Abbey"},
	{'L', "E05014054", "Alibon"},
	{'R', "E05014055", "Barking Riverside"},
	{'M', "E05014056", "Beam"},
	{'B', "E05014057", "Becontree"},
	{'C', "E05014058", "Chadwell Heath"},
	{'E', "E05014059", "Eastbrook & Rush Green"},
	{'S', "E05014060", "Eastbury"},
	{'G', "E05014061", "Gascoigne"},
	{'O', "E05014062", "Goresbrook"},
	{'H', "E05014063", "Heath"},
	{'D', "E05014064", "Longbridge"},
	{'K', "E05014065", "Mayesbrook"},
	{'N', "E05014066", "Northbury"},
	{'P', "E05014067", "Parsloes"},
	{'T', "E05014068", "Thames View"},
	{'V', "E05014069", "Valence"},
	{'I', "E05014070", "Village"},
	{'W', "E05014071", "Whalebone"},
}

// place is a named place. Its point is approximate and moved to suit the tiles.
type place struct {
	name, category    string
	easting, northing int
	radius            int
	locationType      string
}

var places = []place{
	{"Barking town centre", "town centre", 544240, 184400, 300, "Town centre"},
	{"Dagenham Heathway", "town centre", 549280, 184120, 250, "Town centre"},
	{"Mayesbrook Park", "park", 546480, 185240, 250, "Park"},
	{"Becontree station", "station", 548160, 184120, 200, "Station"},
	{"Becontree Heath", "town centre", 549280, 186920, 250, "Street"},
	{"Upney station", "station", 545920, 184120, 200, "Station"},
	{"Dagenham East station", "station", 549840, 184680, 200, "Station"},
	{"Chadwell Heath station", "station", 547600, 188040, 200, "Station"},
	{"Dagenham Dock station", "station", 548720, 182440, 200, "Station"},
	{"Barking Riverside station", "station", 547040, 182440, 200, "Station"},
	{"Parsloes Park", "park", 548160, 185240, 250, "Park"},
	{"Barking Park", "park", 544800, 185240, 250, "Park"},
	{"Thames View shops", "shopping parade", 545920, 182440, 150, "Shop"},
	{"Valence Park", "park", 548160, 186360, 200, "Park"},
}

// tile is one square of the map: an LSOA with a made-up code.
type tile struct {
	row, column int
	ward        int // index in wards
	code, name  string
}

// corner returns the south-west corner of the tile, in metres.
func (t tile) corner() (easting, northing int) {
	return mapEast + tileSide*t.column, mapNorth - tileSide*(t.row+1)
}

// plan is the map, read.
type plan struct {
	tiles []tile
	at    map[[2]int]int // row and column -> tile
	of    [][]int        // ward -> its tiles, in reading order
}

// borough is the map of the sample.
var borough = readPlan()

func readPlan() plan {
	p := plan{at: map[[2]int]int{}, of: make([][]int, len(wards))}
	for row, line := range tileMap {
		for column := range len(line) {
			for w := range wards {
				if wards[w].letter != line[column] {
					continue
				}
				n := len(p.tiles)
				p.at[[2]int{row, column}] = n
				p.of[w] = append(p.of[w], n)
				p.tiles = append(p.tiles, tile{row, column, w, fmt.Sprintf("X%08d", 1000001+n), fmt.Sprintf("%s schematic %d", wards[w].name, len(p.of[w]))})
			}
		}
	}
	return p
}

// find returns the tile that a point lies in, or -1.
func (p plan) find(easting, northing int) int {
	column, row := (easting-mapEast)/tileSide, (mapNorth-1-northing)/tileSide
	n, there := p.at[[2]int{row, column}]
	if !there {
		return -1
	}
	return n
}

// ground draws where offences of a profile happen: at a named place, or
// anywhere in a ward.
type ground struct {
	where  *deck // the places, then the wards
	tiles  []*deck
	gaps   *deck // which parts of the location are blank
	random *rand.Rand
}

// spot is where one offence happened. Codes are "" and metres 0 where blank.
type spot struct {
	ward, lsoa        string
	easting, northing int
	place             int // index in places, or -1
	wardName          string
}

// draw returns the spot of an offence.
func (g *ground) draw() spot {
	s := spot{place: -1}
	choice := g.where.deal()
	if choice < len(places) {
		p := places[choice]
		s.place = choice
		radius := 0.95 * float64(p.radius) * math.Sqrt(g.random.Float64())
		sine, cosine := math.Sincos(2 * math.Pi * g.random.Float64())
		s.easting, s.northing = p.easting+int(radius*cosine), p.northing+int(radius*sine)
	} else {
		w := choice - len(places)
		t := borough.tiles[borough.of[w][g.tiles[w].deal()]]
		e, n := t.corner()
		s.easting, s.northing = e+1+g.random.IntN(tileSide-2), n+1+g.random.IntN(tileSide-2)
	}
	t := borough.tiles[borough.find(s.easting, s.northing)]
	s.ward, s.lsoa, s.wardName = wards[t.ward].code, t.code, wards[t.ward].name
	switch g.gaps.deal() {
	case 1: // nothing is known
		s.ward, s.lsoa, s.easting, s.northing = "", "", 0, 0
	case 2: // no point
		s.easting, s.northing = 0, 0
	case 3: // no areas
		s.ward, s.lsoa = "", ""
	}
	return s
}

// newGround makes a ground from per cents at places, by name, and weights of
// wards, by letter, that share the rest.
func newGround(random *rand.Rand, at map[string]float64, byLetter string) *ground {
	g := &ground{random: random, gaps: newDeck(random, 0.972, 0.008, 0.015, 0.005)}
	weights := make([]float64, len(places)+len(wards))
	atPlaces, inWards := 0.0, 0.0
	for i, p := range places {
		weights[i] = at[p.name]
		atPlaces += weights[i]
	}
	for _, field := range strings.Fields(byLetter) {
		var weight float64
		fmt.Sscanf(field[1:], "%g", &weight)
		for i, w := range wards {
			if w.letter == field[0] {
				weights[len(places)+i] = weight
				inWards += weight
			}
		}
	}
	for i := range wards {
		weights[len(places)+i] *= (100 - atPlaces) / inWards
		g.tiles = append(g.tiles, newDeck(random, tileWeights(len(borough.of[i]))...))
	}
	g.where = newDeck(random, weights...)
	return g
}

// tileWeights lets the first tiles of a ward have more offences than the last,
// and the same ones in every profile, as hotspots do.
func tileWeights(n int) []float64 {
	weights := make([]float64, n)
	for i := range weights {
		weights[i] = 1 / (1 + 0.5*float64(i))
	}
	return weights
}

// streetText is the free text of a location. It has commas, and now and then
// quotation marks, so that readers must know both.
func streetText(random *rand.Rand, s spot) string {
	number := 1 + random.IntN(180)
	near := s.wardName + " ward"
	if s.place >= 0 {
		near = "near " + places[s.place].name
	}
	if random.IntN(250) == 0 {
		return fmt.Sprintf(`Flat above "The Synthetic Arms", Synthetic Road %d, %s`, number, near)
	}
	return fmt.Sprintf("Synthetic Road %d, %s", number, near)
}
