package reports

// A sheet is printed on A4, landscape, with a centimetre at the sides. In points
// of the printed page, and of the sheet at 12 points for its text.
const (
	pageWidth  = 27.7 / 2.54 * 72
	sideMargin = 1 / 2.54 // inches
	topMargin  = 0.75     // inches, at the foot too
	pageHeight = (21/2.54 - 2*topMargin) * 72
	// The same of a page that stands upright.
	uprightWidth  = 19 / 2.54 * 72
	uprightHeight = (29.7/2.54 - 2*topMargin) * 72
	comfortable   = pageWidth * 12 / 9    // the sheet's width that prints at 9 points
	smallPrint    = pageWidth * 12 / 8.05 // at 8
	widest        = pageWidth * 12 / 7    // and at 7: a wider table goes over several pages
	mostAside     = 70                    // per cent at which these are printed at most
	mostAcross    = 12                    // pages side by side
)

// printedPages says how a sheet is printed: on one page's width, or over several
// pages side by side, each with the first columns again.
type printedPages struct {
	columns  int   // of the print area
	starts   []int // first columns of the pages after the first, from 1; empty for one page
	titles   int   // columns that are repeated
	scale    int   // in per cent; 0 for one page's width
	high     int   // pages below one another at most; 0 for as many as it takes
	portrait bool
}

// printed lays a sheet out on pages: side by side where one page's width would
// print it too small to read.
func (s *Sheet) printed() printedPages {
	if s.Graphic != nil {
		return s.printedGraphic()
	}
	width := s.tableWidth()
	if len(s.Columns) == 0 || width <= widest {
		columns := s.columnsFor(s.longestLine())
		return printedPages{columns: columns, high: s.pagesHigh(max(width, s.widthBefore(columns+1)))}
	}
	p := printedPages{columns: len(s.Columns), titles: s.keyColumns()}
	for pages := 2; pages <= mostAcross; pages++ {
		room := width / float64(pages)
		p.starts = s.pageStarts(room, p.titles)
		for len(p.starts) >= pages {
			room *= 1.01
			p.starts = s.pageStarts(room, p.titles)
		}
		p.scale = min(int(pageWidth/room*100), mostAside)
		if room <= smallPrint {
			break
		}
	}
	if len(p.starts) == 0 { // of columns that say what a row is of, and hardly any else
		return printedPages{columns: s.columnsFor(s.longestLine())}
	}
	p.scale = s.savePage(p.scale)
	return p
}

// savePage is the scale in per cent, not much smaller than one given, at which a last
// page that would hardly be used is saved.
func (s *Sheet) savePage(scale int) int {
	if len(s.heights) == 0 {
		return scale
	}
	pages, used := s.pagesAt(float64(scale) / 100)
	if pages == 1 || used > hardlyUsed {
		return scale
	}
	for smaller := scale - 1; float64(smaller) > pageWidth/smallPrint*100; smaller-- {
		if fewer, _ := s.pagesAt(float64(smaller) / 100); fewer < pages {
			return smaller
		}
	}
	return scale
}

// printedGraphic makes a graphic and its lines as large as one page has room for,
// upright if they are larger so.
func (s *Sheet) printedGraphic() printedPages {
	_, height := s.Graphic.size()
	wide, high := columnWhole(graphicWidth), float64(graphicRows(height))*rowHeight(1, 12)+s.linesHeight()
	landscape := min(pageWidth/wide, pageHeight/high)
	portrait := min(uprightWidth/wide, uprightHeight/high)
	scale := max(landscape, portrait) * slack * 100
	return printedPages{columns: 1, scale: min(int(scale), 200), portrait: portrait > landscape}
}

// A page is saved where rows are still printed at a comfortable size; a last page
// with less than this part of it in use, where they need not be much smaller.
const (
	hardlyUsed  = 0.35
	muchSmaller = 0.85
)

// pagesHigh is the number of pages below one another to which a sheet of a printed
// width is fitted, or 0 for as many as it takes.
func (s *Sheet) pagesHigh(width float64) int {
	if len(s.heights) == 0 {
		return 0
	}
	scale := min(1, pageWidth/width)
	pages, used := s.pagesAt(scale)
	if pages == 1 {
		return 0
	}
	least := pageWidth / comfortable
	if used < hardlyUsed {
		least = min(least, max(scale*muchSmaller, pageWidth/smallPrint))
	}
	for smaller := scale; smaller > least; smaller *= 0.99 {
		if fewer, _ := s.pagesAt(smaller); fewer < pages {
			return fewer
		}
	}
	return 0
}

// pagesAt is the number of pages that the rows of a sheet take at a scale, and the
// part of the last that is in use.
func (s *Sheet) pagesAt(scale float64) (pages int, used float64) {
	room := pageHeight*0.985/scale - s.heights[0]
	pages, used = 1, s.linesHeight()
	for _, height := range s.heights[1:] {
		if used+height > room {
			pages, used = pages+1, 0
		}
		used += height
	}
	return pages, used / room
}

// linesHeight is the height of the lines above a table or graphic in points.
func (s *Sheet) linesHeight() (height float64) {
	for _, line := range s.Lines {
		height += s.lineHeight(line)
	}
	return height
}

// lineRoom is the width in points that a line above the table has on the first
// printed page, at the size at which the columns are printed: no line makes the
// print smaller, and none crosses the edge of a page.
func (s *Sheet) lineRoom() float64 {
	if len(s.Columns) == 0 {
		return columnPoints(s.onlyWidth()) * slack
	}
	if page := s.printed(); len(page.starts) > 0 {
		return s.widthBefore(page.starts[0]) * slack
	}
	return max(s.widthBefore(len(s.Columns)+1), pageWidth-columnPoints(standardWidth)) * slack
}

// onlyWidth is the width of the column of a sheet without a table, in characters.
func (s *Sheet) onlyWidth() float64 {
	if s.Graphic != nil {
		return graphicWidth
	}
	return coverWidth
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
	for i := range column - 1 {
		width += columnPoints(s.widthOf(i))
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
	columns, room := 0, 0.0
	for columns < max(len(s.Columns), 1) || room*slack < longest {
		room += columnPoints(s.widthOf(columns))
		columns++
	}
	return columns
}

// standardWidth is the width of a column that has none of its own, in characters.
const standardWidth = 8.43

// widthOf is the width of a column of the sheet, counted from 0, in characters.
func (s *Sheet) widthOf(column int) float64 {
	switch {
	case column < len(s.Columns):
		return s.Columns[column].Width
	case column == 0:
		return s.onlyWidth()
	}
	return standardWidth
}
