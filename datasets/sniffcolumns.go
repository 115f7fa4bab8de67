package datasets

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"svna/datasets/internal/columnfile"
)

// sniffColumns finds the names of the columns of a Parquet or Arrow file, and
// which of them hold what no field is. Columns of direct identifiers are not read
// for that.
func sniffColumns(ctx context.Context, path string, format columnfile.Format) (found sniffed, err error) {
	file, err := os.Open(path)
	if err != nil {
		return found, fmt.Errorf("read extract: %w", err)
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return found, fmt.Errorf("read extract: %w", err)
	}
	refuse := func(err error) error { return &ParseError{File: filepath.Base(path), Err: refusedColumns(err)} }
	reader := &columnfile.Reader{Command: columnCommand}
	columns, err := columnsOf(ctx, reader, file, format, info.Size())
	if err != nil {
		return found, refuse(err)
	}
	found.said = []string{string(format)}
	var places []int
	var names []string
	for _, c := range columns {
		name := clean(c.Name)
		found.names = append(found.names, name)
		switch {
		case c.Place < 0:
			found.nested = append(found.nested, name)
		case identifierName(name) == "":
			places, names = append(places, c.Place), append(names, name)
		}
	}
	_, err = reader.Read(ctx, file, format, places, func(kinds []columnfile.Kind) error {
		for i, kind := range kinds {
			if kind == columnfile.Unsupported {
				found.nested = append(found.nested, names[i])
			}
		}
		return errEnough
	}, func(*columnfile.Chunk) error { return errEnough })
	if err != nil && !errors.Is(err, errEnough) {
		return found, refuse(err)
	}
	return found, nil
}
