package reports

// A sheet is printed on A4, landscape, with a centimetre at the sides. In points
// of the printed page, and of the sheet at 12 points for its text.
const (
	pageWidth   = 27.7 / 2.54 * 72
	sideMargin  = 1 / 2.54             // inches
	comfortable = pageWidth * 12 / 9   // the sheet's width that prints at 9 points
	widest      = pageWidth * 12 / 6.1 // and at 6.1: a wider table goes over several pages
	mostAcross  = 4                    // pages side by side
)

// printedPages says how a sheet is printed: on one page's width, or over several
// pages side by side at a scale in per cent, each with the first columns again.
type printedPages struct {
	columns int   // of the print area
	starts  []int // first columns of the pages after the first, from 1; empty for one page
	titles  int   // columns that are repeated
	scale   int
}

// printed lays a sheet out on pages: side by side where one page's width would
// print it too small to read.
func (s *Sheet) printed() printedPages {
	longest := s.longestLine()
	width := s.tableWidth()
	if len(s.Columns) == 0 || width <= widest {
		return printedPages{columns: s.columnsFor(longest)}
	}
	p := printedPages{columns: len(s.Columns), titles: s.keyColumns()}
	for pages := 2; pages <= mostAcross; pages++ {
		// The first page is as wide as the lines above the table.
		room := max(width/float64(pages), longest/slack)
		p.starts = s.pageStarts(room, p.titles)
		for len(p.starts) >= pages || (len(p.starts) > 0 && s.widthBefore(p.starts[0]) < longest) {
			room *= 1.01
			p.starts = s.pageStarts(room, p.titles)
		}
		p.scale = int(pageWidth * slack / room * 100)
		if room <= widest {
			break
		}
	}
	if len(p.starts) == 0 { // a line above the table is as wide as the table
		return printedPages{columns: s.columnsFor(longest)}
	}
	p.scale = min(p.scale, 100)
	return p
}

// keyColumns is the number of columns that say what a row is of.
func (s *Sheet) keyColumns() int {
	keys := 1
	for keys < len(s.Columns) && keys < len(s.Table.Dimensions) && !s.Columns[keys].Number {
		keys++
	}
	return keys
}

// widthBefore is the width of the columns before one, counted from 1, in points.
func (s *Sheet) widthBefore(column int) float64 {
	width := 0.0
	for _, c := range s.Columns[:column-1] {
		width += columnPoints(c.Width)
	}
	return width
}

// pageStarts fills pages of a width with columns, and returns the first columns of
// those after the first, counted from 1.
func (s *Sheet) pageStarts(room float64, titles int) (starts []int) {
	repeated, used := 0.0, 0.0
	for i, c := range s.Columns {
		width := columnWhole(c.Width)
		if i < titles {
			repeated += width
		}
		if i > titles && used+width > room {
			starts = append(starts, i+1)
			used = repeated
		}
		used += width
	}
	return starts
}

// longestLine is the width of the longest line above the table, in points.
func (s *Sheet) longestLine() float64 {
	longest := 0.0
	for _, line := range s.Lines {
		look := lineLook[line.Kind]
		switch {
		case look.wrapped:
		case look.bold:
			longest = max(longest, boldFace().width(line.Text, look.size))
		default:
			longest = max(longest, regularFace().width(line.Text, look.size))
		}
	}
	return longest
}

// columnsFor is the number of columns of the print area on one page's width:
// those of the table, and as many more as the longest line above it reaches over.
func (s *Sheet) columnsFor(longest float64) int {
	const standard = 8.43 // the width of a column that has none of its own
	widths := []float64{coverWidth}
	if len(s.Columns) > 0 {
		widths = nil
		for _, c := range s.Columns {
			widths = append(widths, c.Width)
		}
	}
	columns, room := 0, 0.0
	for columns < len(widths) || room*slack < longest {
		width := standard
		if columns < len(widths) {
			width = widths[columns]
		}
		room += columnPoints(width)
		columns++
	}
	return columns
}
