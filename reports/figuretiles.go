package reports

import (
	"fmt"
	"slices"

	"svna/analysis"
)

// tileChart is a table of shaded tiles, laid out.
type tileChart struct {
	subject *subject
	down    []string
	across  []string
	classes []class
	counts  bool // print the value in each tile
	names   float64
	edge    tileEdge
	text    lettering // of the numbers in the tiles
}

// tileEdge is the room for the totals of rows, right of the tiles, and of
// columns, below them; 0 where there are none.
type tileEdge struct{ right, below float64 }

// above is the room for the head of the totals of rows.
func (e tileEdge) above() float64 {
	if e.right > 0 {
		return plainText.line() + 2
	}
	return 0
}

// edgeGap parts the totals from the tiles.
const edgeGap = 3

// mostTiles is the most tiles on a side: the days of a month.
const mostTiles = 31

// tiles lays out Series down by Category across: weekdays, Monday first, by the
// hours of the day. Counts fall into at most five classes with round breaks;
// nought is a class of its own, paler than the rest.
func (s *subject) tiles() (body, error) {
	if across, down := len(s.categories), len(s.series); across > mostTiles || down > mostTiles {
		return body{}, fmt.Errorf("a table of %d by %d tiles cannot be read; at most %d are drawn on a side", across, down, mostTiles)
	}
	chart := &tileChart{subject: s, down: weekdayFirst(s.series), across: s.categories, counts: true}
	whole := s.column.Format == analysis.AsCount
	var values []float64
	for _, r := range s.rows {
		if v, ok := s.value(r); ok && v != 0 {
			values = append(values, s.shown(v))
		}
	}
	switch {
	case whole && len(values) > 0:
		chart.classes = countClasses(values)
	case s.column.Format == analysis.AsRatio:
		chart.classes = ratioClasses()
	default:
		chart.classes = roundClasses(values, s.resolution())
	}
	chart.setEdge()
	for _, name := range chart.down {
		chart.names = max(chart.names, plainText.width(legible(chart.downName(name)))+labelGap)
	}
	chart.names = min(chart.names, 0.3*bodyWidth)
	tile := (bodyWidth - chart.names - chart.edge.right) / float64(len(chart.across))
	var notes []string
	for _, v := range values {
		chart.counts = chart.counts && tileText.width(s.write(v)) <= tile-2
	}
	if chart.shortened(tile) {
		notes = append(notes, "Names are shortened or left out; they are whole in worksheet "+s.table.ID+".")
	}
	if !chart.counts {
		notes = append(notes, "The values are in worksheet "+s.table.ID+".")
	}
	if slices.ContainsFunc(s.rows, func(r analysis.Row) bool { _, ok := s.value(r); return !ok && !suppressed(r) }) {
		notes = append(notes, "Blank: not available.")
	}
	chart.text = tileText
	if len(chart.across) <= 8 {
		chart.text = plainText
	}
	rows := float64(len(chart.down))
	if chart.edge.below > 0 {
		rows++
	}
	under := plainText.line() + 6
	if !wholeDay(chart.across) {
		under = float64(chart.acrossLines(tile))*plainText.line() + 6
	}
	return body{
		least: rows*13 + under + chart.edge.above(), most: rows*30 + under + chart.edge.above(), keys: chart.keys(whole), notes: notes,
		draw: func(c *canvas, area box) { chart.draw(c, area, under) },
	}, nil
}

// countClasses are classes of one width, or, where most counts would be in the lowest
// of those, classes parted at the largest gaps.
func countClasses(values []float64) []class {
	classes := equalClasses(slices.Max(values))
	lowest := 0
	for _, v := range values {
		if classOf(classes, v) == 0 {
			lowest++
		}
	}
	if 2*lowest > len(values) && len(values) <= 60 {
		if natural := naturalClasses(values, 1); natural != nil {
			natural[0].from = 1
			return natural
		}
	}
	return classes
}

// setEdge makes room for the totals that the table has.
func (t *tileChart) setEdge() {
	s := t.subject
	widest := 0.0
	for _, r := range s.edges {
		if s.category(r) == s.chart.CategoryTotal {
			widest = max(widest, tileText.width(t.edgeText(r)))
		} else {
			t.edge.below = edgeGap
		}
	}
	if widest > 0 {
		t.edge.right = max(widest, plainText.width(totalName)) + edgeGap
	}
}

// totalName heads the totals.
const totalName = "Total"

func (t *tileChart) edgeText(r analysis.Row) string {
	if v, ok := t.subject.value(r); ok {
		return t.subject.write(v)
	}
	if suppressed(r) {
		return "[c]"
	}
	return ""
}

// downName is the name of a row, short where totals need the room.
func (t *tileChart) downName(level string) string {
	if t.edge.right > 0 {
		return shortName(level)
	}
	return level
}

func (t *tileChart) keys(whole bool) []key {
	write := t.subject.breakWriter(t.classes)
	var keys []key
	if slices.ContainsFunc(t.subject.rows, func(r analysis.Row) bool { v, ok := t.subject.value(r); return ok && v == 0 }) {
		keys = append(keys, key{rolePage, shapeEmpty, write(0)})
	}
	for _, c := range t.classes {
		name := className(c, whole, write)
		if len(t.classes) == 1 && !whole {
			name = "above 0"
		}
		keys = append(keys, key{c.role, shapeFill, name})
	}
	if slices.ContainsFunc(t.subject.rows, t.unclear) {
		keys = slices.DeleteFunc(keys, func(k key) bool { return !t.used(k.role) })
		keys = append(keys, key{rolePage, shapeEmpty, "Not clearly different from 1"})
	}
	if slices.ContainsFunc(t.subject.rows, suppressed) {
		keys = append(keys, key{rolePage, shapeHatch, "[c], suppressed"})
	}
	return keys
}

