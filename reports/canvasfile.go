package reports

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/png"
	"math"
	"sync"

	"git.sr.ht/~sbinet/gg"
	xfont "golang.org/x/image/font"
	"golang.org/x/image/math/fixed"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/vgimg"
)

// dotsPerInch is the resolution of PNG files: sharp in Word at full width.
const dotsPerInch = 192

// dotsPerMetre is the same for the pHYs chunk, without which a pasted picture
// comes out twice too large.
const dotsPerMetre = 7559

// pixels is the image back end. It sets text itself: the back end of gonum/plot
// resamples every glyph, which is blurred and takes most of the time of a figure.
// It is good for a canvas without transforms, as ours is.
type pixels struct {
	*vgimg.Canvas
	drawn *image.RGBA
	ink   color.Color
	faces map[font.Font]xfont.Face
}

func newPixels(width, height float64) *pixels {
	dots := func(length float64) int { return int(length*dotsPerInch/72 + 0.5) }
	size := image.Rect(0, 0, dots(width), dots(height))
	drawn := &image.RGBA{Pix: images.borrow(4 * size.Dx() * size.Dy()), Stride: 4 * size.Dx(), Rect: size}
	context := gg.NewContextForRGBA(drawn)
	context.SetLineCapButt()
	context.InvertY()
	c := vgimg.NewWith(vgimg.UseImageWithContext(drawn, context), vgimg.UseDPI(dotsPerInch))
	return &pixels{Canvas: c, ink: color.Black, drawn: drawn, faces: map[font.Font]xfont.Face{}}
}

// Images of a figure are megabytes, and are needed for a moment: they are lent.
var (
	images  lender // of four bytes a pixel
	indices lender // of one
	encoder = png.Encoder{CompressionLevel: png.BestSpeed, BufferPool: &encoderBuffers{}}
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

// encoderBuffers keeps the buffers of the PNG encoder.
type encoderBuffers struct{ pool sync.Pool }

func (b *encoderBuffers) Get() *png.EncoderBuffer {
	buffer, _ := b.pool.Get().(*png.EncoderBuffer)
	return buffer
}

func (b *encoderBuffers) Put(buffer *png.EncoderBuffer) { b.pool.Put(buffer) }

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
	face, ok := p.faces[f.Font]
	if !ok {
		face = f.FontFace(dotsPerInch)
		p.faces[f.Font] = face
	}
	bottom := float64(p.drawn.Rect.Dy())
	drawer := xfont.Drawer{Dst: p.drawn, Src: image.NewUniform(p.ink), Face: face}
	drawer.Dot.X = fixed.Int26_6(math.Round(64 * at.X.Dots(dotsPerInch)))
	drawer.Dot.Y = fixed.Int26_6(math.Round(64 * (bottom - at.Y.Dots(dotsPerInch))))
	drawer.DrawString(text)
}

// encode writes the image as PNG with its resolution: whole, and the part of it
// in a box alone. The canvas is spent.
func (p *pixels) encode(part box) (whole, cut []byte, err error) {
	few, ok := indexed(p.drawn)
	var drawn interface {
		image.Image
		SubImage(image.Rectangle) image.Image
	} = p.drawn
	if ok {
		drawn = few
	}
	defer func() {
		indices.giveBack(few.Pix)
		images.giveBack(p.drawn.Pix)
		p.drawn = nil
	}()
	if whole, err = encodePNG(drawn); err != nil {
		return nil, nil, err
	}
	dots := func(points float64) int { return int(math.Round(points * dotsPerInch / 72)) }
	at := image.Rect(dots(part.x), dots(part.y), dots(part.x+part.w), dots(part.y+part.h))
	cut, err = encodePNG(drawn.SubImage(at))
	return whole, cut, err
}

func encodePNG(drawn image.Image) ([]byte, error) {
	var b bytes.Buffer
	if err := encoder.Encode(&b, drawn); err != nil {
		return nil, fmt.Errorf("encode PNG: %w", err)
	}
	return withResolution(b.Bytes()), nil
}

// indexed returns the image with a palette of its own, which takes a third of the
// time and of the space; false where 256 colours do not do. The colours of the
// palette stay exact; the blends at edges of letters and lines keep 16 steps a
// channel.
func indexed(full *image.RGBA) (out *image.Paletted, ok bool) {
	out = &image.Paletted{Pix: indices.borrow(full.Rect.Dx() * full.Rect.Dy()), Stride: full.Rect.Dx(), Rect: full.Rect}
	exact := map[uint32]uint8{} // colours of the palette of roles
	var hasExact [1 << 12]bool  // by the upper half of each channel
	var blend [1 << 12]uint8    // index of a blend, 0 for none yet
	add := func(rgb uint32) uint8 {
		out.Palette = append(out.Palette, color.RGBA{uint8(rgb), uint8(rgb >> 8), uint8(rgb >> 16), 255})
		return uint8(len(out.Palette) - 1)
	}
	for _, c := range *lightPalette {
		rgb := uint32(c.B)<<16 | uint32(c.G)<<8 | uint32(c.R)
		if _, ok := exact[rgb]; !ok {
			exact[rgb], hasExact[upperHalves(rgb)] = add(rgb), true
		}
	}
	last, index := uint32(0), uint8(0)
	for i := range out.Pix {
		pixel := binary.LittleEndian.Uint32(full.Pix[4*i:])
		if pixel != last {
			last = pixel
			rgb, key := pixel&0xffffff, upperHalves(pixel)
			role, ok := uint8(0), false
			if hasExact[key] {
				role, ok = exact[rgb]
			}
			switch {
			case ok:
				index = role
			case blend[key] != 0:
				index = blend[key]
			case len(out.Palette) == 256:
				return out, false
			default:
				index = add(rgb >> 4 & 0x0f0f0f * 17)
				blend[key] = index
			}
		}
		out.Pix[i] = index
	}
	return out, true
}

// upperHalves packs the upper four bits of each channel.
func upperHalves(rgb uint32) uint32 { return rgb>>4&0xf | rgb>>8&0xf0 | rgb>>12&0xf00 }

// withResolution inserts a pHYs chunk after the header of a PNG, which takes the
// first 33 bytes.
func withResolution(file []byte) []byte {
	const header = 33
	chunk := binary.BigEndian.AppendUint32(nil, 9)
	chunk = append(chunk, "pHYs"...)
	chunk = binary.BigEndian.AppendUint32(chunk, dotsPerMetre)
	chunk = binary.BigEndian.AppendUint32(chunk, dotsPerMetre)
	chunk = append(chunk, 1) // the unit is the metre
	chunk = binary.BigEndian.AppendUint32(chunk, crc32.ChecksumIEEE(chunk[4:]))
	out := make([]byte, 0, len(file)+len(chunk))
	out = append(out, file[:header]...)
	out = append(out, chunk...)
	return append(out, file[header:]...)
}
