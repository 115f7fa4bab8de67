package datasets

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"svna/datasets/internal/columnfile"
	"svna/datasets/parallel"
)

// columnCommand starts the process that reads Parquet and Arrow files.
var columnCommand []string

// ReadColumnsWith names the command that starts this program as a reader of
// Parquet and Arrow files; it must call ServeColumns with the arguments after
// these. A damaged file can end such a reader, and must not end the program. A
// program that names none reads Parquet in its own process and refuses Arrow
// files. Call it before Load.
func ReadColumnsWith(command ...string) { columnCommand = command }

// ServeColumns is the reading process: the file comes on in, its columns go to out.
func ServeColumns(args []string, in *os.File, out io.Writer) { columnfile.Serve(args, in, out) }

// readColumns reads a Parquet or Arrow file: its mapped columns, as codes.
func (t *rawTable) readColumns(ctx context.Context, path string, format columnfile.Format, number int, progress func(string, int64)) error {
	q := t.newFileQuality(string(format))
	file, err := openHashed(path, q)
	if err != nil {
		return fmt.Errorf("read extract: %w", err)
	}
	defer file.Close()
	refuse := func(err error) error { return &ParseError{File: q.Name, Err: err} }
	reader := &columnfile.Reader{Command: columnCommand}
	columns, err := columnsOf(ctx, reader, file, format, q.Bytes)
	if err != nil {
		return refuse(refusedColumns(err))
	}
	var h header
	for _, c := range columns {
		h.names = append(h.names, clean(c.Name))
	}
	raw, err := t.openFile(q, number, h)
	if err != nil {
		return err
	}
	r := &columnReader{table: t, file: raw}
	if err := r.choose(columns); err != nil {
		return refuse(err)
	}
	inside := r.start(ctx)
	taken := 0
	rows, err := reader.Read(ctx, file, format, r.places, r.takeKinds, func(c *columnfile.Chunk) error {
		select {
		case r.parts[c.Column] <- c:
		case <-inside.Done():
			return inside.Err()
		}
		if taken += c.Rows; progress != nil && c.Column == len(r.places)-1 {
			progress(q.Name, q.Bytes/2) // how far it is, only the end tells
		}
		return nil
	})
	if failed := r.wait(); failed != nil {
		return failed
	}
	if err != nil {
		if at := (*ParseError)(nil); errors.As(err, &at) || ctx.Err() != nil {
			return err
		}
		return refuse(refusedColumns(err))
	}
	if reader.Here {
		q.Assumed = append(q.Assumed, "it was read in this process, without a limit of memory")
	}
	r.finish(rows)
	if progress != nil {
		progress(q.Name, q.Bytes)
	}
	return t.closeFile(raw)
}

// openHashed opens a file and takes its hash.
func openHashed(path string, q *FileQuality) (*os.File, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	sum := sha256.New()
	if q.Bytes, err = io.Copy(sum, file); err != nil {
		file.Close()
		return nil, err
	}
	q.Name, q.SHA256 = filepath.Base(path), hex.EncodeToString(sum.Sum(nil))
	return file, nil
}

// columnsOf returns the columns of a file, by its end or from the reading process.
func columnsOf(ctx context.Context, reader *columnfile.Reader, file *os.File, format columnfile.Format, size int64) ([]columnfile.Column, error) {
	if format == columnfile.Parquet {
		layout, err := columnfile.ReadLayout(file, size)
		if err != nil {
			return nil, err
		}
		return layout.Columns, nil
	}
	names, err := reader.Names(ctx, file, format)
	var columns []columnfile.Column
	for i, name := range names {
		columns = append(columns, columnfile.Column{Name: name, Place: i})
	}
	return columns, err
}

// refusedColumns says what is wrong with a file, and what to do.
func refusedColumns(err error) error {
	switch {
	case errors.Is(err, columnfile.ErrNoProcess):
		return fmt.Errorf("%w: %w; save it as Parquet or CSV", ErrNotText, err)
	case errors.Is(err, columnfile.ErrTooLarge):
		return fmt.Errorf("%w%s; send it in parts, or as CSV", ErrTooLarge, strings.TrimPrefix(err.Error(), columnfile.ErrTooLarge.Error()))
	case errors.Is(err, columnfile.ErrSlow):
		return fmt.Errorf("%w: %w; ask the sender for it again, or for CSV", ErrDamaged, err)
	case errors.Is(err, columnfile.ErrUnsupported):
		return fmt.Errorf("%w: %w; ask the sender for it as CSV", ErrNotText, err)
	case errors.Is(err, columnfile.ErrDamaged):
		return fmt.Errorf("%w; ask the sender for it again", damagedAs(err))
	}
	return err
}

