package datasets

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// tableRead is everything that reading leaves in a table, as it was numbered.
type tableRead struct {
	Lines   []int32
	Codes   [][]int32
	Cells   [][]string
	Quality FileQuality
	LeftOut []Reason
	Err     string
}

func readInParts(t *rapid.T, p *Profile, text string, size int) (got tableRead) {
	q := &FileQuality{Name: "a.csv"}
	h, err := p.findHeader([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	q.Delimiter = delimiterName(h.delimiter)
	table := newRawTable(p)
	file, err := table.openFile(q, 1, h)
	if err != nil {
		t.Fatal(err)
	}
	if err := table.readRows(context.Background(), file, h, []byte(text), size, nil); err != nil {
		got.Err = err.Error()
	}
	got.Lines, got.Quality = table.lines, *q
	for _, reason := range file.leftOut.order {
		got.LeftOut = append(got.LeftOut, *file.leftOut.reasons[reason])
	}
	for _, c := range table.columns {
		got.Codes = append(got.Codes, c.codes)
		got.Cells = append(got.Cells, append([]string{}, c.cells.values...))
	}
	return got
}

// TestPartsLoadAsTheWhole: wherever a text is cut into parts, rows, codes, the
// cells behind them, the lines of rows left out and every finding are those of
// the text read in one piece. The texts are full of what can go wrong.
func TestPartsLoadAsTheWhole(t *testing.T) {
	p := mustProfile(t, flatProfile)
	spoil := []string{
		"", "", "", "", "\n", ",,,\n", "\"R1,8N\n", "R\"2,a\n", "Total,12\n", "(3 rows affected)\n", flatHeader,
		"\"R3\",\"two\nlines\",,,,,,,,,,\n", "\"R3\",\"a \"\"b\"\"\",,,,,,,,,,\r\n", "R4" + strings.Repeat("\n", 120) + "\",\n", "R5,\"x\"y,\n",
		"R6,\"34B,,01/02/2023,01/02/2023,Y,V1,17,M,30,F,\"x, y\"\n",
	}
	rapid.Check(t, func(t *rapid.T) {
		var text strings.Builder
		text.WriteString(flatHeader)
		for _, row := range randomFlat(t) {
			text.WriteString(rapid.SampledFrom(spoil).Draw(t, "spoilt") + row)
		}
		text.WriteString(rapid.SampledFrom([]string{"", "R6,cut", "\"R7,cut", "(31 rows affected)"}).Draw(t, "end"))
		want := readInParts(t, p, text.String(), text.Len())
		size := rapid.IntRange(1, text.Len()).Draw(t, "bytes of a part")
		if diff := cmp.Diff(want, readInParts(t, p, text.String(), size)); diff != "" {
			t.Errorf("parts of %d bytes (-whole +parts):\n%s", size, diff)
		}
	})
}

// BenchmarkReadRows is the reading of 100,000 rows of 12 columns.
func BenchmarkReadRows(b *testing.B) {
	p := mustProfile(b, flatProfile)
	var text strings.Builder
	text.WriteString(flatHeader)
	for i := range 100000 {
		fmt.Fprintf(&text, "R%d,34B,E0501%d,%02d/%02d/2023 %02d:15,01/06/2023,N,V%d,%d,M,%d,F,\"112 CLOSE, TOWN\"\n", i, i%400, 1+i%28, 1+i%12, i%24, i, i%90, i%80)
	}
	b.SetBytes(int64(text.Len()))
	for b.Loop() {
		h, err := p.findHeader([]byte(text.String()))
		if err != nil {
			b.Fatal(err)
		}
		table := newRawTable(p)
		file, err := table.openFile(&FileQuality{}, 1, h)
		if err != nil {
			b.Fatal(err)
		}
		if err := table.readRows(context.Background(), file, h, []byte(text.String()), partBytes, nil); err != nil {
			b.Fatal(err)
		}
	}
}
