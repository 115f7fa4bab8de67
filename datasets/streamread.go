package datasets

import (
	"context"
	"fmt"
	"io"
	"runtime"
	"slices"
	"sync/atomic"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"svna/datasets/internal/csvscan"
	"svna/datasets/parallel"
)

const (
	// streamBytes is how much text of a stream one goroutine reads at a time, and
	// streamSlack how much more at first, since its last row ends in the next part.
	streamBytes = 1 << 20
	streamSlack = 16 << 10
)

// streamPart is the rows of a file that start from one offset to before another.
type streamPart struct {
	file     *rawFile
	of       *streamFile
	places   []int
	from, to int
	before   *streamPart // of the same file, or nil
	chunk    *rawChunk   // the ledger of its rows
	end      int         // where the first row after the part starts
	lines    int
	blank    int
	cutOff   bool
	done     chan struct{}
}

// Read reads the columns wanted of every row, in blocks of rows of one file, on
// all cores. consumer is called once for each goroutine and returns what that
// goroutine gives its blocks to; which rows share a block, and their order, depend
// on nothing that a result may depend on. Rows that are no records (a total, the
// header again, a broken row) are counted and left out, as by Load; a file is
// refused for the same faults. progress, if not nil, is told how many bytes of a
// file have been read.
func (s *Stream) Read(ctx context.Context, wanted []Wanted, consumer func() func(*Block) error, progress func(file string, bytes int64)) (q Quality, err error) {
	table := &rawTable{profile: s.profile}
	var parts []*streamPart
	for i, f := range s.files {
		q := f.quality
		file := &rawFile{quality: &q, number: i + 1, names: f.header.names, footer: -1, leftOut: f.leftOut}
		table.files = append(table.files, file)
		if f.columns != nil {
			continue
		}
		q.Delimiter = delimiterName(f.header.delimiter)
		parts = append(parts, s.parts(f, file, wanted)...)
	}
	whole := ctx // the other ends with the texts
	group, ctx := parallel.WithContext(ctx)
	var next atomic.Int64
	readers := make([]*partReader, runtime.GOMAXPROCS(0))
	for i := range readers {
		r := &partReader{block: newBlock(wanted), consume: consumer()}
		readers[i] = r
		group.Go(func() (err error) {
			for i := int(next.Add(1)) - 1; i < len(parts); i = int(next.Add(1)) - 1 {
				if err := r.readPart(ctx, parts[i]); err != nil {
					return err
				}
			}
			return nil
		})
	}
	for i, p := range parts {
		select {
		case <-p.done:
		case <-ctx.Done():
			return Quality{}, group.Wait()
		}
		if err := table.takePart(p, i+1 == len(parts) || parts[i+1].file != p.file); err != nil {
			next.Store(int64(len(parts)))
			_ = group.Wait() // the first error is the one to name
			return Quality{}, err
		}
		parts[i].before, parts[i].chunk = nil, nil
		if progress != nil {
			progress(p.of.quality.Name, int64(p.to))
		}
	}
	if err := group.Wait(); err != nil {
		return Quality{}, err
	}
	for i, f := range table.files {
		if s.files[i].columns != nil {
			if err := s.files[i].readColumns(whole, f.quality, wanted, readers, progress); err != nil {
				return Quality{}, err
			}
		}
		q.Files = append(q.Files, *f.quality)
	}
	q.Findings, err = s.unreadable(wanted, readers)
	return q, err
}

// takePart adds the ledger of a part, and closes the file after its last.
func (t *rawTable) takePart(p *streamPart, last bool) error {
	q := p.file.quality
	t.takeChunk(p.chunk, q.Lines)
	q.Lines += p.lines
	q.Blank += p.blank
	if p.cutOff {
		return &ParseError{File: q.Name, Line: q.Lines, Err: fmt.Errorf("%w: it ends inside quotes; ask the sender for it again", ErrCutOff)}
	}
	if !last {
		return nil
	}
	left := 0
	for _, reason := range p.file.leftOut.order {
		q.LeftOut = append(q.LeftOut, *p.file.leftOut.reasons[reason])
		left += p.file.leftOut.reasons[reason].Rows
	}
	q.RowsUsed = q.RowsRead - left
	return t.closeFile(p.file)
}

// parts cuts a file into parts.
func (s *Stream) parts(f *streamFile, file *rawFile, wanted []Wanted) (parts []*streamPart) {
	file.quality.Lines = f.header.line
	var places []int
	for _, w := range wanted {
		places = append(places, f.placeOf(w.Column))
	}
	var before *streamPart
	for from := f.header.end; from < f.size || before == nil; from += s.partBytes {
		p := &streamPart{file: file, of: f, places: places, from: from, to: min(from+s.partBytes, f.size), before: before, done: make(chan struct{})}
		parts = append(parts, p)
		before = p
	}
	return parts
}

// partReader is what one goroutine has of its own.
type partReader struct {
	block   *Block
	consume func(*Block) error
	buffer  []byte
}

// readPart reads a part from where its first row seems to start, and again where
// the part before turns out to end elsewhere; only then are its rows used.
func (r *partReader) readPart(ctx context.Context, p *streamPart) error {
	buffered := p.from // the byte before the part tells whether a row ends there
	if p.before != nil {
		buffered--
	}
	if err := r.fill(p, buffered, p.to-buffered+streamSlack); err != nil {
		return err
	}
	start := p.from
	if p.before != nil {
		start = buffered + csvscan.Start(r.buffer, p.of.header.delimiter, 1, len(p.of.names))
	}
	if err := r.read(p, buffered, start); err != nil {
		return err
	}
	if p.before != nil {
		select {
		case <-p.before.done:
		case <-ctx.Done():
			return ctx.Err()
		}
		if end := p.before.end; end != start {
			if err := r.read(p, buffered, end); err != nil {
				return err
			}
		}
	}
	close(p.done)
	if err := ctx.Err(); err != nil || r.block.Rows == 0 {
		return err
	}
	r.block.count()
	err := r.consume(r.block)
	r.block.clear()
	return err
}

