package xlsxscan

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestSpellings reads one table in the spellings of several programs. What each
// means follows from ECMA-376 part 1, 18.3 and 18.18.11.
func TestSpellings(t *testing.T) {
	for _, c := range []struct {
		name, rows string
		want       table
	}{
		{"as Excel writes it", `<row r="1" spans="1:3"><c r="A1" t="s"><v>0</v></c><c r="B1" s="1"><v>45245</v></c></row><row r="3"><c r="C3"><v>5</v></c></row>`, table{"A1": "ref", "B1": "45245", "C3": "5"}},
		{"single quotes, newlines, spaces", "<row\n r = '1' ><c r='A1'\n\tt='s' ><v>0</v ></c ></row >", table{"A1": "ref"}},
		{"no references", `<row><c t="s"><v>0</v></c><c/><c><v>7</v></c></row><row><c><v>8</v></c></row>`, table{"A1": "ref", "C1": "7", "A2": "8"}},
		{"self-closed rows and cells", `<row r="1"/><row r="2"><c r="A2" s="1"/><c r="B2"><v>1</v></c></row><row r="4"/>`, table{"B2": "1"}},
		{"inline text", `<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c><c r="B1" t="inlineStr"><is><t xml:space="preserve"> b </t></is></c></row>`, table{"A1": "a", "B1": " b "}},
		{"rich text without how it is spoken", `<row r="1"><c r="A1" t="s"><v>1</v></c><c r="B1" t="inlineStr"><is><r><t>x</t></r><r><rPr><b/></rPr><t>y</t></r><rPh sb="0" eb="1"><t>z</t></rPh></is></c></row>`, table{"A1": "rich text", "B1": "xy"}},
		{"entities and escapes", `<row r="1"><c r="A1" t="s"><v>2</v></c><c r="B1" t="str"><v>&lt;5&#xE9;_x0041__x000D_</v></c></row>`, table{"A1": " a&b – \r", "B1": "<5éA\r"}},
		{"CDATA and comments", `<row r="1"><!-- note --><c r="A1" t="str"><v><![CDATA[<a>&]]></v></c><c r="B1"><v>1<!-- x -->2</v></c></row>`, table{"A1": "<a>&", "B1": "12"}},
		{"formulas", `<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><f>1+1</f></c><c r="C1" t="str"><f>A1&amp;""</f><v></v></c><c r="D1" t="e"><f>NA()</f><v>#N/A</v></c></row>`, table{"A1": "2", "D1": "#N/A"}},
		{"truth", `<row r="1"><c r="A1" t="b"><v>1</v></c><c r="B1" t="b"><v>0</v></c></row>`, table{"A1": "1", "B1": "0"}},
		{"ISO dates", `<row r="1"><c r="A1" t="d"><v>2023-11-15T20:45:00</v></c></row>`, table{"A1": "2023-11-15T20:45:00"}},
		{"cells in another order", `<row r="1"><c r="C1"><v>3</v></c><c r="A1"><v>1</v></c></row>`, table{"A1": "1", "C1": "3"}},
		{"rows in another order", `<row r="9"><c r="A9"><v>9</v></c></row><row r="2"><c r="A2"><v>2</v></c></row>`, table{"A9": "9", "A2": "2"}},
		{"an extension with other names", `<row r="1"><c r="A1"><v>1</v><extLst><ext xmlns="urn:x"><row/></ext></extLst></c></row>`, table{"A1": "1"}},
		{"the last cell of a sheet", `<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>`, table{"XFD1048576": "1"}},
		{"no rows", ``, table{}},
	} {
		for _, slow := range []bool{false, true} {
			got, _, err := read(workbook(c.rows).zipped(t), slow)
			if err != nil {
				t.Errorf("%s: %v", c.name, err)
				continue
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("%s (-want +got):\n%s", c.name, diff)
			}
		}
	}
}

