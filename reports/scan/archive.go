package scan

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"encoding/xml"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

func (s *scanner) read(name string) ([]byte, error) {
	return os.ReadFile(filepath.Join(s.dir, filepath.FromSlash(name)))
}

// parts are the parts that each kind of archive may have.
var parts = map[string]*regexp.Regexp{
	".xlsx": regexp.MustCompile(`^(\[Content_Types\]\.xml|_rels/\.rels|docProps/(app|core)\.xml|xl/(_rels/workbook\.xml\.rels|styles\.xml|workbook\.xml|sharedStrings\.xml|theme/theme1\.xml|tables/table\d+\.xml|worksheets/sheet\d+\.xml|worksheets/_rels/sheet\d+\.xml\.rels))$`),
	".ods":  regexp.MustCompile(`^(mimetype|META-INF/manifest\.xml|content\.xml|meta\.xml|styles\.xml)$`),
	".docx": regexp.MustCompile(`^(\[Content_Types\]\.xml|_rels/\.rels|docProps/core\.xml|word/(_rels/document\.xml\.rels|document\.xml|footer1\.xml|header1\.xml|numbering\.xml|settings\.xml|styles\.xml|media/figure\d+\.(png|svg)))$`),
}

// archive opens a workbook, an ODS file or a Word file: its container first, then
// each part.
func (s *scanner) archive(name string, b []byte) {
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		s.fault(name, "is no archive")
		return
	}
	if z.Comment != "" {
		s.fault(name, "has a comment in its container")
	}
	seen, stored := map[string]bool{}, int64(0)
	for _, f := range z.File {
		if seen[f.Name] {
			s.fault(name, "has a part twice")
		}
		seen[f.Name] = true
		if !parts[path.Ext(name)].MatchString(f.Name) {
			s.fault(name, "has a part that is not expected")
			continue
		}
		s.entry(name, f)
		stored += int64(f.CompressedSize64)
		content, err := readPart(f)
		if err != nil {
			s.fault(name, "has a part that cannot be read")
			continue
		}
		s.part(name, f.Name, content)
	}
	s.gaps(name, b, z)
}

// entry checks what the container says of a part: no time but the first that it
// can hold, no comment, no user, nothing in the extra field but that time.
func (s *scanner) entry(name string, f *zip.File) {
	if f.Comment != "" {
		s.fault(name, "has a comment on a part")
	}
	if f.Modified.UTC().Year() != 1980 {
		s.fault(name, "has the time of a part")
	}
	for extra := f.Extra; len(extra) > 0; {
		if len(extra) < 4 || binary.LittleEndian.Uint16(extra) != 0x5455 || int(binary.LittleEndian.Uint16(extra[2:])) != 5 || len(extra) < 9 {
			s.fault(name, "has an extra field that is not expected")
			return
		}
		extra = extra[9:]
	}
}

// gaps finds bytes before, between and after the parts.
func (s *scanner) gaps(name string, b []byte, z *zip.Reader) {
	end := int64(0)
	files := slices.Clone(z.File)
	for _, f := range files {
		start, err := f.DataOffset()
		if err != nil {
			s.fault(name, "has a part that cannot be read")
			return
		}
		header := start - end
		if header < 30 || header > 30+int64(len(f.Name))+64 {
			s.fault(name, "has bytes between its parts")
		}
		end = start + int64(f.CompressedSize64)
		if f.Flags&8 != 0 { // a descriptor follows the data
			end += 16
			if f.CompressedSize64 > 1<<32 || f.UncompressedSize64 > 1<<32 {
				end += 8
			}
		}
	}
	if end < int64(len(b)) && !bytes.HasPrefix(b[end:], []byte("PK\x01\x02")) {
		s.fault(name, "has bytes after its parts")
	}
	if at := bytes.LastIndex(b, []byte("PK\x05\x06")); at < 0 || at+22 != len(b) {
		s.fault(name, "has bytes after its end")
	}
}

func readPart(f *zip.File) ([]byte, error) {
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	b, err := io.ReadAll(io.LimitReader(r, 200<<20))
	if len(b) == 200<<20 {
		return nil, fmt.Errorf("part too large")
	}
	return b, err
}

