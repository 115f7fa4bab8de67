package tabulate

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"svna/datasets"
)

// extract is seven records; its answers were counted by hand.
const extract = `ref,from,group,code,ward,easting,northing,knife,age,place
A1,2023-05-01T15:30,ROBBERY,1,W1,1000,2000,Y,17,"High Street, shop"
A2,2023-05-02T20:59,ROBBERY,1,W1,1249,2249,Y,24,"High Street, shop"
A3,2023-06-04T21:00,BURGLARY,2,W2,1250,2000,N,25,Market
A3,2023-06-04T21:00,BURGLARY,2,W2,1250,2000,N,,Market
A4,,BURGLARY,2,,,2000,,0,
A5,2024-01-01,ROBBERY,3,W1,-1,0,Y,111,A place with a name of more than ten letters
Total,6
`

const costs = "code,unit,times\n1,\"1,000\",10\n2,0.25,2\n"

func written(t testing.TB, name, text string) string {
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func count(t testing.TB, text string, tables ...Table) (*Answer, error) {
	s, err := datasets.OpenStream([]string{written(t, "extract.csv", text)}, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	return Count(context.Background(), s, &Tables{Tables: tables, Lookups: map[string]LookupFile{"costs": {File: written(t, "costs.csv", costs), Key: "code"}}}, nil)
}

// text writes a result as lines of cells.
func (r Result) text() string {
	var b strings.Builder
	b.WriteString(strings.Join(r.Header, ",") + "\n")
	for _, row := range r.Rows {
		var cells []string
		for _, c := range row {
			cells = append(cells, c.String())
		}
		b.WriteString(strings.Join(cells, ",") + "\n")
	}
	return b.String()
}

func TestTables(t *testing.T) {
	for _, c := range []struct {
		name  string
		table Table
		want  string
	}{
		{"one number", Table{}, "n\n6\n"},
		{"column", Table{By: []string{"group"}}, "group,n\nBURGLARY,3\nROBBERY,3\n"},
		{"case of a name", Table{By: []string{"GROUP as g"}}, "g,n\nBURGLARY,3\nROBBERY,3\n"},
		{"blank level", Table{By: []string{"ward"}}, "ward,n\n,1\nW1,3\nW2,2\n"},
		{"blank level named", Table{By: []string{"coalesce(ward, 'none') as ward"}}, "ward,n\nW1,3\nW2,2\nnone,1\n"},
		{"month", Table{By: []string{"month(from)"}}, "month,n\n,1\n2023-05,2\n2023-06,2\n2024-01,1\n"},
		{"weekday in its order", Table{By: []string{"weekday(from)"}}, "weekday,n\n,1\nMonday,2\nTuesday,1\nSunday,2\n"},
		{"hour: a day has none", Table{By: []string{"hour(from)"}}, "hour,n\n,2\n15,1\n20,1\n21,2\n"},
		{"day and year", Table{By: []string{"year(from)", "day(from)"}, Where: "year(from) = 2024"}, "year,day,n\n2024,2024-01-01,1\n"},
		{"age band: 0 and 111 are not known", Table{By: []string{"age_band"}}, "age_band,n\n,3\n1-17,1\n18-24,1\n25-34,1\n"},
		{"cell, also below 0", Table{By: []string{"cell(easting, northing)"}}, "cell_easting,cell_northing,n\n,2000,1\n-250,0,1\n1000,2000,2\n1250,2000,2\n"},
		{"cell is known", Table{Where: "cell is known"}, "n\n5\n"},
		{"numbers in order", Table{By: []string{"age"}}, "age,n\n,1\n0,1\n17,1\n24,1\n25,1\n111,1\n"},
		{"between", Table{Where: "age between 1 and 24"}, "n\n2\n"},
		{"not, or, in", Table{Where: "not (age in (17, 24)) and (ward = 'W2' or ward is missing)"}, "n\n3\n"},
		{"a blank is unequal", Table{Where: "knife != 'Y'"}, "n\n3\n"},
		{"a blank is not less", Table{Where: "age < 18"}, "n\n2\n"},
		{"peak hours", Table{Where: "hour(from) >= 15 and hour(from) <= 20"}, "n\n2\n"},
		{"columns", Table{By: []string{"group"}, Columns: []string{"count() as n", "count(knife = 'Y') as k", "round(10000 * k / n) as bp"}}, "group,n,k,bp\nBURGLARY,3,0,0\nROBBERY,3,3,10000\n"},
		{"total", Table{By: []string{"ward"}, Columns: []string{"count() as n", "round(100 * n / total(n)) as pc"}}, "ward,n,pc\n,1,17\nW1,3,50\nW2,2,33\n"},
		{"distinct texts", Table{Columns: []string{"distinct(ref) as refs", "distinct(place) as places", "distinct(place, knife = 'Y') as with"}}, "refs,places,with\n5,3,2\n"},
		{"distinct by group", Table{By: []string{"group"}, Columns: []string{"distinct(ref) as refs", "distinct(ward) as wards", "distinct(cell(easting, northing)) as cells"}}, "group,refs,wards,cells\nBURGLARY,2,1,1\nROBBERY,3,1,2\n"},
		{"sum of a column", Table{By: []string{"group"}, Measure: "sum(age)"}, "group,sum\nBURGLARY,25\nROBBERY,152\n"},
		{"look-up", Table{By: []string{"code"}, Columns: []string{"count() as n", "costs.unit as unit", "n * unit as cost"}}, "code,n,unit,cost\n1,2,1000,2000\n2,3,0.25,0.75\n3,1,,\n"},
		{"sum of a look-up", Table{Columns: []string{"sum(costs.unit) as cost", "sum(costs.unit * costs.times, knife = 'Y') as knife"}}, "cost,knife\n2000.75,20000\n"},
		{"order and top", Table{By: []string{"ward"}, Columns: []string{"count() as n"}, Order: []string{"-n", "ward"}, Top: 2}, "ward,n\nW1,3\nW2,2\n"},
		{"parts", Table{PartName: "who", Parts: []Part{{"all", ""}, {"young", "age between 1 and 24"}}}, "who,n\nall,6\nyoung,2\n"},
		{"transpose", Table{Transpose: "what", Columns: []string{"count() as rows", "distinct(ref) as refs"}}, "what,n\nrows,6\nrefs,5\n"},
		// The lower Wilson limit of 3 of 3 is 3/(3 + z²), z = 1.959964.
		{"share of a condition", Table{By: []string{"group"}, Measure: "share(knife = 'Y')", Where: "group = 'ROBBERY'"}, "group,numerator,denominator,value,lower,upper,method,status\nROBBERY,3,3,100,43.85029682449546,100,Wilson,u\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			answer, err := count(t, extract, c.table)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, answer.Results[0].text()); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if f := answer.Files[0]; f.RowsRead != 7 || f.RowsUsed != 6 || len(f.LeftOut) != 1 {
				t.Errorf("got ledger %+v", f)
			}
		})
	}
}

