package reports

import (
	"bytes"
	"image"
	"image/png"
	"regexp"
	"strings"
	"testing"

	"svna/analysis"
	"svna/analysis/stats"
)

// Between paragraphs is the larger space; what is kept together moves together, and the
// space before it is dropped at the top of a page. Heights of one line: 13.8 points of
// Normal, 20.7 of Heading1.
func TestFlow(t *testing.T) {
	var f flow
	f.paragraph("Statement", "One line.", false) // 13.8, kept, then 2
	f.paragraph("Trace", "One line.", false)     // 11.5, then 10
	if want := 13.8 + 2 + 11.5; f.at < want-0.01 || f.at > want+0.01 {
		t.Errorf("after a statement: %.2f points, want %.2f", f.at, want)
	}
	f.bookmark("next")
	f.paragraph("Heading1", "A heading", false) // 12 before it, more than the 10
	f.paragraph("Normal", "One line.", false)
	if want := 27.3 + 12 + 20.7 + 6 + 13.8; f.at < want-0.01 || f.at > want+0.01 {
		t.Errorf("after a heading: %.2f points, want %.2f", f.at, want)
	}
	f.block(0, flowPage-f.at-30, 0, false)
	f.bookmark("overleaf")
	f.paragraph("Heading1", "A heading", false) // has room, but not with its line
	f.paragraph("Normal", "One line.", false)
	if want := 20.7 + 6 + 13.8; f.page != 1 || f.at < want-0.01 || f.at > want+0.01 {
		t.Errorf("overleaf: page %d, %.2f points, want page 1, %.2f", f.page, f.at, want)
	}
	if f.pages["next"] != 1 || f.pages["overleaf"] != 2 {
		t.Errorf("the bookmarks are on the pages %v", f.pages)
	}
}

// flowFigure is a figure of 1,000 by so many pixels, 482 points wide on the page.
func flowFigure(t *testing.T, id string, high int) foundFigure {
	t.Helper()
	var picture bytes.Buffer
	if err := png.Encode(&picture, image.NewGray(image.Rect(0, 0, 1000, high))); err != nil {
		t.Fatal(err)
	}
	sheet := Sheet{Name: id, Lines: []SheetLine{{Text: "Table of " + id}}}
	for range documentColumns + 1 {
		sheet.Columns = append(sheet.Columns, SheetColumn{Header: "Column"})
	}
	return foundFigure{Figure: Figure{ID: id, Title: "Finding of " + id, Subtitle: "Measure", PNGEmbedded: picture.Bytes()}, Chart: analysis.Chart{Finding: "of-" + id, Title: "Title"}, Sheet: sheet}
}

func flowStatement(id string) foundStatement {
	return foundStatement{Headline: Headline{ID: id, Statement: "Statement " + id + ".", Source: &Source{}}}
}

// A tall figure that does not fit leaves no half-empty page: what comes after it goes
// before it. No figure goes before its own statement.
func TestAFigureLetsTextGoBeforeIt(t *testing.T) {
	var d document
	c := chapter{Figures: []foundFigure{flowFigure(t, "first", 700), flowFigure(t, "tall", 1000), flowFigure(t, "small", 80)}}
	for _, id := range []string{"of-first", "of-tall", "other", "of-small"} {
		c.Statements = append(c.Statements, flowStatement(id))
	}
	d.findings(c)
	var order []string
	for _, m := range regexp.MustCompile(`Statement ([a-z0-9-]+)\.|Finding of ([a-z]+)`).FindAllStringSubmatch(d.body.String(), -1) {
		order = append(order, m[1]+m[2])
	}
	if got, want := strings.Join(order, " "), "of-first first of-tall other of-small small tall"; got != want {
		t.Errorf("the order is %s, want %s", got, want)
	}
	if d.flow.page != 1 {
		t.Errorf("%d pages, want 2", d.flow.page+1)
	}
}

// A figure that is a little too tall is made a little smaller, and no more than that.
func TestAFigureIsSizedToWhatIsLeft(t *testing.T) {
	figure := flowFigure(t, "one", 1000) // 482 points high
	words := measure(figure).group.height - flowWidth
	for _, c := range []struct{ left, want float64 }{{500, 1}, {460, 0.94}, {435, 0.9}, {400, 1}} {
		var d document
		d.flow.at = flowPage - c.left - words - 14 - flowSlack
		if got := d.pictureScale(figure); got < c.want-0.001 || got > c.want+0.001 {
			t.Errorf("%v points left for a picture of 482: scale %.2f, want %.2f", c.left, got, c.want)
		}
	}
}

