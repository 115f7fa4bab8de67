package columnfile

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/decimal128"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/compress"
	"github.com/google/go-cmp/cmp"
)

// TestMain makes the test program its own reading process.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == "read-columns" {
		Serve(os.Args[2:], os.Stdin, os.Stdout)
		return
	}
	if len(os.Args) > 1 && os.Args[1] == "read-many" {
		serveMany(os.Stdin, os.Stdout)
		return
	}
	os.Exit(m.Run())
}

func isolated() *Reader { return &Reader{Command: []string{os.Args[0], "read-columns"}} }

// columns is a whole file by the names of its columns, "" where there is no value.
type columns map[string][]string

// everyType is a batch with a column of every type that is read, and what its
// texts must be: by hand.
func everyType(t testing.TB) (arrow.RecordBatch, columns) {
	t.Helper()
	at := time.Date(2023, 11, 15, 20, 45, 10, 0, time.UTC)
	day := arrow.Date32FromTime(at)
	dictionary := &arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Int32, ValueType: arrow.BinaryTypes.String}
	fields := []arrow.Field{
		{Name: "ref", Type: arrow.BinaryTypes.String, Nullable: true},
		{Name: "whole", Type: arrow.PrimitiveTypes.Int32, Nullable: true},
		{Name: "long", Type: arrow.PrimitiveTypes.Int64},
		{Name: "small", Type: arrow.PrimitiveTypes.Uint8, Nullable: true},
		{Name: "part", Type: arrow.PrimitiveTypes.Float64, Nullable: true},
		{Name: "narrow", Type: arrow.PrimitiveTypes.Float32, Nullable: true},
		{Name: "truth", Type: arrow.FixedWidthTypes.Boolean, Nullable: true},
		{Name: "day", Type: arrow.FixedWidthTypes.Date32, Nullable: true},
		{Name: "time", Type: &arrow.TimestampType{Unit: arrow.Millisecond}, Nullable: true},
		{Name: "utc", Type: &arrow.TimestampType{Unit: arrow.Microsecond, TimeZone: "UTC"}, Nullable: true},
		{Name: "clock", Type: arrow.FixedWidthTypes.Time32ms, Nullable: true},
		{Name: "sum", Type: &arrow.Decimal128Type{Precision: 9, Scale: 2}, Nullable: true},
		{Name: "group", Type: dictionary, Nullable: true},
		{Name: "list", Type: arrow.ListOf(arrow.PrimitiveTypes.Int32), Nullable: true},
		{Name: "after", Type: arrow.BinaryTypes.LargeString, Nullable: true},
	}
	b := array.NewRecordBuilder(memory.DefaultAllocator, arrow.NewSchema(fields, nil))
	for i := range 3 {
		if i == 1 {
			for j, f := range fields {
				if f.Name == "long" {
					b.Field(j).(*array.Int64Builder).Append(-5)
					continue
				}
				b.Field(j).AppendNull()
			}
			continue
		}
		b.Field(0).(*array.StringBuilder).Append("XD/100é")
		b.Field(1).(*array.Int32Builder).Append(int32(547123 + i))
		b.Field(2).(*array.Int64Builder).Append(1 << 40)
		b.Field(3).(*array.Uint8Builder).Append(200)
		b.Field(4).(*array.Float64Builder).Append(0.1)
		b.Field(5).(*array.Float32Builder).Append(0.1)
		b.Field(6).(*array.BooleanBuilder).Append(i == 0)
		b.Field(7).(*array.Date32Builder).Append(day)
		b.Field(8).(*array.TimestampBuilder).Append(arrow.Timestamp(at.UnixMilli()))
		b.Field(9).(*array.TimestampBuilder).Append(arrow.Timestamp(at.UnixMicro()))
		b.Field(10).(*array.Time32Builder).Append(arrow.Time32(74710_000))
		b.Field(11).(*array.Decimal128Builder).Append(decimal128.FromI64(-1205))
		if err := b.Field(12).(*array.BinaryDictionaryBuilder).AppendString("ROBBERY"); err != nil {
			t.Fatal(err)
		}
		list := b.Field(13).(*array.ListBuilder)
		list.Append(true)
		list.ValueBuilder().(*array.Int32Builder).AppendValues([]int32{1, 2}, nil)
		b.Field(14).(*array.LargeStringBuilder).Append("")
	}
	of := func(a, c string) []string { return []string{a, "", c} }
	want := columns{
		"ref": of("XD/100é", "XD/100é"), "whole": of("547123", "547125"), "long": {"1099511627776", "-5", "1099511627776"}, "small": of("200", "200"),
		"part": of("0.1", "0.1"), "narrow": of("0.1", "0.1"), "truth": of("TRUE", "FALSE"), "day": of("2023-11-15", "2023-11-15"),
		"time": of("2023-11-15 20:45:10", "2023-11-15 20:45:10"), "utc": of("2023-11-15 20:45:10", "2023-11-15 20:45:10"), "clock": of("20:45:10", "20:45:10"),
		"sum": of("-12.05", "-12.05"), "group": of("ROBBERY", "ROBBERY"), "after": {"", "", ""},
	}
	return b.NewRecordBatch(), want
}

