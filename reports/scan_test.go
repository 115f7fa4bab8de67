package reports

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"svna/reports/scan"
)

// TestCleanEditionsScanClean: no false alarm; a tenth of the 200 in every run.
func TestCleanEditionsScanClean(t *testing.T) {
	editions := 20
	if os.Getenv("SVNA_NIGHTLY") != "" {
		editions = 200
	}
	for seed := range uint64(editions) {
		faults, err := scan.Public(publicEdition(t, seed))
		if err != nil {
			t.Fatal(err)
		}
		for _, fault := range faults {
			t.Errorf("edition %d: %s", seed, fault)
		}
	}
}

// change rewrites the text of a file.
type change func(text string) string

func swap(old, now string) change {
	return func(text string) string { return strings.Replace(text, old, now, 1) }
}

// add puts text before the last occurrence of a mark.
func before(mark, text string) change {
	return func(s string) string {
		at := strings.LastIndex(s, mark)
		if at < 0 {
			return s
		}
		return s[:at] + text + s[at:]
	}
}

// rezip writes an archive again with one part changed or added.
func rezip(part string, edit change) change {
	return func(old string) string {
		z, err := zip.NewReader(strings.NewReader(old), int64(len(old)))
		if err != nil {
			return old
		}
		var b bytes.Buffer
		w := zip.NewWriter(&b)
		put := func(name, text string) {
			out, _ := w.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: z.File[0].Modified})
			io.WriteString(out, text)
		}
		found, changed := false, false
		for _, f := range z.File {
			r, err := f.Open()
			if err != nil {
				return old
			}
			text, _ := io.ReadAll(r)
			now := string(text)
			if f.Name == part {
				found, now = true, edit(now)
			}
			changed = changed || now != string(text)
			put(f.Name, now)
		}
		if !found {
			put(part, edit(""))
		}
		if found && !changed {
			return old
		}
		w.Close()
		return b.String()
	}
}

func only(text string) change { return func(string) string { return text } }

// pngChunk adds a chunk before the end of a picture.
func pngChunk(kind, data string) change {
	chunk := binary.BigEndian.AppendUint32(nil, uint32(len(data)))
	chunk = append(append(chunk, kind...), data...)
	chunk = binary.BigEndian.AppendUint32(chunk, crc32.ChecksumIEEE(chunk[4:]))
	return func(s string) string { return s[:len(s)-12] + string(chunk) + s[len(s)-12:] }
}

