package analysis

import (
	"math"
	"math/rand/v2"
	"testing"

	"svna/analysis/spatial"
	"svna/analysis/stats"
)

// hotspotWords says which of the words about hotspots a study earns: that there is one,
// that one stood out from its surroundings as well, and that there is one of the rest.
func hotspotWords(t *testing.T, in Inputs) (hotspot, standsOut, second bool) {
	t.Helper()
	s, err := NewStudy(in)
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range violenceProfile(s, Where).findHotspots(s.Period).named() {
		hotspot, standsOut, second = true, standsOut || h.standsOut(), second || h.second
	}
	return hotspot, standsOut, second
}

// smoothMiddles are so many places anywhere in the borough or up to a kilometre outside.
func smoothMiddles(random *rand.Rand, n int) []spatial.Point {
	var middles []spatial.Point
	for range n {
		middles = append(middles, spatial.Point{E: 544000 + 7000*random.Float64(), N: 183000 + 7000*random.Float64()})
	}
	return middles
}

// TestHotspotWords counts how often each wording occurs in boroughs that are even, uneven
// without a hotspot (smoothly, from mildly to strongly, and in steps from ward to ward),
// and with a place planted in an even and in a smoothly uneven borough. An even borough
// earns none of the words more often than the error rate. An uneven one earns "hotspot",
// which says no more than "more than an even spread over the area"; that one stood out from
// its surroundings is said no more often than the error rate where the unevenness is
// smooth. Wards that differ in steps have real edges, which stand out now and then.
// SVNA_FALSE_ALARMS=500 makes the table.
func TestHotspotWords(t *testing.T) {
	boroughs := boroughsToTry(t)
	smooth := func(middles int, spot float64) func(*rand.Rand) pattern {
		return func(r *rand.Rand) pattern { return pattern{Spot: spot, Middles: smoothMiddles(r, middles)} }
	}
	steps := func(r *rand.Rand) pattern {
		weights := make([]float64, boroughSide*boroughSide)
		for i := range weights {
			weights[i] = math.Exp(0.4 * r.NormFloat64())
		}
		return pattern{Wards: weights}
	}
	planted := func(spot float64) func(*rand.Rand) pattern {
		return func(*rand.Rand) pattern { return pattern{Spot: spot} }
	}
	for _, kind := range []struct {
		name                                 string
		plant                                func(*rand.Rand) pattern
		mostHot, mostOut, leastOut, mostRest float64 // parts of the boroughs
	}{
		{"even", planted(0), errorRate, errorRate, 0, errorRate},
		{"smoothly uneven, 40 middles", smooth(40, 0), 1, errorRate, 0, 1},
		{"smoothly uneven, 10 middles", smooth(10, 0), 1, errorRate, 0, 1},
		{"smoothly uneven, 5 middles", smooth(5, 0), 1, 2 * errorRate, 0, 1},
		{"uneven in steps from ward to ward", steps, 1, 0.3, 0, 1},
		{"3% within 250 metres, else even", planted(0.03), 1, 1, 0.3, errorRate},
		{"5% within 250 metres, else even", planted(0.05), 1, 1, 0.7, errorRate},
		{"10% within 250 metres, else even", planted(0.1), 1, 1, 0.98, errorRate},
		{"5% within 250 metres, else 10 middles", smooth(10, 0.05), 1, 1, 0.5, 1},
		{"10% within 250 metres, else 10 middles", smooth(10, 0.1), 1, 1, 0.95, 1},
	} {
		var hotspots, out, rest int
		for seed := range boroughs {
			plant := kind.plant(rand.New(rand.NewPCG(uint64(seed+1), 11)))
			hotspot, standsOut, second := hotspotWords(t, syntheticBorough(uint64(seed+1), plant))
			for _, word := range []struct {
				said bool
				n    *int
			}{{hotspot, &hotspots}, {standsOut, &out}, {second, &rest}} {
				if word.said {
					*word.n++
				}
			}
		}
		t.Logf("%-40s hotspot %s; one stood out from its surroundings %s; hotspot of the rest %s", kind.name, shareOf(hotspots, boroughs), shareOf(out, boroughs), shareOf(rest, boroughs))
		for _, limit := range []struct {
			word string
			n    int
			rate float64
		}{{"hotspot", hotspots, kind.mostHot}, {"stood out", out, kind.mostOut}, {"hotspot of the rest", rest, kind.mostRest}, {"silence", boroughs - out, 1 - kind.leastOut}} {
			if limit.rate < 1 && limit.n > binomialLimit(boroughs, limit.rate, 1.0/20000) {
				t.Errorf("%s: %s in %s", kind.name, limit.word, shareOf(limit.n, boroughs))
			}
		}
	}
}

// TestSurroundingsInWords: each hotspot is said to stand out from its surroundings or not
// to, in the sentence and in the title of the map.
func TestSurroundingsInWords(t *testing.T) {
	out, within := stats.N(0.0004), stats.N(0.3)
	for _, test := range []struct {
		p           []stats.Number
		says, title string
	}{
		{[]stats.Number{out}, "it also stood out from its surroundings", "A was a hotspot of thefts and stood out from its surroundings"},
		{[]stats.Number{within}, "it did not clearly stand out from its surroundings, being part of a denser area", "A was a hotspot of thefts, as part of a denser area"},
		{[]stats.Number{{}}, "it did not clearly stand out from its surroundings, being part of a denser area", "A was a hotspot of thefts, as part of a denser area"},
		{[]stats.Number{out, out}, "both also stood out from their surroundings", "Hotspots of thefts that stood out from their surroundings: A and B"},
		{[]stats.Number{within, within, within}, "none of them clearly stood out from its surroundings, each being part of a denser area", "Hotspots of thefts, as parts of denser areas: A, B and C"},
		{[]stats.Number{within, within}, "neither clearly stood out from its surroundings, each being part of a denser area", "Hotspots of thefts, as parts of denser areas: A and B"},
		{[]stats.Number{out, within}, "A also stood out from its surroundings, and B did not clearly, being part of a denser area", "Hotspots of thefts that stood out from their surroundings: A; as parts of denser areas: B"},
		{[]stats.Number{out, within, within, out}, "A and D also stood out from their surroundings, and the others did not clearly, being part of a denser area", "Hotspots of thefts that stood out from their surroundings: A and D; as parts of denser areas: B and C"},
	} {
		var figures []Figure
		for i, p := range test.p {
			figures = append(figures, Figure{Label: "ABCD"[i : i+1], Extra: map[string]stats.Number{"denser_p": p}})
		}
		if got := againstSurroundings(figures); got != test.says {
			t.Errorf("got %q, want %q", got, test.says)
		}
		if got := hotspotTitle("thefts", figures); got != test.title {
			t.Errorf("got %q, want %q", got, test.title)
		}
	}
}
