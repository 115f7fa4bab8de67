package reports

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"svna/analysis"
)

// ageBand is a band of completed years, from and up to but not including to.
type ageBand struct {
	name     string
	from, to int
	open     bool // "and over"
}

// oldestDrawn is the age to which an open band is drawn: 65 and over as 65 to 89.
const oldestDrawn = 90

// bandOf reads the band of a level: "1 to 17", "65 and over", "under 10", "0".
func bandOf(level string) (ageBand, bool) {
	band := ageBand{name: level}
	text := strings.ToLower(strings.TrimSpace(level))
	if rest, ok := strings.CutPrefix(text, "under "); ok {
		to, err := strconv.Atoi(rest)
		band.to = to
		return band, err == nil && to > 0
	}
	for _, end := range []string{" and over", " or over", "+"} {
		if rest, ok := strings.CutSuffix(text, end); ok {
			from, err := strconv.Atoi(rest)
			band.from, band.to, band.open = from, max(oldestDrawn, from+10), true
			return band, err == nil
		}
	}
	for _, between := range []string{" to ", "–", "-"} {
		if a, b, ok := strings.Cut(text, between); ok {
			from, err1 := strconv.Atoi(strings.TrimSpace(a))
			to, err2 := strconv.Atoi(strings.TrimSpace(b))
			band.from, band.to = from, to+1
			return band, err1 == nil && err2 == nil && to >= from
		}
	}
	from, err := strconv.Atoi(text)
	band.from, band.to = from, from+1
	return band, err == nil
}

func (b ageBand) width() float64 { return float64(b.to - b.from) }

// pyramidSide is one sex.
type pyramidSide struct {
	name      string
	fill      role
	perYear   []float64 // by band; NaN where there is no value
	residents []float64 // per year of age, on the scale of the bars; nil where not known
	labels    []string
}

// pyramidChart is an age pyramid laid out.
type pyramidChart struct {
	subject    *subject
	bands      []ageBand // youngest first
	sides      [2]pyramidSide
	names      float64
	labels     [2]float64
	most       [2]float64
	ticks      []float64
	axisTitle  []string
	youngest   int
	oldest     int
	divided    bool
	resident   string // what the step line says
	sidesOther []string
}

// pyramid lays out age bands by sex, males left and females right. A band is as
// high as it has years and a bar as long as its number per year of age, so that
// areas compare; a rate, which is per resident already, is drawn as it is.
func (s *subject) pyramid() (body, error) {
	p := &pyramidChart{subject: s, divided: s.column.Format != analysis.AsRate && s.column.Format != analysis.AsRatio && !strings.HasSuffix(s.chart.Measure, "_per_year")}
	for i, category := range s.categories {
		band, ok := bandOf(category)
		if !ok {
			return body{}, fmt.Errorf("level %d of %s is not an age band", i+1, s.header(s.chart.Category))
		}
		p.bands = append(p.bands, band)
	}
	slices.SortStableFunc(p.bands, func(a, b ageBand) int { return a.from - b.from })
	for i := 1; i < len(p.bands); i++ {
		if p.bands[i].from < p.bands[i-1].to {
			return body{}, fmt.Errorf("age bands %d and %d overlap", i, i+1)
		}
	}
	p.youngest, p.oldest = p.bands[0].from, p.bands[len(p.bands)-1].to
	if err := p.fillSides(); err != nil {
		return body{}, err
	}
	p.addResidents()
	p.measure()
	rows := float64(len(p.bands)) * (plainText.line() + 1)
	least := max(150, rows) + p.footHeight()
	return body{least: least, most: max(least, 330), keys: p.keys(), notes: p.notes(), draw: p.draw}, nil
}

// isSex reports whether a level is "Male", "males", ...
func isSex(level, sex string) bool { return strings.TrimSuffix(strings.ToLower(level), "s") == sex }