// part checks one part by its kind.
func (s *scanner) part(file, part string, content []byte) {
	name := file + ", " + part
	switch {
	case strings.HasPrefix(part, "xl/worksheets/sheet"):
		s.sheet(name, content)
	case part == "xl/workbook.xml":
		s.workbook(name, content)
	case strings.HasPrefix(part, "xl/tables/"):
		s.xml(name, content, nil, func(e xml.StartElement) {
			if e.Name.Local == "filterColumn" || e.Name.Local == "calculatedColumnFormula" {
				s.fault(name, "has a filter or a formula")
			}
		}, noWords)
	case part == "content.xml":
		s.ods(name, content)
	case part == "word/document.xml":
		s.document(name, content)
	case path.Ext(part) == ".png":
		s.png(name, content)
	case path.Ext(part) == ".svg":
		s.svg(name, content)
	case strings.HasPrefix(part, "docProps/") || part == "meta.xml":
		s.properties(name, content)
	case strings.HasSuffix(part, ".rels"):
		s.relations(name, content)
	case part == "mimetype":
	default:
		s.xml(name, content, nil, func(xml.StartElement) {}, noWords)
	}
}

func noWords(string, string) {}

// sheetElements are the elements of a sheet that hold cells and their look.
var sheetElements = []string{"worksheet", "sheetPr", "pageSetUpPr", "tabColor", "dimension", "sheetViews", "sheetView", "pane", "selection", "sheetFormatPr", "cols", "col", "sheetData", "row", "c", "v", "is", "t", "r", "rPr", "b", "sz", "color", "rFont", "family", "hyperlinks", "hyperlink", "ignoredErrors", "ignoredError", "pageMargins", "pageSetup", "rowBreaks", "colBreaks", "brk", "tableParts", "tablePart"}

// sheet allows cells of text and of published numbers, all to be seen.
func (s *scanner) sheet(name string, content []byte) {
	kind := ""
	s.xml(name, content, sheetElements, func(e xml.StartElement) {
		for _, a := range e.Attr {
			switch {
			case e.Name.Local == "c" && a.Name.Local == "t":
				kind = a.Value
			case slices.Contains([]string{"hidden", "collapsed", "outlineLevel"}, a.Name.Local) && a.Value != "0":
				s.fault(name, "has hidden or collapsed rows or columns")
			case (a.Name.Local == "ht" || a.Name.Local == "width") && number(a.Value) < 1:
				s.fault(name, "has rows or columns without height or width")
			}
		}
		if e.Name.Local == "c" && !slices.ContainsFunc(e.Attr, func(a xml.Attr) bool { return a.Name.Local == "t" }) {
			kind = "n"
		}
	}, func(element, words string) {
		if element == "v" && kind != "s" && kind != "str" && kind != "inlineStr" && !s.numbers[number(words)] && !s.furniture(number(words)) {
			s.fault(name, "has a number that no table publishes")
		}
	})
}

// furniture are numbers of the workbook itself: sheets and rows that it counts.
func (s *scanner) furniture(n float64) bool { return n >= 0 && n <= 3 && n == float64(int(n)) }

func number(text string) float64 {
	n, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	if err != nil {
		return -1e300
	}
	return n
}

// target is what a defined name may point to: cells, areas of them, or the rows and columns that
// are repeated in print.
var target = regexp.MustCompile(`^('[^']+'|[A-Za-z0-9_.-]+)!(\$[A-Z]{1,3}\$\d+(:\$[A-Z]{1,3}\$\d+(,('[^']+'|[A-Za-z0-9_.-]+)!\$[A-Z]{1,3}\$\d+:\$[A-Z]{1,3}\$\d+)*)?|\$\d+:\$\d+|\$[A-Z]{1,3}:\$[A-Z]{1,3},('[^']+'|[A-Za-z0-9_.-]+)!\$\d+:\$\d+)$`)

func (s *scanner) workbook(name string, content []byte) {
	listed := []string{"workbook", "fileVersion", "workbookPr", "bookViews", "workbookView", "sheets", "sheet", "definedNames", "definedName", "calcPr"}
	s.xml(name, content, listed, func(e xml.StartElement) {
		for _, a := range e.Attr {
			if (a.Name.Local == "state" && a.Value != "visible") || a.Name.Local == "hidden" {
				s.fault(name, "has a hidden sheet or name")
			}
		}
	}, func(element, words string) {
		if element == "definedName" && !target.MatchString(words) {
			s.fault(name, "has a name that points to no cells")
		}
	})
}

