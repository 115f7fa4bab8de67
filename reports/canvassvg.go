package reports

import (
	"html"
	"image"
	"image/color"
	"math"
	"strconv"

	xfont "golang.org/x/image/font"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/vg"
)

// vector is the SVG back end. It writes the role of each colour as a CSS variable
// with the printed colour to fall back on, so that one drawing serves a light and
// a dark page, which the back end of gonum/plot cannot: it knows colours alone.
// It has no transforms, as our canvas uses none.
type vector struct {
	height    float64 // of the canvas that is drawn on
	left, top float64 // of the part of it that the file shows
	// variables writes colours as variables; a file that stands alone has plain
	// colours, since not every program that shows SVG knows variables.
	variables bool
	out       []byte
	paint     string
	width     vg.Length
	dashes    []vg.Length
}

func newVector(height float64, variables bool) *vector {
	return &vector{height: height, variables: variables, width: 1}
}

// ink is the colour of a role.
type ink struct {
	colour color.RGBA
	role   role
}

// RGBA makes an ink a colour.
func (i ink) RGBA() (r, g, b, a uint32) { return i.colour.RGBA() }

// hexOf writes a colour as "#12436D".
func hexOf(c color.RGBA) string {
	const digits = "0123456789ABCDEF"
	return string([]byte{'#', digits[c.R>>4], digits[c.R&15], digits[c.G>>4], digits[c.G&15], digits[c.B>>4], digits[c.B&15]})
}

// SetColor sets the colour of what is drawn next.
func (v *vector) SetColor(c color.Color) {
	i, ok := c.(ink)
	if !ok {
		r, g, b, _ := c.RGBA()
		v.paint = hexOf(color.RGBA{uint8(r >> 8), uint8(g >> 8), uint8(b >> 8), 255})
		return
	}
	v.paint = hexOf(i.colour)
	if v.variables {
		v.paint = "var(" + i.role.variable() + "," + v.paint + ")"
	}
}

// SetLineWidth sets the width of what is stroked next.
func (v *vector) SetLineWidth(w vg.Length) { v.width = w }

// SetLineDash sets the dashes of what is stroked next; the offset is always 0.
func (v *vector) SetLineDash(pattern []vg.Length, _ vg.Length) { v.dashes = pattern }

// Stroke draws a path as a line.
func (v *vector) Stroke(p vg.Path) {
	if v.width <= 0 {
		return
	}
	v.path(p)
	v.write(`" fill="none" stroke="`, v.paint)
	if v.width != 1 {
		v.write(`" stroke-width="`)
		v.number(float64(v.width))
	}
	if len(v.dashes) > 0 {
		v.write(`" stroke-dasharray="`)
		for i, d := range v.dashes {
			if i > 0 {
				v.write(" ")
			}
			v.number(float64(d))
		}
	}
	v.write("\"/>\n")
}

// Fill fills a path.
func (v *vector) Fill(p vg.Path) {
	v.path(p)
	v.write(`" fill="`, v.paint, "\"/>\n")
}

// path writes the beginning of a path element.
func (v *vector) path(p vg.Path) {
	v.write(`<path d="`)
	for _, step := range p {
		switch step.Type {
		case vg.MoveComp:
			v.step("M", step.Pos)
		case vg.LineComp:
			v.step("L", step.Pos)
		case vg.ArcComp:
			v.arc(step)
		case vg.CloseComp:
			v.write("Z")
		default:
			panic("reports: a path that is neither lines nor arcs")
		}
	}
}

func (v *vector) step(letter string, at vg.Point) {
	v.write(letter)
	v.point(at)
}

func (v *vector) point(at vg.Point) {
	v.number(float64(at.X) - v.left)
	v.write(" ")
	v.number(v.height - float64(at.Y) - v.top)
}

// arc writes an arc in two halves, since one arc cannot be a whole circle.
func (v *vector) arc(a vg.PathComp) {
	on := func(turn float64) vg.Point {
		sin, cos := math.Sincos(a.Start + turn)
		return vg.Point{X: a.Pos.X + a.Radius*vg.Length(cos), Y: a.Pos.Y + a.Radius*vg.Length(sin)}
	}
	v.step("L", on(0))
	sweep := "0" // angles go up, and the page goes down
	if a.Angle < 0 {
		sweep = "1"
	}
	for _, turn := range []float64{a.Angle / 2, a.Angle} {
		v.write("A")
		v.number(float64(a.Radius))
		v.write(" ")
		v.number(float64(a.Radius))
		v.write(" 0 0 ", sweep, " ")
		v.point(on(turn))
	}
}

// FillString writes one line with its baseline at a point.
func (v *vector) FillString(f font.Face, at vg.Point, text string) {
	v.write(`<text x="`)
	v.number(float64(at.X) - v.left)
	v.write(`" y="`)
	v.number(v.height - float64(at.Y) - v.top)
	v.write(`" font-size="`)
	v.number(float64(f.Font.Size))
	if f.Font.Weight == xfont.WeightBold {
		v.write(`" font-weight="bold`)
	}
	v.write(`" fill="`, v.paint, `">`, html.EscapeString(text), "</text>\n")
}

// Push, Pop, Rotate, Translate, Scale and DrawImage complete vg.Canvas.
func (v *vector) Push() { panic("reports: this canvas has no transforms") }

// Pop is not supported.
func (v *vector) Pop() { panic("reports: this canvas has no transforms") }

// Rotate is not supported.
func (v *vector) Rotate(float64) { panic("reports: this canvas has no transforms") }

// Translate is not supported.
func (v *vector) Translate(vg.Point) { panic("reports: this canvas has no transforms") }

// Scale is not supported.
func (v *vector) Scale(_, _ float64) { panic("reports: this canvas has no transforms") }

// DrawImage is not supported.
func (v *vector) DrawImage(vg.Rectangle, image.Image) { panic("reports: this canvas has no images") }

func (v *vector) write(texts ...string) {
	for _, t := range texts {
		v.out = append(v.out, t...)
	}
}

// number writes a length with at most two decimals.
func (v *vector) number(n float64) {
	n = math.Round(n*100)/100 + 0 // no -0
	v.out = strconv.AppendFloat(v.out, n, 'f', -1, 64)
}

// fontFamily names Arial first: its metrics are those of the layout.
const fontFamily = "Arial,'Liberation Sans',Helvetica,sans-serif"

// encode returns the drawing as one accessible element: an image with a title and
// a description that scales to the width it is given, of the size of the part
// that it shows. The ids begin with the figure's.
func (v *vector) encode(width, height float64, id, title, description string) []byte {
	id = html.EscapeString(id)
	drawing := v.out
	v.out = make([]byte, 0, len(drawing)+600)
	v.write(`<svg xmlns="http://www.w3.org/2000/svg" width="100%" viewBox="0 0 `)
	v.number(width)
	v.write(" ")
	v.number(height)
	v.write(`" role="img" aria-labelledby="`, id, "-title ", id, `-desc" font-family="`, fontFamily, "\">\n",
		`<title id="`, id, `-title">`, html.EscapeString(title), "</title>\n",
		`<desc id="`, id, `-desc">`, html.EscapeString(description), "</desc>\n")
	v.out = append(v.out, drawing...)
	v.write("</svg>\n")
	return v.out
}
