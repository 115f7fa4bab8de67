package scan

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"maps"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

var headlineColumns = []string{"id", "theme", "statement", "value", "unit", "counted", "numerator", "denominator", "not_recorded", "lower", "upper", "confidence", "method", "period_from", "period_to", "filter", "status", "table", "row", "column", "worksheet", "cell"}

// csv reads a file of comma-separated values; columns nil allows any.
func (s *scanner) csv(name string, text []byte, columns []string) [][]string {
	reader := csv.NewReader(bytes.NewReader(text))
	records, err := reader.ReadAll()
	if err != nil || len(records) == 0 {
		s.fault(name, "is no table")
		return nil
	}
	for _, column := range records[0] {
		if columns != nil && !slices.Contains(columns, column) {
			s.fault(name, "has a column that is not expected")
		}
	}
	return records
}

// counts are the columns of which every number is a count of the rule.
var counts = []string{"numerator", "not_known", "offences_before", "denominator_before"}

// table takes in the published numbers of a table, checks that its columns are
// those that its metadata names and that counts are rounded.
func (s *scanner) table(name string, text []byte) {
	records := s.csv(name, text, nil)
	if records == nil {
		return
	}
	s.columns(name, records[0])
	for _, record := range records[1:] {
		suppressed := slices.Contains(record, "c")
		population := slices.Contains(record, "as published")
		for i, cell := range record {
			n, err := strconv.ParseFloat(cell, 64)
			if err != nil {
				s.level(records[0], i, cell)
				continue
			}
			s.publish(n)
			column := records[0][i]
			if suppressed && slices.Contains([]string{"value", "lower", "upper"}, column) {
				s.fault(name, "has a value in a row that is suppressed")
			}
			if slices.Contains(counts, column) && !population && !s.rounded(n) {
				s.fault(name, "has a count in column %s that is not rounded", column)
			}
		}
	}
}

// level notes a name in a table, before its counts, that has a larger number in it,
// such as "Ward 112": it says nothing but which row is meant.
func (s *scanner) level(header []string, column int, cell string) {
	at := slices.Index(header, "numerator")
	if column < at && largeNumeral.MatchString(cell) && !slices.Contains(s.names, cell) {
		s.names = append(s.names, cell)
	}
}

// rounded reports whether a count is one that the rule shows.
func (s *scanner) rounded(n float64) bool {
	least := math.Round(float64(s.rule.Threshold)/float64(s.rule.RoundTo)) * float64(s.rule.RoundTo)
	return n == 0 || (n >= least && math.Mod(n, float64(s.rule.RoundTo)) == 0)
}

// columns compares the header of a table with its metadata.
func (s *scanner) columns(name string, header []string) {
	var metadata struct {
		TableSchema struct {
			Columns []struct {
				Name string `json:"name"`
			} `json:"columns"`
		} `json:"tableSchema"`
	}
	text, err := s.read(name + "-metadata.json")
	if err != nil || json.Unmarshal(text, &metadata) != nil {
		s.fault(name, "has no metadata")
		return
	}
	var named []string
	for _, c := range metadata.TableSchema.Columns {
		named = append(named, c.Name)
	}
	if !slices.Equal(named, header) {
		s.fault(name, "has columns that its metadata does not name")
	}
}

var headlineKeys = []string{"id", "theme", "statement", "value", "unit", "counted", "numerator", "denominator", "not_recorded", "lower", "upper", "confidence", "method", "period", "filter", "status", "source"}

// headlines compares the numbers of each headline with those of the tables.
func (s *scanner) headlines(name string, text []byte) {
	var all struct {
		Edition   string                       `json:"edition"`
		Headlines []map[string]json.RawMessage `json:"headlines"`
	}
	if json.Unmarshal(text, &all) != nil || all.Edition != "public" {
		s.fault(name, "is not the headlines of a public edition")
		return
	}
	for _, h := range all.Headlines {
		for key, raw := range h {
			if !slices.Contains(headlineKeys, key) {
				s.fault(name, "has a field that is not expected")
			}
			var n *float64
			if !slices.Contains([]string{"value", "numerator", "denominator", "lower", "upper", "not_recorded"}, key) || json.Unmarshal(raw, &n) != nil || n == nil {
				continue
			}
			if key == "not_recorded" && s.rounded(*n) {
				s.publish(*n) // a sum of published rows
			} else if !s.numbers[*n] {
				s.fault(name, "has a %s that no table publishes", key)
			}
		}
	}
}

var figureKeys = []string{"id", "title", "subtitle", "caption", "alt_text", "table", "columns", "statement", "png", "svg"}

func (s *scanner) figures(name string, text []byte) {
	var all []map[string]json.RawMessage
	if json.Unmarshal(text, &all) != nil {
		s.fault(name, "is no list of figures")
		return
	}
	for _, f := range all {
		for key, raw := range f {
			var words string
			if !slices.Contains(figureKeys, key) {
				s.fault(name, "has a field that is not expected")
			} else if json.Unmarshal(raw, &words) == nil && slices.Contains([]string{"title", "alt_text", "caption"}, key) {
				s.words(name, words)
			}
		}
	}
}

