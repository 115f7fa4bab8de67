package reports

import (
	"archive/zip"
	"io"
	"time"

	"github.com/klauspost/compress/flate"
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

// writeArchive writes the parts in their order.
func writeArchive(w io.Writer, parts []archivePart) error {
	out := zip.NewWriter(w)
	deflate, err := flate.NewWriter(io.Discard, archiveLevel)
	if err != nil {
		return err
	}
	out.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) {
		deflate.Reset(w) // one part is written at a time
		return deflate, nil
	})
	for _, p := range parts {
		method := zip.Deflate
		if p.stored {
			method = zip.Store
		}
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