func TestWrongTables(t *testing.T) {
	for _, c := range []struct {
		name  string
		table Table
		want  string
	}{
		{"column", Table{By: []string{"grupo"}}, `by: there is no column "grupo"; the nearest is "group"`},
		{"column of a condition", Table{Where: "knive = 'Y'"}, `where: there is no column "knive"; the nearest is "knife"`},
		{"function", Table{By: []string{"monht(from)"}}, "by: there is no dimension monht(...); the nearest is month"},
		{"measure", Table{Measure: "shares"}, "the nearest is sum; a measure is count, share"},
		{"value without quotes", Table{Where: "knife = Y"}, "compare with a number or a value in single quotes"},
		{"open quote", Table{Where: "knife = 'Y"}, "knife = 'Y: at character 9: the quote is not closed"},
		{"sign", Table{Where: "knife # 'Y'"}, "at character 7"},
		{"look-up column", Table{By: []string{"code"}, Columns: []string{"costs.unti"}}, `has no column "unti"; the nearest is "unit"`},
		{"look-up without its dimension", Table{Columns: []string{"costs.unit"}}, "is looked up by code, which is not among the dimensions"},
		{"later column", Table{Columns: []string{"n + 1 as m", "count() as n"}}, `there is no figure "n"`},
		{"order", Table{Columns: []string{"count() as n"}, Order: []string{"m"}}, `order: there is no column "m"; they are n`},
		{"name twice", Table{By: []string{"group as n"}}, "two columns are called n"},
	} {
		_, err := count(t, extract, c.table)
		var wrong *TableError
		if !errors.As(err, &wrong) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %q", c.name, err, c.want)
		}
	}
}

