package datasets

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"

	"svna/datasets/internal/columnfile"
	"svna/datasets/parallel"
)

// columnBlockRows is how many rows of a Parquet or Arrow file make a block.
const columnBlockRows = 16 << 10

// columnStream is what a Stream has of a Parquet or Arrow file.
type columnStream struct {
	file    *os.File
	format  columnfile.Format
	columns []columnfile.Column
	reader  *columnfile.Reader
	samples map[int][][]byte // texts of the first rows of columns, each read once
}

// openColumns finds the columns of a Parquet or Arrow file.
func (f *streamFile) openColumns(file *os.File, format columnfile.Format) error {
	c := &columnStream{file: file, format: format, reader: &columnfile.Reader{Command: columnCommand}}
	f.quality.Format = string(format)
	var err error
	if c.columns, err = columnsOf(context.Background(), c.reader, file, format, f.quality.Bytes); err != nil {
		return &ParseError{File: f.quality.Name, Err: refusedColumns(err)}
	}
	for _, column := range c.columns {
		f.header.names = append(f.header.names, clean(column.Name))
	}
	f.columns = c
	return nil
}

// errEnough ends a reading early; it goes nowhere else.
var errEnough = errors.New("enough was read")

// sample returns the cells of a column in the first row group. One of days or times
// need not be read to know how they are written.
func (f *streamFile) sample(at int) ([][]byte, error) {
	c := f.columns
	if texts, read := c.samples[at]; read || c.columns[at].Place < 0 {
		return texts, nil
	}
	if c.columns[at].Dated {
		return [][]byte{[]byte("2000-12-31")}, nil
	}
	if c.samples == nil {
		c.samples = map[int][][]byte{}
	}
	_, err := c.reader.Read(context.Background(), c.file, c.format, []int{c.columns[at].Place}, func([]columnfile.Kind) error { return nil }, func(chunk *columnfile.Chunk) error {
		c.samples[at] = chunk.Texts
		return errEnough
	})
	if err != nil && !errors.Is(err, errEnough) {
		return nil, &ParseError{File: f.quality.Name, Err: refusedColumns(err)}
	}
	return c.samples[at], nil
}

// readColumns reads the columns wanted of a Parquet or Arrow file, one row group
// at a time on each core.
func (f *streamFile) readColumns(ctx context.Context, q *FileQuality, wanted []Wanted, readers []*partReader, progress func(string, int64)) error {
	c := f.columns
	var places []int
	at := make([]int, len(wanted)) // among the places, -1 for a column that the file does not have
	for i, w := range wanted {
		at[i] = -1
		column := f.placeOf(w.Column)
		if column < 0 {
			continue
		}
		place := c.columns[column].Place
		if place < 0 {
			return &ParseError{File: q.Name, Err: nested(w.Column)}
		}
		if at[i] = slices.Index(places, place); at[i] < 0 {
			at[i] = len(places)
			places = append(places, place)
		}
	}
	if len(places) == 0 { // rows are counted by any column
		for _, column := range c.columns {
			if column.Place >= 0 && len(places) == 0 {
				places = []int{column.Place}
			}
		}
	}
	workers, inside := parallel.WithContext(ctx)
	groups := make(chan []*columnfile.Chunk, len(readers))
	for _, r := range readers {
		workers.Go(func() (err error) {
			for group := range groups {
				if err := r.readGroup(group, at); err != nil {
					return err
				}
			}
			return nil
		})
	}
	group := make([]*columnfile.Chunk, 0, len(places))
	done := 0
	rows, err := c.reader.Read(inside, c.file, c.format, places, func(kinds []columnfile.Kind) error {
		for i, kind := range kinds {
			if kind == columnfile.Unsupported {
				column := slices.IndexFunc(c.columns, func(c columnfile.Column) bool { return c.Place == places[i] })
				return &ParseError{File: q.Name, Err: nested(c.columns[column].Name)}
			}
		}
		return nil
	}, func(chunk *columnfile.Chunk) error {
		if group = append(group, chunk); chunk.Column != len(group)-1 || chunk.Rows != group[0].Rows {
			return columnfile.ErrDamaged
		}
		if len(group) < len(places) {
			return nil
		}
		select {
		case groups <- group:
		case <-inside.Done():
			return inside.Err()
		}
		done += chunk.Rows
		group = make([]*columnfile.Chunk, 0, len(places))
		return nil
	})
	close(groups)
	if failed := workers.Wait(); failed != nil {
		return failed
	}
	if err != nil {
		if wrong := (*ParseError)(nil); errors.As(err, &wrong) || ctx.Err() != nil {
			return err
		}
		return &ParseError{File: q.Name, Err: refusedColumns(err)}
	}
	if progress != nil {
		progress(q.Name, q.Bytes)
	}
	q.RowsRead, q.RowsUsed, q.Lines = rows, rows, rows
	q.Assumed = append(q.Assumed, noChecksum(q.Format, rows))
	if rows == 0 {
		return &ParseError{File: q.Name, Err: fmt.Errorf("%w: it has columns and no rows; ask the sender for it again", ErrEmpty)}
	}
	return nil
}