// Each line of the contents has the page of its heading as a field.
func TestContentsNamePages(t *testing.T) {
	body := parsePart(t, unzipped(t, exampleDocument(t)), "word/document.xml")
	lines := 0
	for _, p := range body.all("p") {
		if p.style() != "Contents" {
			continue
		}
		lines++
		fields := p.all("fldSimple")
		if len(fields) != 1 || fields[0].attr("instr") != " PAGEREF "+p.all("hyperlink")[0].attr("anchor")+` \h ` {
			t.Errorf("%q has no field of the page", p.text())
			continue
		}
		if !regexp.MustCompile(`^[1-9][0-9]*$`).MatchString(fields[0].text()) {
			t.Errorf("%q is on page %q", p.text(), fields[0].text())
		}
	}
	if lines < 2 {
		t.Errorf("the contents have %d lines", lines)
	}
}

// A ratio is not its numerator over its denominator: it rests on numbers that have their
// own names. A share is, and stands with its numerator and denominator.
func TestEvidenceOfComparisons(t *testing.T) {
	table := analysis.Table{
		ID: "ethnicity", Dimensions: []analysis.Dimension{{Name: "group", Header: "Group"}},
		Columns: []analysis.Column{
			{Name: "numerator", Header: "Black people", Format: analysis.AsCount},
			{Name: "denominator", Header: "White people", Format: analysis.AsCount},
			{Name: "value", Header: "Rate ratio", Format: analysis.AsRatio},
			{Name: "rate", Header: "Rate per 1,000 residents [note 7]", Format: analysis.AsRatio},
			{Name: "rate_reference", Header: "Rate of the reference group", Format: analysis.AsRatio},
		},
		Rows: []analysis.Row{{Levels: []string{"Black"}, Estimate: stats.Estimate{Numerator: stats.N(155), Denominator: stats.N(128), Value: stats.N(2.54)}, Extra: map[string]stats.Number{"rate": stats.N(3.31), "rate_reference": stats.N(1.3)}}},
	}
	ratio := Headline{ID: "ratio", Unit: "ratio", Value: stats.N(2.54), Numerator: stats.N(155), Denominator: stats.N(128), Source: &Source{Table: "ethnicity", Row: "Black"}}
	share := Headline{ID: "share", Unit: "per cent", Value: stats.N(25), Numerator: stats.N(115), Denominator: stats.N(460), Source: &Source{Table: "use", Row: "Injured"}}
	d := document{source: []analysis.Table{table}}
	tables := d.evidence(chapter{Statements: []foundStatement{{Headline: share}, {Headline: ratio}}})
	if len(tables) != 2 || len(tables[0].rows) != 1 || len(tables[1].rows) != 1 {
		t.Fatalf("%d tables of evidence", len(tables))
	}
	if got := tables[0].rows[0][5].String() + " of " + tables[0].rows[0][6].String(); got != "115 of 460" {
		t.Errorf("the share is of %s", got)
	}
	if got, want := tables[1].rows[0][5].String(), "Black people: 155; White people: 128; Rate per 1,000 residents: 3.31; Rate of the reference group: 1.30"; got != want {
		t.Errorf("the ratio rests on %q, want %q", got, want)
	}
	table.Columns = append(table.Columns, analysis.Column{Name: "lower", Header: "Lower end of the range", Format: analysis.AsRatio})
	table.Rows[0].Estimate.Lower, ratio.Lower = stats.N(2.01), stats.N(2.01)
	d.source[0] = table
	if got, want := d.restsOn(ratio), "; Lower end of the range: 2.01"; !strings.HasSuffix(got, want) {
		t.Errorf("the ratio with a range rests on %q, want %q", got, want)
	}
	ratio.Confidence = stats.N(0.95)
	if got := d.restsOn(ratio); strings.Contains(got, "range") {
		t.Errorf("the ratio with an interval rests on %q", got)
	}
}

func TestIsQuotient(t *testing.T) {
	for _, c := range []struct {
		unit               string
		value, over, under float64
		want               bool
	}{
		{"per cent", 25, 115, 460, true},
		{"per 1,000 residents", 15.11, 59, 3905, true},
		{"offences a year", 10, 30, 3, true},
		{"per cent", 43.4, 755, 2330, false}, // of harm
		{"ratio", 1.04, 3899, 3740, false},   // of counts a day
		{"percentage points", -37.7, 21, 242, false},
		{"pounds", 20058921, 1523, 1533, false},
	} {
		h := Headline{Unit: c.unit, Value: stats.N(c.value), Numerator: stats.N(c.over), Denominator: stats.N(c.under)}
		if got := h.isQuotient(); got != c.want {
			t.Errorf("%v %s of %v and %v: %v, want %v", c.value, c.unit, c.over, c.under, got, c.want)
		}
	}
}