// TestDateOrder: an order of day and month that the column does not tell is
// refused, and so is one that the rest of the file contradicts.
func TestDateOrder(t *testing.T) {
	rows := func(date string, n int) string { return strings.Repeat(date+",x\n", n) }
	for _, c := range []struct {
		name, text, want string
		wrong            error
	}{
		{"day first", "from,a\n" + rows("02/01/2023 10:00", 3) + rows("31/01/2023", 1), "month,n\n2023-01,4\n", nil},
		{"month first", "from,a\n" + rows("01/31/2023", 2) + rows("01/02/2023", 1), "month,n\n2023-01,3\n", nil},
		{"either", "from,a\n" + rows("02/01/2023", 3), "", datasets.ErrDateOrder},
		// The one date that contradicts the others is where no sample is taken.
		{"contradicted", "from,a\n" + rows("31/01/2023", 40000) + rows("01/31/2023", 1) + rows("30/01/2023", 60000), "", datasets.ErrDateOrder},
	} {
		answer, err := count(t, c.text, Table{By: []string{"month(from)"}})
		switch {
		case !errors.Is(err, c.wrong):
			t.Errorf("%s: got %v, want %v", c.name, err, c.wrong)
		case err == nil && answer.Results[0].text() != c.want:
			t.Errorf("%s: got %s, want %s", c.name, answer.Results[0].text(), c.want)
		}
	}
}

// TestCountsAreThoseOfMaps: tables over random extracts are those of counting row
// by row in maps, on one core and on several, wherever the file is cut.
func TestCountsAreThoseOfMaps(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var text strings.Builder
		text.WriteString("a,b,ref\n")
		type key struct{ a, b string }
		counts, refs, all := map[key]int{}, map[key]map[string]bool{}, map[string]bool{}
		for range rapid.IntRange(1, 200).Draw(t, "rows") {
			a := rapid.SampledFrom([]string{"x", "y", "", "a, b", "two\nlines", "é"}).Draw(t, "a")
			b := fmt.Sprint(rapid.IntRange(0, 12).Draw(t, "b"))
			ref := rapid.SampledFrom([]string{"R1", "R2", "a reference that is long", "", "R-3"}).Draw(t, "ref") + b
			fmt.Fprintf(&text, "%q,%s,%s\n", a, b, ref)
			a = strings.Join(strings.Fields(a), " ")
			k := key{a, b}
			counts[k]++
			if refs[k] == nil {
				refs[k] = map[string]bool{}
			}
			refs[k][ref], all[ref] = true, true
		}
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(rapid.IntRange(1, 4).Draw(t, "cores")))
		folder, err := os.MkdirTemp("", "tabulate")
		if err != nil {
			t.Fatal(err)
		}
		defer os.RemoveAll(folder)
		path := filepath.Join(folder, "e.csv")
		if err := os.WriteFile(path, []byte(strings.ReplaceAll(text.String(), `\n`, "\n")), 0o600); err != nil {
			t.Fatal(err)
		}
		s, err := datasets.OpenStream([]string{path}, nil)
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		s.CutInto(rapid.IntRange(1, 1000).Draw(t, "bytes of a part"))
		answer, err := Count(context.Background(), s, &Tables{Tables: []Table{
			{By: []string{"a", "b"}, Columns: []string{"count() as n", "distinct(ref) as refs"}},
			{Columns: []string{"distinct(ref) as refs"}},
		}}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if got := len(answer.Results[0].Rows); got != len(counts) {
			t.Errorf("got %d rows, want %d", got, len(counts))
		}
		for _, row := range answer.Results[0].Rows {
			k := key{row[0].Text, row[1].Text}
			if int(row[2].Number) != counts[k] || int(row[3].Number) != len(refs[k]) {
				t.Errorf("%v: got %s rows and %s references, want %d and %d", k, row[2], row[3], counts[k], len(refs[k]))
			}
		}
		if got := answer.Results[1].Rows[0][0].Number; int(got) != len(all) {
			t.Errorf("got %v references in all, want %d", got, len(all))
		}
	})
}
