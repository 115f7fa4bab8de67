package reports

import (
	"image"
	"image/draw"
	"math"
	"sync"

	xfont "golang.org/x/image/font"
	"golang.org/x/image/math/fixed"
	"gonum.org/v1/plot/font"
)

// glyphSet holds the pictures of the characters of one face and size, which are
// drawn once: the same few dozen stand a thousand times in the figures of a run.
type glyphSet struct {
	guard  sync.Mutex
	face   xfont.Face // not safe for use by several goroutines
	glyphs map[glyphKey]glyph
	kerns  map[[2]rune]fixed.Int26_6
}

// subpixels is the number of places within a pixel at which a character may
// begin; its baseline is on a whole pixel, where it is sharpest.
const subpixels = 4

type glyphKey struct {
	char rune
	at   int // in subpixels, from 0
}

// glyph is the picture of a character with its baseline at 0, 0.
type glyph struct {
	mask    *image.Alpha
	bounds  image.Rectangle
	advance fixed.Int26_6
}

var glyphSets sync.Map // of *glyphSet, by font.Font

func glyphsOf(f font.Face) *glyphSet {
	if set, ok := glyphSets.Load(f.Font); ok {
		return set.(*glyphSet)
	}
	set, _ := glyphSets.LoadOrStore(f.Font, &glyphSet{
		face: f.FontFace(dotsPerInch), glyphs: map[glyphKey]glyph{}, kerns: map[[2]rune]fixed.Int26_6{},
	})
	return set.(*glyphSet)
}

// write writes one line with its baseline at a point, in pixels from the upper
// left.
func (s *glyphSet) write(on *image.RGBA, colour image.Image, x, y float64, text string) {
	s.guard.Lock()
	defer s.guard.Unlock()
	dot, baseline := fixed.Int26_6(math.Round(64*x)), int(math.Round(y))
	before := rune(-1)
	for _, char := range text {
		if before >= 0 {
			dot += s.kern(before, char)
		}
		steps := int(math.Round(float64(dot) * subpixels / 64))
		at := steps & (subpixels - 1)
		g := s.glyph(glyphKey{char, at})
		if g.mask != nil {
			draw.DrawMask(on, g.bounds.Add(image.Pt((steps-at)/subpixels, baseline)), colour, image.Point{}, g.mask, image.Point{}, draw.Over)
		}
		dot += g.advance
		before = char
	}
}

func (s *glyphSet) kern(before, char rune) fixed.Int26_6 {
	pair := [2]rune{before, char}
	kern, ok := s.kerns[pair]
	if !ok {
		kern = s.face.Kern(before, char)
		s.kerns[pair] = kern
	}
	return kern
}

// glyph draws a character that was not met before. The face draws into a picture
// that it uses again, so a copy is kept.
func (s *glyphSet) glyph(key glyphKey) glyph {
	if g, ok := s.glyphs[key]; ok {
		return g
	}
	g := glyph{}
	bounds, mask, from, advance, ok := s.face.Glyph(fixed.Point26_6{X: fixed.Int26_6(key.at * 64 / subpixels)}, key.char)
	if ok {
		g.advance = advance
	}
	if ok && !bounds.Empty() {
		g.bounds, g.mask = bounds, image.NewAlpha(image.Rectangle{Max: bounds.Size()})
		draw.Draw(g.mask, g.mask.Rect, mask, from, draw.Src)
	}
	s.glyphs[key] = g
	return g
}