// fill makes the buffer hold the text from an offset on.
func (r *partReader) fill(p *streamPart, from, length int) error {
	length = min(length, p.of.size-from)
	r.buffer = slices.Grow(r.buffer[:0], max(0, length))[:length]
	if _, err := p.of.text.ReadAt(r.buffer, int64(from)); err != nil && err != io.EOF {
		return fmt.Errorf("read extract: %w", err)
	}
	return nil
}

// read fills the block with the rows of the part from an offset on. Where the
// buffer ends too early for the last row, it grows.
func (r *partReader) read(p *streamPart, buffered, start int) error {
	r.block.clear()
	p.chunk = p.file.newChunk()
	p.end, p.lines, p.blank, p.cutOff = start, 0, 0, false
	for p.end < p.to {
		open := buffered+len(r.buffer) < p.of.size
		s := csvscan.Part(r.buffer, p.of.header.delimiter, p.end-buffered, p.to-buffered, open)
		for {
			run := s.Run(len(p.of.names), runRows)
			if r.block.addRun(run, p.places, p.chunk.acceptRun(run)); run.Rows == runRows {
				continue
			}
			if !s.Next() {
				break
			}
			if cells := p.chunk.cellsOf(s, p.lines); cells != nil && p.chunk.accept(p.lines+s.Row().Line, cells) {
				r.block.add(cells, p.places)
			}
		}
		p.end, p.lines, p.blank, p.cutOff = buffered+s.Offset(), p.lines+s.Lines(), p.blank+s.Blank(), p.cutOff || s.CutOff()
		if s.Starved() {
			if err := r.fill(p, buffered, 2*len(r.buffer)); err != nil {
				return err
			}
		}
	}
	return nil
}

// unreadable counts the cells that could not be read, and refuses dates whose
// order was found out from a sample and that turn out to contradict it.
func (s *Stream) unreadable(wanted []Wanted, readers []*partReader) (findings []Finding, err error) {
	for i, w := range wanted {
		var all unreadable
		for _, r := range readers {
			all.cells += r.block.columns[i].sure.cells
			all.swapped += r.block.columns[i].sure.swapped
		}
		if all.swapped > 0 {
			return nil, &ParseError{File: s.files[0].quality.Name, Err: fmt.Errorf("column %q: %w: %s only with day and month the other way round; ask the sender for one order",
				w.Column, ErrDateOrder, plural(all.swapped, "date reads", "dates read"))}
		}
		if all.cells > 0 {
			kind := map[Reading]string{AsTimes: "date", AsNumbers: "number"}[w.As]
			findings = append(findings, Finding{
				Field: w.Column, Kind: "unreadable_" + kind, Count: all.cells,
				Say: fmt.Sprintf("%s of column %q cannot be read as a %s and %s taken as blank.", plural(all.cells, "cell", "cells"), w.Column, kind, isAre(all.cells)),
			})
		}
	}
	return findings, nil
}

// DateReading finds out how the dates of a column are written, as Load does, from
// a sample of its cells. It is an error where the sample does not tell the order
// of day and month.
func (s *Stream) DateReading(column string) (DateReading, error) {
	if s.profile != nil {
		if s.profile.MonthsAcross && column == "month" {
			return DateReading{formats: monthFormats, Said: "the months stand above their columns"}, nil
		}
		for _, m := range s.profile.mappings {
			if m.name() == column && len(m.formats) > 0 {
				return DateReading{formats: m.formats, Said: fmt.Sprintf("column %q: dates read as the profile %s says", column, s.profile.Name)}, nil
			}
		}
	}
	cells, err := s.Sample(column)
	if err != nil {
		return DateReading{}, err
	}
	for i, cell := range cells {
		cells[i] = clean(cell)
	}
	formats, said, err := decideOrder(column, cells)
	if err != nil {
		return DateReading{}, &ParseError{File: s.files[0].quality.Name, Err: err}
	}
	return DateReading{formats: formats, Said: said}, nil
}

// Rows returns the cells of the columns wanted, row by row in the order of the
// files, for reference files that are small.
func (s *Stream) Rows(ctx context.Context, wanted []Wanted) (rows [][]string, err error) {
	table := &rawTable{profile: s.profile}
	r := &partReader{block: newBlock(wanted), consume: func(b *Block) error {
		for row := range b.Rows {
			cells := make([]string, len(wanted))
			for i := range wanted {
				cells[i] = CellText(b.Cells(i)[b.Codes(i)[row]])
			}
			rows = append(rows, cells)
		}
		return nil
	}}
	for i, f := range s.files {
		q := f.quality
		file := &rawFile{quality: &q, number: i + 1, names: f.header.names, footer: -1}
		if f.columns != nil {
			if err := f.readColumns(ctx, &q, wanted, []*partReader{r}, nil); err != nil {
				return nil, err
			}
			continue
		}
		parts := s.parts(f, file, wanted)
		for i, p := range parts {
			if err := r.readPart(ctx, p); err != nil {
				return nil, err
			}
			if err := table.takePart(p, i+1 == len(parts)); err != nil {
				return nil, err
			}
		}
	}
	return rows, nil
}

// CellText is the text of a cell of a Stream: in one spelling, and read as
// Windows-1252 where it is not UTF-8.
func CellText(cell string) string {
	if !utf8.ValidString(cell) {
		if decoded, err := charmap.Windows1252.NewDecoder().String(cell); err == nil {
			cell = decoded
		}
	}
	return clean(cell)
}
