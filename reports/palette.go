package reports

import (
	"image/color"
	"math"
	"strconv"
)

// role is what a colour is for. Plotters and keys name roles and never colours,
// so that another page (dark, or print in grey) is another palette.
type role int

// The roles.
const (
	rolePage        role = iota
	roleMain             // the current period, the main series
	roleSecond           // the second of two
	roleThird            // turquoise of the Analysis Function order
	roleFourth           // dark pink of the Analysis Function order
	roleTotal            // totals of a waterfall
	roleContext          // the previous period
	roleQuiet            // intervals that include the reference
	roleText             // names and values
	roleSecondary        // subtitle, notes, sources
	roleGrid             // lines of the value axis
	roleAxis             // axis, and outline of fills that are under 3:1
	roleSequential1      // low
	roleSequential2
	roleSequential3
	roleSequential4
	roleSequential5 // high
	roleCount
)

// sequentialRoles are the five classes of a map or of tiles, low to high.
var sequentialRoles = [5]role{roleSequential1, roleSequential2, roleSequential3, roleSequential4, roleSequential5}

// palette gives each role its colour.
type palette [roleCount]color.RGBA

// lightPalette is the palette of print, Word, Excel and the light page. The
// colours are those of the Government Analysis Function for categories; the
// sequential set is ours, chosen so that neighbours differ for readers with and
// without colour vision deficiency.
var lightPalette = palette{
	rolePage:        hex("#FFFFFF"),
	roleMain:        hex("#12436D"),
	roleSecond:      hex("#F46A25"),
	roleThird:       hex("#28A197"),
	roleFourth:      hex("#801650"),
	roleTotal:       hex("#3D3D3D"),
	roleContext:     hex("#BFBFBF"),
	roleQuiet:       hex("#767676"),
	roleText:        hex("#0B0C0C"),
	roleSecondary:   hex("#505A5F"),
	roleGrid:        hex("#D9D9D9"),
	roleAxis:        hex("#505A5F"),
	roleSequential1: hex("#EBF3FC"),
	roleSequential2: hex("#B5D5F3"),
	roleSequential3: hex("#6BACE6"),
	roleSequential4: hex("#2073BC"),
	roleSequential5: hex("#12436D"),
}

// hex reads "#12436D"; it panics on anything else.
func hex(s string) color.RGBA {
	v, err := strconv.ParseUint(s[1:], 16, 24)
	if err != nil {
		panic("reports: malformed colour " + s)
	}
	return color.RGBA{uint8(v >> 16), uint8(v >> 8), uint8(v), 255}
}

// linear is a channel in linear light, 0 to 1 (IEC 61966-2-1).
func linear(channel uint8) float64 {
	v := float64(channel) / 255
	if v <= 0.04045 {
		return v / 12.92
	}
	return math.Pow((v+0.055)/1.055, 2.4)
}

// luminance is the relative luminance of WCAG 2.2.
func luminance(c color.RGBA) float64 {
	return 0.2126*linear(c.R) + 0.7152*linear(c.G) + 0.0722*linear(c.B)
}

// contrast is the contrast ratio of WCAG 2.2, 1 to 21.
func contrast(a, b color.RGBA) float64 {
	la, lb := luminance(a), luminance(b)
	if la < lb {
		la, lb = lb, la
	}
	return (la + 0.05) / (lb + 0.05)
}

// needsOutline reports whether a fill is under 3:1 against the page and so must
// have an outline.
func (p *palette) needsOutline(fill role) bool { return contrast(p[fill], p[rolePage]) < 3 }

// textOn is the role of text upon a fill: text or page colour, whichever
// contrasts more.
func (p *palette) textOn(fill role) role {
	if contrast(p[rolePage], p[fill]) > contrast(p[roleText], p[fill]) {
		return rolePage
	}
	return roleText
}

// classRoles spreads a number of classes, at most five, over the sequential set.
func classRoles(classes int) []role {
	switch classes {
	case 0:
		return nil
	case 1:
		return []role{roleSequential3}
	case 2:
		return []role{roleSequential2, roleSequential4}
	case 3:
		return []role{roleSequential1, roleSequential3, roleSequential5}
	case 4:
		return []role{roleSequential1, roleSequential2, roleSequential3, roleSequential5}
	}
	return sequentialRoles[:]
}
