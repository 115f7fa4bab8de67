// Package figurelint opens a finished figure, an SVG file, and says what a reader
// would stumble over: text that is cut, overlaps, is too small or too faint or
// has no glyph; marks too faint to see; words for those who cannot see it that
// are missing. It shares no code with what draws figures, so that one checks the
// other. It knows the SVG that this project writes: paths of lines and arcs, and
// texts, with attributes alone.
package figurelint

import (
	"fmt"
	"strings"
	"sync"

	"codeberg.org/go-fonts/liberation/liberationsansbold"
	"codeberg.org/go-fonts/liberation/liberationsansregular"
	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// The limits: WCAG 2.2, 1.4.3 and 1.4.11, and the least size that is read in
// print.
const (
	leastText     = 8.5 // points
	textContrast  = 4.5
	markContrast  = 3.0
	thinLine      = 0.75 // lines of a grid, and of areas under data, are no marks
	outlineReach  = 1.6  // an outline lies this near the edge of its fill
	frameSlack    = 0.6
	overlapSlack  = 0.3
	heightOfText  = 0.72 // capitals, as a part of the size
	depthOfText   = 0.2
	paperInPoints = 482.5 // the text width of a page of A4
)

// Check returns the faults of a figure, none where there are none. variables are
// the CSS variables of the page, as in "--svna-main": "#6BACE6"; nil leaves the
// printed colours. page is the colour of the page below the figure.
func Check(svg []byte, variables map[string]string, page string) []string {
	d, err := read(svg, variables)
	if err != nil {
		return []string{err.Error()}
	}
	paper, err := readColour(page, nil)
	if err != nil {
		return []string{err.Error()}
	}
	var faults []string
	say := func(format string, args ...any) { faults = append(faults, fmt.Sprintf(format, args...)) }
	d.checkWords(say)
	d.checkTexts(say)
	d.checkTextContrast(paper, say)
	d.checkMarks(paper, say)
	d.checkPlates(paper, say)
	d.checkLastLines(say)
	d.checkSight(paper, say)
	return faults
}

// checkWords checks what those hear who cannot see the figure.
func (d *drawing) checkWords(say func(string, ...any)) {
	if d.role != "img" {
		say("the role is %q, want img", d.role)
	}
	if len(d.first) < 2 || d.first[0] != "title" || d.first[1] != "desc" {
		say("the first elements are %v, want title and desc", d.first)
	}
	if strings.TrimSpace(d.title) == "" || strings.TrimSpace(d.description) == "" {
		say("the title or the description is empty")
	}
	seen := map[string]bool{}
	for _, id := range d.ids {
		if seen[id] {
			say("the id %s is used twice", id)
		}
		seen[id] = true
	}
	for _, id := range strings.Fields(d.labelled) {
		if !seen[id] {
			say("aria-labelledby names %s, which is not there", id)
		}
	}
	if d.frame.right > paperInPoints {
		say("the figure is %.0f points wide, more than a page of A4 has for text", d.frame.right)
	}
}

// checkTexts checks sizes, glyphs, the frame, and that no text meets another.
func (d *drawing) checkTexts(say func(string, ...any)) {
	var texts []element
	for i := range d.elements {
		e := &d.elements[i]
		if e.rings != nil {
			continue
		}
		width, missing := measure(e.text, e.size, e.bold)
		if missing != "" {
			say("%q has no glyph for %q", e.text, missing)
		}
		e.bounds.right = e.bounds.left + width
		e.bounds.top, e.bounds.bottom = e.bounds.bottom-heightOfText*e.size, e.bounds.bottom+depthOfText*e.size
		if e.size < leastText {
			say("%q has %.1f points, want %.1f", e.text, e.size, leastText)
		}
		if !e.bounds.within(d.frame, frameSlack) {
			say("%q leaves the frame", e.text)
		}
		small := box{e.bounds.left + overlapSlack, e.bounds.top + overlapSlack, e.bounds.right - overlapSlack, e.bounds.bottom - overlapSlack}
		for _, o := range texts {
			if small.meets(o.bounds) {
				say("%q overlaps %q", e.text, o.text)
			}
		}
		texts = append(texts, *e)
	}
}

// checkTextContrast checks each text against what lies under its beginning, its
// middle and its end.
func (d *drawing) checkTextContrast(paper colour, say func(string, ...any)) {
	for i, e := range d.elements {
		if e.rings != nil {
			continue
		}
		y := (e.bounds.top + e.bounds.bottom - depthOfText*e.size) / 2
		for _, x := range []float64{e.bounds.left + 1, (e.bounds.left + e.bounds.right) / 2, e.bounds.right - 1} {
			under := d.under(i, point{x, y}, paper)
			if got := contrast(e.fill, under); got < textContrast {
				say("%q has a contrast of %.2f, want %.1f", e.text, got, textContrast)
				break
			}
		}
	}
}

// under is the colour that was painted at a point before an element.
func (d *drawing) under(element int, p point, paper colour) colour {
	for i := element - 1; i >= 0; i-- {
		e := d.elements[i]
		if e.covers(p) {
			return e.fill
		}
	}
	return paper
}

// checkMarks checks that each fill and line can be seen: it has a contrast of 3:1
// with the page or with the fill that it lies on; or it has an outline that has;
// or a text says its value; or it lies within an outline, as an area of a map
// does; or it is the ground of marks that lie upon it.
func (d *drawing) checkMarks(paper colour, say func(string, ...any)) {
	for i, e := range d.elements {
		switch {
		case e.rings == nil, e.bounds.right-e.bounds.left < 1 && e.bounds.bottom-e.bounds.top < 1: // a text, a speck
		case e.stroked && e.width > thinLine && e.stroke != paper && contrast(e.stroke, paper) < markContrast:
			if contrast(e.stroke, d.under(i, middleOf(e.rings), paper)) < markContrast {
				say("a line %.2f wide at %.0f, %.0f has a contrast of %.2f", e.width, e.bounds.left, e.bounds.top, contrast(e.stroke, paper))
			}
		case e.filled && e.fill != paper && contrast(e.fill, paper) < markContrast && !d.helped(i, paper):
			say("a fill at %.0f, %.0f, %.0f by %.0f, has a contrast of %.2f and no outline", e.bounds.left, e.bounds.top, e.bounds.right-e.bounds.left, e.bounds.bottom-e.bounds.top, contrast(e.fill, paper))
		}
	}
}

// middleOf is the middle of the first side of a line.
func middleOf(rings [][]point) point {
	a := rings[0][0]
	b := rings[0][min(1, len(rings[0])-1)]
	return point{(a.x + b.x) / 2, (a.y + b.y) / 2}
}

// helped reports whether something else makes a pale fill visible.
func (d *drawing) helped(fill int, paper colour) bool {
	f := d.elements[fill]
	if f.bounds.right-f.bounds.left < outlineReach || f.bounds.bottom-f.bounds.top < outlineReach {
		return true // too small for an outline: its label says it
	}
	for i, e := range d.elements {
		switch {
		case i == fill:
		case e.stroked && contrast(e.stroke, paper) >= markContrast && f.bounds.within(e.bounds, outlineReach):
			return true
		case i > fill && (e.rings == nil || e.stroked) && e.bounds.meets(f.bounds):
			return true // a value upon it, or a line for which it is the ground
		}
	}
	return false
}

// typefaces are Liberation Sans, which has the metrics of Arial.
var typefaces = sync.OnceValue(func() [2]*sfnt.Font {
	var faces [2]*sfnt.Font
	for i, ttf := range [][]byte{liberationsansregular.TTF, liberationsansbold.TTF} {
		face, err := sfnt.Parse(ttf)
		if err != nil {
			panic("figurelint: the embedded typeface cannot be read")
		}
		faces[i] = face
	}
	return faces
})

// measure returns the width of a text with kerning, as browsers set it, and the
// characters that the face lacks.
func measure(text string, size float64, bold bool) (width float64, missing string) {
	face := typefaces()[0]
	if bold {
		face = typefaces()[1]
	}
	var buffer sfnt.Buffer
	before := sfnt.GlyphIndex(0)
	for _, r := range text {
		glyph, err := face.GlyphIndex(&buffer, r)
		if err != nil || glyph == 0 {
			missing += string(r)
			continue
		}
		advance, err := face.GlyphAdvance(&buffer, glyph, fixed.I(1000), font.HintingNone)
		if err == nil {
			width += float64(advance) / 64 / 1000 * size
		}
		if kern, err := face.Kern(&buffer, before, glyph, fixed.I(1000), font.HintingNone); err == nil && before != 0 {
			width += float64(kern) / 64 / 1000 * size
		}
		before = glyph
	}
	return width, missing
}
