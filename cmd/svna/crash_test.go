package main

import (
	"bytes"
	"context"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"
)

// crashFolder is a folder with an extract of canaries that runs through, and an
// empty folder for temporary files, in which the tests look afterwards.
func crashFolder(t *testing.T) (folder, temporary string) {
	t.Helper()
	folder, temporary = t.TempDir(), t.TempDir()
	t.Setenv("TMPDIR", temporary)
	planted := newCanaryExtract(func(row int, column string) bool { return column == "Crime Ref" || column == "Victim Ref" })
	write(t, filepath.Join(folder, "in", "extract.csv"), planted.csv())
	write(t, filepath.Join(folder, "in", "svna.toml"), canarySettings(""))
	return folder, temporary
}

// panicking is a terminal that panics with a canary when a step is printed, in
// whatever goroutine that is.
type panicking struct {
	bytes.Buffer
	step   string
	struck bool
}

func (p *panicking) Write(b []byte) (int, error) {
	if !p.struck && strings.HasPrefix(string(b), p.step) {
		p.struck = true
		panic(canaryMark + "0001")
	}
	return p.Buffer.Write(b)
}

// A panic, in whatever goroutine of a run, ends it with a message that names the
// place and no cell; nothing is left of the run.
func TestPanicsTellNoCell(t *testing.T) {
	for _, step := range []string{"read extracts", "  extract.csv", "analyse", "write ", "protect the public edition", "restricted: draw figures", "public: draw figures", "public: ", "verify"} {
		folder, temporary := crashFolder(t)
		terminal := &panicking{step: step}
		var out bytes.Buffer
		err := run(context.Background(), []string{"run", filepath.Join(folder, "in", "svna.toml"), "--out", filepath.Join(folder, "out")}, &out, terminal)
		if !terminal.struck {
			t.Errorf("no step %q; there were\n%s", step, terminal.String())
			continue
		}
		if err == nil || statusOf(err) != exitFailed || !strings.Contains(err.Error(), "a fault of the program at svna/") {
			t.Errorf("a panic at %q: got %v, want a fault with its place", step, err)
		}
		if text := out.String() + terminal.String() + fmt.Sprint(err); canaryIn([]byte(text)) != "" {
			t.Errorf("a panic at %q prints a canary: %s", step, around([]byte(text)))
		}
		if left := namesIn(filepath.Join(folder, "out")); left != nil {
			t.Errorf("a panic at %q left %q", step, left)
		}
		if left := namesIn(temporary); left != nil {
			t.Errorf("a panic at %q left temporary files %q", step, left)
		}
	}
}

// guarded are the files that start goroutines by themselves: each recovers what may
// panic in them.
var guarded = map[string]bool{
	"datasets/parallel/parallel.go":         true,
	"datasets/internal/columnfile/read.go":  true, // its one goroutine recovers in send
	"datasets/internal/columnfile/serve.go": true, // reads in parquetChunk, which recovers
	"analysis/spatial/each.go":              true, // which imports nothing of ours
}

// No goroutine of the program can end it with a panic, whose value Go would print:
// all are started by the package parallel, or by the few files that recover.
func TestGoroutinesAreGuarded(t *testing.T) {
	root := filepath.Join("..", "..")
	files := 0
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		name, err := filepath.Rel(root, path)
		if err != nil || guarded[filepath.ToSlash(name)] {
			return err
		}
		files++
		parsed, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		for _, imported := range parsed.Imports {
			if strings.Contains(imported.Path.Value, "errgroup") {
				t.Errorf("%s imports errgroup; use svna/datasets/parallel", name)
			}
		}
		ast.Inspect(parsed, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.GoStmt:
				t.Errorf("%s starts a goroutine; use svna/datasets/parallel", name)
			case *ast.SelectorExpr:
				if x, ok := n.X.(*ast.Ident); ok && x.Name == "sync" && n.Sel.Name == "WaitGroup" {
					t.Errorf("%s waits for goroutines of its own; use svna/datasets/parallel", name)
				}
			}
			return true
		})
		return nil
	})
	if err != nil || files < 200 {
		t.Errorf("looked into %d files: %v", files, err)
	}
}
