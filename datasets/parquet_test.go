package datasets

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/google/go-cmp/cmp"
)

// TestMain makes the test program its own reader of Parquet and Arrow files.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == "read-columns" {
		ServeColumns(os.Args[2:], os.Stdin, os.Stdout)
		return
	}
	ReadColumnsWith(os.Args[0], "read-columns")
	os.Exit(m.Run())
}

// sampleCSV is 60 offences of the synthetic sample; sample.parquet is the same file
// as DuckDB 1.5.6 writes it, its types found out by DuckDB.
var sampleCSV = filepath.Join("..", "testdata", "extracts", "sample.csv")

func loadSample(t testing.TB, path string) *Dataset {
	t.Helper()
	p, err := BuiltInProfile("record-level")
	if err != nil {
		t.Fatal(err)
	}
	d, err := Load(context.Background(), []Source{{Files: []string{path}, Profile: p}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// TestFormatsAgree loads one extract as delimited text, Parquet and Arrow: the
// tables are the same.
func TestFormatsAgree(t *testing.T) {
	want := loadSample(t, sampleCSV)
	for name, path := range map[string]string{
		"Parquet": filepath.Join("..", "testdata", "extracts", "sample.parquet"), "Arrow IPC": sampleAsArrow(t, false), "Arrow IPC stream": sampleAsArrow(t, true),
	} {
		got := loadSample(t, path)
		if diff := cmp.Diff(tableText(want), tableText(got)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		q := got.Quality.Files[0]
		if q.Format != name || q.RowsRead != want.Quality.Files[0].RowsRead || !strings.Contains(strings.Join(q.Assumed, "\n"), "no checksum in this format") {
			t.Errorf("%s: got %+v", name, q)
		}
	}
}

// sampleAsArrow writes the sample as text columns, in batches of 25 rows.
func sampleAsArrow(t testing.TB, stream bool) string {
	t.Helper()
	text, err := os.ReadFile(sampleCSV)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var fields []arrow.Field
	for _, name := range rows[0] {
		fields = append(fields, arrow.Field{Name: name, Type: arrow.BinaryTypes.String})
	}
	schema := arrow.NewSchema(fields, nil)
	var out bytes.Buffer
	var w interface {
		Write(arrow.RecordBatch) error
		Close() error
	} = ipc.NewWriter(&out, ipc.WithSchema(schema))
	if !stream {
		out.Reset()
		if w, err = ipc.NewFileWriter(&out, ipc.WithSchema(schema)); err != nil {
			t.Fatal(err)
		}
	}
	for from := 1; from < len(rows); from += 25 {
		b := array.NewRecordBuilder(memory.DefaultAllocator, schema)
		for _, cells := range rows[from:min(len(rows), from+25)] {
			for i, cell := range cells {
				b.Field(i).(*array.StringBuilder).Append(cell)
			}
		}
		if err := w.Write(b.NewRecordBatch()); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "sample.arrow")
	if err := os.WriteFile(path, out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestRefusedColumns refuses damaged files with what to do.
func TestRefusedColumns(t *testing.T) {
	sound, err := os.ReadFile(filepath.Join("..", "testdata", "extracts", "sample.parquet"))
	if err != nil {
		t.Fatal(err)
	}
	broken := bytes.Clone(sound)
	copy(broken[40:], strings.Repeat("\xff", 2000))
	p, err := BuiltInProfile("record-level")
	if err != nil {
		t.Fatal(err)
	}
	other := mustProfile(t, "name = \"x\"\ntitle = \"x\"\nlayout = \"offences\"\n[columns]\noffence_ref = \"No such column\"\n")
	for _, c := range []struct {
		name    string
		content []byte
		profile *Profile
		want    error
		says    string
	}{
		{"cut off", sound[:len(sound)/2], p, ErrDamaged, "may have been cut off"},
		{"pages broken", broken, p, ErrDamaged, "ask the sender for it again"},
		{"no column of the profile", sound, other, ErrMissingColumn, "No such column"},
		{"the start alone", []byte("PAR1PAR1"), p, ErrDamaged, "too short"},
		{"an Arrow file of nothing", []byte("ARROW1\x00\x00 and nothing more"), p, ErrDamaged, "schema"},
	} {
		path := filepath.Join(t.TempDir(), "crimes.parquet")
		if err := os.WriteFile(path, c.content, 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := Load(context.Background(), []Source{{Files: []string{path}, Profile: c.profile}}, nil)
		if !errors.Is(err, c.want) || !InputRefused(err) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: got %v, want %v with %q", c.name, err, c.want, c.says)
		}
	}
}

// TestProposalsOfFormatsAgree has svna init look at one extract in each format: the
// same columns are the same fields, and area and period are the same.
func TestProposalsOfFormatsAgree(t *testing.T) {
	proposed := func(path string) (bound []string, p *Proposal) {
		p, err := Propose(context.Background(), []string{path})
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range p.Extracts[0].Mapped {
			bound = append(bound, m.Field+" = "+m.Column+" ("+string(m.Confidence)+")")
		}
		return bound, p
	}
	want, text := proposed(sampleCSV)
	for name, path := range map[string]string{
		"Parquet": filepath.Join("..", "testdata", "extracts", "sample.parquet"), "Arrow IPC": sampleAsArrow(t, false), "Arrow IPC stream": sampleAsArrow(t, true),
	} {
		got, p := proposed(path)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		if diff := cmp.Diff(text.Extracts[0].Refused, p.Extracts[0].Refused); diff != "" {
			t.Errorf("%s: refused (-want +got):\n%s", name, diff)
		}
		if p.Area != text.Area || p.Period != text.Period || p.Extracts[0].Rows != text.Extracts[0].Rows || p.Extracts[0].Profile != text.Extracts[0].Profile || p.Extracts[0].Sniffed[0] != name {
			t.Errorf("%s: got %s, %v, %+v", name, p.Area, p.Period, p.Extracts[0])
		}
	}
}

// TestProposeNested looks at an Arrow file with a column of lists: it is not read,
// and listed.
func TestProposeNested(t *testing.T) {
	schema := arrow.NewSchema([]arrow.Field{
		{Name: "Date Recorded", Type: arrow.FixedWidthTypes.Date32}, {Name: "Offence", Type: arrow.BinaryTypes.String}, {Name: "Officers", Type: arrow.ListOf(arrow.BinaryTypes.String), Nullable: true},
	}, nil)
	b := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	for i := range 30 {
		b.Field(0).(*array.Date32Builder).Append(arrow.Date32(19600 + i))
		b.Field(1).(*array.StringBuilder).Append("Robbery")
		b.Field(2).AppendNull()
	}
	var out bytes.Buffer
	w := ipc.NewWriter(&out, ipc.WithSchema(schema))
	if err := errors.Join(w.Write(b.NewRecordBatch()), w.Close()); err != nil {
		t.Fatal(err)
	}
	p, err := Propose(context.Background(), []string{written(t, "nested.arrows", out.String())})
	if err != nil {
		t.Fatal(err)
	}
	x := p.Extracts[0]
	if len(x.Mapped) != 2 || x.Mapped[0].Field != "recorded_at" || !slices.Equal(x.Ignored, []string{"Officers"}) || x.Rows != 30 {
		t.Errorf("got %+v", x)
	}
}
