package datasets

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"svna/datasets/internal/columnfile"
	"svna/datasets/internal/csvscan"
)

// Stream is extracts of which some columns are read in blocks, on all cores, and
// never held: for counting what is too large to load, or needs no loading. Columns
// are found by their header, as it is or as a profile maps it.
type Stream struct {
	files     []*streamFile
	columns   []string
	profile   *Profile
	partBytes int // how much text one goroutine reads at a time
}

// streamFile is one file of a stream. Its text is read from places, not held,
// unless it had to be unpacked or decoded.
type streamFile struct {
	text    io.ReaderAt
	size    int // bytes of text
	close   func() error
	header  header
	names   []string // of the columns, as the stream calls them
	also    []alsoColumn
	quality FileQuality
	columns *columnStream // of a Parquet or Arrow file, which has no text
	leftOut leftOut       // rows that are not in the text any more
}

// alsoColumn is a further field that a profile reads from a column: flags from one
// column of codes.
type alsoColumn struct {
	name  string
	place int
}

// placeOf returns the place of a column by its name, or -1.
func (f *streamFile) placeOf(name string) int {
	for _, c := range f.also {
		if c.name == name {
			return c.place
		}
	}
	return slices.Index(f.names, name)
}

// sampleBytes is how much of the beginning, the middle and the end of a file is
// looked at to find its header and the kinds of its columns.
const sampleBytes = 256 << 10

// OpenStream opens files and finds their headers. With a profile, columns have
// the names of the fields that it maps them to ("victim.sex"), and all others are
// not there; without, they have those of the header. sheets are those of workbooks
// that are read, where that is not left to the reader. Close the stream at the end.
func OpenStream(paths []string, p *Profile, sheets ...string) (*Stream, error) {
	s := &Stream{profile: p, partBytes: streamBytes}
	var opened []os.FileInfo
	for _, path := range paths {
		files, err := openFiles(path, p, sheets)
		s.files = append(s.files, files...)
		if err != nil {
			return nil, errors.Join(err, s.Close())
		}
		if info, err := os.Stat(path); err == nil {
			if at := slices.IndexFunc(opened, func(o os.FileInfo) bool { return os.SameFile(o, info) }); at >= 0 {
				return nil, errors.Join(&ParseError{File: files[0].quality.Name, Err: fmt.Errorf("%w; list it once", ErrSameFile)}, s.Close())
			}
			opened = append(opened, info)
		}
		for _, f := range files {
			for _, name := range f.names {
				s.addColumn(name)
			}
			for _, c := range f.also {
				s.addColumn(c.name)
			}
		}
	}
	return s, nil
}

func (s *Stream) addColumn(name string) {
	if name != "" && !slices.Contains(s.columns, name) {
		s.columns = append(s.columns, name)
	}
}

// Close closes the files.
func (s *Stream) Close() error {
	var all error
	for _, f := range s.files {
		if f.close != nil {
			all = errors.Join(all, f.close())
		}
	}
	return all
}

// CutInto sets how many bytes of text one goroutine reads at a time. No result
// depends on it.
func (s *Stream) CutInto(bytes int) { s.partBytes = bytes }

// Columns returns the names of the columns of all files, as first met.
func (s *Stream) Columns() []string { return s.columns }

func openStreamFile(path string) (*streamFile, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("read extract: %w", err)
	}
	f := &streamFile{text: file, close: file.Close, quality: FileQuality{Name: filepath.Base(path)}}
	info, err := file.Stat()
	if err != nil {
		return nil, errors.Join(fmt.Errorf("read extract: %w", err), file.Close())
	}
	f.size = int(info.Size())
	f.quality.Bytes = info.Size()
	head, err := f.piece(0, sampleBytes)
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	if format := columnfile.Recognise(string(head[:min(8, len(head))])); format != "" {
		if err := f.openColumns(file, format); err != nil {
			return nil, errors.Join(err, file.Close())
		}
		return f, nil
	}
	switch {
	case len(head) == 0, otherKind(head) != "", bytes.HasPrefix(head, []byte{0x1f, 0x8b}), bytes.HasPrefix(head, []byte{0xff, 0xfe}), bytes.HasPrefix(head, []byte{0xfe, 0xff}),
		bytes.IndexByte(head, 0) >= 0, bytes.IndexByte(head, '\n') < 0 && bytes.IndexByte(head, '\r') >= 0:
		// Refused, or to be unpacked or decoded: then it is held.
		text, err := readText(path, &f.quality)
		if err = errors.Join(err, file.Close()); err != nil {
			return nil, err
		}
		f.text, f.size, f.close = bytes.NewReader(text.bytes), len(text.bytes), nil
	case bytes.HasPrefix(head, []byte{0xef, 0xbb, 0xbf}):
		f.text, f.size = io.NewSectionReader(file, 3, info.Size()-3), f.size-3
	}
	return f, nil
}

