// Command svna turns crime extracts into a serious violence needs assessment:
// figures, an Excel appendix, headline statements and a report.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"github.com/alecthomas/kong"

	"svna/datasets"
	"svna/datasets/parallel"
)

// version is the version of the program; a release sets it.
var version = "0.1.0"

// commands is the command line, as kong reads it.
type commands struct {
	Quiet bool `short:"q" help:"Print no progress."`

	Demo      demoCommand      `cmd:"" help:"Do the whole job on the embedded synthetic sample borough."`
	Init      initCommand      `cmd:"" help:"Look at extracts and propose the settings to read them."`
	Run       runCommand       `cmd:"" help:"Do the whole job on your extracts."`
	Check     checkCommand     `cmd:"" help:"Load the extracts and report on their quality; analyse nothing."`
	Headlines headlinesCommand `cmd:"" help:"Print the headline statements of a run."`
	Explain   explainCommand   `cmd:"" help:"Say how one headline came about."`
	Verify    verifyCommand    `cmd:"" help:"Prove a run: hashes, and every headline against its cell."`
	Tabulate  tabulateCommand  `cmd:"" help:"Count any cross-table over extracts, on the spot."`
	List      listCommand      `cmd:"" help:"List the breakdowns."`
	Describe  describeCommand  `cmd:"" help:"Say what a breakdown counts, leaves out, and how it misleads."`
	Sample    sampleCommand    `cmd:"" help:"Write synthetic extracts that look like the real thing."`
	Version   versionCommand   `cmd:"" help:"Print the version."`
}

// columnReader is the hidden command by which the program starts itself to read
// Parquet and Arrow files: a damaged one can end that process, and not this one.
const columnReader = "read-columns"

// terminal is what a command may print to.
type terminal struct {
	out, err io.Writer
	quiet    bool
}

func main() {
	debug.SetTraceback("none") // a trace can hold strings of the extract
	forbidCoreDumps()
	if len(os.Args) > 1 && os.Args[1] == columnReader {
		datasets.ServeColumns(os.Args[2:], os.Stdin, os.Stdout)
		return
	}
	if program, err := os.Executable(); err == nil {
		datasets.ReadColumnsWith(program, columnReader)
	}
	debug.SetGCPercent(400) // a run is short: fewer collections cost memory and save a fifth of its time
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second interrupt ends the program at once
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	if err == nil {
		return
	}
	if message := messageOf(err); message != "" {
		fmt.Fprintln(os.Stderr, "svna: "+message)
	}
	if advice := adviceFor(err); advice != "" {
		fmt.Fprintln(os.Stderr, advice)
	}
	os.Exit(statusOf(err))
}

// run reads the command line and does what it says. Without a command it prints
// the list of commands, which is a wrong use.
func run(ctx context.Context, args []string, out, errOut io.Writer) (err error) {
	defer parallel.Recover(&err) // what it panicked with may be a cell
	var c commands
	exited := false
	options := []kong.Option{
		kong.Name("svna"),
		kong.Description("Serious violence needs assessment: crime extracts in; figures, Excel appendix and headline statements out."),
		kong.Writers(out, errOut),
		kong.Exit(func(int) { exited = true }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
	}
	if len(args) == 0 {
		options, args = append(options, kong.Writers(errOut, errOut)), []string{"--help"}
		defer func() {
			if err == nil {
				err = &usageError{errors.New("name a command, such as svna demo")}
			}
		}()
	}
	parser, err := kong.New(&c, options...)
	if err != nil {
		return err
	}
	parsed, err := parser.Parse(args)
	if exited {
		return nil
	}
	if err != nil {
		var wrong *kong.ParseError
		if errors.As(err, &wrong) {
			return &commandLineError{err: err, command: understood(wrong)}
		}
		return err
	}
	parsed.BindTo(ctx, (*context.Context)(nil))
	return parsed.Run(&terminal{out: out, err: errOut, quiet: c.Quiet})
}

// understood is the command that a wrong command line names, or "".
func understood(wrong *kong.ParseError) string {
	if command := wrong.Context.Selected(); command != nil {
		return command.Name
	}
	return ""
}

type versionCommand struct{}

func (versionCommand) Run(t *terminal) error {
	_, err := fmt.Fprintln(t.out, "svna", version)
	return err
}
