package reports

import (
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"svna/analysis"
)

// csvMetadata is what a reader of CSV on the Web needs of a metadata file.
type csvMetadata struct {
	URL    string `json:"url"`
	Title  string `json:"dc:title"`
	Issued string `json:"dc:issued"`
	Schema struct {
		Columns []struct {
			Name     string          `json:"name"`
			Datatype json.RawMessage `json:"datatype"`
			Required bool            `json:"required"`
		} `json:"columns"`
		Key []string `json:"primaryKey"`
	} `json:"tableSchema"`
}

func readTable(t *testing.T, run, id string) (csvMetadata, [][]string) {
	t.Helper()
	path := filepath.Join(run, "restricted", "tables", id+".csv")
	var m csvMetadata
	text, err := os.ReadFile(path + "-metadata.json")
	if err == nil {
		err = json.Unmarshal(text, &m)
	}
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	records, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return m, records
}

// Every CSV file reads back by its metadata: names, types, key; and its numbers
// are those of the table, in full precision.
func TestTablesReadBackByTheirMetadata(t *testing.T) {
	run := writeRun(t)
	for _, table := range exampleEdition().Tables() {
		m, records := readTable(t, run, table.ID)
		if m.URL != table.ID+".csv" || m.Title != table.Title || m.Issued != "2023-05-31" {
			t.Errorf("%s: metadata say %+v", table.ID, m)
		}
		var names []string
		for _, c := range m.Schema.Columns {
			names = append(names, c.Name)
		}
		if diff := cmp.Diff(names, records[0]); diff != "" {
			t.Fatalf("%s: names (-metadata +file):\n%s", table.ID, diff)
		}
		if len(records)-1 != len(table.Rows) {
			t.Fatalf("%s has %d rows, want %d", table.ID, len(records)-1, len(table.Rows))
		}
		keys := map[string]bool{}
		for i, record := range records[1:] {
			var levels []string
			for _, name := range m.Schema.Key {
				levels = append(levels, active(record[slices.Index(names, name)]))
			}
			if key := strings.Join(levels, ": "); key != table.Rows[i].Key() || keys[key] {
				t.Errorf("%s: row %d has the key %q, there already %v, want %q", table.ID, i+1, key, keys[key], table.Rows[i].Key())
			} else {
				keys[key] = true
			}
			for k, c := range m.Schema.Columns {
				checkType(t, table, table.Rows[i], c.Name, string(c.Datatype), c.Required, record[k])
			}
		}
	}
}

// checkType reads one cell as the type that its metadata say.
func checkType(t *testing.T, table analysis.Table, r analysis.Row, column, datatype string, required bool, text string) {
	t.Helper()
	if datatype == `"string"` {
		if required && text == "" {
			t.Errorf("%s: %s is required and empty", table.ID, column)
		}
		return
	}
	want, known := r.Number(column).Get()
	if (text != "") != known {
		t.Errorf("%s, %q: %s is %q, the table's number known %v", table.ID, r.Key(), column, text, known)
	}
	if text == "" {
		return
	}
	var err error
	var got float64
	switch {
	case strings.Contains(datatype, "integer"):
		var n int64
		n, err = strconv.ParseInt(text, 10, 64)
		got = float64(n)
	case strings.Contains(datatype, "decimal"):
		got, err = strconv.ParseFloat(text, 64)
	default:
		t.Fatalf("%s: %s has the type %s", table.ID, column, datatype)
	}
	if err != nil || got != want || (strings.Contains(datatype, "minimum") && got < 0) {
		t.Errorf("%s, %q: %s is %q of type %s, want %v", table.ID, r.Key(), column, text, datatype, want)
	}
}

func TestTidyColumnsOfTheContract(t *testing.T) {
	run := writeRun(t)
	// design.md section 6: dimensions, then the standard columns in their order,
	// those without use left out, then the extra ones.
	want := map[string]string{
		"example-mix":          "period,ho_class,numerator,denominator,value,lower,upper,method,status,change",
		"example-mix-by-month": "month,ho_class,numerator,status",
		"example-wards":        "ward_code,ward,numerator,denominator,value,method,status",
	}
	for id, header := range want {
		_, records := readTable(t, run, id)
		if got := strings.Join(records[0], ","); got != header {
			t.Errorf("%s has the columns %s, want %s", id, got, header)
		}
	}
	_, records := readTable(t, run, "example-wards")
	if last := records[len(records)-1]; last[4] != "" || last[6] != "x" {
		t.Errorf("the ward without residents is %v, want no value and status x", last)
	}
}

