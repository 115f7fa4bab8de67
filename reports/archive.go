package reports

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"sync"
	"time"

	"github.com/klauspost/compress/flate"

	"svna/datasets/parallel"
)

// archivePart is one file of a zip archive. Pictures are stored as they are:
// they are compressed already.
type archivePart struct {
	name   string
	bytes  []byte
	stored bool
}

// archiveTime is the time of every entry, so that the same parts are the same
// bytes.
var archiveTime = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

// archiveLevel gives the sizes of the standard library in half of its time.
const archiveLevel = 6

// writeArchive writes the parts in their order. They are compressed side by side.
func writeArchive(w io.Writer, parts []archivePart) error {
	packed := make([]bytes.Buffer, len(parts))
	faults := make([]error, len(parts))
	parallel.Each(len(parts), func(i int) {
		if !parts[i].stored {
			faults[i] = deflate(&packed[i], parts[i].bytes)
		}
	})
	if err := errors.Join(faults...); err != nil {
		return err
	}
	next := 0
	out := zip.NewWriter(w)
	out.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) {
		return &packedPart{w, packed[next].Bytes()}, nil
	})
	for i, p := range parts {
		method := zip.Deflate
		if p.stored {
			method = zip.Store
		}
		next = i
		entry, err := out.CreateHeader(&zip.FileHeader{Name: p.name, Method: method, Modified: archiveTime})
		if err != nil {
			return err
		}
		if _, err := entry.Write(p.bytes); err != nil {
			return err
		}
	}
	return out.Close()
}

var archivers = sync.Pool{New: func() any {
	w, _ := flate.NewWriter(io.Discard, archiveLevel) // the level is one
	return w
}}

func deflate(out io.Writer, content []byte) error {
	w := archivers.Get().(*flate.Writer)
	defer archivers.Put(w)
	w.Reset(out)
	if _, err := w.Write(content); err != nil {
		return err
	}
	return w.Close()
}

// packedPart stands where the archive would compress a part, and writes what was
// compressed before; the archive takes length and checksum of the part itself.
type packedPart struct {
	out    io.Writer
	packed []byte
}

func (p *packedPart) Write(part []byte) (int, error) { return len(part), nil }

func (p *packedPart) Close() error {
	_, err := p.out.Write(p.packed)
	return err
}