// piece reads up to so many bytes from an offset.
func (f *streamFile) piece(at, length int) ([]byte, error) {
	piece := make([]byte, max(0, min(length, f.size-at)))
	if _, err := f.text.ReadAt(piece, int64(at)); err != nil && err != io.EOF {
		return nil, fmt.Errorf("read extract: %w", err)
	}
	return piece, nil
}

// findHeader finds the header row: with a profile the row that has most of its
// columns; without, as svna init does.
func (f *streamFile) findHeader(p *Profile) error {
	if f.columns != nil {
		f.names = f.header.names
		if p != nil {
			return f.nameColumns(p)
		}
		return nil
	}
	head, err := f.piece(0, sampleBytes)
	if err != nil {
		return err
	}
	if p != nil {
		if f.header, err = p.findHeader(head); err != nil {
			return &ParseError{File: f.quality.Name, Err: err}
		}
		return f.nameColumns(p)
	}
	if f.header, err = sniffHeader(head, isKnownName); err != nil {
		return &ParseError{File: f.quality.Name, Err: err}
	}
	f.names = f.header.names
	f.quality.HeaderLine = f.header.line
	return nil
}

// nameColumns names the columns that a profile maps by their fields.
func (f *streamFile) nameColumns(p *Profile) error {
	table := newRawTable(p)
	places, err := table.bind(f.header, &f.quality)
	if err != nil {
		return &ParseError{File: f.quality.Name, Line: f.header.line, Err: err}
	}
	f.names = make([]string, len(f.header.names))
	for i, c := range table.columns {
		switch at := places[i]; {
		case at < 0 || c.clock:
		case f.names[at] == "":
			f.names[at] = c.mapping.name()
		default:
			f.also = append(f.also, alsoColumn{c.mapping.name(), at})
		}
	}
	f.quality.HeaderLine = f.header.line
	return nil
}

// Level returns what makes a level of a cell of a column, as the profile maps it;
// nil where it does not, or the column is no code. A value that the profile does
// not know is "unknown", and a blank flag is "no".
func (s *Stream) Level(column string) func(cell string) string {
	if s.profile == nil {
		return nil
	}
	for _, m := range s.profile.mappings {
		if m.name() == column && (m.field.Kind == Code || m.field.Kind == Flag) {
			return func(cell string) string {
				level, _ := s.profile.levelOf(m, cell)
				return settled(level)
			}
		}
	}
	return nil
}

// Identifier says what direct identifier a column holds by its name ("a name"), or
// "". Such a column is never read.
func (s *Stream) Identifier(column string) string {
	if s.profile != nil {
		return "" // a profile refused it before
	}
	return identifierName(column)
}

// LookLikeIdentifiers says what direct identifiers several of the distinct cells
// of a column look like ("phone numbers"), or "".
func LookLikeIdentifiers(cells []string) string {
	for _, d := range detectors {
		hits := 0
		for _, cell := range cells {
			if d.looks(cell) {
				hits++
			}
		}
		if hits >= identifierHits && float64(hits) > d.share*float64(len(cells)) {
			return d.kind
		}
	}
	return ""
}

// Sample returns the distinct cells of a column in the beginning, the middle and
// the end of each file, to tell of what kind it is.
func (s *Stream) Sample(column string) ([]string, error) {
	var cells dictionary
	for _, f := range s.files {
		at := f.placeOf(column)
		if at < 0 {
			continue
		}
		if f.columns != nil {
			texts, err := f.sample(at)
			if err != nil {
				return nil, err
			}
			for _, text := range texts {
				cells.code(text)
			}
			continue
		}
		for _, from := range []int{f.header.end, f.size / 2, f.size - sampleBytes} {
			if from < f.header.end || from > f.header.end && from < f.header.end+sampleBytes {
				continue
			}
			text, err := f.piece(from, sampleBytes)
			if err != nil {
				return nil, err
			}
			start := 0
			if from > f.header.end {
				start = csvscan.Start(text, f.header.delimiter, 1, len(f.names))
			}
			for s := csvscan.Part(text, f.header.delimiter, start, len(text), from+len(text) < f.size); s.Next(); {
				if row := s.Row(); len(row.Cells) == len(f.names) {
					cells.code(row.Cells[at])
				}
			}
		}
	}
	return cells.values, nil
}
