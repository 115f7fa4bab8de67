package datasets

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// maxTextBytes bounds one file, unpacked: some six million rows.
const maxTextBytes = 1<<31 - 1

// plainText is the content of a delimited file as UTF-8.
type plainText struct {
	bytes []byte
	// mixed is true where UTF-8 and another encoding stand side by side; rows
	// with bytes that are not UTF-8 cannot be read.
	mixed bool
}

// readText reads a file, unpacks gzip, refuses what is not text, and brings
// the rest to UTF-8, saying in q what it found.
func readText(path string, q *FileQuality) (plainText, error) {
	name := filepath.Base(path)
	refuse := func(reason error, format string, args ...any) (plainText, error) {
		return plainText{}, &ParseError{File: name, Err: fmt.Errorf("%w: %s", reason, fmt.Sprintf(format, args...))}
	}
	content, err := readWhole(path, q)
	if err != nil {
		return plainText{}, err
	}
	if kind := otherKind(content); kind != "" {
		return refuse(ErrNotText, "it is %s, whatever its name says; save it as CSV", kind)
	}
	text := plainText{bytes: content}
	q.Encoding = "UTF-8"
	switch {
	case bytes.HasPrefix(content, []byte{0xef, 0xbb, 0xbf}):
		text.bytes = content[3:]
		q.Encoding = "UTF-8 with a byte order mark"
	case bytes.HasPrefix(content, []byte{0xff, 0xfe}), bytes.HasPrefix(content, []byte{0xfe, 0xff}):
		if text.bytes, err = unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder().Bytes(content); err != nil {
			return refuse(ErrNotText, "it starts as UTF-16 and goes on as something else; ask the sender for it again")
		}
		q.Encoding = "UTF-16"
	case looksUTF16(content):
		if text.bytes, err = unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewDecoder().Bytes(content); err != nil {
			return refuse(ErrNotText, "it holds NUL bytes; ask the sender for it as CSV")
		}
		q.Encoding = "UTF-16 without a byte order mark"
	}
	if at := bytes.IndexByte(text.bytes, 0); at >= 0 {
		return refuse(ErrNotText, "it holds NUL bytes, the first on line %d; ask the sender for it as CSV", 1+bytes.Count(text.bytes[:at], []byte("\n")))
	}
	text.bytes = bytes.TrimRight(text.bytes, "\x1a")
	if len(bytes.TrimSpace(text.bytes)) == 0 {
		return refuse(ErrEmpty, "ask the sender for it again")
	}
	if !utf8.Valid(text.bytes) {
		text.decode(q)
	}
	if twice := bytes.Count(text.bytes, []byte("â€")); twice > 0 {
		q.Findings = append(q.Findings, Finding{
			Kind: "decoded_twice", Count: twice,
			Say: fmt.Sprintf("Dashes or quotation marks were damaged in %s before the file was sent: text was decoded twice.", plural(twice, "place", "places")),
		})
	}
	if bytes.IndexByte(text.bytes, '\n') < 0 && bytes.IndexByte(text.bytes, '\r') >= 0 {
		text.bytes = bytes.ReplaceAll(text.bytes, []byte{'\r'}, []byte{'\n'})
		q.Assumed = append(q.Assumed, "lines end with carriage returns alone")
	}
	if plain, ok := withoutSingleQuotes(text.bytes); ok {
		text.bytes = plain
		q.Assumed = append(q.Assumed, "cells stand in single quotation marks")
	}
	return text, nil
}

// readWhole reads and unpacks a file; the hash is that of the file as it is.
func readWhole(path string, q *FileQuality) ([]byte, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read extract: %w", err)
	}
	name := filepath.Base(path)
	sum := sha256.Sum256(content)
	q.Name, q.SHA256, q.Bytes = name, hex.EncodeToString(sum[:]), int64(len(content))
	if len(content) == 0 {
		return nil, &ParseError{File: name, Err: fmt.Errorf("%w: ask the sender for it again", ErrEmpty)}
	}
	if len(content) > maxTextBytes {
		return nil, &ParseError{File: name, Err: fmt.Errorf("%w of 2 GB; send it in parts", ErrTooLarge)}
	}
	if !bytes.HasPrefix(content, []byte{0x1f, 0x8b}) {
		return content, nil
	}
	unpacked, err := gunzip(content)
	if err != nil {
		return nil, &ParseError{File: name, Err: err}
	}
	q.Assumed = append(q.Assumed, "unpacked with gzip")
	return unpacked, nil
}

