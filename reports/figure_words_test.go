package reports

import (
	"strings"
	"testing"
	"unicode/utf8"

	"svna/analysis"
	"svna/analysis/stats"
)

// The words of each figure; all numbers are those of the invented tables.
func TestWordsOfFigures(t *testing.T) {
	for _, c := range []struct {
		name    string
		f       figureCase
		title   string
		caption string
		alt     string
	}{
		{
			"finding and not recorded", barsCase(), "54% of knife crime offences were robbery of personal property",
			"Offence class not recorded for 12 of 456 offences (12 months to May 2023) and 8 of 419 (12 months to May 2022). Source: Invented police recorded crime. Synthetic figures.",
			"Bar chart of knife crime offences by offence class. Robbery of personal property is largest, 241; then Threats to kill, 87. The figures are in worksheet offence-mix.",
		},
		{
			"interval", dotsCase(), "Knife crime offences within 250 m of named places",
			"Circles of 250 m overlap, so offences may count at two places. Source: Invented police recorded crime. Synthetic figures.",
			"Dot chart of knife crime offences within 250 m of named places, with 95% confidence intervals. Exampleton station is largest, 61 (50 to 73); then Market square, 31 (24 to 38). The figures are in worksheet places.",
		},
		{
			"map", choroplethCase(), "Knife crime offences by ward",
			"Rates use residents; areas with many visitors look higher than the risk to residents. Outside: 11 of 455 offences. Source: Invented police recorded crime. Synthetic figures. Boundaries drawn for this test. Schematic boundaries: not the real outlines.",
			"Map of areas of knife crime offences by ward. Of those shown, Mill Lane is largest, 25.0; then Beech Hill, 24.4. The figures are in worksheet knife-wards.",
		},
		{
			"pyramid", pyramidCase(), "Victims of knife crime by age and sex",
			"Age band not recorded for 9 of 501 victims (Male) and 6 of 288 (Female). At the sides: number of victims. 65 and over is drawn as 65 to 89. Source: Invented police recorded crime. Synthetic figures.",
			"Age pyramid of victims of knife crime by age and sex. Male, 1 to 17 is largest, 131; then Male, 18 to 24, 120. The figures are in worksheet victims-age-sex.",
		},
		{
			"waterfall", waterfallCase(), "Estimated cost of violence involving under-25s", "Source: Invented police recorded crime. Synthetic figures.",
			"Waterfall chart of estimated cost of violence involving under-25s. Not reported to the police is largest, £68.5m (£60.0m to £77.0m); then Violence with injury, £14.2m (£13.1m to £15.4m). The figures are in worksheet cost-offence.",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := drawCase(t, c.f)
			if got.Title != c.title {
				t.Errorf("title\n got %q\nwant %q", got.Title, c.title)
			}
			if got.Caption != c.caption {
				t.Errorf("caption\n got %q\nwant %q", got.Caption, c.caption)
			}
			if got.AltText != c.alt {
				t.Errorf("alternative text\n got %q\nwant %q", got.AltText, c.alt)
			}
		})
	}
}

func TestAltTextIsShort(t *testing.T) {
	f := barsCase()
	for i := range f.table.Rows {
		if f.table.Rows[i].Kind == analysis.LevelRow {
			f.table.Rows[i].Levels = []string{f.table.Rows[i].Levels[0], strings.Repeat(f.table.Rows[i].Levels[1]+" ", 4)}
		}
	}
	got := drawCase(t, f).AltText
	if n := utf8.RuneCountInString(got); n > altTextLength || !strings.HasSuffix(got, "The figures are in worksheet offence-mix.") {
		t.Errorf("got %d characters: %q", n, got)
	}
}

func TestAltTextOfEqualRows(t *testing.T) {
	f := barsCase()
	for _, i := range []int{0, 1} {
		f.table.Rows[i].Estimate.Numerator = stats.N(90)
	}
	want := "Robbery of personal property and Threats to kill are equally the largest, at 90."
	if got := drawCase(t, f).AltText; !strings.Contains(got, want) {
		t.Errorf("got %q, want %q in it", got, want)
	}
	f.table.Rows[2].Estimate.Numerator = stats.N(90)
	want = "3 are equally the largest, at 90."
	if got := drawCase(t, f).AltText; !strings.Contains(got, want) {
		t.Errorf("got %q, want %q in it", got, want)
	}
}

// A finding that was not earned leaves the title that names the measure.
func TestTitleWithoutFinding(t *testing.T) {
	f := barsCase()
	f.statements[0].Short = func([]analysis.Figure) string { return "" }
	if got := drawCase(t, f).Title; got != f.chart.Title {
		t.Errorf("got %q, want %q", got, f.chart.Title)
	}
	f.statements[0] = analysis.Statement{ID: "top-share", NotProduced: "no class"}
	if got := drawCase(t, f).Title; got != f.chart.Title {
		t.Errorf("got %q, want %q", got, f.chart.Title)
	}
}

// A table of two periods whose chart names none shows the current one.
func TestTheCurrentPeriodIsShown(t *testing.T) {
	f := barsCase()
	f.chart.Series = ""
	text := string(drawCase(t, f).SVG)
	if !strings.Contains(text, ">241<") || strings.Contains(text, ">213<") {
		t.Error("the figure does not show the current period alone")
	}
}
