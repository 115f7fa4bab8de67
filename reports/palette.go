package reports

import (
	"image/color"
	"math"
	"strconv"
	"strings"
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
	roleQuiet            // intervals that include the reference, points without a signal
	roleSignal           // points of a control chart that are part of a signal
	roleText             // names and values
	roleSecondary        // subtitle, notes, sources
	roleGrid             // lines of the value axis
	roleAxis             // axis, and outline of fills that are under 3:1
	roleSequential1      // low
	roleSequential2
	roleSequential3
	roleSequential4
	roleSequential5 // high
	roleDiverging1  // far below the middle
	roleDiverging2
	roleDiverging3 // the middle: about 1
	roleDiverging4
	roleDiverging5 // far above
	roleCount
)

// roleNames name the roles as CSS variables do.
var roleNames = [roleCount]string{
	"page", "main", "second", "third", "fourth", "total", "context", "quiet", "signal", "text", "secondary", "grid", "axis", "low", "low-middle", "middle", "middle-high", "high",
	"far-below", "below", "about", "above", "far-above",
}

// sequentialRoles are the five classes of a map or of tiles, low to high.
var sequentialRoles = [5]role{roleSequential1, roleSequential2, roleSequential3, roleSequential4, roleSequential5}

// divergingRoles are the five classes of a ratio around 1.
var divergingRoles = [5]role{roleDiverging1, roleDiverging2, roleDiverging3, roleDiverging4, roleDiverging5}

// on is the role of text upon a fill, which may be black in light and white in
// dark.
func on(fill role) role { return roleCount + fill }

// variable is the name of a role as a CSS variable.
func (r role) variable() string {
	if r >= roleCount {
		return "--svna-on-" + roleNames[r-roleCount]
	}
	return "--svna-" + roleNames[r]
}

// palette gives each role its colour, and the text upon it.
type palette [2 * roleCount]color.RGBA

// newPalette completes a palette by the colours of text upon its fills: black or
// white, whichever contrasts more.
func newPalette(colours palette) *palette {
	black, white := hex("#0B0C0C"), hex("#FFFFFF")
	for fill := range roleCount {
		colours[on(fill)] = black
		if contrast(white, colours[fill]) > contrast(black, colours[fill]) {
			colours[on(fill)] = white
		}
	}
	return &colours
}

// DarkVariables are the CSS declarations that turn embedded figures dark: the
// roles of their colours, as variables. In light, figures need none.
func DarkVariables() string {
	var css strings.Builder
	for r := range 2 * roleCount {
		css.WriteString(r.variable() + ":" + hexOf(darkPalette[r]) + ";")
	}
	return css.String()
}

// lightPalette is the palette of print, Word, Excel and the light page. The
// colours are those of the Government Analysis Function for categories; the
// sequential set is ours, chosen so that neighbours differ for readers with and
// without colour vision deficiency.
var lightPalette = newPalette(palette{
	rolePage:        hex("#FFFFFF"),
	roleMain:        hex("#12436D"),
	roleSecond:      hex("#F46A25"),
	roleThird:       hex("#28A197"),
	roleFourth:      hex("#801650"),
	roleTotal:       hex("#2B2B2B"), // #3D3D3D is too near to the main colour for protan eyes
	roleContext:     hex("#BFBFBF"),
	roleQuiet:       hex("#767676"),
	roleSignal:      hex("#490092"),
	roleText:        hex("#0B0C0C"),
	roleSecondary:   hex("#505A5F"),
	roleGrid:        hex("#D9D9D9"),
	roleAxis:        hex("#505A5F"),
	roleSequential1: hex("#EBF3FC"),
	roleSequential2: hex("#B5D5F3"),
	roleSequential3: hex("#6BACE6"),
	roleSequential4: hex("#2073BC"),
	roleSequential5: hex("#12436D"),
	roleDiverging1:  hex("#12436D"),
	roleDiverging2:  hex("#6BACE6"),
	roleDiverging3:  hex("#F0F0F0"),
	roleDiverging4:  hex("#F7A87C"),
	roleDiverging5:  hex("#B23A00"),
})

// darkPalette is the palette of a dark page. Lightening the colours above fails
// readers with colour vision deficiency; these are a set of their own, in which
// high is light.
var darkPalette = newPalette(palette{
	rolePage:        hex("#14191F"),
	roleMain:        hex("#6BACE6"),
	roleSecond:      hex("#FEAD00"),
	roleThird:       hex("#FFFFFF"),
	roleFourth:      hex("#B44438"),
	roleTotal:       hex("#C0C3C5"),
	roleContext:     hex("#5A6670"),
	roleQuiet:       hex("#7F8A94"),
	roleSignal:      hex("#FFFFFF"),
	roleText:        hex("#F3F2F1"),
	roleSecondary:   hex("#B1B4B6"),
	roleGrid:        hex("#3A444E"),
	roleAxis:        hex("#B1B4B6"),
	roleSequential1: hex("#16283A"),
	roleSequential2: hex("#1B4A77"),
	roleSequential3: hex("#2073BC"),
	roleSequential4: hex("#6BACE6"),
	roleSequential5: hex("#D6E8FA"),
	roleDiverging1:  hex("#A9D4FF"),
	roleDiverging2:  hex("#2F6FB0"),
	roleDiverging3:  hex("#2B3138"),
	roleDiverging4:  hex("#A8501F"),
	roleDiverging5:  hex("#FFC39B"),
})

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

// needsOutline reports whether a fill is under 3:1 against the page, light or
// dark, and so must have an outline: one drawing serves both.
func needsOutline(fill role) bool {
	return contrast(lightPalette[fill], lightPalette[rolePage]) < 3 || contrast(darkPalette[fill], darkPalette[rolePage]) < 3
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
