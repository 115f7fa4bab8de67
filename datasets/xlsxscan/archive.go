package xlsxscan

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
)

// Limits of a workbook as a zip file.
const (
	MaxEntries  = 2000
	MaxUnzipped = 512 << 20 // bytes, of all parts that are read
	MaxRatio    = 200       // unzipped to zipped, once a part is past 1 MB
)

// Reasons to refuse a workbook.
var (
	ErrNotWorkbook = errors.New("it is no Excel workbook")
	ErrDamaged     = errors.New("the workbook is damaged")
	ErrTooLarge    = errors.New("the workbook is over a limit")
	ErrEncrypted   = errors.New("the workbook is password-protected or in the old format")
)

// archive is the zip file of a workbook: parts by their whole name.
type archive struct {
	parts    map[string]*zip.File // by lower-case name, since names of parts ignore case
	unzipped int64                // of all parts so far
}

func openArchive(content []byte) (*archive, error) {
	if bytes.HasPrefix(content, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")) {
		return nil, ErrEncrypted
	}
	r, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return nil, fmt.Errorf("%w: its zip directory cannot be read, so it may have been cut off", ErrDamaged)
	}
	if len(r.File) > MaxEntries {
		return nil, fmt.Errorf("%w: over %d files in it", ErrTooLarge, MaxEntries)
	}
	a := &archive{parts: map[string]*zip.File{}}
	for _, f := range r.File {
		if strings.ContainsAny(f.Name, "\\\x00") || strings.HasPrefix(f.Name, "/") || f.Name == ".." || strings.HasPrefix(f.Name, "../") || strings.Contains(f.Name, "/../") || strings.HasSuffix(f.Name, "/..") {
			return nil, damaged("a file in it has a path that leads outside")
		}
		key := strings.ToLower(f.Name)
		if a.parts[key] != nil {
			return nil, damaged("two files in it have one name")
		}
		a.parts[key] = f
	}
	return a, nil
}

// open starts to read a part. A reader returns an error at the end of the part
// where its checksum is wrong.
func (a *archive) open(name string) (*partReader, error) {
	f := a.parts[strings.ToLower(name)]
	if f == nil {
		return nil, damaged("a part that it refers to is missing")
	}
	if f.Flags&1 != 0 {
		return nil, ErrEncrypted
	}
	r, err := f.Open()
	if err != nil {
		return nil, damaged("a part of it cannot be unzipped")
	}
	return &partReader{ReadCloser: r, archive: a, file: f}, nil
}

// partReader counts what comes out of the zip file, and believes no header.
type partReader struct {
	io.ReadCloser
	archive *archive
	file    *zip.File
	read    int64
}

func (p *partReader) Read(b []byte) (int, error) {
	n, err := p.ReadCloser.Read(b)
	p.read += int64(n)
	p.archive.unzipped += int64(n)
	switch {
	case p.archive.unzipped > MaxUnzipped:
		return n, fmt.Errorf("%w: over 512 MB when unzipped", ErrTooLarge)
	case p.read > 1<<20 && p.read > MaxRatio*int64(p.file.CompressedSize64):
		return n, fmt.Errorf("%w: it unzips to over %d times its size", ErrTooLarge, MaxRatio)
	case err == io.EOF && p.read > 0 && p.file.CRC32 == 0:
		return n, damaged("a part of it has no checksum")
	case err != nil && err != io.EOF:
		return n, damaged("a part of it does not unzip to what was written (%s)", unzipReason(err))
	}
	return n, err
}

func unzipReason(err error) string {
	if errors.Is(err, zip.ErrChecksum) {
		return "its checksum is wrong"
	}
	return "it is cut off or changed"
}

// relation is one relationship of a part.
type relation struct{ kind, target string }

// relations reads the relationships of a part: by id, those that stay inside
// the package. Links to the outside are never followed.
func (a *archive) relations(part string) (map[string]relation, error) {
	all := map[string]relation{}
	folder, base := path.Split(part)
	name := folder + "_rels/" + base + ".rels"
	if a.parts[strings.ToLower(name)] == nil {
		return all, nil
	}
	err := a.elements(name, "Relationships", func(x *xmlReader) error {
		if x.local != "Relationship" || string(x.value("TargetMode")) == "External" {
			return nil
		}
		target := string(x.value("Target"))
		if strings.HasPrefix(target, "/") {
			target = path.Clean(target)[1:]
		} else {
			target = path.Join(folder, target)
		}
		kind := string(x.value("Type"))
		id := string(x.value("Id"))
		if _, twice := all[id]; twice {
			return damaged("two relationships have one id")
		}
		all[id] = relation{kind: kind[strings.LastIndexByte(kind, '/')+1:], target: target}
		return nil
	})
	return all, err
}

// elements reads a small part to its end and hands over every element of the
// namespace of its root.
func (a *archive) elements(name, root string, take func(x *xmlReader) error) error {
	r, err := a.open(name)
	if err != nil {
		return err
	}
	defer r.Close()
	x := newXMLReader(r, r.file.UncompressedSize64)
	for first := true; ; {
		kind, err := x.next()
		switch {
		case err != nil:
			return err
		case kind == endOfXML:
			return nil
		case kind != startToken:
		case first:
			if x.local != root {
				return damaged("a part of it is not what it is said to be")
			}
			first = false
		default:
			if err := take(x); err != nil {
				return err
			}
		}
	}
}
