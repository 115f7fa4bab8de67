package datasets

import (
	"bytes"
	"context"
	"runtime"
	"sync/atomic"

	"svna/datasets/internal/csvscan"
	"svna/datasets/parallel"
)

// partBytes is how much text one goroutine reads at a time.
const partBytes = 4 << 20

// runRows is how many rows are taken apart column by column at a time.
const runRows = 256

// textPart is the rows of a text that start from one offset to before another.
// Where its first row starts is a guess, until the part before has been read.
type textPart struct {
	from, to int
	chunk    *rawChunk
	end      int // where the first row after the part starts
	lines    int
	blank    int
	cutOff   bool
	done     chan struct{}
}

// readRows reads the rows below the header, in parts of so many bytes on all
// cores, and joins them in order: the table is the same for every size of part.
func (t *rawTable) readRows(ctx context.Context, f *rawFile, h header, text []byte, size int, progress func(string, int64)) error {
	q := f.quality
	q.Lines = bytes.Count(text[:h.end], []byte("\n"))
	if h.end > 0 && text[h.end-1] != '\n' {
		q.Lines++
	}
	text = text[h.end:]
	above := q.Lines
	var parts []*textPart
	for from := 0; from < len(text); from += size {
		parts = append(parts, &textPart{from: from, to: min(from+size, len(text)), done: make(chan struct{})})
	}
	group, ctx := parallel.WithContext(ctx)
	var next atomic.Int64
	for range runtime.GOMAXPROCS(0) {
		group.Go(func() (err error) {
			var last *rawChunk
			for i := int(next.Add(1)) - 1; i < len(parts); i = int(next.Add(1)) - 1 {
				if last, err = readPart(ctx, f, h.delimiter, text, parts, i, last); err != nil {
					return err
				}
			}
			return nil
		})
	}
	cutOff := false
	for _, p := range parts {
		select {
		case <-p.done:
		case <-ctx.Done():
			return group.Wait()
		}
		if p.from == 0 {
			t.reserve(len(p.chunk.lines) * (len(parts) + 1)) // as if all parts were like the first
		}
		t.takeChunk(p.chunk, q.Lines)
		p.chunk = nil
		q.Lines += p.lines
		q.Blank += p.blank
		cutOff = cutOff || p.cutOff
		if progress != nil {
			progress(q.Name, int64(h.end+p.end))
		}
	}
	if err := group.Wait(); err != nil {
		return err
	}
	if err := f.checkEnd(cutOff, text); err != nil {
		return err
	}
	f.tellSecondTable(text, h, above)
	return t.closeFile(f)
}

// readPart reads one part from where its first row seems to start, and again
// where the part before turns out to end elsewhere. last is the chunk that this
// goroutine filled before.
func readPart(ctx context.Context, f *rawFile, delimiter byte, text []byte, parts []*textPart, i int, last *rawChunk) (*rawChunk, error) {
	p := parts[i]
	start := csvscan.Start(text, delimiter, p.from, len(f.names))
	p.chunk = f.chunkAfter(last)
	p.read(delimiter, text, start)
	if i > 0 {
		select {
		case <-parts[i-1].done:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
		if end := parts[i-1].end; end != start {
			p.chunk = f.chunkAfter(p.chunk)
			p.read(delimiter, text, end)
		}
	}
	chunk := p.chunk
	chunk.seal()
	close(p.done)
	return chunk, ctx.Err()
}

// read fills the chunk of the part with the rows from an offset on.
func (p *textPart) read(delimiter byte, text []byte, start int) {
	s := csvscan.Part(text, delimiter, start, p.to, false)
	for {
		run := s.Run(len(p.chunk.file.names), runRows)
		if p.chunk.addRun(run); run.Rows == runRows {
			continue
		}
		if !s.Next() {
			break
		}
		if cells := p.chunk.cellsOf(s, 0); cells != nil {
			p.chunk.add(s.Row().Line, cells)
		}
	}
	p.end, p.lines, p.blank, p.cutOff = s.Offset(), s.Lines(), s.Blank(), s.CutOff()
}
