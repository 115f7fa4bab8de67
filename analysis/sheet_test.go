package analysis

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"svna/datasets"
)

// sheet is a hand-made extract. Fields are written as name=value; a field that
// no row has is not in the extract, and one that a row lacks is not recorded.
type sheet struct {
	offences, people []map[string]string
	counts           []map[string]string
	offenceOf        []int32
}

// add adds n equal offences, each with the people given. month is that of
// recording; recorded_at=... among the fields overrides it.
func (h *sheet) add(n int, month, offence string, people ...string) {
	for range n {
		row := fieldsOf("recorded_at=" + month + "-15 record_status=recorded " + offence)
		if o, ok := datasets.OffenceCodes()[row["ho_code"]]; ok {
			row["ho_class"], row["ho_subgroup"], row["ho_group"] = o.Label, o.Subgroup, o.Group
		}
		h.offences = append(h.offences, row)
		for _, person := range people {
			h.people = append(h.people, fieldsOf(person))
			h.offenceOf = append(h.offenceOf, int32(len(h.offences)-1))
		}
	}
}

// count adds a published count.
func (h *sheet) count(month, fields string, n int) {
	row := fieldsOf(fields)
	row["month"], row["count"] = month+"-01", strconv.Itoa(n)
	for name, value := range row {
		row[name] = strings.ReplaceAll(value, "_", " ")
	}
	h.counts = append(h.counts, row)
}

func fieldsOf(s string) map[string]string {
	row := map[string]string{}
	for _, field := range strings.Fields(s) {
		name, value, _ := strings.Cut(field, "=")
		row[name] = value
	}
	return row
}