// Texts of the data that a spreadsheet takes for formulas get one apostrophe in
// CSV (CWE-1236), and are counted in quality.json.
func TestFormulasAreInertInCSV(t *testing.T) {
	run := writeRun(t)
	_, records := readTable(t, run, "example-mix")
	var got []string
	for _, record := range records[1:] {
		if record[0] == currentPeriod && strings.HasPrefix(record[1], "'") {
			got = append(got, record[1])
		}
	}
	var want []string
	for _, level := range formulaLevels {
		want = append(want, "'"+level)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("levels with an apostrophe (-want +got):\n%s", diff)
	}
	var q struct {
		Cells int `json:"cells_with_apostrophe"`
	}
	text, err := os.ReadFile(filepath.Join(run, "quality.json"))
	if err == nil {
		err = json.Unmarshal(text, &q)
	}
	// Two periods of formulaLevels, and one level in 24 months.
	if err != nil || q.Cells != 2*len(formulaLevels)+24 {
		t.Errorf("quality.json counts %d cells (%v), want %d", q.Cells, err, 2*len(formulaLevels)+24)
	}
}

func TestInert(t *testing.T) {
	for text, want := range map[string]string{
		"": "", "Wilson": "Wilson", "a=b": "a=b", "3": "3", "£5": "£5",
		"=1+1": "'=1+1", "+44": "'+44", "-5": "'-5", "@x": "'@x", "\tx": "'\tx", "\rx": "'\rx",
		"＝1": "'＝1", "＋1": "'＋1", "－1": "'－1", "＠x": "'＠x",
		" =1": "' =1", "\n=1": "'\n=1", "\u00a0=1": "'\u00a0=1", "\ufeff=1": "'\ufeff=1",
		"'=1": "''=1", "'quoted'": "'quoted'",
	} {
		if got := inert(text); got != want {
			t.Errorf("inert(%q) = %q, want %q", text, got, want)
		}
		if got := active(inert(text)); got != text {
			t.Errorf("active(inert(%q)) = %q", text, got)
		}
	}
}

func TestHeadlinesKeepTheContract(t *testing.T) {
	run := writeRun(t)
	text, err := os.ReadFile(filepath.Join(run, "restricted", "headlines.json"))
	if err != nil {
		t.Fatal(err)
	}
	var h map[string]any
	if err := json.Unmarshal(text, &h); err != nil {
		t.Fatal(err)
	}
	if h["schema"] != "svna-headlines/1" || h["edition"] != "restricted" || h["area"] != "E09000099" {
		t.Errorf("schema, edition, area are %v, %v, %v", h["schema"], h["edition"], h["area"])
	}
	if diff := cmp.Diff(map[string]any{"from": "2022-06", "to": "2023-05"}, h["period"]); diff != "" {
		t.Errorf("period (-want +got):\n%s", diff)
	}
	list := h["headlines"].([]any)
	top := list[0].(map[string]any)
	for _, field := range []string{"id", "theme", "statement", "value", "unit", "numerator", "denominator", "not_recorded", "lower", "upper", "confidence", "method", "period", "filter", "status", "source"} {
		if _, ok := top[field]; !ok {
			t.Errorf("a headline lacks %q", field)
		}
	}
	// Wilson's limits (1927) for 240 of 455, by his formula in another program.
	want := map[string]any{
		"id": "example-top-share", "theme": "knife", "value": 52.7472527, "unit": "per cent", "numerator": 240.0, "denominator": 455.0, "not_recorded": 5.0,
		"lower": 48.15615, "upper": 57.29235, "confidence": 0.95, "method": "Wilson", "status": "",
		"source": map[string]any{"table": "example-mix", "row": currentPeriod + ": Robbery of personal property", "column": "value", "worksheet": "example-mix", "cell": "E14"},
	}
	got := map[string]any{}
	for k := range want {
		got[k] = top[k]
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateApprox(0, 0.0001)); diff != "" {
		t.Errorf("the first headline (-want +got):\n%s", diff)
	}
	i := slices.IndexFunc(list, func(v any) bool { return v.(map[string]any)["id"] == "example-not-made" })
	if i < 0 {
		t.Fatal("a headline of a skipped breakdown is not listed")
	}
	if absent := list[i].(map[string]any); absent["value"] != nil || absent["source"] != nil || absent["statement"] != "Not produced: no indices of deprivation in the settings." {
		t.Errorf("a headline that was not made is %v", absent)
	}
	if got, err := ReadHeadlines(run, "restricted"); err != nil || len(got.Headlines) != len(list) {
		t.Errorf("ReadHeadlines: %d headlines, %v; want %d", len(got.Headlines), err, len(list))
	}
	if _, err := ReadHeadlines(t.TempDir(), "restricted"); err == nil {
		t.Error("a folder without headlines was read")
	}
}

