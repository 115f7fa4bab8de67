package reports

import (
	"math"
	"testing"

	"svna/reports/figurelint"
)

// The contrasts on white are those of section 7.1 of the publishing rules,
// reckoned there by the formula of WCAG 2.2 and rounded to two decimals or one; that
// of totals is ours.
func TestContrastOnWhite(t *testing.T) {
	for _, c := range []struct {
		name      string
		role      role
		want      float64
		tolerance float64
	}{
		{"main", roleMain, 10.25, 0.006},
		{"second", roleSecond, 3.03, 0.006},
		{"third", roleThird, 3.17, 0.006},
		{"fourth", roleFourth, 9.77, 0.006},
		{"total", roleTotal, 14.16, 0.006},
		{"context", roleContext, 1.84, 0.006},
		{"text", roleText, 19.6, 0.06},
		{"secondary", roleSecondary, 7.1, 0.06},
		{"grid", roleGrid, 1.4, 0.06},
		{"quiet", roleQuiet, 4.5, 0.06},
	} {
		if got := contrast(lightPalette[c.role], lightPalette[rolePage]); math.Abs(got-c.want) > c.tolerance {
			t.Errorf("%s: contrast %.3f, want %.2f", c.name, got, c.want)
		}
	}
}

// Text on every fill has 4.5:1 (WCAG 2.2, 1.4.3), in light and in dark; and a
// fill under 3:1 against the page is one that bars outline (1.4.11).
func TestTextOnFills(t *testing.T) {
	for name, p := range map[string]*palette{"light": lightPalette, "dark": darkPalette} {
		for fill := range roleCount {
			if fill == roleQuiet || fill == roleSecondary || fill == roleAxis || fill == roleGrid {
				continue // lines and points
			}
			if got := contrast(p[fill], p[on(fill)]); got < 4.5 {
				t.Errorf("%s: text on %s has contrast %.2f, want 4.5", name, fill.variable(), got)
			}
		}
		for _, text := range []role{roleText, roleSecondary} {
			if got := contrast(p[text], p[rolePage]); got < 4.5 {
				t.Errorf("%s: %s has contrast %.2f on the page, want 4.5", name, text.variable(), got)
			}
		}
		for _, r := range []role{roleMain, roleSecond, roleThird, roleFourth, roleTotal, roleQuiet, roleSignal, roleAxis} {
			if got := contrast(p[r], p[rolePage]); got < 3 {
				t.Errorf("%s: %s is drawn as points and lines, which have no outline, and has %.2f", name, r.variable(), got)
			}
		}
	}
}

// Sets that are told apart by colour differ by 9 at least to normal sight and to
// full deutan, protan and tritan simulation; the rules state 9.6 and 13.5 for the
// worst pairs of the sequential sets and 24.7 for the dark four. The official
// four of print reach 6.0 alone: those are told apart by place and label too.
func TestPaletteDistances(t *testing.T) {
	four := []role{roleMain, roleSecond, roleThird, roleFourth}
	for _, c := range []struct {
		name  string
		p     *palette
		roles []role
		want  float64
	}{
		{"sequential, light", lightPalette, sequentialRoles[:], 9.6},
		{"sequential, dark", darkPalette, sequentialRoles[:], 13.5},
		{"diverging, light", lightPalette, divergingRoles[:], 16.5},
		{"diverging, dark", darkPalette, divergingRoles[:], 13.2},
		{"categories, dark", darkPalette, four, 24.7},
		{"categories, light", lightPalette, four, 6.0},
		{"two series, light", lightPalette, four[:2], 9},
		{"points and signals, light", lightPalette, []role{roleQuiet, roleSignal}, 9},
		{"points and signals, dark", darkPalette, []role{roleQuiet, roleSignal}, 9},
		{"parts and totals, light", lightPalette, []role{roleMain, roleSecond, roleTotal}, 9},
		{"parts and totals, dark", darkPalette, []role{roleMain, roleSecond, roleTotal}, 9},
		{"main and quiet, light", lightPalette, []role{roleMain, roleQuiet}, 9},
	} {
		worst := math.Inf(1)
		for i, a := range c.roles {
			for _, b := range c.roles[:i] {
				distance, err := figurelint.Distance(hexOf(c.p[a]), hexOf(c.p[b]))
				if err != nil {
					t.Fatal(err)
				}
				worst = min(worst, distance)
			}
		}
		if worst < c.want-0.1 {
			t.Errorf("%s: worst distance %.2f, want %.1f", c.name, worst, c.want)
		}
	}
}

// Neighbours in the Analysis Function order have 3.09:1 at least, by which they
// may touch in a stack; the pair that only reaches 6.0 never does.
func TestStackNeighbours(t *testing.T) {
	order := []role{roleMain, roleThird, roleSecond, roleFourth}
	for i := 1; i < len(order); i++ {
		a, b := order[i-1], order[i]
		if pair := [2]role{a, b}; pair == [2]role{roleMain, roleFourth} || pair == [2]role{roleFourth, roleMain} {
			t.Error("dark blue and dark pink touch")
		}
		if a == roleThird && b == roleSecond {
			continue // told apart by hue and by a gap in the page colour; both are labelled
		}
		if got := contrast(lightPalette[a], lightPalette[b]); got < 3.08 {
			t.Errorf("neighbours %d and %d have contrast %.2f, want 3.09", a, b, got)
		}
	}
}