// leaks are what must not be in a finished edition, by the list of the threats to
// one: a file, and how it is changed.
var leaks = []struct {
	name, file string
	edit       change
}{
	{"hidden sheet", "appendix.xlsx", rezip("xl/workbook.xml", swap(`sheetId="2"`, `sheetId="2" state="hidden"`))},
	{"very hidden sheet", "appendix.xlsx", rezip("xl/workbook.xml", swap(`sheetId="2"`, `sheetId="2" state="veryHidden"`))},
	{"hidden row", "appendix.xlsx", rezip("xl/worksheets/sheet7.xml", swap(`<row `, `<row hidden="1" `))},
	{"row without height", "appendix.xlsx", rezip("xl/worksheets/sheet7.xml", swap(`<row `, `<row ht="0" customHeight="1" `))},
	{"hidden column", "appendix.xlsx", rezip("xl/worksheets/sheet7.xml", swap(`<col `, `<col hidden="1" `))},
	{"collapsed outline", "appendix.xlsx", rezip("xl/worksheets/sheet7.xml", swap(`<row `, `<row outlineLevel="1" `))},
	{"name with a constant", "appendix.xlsx", rezip("xl/workbook.xml", before("</definedNames>", `<definedName name="small">7</definedName>`))},
	{"comments", "appendix.xlsx", rezip("xl/comments1.xml", only("<comments/>"))},
	{"threaded comments", "appendix.xlsx", rezip("xl/threadedComments/threadedComment1.xml", only("<c/>"))},
	{"pivot cache", "appendix.xlsx", rezip("xl/pivotCache/pivotCacheRecords1.xml", only("<r/>"))},
	{"chart cache", "appendix.xlsx", rezip("xl/charts/chart1.xml", only("<c/>"))},
	{"external link", "appendix.xlsx", rezip("xl/externalLinks/externalLink1.xml", only("<c/>"))},
	{"custom XML", "appendix.xlsx", rezip("customXml/item1.xml", only("<c/>"))},
	{"author", "appendix.xlsx", rezip("docProps/core.xml", swap("<dc:creator>", "<dc:creator>A. Analyst, "))},
	{"custom properties", "appendix.xlsx", rezip("docProps/custom.xml", only("<Properties/>"))},
	{"titles of parts", "appendix.xlsx", rezip("docProps/app.xml", before("</Properties>", "<TitlesOfParts/>"))},
	{"printer settings", "appendix.xlsx", rezip("xl/printerSettings/printerSettings1.bin", only("printer"))},
	{"print header", "appendix.xlsx", rezip("xl/worksheets/sheet7.xml", before("</worksheet>", "<headerFooter><oddHeader>7</oddHeader></headerFooter>"))},
	{"macro", "appendix.xlsx", rezip("xl/vbaProject.bin", only("macro"))},
	{"embedded object", "appendix.xlsx", rezip("xl/embeddings/oleObject1.bin", only("ole"))},
	{"validation list", "appendix.xlsx", rezip("xl/worksheets/sheet7.xml", before("</worksheet>", `<dataValidations><dataValidation sqref="A1"><formula1>"7"</formula1></dataValidation></dataValidations>`))},
	{"cell with another number", "appendix.xlsx", rezip("xl/worksheets/sheet7.xml", before("</sheetData>", `<row r="99"><c r="Z99"><v>1234567</v></c></row>`))},
	{"formula", "appendix.xlsx", rezip("xl/worksheets/sheet7.xml", before("</sheetData>", `<row r="99"><c r="Z99"><f>3+4</f><v>0</v></c></row>`))},
	{"calculation chain", "appendix.xlsx", rezip("xl/calcChain.xml", only("<calcChain/>"))},
	{"drawing with text", "appendix.xlsx", rezip("xl/drawings/drawing9.xml", only("<d/>"))},
	{"hidden ODS rows", "appendix.ods", rezip("content.xml", swap("<table:table-row", `<table:table-row table:visibility="collapse"`))},
	{"ODS value unlike its text", "appendix.ods", rezip("content.xml", swap(`office:value="`, `office:value="99`))},
	{"thumbnail", "appendix.ods", rezip("Thumbnails/thumbnail.png", only("png"))},
	{"tracked change", "headlines.docx", rezip("word/document.xml", before("</w:body>", `<w:p><w:ins w:id="1"><w:r><w:t>7</w:t></w:r></w:ins></w:p>`))},
	{"hidden text", "headlines.docx", rezip("word/document.xml", before("</w:body>", `<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>7</w:t></w:r></w:p>`))},
	{"field with a path", "headlines.docx", rezip("word/document.xml", before("</w:body>", `<w:p><w:fldSimple w:instr="INCLUDETEXT &quot;C:/x&quot;"/></w:p>`))},
	{"revision marks", "headlines.docx", rezip("word/document.xml", swap("<w:p>", `<w:p w:rsidR="00AB12CD">`))},
	{"PNG text", "figures/wards.png", pngChunk("tEXt", "Comment\x00ward A: 7")},
	{"bytes after a PNG", "figures/wards.png", func(s string) string { return s + "ward A: 7" }},
	{"SVG comment", "figures/wards.svg", before("</svg>", "<!-- ward A: 7 -->")},
	{"SVG metadata", "figures/wards.svg", before("</svg>", "<metadata>ward A: 7</metadata>")},
	{"SVG description with an exact count", "figures/wards.svg", before("</desc>", " Ward A has 1,234.")},
	{"over-precise SVG path", "figures/wards.svg", before("</svg>", `<path d="M0.123456 7"/>`)},
	{"HTML comment", "report.html", before("</body>", "<!-- ward A: 7 -->")},
	{"HTML data attribute", "report.html", before("</body>", `<p data-count="7"></p>`)},
	{"hidden HTML element", "report.html", before("</body>", `<p style="display: none">ward A: 7</p>`)},
	{"further CSV column", "tables/wards.csv", func(s string) string { return strings.ReplaceAll(s, "\n", ",7\n") }},
	{"exact count in a CSV", "tables/wards.csv", func(s string) string { return strings.Replace(s, ",", ",", 1) + "12 months to May 2023,Z,233,,,,,,\n" }},
	{"headline with another field", "headlines.json", swap(`"id":`, `"exact": 7, "id":`)},
	{"headline with another number", "headlines.json", swap(`"numerator": `, `"numerator": 1`)},
	{"figures.json with another field", "figures.json", swap(`"id":`, `"count": 7, "id":`)},
	{"comment on a container", "appendix.xlsx", func(s string) string { return s[:len(s)-2] + "\x09\x00ward A: 7" }},
	{"bytes after a container", "appendix.ods", func(s string) string { return s + "ward A: 7" }},
	{"file of a hash", "restricted.sha256", only("0123")},
	{"left-over file", "tables/~$wards.csv", only("x")},
	{"manifest with another field", "manifest.json", swap(`"schema":`, `"input_hash": "ab", "schema":`)},
}

// TestScannerFindsLeaks: every leak is found.
func TestScannerFindsLeaks(t *testing.T) {
	dir := publicEdition(t, 3)
	if faults, err := scan.Public(dir); err != nil || len(faults) > 0 {
		t.Fatalf("the edition is not clean to begin with: %v, %v", faults, err)
	}
	for _, leak := range leaks {
		path := filepath.Join(dir, filepath.FromSlash(leak.file))
		old, err := os.ReadFile(path)
		fresh := os.IsNotExist(err)
		now := leak.edit(string(old))
		if now == string(old) {
			t.Errorf("%s: nothing was changed", leak.name)
			continue
		}
		if err := os.WriteFile(path, []byte(now), 0o600); err != nil {
			t.Fatal(err)
		}
		faults, err := scan.Public(dir)
		if err == nil && len(faults) == 0 {
			t.Errorf("%s in %s is not found", leak.name, leak.file)
		}
		if fresh {
			err = os.Remove(path)
		} else {
			err = os.WriteFile(path, old, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if len(leaks) < 40 {
		t.Errorf("only %d leaks were tried", len(leaks))
	}
}