func gunzip(content []byte) ([]byte, error) {
	r, err := gzip.NewReader(bytes.NewReader(content))
	if err != nil {
		return nil, fmt.Errorf("%w: it starts as gzip and goes on as something else; ask the sender for it again", ErrNotText)
	}
	unpacked, err := io.ReadAll(io.LimitReader(r, maxTextBytes+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("%w: the gzip file is damaged or ends early; ask the sender for it again", ErrCutOff)
	case len(unpacked) > maxTextBytes:
		return nil, fmt.Errorf("%w of 2 GB when unpacked; send it in parts", ErrTooLarge)
	}
	return unpacked, nil
}

// otherKind names a format that is not delimited text, by its first bytes.
func otherKind(content []byte) string {
	for _, m := range []struct{ magic, kind string }{
		{"PK\x03\x04", "a zip file or an Excel workbook"},
		{"PK\x05\x06", "an empty zip file"},
		{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old or password-protected Excel file"},
		{"PAR1", "a Parquet file"},
		{"ARROW1", "an Arrow file"},
		{"%PDF", "a PDF"},
		{"\x28\xb5\x2f\xfd", "a zstd file"},
		{"SQLite format 3", "a database"},
		{"\x89PNG", "a PNG picture"},
		{"\xff\xd8\xff", "a JPEG picture"},
	} {
		if bytes.HasPrefix(content, []byte(m.magic)) {
			return m.kind
		}
	}
	start := bytes.TrimLeft(bytes.TrimPrefix(content, []byte{0xef, 0xbb, 0xbf}), " \t\r\n")
	switch {
	case bytes.HasPrefix(start, []byte("<")):
		return "HTML or XML"
	case bytes.HasPrefix(start, []byte("{")), bytes.HasPrefix(start, []byte("[{")):
		return "JSON"
	}
	return ""
}

// looksUTF16 finds little-endian UTF-16 of mostly Latin letters: every second
// byte of the beginning is NUL.
func looksUTF16(content []byte) bool {
	head := content[:min(len(content), 4096)]
	nul := 0
	for i := 1; i < len(head); i += 2 {
		if head[i] == 0 {
			nul++
		}
	}
	return len(head) >= 4 && 10*nul >= 9*(len(head)/2)
}

// decode reads text that is not UTF-8 as Windows-1252, unless parts of it are
// UTF-8: then the two are not told apart, and rows that are not UTF-8 are left
// out later.
func (t *plainText) decode(q *FileQuality) {
	valid, foreign := 0, 0
	for rest := t.bytes; len(rest) > 0; {
		r, size := utf8.DecodeRune(rest)
		switch {
		case r == utf8.RuneError && size <= 1:
			foreign++
		case size > 1:
			valid++
		}
		rest = rest[size:]
	}
	if valid > 0 {
		t.mixed = true
		q.Encoding = "UTF-8, with other bytes"
		return
	}
	decoded, _, err := transform.Bytes(charmap.Windows1252.NewDecoder(), t.bytes)
	if err != nil {
		t.mixed = true
		return
	}
	t.bytes = decoded
	q.Encoding = "Windows-1252"
	q.Assumed = append(q.Assumed, fmt.Sprintf("not UTF-8, so read as Windows-1252 (%s)", plural(foreign, "character", "characters")))
}

// plural writes "1 row", "1,204 rows".
func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return thousands(n) + " " + many
}

// thousands writes a count with commas.
func thousands(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// agree chooses the form of a verb.
func agree(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

func isAre(n int) string { return agree(n, "is", "are") }

func hasHave(n int) string { return agree(n, "has", "have") }
