package columnfile

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"os"
	"os/exec"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/compress"
	"github.com/apache/arrow-go/v18/parquet/file"
)

// FuzzLayout reads whatever bytes as the end of a Parquet file. What it says of
// rows, row groups and columns is what arrow-go reads there.
func FuzzLayout(f *testing.F) {
	batch, _ := everyType(f)
	content := parquetOf(f, batch, compress.Codecs.Uncompressed, false, parquet.DataPageV1, 3)
	f.Add(content[len(content)-1200:])
	f.Fuzz(func(t *testing.T, footer []byte) {
		content := append([]byte("PAR1"), footer...)
		l, err := ReadLayout(bytes.NewReader(content), int64(len(content)))
		if err != nil {
			return
		}
		if l.Rows < 0 || len(l.Columns) == 0 && len(l.Groups) > 0 {
			t.Errorf("got %+v", l)
		}
		checkLayout(t, l, content)
	})
}

// checkLayout compares a layout with that of arrow-go, where arrow-go has one.
func checkLayout(t *testing.T, got *Layout, content []byte) {
	t.Helper()
	r := openParquet(content)
	if r == nil {
		return
	}
	if int64(got.Rows) != r.NumRows() || len(got.Groups) != r.NumRowGroups() || len(got.Columns) != r.MetaData().Schema.Root().NumFields() {
		t.Fatalf("got %d rows, %d groups and %d columns; arrow-go has %d, %d and %d", got.Rows, len(got.Groups), len(got.Columns), r.NumRows(), r.NumRowGroups(), r.MetaData().Schema.Root().NumFields())
	}
	for i, rows := range got.Groups {
		if int64(rows) != r.MetaData().RowGroup(i).NumRows() {
			t.Fatalf("group %d: got %d rows, arrow-go has %d", i, rows, r.MetaData().RowGroup(i).NumRows())
		}
	}
	for i, c := range got.Columns {
		if name := r.MetaData().Schema.Root().Field(i).Name(); c.Name != name || c.Place >= 0 && r.MetaData().Schema.Column(c.Place).Name() != name {
			t.Fatalf("column %d: got %q at place %d, arrow-go has %q", i, c.Name, c.Place, name)
		}
	}
}

func openParquet(content []byte) (r *file.Reader) {
	defer func() {
		if recover() != nil {
			r = nil
		}
	}()
	r, err := file.NewParquetReader(bytes.NewReader(content))
	if err != nil {
		return nil
	}
	return r
}

// FuzzParquet reads whatever bytes as a Parquet file, in this process: a column has
// as many rows as the file says, or there is an error.
func FuzzParquet(f *testing.F) {
	batch, _ := everyType(f)
	f.Add(parquetOf(f, batch, compress.Codecs.Snappy, true, parquet.DataPageV1, 2))
	f.Add(parquetOf(f, batch, compress.Codecs.Uncompressed, false, parquet.DataPageV2, 3))
	f.Fuzz(func(t *testing.T, content []byte) {
		layout, err := ReadLayout(bytes.NewReader(content), int64(len(content)))
		if err != nil {
			return
		}
		checkLayout(t, layout, content)
		args := []string{string(Parquet)}
		for _, c := range layout.Columns {
			if c.Place >= 0 {
				args = append(args, strconv.Itoa(c.Place))
			}
		}
		checkServed(t, args, content, layout.Rows)
	})
}

// FuzzArrow reads whatever bytes as an Arrow file. Some ask for more memory than
// there is and end the process, so they are read in another, which lives on for
// the next where it can. What is read is what arrow-go reads as a whole.
func FuzzArrow(f *testing.F) {
	batch, _ := everyType(f)
	var other lastingReader
	served := other.served
	f.Add(arrowOf(f, batch, false))
	f.Add(arrowOf(f, batch, true))
	f.Fuzz(func(t *testing.T, content []byte) {
		format := Recognise(string(content[:min(8, len(content))]))
		if format != ArrowFile && format != ArrowStream {
			return
		}
		var names []string
		_, err := served([]string{string(format), namesOnly}, content, func(kind byte, content []byte) error {
			for c := (cut{rest: content}); kind == namesFrame && len(c.rest) > 0 && !c.bad; {
				names = append(names, string(c.text()))
			}
			return nil
		})
		if err != nil || len(names) == 0 {
			return
		}
		args := []string{string(format)}
		for i := range names {
			args = append(args, strconv.Itoa(i))
		}
		got := make([][]string, len(names))
		rows, err := served(args, content, func(kind byte, content []byte) error {
			if kind != chunkFrame {
				return nil
			}
			c, err := parseChunk(content)
			if err == nil {
				got[c.Column] = append(got[c.Column], c.texts()...)
			}
			return err
		})
		if err == nil {
			checkBatches(t, got, rows, content)
		}
	})
}

// texts are the values of a chunk, "" where there is none.
func (c *Chunk) texts() (texts []string) {
	number := make([]int32, 1+len(c.Texts))
	for i := range number {
		number[i] = int32(i)
	}
	for _, code := range c.AppendCodes(nil, number) {
		text := ""
		if code > 0 {
			text = string(c.Texts[code-1])
		}
		texts = append(texts, text)
	}
	return texts
}

// served serves a file in this process, and hands over its frames.
func served(args []string, content []byte, take func(kind byte, content []byte) error) (rows int, err error) {
	var out bytes.Buffer
	serve(args, bytes.NewReader(content), &out)
	return received(&out, take)
}

