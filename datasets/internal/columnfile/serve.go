package columnfile

import (
	"bufio"
	"encoding/binary"
	"errors"
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"strconv"

	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/file"
)

// namesOnly asks for the names of the columns and nothing else.
const namesOnly = "names"

// Serve is the reading process. args are the format and the places of the wanted
// columns; the file comes on standard input, the frames go to standard output.
// Nothing is said on any other way, since it could hold a value.
func Serve(args []string, in *os.File, out io.Writer) {
	limitMemory()
	debug.SetMemoryLimit(MaxMemory / 2)
	debug.SetGCPercent(400) // it is short-lived, and its limit of memory holds
	widenPipe(out)
	serve(args, in, out)
}

// pipeBytes is how much is written and read at a time.
const pipeBytes = 1 << 20

// source is a file that can be read from any place.
type source interface {
	io.ReadSeeker
	io.ReaderAt
}

func serve(args []string, in source, out io.Writer) {
	w := bufio.NewWriterSize(out, pipeBytes)
	err := send(args, in, w)
	if err != nil {
		code := byte(0)
		for i, reason := range reasons {
			if errors.Is(err, reason) {
				code = byte(i)
			}
		}
		_, _ = w.Write(closeFrame(append(append(newFrame(errorFrame, 99), code), err.Error()...))) // its words are all ours
	}
	_ = w.Flush()
}

func send(args []string, in source, w *bufio.Writer) (err error) {
	defer func() {
		if recover() != nil {
			err = damaged("it cannot be decoded")
		}
	}()
	if len(args) == 0 {
		return ErrUnsupported
	}
	format, wanted := Format(args[0]), args[1:]
	var places []int
	for _, arg := range wanted {
		if arg == namesOnly {
			continue
		}
		place, err := strconv.Atoi(arg)
		if err != nil || place < 0 {
			return ErrUnsupported
		}
		places = append(places, place)
	}
	if _, err := in.Seek(0, io.SeekStart); err != nil {
		return err
	}
	rows := int64(0)
	switch format {
	case Parquet:
		rows, err = sendParquet(in, places, w)
	case ArrowFile, ArrowStream:
		rows, err = sendArrow(in, format, places, len(wanted) == 1 && wanted[0] == namesOnly, w)
	default:
		err = ErrUnsupported
	}
	if err != nil {
		return err
	}
	_, err = w.Write(closeFrame(binary.LittleEndian.AppendUint64(newFrame(doneFrame, 8), uint64(rows))))
	return err
}

// sendParquet sends the wanted columns of every row group, in order. As many are
// decoded at a time as there are cores.
func sendParquet(in source, places []int, w io.Writer) (rows int64, err error) {
	r, err := file.NewParquetReader(in, file.WithReadProps(parquet.NewReaderProperties(memory.NewGoAllocator())))
	if err != nil {
		return 0, damaged("its footer cannot be read")
	}
	var columns []parquetColumn
	kinds := newFrame(kindsFrame, len(places))
	for _, place := range places {
		if place >= r.MetaData().Schema.NumColumns() {
			return 0, ErrUnsupported
		}
		c := parquetColumnOf(r.MetaData().Schema.Column(place), place)
		columns = append(columns, c)
		kinds = append(kinds, byte(c.kind))
	}
	if _, err := w.Write(closeFrame(kinds)); err != nil {
		return 0, err
	}
	type result struct {
		frame []byte
		err   error
	}
	cores := runtime.GOMAXPROCS(0)
	waiting := make(chan chan result, cores) // in the order of the file
	free := make(chan struct{}, cores)
	go func() {
		defer close(waiting)
		for group := range r.NumRowGroups() {
			for at, column := range columns {
				free <- struct{}{}
				done := make(chan result, 1)
				waiting <- done
				go func() {
					frame, err := parquetChunk(r, group, at, column)
					<-free
					done <- result{frame, err}
				}()
			}
		}
	}()
	for done := range waiting {
		got := <-done
		if got.err == nil {
			_, got.err = w.Write(got.frame)
		}
		if got.err != nil {
			return 0, got.err // the process ends, and with it what is still being decoded
		}
	}
	for group := range r.NumRowGroups() {
		rows += r.MetaData().RowGroup(group).NumRows()
	}
	return rows, nil
}

// sendArrow sends the wanted columns of every batch, or the names of all columns.
func sendArrow(in source, format Format, places []int, names bool, w io.Writer) (rows int64, err error) {
	b, err := openArrow(in, format)
	if err != nil {
		return 0, err
	}
	fields := b.schema.Fields()
	if len(fields) > MaxColumns {
		return 0, ErrTooLarge
	}
	if names {
		frame := newFrame(namesFrame, 0)
		for _, f := range fields {
			frame = appendText(frame, []byte(f.Name))
		}
		_, err := w.Write(closeFrame(frame))
		return 0, err
	}
	kinds := newFrame(kindsFrame, len(places))
	for _, place := range places {
		if place >= len(fields) {
			return 0, ErrUnsupported
		}
		kind, _ := arrowKind(fields[place].Type)
		kinds = append(kinds, byte(kind))
	}
	if _, err := w.Write(closeFrame(kinds)); err != nil {
		return 0, err
	}
	for group := 0; ; group++ {
		batch, more, err := b.read()
		if err != nil || !more {
			return rows, err
		}
		rows += batch.NumRows()
		if rows > MaxRows || batch.NumCols() != int64(len(fields)) {
			return 0, damaged("its batches do not add up")
		}
		for at, place := range places {
			frame, err := arrowChunk(batch.Column(place), batch.NumRows(), group, at)
			if err == nil {
				_, err = w.Write(frame)
			}
			if err != nil {
				return 0, err
			}
		}
		batch.Release()
	}
}
