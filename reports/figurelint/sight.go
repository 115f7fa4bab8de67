package figurelint

import (
	"fmt"
	"math"
)

// leastDistance is the least difference of two fills, in hundredths of OKLab, that
// readers with and without colour vision deficiency tell apart.
const leastDistance = 9.0

// leastShown is the area, in square points, from which a fill is told by its colour;
// smaller marks differ in shape.
const leastShown = 40.0

// official is the pair of the Government Analysis Function's categorical palette
// that is under the limit, 6.0 to protan sight: charts keep it apart by place and
// labels.
var official = [2]colour{{0x12, 0x43, 0x6d}, {0x80, 0x16, 0x50}}

// sights are the simulations of full deutan, protan and tritan sight of Machado,
// Oliveira and Fernandes (2009), row by row on linear RGB; the first is normal sight.
var sights = [4][9]float64{
	{1, 0, 0, 0, 1, 0, 0, 0, 1},
	{0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881},
	{0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998},
	{1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900},
}

// Distance is the difference of two colours, "#12436D", in hundredths of OKLab, to
// the sight to which it is least: normal, deutan, protan or tritan.
func Distance(first, second string) (float64, error) {
	a, err := readColour(first, nil)
	if err != nil {
		return 0, fmt.Errorf("read a colour: %w", err)
	}
	b, err := readColour(second, nil)
	if err != nil {
		return 0, fmt.Errorf("read a colour: %w", err)
	}
	return worstDistance(a, b), nil
}

func worstDistance(a, b colour) float64 {
	worst := math.Inf(1)
	for _, m := range sights {
		p, q := oklab(seen(a, m)), oklab(seen(b, m))
		worst = min(worst, 100*math.Hypot(math.Hypot(p[0]-q[0], p[1]-q[1]), p[2]-q[2]))
	}
	return worst
}

// seen is a colour as a sight sees it, in linear RGB.
func seen(c colour, m [9]float64) [3]float64 {
	in := [3]float64{linear(c[0]), linear(c[1]), linear(c[2])}
	var out [3]float64
	for i := range out {
		out[i] = min(1, max(0, m[3*i]*in[0]+m[3*i+1]*in[1]+m[3*i+2]*in[2]))
	}
	return out
}

// oklab is Ottosson's OKLab (2020) of linear RGB.
func oklab(c [3]float64) [3]float64 {
	l := math.Cbrt(0.4122214708*c[0] + 0.5363325363*c[1] + 0.0514459929*c[2])
	m := math.Cbrt(0.2119034982*c[0] + 0.6806995451*c[1] + 0.1073969566*c[2])
	s := math.Cbrt(0.0883024619*c[0] + 0.2817188376*c[1] + 0.6299787005*c[2])
	return [3]float64{
		0.2104542553*l + 0.7936177850*m - 0.0040720468*s,
		1.9779984951*l - 2.4285922050*m + 0.4505937099*s,
		0.0259040371*l + 0.7827717662*m - 0.8086757660*s,
	}
}

// checkSight checks that no two fills that are told apart by colour look alike to
// any sight.
func (d *drawing) checkSight(paper colour, say func(string, ...any)) {
	var fills []colour
	for _, e := range d.elements {
		if !e.filled || e.rings == nil || e.fill == paper || (e.bounds.right-e.bounds.left)*(e.bounds.bottom-e.bounds.top) < leastShown {
			continue
		}
		known := false
		for _, other := range fills {
			known = known || other == e.fill
		}
		if known {
			continue
		}
		for _, other := range fills {
			if pair := [2]colour{other, e.fill}; pair == official || [2]colour{e.fill, other} == official {
				continue
			}
			if got := worstDistance(e.fill, other); got < leastDistance {
				say("the fills #%02X%02X%02X and #%02X%02X%02X differ by %.1f to some eyes, want %.0f", other[0], other[1], other[2], e.fill[0], e.fill[1], e.fill[2], got, leastDistance)
			}
		}
		fills = append(fills, e.fill)
	}
}