func arrowOf(t testing.TB, batch arrow.RecordBatch, stream bool) []byte {
	t.Helper()
	var b bytes.Buffer
	var w interface {
		Write(arrow.RecordBatch) error
		Close() error
	}
	if stream {
		w = ipc.NewWriter(&b, ipc.WithSchema(batch.Schema()))
	} else {
		f, err := ipc.NewFileWriter(&b, ipc.WithSchema(batch.Schema()))
		if err != nil {
			t.Fatal(err)
		}
		w = f
	}
	if err := w.Write(batch); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// readAll reads every column that can be read.
func readAll(t testing.TB, reader *Reader, content []byte) (got columns, kinds map[string]Kind, rows int, err error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	format := Recognise(string(content[:min(8, len(content))]))
	var all []Column
	if format == Parquet {
		layout, err := ReadLayout(file, int64(len(content)))
		if err != nil {
			return nil, nil, 0, err
		}
		all = layout.Columns
	} else {
		names, err := reader.Names(context.Background(), file, format)
		if err != nil {
			return nil, nil, 0, err
		}
		for i, name := range names {
			if name == "list" {
				i = -1
			}
			all = append(all, Column{Name: name, Place: i})
		}
	}
	var places []int
	var names []string
	for _, c := range all {
		if c.Place >= 0 {
			places, names = append(places, c.Place), append(names, c.Name)
		}
	}
	got, kinds = columns{}, map[string]Kind{}
	rows, err = reader.Read(context.Background(), file, format, places, func(k []Kind) error {
		for i, kind := range k {
			kinds[names[i]] = kind
		}
		return nil
	}, func(c *Chunk) error {
		got[names[c.Column]] = append(got[names[c.Column]], c.texts()...)
		return nil
	})
	return got, kinds, rows, err
}

// TestEveryType reads each type from Parquet in its spellings, and from Arrow.
func TestEveryType(t *testing.T) {
	batch, want := everyType(t)
	files := map[string][]byte{"Arrow file": arrowOf(t, batch, false), "Arrow stream": arrowOf(t, batch, true)}
	for _, codec := range []compress.Compression{compress.Codecs.Uncompressed, compress.Codecs.Snappy, compress.Codecs.Zstd, compress.Codecs.Gzip} {
		for _, dictionary := range []bool{true, false} {
			for _, version := range []parquet.DataPageVersion{parquet.DataPageV1, parquet.DataPageV2} {
				files[fmt.Sprint("Parquet ", codec, dictionary, version)] = parquetOf(t, batch, codec, dictionary, version, 2)
			}
		}
	}
	for name, content := range files {
		readers := []*Reader{isolated()}
		if strings.HasPrefix(name, "Parquet") {
			readers = append(readers, &Reader{})
		}
		for _, reader := range readers {
			got, kinds, rows, err := readAll(t, reader, content)
			if err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			if diff := cmp.Diff(want, got); diff != "" || rows != 3 {
				t.Errorf("%s: %d rows (-want +got):\n%s", name, rows, diff)
			}
			if kinds["day"] != Date || kinds["utc"] != TimeUTC || kinds["time"] != Time || kinds["clock"] != Clock || kinds["ref"] != Text || kinds["sum"] != Number || kinds["truth"] != Truth {
				t.Errorf("%s: kinds %q", name, kinds)
			}
			if reader.Here != (len(reader.Command) == 0) {
				t.Errorf("%s: read here: %v", name, reader.Here)
			}
		}
	}
}

// TestManyRows reads several row groups and pages of random values, some missing,
// and compares with the values.
func TestManyRows(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	b := array.NewRecordBuilder(memory.DefaultAllocator, arrow.NewSchema([]arrow.Field{
		{Name: "few", Type: arrow.BinaryTypes.String, Nullable: true}, {Name: "all", Type: arrow.BinaryTypes.String}, {Name: "number", Type: arrow.PrimitiveTypes.Int64, Nullable: true},
	}, nil))
	want := columns{}
	for i := range 200_000 {
		few, all, number := strconv.Itoa(random.IntN(300)), fmt.Sprintf("ref %d", i), random.Int64N(1<<50)
		if random.IntN(9) == 0 {
			b.Field(0).AppendNull()
			b.Field(2).AppendNull()
			want["few"], want["number"] = append(want["few"], ""), append(want["number"], "")
		} else {
			b.Field(0).(*array.StringBuilder).Append(few)
			b.Field(2).(*array.Int64Builder).Append(number)
			want["few"], want["number"] = append(want["few"], few), append(want["number"], strconv.FormatInt(number, 10))
		}
		b.Field(1).(*array.StringBuilder).Append(all)
		want["all"] = append(want["all"], all)
	}
	batch := b.NewRecordBatch()
	for name, content := range map[string][]byte{
		"dictionary": parquetOf(t, batch, compress.Codecs.Snappy, true, parquet.DataPageV1, 70_000),
		"plain":      parquetOf(t, batch, compress.Codecs.Snappy, false, parquet.DataPageV2, 70_000),
		"Arrow":      arrowOf(t, batch, false),
	} {
		got, _, rows, err := readAll(t, isolated(), content)
		if err != nil || rows != 200_000 {
			t.Fatalf("%s: %d rows, %v", name, rows, err)
		}
		for column := range want {
			if !slices.Equal(got[column], want[column]) {
				t.Errorf("%s: column %s differs", name, column)
			}
		}
	}
}

// mutations is how many damaged files TestDamagedFiles makes of each format;
// SVNA_MUTATIONS sets another number. 2,000 took ten minutes.
func mutations() int {
	if n, err := strconv.Atoi(os.Getenv("SVNA_MUTATIONS")); err == nil {
		return n
	}
	return 60
}

// TestDamagedFiles changes bytes of a Parquet and of an Arrow file: the reading
// process may end, and this one gets an error, or as many rows as there are; of
// an Arrow file, as many as arrow-go finds.
func TestDamagedFiles(t *testing.T) {
	batch, _ := everyType(t)
	for name, content := range map[string][]byte{
		"Parquet": parquetOf(t, batch, compress.Codecs.Snappy, true, parquet.DataPageV1, 2), "Arrow IPC": arrowOf(t, batch, false), "Arrow IPC stream": arrowOf(t, batch, true),
	} {
		t.Run(name, func(t *testing.T) {
			random := rand.New(rand.NewPCG(3, uint64(len(name))))
			refused, ended := 0, 0
			for range mutations() {
				changed := slices.Clone(content)
				for range 1 + random.IntN(4) {
					changed[8+random.IntN(len(changed)-8)] = byte(random.IntN(256)) // the first bytes say what it is
				}
				_, _, rows, err := readAll(t, isolated(), changed)
				if err == nil {
					if want := rowsOf(name, changed); want >= 0 && rows != want {
						t.Errorf("got %d rows, want %d", rows, want)
					}
					continue
				}
				refused++
				if strings.Contains(err.Error(), "came to its end") {
					ended++
				}
				if !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrTooLarge) && !errors.Is(err, ErrUnsupported) && !errors.Is(err, ErrSlow) {
					t.Fatalf("got %v, want one of the reasons", err)
				}
			}
			t.Logf("of %d, %d refused, %d of them because the reading process ended; %d read", mutations(), refused, ended, mutations()-refused)
		})
	}
}

