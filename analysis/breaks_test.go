package analysis

import (
	"slices"
	"strings"
	"testing"

	"svna/datasets"
)

// Violence with injury has a break of its own in June 2022 (strangulation became an
// offence of its own), and the pack has none: its part is not comparable, the whole is
// compared, its chart and its trend are not cut, and each sentence names the part. The
// 20 robberies and 20 assaults of each month become 30 and 30 from June 2022.
func TestABreakOfAPartIsNamed(t *testing.T) {
	const named = "; the series of violence with injury has a break in June 2022), "
	var h sheet
	for m := datasets.NewMonth(2020, 6); m <= datasets.NewMonth(2023, 5); m++ {
		n := 20
		if m >= datasets.NewMonth(2022, 6) {
			n = 30
		}
		h.add(n, m.String(), "ho_code=34B")
		h.add(n, m.String(), "ho_code=8N")
	}
	s := h.study(t)
	trend := computed(t, s, "trend")
	table := tableNamed(t, trend, "trend")
	for _, r := range table.Rows {
		if r.Extra["phase"].Or(0) != 1 {
			t.Errorf("%s is in part %v of the chart, want 1", r.Levels[0], r.Extra["phase"].Or(0))
		}
	}
	if note := "The series of all offences is not cut where that of a part is: the series of violence with injury has a break in June 2022."; !slices.Contains(table.Notes, note) {
		t.Errorf("notes of the trend: %q", table.Notes)
	}
	mix := computed(t, s, "offence-mix")
	change := tableNamed(t, mix, "offence-change")
	for part, want := range map[string]string{"Violence with injury": "Break in the series: the ratio is of counts as recorded, not of like with like.", "Robbery": "", "Total": ""} {
		if row := rowIn(t, change, part); row.Note != want {
			t.Errorf("%s: note %q, want %q", part, row.Note, want)
		}
	}
	for _, statement := range slices.Concat(trend.Statements, mix.Statements) {
		if id := statement.ID; id == "offence-mix-change" || id == "trend-direction" {
			if text := statement.Text(); !strings.Contains(text, " rose ") || !strings.Contains(strings.ReplaceAll(text, "June 2022).", "June 2022), "), named) {
				t.Errorf("%s: %s", id, text)
			}
		}
	}
}

// Charts, trends, calendar months and changes ask for the same breaks: of the London
// pack those of the flag on which it rests, of all violence none of them.
func TestBreaksAreThoseOfThePack(t *testing.T) {
	var h sheet
	h.add(1, "2023-01", "ho_code=34B")
	h.add(1, "2024-12", "ho_code=34B")
	span := periodOf(t, "2023-01/2024-12")
	for pack, want := range map[string]string{"all-violence": "connect-disruption", "london": "connect-da-hate connect-disruption ho-2023-06"} {
		s := h.study(t, func(in *Inputs) {
			in.Definition, _ = datasets.ReadDefinition(pack)
			in.Period = periodOf(t, "2024-01/2024-12")
		})
		ids := func(breaks []datasets.SeriesBreak) string {
			var list []string
			for _, b := range breaks {
				list = append(list, b.ID)
			}
			slices.Sort(list)
			return strings.Join(list, " ")
		}
		if got := ids(violenceProfile(s, Overall).breaks(span)); got != want {
			t.Errorf("%s: the chart is cut at %q, want %q", pack, got, want)
		}
		if got := ids(s.breaksOf(s.packSeries())); got != want {
			t.Errorf("%s: changes are broken by %q, want %q", pack, got, want)
		}
	}
}
