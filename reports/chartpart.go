package reports

import (
	"fmt"
	"slices"
	"strings"

	"svna/analysis"
)

const (
	chartSpace     = "http://schemas.openxmlformats.org/drawingml/2006/chart"
	drawingSpace   = "http://schemas.openxmlformats.org/drawingml/2006/main"
	anchorSpace    = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
	chartType      = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
	drawingType    = "application/vnd.openxmlformats-officedocument.drawing+xml"
	emuPerPoint    = 12700
	chartLabelSize = 10.5
)

// part is the XML of the chart. The library has no charts with the language, the
// typeface of every text and the order of series that these need. Values stand
// at the bars, so that bars have no axis of values; a line has one, from zero.
func (c nativeChart) part() []byte {
	var b strings.Builder
	fmt.Fprintf(&b, `%s<c:chartSpace xmlns:c="%s" xmlns:a="%s" xmlns:r="%s"><c:lang val="en-GB"/><c:roundedCorners val="0"/><c:chart><c:autoTitleDeleted val="1"/><c:plotArea><c:layout/>`, xmlHead, chartSpace, drawingSpace, relationSpace)
	if c.mark == analysis.Line {
		b.WriteString(`<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>`)
	} else {
		direction := "col"
		if c.mark == analysis.Bars {
			direction = "bar"
		}
		fmt.Fprintf(&b, `<c:barChart><c:barDir val="%s"/><c:grouping val="clustered"/><c:varyColors val="0"/>`, direction)
	}
	for i, s := range c.series {
		c.writeSeries(&b, i, s)
	}
	if c.mark == analysis.Line {
		b.WriteString(`<c:marker val="1"/><c:axId val="1"/><c:axId val="2"/></c:lineChart>`)
	} else {
		gap := 50
		if c.mark == analysis.Columns && len(c.series) == 1 {
			gap = 15
		}
		fmt.Fprintf(&b, `<c:gapWidth val="%d"/><c:overlap val="-10"/><c:axId val="1"/><c:axId val="2"/></c:barChart>`, gap)
	}
	c.writeAxes(&b)
	b.WriteString(`<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr></c:plotArea>`)
	if len(c.series) > 1 {
		b.WriteString(`<c:legend><c:legendPos val="t"/><c:overlay val="0"/></c:legend>`)
	}
	fmt.Fprintf(&b, `<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart><c:spPr>%s<a:ln><a:noFill/></a:ln></c:spPr>%s</c:chartSpace>`, solid(rolePage), chartText(12))
	return []byte(b.String())
}

// solid fills with the colour of a role.
func solid(r role) string {
	return `<a:solidFill><a:srgbClr val="` + strings.TrimPrefix(hexOf(lightPalette[r]), "#") + `"/></a:solidFill>`
}

// chartText is the look of text: Arial at a size in points.
func chartText(size float64) string {
	return fmt.Sprintf(`<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="%.0f" b="0">%s<a:latin typeface="Arial"/><a:cs typeface="Arial"/></a:defRPr></a:pPr><a:endParaRPr lang="en-GB"/></a:p></c:txPr>`, 100*size, solid(roleText))
}

// barLook fills a bar, with an outline where the fill is pale.
func barLook(r role) string {
	line := "<a:ln><a:noFill/></a:ln>"
	if contrast(lightPalette[r], lightPalette[rolePage]) < 3 {
		line = fmt.Sprintf(`<a:ln w="%d">%s</a:ln>`, emuPerPoint*3/4, solid(roleAxis))
	}
	return "<c:spPr>" + solid(r) + line + "</c:spPr>"
}

// horizontal reports whether the categories go down.
func (c *nativeChart) horizontal() bool { return c.mark == analysis.Bars }