func TestHeadlinesInWords(t *testing.T) {
	h, err := ReadHeadlines(writeRun(t), "restricted")
	if err != nil {
		t.Fatal(err)
	}
	for format, want := range map[string]string{
		"text": "  2,012 threats to kill in June 2022.\n    example-month · worksheet example-mix-by-month, cell C22\n",
		"md":   "- 2,012 threats to kill in June 2022.  \n  `example-month` · worksheet example-mix-by-month, cell C22\n",
		"csv":  "example-mix-by-month,June 2022: Threats to kill,numerator,example-mix-by-month,C22",
		"json": `"cell": "C22"`,
	} {
		var b strings.Builder
		if err := h.Write(&b, format); err != nil || !strings.Contains(b.String(), want) {
			t.Errorf("%s: %v; want %q in:\n%s", format, err, want, b.String())
		}
	}
	if err := h.Write(&strings.Builder{}, "pdf"); err == nil {
		t.Error("a format that there is not was written")
	}
}

func TestRunFolderIsPrivateAndWhole(t *testing.T) {
	run := writeRun(t)
	m, err := readManifest(run)
	if err != nil {
		t.Fatal(err)
	}
	var paths []string
	for _, f := range m.Files {
		paths = append(paths, f.Path)
		info, err := os.Stat(filepath.Join(run, filepath.FromSlash(f.Path)))
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm()&0o077 != 0 && os.PathSeparator == '/' {
			t.Errorf("%s may be read by others: %v", f.Path, info.Mode())
		}
	}
	for _, want := range []string{"quality.json", "run.log", "restricted/appendix.xlsx", "restricted/report.html", "restricted/figures.json", "restricted/figures/example-mix.png", "restricted/figures/example-mix.svg", "restricted/headlines.csv", "restricted/headlines.json", "restricted/tables/example-wards.csv", "restricted/tables/example-wards.csv-metadata.json"} {
		if !slices.Contains(paths, want) {
			t.Errorf("the manifest has no %s", want)
		}
	}
	if diff := cmp.Diff([]string{"restricted"}, m.Editions); diff != "" {
		t.Errorf("editions (-want +got):\n%s", diff)
	}
}

func TestFiguresAreDescribed(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(writeRun(t), "restricted", "figures.json"))
	if err != nil {
		t.Fatal(err)
	}
	var got []figureEntry
	if err := json.Unmarshal(text, &got); err != nil {
		t.Fatal(err)
	}
	if len(got) != 2 || got[0].AltText == "" || got[0].Caption == "" {
		t.Fatalf("figures are %+v", got)
	}
	got[0].AltText, got[0].Caption = "", ""
	want := figureEntry{
		ID: "example-mix", Title: "53% of knife crime offences were robbery of personal property", Subtitle: "Offences", Table: "example-mix",
		Columns: []string{"ho_class", "period", "numerator"}, Statement: "example-top-share", PNG: "example-mix.png", SVG: "example-mix.svg",
	}
	if diff := cmp.Diff(want, got[0]); diff != "" {
		t.Errorf("the first figure (-want +got):\n%s", diff)
	}
	if got[1].Statement != "" {
		t.Errorf("a figure without a finding says %q", got[1].Statement)
	}
}

func TestTwoRunsAreTheSameBytes(t *testing.T) {
	a, err := readManifest(buildRun(t))
	if err != nil {
		t.Fatal(err)
	}
	b, err := readManifest(buildRun(t))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(a, b); diff != "" {
		t.Errorf("two runs on the same input differ:\n%s", diff)
	}
}

func TestWriteFileRefusesToOverwrite(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "figures"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	err := writeJSON(filepath.Join(dir, "figures"), 1)
	if err == nil || !strings.HasPrefix(err.Error(), "write figures: ") {
		t.Errorf("got %v, want an error that names the file", err)
	}
}