// fillSides takes the two series apart: males to the left.
func (p *pyramidChart) fillSides() error {
	s := p.subject
	order := []string{}
	for _, want := range []string{"male", "female"} {
		for _, series := range s.series {
			if isSex(series, want) {
				order = append(order, series)
			}
		}
	}
	for _, series := range s.series {
		if !slices.Contains(order, series) && len(s.series) == 2 {
			order = append(order, series)
		} else if !slices.Contains(order, series) {
			p.sidesOther = append(p.sidesOther, series)
		}
	}
	if len(order) == 1 && isSex(order[0], "female") {
		order = []string{"Male", order[0]}
	} else if len(order) == 1 {
		order = append(order, "Female")
	}
	if len(order) != 2 {
		return fmt.Errorf("an age pyramid has two sides, and %s has no males and females", s.header(s.chart.Series))
	}
	for i, series := range order {
		side := pyramidSide{name: series, fill: []role{roleMain, roleSecond}[i]}
		for _, band := range p.bands {
			r, ok := s.find(band.name, series)
			v, known := s.value(r)
			switch {
			case !ok:
				side.perYear, side.labels = append(side.perYear, math.NaN()), append(side.labels, "")
			case !known:
				side.perYear, side.labels = append(side.perYear, math.NaN()), append(side.labels, absence(r))
			default:
				side.labels = append(side.labels, s.write(v))
				if p.divided {
					v /= band.width()
				}
				side.perYear = append(side.perYear, v)
			}
		}
		p.sides[i] = side
	}
	return nil
}

// residentColumn is the column that holds residents, or "".
func (p *pyramidChart) residentColumn() string {
	for _, c := range p.subject.table.Columns {
		header := strings.ToLower(c.Header + " " + c.Name)
		if c.Name != p.subject.chart.Measure && c.Format != analysis.AsRate && c.Format != analysis.AsRatio && !strings.Contains(header, " per ") &&
			(strings.Contains(header, "resident") || strings.Contains(header, "population")) {
			return c.Name
		}
	}
	return ""
}

// addResidents adds the step line: what the bars would be if the same number
// were spread over ages and sexes as residents are.
func (p *pyramidChart) addResidents() {
	column := p.residentColumn()
	if column == "" || !p.divided {
		return
	}
	bars, residents := 0.0, 0.0
	var lines [2][]float64
	for i, side := range p.sides {
		for j, band := range p.bands {
			r, ok := p.subject.find(band.name, side.name)
			v, known := r.Number(column).Get()
			if !ok || !known || math.IsNaN(side.perYear[j]) {
				return
			}
			lines[i] = append(lines[i], v/band.width())
			residents += v
			bars += side.perYear[j] * band.width()
		}
	}
	if residents <= 0 || bars <= 0 {
		return
	}
	for i := range lines {
		p.sides[i].residents = scaled(lines[i], bars/residents)
	}
	p.resident = "If spread as residents are"
}

func (p *pyramidChart) keys() []key {
	keys := []key{{p.sides[0].fill, shapeFill, p.sides[0].name}, {p.sides[1].fill, shapeFill, p.sides[1].name}}
	if p.resident != "" {
		keys = append(keys, key{roleText, shapeCased, p.resident})
	}
	return keys
}

func (p *pyramidChart) notes() []string {
	notes := []string{"At the sides: number of " + p.subject.table.Unit.Plural() + "."}
	if last := p.bands[len(p.bands)-1]; last.open {
		notes = append(notes, fmt.Sprintf("%s is drawn as %d to %d.", last.name, last.from, last.to-1))
	}
	if len(p.sidesOther) > 0 {
		notes = append(notes, "Not drawn: "+joinAnd(p.sidesOther)+"; see worksheet "+p.subject.table.ID+".")
	}
	return notes
}

// measure finds the columns and one scale for both sides.
func (p *pyramidChart) measure() {
	for _, b := range p.bands {
		p.names = max(p.names, plainText.width(legible(b.name)))
	}
	for i, side := range p.sides {
		for j := range p.bands {
			if !math.IsNaN(side.perYear[j]) {
				p.most[i] = max(p.most[i], side.perYear[j])
			}
			if side.residents != nil {
				p.most[i] = max(p.most[i], side.residents[j])
			}
		}
		p.labels[i] = max(plainText.widest(side.labels), strongText.width(legible(side.name)))
	}
	p.ticks = ticks(0, max(p.most[0], p.most[1], 1e-9), 4, false)
	unit := p.subject.chart.Unit
	if unit == "" {
		unit = p.subject.column.Header
	}
	if p.divided && !strings.Contains(unit, "year of age") {
		unit += " per year of age"
	}
	p.axisTitle = plainText.wrap(unit, bodyWidth)
}

func (p *pyramidChart) footHeight() float64 {
	return 6 + plainText.line()*float64(1+len(p.axisTitle))
}