// numeral finds numbers in words; an ordinary number of a figure's words is one
// that a table publishes, rounded to as many decimals.
var numeral = regexp.MustCompile(`\d+(?:,\d{3})*(?:\.\d+)?`)

// areaCode is a code of official statistics, such as E09000002: an area without a
// population file has no other name.
var areaCode = regexp.MustCompile(`\b[EWSN]\d{8}\b`)

var largeNumeral = regexp.MustCompile(`\p{L}.*\d{3}|\d{3}.*\p{L}`)

// named takes the names of rows out of words, where no digit follows. A map may write
// the end of a name alone, where all begin alike.
func (s *scanner) named(words string) string {
	if slices.ContainsFunc(s.names, func(name string) bool { return strings.HasSuffix(name, " "+words) }) {
		return ""
	}
	for _, name := range s.names {
		for from := 0; ; {
			at := strings.Index(words[from:], name)
			if at < 0 {
				break
			}
			at += from
			from = at + len(name)
			if from < len(words) && words[from] >= '0' && words[from] <= '9' {
				continue
			}
			words, from = words[:at]+words[from:], at
		}
	}
	return words
}

var inMillions = regexp.MustCompile(`^( million|m\b)`)

// words checks the larger numbers in words: those of three digits and more, which
// are counts as a rule. Years, codes of areas and names of rows are not, nor are round numbers and
// the ones after them, at which classes of a map begin.
func (s *scanner) words(name, words string) {
	words = areaCode.ReplaceAllString(s.named(words), "")
	for _, at := range numeral.FindAllStringIndex(words, -1) {
		text, unit := words[at[0]:at[1]], 1.0
		if inMillions.MatchString(words[at[1]:]) {
			unit = 1e6
		}
		n, err := strconv.ParseFloat(strings.ReplaceAll(text, ",", ""), 64)
		if err != nil || n < 100 || math.Mod(n, float64(max(5, s.rule.RoundTo))) == 0 || math.Mod(n, 10) == 1 || (n >= 1900 && n < 2100 && !strings.Contains(text, ",")) {
			continue
		}
		if !s.publishedAs(n, text, unit) {
			s.fault(name, "names a number that no table publishes")
		}
	}
}

// publishedAs reports whether a table has a number that is written so, in units or
// in millions.
func (s *scanner) publishedAs(n float64, text string, unit float64) bool {
	decimals := 0
	if _, fraction, ok := strings.Cut(text, "."); ok {
		decimals = len(fraction)
	}
	n, half := n*unit, (0.5*math.Pow10(-decimals)+1e-9)*unit
	s.sort.Do(func() { s.sorted = slices.Sorted(maps.Keys(s.sizes)) })
	at, _ := slices.BinarySearch(s.sorted, n-half)
	return at < len(s.sorted) && s.sorted[at] <= n+half
}

var (
	svgElements   = []string{"svg", "title", "desc", "path", "text", "defs", "pattern", "g"}
	svgAttributes = []string{"aria-labelledby", "d", "fill", "font-family", "font-size", "font-weight", "id", "role", "stroke", "stroke-dasharray", "stroke-width", "viewBox", "width", "height", "x", "y", "xmlns", "style", "text-anchor", "class", "patternTransform", "patternUnits"}
	// precise is a coordinate of more decimals than a drawing needs: the value
	// behind a bar could be read from it.
	precise = regexp.MustCompile(`\d\.\d{4,}`)
)

func (s *scanner) svg(name string, text []byte) {
	if precise.Match(text) {
		s.fault(name, "has a coordinate of more decimals than a drawing needs")
	}
	s.xml(name, text, svgElements, func(e xml.StartElement) {
		for _, a := range e.Attr {
			if !slices.Contains(svgAttributes, a.Name.Local) {
				s.fault(name, "has an attribute that is not expected")
			}
		}
	}, func(_ string, words string) { s.words(name, words) })
}

// xml reads a document and calls back for its elements and their text. Comments,
// instructions, entities and elements that are not listed (by local name) are
// faults; listed nil allows any.
func (s *scanner) xml(name string, text []byte, listed []string, element func(xml.StartElement), words func(element, words string)) {
	decoder := xml.NewDecoder(bytes.NewReader(text))
	var open []string
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			s.fault(name, "is no XML")
			return
		}
		switch t := token.(type) {
		case xml.StartElement:
			open = append(open, t.Name.Local)
			if listed != nil && !slices.Contains(listed, t.Name.Local) {
				s.fault(name, "has an element that is not expected")
			}
			element(t)
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			if len(open) > 0 {
				words(open[len(open)-1], string(t))
			}
		case xml.Comment:
			s.fault(name, "has a comment")
		case xml.ProcInst:
			if t.Target != "xml" {
				s.fault(name, "has a processing instruction")
			}
		case xml.Directive:
			s.fault(name, "has a document type")
		}
	}
}
