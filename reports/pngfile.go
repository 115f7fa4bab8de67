package reports

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"slices"
	"sync"

	"github.com/klauspost/compress/zlib"
)

// indexedImage is an image of at most 256 opaque colours, one byte a pixel, row
// after row.
type indexedImage struct {
	Pix           []byte
	width, height int
	stride        int
	colours       []uint32 // red, green and blue from the lowest byte up
}

// indexed returns the image with a palette of its own, which takes a third of the
// time and of the space. The colours of the palette of roles stay exact; the
// blends at edges of letters and lines keep 16 steps a channel, and a blend that
// no place is left for is the nearest of those before it.
func indexed(full *image.RGBA) *indexedImage {
	width, height := full.Rect.Dx(), full.Rect.Dy()
	out := &indexedImage{Pix: indices.borrow(width * height), width: width, height: height, stride: width}
	// By the upper half of each channel: the last colour of a role that has it, and
	// the blend, both counted from 1, and for each role the one before it there.
	var role, blend [1 << 12]uint16
	var before [256]uint16
	add := func(rgb uint32) uint8 {
		if len(out.colours) == 256 {
			return out.nearest(rgb)
		}
		out.colours = append(out.colours, rgb)
		return uint8(len(out.colours) - 1)
	}
	for _, c := range *lightPalette {
		rgb := uint32(c.B)<<16 | uint32(c.G)<<8 | uint32(c.R)
		if !slices.Contains(out.colours, rgb) {
			i, key := add(rgb), upperHalves(rgb)
			before[i], role[key] = role[key], uint16(i)+1
		}
	}
	const opaque = 0xff << 24
	last, index := uint32(0), uint8(0)
	find := func(pixel uint32) uint8 {
		rgb, key := pixel&^opaque, upperHalves(pixel)
		for i := role[key]; i > 0; i = before[i-1] {
			if out.colours[i-1] == rgb {
				return uint8(i - 1)
			}
		}
		if blend[key] == 0 {
			blend[key] = uint16(add(rgb>>4&0x0f0f0f*17)) + 1
		}
		return uint8(blend[key] - 1)
	}
	for y := range height {
		from, to := full.Pix[y*full.Stride:][:4*width], out.Pix[y*width:][:width]
		if y > 0 && bytes.Equal(from, full.Pix[(y-1)*full.Stride:][:4*width]) {
			copy(to, out.Pix[(y-1)*width:])
			continue
		}
		for x := range to {
			if pixel := binary.LittleEndian.Uint32(from[4*x:]); pixel != last {
				last, index = pixel, find(pixel)
			}
			to[x] = index
		}
	}
	return out
}

// upperHalves packs the upper four bits of each channel.
func upperHalves(rgb uint32) uint32 { return rgb>>4&0xf | rgb>>8&0xf0 | rgb>>12&0xf00 }

// nearest is the index of the colour next to another.
func (m *indexedImage) nearest(rgb uint32) uint8 {
	best, least := 0, 1<<30
	for i, c := range m.colours {
		distance := 0
		for shift := 0; shift < 24; shift += 8 {
			d := int(c>>shift&0xff) - int(rgb>>shift&0xff)
			distance += d * d
		}
		if distance < least {
			best, least = i, distance
		}
	}
	return uint8(best)
}

// cut is a part of the image, on the same pixels.
func (m *indexedImage) cut(part image.Rectangle) *indexedImage {
	part = part.Intersect(image.Rect(0, 0, m.width, m.height))
	return &indexedImage{
		Pix: m.Pix[part.Min.Y*m.stride+part.Min.X:], width: part.Dx(), height: part.Dy(), stride: m.stride, colours: m.colours,
	}
}

// dotsPerMetre is dotsPerInch for the pHYs chunk, without which a pasted picture
// comes out twice too large.
const dotsPerMetre = 7559

// deflater compresses rows of a PNG at its fastest; of images of flat colour it
// makes the same size as at its best, but for a tenth.
type deflater struct {
	out  bytes.Buffer
	rows []byte
	zlib *zlib.Writer
}

var deflaters = sync.Pool{New: func() any {
	d := &deflater{}
	d.zlib, _ = zlib.NewWriterLevel(&d.out, zlib.BestSpeed) // the level is one
	return d
}}

// encodePNG writes the image as PNG (ISO/IEC 15948) of colour type 3 with its
// resolution. The encoder of the standard library knows no resolution, and takes
// twice the time.
func encodePNG(m *indexedImage) ([]byte, error) {
	d := deflaters.Get().(*deflater)
	defer deflaters.Put(d)
	d.rows = d.rows[:0]
	for y := range m.height {
		d.rows = append(append(d.rows, 0), m.Pix[y*m.stride:][:m.width]...) // filter 0: none
	}
	d.out.Reset()
	d.zlib.Reset(&d.out)
	if _, err := d.zlib.Write(d.rows); err != nil {
		return nil, fmt.Errorf("encode PNG: %w", err)
	}
	if err := d.zlib.Close(); err != nil {
		return nil, fmt.Errorf("encode PNG: %w", err)
	}
	header := binary.BigEndian.AppendUint32(nil, uint32(m.width))
	header = binary.BigEndian.AppendUint32(header, uint32(m.height))
	header = append(header, 8, 3, 0, 0, 0) // bits, palette, deflate, filters, not interlaced
	resolution := binary.BigEndian.AppendUint32(nil, dotsPerMetre)
	resolution = binary.BigEndian.AppendUint32(resolution, dotsPerMetre)
	resolution = append(resolution, 1) // the unit is the metre
	var palette []byte
	for _, c := range m.colours {
		palette = append(palette, byte(c), byte(c>>8), byte(c>>16))
	}
	out := append(make([]byte, 0, d.out.Len()+1000), "\x89PNG\r\n\x1a\n"...)
	out = appendChunk(out, "IHDR", header)
	out = appendChunk(out, "pHYs", resolution)
	out = appendChunk(out, "PLTE", palette)
	out = appendChunk(out, "IDAT", d.out.Bytes())
	return appendChunk(out, "IEND", nil), nil
}

// appendChunk appends a chunk of a PNG: length, type, content, check.
func appendChunk(out []byte, kind string, content []byte) []byte {
	out = binary.BigEndian.AppendUint32(out, uint32(len(content)))
	checked := len(out)
	out = append(append(out, kind...), content...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[checked:]))
}