// draw draws both sides on one scale, each as wide as its own longest bar needs.
func (p *pyramidChart) draw(c *canvas, area box) {
	const gap = 10
	head := strongText.line() + 4
	plot := box{area.x + p.names + gap + p.labels[0] + gap, area.y + head, 0, area.h - head - p.footHeight()}
	plot.w = area.right() - p.labels[1] - gap - plot.x
	step := p.ticks[1] - p.ticks[0]
	var ends [2]float64
	for i := range ends {
		ends[i] = max(step, 1.03*p.most[i])
	}
	unit := plot.w / (ends[0] + ends[1])
	zero := plot.x + ends[0]*unit
	p.drawAxis(c, plot, zero, unit, ends)
	y := func(age int) float64 {
		return plot.bottom() - float64(age-p.youngest)/float64(p.oldest-p.youngest)*plot.h
	}
	p.drawNames(c, area, plot, y)
	for i, side := range p.sides {
		direction := float64(2*i - 1)
		for j, band := range p.bands {
			if math.IsNaN(side.perYear[j]) || side.perYear[j] <= 0 {
				continue
			}
			length := side.perYear[j] * unit
			left := zero + min(0, direction*length)
			c.bar(side.fill, box{left, y(band.to) + 0.5, length, y(band.from) - y(band.to) - 1})
		}
	}
	c.line(rolePage, 1, nil, pt{zero, plot.y}, pt{zero, plot.bottom()})
	for i, side := range p.sides {
		p.drawResidents(c, side, zero, unit*float64(2*i-1), y)
	}
}

func (p *pyramidChart) drawAxis(c *canvas, plot box, zero, unit float64, ends [2]float64) {
	write := p.subject.tickWriter(p.ticks)
	for i, end := range ends {
		last := -100.0
		for _, v := range p.ticks {
			if v > end*1.0001 || (v == 0 && i == 1) {
				continue
			}
			x := zero + float64(2*i-1)*v*unit
			c.line(roleGrid, 0.6, nil, pt{x, plot.y}, pt{x, plot.bottom()})
			label := write(v)
			if width := plainText.width(label); math.Abs(x-last) > width+6 {
				c.middle(plainText, pt{x, plot.bottom() + 4 + plainText.line()/2}, centred, label)
				last = x
			}
		}
	}
	for i, text := range p.axisTitle {
		half := plainText.width(text) / 2
		at := min(max(zero, half+plot.x-p.names), plot.right()+p.labels[1]-half)
		c.middle(plainText, pt{at, plot.bottom() + 5 + plainText.line()*(float64(i)+1.5)}, centred, text)
	}
}

// drawNames writes bands and figures beside the bars, moved apart where bands
// are low.
func (p *pyramidChart) drawNames(c *canvas, area, plot box, y func(int) float64) {
	const gap = 10
	middles := make([]float64, len(p.bands))
	for j := range p.bands {
		band := p.bands[len(p.bands)-1-j]
		middles[j] = (y(band.from) + y(band.to)) / 2
	}
	line := plainText.line()
	at := spread(middles, line, plot.y+line/2-2, plot.bottom()-line/2+2)
	head := area.y + strongText.line()/2
	c.middle(strongText, pt{area.x + p.names + gap + p.labels[0], head}, toRight, p.sides[0].name)
	c.middle(strongText, pt{area.right(), head}, toRight, p.sides[1].name)
	for j := range p.bands {
		band := len(p.bands) - 1 - j
		c.middle(plainText, pt{area.x + p.names, at[j]}, toRight, p.bands[band].name)
		c.middle(plainText, pt{area.x + p.names + gap + p.labels[0], at[j]}, toRight, p.sides[0].labels[band])
		c.middle(plainText, pt{area.right(), at[j]}, toRight, p.sides[1].labels[band])
	}
}

// drawResidents draws the step line upon a wider one in the page colour, so that
// it is seen on bars and on the page.
func (p *pyramidChart) drawResidents(c *canvas, side pyramidSide, zero, unit float64, y func(int) float64) {
	if side.residents == nil {
		return
	}
	points := []pt{{zero, y(p.bands[0].from)}}
	for j, band := range p.bands {
		x := zero + side.residents[j]*unit
		points = append(points, pt{x, y(band.from)}, pt{x, y(band.to)})
	}
	points = append(points, pt{zero, y(p.oldest)})
	c.line(rolePage, 3.6, nil, points...)
	c.line(roleText, 1.6, nil, points...)
}