// TestPrefixes reads a workbook all of whose elements have a prefix, as some
// programs write them, with a byte order mark and the strict namespaces.
func TestPrefixes(t *testing.T) {
	p := workbook(`<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><t>b</t></is></c></row>`)
	tags := strings.NewReplacer(
		"</", "</x:", "<?", "<?", "<", "<x:", "xmlns=", "xmlns:x=", mainNamespace, "http://purl.oclc.org/ooxml/spreadsheetml/main")
	for name, xml := range p {
		if !strings.HasSuffix(name, ".rels") {
			p[name] = "\xef\xbb\xbf" + tags.Replace(xml)
		}
	}
	got, _, err := read(p.zipped(t), false)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(table{"A1": "ref", "B1": "b"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestRefusals changes one part of a sound workbook and looks for the reason.
func TestRefusals(t *testing.T) {
	sound := `<row r="1"><c r="A1" t="s"><v>0</v></c></row>`
	for _, c := range []struct {
		name, part, old, new string
		want                 error
		says                 string
	}{
		{"text outside the list", "xl/worksheets/other.xml", "<v>0<", "<v>3<", ErrDamaged, "a text that the workbook does not have"},
		{"no number of a text", "xl/worksheets/other.xml", "<v>0<", "<v>-1<", ErrDamaged, "a text that the workbook does not have"},
		{"column out of range", "xl/worksheets/other.xml", `"A1"`, `"XFE1"`, ErrDamaged, "out of range"},
		{"no row in a reference", "xl/worksheets/other.xml", `"A1"`, `"A"`, ErrDamaged, "out of range"},
		{"two cells in one place", "xl/worksheets/other.xml", "</row>", `<c r="A1"><v>1</v></c></row>`, ErrDamaged, "one place"},
		{"a row twice", "xl/worksheets/other.xml", "</row>", `</row><row r="1"/>`, ErrDamaged, "row 1 is there twice"},
		{"rows past the end", "xl/worksheets/other.xml", `<row r="1">`, `<row r="1048577">`, ErrTooLarge, "1,048,576 rows"},
		{"cut between rows", "xl/worksheets/other.xml", "</sheetData></worksheet>", "", ErrDamaged, "ends inside an element"},
		{"no end of the sheet", "xl/worksheets/other.xml", "</worksheet>", "", ErrDamaged, "ends inside an element"},
		{"an end tag that is not open", "xl/worksheets/other.xml", "</c>", "</d>", ErrDamaged, "after row 1"},
		{"an element of another name", "xl/worksheets/other.xml", sound, `<rox r="1"></rox>`, ErrDamaged, "no row"},
		{"rows in another namespace", "xl/worksheets/other.xml", `<row r="1">`, `<row r="1" xmlns="urn:x">`, ErrDamaged, "no row"},
		{"two sets of rows", "xl/worksheets/other.xml", "</sheetData>", "</sheetData><sheetData/>", ErrDamaged, "two places"},
		{"a bare &", "xl/worksheets/other.xml", "<v>0<", "<v>&0<", ErrDamaged, "&"},
		{"an unknown entity", "xl/worksheets/other.xml", "<v>0<", "<v>&a;0<", ErrDamaged, "entity"},
		{"a control character", "xl/worksheets/other.xml", "<v>0<", "<v>\x01<", ErrDamaged, "does not allow"},
		{"bytes that are not UTF-8", "xl/worksheets/other.xml", "<v>0<", "<v>\xff<", ErrDamaged, "does not allow"},
		{"a style outside the list", "xl/worksheets/other.xml", `t="s"`, `s="5" t="s"`, ErrDamaged, "style"},
		{"an attribute twice", "xl/worksheets/other.xml", `t="s"`, `t="s" t="s"`, ErrDamaged, "twice"},
		{"an unknown type", "xl/worksheets/other.xml", `t="s"`, `t="q"`, ErrDamaged, "unknown type"},
		{"a document type", "xl/workbook.xml", "<workbook", `<!DOCTYPE a [<!ENTITY b "c">]><workbook`, ErrDamaged, "document type"},
		{"a sheet outside the package", "xl/_rels/workbook.xml.rels", "worksheets/other.xml", "../../../etc/passwd", ErrDamaged, "missing"},
		{"a sheet that is not there", "xl/_rels/workbook.xml.rels", "worksheets/other.xml", "worksheets/sheet1.xml", ErrDamaged, "missing"},
		{"a link instead of a sheet", "xl/_rels/workbook.xml.rels", `Target="worksheets`, `TargetMode="External" Target="worksheets`, ErrDamaged, "not there"},
		{"another kind of file", "_rels/.rels", "officeDocument\"", "x\"", ErrNotWorkbook, ""},
		{"deep elements", "xl/worksheets/other.xml", "<sheetData>", strings.Repeat("<a>", 70) + strings.Repeat("</a>", 70) + "<sheetData>", ErrTooLarge, "deep"},
		{"a text over 1 MB", "xl/worksheets/other.xml", "<v>0<", "<v>" + strings.Repeat("ab", 1<<20) + "<", ErrTooLarge, ""},
		{"a megabyte of spaces, many times", "xl/worksheets/other.xml", "<sheetData>", strings.Repeat(" ", 50<<20) + "<sheetData>", ErrTooLarge, "200 times"},
	} {
		p := workbook(sound)
		if !strings.Contains(p[c.part], c.old) {
			t.Fatalf("%s: nothing to change", c.name)
		}
		p[c.part] = strings.Replace(p[c.part], c.old, c.new, 1)
		_, _, err := read(p.zipped(t), false)
		if !errors.Is(err, c.want) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: got %v, want %v with %q", c.name, err, c.want, c.says)
		}
	}
	if _, err := Open([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest")); !errors.Is(err, ErrEncrypted) {
		t.Errorf("old format: got %v", err)
	}
}

// TestFacts reads what a sheet says besides its cells.
func TestFacts(t *testing.T) {
	p := workbook(`<row r="1" hidden="1"><c r="A1" s="1"><v>1.5</v></c><c r="B1" s="3"><v>2</v></c><c r="C1" s="4"><v>3</v></c><c r="D1" s="2"><v>0.5</v></c><c r="F7"><f>1</f></c></row>`)
	p["xl/worksheets/other.xml"] = strings.Replace(p["xl/worksheets/other.xml"], "</sheetData>", `</sheetData><mergeCells count="1"><mergeCell ref="A2:A5"/></mergeCells>`, 1)
	p["xl/workbook.xml"] = strings.Replace(p["xl/workbook.xml"], "<sheets>", `<workbookPr date1904="1"/><sheets>`, 1)
	p["xl/workbook.xml"] = strings.Replace(p["xl/workbook.xml"], `name="Crimes"`, `name="Crimes &amp; more" state="veryHidden"`, 1)
	b, err := Open(p.zipped(t))
	if err != nil {
		t.Fatal(err)
	}
	if s := b.Sheets[0]; s.Name != "Crimes & more" || !s.Hidden || !s.Data || !b.Epoch1904 {
		t.Errorf("got %+v, 1904 %v", s, b.Epoch1904)
	}
	rows, err := b.Rows(b.Sheets[0])
	if err != nil || !rows.Next() {
		t.Fatal(err, rows.Err())
	}
	var styles []Style
	for _, c := range rows.Cells() {
		styles = append(styles, c.Style)
	}
	if diff := cmp.Diff([]Style{Date, Date | Clock, Plain, Clock, Plain, Plain}, styles); diff != "" {
		t.Errorf("styles (-want +got):\n%s", diff)
	}
	if got := rows.Cells()[5].Kind; got != NoValue {
		t.Errorf("formula without a value: got kind %d", got)
	}
	if rows.Next() || rows.Err() != nil {
		t.Fatal(rows.Err())
	}
	if diff := cmp.Diff([]Range{{1, 2, 1, 5}}, rows.Merged); diff != "" || rows.Strays != 1 || rows.HiddenRows != 1 {
		t.Errorf("merged %v, %d strays, %d hidden rows", rows.Merged, rows.Strays, rows.HiddenRows)
	}
}

// TestStyleOf knows format codes by what Excel shows for them.
func TestStyleOf(t *testing.T) {
	for code, want := range map[string]Style{
		"dd/mm/yyyy": Date, "yyyy\\-mm\\-dd hh:mm:ss": Date | Clock, "h:mm AM/PM": Clock, "[h]:mm": Clock, "mm:ss.0": Clock, "mmm-yy": Date, "[$-809]d mmmm yyyy;@": Date,
		"General": Plain, "0.00": Plain, "#,##0": Plain, `0" days"`: Plain, "[Red]0": Plain, "0.00E+00": Plain, "@": Plain, `_-£* #,##0`: Plain, "mmmm": Date, "[$-F400]h:mm:ss": Clock,
	} {
		if got := styleOf(code); got != want {
			t.Errorf("%s: got %d, want %d", code, got, want)
		}
	}
}

// TestSerial turns serial numbers into dates as Excel shows them.
func TestSerial(t *testing.T) {
	for _, c := range []struct {
		serial string
		from04 bool
		want   string
	}{
		{"45245", false, "2023-11-15"},
		{"45245.8645833333", false, "2023-11-15 20:45"},
		{"43783", true, "2023-11-15"}, // 1,462 days less
		{"1", false, "1900-01-01"},
		{"59", false, "1900-02-28"},
		{"61", false, "1900-03-01"},
		{"36526", false, "2000-01-01"},
		{"45351", false, "2024-02-29"},
		{"2958465", false, "9999-12-31"},
		{"45000.9999988", false, "2023-03-15 23:59:59"}, // 23:59:59.9 is not the next day
		{"45000.99999999999", false, "2023-03-16"},      // midnight, but for the float
		{"4.5245E+4", false, "2023-11-15"},
		{"0", true, "1904-01-01"},
		{"60", false, ""},
		{"0.5", false, ""},
		{"-1", false, ""},
		{"2958466", false, ""},
		{"1e308", false, ""},
		{"NaN", false, ""},
		{"x", false, ""},
		{"", false, ""},
	} {
		b := Book{Epoch1904: c.from04}
		got := ""
		if m, ok := b.Serial([]byte(c.serial)); ok {
			got = string(m.Append(nil))
		}
		if got != c.want {
			t.Errorf("%s (1904: %v): got %q, want %q", c.serial, c.from04, got, c.want)
		}
	}
}