// damagedAs keeps the reason of a damaged file under the sentinel of this package.
func damagedAs(err error) error {
	reason, found := strings.CutPrefix(err.Error(), columnfile.ErrDamaged.Error()+": ")
	if !found {
		return ErrDamaged
	}
	return fmt.Errorf("%w: %s", ErrDamaged, reason)
}

// columnReader brings the columns of one file into the table, each in a goroutine
// of its own: columns of a table share nothing.
type columnReader struct {
	table  *rawTable
	file   *rawFile
	places []int // of the wanted columns, for the reading process
	names  []string
	into   [][]int // for each wanted column, the columns of the table
	kinds  []columnfile.Kind
	parts  []chan *columnfile.Chunk
	broken []int
	done   *parallel.Group
}

// choose lists the columns of the file that the table takes.
func (r *columnReader) choose(columns []columnfile.Column) error {
	wanted := map[int]int{}
	for i, at := range r.file.places {
		if at < 0 {
			continue
		}
		n, there := wanted[at]
		if !there {
			if columns[at].Place < 0 {
				return nested(r.file.names[at])
			}
			n = len(r.places)
			wanted[at] = n
			r.places = append(r.places, columns[at].Place)
			r.names = append(r.names, r.file.names[at])
			r.into = append(r.into, nil)
		}
		r.into[n] = append(r.into[n], i)
	}
	if len(r.places) == 0 {
		return fmt.Errorf("%w: profile %s looks for columns such as %s; map the columns of this extract in the settings under [extract.columns]", ErrNoHeader, r.table.profile.Name, r.table.profile.someColumns())
	}
	return nil
}

func nested(name string) error {
	return fmt.Errorf("%w: column %q holds lists, records or bytes, which no field is; map another column", ErrNotText, name)
}

func (r *columnReader) takeKinds(kinds []columnfile.Kind) error {
	r.kinds = kinds
	for n, kind := range kinds {
		if kind == columnfile.Unsupported {
			return &ParseError{File: r.file.quality.Name, Err: nested(r.names[n])}
		}
	}
	return nil
}

// start starts the goroutines; the context ends with the first that fails.
func (r *columnReader) start(ctx context.Context) context.Context {
	r.done, ctx = parallel.WithContext(ctx)
	r.broken = make([]int, len(r.places))
	for n := range r.places {
		parts := make(chan *columnfile.Chunk, 4)
		r.parts = append(r.parts, parts)
		r.done.Go(func() error {
			for c := range parts {
				r.broken[n] += c.Broken
				for _, i := range r.into[n] {
					r.table.columns[i].takeCodes(c)
				}
			}
			return nil
		})
	}
	return ctx
}

func (r *columnReader) wait() error {
	for _, parts := range r.parts {
		close(parts)
	}
	return r.done.Wait()
}

// takeCodes adds a chunk of a file to a column of the table.
func (c *rawCells) takeCodes(chunk *columnfile.Chunk) {
	number := make([]int32, 1+len(chunk.Texts))
	number[0] = c.cells.code(nil)
	for i, text := range chunk.Texts {
		number[i+1] = c.cells.code(text)
	}
	c.codes = slices.Grow(c.codes, chunk.Rows)
	c.codes = chunk.AppendCodes(c.codes, number)
}

func noChecksum(format string, rows int) string {
	return fmt.Sprintf("there is no checksum in this format (%s): a damaged value looks like any other; compare its %s and its totals with the sender's", format, plural(rows, "row", "rows"))
}

// finish numbers the rows, and says what was met.
func (r *columnReader) finish(rows int) {
	t, q := r.table, r.file.quality
	q.RowsRead, q.Lines = rows, rows
	for row := range rows {
		t.lines = append(t.lines, int32(row+1))
		t.status = append(t.status, rowUsed)
	}
	for i, at := range r.file.places {
		if c := t.columns[i]; at < 0 {
			c.codes = extend(c.codes, t.rows(), absent)
		}
	}
	r.file.to = t.rows()
	q.Assumed = append(q.Assumed, noChecksum(q.Format, rows))
	for n, kind := range r.kinds {
		for _, i := range r.into[n] {
			t.columns[i].realDates = t.columns[i].realDates || kind == columnfile.Date || kind == columnfile.Time || kind == columnfile.TimeUTC
		}
		if kind == columnfile.TimeUTC {
			q.Assumed = append(q.Assumed, fmt.Sprintf("column %q: its times are said to be in UTC, which is not heeded; times are taken as local wall-clock times", r.names[n]))
		}
		if r.broken[n] > 0 {
			q.Findings = append(q.Findings, Finding{Field: t.columns[r.into[n][0]].bindingName(), Kind: "unreadable_value", Count: r.broken[n], Say: fmt.Sprintf("%s in column %q %s not UTF-8, over 64 KB or no number: counted as not recorded.", plural(r.broken[n], "value", "values"), r.names[n], isAre(r.broken[n]))})
		}
	}
}
