package reports

import (
	"crypto/sha256"
	"encoding/base64"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// walk visits every node of a parsed page.
func walk(n *html.Node, visit func(*html.Node)) {
	visit(n)
	for child := range n.ChildNodes() {
		walk(child, visit)
	}
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func textOf(n *html.Node) string {
	var b strings.Builder
	walk(n, func(n *html.Node) {
		if n.Type == html.TextNode {
			b.WriteString(n.Data)
		}
	})
	return strings.Join(strings.Fields(b.String()), " ")
}

func elements(n *html.Node, tags ...string) []*html.Node {
	var found []*html.Node
	walk(n, func(n *html.Node) {
		if n.Type == html.ElementNode && slices.Contains(tags, n.Data) {
			found = append(found, n)
		}
	})
	return found
}

func examplePage(t *testing.T) (string, *html.Node) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(writeRun(t), "restricted", "report.html"))
	if err != nil {
		t.Fatal(err)
	}
	page, err := html.Parse(strings.NewReader(string(text)))
	if err != nil {
		t.Fatal(err)
	}
	return string(text), page
}

// The rules are those of WCAG 2.2 that can be read off the page, and that the
// page asks for nothing beyond itself.
func TestPageKeepsTheRules(t *testing.T) {
	text, page := examplePage(t)
	ids, level := map[string]bool{}, 0
	walk(page, func(n *html.Node) {
		if id := attribute(n, "id"); id != "" {
			if ids[id] {
				t.Errorf("the id %q is there twice", id)
			}
			ids[id] = true
		}
		for _, name := range []string{"src", "href"} {
			if v := attribute(n, name); v != "" && !strings.HasPrefix(v, "#") && !strings.HasPrefix(v, "data:") {
				t.Errorf("<%s> asks for %q", n.Data, v)
			}
		}
		if len(n.Data) == 2 && n.Data[0] == 'h' && n.Data[1] >= '1' && n.Data[1] <= '6' {
			if to := int(n.Data[1] - '0'); to > level+1 {
				t.Errorf("heading %q has level %d after level %d", textOf(n), to, level)
			} else {
				level = to
			}
		}
	})
	for _, link := range elements(page, "a") {
		if target := strings.TrimPrefix(attribute(link, "href"), "#"); !ids[target] {
			t.Errorf("%q links to %q, which is not there", textOf(link), target)
		}
	}
	for tag, want := range map[string]int{"h1": 1, "main": 1, "header": 1, "footer": 1, "nav": 1, "title": 1} {
		if got := len(elements(page, tag)); got < want || (tag != "title" && got > want) {
			t.Errorf("the page has %d <%s>, want %d", got, tag, want)
		}
	}
	if got := attribute(elements(page, "html")[0], "lang"); got != "en-GB" {
		t.Errorf("the language is %q", got)
	}
	script := slices.DeleteFunc(elements(page, "script"), func(n *html.Node) bool { return attribute(n, "type") == "application/json" })
	hash := sha256.Sum256([]byte(script[0].FirstChild.Data))
	policy := ""
	for _, m := range elements(page, "meta") {
		if attribute(m, "http-equiv") == "Content-Security-Policy" {
			policy = attribute(m, "content")
		}
	}
	if want := "script-src 'sha256-" + base64.StdEncoding.EncodeToString(hash[:]) + "'"; len(script) != 1 || !strings.Contains(policy, want) || !strings.HasPrefix(policy, "default-src 'none';") {
		t.Errorf("%d scripts; the policy %q has no %q", len(script), policy, want)
	}
	if strings.Contains(text, "=1+1</th>") != true || strings.Contains(text, "<no value>") {
		t.Error("a level is missing, or the template has a hole")
	}
	body := textOf(elements(page, "body")[0])
	if !strings.HasPrefix(strings.TrimPrefix(body, "Skip to main content "), "OFFICIAL-SENSITIVE") || !strings.HasSuffix(textOf(elements(page, "footer")[0]), "OFFICIAL-SENSITIVE") {
		t.Error("the marking is not the first and the last line")
	}
}

func TestEveryTableOfThePageCanBeRead(t *testing.T) {
	_, page := examplePage(t)
	tables := elements(page, "table")
	if len(tables) < 4 { // two figures, the change table, the wards
		t.Fatalf("the page has %d tables", len(tables))
	}
	for _, table := range tables {
		caption := elements(table, "caption")
		if len(caption) != 1 || textOf(caption[0]) == "" {
			t.Error("a table has no caption")
			continue
		}
		headers := elements(elements(table, "thead")[0], "th")
		for _, row := range elements(elements(table, "tbody")[0], "tr") {
			cells := elements(row, "td", "th")
			heads := slices.DeleteFunc(slices.Clone(cells), func(n *html.Node) bool { return attribute(n, "scope") != "row" })
			if len(cells) != len(headers) || len(heads) != 1 {
				t.Errorf("%s: a row has %d cells and %d heads under %d headers", textOf(caption[0]), len(cells), len(heads), len(headers))
			}
		}
		if group := table.Parent; attribute(group, "role") != "group" || attribute(group, "tabindex") != "0" || attribute(group, "aria-label") == "" {
			t.Errorf("%s: it cannot be scrolled by the keyboard", textOf(caption[0]))
		}
	}
}

// Within a chapter the statements come first, then the figures with a finding,
// then the others, folded, then the tables without a figure. The monthly
// companions stay in the workbook.
func TestChaptersAreInOrder(t *testing.T) {
	text, page := examplePage(t)
	at := 0
	for _, want := range []string{
		`<h2 id="theme-knife">`, `<li id="example-top-share">`, `<li id="example-month">`, `<figure id="figure-example-mix">`, `Show the data for this figure`,
		`<summary>More figures: Share by offence class</summary>`, `<figure id="figure-example-share">`, `Further tables`, `Change of knife crime offences`,
		`<h2 id="theme-where">`, `<li id="example-ward">`, `Not produced: no indices of deprivation`, `<h2 id="not-made">`, `<h2 id="about">`,
	} {
		i := strings.Index(text[at:], want)
		if i < 0 {
			t.Fatalf("%q is not where it should be", want)
		}
		at += i
	}
	for _, caption := range elements(page, "caption") {
		if textOf(caption) == "Offences by month, Exampleborough" {
			t.Error("a monthly companion is on the page")
		}
	}
	for _, want := range []string{"2 statements, 2 figures, 1 further table", "1 statement, 1 further table"} {
		if !strings.Contains(text, `<span class="holds">`+want+`</span>`) {
			t.Errorf("the contents do not say %q", want)
		}
	}
	if !strings.Contains(text, `href="#figure-example-mix"`) {
		t.Error("the statement has no link to its figure")
	}
}

func TestLongTablesAreCutOnThePage(t *testing.T) {
	s := Sheet{Name: "long", Title: "Long", Columns: []SheetColumn{{Header: "Level"}}}
	s.Table.ID = "long"
	for range maxPageRows + 1 {
		s.Rows = append(s.Rows, textCells("<script>"))
	}
	got := tableOf(s)
	if n := strings.Count(string(got.HTML), "<th scope=\"row\">&lt;script&gt;</th>"); n != maxPageRows || strings.Contains(string(got.HTML), "<script>") {
		t.Errorf("the page has %d rows, want %d, escaped", n, maxPageRows)
	}
	if want := "The first 120 of 121 rows; all are in worksheet long and in tables/long.csv."; !slices.Contains(got.Notes, want) {
		t.Errorf("notes are %q, want %q", got.Notes, want)
	}
}
