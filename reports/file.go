package reports

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"sync"

	"svna/datasets/parallel"
)

// writeFile writes one file that only its owner may read. Errors name the file.
// The files of a run are brought to the disk together, by syncFolder.
func writeFile(path string, write func(io.Writer) error) (err error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("write %s: %w", filepath.Base(path), err)
	}
	buffer := buffers.Get().(*bufio.Writer)
	defer buffers.Put(buffer)
	buffer.Reset(f)
	if err = write(buffer); err == nil {
		err = buffer.Flush()
	}
	if closing := f.Close(); err == nil {
		err = closing
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", filepath.Base(path), err)
	}
	return nil
}

// buffers are lent to one file after another: most of a thousand files are small.
var buffers = sync.Pool{New: func() any { return bufio.NewWriterSize(nil, 1<<16) }}

// syncFolder brings every file below a folder, and the folders, to the disk:
// many at a time, which a disk does far faster than one after the other.
func syncFolder(dir string) error {
	var group parallel.Group
	group.SetLimit(32)
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil {
			group.Go(func() error { return syncPath(path, d.IsDir()) })
		}
		return err
	})
	return errors.Join(err, group.Wait())
}

func syncPath(path string, folder bool) error {
	flag := os.O_RDWR // Windows flushes only what is open for writing
	if folder {
		if runtime.GOOS == "windows" {
			return nil // has no way to flush a folder, and needs none
		}
		flag = os.O_RDONLY
	}
	f, err := os.OpenFile(path, flag, 0)
	if err == nil {
		err = errors.Join(f.Sync(), f.Close())
	}
	if err != nil {
		return fmt.Errorf("bring %s to the disk: %w", filepath.Base(path), err)
	}
	return nil
}
