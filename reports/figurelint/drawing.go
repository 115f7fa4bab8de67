package figurelint

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// point and box are in the units of the viewBox, from its top left corner.
type point struct{ x, y float64 }

type box struct{ left, top, right, bottom float64 }

func (b box) meets(o box) bool {
	return b.left <= o.right && o.left <= b.right && b.top <= o.bottom && o.top <= b.bottom
}

func (b box) within(o box, slack float64) bool {
	return b.left >= o.left-slack && b.top >= o.top-slack && b.right <= o.right+slack && b.bottom <= o.bottom+slack
}

// element is one text or path, in the order of painting.
type element struct {
	text         string // of a text
	size         float64
	bold         bool
	rings        [][]point // of a path
	fill, stroke colour
	filled       bool
	stroked      bool
	width        float64 // of the stroke
	bounds       box
}

// drawing is a figure as it was read.
type drawing struct {
	frame              box
	role, labelled     string
	title, description string
	first              []string // the names of the first two children
	ids                []string
	elements           []element
}

// read takes an SVG apart. variables are the CSS variables that are set; a
// variable that is not set falls back on the colour beside it.
func read(svg []byte, variables map[string]string) (*drawing, error) {
	d := &drawing{}
	decoder := xml.NewDecoder(bytes.NewReader(svg))
	var open []string
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return d, nil
		}
		if err != nil {
			return nil, fmt.Errorf("the file is not well-formed: %w", err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			if len(open) == 1 && len(d.first) < 2 {
				d.first = append(d.first, t.Name.Local)
			}
			open = append(open, t.Name.Local)
			if err := d.start(t, variables); err != nil {
				return nil, err
			}
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			if len(open) == 0 {
				continue
			}
			switch open[len(open)-1] {
			case "title":
				d.title += string(t)
			case "desc":
				d.description += string(t)
			case "text":
				d.elements[len(d.elements)-1].text += string(t)
			}
		}
	}
}

func (d *drawing) start(t xml.StartElement, variables map[string]string) error {
	attributes := map[string]string{}
	for _, a := range t.Attr {
		attributes[a.Name.Local] = a.Value
	}
	if id := attributes["id"]; id != "" {
		d.ids = append(d.ids, id)
	}
	switch t.Name.Local {
	case "svg":
		d.role, d.labelled = attributes["role"], attributes["aria-labelledby"]
		fields := strings.Fields(attributes["viewBox"])
		if len(fields) != 4 {
			return errors.New("the svg element has no viewBox")
		}
		var n [4]float64
		for i, f := range fields {
			var err error
			if n[i], err = number(f); err != nil {
				return err
			}
		}
		d.frame = box{n[0], n[1], n[0] + n[2], n[1] + n[3]}
	case "text", "path":
		e := element{width: 1, bold: attributes["font-weight"] == "bold"}
		var err error
		if e.filled = attributes["fill"] != "none"; e.filled {
			if e.fill, err = readColour(attributes["fill"], variables); err != nil {
				return err
			}
		}
		if e.stroked = attributes["stroke"] != ""; e.stroked {
			if e.stroke, err = readColour(attributes["stroke"], variables); err != nil {
				return err
			}
		}
		if w := attributes["stroke-width"]; w != "" {
			if e.width, err = number(w); err != nil {
				return err
			}
		}
		if t.Name.Local == "path" {
			if e.rings, err = readPath(attributes["d"]); err != nil {
				return err
			}
			e.bounds = boundsOf(e.rings)
		} else {
			var n [3]float64
			for i, name := range []string{"x", "y", "font-size"} {
				if n[i], err = number(attributes[name]); err != nil {
					return err
				}
			}
			e.size, e.bounds = n[2], box{left: n[0], bottom: n[1]}
		}
		d.elements = append(d.elements, e)
	}
	return nil
}

// number reads a decimal; exponents and words are not what a figure holds.
func number(text string) (float64, error) {
	if strings.Trim(text, "0123456789.-") != "" || strings.HasPrefix(text, "-0") && strings.Trim(text, "-0.") == "" {
		return 0, fmt.Errorf("%q is not a plain number", text)
	}
	v, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return 0, fmt.Errorf("%q is not a number", text)
	}
	return v, nil
}

// readPath reads the rings and lines of a path. An arc is taken as the line to
// its end and the points halfway, which is enough for its bounds.
func readPath(d string) ([][]point, error) {
	var rings [][]point
	for len(d) > 0 {
		letter := d[0]
		end := strings.IndexAny(d[1:], "MLAZ")
		if end < 0 {
			end = len(d) - 1
		}
		fields := strings.Fields(d[1 : 1+end])
		d = d[1+end:]
		var n []float64
		for _, f := range fields {
			v, err := number(f)
			if err != nil {
				return nil, err
			}
			n = append(n, v)
		}
		switch {
		case letter == 'Z' && len(n) == 0:
		case letter == 'M' && len(n) == 2:
			rings = append(rings, []point{{n[0], n[1]}})
		case letter == 'L' && len(n) == 2 && len(rings) > 0:
			rings[len(rings)-1] = append(rings[len(rings)-1], point{n[0], n[1]})
		case letter == 'A' && len(n) == 7 && len(rings) > 0:
			ring := &rings[len(rings)-1]
			from, to := (*ring)[len(*ring)-1], point{n[5], n[6]}
			// Half circles are what figures hold: the point halfway lies a radius
			// from the middle of the chord.
			middle := point{(from.x + to.x) / 2, (from.y + to.y) / 2}
			side := 1.0
			if n[4] == 0 {
				side = -1
			}
			*ring = append(*ring, point{middle.x + side*(to.y-from.y)/2, middle.y - side*(to.x-from.x)/2}, to)
		default:
			return nil, fmt.Errorf("a path has the step %c with %d numbers", letter, len(n))
		}
	}
	return rings, nil
}

func boundsOf(rings [][]point) box {
	b, first := box{}, true
	for _, ring := range rings {
		for _, p := range ring {
			if first {
				b, first = box{p.x, p.y, p.x, p.y}, false
			}
			b = box{min(b.left, p.x), min(b.top, p.y), max(b.right, p.x), max(b.bottom, p.y)}
		}
	}
	return b
}

// holds reports whether a point lies within the rings of a fill, by the rule of
// winding numbers.
func holds(rings [][]point, p point) bool {
	winding := 0
	for _, ring := range rings {
		for i, a := range ring {
			b := ring[(i+1)%len(ring)]
			if (a.y > p.y) == (b.y > p.y) || p.x >= a.x+(b.x-a.x)*(p.y-a.y)/(b.y-a.y) {
				continue
			}
			if b.y > a.y {
				winding++
			} else {
				winding--
			}
		}
	}
	return winding != 0
}