// rowsOf is how many rows a changed file has, or -1 where that cannot be told.
func rowsOf(name string, content []byte) (rows int) {
	if name == "Parquet" {
		return 3
	}
	batches, err := wholeArrow(content)
	if err != nil {
		return -1
	}
	for _, b := range batches {
		rows += int(b.NumRows())
	}
	return rows
}

// TestCutFiles cuts a Parquet file at every length.
func TestCutFiles(t *testing.T) {
	batch, _ := everyType(t)
	content := parquetOf(t, batch, compress.Codecs.Snappy, true, parquet.DataPageV1, 2)
	for n := range content {
		if _, err := ReadLayout(bytes.NewReader(content[:n]), int64(n)); err == nil {
			t.Fatalf("cut at %d: no error", n)
		}
	}
}

// TestSharedParquet reads the broken and fuzzed files of others: each ends, with
// an error or with the rows that its footer says.
func TestSharedParquet(t *testing.T) {
	root := filepath.Join("..", "..", "..", "..", "shared", "oracles", "dirty-csv", "duckdb", "data", "parquet-testing")
	if _, err := os.Stat(root); err != nil {
		t.Skip("the shared folder is absent")
	}
	paths, err := filepath.Glob(filepath.Join(root, "*", "*.parquet"))
	if err != nil || len(paths) == 0 {
		t.Fatal(err)
	}
	for _, path := range paths {
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		started := time.Now()
		_, _, rows, err := readAll(t, isolated(), content)
		t.Logf("%s: %d rows, %v", filepath.Base(path), rows, err)
		if took := time.Since(started); took > 20*time.Second {
			t.Errorf("%s took %v", filepath.Base(path), took)
		}
	}
}
