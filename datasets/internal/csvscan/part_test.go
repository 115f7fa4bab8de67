package csvscan

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// anyText draws text in which quotes, line ends and limits go wrong often.
func anyText() *rapid.Generator[string] {
	small := []string{"a", "bc", `"`, `""`, ",", ",", "\n", "\n", "\r\n", "\r", " ", "\t", `,"x,y",`, "\"q\nr\""}
	pieces := slices.Concat(small, small, small, []string{strings.Repeat("\n", MaxQuotedLines+1), strings.Repeat("z", MaxCell+1), strings.Repeat("w,", soundLength/2)})
	return rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 30).Draw(t, "pieces"), "")
	})
}

// TestSoundRowIsAnyRow has the careful reading of every row as the oracle of the
// quick one.
func TestSoundRowIsAnyRow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := anyText().Draw(t, "text")
		careful, quick := New([]byte(text), ','), New([]byte(text), ',')
		for quick.Next() {
			for !careful.anyRow() {
			}
			if diff := cmp.Diff(careful.Row(), quick.Row()); diff != "" {
				t.Fatalf("row (-careful +quick):\n%s", diff)
			}
		}
		for careful.at < careful.limit {
			if careful.anyRow() {
				t.Fatal("the quick reading ends before the careful one")
			}
		}
		if diff := cmp.Diff([]any{careful.Lines(), careful.Blank(), careful.CutOff()}, []any{quick.Lines(), quick.Blank(), quick.CutOff()}); diff != "" {
			t.Fatalf("lines, blank, cut off (-careful +quick):\n%s", diff)
		}
	})
}

// TestRunsAreRows reads rows of three columns in runs, and what is between them
// row by row.
func TestRunsAreRows(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pieces := []string{"a,b,c\n", "\"a,\",b,c\r\n", ",,c\n", "x,\"\"\"y\"\"\",\r\n", "x, ,\"\"\n", "\n", " ,,\r\n", "a,b\n", "\"a\nb\",c,d\n", "a\"b,c,d\n", "\"a\" ,b,c\n", `"`, strings.Repeat("m", 100) + ",", "long\r,b\r,\r\r\n", strings.Repeat("l", soundLength) + ",b,c\n"}
		text := []byte(strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 40).Draw(t, "pieces"), ""))
		most := rapid.IntRange(1, 10).Draw(t, "most")
		alone, inRuns := New(text, ','), New(text, ',')
		same := func(cells [][]byte, line int) {
			if !alone.Next() {
				t.Fatal("rows by runs where there are none")
			}
			row := alone.Row()
			if diff := cmp.Diff(fmt.Sprintf("%d %q", row.Line, row.Cells), fmt.Sprintf("%d %q", line, cells)); diff != "" {
				t.Fatalf("row (-alone +in a run):\n%s", diff)
			}
		}
		for {
			run := inRuns.Run(3, most)
			columns := [][][]byte{run.Column(0, nil), run.Column(1, nil), run.Column(2, nil)}
			for row := range run.Rows {
				cells := run.Row(row, nil)
				if diff := cmp.Diff(cells, [][]byte{columns[0][row], columns[1][row], columns[2][row]}); diff != "" {
					t.Fatalf("cells (-of the row +of the columns):\n%s", diff)
				}
				filled := 0
				for _, cell := range cells {
					filled += min(1, len(bytes.TrimSpace(cell)))
				}
				for than := range 3 {
					if run.Filled(row, than) && filled <= than {
						t.Fatalf("%q has no more than %d filled cells", cells, than)
					}
				}
				same(cells, run.Line+row)
			}
			if run.Rows == most {
				continue
			}
			if !inRuns.Next() {
				break
			}
			same(inRuns.Row().Cells, inRuns.Row().Line)
		}
		if alone.Next() || alone.Lines() != inRuns.Lines() || alone.Blank() != inRuns.Blank() {
			t.Fatal("the runs end elsewhere")
		}
	})
}