func received(from io.Reader, take func(kind byte, content []byte) error) (rows int, err error) {
	err = receive(context.Background(), from, func() {}, func(kind byte, content []byte) error {
		if kind == doneFrame && len(content) == 8 {
			rows = int(binary.LittleEndian.Uint64(content))
		}
		return take(kind, content)
	})
	return rows, err
}

// serveMany is a reading process for file after file: its arguments and the file,
// each after its length, and for each the frames, after their length.
func serveMany(in io.Reader, out io.Writer) {
	limitMemory()
	debug.SetMemoryLimit(MaxMemory / 2)
	for {
		args, err := readPart(in)
		if err != nil {
			return
		}
		content, err := readPart(in)
		if err != nil {
			return
		}
		var frames bytes.Buffer
		serve(strings.Fields(string(args)), bytes.NewReader(content), &frames)
		if _, err := out.Write(asPart(frames.Bytes())); err != nil {
			return
		}
	}
}

func asPart(content []byte) []byte {
	return append(binary.LittleEndian.AppendUint32(nil, uint32(len(content))), content...)
}

func readPart(in io.Reader) ([]byte, error) {
	var length [4]byte
	if _, err := io.ReadFull(in, length[:]); err != nil {
		return nil, err
	}
	part := make([]byte, binary.LittleEndian.Uint32(length[:]))
	_, err := io.ReadFull(in, part)
	return part, err
}

// lastingReader is such a process, started when there is none.
type lastingReader struct {
	command *exec.Cmd
	in      io.WriteCloser
	out     io.ReadCloser
}

func (r *lastingReader) served(args []string, content []byte, take func(kind byte, content []byte) error) (rows int, err error) {
	if r.command == nil {
		c := exec.Command(os.Args[0], "read-many")
		c.Env = []string{"GOTRACEBACK=none"}
		if r.in, err = c.StdinPipe(); err == nil {
			r.out, err = c.StdoutPipe()
		}
		if err = errors.Join(err, c.Start()); err != nil {
			panic(err)
		}
		r.command = c
	}
	slow := time.AfterFunc(5*time.Second, func() { _ = r.command.Process.Kill() })
	defer slow.Stop()
	_, err = r.in.Write(append(asPart([]byte(strings.Join(args, " "))), asPart(content)...))
	var frames []byte
	if err == nil {
		frames, err = readPart(r.out)
	}
	if err != nil {
		_ = r.command.Process.Kill()
		_ = r.command.Wait()
		r.command = nil
		return 0, err
	}
	return received(bytes.NewReader(frames), take)
}

// checkBatches compares the rows of every column, and the texts, with those that
// arrow-go finds, where it finds any.
func checkBatches(t *testing.T, got [][]string, rows int, content []byte) {
	t.Helper()
	batches, err := wholeArrow(content)
	if err != nil {
		return
	}
	total := 0
	want := make([][]string, len(got))
	for _, batch := range batches {
		total += int(batch.NumRows())
		for i, column := range batch.Columns() {
			if texts, ok := column.(*array.String); ok && i < len(want) {
				want[i] = append(want[i], textsOf(texts)...)
			}
		}
	}
	for i := range got {
		if len(got[i]) != total || rows != total {
			t.Fatalf("column %d: got %d rows of %d, arrow-go has %d", i, len(got[i]), rows, total)
		}
		if want[i] != nil && !slices.Equal(want[i], got[i]) {
			t.Fatalf("column %d: got other texts than arrow-go", i)
		}
	}
}

func textsOf(a *array.String) (texts []string) {
	for i := range a.Len() {
		text := ""
		if a.IsValid(i) && len(a.Value(i)) <= MaxText && utf8.ValidString(a.Value(i)) {
			text = a.Value(i)
		}
		texts = append(texts, text)
	}
	return texts
}

// wholeArrow reads every batch with arrow-go.
func wholeArrow(content []byte) (batches []arrow.RecordBatch, err error) {
	defer func() {
		if recover() != nil {
			err = errors.New("arrow-go panics")
		}
	}()
	if Recognise(string(content)) == ArrowStream {
		r, err := ipc.NewReader(bytes.NewReader(content))
		if err != nil {
			return nil, err
		}
		for {
			batch, err := r.Read()
			if err == io.EOF {
				return batches, nil
			}
			if err != nil {
				return nil, err
			}
			batch.Retain()
			batches = append(batches, batch)
		}
	}
	r, err := ipc.NewFileReader(bytes.NewReader(content))
	if err != nil {
		return nil, err
	}
	for i := range r.NumRecords() {
		batch, err := r.RecordBatchAt(i)
		if err != nil {
			return nil, err
		}
		batches = append(batches, batch)
	}
	return batches, nil
}

// checkServed serves a file in this process, and adds up what comes.
func checkServed(t *testing.T, args []string, content []byte, want int) {
	t.Helper()
	rows := make([]int, len(args)-1)
	_, err := served(args, content, func(kind byte, content []byte) error {
		if kind != chunkFrame {
			return nil
		}
		c, err := parseChunk(content)
		if err == nil {
			rows[c.Column] += c.Rows
		}
		return err
	})
	for _, n := range rows {
		if err == nil && n != want {
			t.Errorf("a column has %d rows of %d", n, want)
		}
	}
}