// study makes a study of the 12 months to May 2023 in Barking and Dagenham, with
// all violence as its definition pack.
func (h *sheet) study(t *testing.T, change ...func(*Inputs)) *Study {
	t.Helper()
	in := Inputs{
		Data: &datasets.Dataset{
			Offences: datasets.Offences{Table: tableOf(t, "offences", h.offences)},
			People:   datasets.People{Table: tableOf(t, "people", h.people), Offence: h.offenceOf},
			Counts:   datasets.Counts{Table: tableOf(t, "counts", h.counts)},
		},
		Area:       Area{Code: "E09000002", Name: "Barking and Dagenham"},
		Knife:      datasets.KnifeDefinitions()["knife_mps"],
		Parameters: DefaultParameters(),
	}
	var err error
	if in.Period, err = datasets.ParsePeriod("2022-06/2023-05"); err != nil {
		t.Fatal(err)
	}
	if in.Definition, err = datasets.ReadDefinition("all-violence"); err != nil {
		t.Fatal(err)
	}
	if in.AllAges, err = datasets.ReadDefinition("london-all-ages"); err != nil {
		t.Fatal(err)
	}
	for _, c := range change {
		c(&in)
	}
	s, err := NewStudy(in)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func tableOf(t *testing.T, table string, rows []map[string]string) datasets.Table {
	t.Helper()
	names := map[string]bool{}
	for _, row := range rows {
		for name := range row {
			names[name] = true
		}
	}
	var b datasets.Builder
	for _, f := range datasets.Fields {
		if f.Table != table || !names[f.Name] {
			continue
		}
		delete(names, f.Name)
		values := make([]string, len(rows))
		for i, row := range rows {
			values[i] = row[f.Name]
		}
		switch f.Kind {
		case datasets.Text:
			b.Texts(f.Name, values)
		case datasets.Code, datasets.Flag:
			b.Category(f.Name, categoryFrom(values))
		case datasets.Int:
			b.Ints(f.Name, intsFrom(t, values))
		case datasets.Number:
			b.Floats(f.Name, floatsFrom(t, values))
		case datasets.Time:
			b.Times(f.Name, timesFrom(t, values))
		}
	}
	if len(names) > 0 {
		t.Fatalf("%s have no fields %v", table, names)
	}
	return b.Table()
}

func categoryFrom(values []string) datasets.Category {
	c := datasets.Category{Codes: make([]int32, len(values))}
	for i, v := range values {
		c.Codes[i] = -1
		if v == "" {
			continue
		}
		if !slices.Contains(c.Levels, v) {
			c.Levels = append(c.Levels, v)
		}
		c.Codes[i] = c.Code(v)
	}
	return c
}

// intsFrom reads whole numbers; "?" is unknown and "-" not applicable.
func intsFrom(t *testing.T, values []string) []int32 {
	t.Helper()
	ints := make([]int32, len(values))
	for i, v := range values {
		switch v {
		case "":
			ints[i] = datasets.IntNotRecorded
		case "?":
			ints[i] = datasets.IntUnknown
		case "-":
			ints[i] = datasets.IntNotApplicable
		case "*":
			ints[i] = datasets.IntSuppressed
		default:
			n, err := strconv.Atoi(v)
			if err != nil {
				t.Fatal(err)
			}
			ints[i] = int32(n)
		}
	}
	return ints
}

func floatsFrom(t *testing.T, values []string) []float64 {
	t.Helper()
	floats := make([]float64, len(values))
	for i, v := range values {
		floats[i] = math.NaN()
		if v == "" {
			continue
		}
		f, err := strconv.ParseFloat(v, 64)
		if err != nil {
			t.Fatal(err)
		}
		floats[i] = f
	}
	return floats
}

func timesFrom(t *testing.T, values []string) []int64 {
	t.Helper()
	times := make([]int64, len(values))
	for i, v := range values {
		times[i] = datasets.NoTime
		if v == "" {
			continue
		}
		at, err := time.Parse("2006-01-02", v)
		if err != nil {
			t.Fatal(err)
		}
		times[i] = at.Unix()
	}
	return times
}

// computed runs a breakdown as Analyse does, and fails on anything but a result.
func computed(t *testing.T, s *Study, name string) Result {
	t.Helper()
	b, ok := BreakdownNamed(name)
	if !ok {
		t.Fatalf("no breakdown %s", name)
	}
	o := compute(b, s)
	if o.Err != nil || o.Skipped != "" {
		t.Fatalf("%s: error %v, skipped %q", name, o.Err, o.Skipped)
	}
	checkHeadlines(t, b, o.Result)
	return o.Result
}

// checkHeadlines checks that a breakdown makes exactly the statements that it
// lists, each on a complete figure of one of its tables.
func checkHeadlines(t *testing.T, b Breakdown, r Result) {
	t.Helper()
	var ids []string
	for _, s := range r.Statements {
		ids = append(ids, s.ID)
		if s.NotProduced != "" {
			continue
		}
		f := s.Figures[0]
		row, ok := tableNamed(t, r, f.Table).Find(f.Row)
		if !ok || row.Estimate != f.Estimate {
			t.Errorf("%s: its figure is not row %q of %s", s.ID, f.Row, f.Table)
		}
		e := f.Estimate
		if e.Method == "as published" { // a number of residents has no interval
			continue
		}
		for _, n := range []bool{e.Numerator.Known(), e.Denominator.Known(), e.Value.Known(), e.Lower.Known(), e.Upper.Known(), e.Method != ""} {
			if !n {
				t.Errorf("%s: its figure is not complete: %+v", s.ID, e)
			}
		}
	}
	slices.Sort(ids)
	want := slices.Sorted(slices.Values(b.Headlines))
	if !slices.Equal(ids, want) {
		t.Errorf("%s makes the statements %v, want %v", b.Name, ids, want)
	}
}

func tableNamed(t *testing.T, r Result, id string) *Table {
	t.Helper()
	for i := range r.Tables {
		if r.Tables[i].ID == id {
			return &r.Tables[i]
		}
	}
	t.Fatalf("no table %s", id)
	return nil
}

// checkParts checks that, in each block of a table, levels and kinds of missing
// add up to the total.
func checkParts(t *testing.T, table *Table) {
	t.Helper()
	sum := 0.0
	for _, r := range table.Rows {
		n := r.Estimate.Numerator.Or(0)
		if r.Kind != TotalRow {
			sum += n
			continue
		}
		if sum != n {
			t.Errorf("%s: the rows before %q add up to %v, want %v", table.ID, r.Key(), sum, n)
		}
		sum = 0
	}
	if sum != 0 {
		t.Errorf("%s: rows without a total", table.ID)
	}
}

// wantCounts checks numerator and denominator of rows; -1 is none.
func wantCounts(t *testing.T, table *Table, want map[string][2]float64) {
	t.Helper()
	for key, w := range want {
		row, ok := table.Find(key)
		if !ok {
			t.Errorf("%s has no row %q", table.ID, key)
			continue
		}
		if got := [2]float64{row.Estimate.Numerator.Or(-1), row.Estimate.Denominator.Or(-1)}; got != w {
			t.Errorf("%s row %q: got %v, want %v", table.ID, key, got, w)
		}
	}
}

// wantText checks the sentence of a statement.
func wantText(t *testing.T, r Result, id, want string) {
	t.Helper()
	for _, s := range r.Statements {
		if s.ID == id {
			if got := s.Text(); got != want {
				t.Errorf("%s:\n got %s\nwant %s", id, got, want)
			}
			return
		}
	}
	t.Errorf("no statement %s", id)
}