// ods allows numbers that are published and say what their text says.
func (s *scanner) ods(name string, content []byte) {
	listed := []string{"document-content", "automatic-styles", "style", "table-column-properties", "table-properties", "table-row-properties", "table-cell-properties", "paragraph-properties", "text-properties", "body", "spreadsheet", "table", "table-column", "table-header-columns", "table-header-rows", "table-row", "table-cell", "p", "a", "span", "named-expressions", "named-range", "database-ranges", "database-range", "line-break", "s"}
	value, has := 0.0, false
	s.xml(name, content, listed, func(e xml.StartElement) {
		if e.Name.Local == "table-cell" {
			has = false
		}
		for _, a := range e.Attr {
			switch {
			case a.Name.Local == "value":
				value, has = number(a.Value), true
				if !s.numbers[value] && !s.furniture(value) {
					s.fault(name, "has a number that no table publishes")
				}
			case a.Name.Local == "visibility" || a.Name.Local == "formula" || (a.Name.Local == "display" && a.Name.Space != "" && a.Value == "false" && e.Name.Local == "table"):
				s.fault(name, "has hidden cells or a formula")
			case a.Name.Local == "href" && !strings.HasPrefix(a.Value, "#") && !strings.HasPrefix(a.Value, "https://") && !strings.HasPrefix(a.Value, "mailto:"):
				s.fault(name, "has a link to a file")
			}
		}
	}, func(element, words string) {
		if element != "p" || !has || strings.HasPrefix(words, "under ") {
			return
		}
		shown := number(strings.NewReplacer(",", "", "£", "", "%", "", "−", "-").Replace(words))
		decimals := 0
		if _, fraction, ok := strings.Cut(words, "."); ok {
			decimals = len(strings.TrimSuffix(fraction, "%"))
		}
		half := 0.5
		for range decimals {
			half /= 10
		}
		if d := shown - value; d > half+1e-9 || d < -half-1e-9 {
			s.fault(name, "has a number unlike its text")
		}
	})
}

// document allows what a plain report has: no tracked change, no hidden text, no
// field but numbers of pages and tables of contents.
func (s *scanner) document(name string, content []byte) {
	never := []string{"del", "ins", "moveFrom", "moveTo", "vanish", "webHidden", "comment", "commentReference", "commentRangeStart", "instrText", "altChunk", "object", "sdt", "attachedTemplate", "delText"}
	field := regexp.MustCompile(`^ *(PAGE|NUMPAGES|SEQ [A-Za-z]+|TOC|PAGEREF|REF)\b[^"]*$`)
	s.xml(name, content, nil, func(e xml.StartElement) {
		if slices.Contains(never, e.Name.Local) {
			s.fault(name, "has changes, comments, hidden text or objects")
		}
		for _, a := range e.Attr {
			switch {
			case strings.HasPrefix(a.Name.Local, "rsid"):
				s.fault(name, "has revision marks")
			case a.Name.Local == "instr" && !field.MatchString(a.Value):
				s.fault(name, "has a field that is not expected")
			case a.Name.Local == "descr":
				s.words(name, a.Value)
			}
		}
	}, noWords)
}

// properties allows no author, company or time of its own.
func (s *scanner) properties(name string, content []byte) {
	allowed := []string{"Properties", "Application", "AppVersion", "coreProperties", "creator", "description", "language", "subject", "title", "created", "modified", "keywords", "lastModifiedBy", "document-meta", "meta", "date", "creation-date", "generator", "initial-creator"}
	s.xml(name, content, allowed, func(xml.StartElement) {}, func(element, words string) {
		if slices.Contains([]string{"creator", "lastModifiedBy", "initial-creator"}, element) && strings.TrimSpace(words) != "" && words != "svna" && !strings.HasPrefix(words, "Community safety partnership, ") {
			s.fault(name, "names an author")
		}
		if slices.Contains([]string{"created", "modified", "date", "creation-date"}, element) && !strings.HasPrefix(words, "1980") && !strings.HasPrefix(words, "2000") && !regexp.MustCompile(`^\d{4}-\d\d-\d\dT00:00:00Z?$`).MatchString(words) {
			s.fault(name, "has the time of its making")
		}
	})
}

// relations allow no target outside the file but links of the text.
func (s *scanner) relations(name string, content []byte) {
	s.xml(name, content, nil, func(e xml.StartElement) {
		external, hyperlink := false, false
		for _, a := range e.Attr {
			external = external || (a.Name.Local == "TargetMode" && a.Value == "External")
			hyperlink = hyperlink || (a.Name.Local == "Type" && strings.HasSuffix(a.Value, "/hyperlink"))
		}
		if external && !hyperlink {
			s.fault(name, "is linked to a file outside")
		}
	}, noWords)
}
