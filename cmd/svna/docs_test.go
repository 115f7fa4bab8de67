package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"svna/datasets"
)

// A block is one fenced block of a page. A block below a line that is nothing
// but a file name, in backquotes and with a colon, is the content of that file.
type block struct {
	language, file string
	lines          []string
	line           int // of its first line
}

// pages are the pages whose commands and settings are tried.
func pages(t *testing.T) []string {
	t.Helper()
	root := filepath.Join("..", "..")
	found, err := filepath.Glob(filepath.Join(root, "docs", "*.md"))
	if err != nil || len(found) == 0 {
		t.Fatalf("no pages in docs: %v", err)
	}
	return append(found, filepath.Join(root, "README.md"))
}

func blocksOf(t *testing.T, page string) (blocks []block) {
	t.Helper()
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	inside, above := false, ""
	for i, line := range strings.Split(strings.ReplaceAll(string(text), "\r\n", "\n"), "\n") {
		language, fence := strings.CutPrefix(line, "```")
		switch {
		case fence && !inside:
			file, named := strings.CutSuffix(above, "`:")
			if !named {
				file = ""
			}
			blocks = append(blocks, block{language: language, file: strings.TrimPrefix(file, "`"), line: i + 2})
			inside = true
		case fence:
			inside, above = false, ""
		case inside:
			b := &blocks[len(blocks)-1]
			b.lines = append(b.lines, line)
		case line != "":
			above = line
		}
	}
	return blocks
}

// TestDocumentedCommands runs every line "$ svna ..." of a console block, page by
// page, each page in a folder of its own. What a block shows below a command must be in
// what the command prints, in that order; "..." stands for anything, and
// "# exit status 3" for a status other than 0.
func TestDocumentedCommands(t *testing.T) {
	commands := 0
	for _, page := range pages(t) {
		folder := t.TempDir()
		for _, b := range blocksOf(t, page) {
			if b.file != "" {
				write(t, filepath.Join(folder, filepath.FromSlash(b.file)), strings.Join(b.lines, "\n")+"\n")
			}
			if b.language != "console" {
				continue
			}
			for i := 0; i < len(b.lines); i++ {
				command, is := strings.CutPrefix(b.lines[i], "$ ")
				if !is {
					continue
				}
				at := fmt.Sprintf("%s:%d: %s", filepath.Base(page), b.line+i, command)
				var shown []string
				for i+1 < len(b.lines) && !strings.HasPrefix(b.lines[i+1], "$ ") {
					i++
					shown = append(shown, b.lines[i])
				}
				if strings.HasPrefix(command, "make ") {
					continue
				}
				commands++
				tryCommand(t, at, folder, command, shown)
			}
		}
	}
	if commands == 0 {
		t.Error("no page has a console block with a command")
	}
}

func tryCommand(t *testing.T, at, folder, command string, shown []string) {
	t.Helper()
	args := strings.Fields(command)
	if args[0] != "svna" || strings.ContainsAny(command, `"'|><*`) {
		t.Fatalf("%s: only svna itself is run, and without a shell", at)
	}
	want := 0
	var lines []string
	for _, line := range shown {
		if _, err := fmt.Sscanf(line, "# exit status %d", &want); err != nil && line != "..." && line != "" {
			lines = append(lines, line)
		}
	}
	printed, got := program(t, folder, args[1:]...)
	if got != want {
		t.Fatalf("%s: exit status %d, want %d; it printed\n%s", at, got, want, printed)
	}
	rest := strings.ReplaceAll(printed, "\\", "/")
	for _, line := range lines {
		_, after, found := strings.Cut(rest, line)
		if !found {
			t.Errorf("%s: the page shows %q, which is not printed, or not in this order:\n%s", at, line, printed)
			return
		}
		rest = after
	}
}

// program runs the program in a folder, and returns what it prints, first on
// stdout and then on stderr, and its exit status.
func program(t *testing.T, folder string, args ...string) (printed string, status int) {
	t.Helper()
	command := programCommand(t, folder, args...)
	var out, errOut bytes.Buffer
	command.Stdout, command.Stderr = &out, &errOut
	err := command.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return out.String() + errOut.String(), command.ProcessState.ExitCode()
}

// programCommand makes a command of the test binary under the name of the
// program; TestMain then runs the program.
func programCommand(t *testing.T, folder string, args ...string) *exec.Cmd {
	t.Helper()
	binary, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	command := exec.Command(binary, args...)
	command.Args[0] = "svna"
	command.Dir = folder
	return command
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestDocumentedSettings reads every settings file that a page shows with the
// reader of the program; the files that it names are there, and empty.
func TestDocumentedSettings(t *testing.T) {
	tried := 0
	for _, page := range pages(t) {
		for _, b := range blocksOf(t, page) {
			if b.language != "toml" || !strings.Contains(strings.Join(b.lines, "\n"), "[assessment]") {
				continue
			}
			tried++
			folder := t.TempDir()
			path := filepath.Join(folder, "svna.toml")
			write(t, path, strings.Join(b.lines, "\n")+"\n")
			makeNamedFiles(t, path)
			s, err := readSettings(path)
			if err == nil {
				_, err = s.rules()
			}
			if err == nil {
				_, err = s.sources()
			}
			if err == nil && s.Costs.Book == "" {
				err = s.readCosts(&references{})
			}
			if err == nil {
				err = s.readDefinitions(&references{})
			}
			if err == nil && s.Parameters.AgeBands != "" && datasets.AgeBands(s.Parameters.AgeBands) == nil {
				err = errors.New("no such age bands")
			}
			if err != nil {
				t.Errorf("%s:%d: %v", filepath.Base(page), b.line, err)
			}
		}
	}
	if tried < 2 {
		t.Errorf("%d settings files found in the pages, want the small one and the full one at least", tried)
	}
}

// makeNamedFiles makes the files that a settings file names.
func makeNamedFiles(t *testing.T, path string) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	s := &settings{path: path, folder: filepath.Dir(path), text: text}
	if err := s.parse(); err != nil {
		t.Fatal(err)
	}
	r := &s.Reference
	names := append([]string{r.Places, r.Comparators, r.Entrants, r.Outcomes, r.Deprivation, r.GridShift}, r.Population...)
	names = append(names, r.Calendar...)
	for _, name := range r.Boundaries {
		names = append(names, name)
	}
	for _, e := range s.Extract {
		for _, pattern := range e.Files {
			names = append(names, strings.ReplaceAll(pattern, "*", "x"))
		}
	}
	for _, name := range names {
		if name != "" {
			write(t, filepath.Join(s.folder, filepath.FromSlash(name)), "")
		}
	}
	if s.Costs.Book != "" {
		write(t, filepath.Join(s.folder, s.Costs.Book, "unit_costs.csv"), "")
	}
}
