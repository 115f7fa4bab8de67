package datasets

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// A stray quote before a reference, a date, an age or a ward leaves the table as it
// is without it, and is said with its line.
func TestStrayQuoteBeforeACell(t *testing.T) {
	row := "A1,8N,%s,01/02/2023 21:15,02/02/2023,Y,V1,17,M,30,F,\"x, y\"\n"
	sound := flatText + strings.ReplaceAll(row, "%s", "Abbey") + strings.ReplaceAll(row, "%s", "Alibon")
	want := tableText(mustLoad(t, flatProfile, sound))
	last := strings.LastIndex(sound, "A1,8N")
	for _, cell := range []string{"A1,", "8N,", "Alibon", "01/02", "02/02", "Y,", "V1,", "17,", "M,", "30,", "F,"} {
		at := last + strings.Index(sound[last:], cell)
		d := mustLoad(t, flatProfile, sound[:at]+`"`+sound[at:])
		if diff := cmp.Diff(want, tableText(d)); diff != "" {
			t.Errorf("before %s (-without +with the quote):\n%s", cell, diff)
		}
		f := slices.IndexFunc(d.Quality.Files[0].Findings, func(f Finding) bool { return f.Kind == "stray_quote" })
		if f < 0 || d.Quality.Files[0].Findings[f].Count != 1 || d.Quality.Files[0].Findings[f].Lines[0] != 10 {
			t.Errorf("before %s: got findings %+v, want the stray quote of line 10", cell, d.Quality.Files[0].Findings)
		}
	}
}

// One quote more, anywhere in a row on one line: the row is left out, or its cells
// are those of before but for that quote; and no other row changes, unless it is
// left out as well.
func TestOneQuoteMore(t *testing.T) {
	names := []string{"a", "b", "c"}
	rapid.Check(t, func(t *rapid.T) {
		cell := rapid.SampledFrom([]string{"", "x", "5 y", `"x, y"`, `"z"`, `"p ""q"""`, " s"})
		var lines []string
		for range rapid.IntRange(1, 4).Draw(t, "rows") {
			lines = append(lines, strings.Join([]string{"k", cell.Draw(t, "b"), cell.Draw(t, "c")}, ",")+"\n")
		}
		text := strings.Join(lines, "")
		at := rapid.IntRange(0, len(text)-1).Draw(t, "at")
		before, _ := readCells(t, names, text)
		after, said := readCells(t, names, text[:at]+`"`+text[at:])
		if len(after) < len(before) && !said {
			t.Fatalf("%q with a quote at %d: %d rows become %d, and nothing is said", text, at, len(before), len(after))
		}
		quoted := 0
		for _, row := range after {
			if slices.Contains(before, row) {
				continue
			}
			without := strings.NewReplacer(`"`, "", " ", "").Replace
			if quoted++; quoted > 1 || !slices.ContainsFunc(before, func(b string) bool { return without(b) == without(row) }) {
				t.Fatalf("%q with a quote at %d: got row %q of none of %q", text, at, row, before)
			}
		}
	})
}

// readCells reads rows below a header, and reports whether anything was left out
// or mended.
func readCells(t *rapid.T, names []string, text string) (rows []string, said bool) {
	table := newRawTable(everyColumn(names))
	head := strings.Join(names, ",") + "\n"
	h, err := table.profile.findHeader([]byte(head + text))
	if err != nil {
		t.Fatal(err)
	}
	file, err := table.openFile(&FileQuality{Name: "a.csv"}, 1, h)
	if err != nil {
		t.Fatal(err)
	}
	if err := table.readRows(t.Context(), file, h, []byte(head+text), len(text)+1, nil); err != nil {
		return nil, true
	}
	for row := range table.rows() {
		var cells []string
		for _, c := range table.columns {
			cells = append(cells, c.cells.values[c.codes[row]])
		}
		rows = append(rows, strings.Join(cells, "|"))
	}
	return rows, len(file.leftOut.order)+len(file.mended) > 0
}
