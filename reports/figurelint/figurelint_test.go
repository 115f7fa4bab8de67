package figurelint

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// figure wraps elements into a figure of 200 by 100 points that has no fault of
// its own.
func figure(elements ...string) string {
	return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 100" role="img" aria-labelledby="a-title a-desc">` +
		`<title id="a-title">Title</title><desc id="a-desc">Description</desc>` + strings.Join(elements, "") + `</svg>`
}

const black, grey, pale = `#0B0C0C`, `#999999`, `#EBF3FC`

func square(fill string) string { return `<path d="M20 20L80 20L80 80L20 80Z" fill="` + fill + `"/>` }

// Each fault is put in on purpose; the contrasts are those of WCAG 2.2: #999999
// on white is 2.85, #0B0C0C on #12436D is 1.91.
func TestFaults(t *testing.T) {
	for _, c := range []struct {
		name, svg string
		want      []string
	}{
		{"none", figure(square("#12436D"), `<text x="22" y="50" font-size="9" fill="#FFFFFF">Abbey</text>`), nil},
		{"not well-formed", `<svg viewBox="0 0 1 1"><title>`, []string{"the file is not well-formed"}},
		{"no words", `<svg viewBox="0 0 200 100"><path d="M0 0L1 1" fill="none" stroke="#000000"/></svg>`, []string{"the role", "the first elements", "the title or the description"}},
		{"an id twice", strings.Replace(figure(), `id="a-desc"`, `id="a-title"`, 1), []string{"the id a-title is used twice", "aria-labelledby names a-desc"}},
		{"too wide", strings.Replace(figure(), "0 0 200 100", "0 0 600 100", 1), []string{"the figure is 600 points wide"}},
		{"small text", figure(`<text x="10" y="50" font-size="7.5" fill="` + black + `">small</text>`), []string{`"small" has 7.5 points`}},
		{"cut text", figure(`<text x="180" y="50" font-size="12" fill="` + black + `">Barking</text>`), []string{`"Barking" leaves the frame`}},
		{"overlap", figure(`<text x="10" y="50" font-size="12" fill="`+black+`">one</text>`, `<text x="20" y="54" font-size="12" fill="`+black+`">two</text>`), []string{`"two" overlaps "one"`}},
		{"no glyph", figure(`<text x="10" y="50" font-size="12" fill="` + black + `">a🔪</text>`), []string{`"a🔪" has no glyph for "🔪"`}},
		{"faint text", figure(`<text x="10" y="50" font-size="12" fill="` + grey + `">faint</text>`), []string{`"faint" has a contrast of 2.85`}},
		{"dark text on a dark fill", figure(square("#12436D"), `<text x="40" y="50" font-size="9" fill="`+black+`">on</text>`), []string{`"on" has a contrast of 1.91`}},
		{"text that runs off its fill", figure(square("#12436D"), `<text x="60" y="50" font-size="9" fill="#FFFFFF">Barking town</text>`), []string{`"Barking town" has a contrast of 1.00`}},
		{"faint line", figure(`<path d="M10 10L90 90" fill="none" stroke="` + grey + `" stroke-width="2"/>`), []string{"a line 2.00 wide at 10, 10 has a contrast of 2.85"}},
		{"grid line", figure(`<path d="M10 10L90 90" fill="none" stroke="#D9D9D9" stroke-width="0.6"/>`), nil},
		{"faint fill", figure(square(pale)), []string{"a fill at 20, 20"}},
		{"outlined fill", figure(square(pale), `<path d="M20 20L80 20L80 80L20 80Z" fill="none" stroke="#505A5F"/>`), nil},
		{"fill with its value", figure(square(pale), `<text x="22" y="50" font-size="9" fill="`+black+`">12</text>`), nil},
		{"fills alike to protan eyes", figure(square("#12436D"), `<path d="M90 20L150 20L150 80L90 80Z" fill="#5A2A5C"/>`), []string{"the fills #12436D and #5A2A5C differ by "}},
		{"fills alike to all", figure(square("#12436D"), `<path d="M90 20L150 20L150 80L90 80Z" fill="#1A4A74"/>`), []string{"the fills #12436D and #1A4A74 differ by "}},
		{"the official pair", figure(square("#12436D"), `<path d="M90 20L150 20L150 80L90 80Z" fill="#801650"/>`), nil},
		{"a name that cuts a boundary", figure(`<path d="M10 50L190 50" fill="none" stroke="`+black+`" stroke-width="1.4"/>`, `<path d="M40 44L90 44L90 56L40 56Z" fill="#FFFFFF"/>`, `<text x="41" y="53" font-size="9" fill="`+black+`">Barking</text>`), []string{`the ground of "Barking" cuts a line 1.4 wide`}},
		{"a name beside a boundary", figure(`<path d="M10 60L190 60" fill="none" stroke="`+black+`" stroke-width="1.4"/>`, `<path d="M40 44L90 44L90 56L40 56Z" fill="#FFFFFF"/>`, `<text x="41" y="53" font-size="9" fill="`+black+`">Barking</text>`), nil},
		{"a word alone", figure(`<text x="10" y="50" font-size="9" fill="`+black+`">Age band not recorded for 26 of 464</text>`, `<text x="10" y="61" font-size="9" fill="`+black+`">victims.</text>`), []string{`"victims." stands alone on a line`}},
		{"a short last line", figure(`<text x="10" y="50" font-size="9" fill="`+black+`">Age band not recorded for 26 of 464</text>`, `<text x="10" y="61" font-size="9" fill="`+black+`">victims here.</text>`), nil},
		{"exponent", figure(`<path d="M1e3 0L1 1" fill="#000000"/>`), []string{`"1e3" is not a plain number`}},
		{"not a number", figure(`<path d="MNaN 0L1 1" fill="#000000"/>`), []string{`"NaN" is not a plain number`}},
		{"minus nought", figure(`<path d="M-0 0L1 1" fill="#000000"/>`), []string{`"-0" is not a plain number`}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := Check([]byte(c.svg), nil, "#FFFFFF")
			for i := range min(len(got), len(c.want)) {
				got[i] = got[i][:min(len(got[i]), len(c.want[i]))]
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Variables take the place of the printed colours, and one that the page does not
// set is a fault.
func TestVariables(t *testing.T) {
	svg := []byte(figure(`<text x="10" y="50" font-size="12" fill="var(--ink,#0B0C0C)">ink</text>`))
	for _, c := range []struct {
		variables map[string]string
		page      string
		want      string
	}{
		{nil, "#FFFFFF", ""},
		{nil, "#14191F", `"ink" has a contrast of 1.11`},
		{map[string]string{"--ink": "#F3F2F1"}, "#14191F", ""},
		{map[string]string{"--paper": "#14191F"}, "#14191F", "the variable --ink is not set"},
	} {
		got := strings.Join(Check(svg, c.variables, c.page), "\n")
		if (c.want == "") != (got == "") || !strings.HasPrefix(got, c.want) {
			t.Errorf("variables %v on %s: got %q, want %q", c.variables, c.page, got, c.want)
		}
	}
}