// TestPartsAreTheWhole reads texts in parts that start where Start guesses or,
// where the part before ends elsewhere, at that end, each from a buffer that
// ends shortly after the part and grows when the scanner starves.
func TestPartsAreTheWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := []byte(anyText().Draw(t, "text"))
		size := rapid.IntRange(1+len(text)/20, 1+len(text)).Draw(t, "size")
		slack := rapid.IntRange(0, 20).Draw(t, "slack")
		type row struct {
			Line, Start, End int
			Cells            []string
			Fault            Fault
		}
		take := func(rows []row, s *Scanner, above int) []row {
			r := s.Row()
			return append(rows, row{r.Line + above, r.Start, r.End, strings.Split(fmt.Sprintf("%q", r.Cells), " "), r.Fault})
		}
		var want, got []row
		whole := New(text, ',')
		for whole.Next() {
			want = take(want, whole, 0)
		}
		at, lines, blank, cut := 0, 0, 0, false
		for from := 0; from < len(text); from += size {
			to := min(from+size, len(text))
			guess := min(Start(text[:min(to+slack, len(text))], ',', from, 2), to)
			if guess != at {
				guess = at // as a reader of parts must, once the part before is read
			}
			for guess < to {
				end := min(max(to, guess+1)+slack, len(text))
				s := Part(text[:end], ',', guess, to, end < len(text))
				part := []row{}
				for s.Next() {
					part = take(part, s, lines)
				}
				if s.Starved() {
					if end == len(text) {
						t.Fatal("starved with the whole text")
					}
					slack = 2*slack + 1
					continue
				}
				got = append(got, part...)
				lines, blank, cut, guess = lines+s.Lines(), blank+s.Blank(), cut || s.CutOff(), s.Offset()
			}
			at = guess
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("rows (-whole +parts):\n%s", diff)
		}
		if lines != whole.Lines() || blank != whole.Blank() || cut != whole.CutOff() {
			t.Fatalf("got %d lines, %d blank, cut off %v; whole %d, %d, %v", lines, blank, cut, whole.Lines(), whole.Blank(), whole.CutOff())
		}
	})
}

// TestStart has offsets marked with ^ and the row starts to be found with |.
func TestStart(t *testing.T) {
	for _, marked := range []string{
		"^|a,b\nc,d\n",
		"a^,b\n|c,d\n",
		"a,b\n^|c,d\n",
		"a,\"b^\nx\"\n|c,d\n",
		"a,\"b^ x\ny,z,\nw\"\n|c,d\n",
		"a,b\nc^,d\n|",
	} {
		plain := strings.NewReplacer("^", "", "|", "").Replace(marked)
		offset := strings.Index(strings.ReplaceAll(marked, "|", ""), "^")
		want := strings.Index(strings.ReplaceAll(marked, "^", ""), "|")
		if got := Start([]byte(plain), ',', offset, 2); got != want {
			t.Errorf("%q: got %d, want %d", marked, got, want)
		}
	}
}

func BenchmarkRuns(b *testing.B) {
	row := "1000000/22,2022-06-01,2022-06-01T17:10:00,,009/01,PUBLIC ORDER,Fear or provocation of violence (s4),E09900001,Long District 33,E05900651,Riverbridge,E01904558,517084,189440,\"Restaurant, takeaway or fast food\",\"OUTSIDE \"\"BOOTS\"\", KING'S LANE\",N,,N,No injury,58,Male,Asian Bangladeshi,,,,,Investigation complete - no suspect identified\n"
	text := []byte(strings.Repeat(row, 10000))
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		rows := 0
		s := New(text, ',')
		for run := s.Run(28, 256); run.Rows > 0; run = s.Run(28, 256) {
			rows += run.Rows
		}
		if rows != 10000 {
			b.Fatal(rows)
		}
	}
}

func BenchmarkScan(b *testing.B) {
	row := "1000000/22,2022-06-01,2022-06-01T17:10:00,,009/01,PUBLIC ORDER,Fear or provocation of violence (s4),E09900001,Long District 33,E05900651,Riverbridge,E01904558,517084,189440,\"Restaurant, takeaway or fast food\",\"OUTSIDE \"\"BOOTS\"\", KING'S LANE\",N,,N,No injury,58,Male,Asian Bangladeshi,,,,,Investigation complete - no suspect identified\n"
	text := []byte(strings.Repeat(row, 10000))
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		cells := 0
		for s := New(text, ','); s.Next(); {
			cells += len(s.Row().Cells)
		}
		if cells != 28*10000 {
			b.Fatal(cells)
		}
	}
}