func (c nativeChart) writeSeries(b *strings.Builder, i int, s chartSeries) {
	name := s.name
	if name == "" {
		name = c.unit
	}
	fmt.Fprintf(b, `<c:ser><c:idx val="%d"/><c:order val="%d"/><c:tx><c:v>%s</c:v></c:tx>`, i, i, escape(name))
	if c.mark == analysis.Line {
		symbol := []string{"circle", "square", "triangle", "diamond"}[i%4]
		fmt.Fprintf(b, `<c:spPr><a:ln w="%d">%s</a:ln></c:spPr><c:marker><c:symbol val="%s"/><c:size val="5"/><c:spPr>%s<a:ln><a:noFill/></a:ln></c:spPr></c:marker>`, 2*emuPerPoint, solid(s.style.line), symbol, solid(s.style.line))
	} else {
		fill := s.style.fill
		if len(c.highlight) > 0 && i == 0 && len(c.series) == 1 {
			fill = roleSequential2
		}
		b.WriteString(barLook(fill) + `<c:invertIfNegative val="0"/>`)
		if fill != s.style.fill {
			for _, point := range c.highlight {
				fmt.Fprintf(b, `<c:dPt><c:idx val="%d"/><c:invertIfNegative val="0"/><c:bubble3D val="0"/>%s</c:dPt>`, point, barLook(s.style.fill))
			}
		}
		fmt.Fprintf(b, `<c:dLbls><c:numFmt formatCode="%s" sourceLinked="0"/><c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>%s<c:dLblPos val="outEnd"/><c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/><c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>`, escape(c.format), chartText(chartLabelSize))
	}
	b.WriteString("<c:cat>" + c.categories.strings() + "</c:cat><c:val>" + s.values.numbers(c.format) + "</c:val>")
	if c.mark == analysis.Line {
		b.WriteString(`<c:smooth val="0"/>`)
	}
	b.WriteString("</c:ser>")
}

// strings and numbers are a range with what its cells hold, so that a program
// that does not calculate can draw the chart.
func (r chartRange) strings() string {
	return "<c:strRef><c:f>" + escape(r.ref) + "</c:f><c:strCache>" + r.points() + "</c:strCache></c:strRef>"
}

func (r chartRange) numbers(format string) string {
	return "<c:numRef><c:f>" + escape(r.ref) + "</c:f><c:numCache><c:formatCode>" + escape(format) + "</c:formatCode>" + r.points() + "</c:numCache></c:numRef>"
}

func (r chartRange) points() string {
	var b strings.Builder
	fmt.Fprintf(&b, `<c:ptCount val="%d"/>`, len(r.texts))
	for i, text := range r.texts {
		fmt.Fprintf(&b, `<c:pt idx="%d"><c:v>%s</c:v></c:pt>`, i, escape(text))
	}
	return b.String()
}

// writeAxes writes the axis of categories, the first on top for horizontal bars,
// and the axis of values, which bars hide.
func (c nativeChart) writeAxes(b *strings.Builder) {
	order, position, other := "minMax", "b", "l"
	if c.mark == analysis.Bars {
		order, position, other = "maxMin", "l", "b"
	}
	fmt.Fprintf(b, `<c:catAx><c:axId val="1"/><c:scaling><c:orientation val="%s"/></c:scaling><c:delete val="0"/><c:axPos val="%s"/><c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="low"/>`+
		`<c:spPr><a:ln w="%d">%s</a:ln></c:spPr>%s<c:crossAx val="2"/><c:crosses val="autoZero"/><c:auto val="0"/><c:lblAlgn val="ctr"/><c:lblOffset val="100"/>`, order, position, emuPerPoint*3/4, solid(roleAxis), chartText(chartLabelSize))
	skip := 1
	if c.mark == analysis.Line {
		skip = 1 + (len(c.categories.texts)-1)/12
	}
	fmt.Fprintf(b, `<c:tickLblSkip val="%d"/>`, skip)
	hidden, grid := 1, ""
	if c.mark == analysis.Line {
		hidden = 0
		grid = fmt.Sprintf(`<c:majorGridlines><c:spPr><a:ln w="%d">%s</a:ln></c:spPr></c:majorGridlines>`, emuPerPoint*3/5, solid(roleGrid))
	}
	negative := slices.ContainsFunc(c.series, func(s chartSeries) bool {
		return slices.ContainsFunc(s.values.texts, func(v string) bool { return strings.HasPrefix(v, "-") })
	})
	minimum := `<c:min val="0"/>`
	if negative {
		minimum = ""
	}
	fmt.Fprintf(b, `<c:noMultiLvlLbl val="1"/></c:catAx><c:valAx><c:axId val="2"/><c:scaling><c:orientation val="minMax"/>%s</c:scaling><c:delete val="%d"/><c:axPos val="%s"/>%s<c:numFmt formatCode="%s" sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>`+
		`<c:spPr><a:ln><a:noFill/></a:ln></c:spPr>%s<c:crossAx val="1"/><c:crosses val="autoZero"/><c:crossBetween val="between"/></c:valAx>`, minimum, hidden, other, grid, escape(c.format), chartText(chartLabelSize))
}
