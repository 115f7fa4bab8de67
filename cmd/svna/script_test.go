package main

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"svna/datasets"
)

// TestMain makes the test binary stand in for the program, so that scripts see
// exit statuses and what is printed, and as its own reader of Parquet and Arrow files.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == columnReader {
		datasets.ServeColumns(os.Args[2:], os.Stdin, os.Stdout)
		return
	}
	datasets.ReadColumnsWith(os.Args[0], columnReader)
	testscript.Main(m, map[string]func(){"svna": main})
}

// TestScripts runs testdata/scripts: what the command does, in words that can
// be read as its description.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: filepath.Join("..", "..", "testdata", "scripts"),
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits, "same": same, "change": change, "crlf": crlf, "bytes": writeBytes, "cut": cut,
			"makerows": makeRows,
		},
		RequireUniqueNames: true,
		ContinueOnError:    true,
	})
}

// exits N COMMAND...: the command ends with the status N.
func exits(ts *testscript.TestScript, negated bool, args []string) {
	if negated || len(args) < 2 {
		ts.Fatalf("usage: exits STATUS COMMAND...")
	}
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			ts.Fatalf("%s: %v", args[1], err)
		}
		got = exit.ExitCode()
	}
	if strconv.Itoa(got) != args[0] {
		ts.Fatalf("%s ended with status %d, want %s", strings.Join(args[1:], " "), got, args[0])
	}
}

// same A B: two folders have the same files with the same bytes.
func same(ts *testscript.TestScript, negated bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: same FOLDER FOLDER")
	}
	difference := compareFolders(ts.MkAbs(args[0]), ts.MkAbs(args[1]))
	if (difference == "") == negated {
		ts.Fatalf("%s and %s: %s", args[0], args[1], difference)
	}
}

// compareFolders says how two folders differ, or "".
func compareFolders(a, b string) string {
	in, of := folderContent(a), folderContent(b)
	for name, content := range in {
		other, there := of[name]
		if !there {
			return "only the first has " + name
		}
		if !bytes.Equal(content, other) {
			return "they differ in " + name
		}
	}
	for name := range of {
		if _, there := in[name]; !there {
			return "only the second has " + name
		}
	}
	if len(in) == 0 {
		return "no files"
	}
	return ""
}

func folderContent(folder string) map[string][]byte {
	files := map[string][]byte{}
	_ = filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			name, _ := filepath.Rel(folder, path)
			files[name], _ = os.ReadFile(path)
		}
		return err
	})
	return files
}

// change FILE OLD NEW: replaces text that is there.
func change(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 3 {
		ts.Fatalf("usage: change FILE OLD NEW")
	}
	path := ts.MkAbs(args[0])
	content, err := os.ReadFile(path)
	ts.Check(err)
	if !bytes.Contains(content, []byte(args[1])) {
		ts.Fatalf("%s does not have %q", args[0], args[1])
	}
	ts.Check(os.WriteFile(path, bytes.ReplaceAll(content, []byte(args[1]), []byte(args[2])), 0o600))
}

// makerows FILE: makes an extract of 60 rows under names of a force of its own, over
// twelve months; the 8th row has rare values.
func makeRows(ts *testscript.TestScript, _ bool, args []string) {
	var b strings.Builder
	b.WriteString("Incident Number,Date Recorded,Offence Date,Offence Time,HO Class,Borough Code,Vict Age,Vict Sex,Victim Surname,Contact,Shift,Canvass\n")
	for i := range 60 {
		month, year := 6+i%12, 2022
		if month > 12 {
			month, year = month-12, 2023
		}
		sex := []string{"M", "F", "Z"}[i%3]
		if i == 7 {
			sex = "Canary"
		}
		fmt.Fprintf(&b, "N%04d,%02d/%02d/%d,%02d/%02d/%d,%02d%02d,8N,E09000002,%d,%s,Canary,07700 9%05d,%d,yes\n",
			i, 13+i%16, month, year, 13+i%16, month, year, i%24, i, 10+i, sex, 11*i, i%3)
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(b.String()), 0o600))
}

// bytes FILE HEX: makes a file of bytes that a script cannot hold.
func writeBytes(ts *testscript.TestScript, _ bool, args []string) {
	content, err := hex.DecodeString(args[1])
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), content, 0o600))
}

// cut FILE TEXT: ends a file right after a text in it.
func cut(ts *testscript.TestScript, _ bool, args []string) {
	path := ts.MkAbs(args[0])
	content, err := os.ReadFile(path)
	ts.Check(err)
	before, _, found := bytes.Cut(content, []byte(args[1]))
	if !found {
		ts.Fatalf("%s does not have %q", args[0], args[1])
	}
	ts.Check(os.WriteFile(path, append(before, args[1]...), 0o600))
}

// crlf FILE: gives a file the line ends of Windows.
func crlf(ts *testscript.TestScript, _ bool, args []string) {
	path := ts.MkAbs(args[0])
	content, err := os.ReadFile(path)
	ts.Check(err)
	ts.Check(os.WriteFile(path, bytes.ReplaceAll(content, []byte("\n"), []byte("\r\n")), 0o600))
}