// readGroup gives a row group to the consumer, in blocks. at is the chunk of each
// column wanted, -1 for none. Each distinct text is understood once.
func (r *partReader) readGroup(group []*columnfile.Chunk, at []int) error {
	tables := make([]blockTable, len(at))
	for i := range tables {
		var texts [][]byte
		if at[i] >= 0 {
			texts = group[at[i]].Texts
		}
		tables[i] = r.block.columns[i].understand(texts)
	}
	rows := group[0].Rows
	var codes []int32
	for from := 0; from < rows; from += columnBlockRows {
		to := min(rows, from+columnBlockRows)
		r.block.clear()
		for i := range tables {
			if codes = codes[:0]; at[i] >= 0 {
				codes = group[at[i]].AppendPlaces(codes, from, to)
			} else {
				codes = extend(codes, to-from, 0)
			}
			r.block.columns[i].take(&tables[i], codes)
		}
		r.block.Rows = to - from
		r.block.count()
		if err := r.consume(r.block); err != nil {
			return err
		}
		r.block.clear()
	}
	return nil
}

// blockTable is what each text of a chunk becomes in a block; place 0 is a blank.
type blockTable struct {
	codes   []int32
	days    []int32
	minutes []int16
	numbers []int32
	keys    []Key
	faults  []unreadable // nil where every text can be read
}

// understand reads each text once, as the column is read.
func (c *blockColumn) understand(texts [][]byte) (t blockTable) {
	if c.wanted.As == AsCodes {
		t.codes = append(make([]int32, 0, 1+len(texts)), c.cells.code(nil))
		t.codes = c.cells.appendCodes(t.codes, texts)
		return t
	}
	switch n := 1 + len(texts); c.wanted.As {
	case AsTimes:
		t.days, t.minutes = make([]int32, 0, n), make([]int16, 0, n)
	case AsNumbers:
		t.numbers = make([]int32, 0, n)
	case AsKeys:
		t.keys = make([]Key, 0, n)
	}
	before := c.block
	for i := range 1 + len(texts) {
		var text []byte
		if i > 0 {
			text = texts[i-1]
		}
		c.block = unreadable{}
		switch c.wanted.As {
		case AsTimes:
			day, minute := c.time(text)
			t.days, t.minutes = append(t.days, day), append(t.minutes, minute)
		case AsNumbers:
			t.numbers = append(t.numbers, c.number(text))
		case AsKeys:
			t.keys = append(t.keys, keyOf(text))
		}
		if c.block.cells > 0 {
			if t.faults == nil {
				t.faults = make([]unreadable, 1+len(texts))
			}
			t.faults[i] = c.block
		}
	}
	c.block = before
	return t
}

// take adds rows by the places of their texts.
func (c *blockColumn) take(t *blockTable, places []int32) {
	switch c.wanted.As {
	case AsCodes:
		for _, at := range places {
			c.codes = append(c.codes, t.codes[at])
		}
	case AsTimes:
		for _, at := range places {
			c.days, c.minutes = append(c.days, t.days[at]), append(c.minutes, t.minutes[at])
		}
	case AsNumbers:
		for _, at := range places {
			c.numbers = append(c.numbers, t.numbers[at])
		}
	case AsKeys:
		for _, at := range places {
			c.keys = append(c.keys, t.keys[at])
		}
	}
	if t.faults == nil {
		return
	}
	for _, at := range places {
		c.block.cells += t.faults[at].cells
		c.block.swapped += t.faults[at].swapped
	}
}
