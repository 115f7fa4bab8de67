package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// draggers are the packages of others that import net or net/http, which our own
// may not: a reader of Parquet files (thrift, with a transport that is never opened; brotli,
// for a function about HTTP headers), random identifiers in Parquet files written (uuid,
// addresses of network cards) and the bar of progress (that of a download).
var draggers = []string{
	"github.com/andybalholm/brotli", "github.com/apache/thrift/lib/go/thrift", "github.com/google/uuid", "github.com/schollz/progressbar/v3",
}

// processes are the packages that may start another process: the reader of
// columns is the program itself.
var processes = []string{"svna/datasets/internal/columnfile"}

// TestNoNetworkIsImported: no package of the program imports one for the network,
// and no further package of others does.
func TestNoNetworkIsImported(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", "-f", "{{if not .Standard}}{{.ImportPath}} {{join .Imports \" \"}}{{end}}", "svna/cmd/svna").Output()
	if err != nil {
		t.Fatalf("go list -deps: %v", err)
	}
	network := regexp.MustCompile(`^(net|net/http|net/http/.*|net/rpc|net/rpc/.*|net/smtp|crypto/tls|google\.golang\.org/grpc.*|.*arrow/flight.*|plugin)$`)
	var met []string
	for line := range strings.Lines(string(out)) {
		names := strings.Fields(line)
		if len(names) == 0 {
			continue
		}
		pkg := names[0]
		for _, imported := range names[1:] {
			switch {
			case imported == "os/exec" && !slices.Contains(processes, pkg):
				t.Errorf("%s imports os/exec; the program starts none but itself", pkg)
			case !network.MatchString(imported):
			case strings.HasPrefix(pkg, "svna/"):
				t.Errorf("%s imports %s; the program has no use for a network", pkg, imported)
			case !slices.Contains(draggers, pkg):
				t.Errorf("%s imports %s, and is not on the list of those that do", pkg, imported)
			case !slices.Contains(met, pkg):
				met = append(met, pkg)
			}
		}
	}
	slices.Sort(met)
	if !slices.Equal(met, draggers) {
		t.Errorf("the packages of others that import a network are %q, want %q: shorten the list", met, draggers)
	}
}

// TestNoSocketIsOpened: a whole run over a CSV and a Parquet extract, in a network
// namespace that has nothing, makes no system call of a network. Every process
// and thread is watched.
func TestNoSocketIsOpened(t *testing.T) {
	for _, tool := range []string{"strace", "unshare"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("%s is not here", tool)
		}
	}
	if err := exec.Command("unshare", "--user", "--map-root-user", "--net", "strace", "--follow-forks", "--seccomp-bpf", "--output", os.DevNull, "true").Run(); err != nil {
		t.Skipf("this system does not let a test have a network namespace and trace a process in it: %v", err)
	}
	folder := t.TempDir()
	sound := newCanaryExtract(func(int, string) bool { return false })
	write(t, filepath.Join(folder, "extract.csv"), sound.csv())
	write(t, filepath.Join(folder, "extract.parquet"), sound.parquet())
	program := filepath.Join(folder, "svna") // the test stands in for the program under this name
	if err := os.Symlink(programCommand(t, folder).Path, program); err != nil {
		t.Fatal(err)
	}
	settings := canarySettings("")
	write(t, filepath.Join(folder, "text.toml"), settings)
	write(t, filepath.Join(folder, "columns.toml"), strings.Replace(settings, "extract.csv", "extract.parquet", 1))
	for _, args := range [][]string{{"run", "text.toml"}, {"run", "columns.toml"}, {"init", "extract.parquet", "--out", "made.toml"}, {"tabulate", "extract.parquet", "--by", `"Victim Sex"`}} {
		traced := exec.Command("unshare", "--user", "--map-root-user", "--net", "strace", "--follow-forks", "--seccomp-bpf", "--trace=network,execve", "--output", filepath.Join(folder, "calls"), program)
		traced.Args = append(traced.Args, args...)
		traced.Dir = folder
		printed, err := traced.CombinedOutput()
		if status := traced.ProcessState.ExitCode(); err != nil && status != exitPartial {
			t.Fatalf("svna %s: status %d\n%s", strings.Join(args, " "), status, printed)
		}
		calls, err := os.ReadFile(filepath.Join(folder, "calls"))
		if err != nil || !strings.Contains(string(calls), "execve(") {
			t.Fatalf("svna %s was not traced: %v", strings.Join(args, " "), err)
		}
		for line := range strings.Lines(string(calls)) {
			// "???(" is a call of a thread that had ended before it could be read.
			if !strings.Contains(line, "execve(") && !strings.Contains(line, "???(") && strings.Contains(line, "(") {
				t.Errorf("svna %s: %s", strings.Join(args, " "), line)
			}
		}
	}
}
