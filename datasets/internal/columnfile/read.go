package columnfile

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"
)

// Reader reads files in a process that Command starts: this program, with
// arguments after which those of Serve are put. Without a command, Parquet is
// read in this process, where a damaged file can cost more memory than there is;
// other formats are not.
type Reader struct {
	Command []string
	// Here is true once a file was read in this process.
	Here bool
}

// ErrNoProcess says that the reading process cannot be started.
var ErrNoProcess = errors.New("the process that reads such files cannot be started")

// Names returns the columns of an Arrow file.
func (r *Reader) Names(ctx context.Context, file *os.File, format Format) (names []string, err error) {
	err = r.run(ctx, file, []string{string(format), namesOnly}, func(kind byte, content []byte) error {
		if kind != namesFrame || names != nil {
			return damaged("the names of its columns cannot be read")
		}
		for c := (cut{rest: content}); len(c.rest) > 0; {
			names = append(names, string(c.text()))
			if c.bad {
				return damaged("the names of its columns cannot be read")
			}
		}
		return nil
	})
	return names, err
}

// Read reads the columns at places. It first hands over what kinds they are, then
// their chunks: those of a column in the order of the file. It returns the number
// of rows, which every column has.
func (r *Reader) Read(ctx context.Context, file *os.File, format Format, places []int, kinds func([]Kind) error, take func(*Chunk) error) (rows int, err error) {
	args := []string{string(format)}
	for _, p := range places {
		args = append(args, strconv.Itoa(p))
	}
	started := false
	got := make([]int, len(places))    // rows of each column
	groups := make([]int, len(places)) // of each column
	rows = -1
	err = r.run(ctx, file, args, func(kind byte, content []byte) error {
		switch {
		case kind == kindsFrame && !started && len(content) == len(places):
			started = true
			var of []Kind
			for _, k := range content {
				of = append(of, Kind(k))
			}
			return kinds(of)
		case kind == chunkFrame && started:
			c, err := parseChunk(content)
			if err != nil {
				return err
			}
			if c.Column >= len(places) || c.Group != groups[c.Column] || got[c.Column] > MaxRows-c.Rows {
				return damaged("its parts come in another order")
			}
			groups[c.Column]++
			got[c.Column] += c.Rows
			return take(c)
		case kind == doneFrame && started && len(content) == 8:
			rows = int(binary.LittleEndian.Uint64(content))
			return nil
		}
		return damaged("what was read of it makes no sense")
	})
	if err != nil {
		return 0, err
	}
	for i := range got {
		if got[i] != rows || groups[i] != groups[0] {
			return 0, damaged("its columns have different numbers of rows")
		}
	}
	return rows, nil
}

// run starts the reading process and hands over its frames until the last.
func (r *Reader) run(ctx context.Context, file *os.File, args []string, take func(kind byte, content []byte) error) error {
	if len(r.Command) == 0 {
		if args[0] != string(Parquet) {
			return ErrNoProcess
		}
		return r.runHere(ctx, file, args, take)
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	command := exec.CommandContext(ctx, r.Command[0], append(append([]string{}, r.Command[1:]...), args...)...)
	command.Stdin = file
	command.Env = []string{"GOTRACEBACK=none", "SYSTEMROOT=" + os.Getenv("SYSTEMROOT")}
	out, err := command.StdoutPipe()
	if err != nil {
		return fmt.Errorf("%w (%w)", ErrNoProcess, err)
	}
	if err := command.Start(); err != nil {
		if args[0] == string(Parquet) {
			return r.runHere(ctx, file, args, take)
		}
		return fmt.Errorf("%w (%w)", ErrNoProcess, err)
	}
	err = receive(ctx, out, func() { cancel(ErrSlow) }, take)
	cancel(nil)
	_ = command.Wait() // how it ended says less than what it sent
	return err
}

// runHere reads in this process, in a goroutine that is left behind where it comes
// to no end.
func (r *Reader) runHere(ctx context.Context, file *os.File, args []string, take func(kind byte, content []byte) error) error {
	r.Here = true
	in, out := io.Pipe()
	defer in.Close()
	info, err := file.Stat()
	if err != nil {
		return err
	}
	go func() {
		serve(args, io.NewSectionReader(file, 0, info.Size()), out)
		_ = out.Close()
	}()
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	stop := context.AfterFunc(ctx, func() { _ = in.CloseWithError(ErrSlow) })
	defer stop()
	return receive(ctx, in, func() { cancel(ErrSlow) }, take)
}

// reasonOf reads why the sender gave up: a place in the list of reasons, and words.
func reasonOf(content []byte) error {
	if len(content) == 0 || int(content[0]) >= len(reasons) || len(content) > 300 {
		return ErrDamaged
	}
	reason, words := reasons[content[0]], string(content[1:])
	for _, c := range words {
		if c < ' ' || c > '~' {
			return reason
		}
	}
	if detail, found := strings.CutPrefix(words, reason.Error()+": "); found {
		return fmt.Errorf("%w: %s", reason, detail)
	}
	return reason
}

// receive reads frames to the last one. Without a frame for too long, giveUp is
// called, which must end the sender.
func receive(ctx context.Context, from io.Reader, giveUp func(), take func(kind byte, content []byte) error) error {
	watch := time.AfterFunc(Patience, giveUp)
	defer watch.Stop()
	r := bufio.NewReaderSize(from, pipeBytes)
	for {
		kind, content, err := readFrame(r)
		watch.Reset(Patience)
		switch {
		case errors.Is(context.Cause(ctx), ErrSlow):
			return ErrSlow
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil && errors.Is(err, ErrTooLarge):
			return err
		case err != nil:
			return damaged("the process that reads it came to its end, by its limit of memory or by a fault in the file")
		case kind == errorFrame:
			return reasonOf(content)
		}
		if err := take(kind, content); err != nil {
			return err
		}
		if kind == doneFrame || kind == namesFrame {
			return nil
		}
	}
}
