package main

import (
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// progress says on stderr how far a run is: a bar on a terminal, plain lines
// otherwise, nothing with --quiet.
type progress struct {
	out      io.Writer
	quiet    bool
	terminal bool

	mu   sync.Mutex
	bar  *progressbar.ProgressBar
	name string // of the input file that is being read
	read int64  // bytes of it so far
}

func newProgress(t *terminal) *progress {
	file, ok := t.err.(*os.File)
	return &progress{out: t.err, quiet: t.quiet, terminal: ok && term.IsTerminal(int(file.Fd()))}
}

// step says what starts now.
func (p *progress) step(what string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.finish()
	if !p.quiet && !p.terminal {
		fmt.Fprintln(p.out, what)
	}
	if !p.quiet && p.terminal {
		p.bar = p.newBar(-1, what)
	}
}

// count starts a step of n parts, which add ticks off.
func (p *progress) count(what string, n int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.finish()
	if p.quiet {
		return
	}
	if !p.terminal {
		fmt.Fprintln(p.out, what)
		return
	}
	p.bar = p.newBar(n, what)
}

func (p *progress) add() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.bar != nil {
		_ = p.bar.Add(1) // a bar that cannot be drawn costs nothing
	}
}

// file says which input file is being read and, on a terminal, how far; it is
// called several times a file, and names each once.
func (p *progress) file(name string, bytes int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	isNew := name != p.name || bytes < p.read
	p.name, p.read = name, bytes
	switch {
	case p.quiet:
	case !p.terminal && isNew:
		fmt.Fprintln(p.out, "  "+name)
	case p.terminal && p.bar != nil:
		p.bar.Describe(fmt.Sprintf("read %s, %.0f MB", name, float64(bytes)/1e6))
	}
}

// done ends the last step.
func (p *progress) done() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.finish()
}

func (p *progress) finish() {
	if p.bar != nil {
		_ = p.bar.Clear()
		p.bar = nil
	}
}

func (p *progress) newBar(n int, what string) *progressbar.ProgressBar {
	return progressbar.NewOptions(n,
		progressbar.OptionSetWriter(p.out),
		progressbar.OptionSetDescription(what),
		progressbar.OptionSetWidth(30),
		progressbar.OptionClearOnFinish(),
		progressbar.OptionSetRenderBlankState(true), // a step without parts shows its name
		progressbar.OptionSetElapsedTime(false),
		progressbar.OptionSetPredictTime(false),
		progressbar.OptionThrottle(50*time.Millisecond),
		progressbar.OptionSetSpinnerChangeInterval(0), // a turning sign would go on after its step
		progressbar.OptionSetTheme(progressbar.Theme{Saucer: "#", SaucerPadding: ".", BarStart: "[", BarEnd: "]"}),
	)
}
