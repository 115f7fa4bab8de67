package reports

import (
	"image"
	"image/color"
	"math"
	"sync"

	"git.sr.ht/~sbinet/gg"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/vgimg"
)

// dotsPerInch is the resolution of PNG files: sharp in Word at full width.
const dotsPerInch = 192

// pixels is the image back end. It sets text itself: the back end of gonum/plot
// resamples every glyph, which is blurred and takes most of the time of a figure.
// It is good for a canvas without transforms, as ours is.
type pixels struct {
	*vgimg.Canvas
	drawn *image.RGBA
	ink   color.Color
}

func newPixels(width, height float64) *pixels {
	dots := func(length float64) int { return int(length*dotsPerInch/72 + 0.5) }
	size := image.Rect(0, 0, dots(width), dots(height))
	drawn := &image.RGBA{Pix: images.borrow(4 * size.Dx() * size.Dy()), Stride: 4 * size.Dx(), Rect: size}
	context := gg.NewContextForRGBA(drawn)
	context.SetLineCapButt()
	context.InvertY()
	c := vgimg.NewWith(vgimg.UseImageWithContext(drawn, context), vgimg.UseDPI(dotsPerInch))
	return &pixels{Canvas: c, ink: color.Black, drawn: drawn}
}

// Images of a figure are megabytes, and are needed for a moment: they are lent.
var (
	images  lender // of four bytes a pixel
	indices lender // of one
)

type lender struct{ pool sync.Pool }

// borrow returns bytes of any content.
func (l *lender) borrow(size int) []byte {
	if buffer, ok := l.pool.Get().(*[]byte); ok && cap(*buffer) >= size {
		return (*buffer)[:size]
	}
	return make([]byte, size)
}

func (l *lender) giveBack(buffer []byte) { l.pool.Put(&buffer) }

// SetColor sets the colour of what is drawn next.
func (p *pixels) SetColor(c color.Color) {
	if i, ok := c.(ink); ok {
		c = i.colour
	}
	p.ink = c
	p.Canvas.SetColor(c)
}

// FillString writes one line with its baseline at a point.
func (p *pixels) FillString(f font.Face, at vg.Point, text string) {
	bottom := float64(p.drawn.Rect.Dy())
	glyphsOf(f).write(p.drawn, image.NewUniform(p.ink), at.X.Dots(dotsPerInch), bottom-at.Y.Dots(dotsPerInch), text)
}

// encode writes the image as PNG with its resolution: whole, and the part of it
// in a box alone. The canvas is spent.
func (p *pixels) encode(part box) (whole, cut []byte, err error) {
	few := indexed(p.drawn)
	defer func() {
		indices.giveBack(few.Pix)
		images.giveBack(p.drawn.Pix)
		p.drawn = nil
	}()
	if whole, err = encodePNG(few); err != nil {
		return nil, nil, err
	}
	dots := func(points float64) int { return int(math.Round(points * dotsPerInch / 72)) }
	at := image.Rect(dots(part.x), dots(part.y), dots(part.x+part.w), dots(part.y+part.h))
	cut, err = encodePNG(few.cut(at))
	return whole, cut, err
}