// acrossName is the name of a column, shortened where it must be.
func (t *tileChart) acrossName(level string, width float64) []string {
	if plainText.widestWord(level) > width-3 {
		level = shortName(level)
	}
	return plainText.wrap(level, width-3)
}

// shortened reports whether a name of a row or of a column is not whole.
func (t *tileChart) shortened(tile float64) bool {
	if slices.ContainsFunc(t.down, func(name string) bool { return plainText.width(legible(t.downName(name))) > t.names-labelGap }) {
		return true
	}
	return !wholeDay(t.across) && t.acrossLines(tile) == 0
}

func (t *tileChart) acrossLines(width float64) int {
	lines := 1
	for _, level := range t.across {
		if plainText.widestWord(level) > width-3 && plainText.width(shortName(level)) > width-3 {
			return 0 // names in single letters tell nothing
		}
		lines = max(lines, len(t.acrossName(level, width)))
	}
	return min(lines, 3)
}

func (t *tileChart) draw(c *canvas, area box, under float64) {
	s := t.subject
	above := t.edge.above()
	plot := box{area.x + t.names, area.y + above, area.w - t.names - t.edge.right, area.h - under - above}
	width, height := plot.w/float64(len(t.across)), plot.h/float64(len(t.down))
	if t.edge.below > 0 {
		height = (plot.h - t.edge.below) / float64(len(t.down)+1)
	}
	for i, series := range t.down {
		y := plot.y + float64(i)*height
		c.middle(plainText, pt{plot.x - labelGap, y + height/2}, toRight, firstOf(plainText.cut(t.downName(series), t.names-labelGap, 1)))
		for j, category := range t.across {
			if r, ok := s.find(category, series); ok {
				t.drawTile(c, box{plot.x + float64(j)*width, y, width, height}.grow(-0.6), r)
			}
		}
		if r, ok := s.edge(s.chart.CategoryTotal, series); ok && t.edge.right > 0 {
			c.middle(tileText, pt{area.right(), y + height/2}, toRight, t.edgeText(r))
		}
	}
	t.drawBelow(c, plot, area, width, height)
	if wholeDay(t.across) {
		drawHours(c, plot, area)
		return
	}
	most := t.acrossLines(width)
	for j, category := range t.across {
		for k, text := range t.acrossName(category, width) {
			if k < most {
				c.middle(plainText, pt{plot.x + (float64(j)+0.5)*width, plot.bottom() + 4 + (float64(k)+0.5)*plainText.line()}, centred, text)
			}
		}
	}
}

// drawBelow heads the totals of the rows, and writes those of the columns below the
// tiles.
func (t *tileChart) drawBelow(c *canvas, plot, area box, width, height float64) {
	s := t.subject
	if t.edge.right > 0 {
		c.middle(plainText, pt{area.right(), area.y + plainText.line()/2}, toRight, totalName)
	}
	if t.edge.below == 0 {
		return
	}
	y := plot.bottom() - height/2
	c.middle(plainText, pt{plot.x - labelGap, y}, toRight, totalName)
	for j, category := range t.across {
		if r, ok := s.edge(category, s.chart.SeriesTotal); ok {
			c.middle(tileText, pt{plot.x + (float64(j)+0.5)*width, y}, centred, t.edgeText(r))
		}
	}
}

// fill is the role of a tile: of its class, or of the page where it is nought or a
// ratio that is not told from 1.
func (t *tileChart) fill(r analysis.Row, v float64) role {
	if i := classOf(t.classes, t.subject.shown(v)); i >= 0 && v != 0 && !t.unclear(r) {
		return t.classes[i].role
	}
	return rolePage
}

// unclear reports whether a ratio is not told from 1: by its corrected p-value where
// the table has one, else by its limits; one that has neither is taken as it is.
func (t *tileChart) unclear(r analysis.Row) bool {
	v, known := t.subject.value(r)
	if t.subject.column.Format != analysis.AsRatio || !known || v == 0 {
		return false
	}
	if q, tested := r.Extra["q"].Get(); tested {
		return q >= 0.05
	}
	return r.Estimate.Lower.Known() && r.Estimate.Upper.Known() && !r.Estimate.Excludes(1)
}

// used reports whether a tile has a role.
func (t *tileChart) used(fill role) bool {
	return slices.ContainsFunc(t.subject.rows, func(r analysis.Row) bool {
		v, known := t.subject.value(r)
		return known && t.fill(r, v) == fill
	})
}

// drawTile draws one tile: shaded by class, outlined where it is nought, hatched
// where it is suppressed, left out where there is no value.
func (t *tileChart) drawTile(c *canvas, tile box, r analysis.Row) {
	s := t.subject
	v, ok := s.value(r)
	corners := []pt{{tile.x, tile.y}, {tile.right(), tile.y}, {tile.right(), tile.bottom()}, {tile.x, tile.bottom()}}
	if !ok {
		if suppressed(r) {
			c.hatch([][]pt{corners}, 3)
			c.frame(roleGrid, 0.6, tile.grow(-0.3))
		}
		return
	}
	fill := t.fill(r, v)
	if fill != rolePage {
		if t.counts {
			c.rectangle(fill, tile)
		} else {
			c.bar(fill, tile) // no number in it says that a pale one is there
		}
	} else {
		c.frame(roleGrid, 0.6, tile.grow(-0.3))
	}
	if t.counts {
		ink := on(fill)
		if v == 0 {
			ink = roleSecondary
		}
		c.middle(t.text.in(ink), tile.centre(), centred, s.write(v))
	}
}
