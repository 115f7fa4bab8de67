package reports

import (
	"bytes"
	"encoding/binary"
	"fmt"
)

// sheetGraphic is a graphic with its place, for the zip stage.
type sheetGraphic struct {
	graphic
	sheet  int // number of the worksheet, from 1
	row    int // of the anchor, from 0
	name   string
	height float64 // points
	width  float64
}

// The size of a native chart in points: as wide as a figure in print, and as
// high as its bars need.
const (
	chartWidth   = 17.0 * centimetre
	graphicWidth = 73.0 // characters: a column as wide as that
	leastChart   = 9.0 * centimetre
	mostChart    = 24.0 * centimetre
	barThickness = 17.0
)

// size is the size of a graphic in points: a picture at half its resolution.
func (g graphic) size() (width, height float64) {
	if g.chart == nil {
		if len(g.png) < 24 {
			return 0, 0
		}
		dots := func(at int) float64 { return float64(binary.BigEndian.Uint32(g.png[at:])) * 72 / dotsPerInch }
		return dots(16), dots(20) // of the header of a PNG
	}
	height = 10.7 * centimetre
	if bars := len(g.chart.categories.texts) * len(g.chart.series); g.chart.horizontal() {
		height = min(max(float64(bars)*barThickness+60, leastChart), mostChart)
	}
	return chartWidth, height
}

// addGraphics writes the drawing of each sheet with a graphic, and its chart or
// picture.
func (z *zipStage) addGraphics() error {
	charts, pictures := 0, 0
	for i, g := range z.graphics {
		drawing := fmt.Sprintf("xl/drawings/drawing%d.xml", i+1)
		target, kind := "", ""
		if g.chart != nil {
			charts++
			target, kind = fmt.Sprintf("charts/chart%d.xml", charts), "chart"
			z.parts["xl/"+target] = bytes.NewBuffer(g.chart.part())
		} else {
			pictures++
			target, kind = fmt.Sprintf("media/image%d.png", pictures), "image"
			z.parts["xl/"+target] = bytes.NewBuffer(g.png)
		}
		z.parts[drawing] = bytes.NewBufferString(g.drawing())
		z.parts[fmt.Sprintf("xl/drawings/_rels/drawing%d.xml.rels", i+1)] = bytes.NewBufferString(relationPart(kind, "../"+target))
		relations := fmt.Sprintf("xl/worksheets/_rels/sheet%d.xml.rels", g.sheet)
		part := z.parts[fmt.Sprintf("xl/worksheets/sheet%d.xml", g.sheet)]
		if part == nil || !bytes.HasSuffix(part.Bytes(), []byte(sheetEnd)) || z.parts[relations] != nil {
			return fmt.Errorf("worksheet %d has no place for a graphic", g.sheet)
		}
		part.Truncate(part.Len() - len(sheetEnd))
		fmt.Fprintf(part, `<drawing xmlns:r="%s" r:id="rId1"/>%s`, relationSpace, sheetEnd)
		z.parts[relations] = bytes.NewBufferString(relationPart("drawing", fmt.Sprintf("../drawings/drawing%d.xml", i+1)))
	}
	return nil
}

const sheetEnd = "</worksheet>"

// relationPart is a part with one relation, rId1.
func relationPart(kind, target string) string {
	return xmlHead + fmt.Sprintf(`<Relationships xmlns="%s"><Relationship Id="rId1" Type="%s/%s" Target="%s"/></Relationships>`, packageSpace, relationSpace, kind, target)
}

// drawing anchors a graphic in column A, with its alternative text.
func (g sheetGraphic) drawing() string {
	cx, cy := int(g.width*emuPerPoint), int(g.height*emuPerPoint)
	named := fmt.Sprintf(`id="2" name="%s" descr="%s"`, escape(g.name), escape(g.alt))
	shape := ""
	if g.chart != nil {
		shape = fmt.Sprintf(`<xdr:graphicFrame macro=""><xdr:nvGraphicFramePr><xdr:cNvPr %s/><xdr:cNvGraphicFramePr/></xdr:nvGraphicFramePr><xdr:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></xdr:xfrm>`+
			`<a:graphic><a:graphicData uri="%s"><c:chart xmlns:c="%s" r:id="rId1"/></a:graphicData></a:graphic></xdr:graphicFrame>`, named, chartSpace, chartSpace)
	} else {
		shape = fmt.Sprintf(`<xdr:pic><xdr:nvPicPr><xdr:cNvPr %s/><xdr:cNvPicPr><a:picLocks noChangeAspect="1"/></xdr:cNvPicPr></xdr:nvPicPr><xdr:blipFill><a:blip r:embed="rId1"/><a:stretch><a:fillRect/></a:stretch></xdr:blipFill>`+
			`<xdr:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="%d" cy="%d"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr></xdr:pic>`, named, cx, cy)
	}
	return xmlHead + fmt.Sprintf(`<xdr:wsDr xmlns:xdr="%s" xmlns:a="%s" xmlns:r="%s"><xdr:oneCellAnchor><xdr:from><xdr:col>0</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>%d</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:ext cx="%d" cy="%d"/>%s<xdr:clientData/></xdr:oneCellAnchor></xdr:wsDr>`,
		anchorSpace, drawingSpace, relationSpace, g.row, cx, cy, shape)
}
