package datasets

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// Reference says where a reference table came from, for source lines and for
// the manifest of a run.
type Reference struct {
	Name   string `json:"name"`   // what it is: "population", "ward boundaries"
	Path   string `json:"path"`   // base name of the file, or "built in"
	SHA256 string `json:"sha256"` // of the file's bytes
	Source string `json:"source"` // publisher, title and licence, as far as known
	// Notes are what the reader chose by itself, such as the property of a
	// boundary file that holds the codes.
	Notes []string `json:"notes,omitempty"`
}

//go:embed reference/*.csv definitions/*.toml
var embedded embed.FS

// builtIn is the Path of references that are part of the program.
const builtIn = "built in"

// maxReferenceBytes bounds what is read of one reference file, unpacked.
const maxReferenceBytes = 1 << 30

func hashOf(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}

// unpackedFile is the content of a file, unpacked; the hash is of the file as
// it is on disk.
type unpackedFile struct {
	Reference
	bytes []byte
}

func readUnpacked(path string) (*unpackedFile, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	f := &unpackedFile{Reference{Path: filepath.Base(path), SHA256: hashOf(raw)}, raw}
	if !bytes.HasPrefix(raw, []byte{0x1f, 0x8b}) {
		return f, nil
	}
	unpack, err := gzip.NewReader(bytes.NewReader(raw))
	if err != nil {
		return nil, fmt.Errorf("unpack %s: %w", f.Path, err)
	}
	f.bytes, err = io.ReadAll(io.LimitReader(unpack, maxReferenceBytes))
	if err != nil {
		return nil, fmt.Errorf("unpack %s: %w", f.Path, err)
	}
	if len(f.bytes) == maxReferenceBytes {
		return nil, fmt.Errorf("unpack %s: it is larger than 1 GiB", f.Path)
	}
	return f, nil
}
