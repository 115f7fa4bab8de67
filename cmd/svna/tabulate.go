package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"

	"svna/analysis/tabulate"
	"svna/datasets"
	"svna/datasets/parallel"
)

// tabulateCommand counts cross-tables on the spot. What it prints is restricted.
type tabulateCommand struct {
	Files    []string `arg:"" optional:"" help:"Extracts: delimited text, Excel, Parquet or Arrow; patterns such as crime-*.csv are allowed."`
	By       []string `short:"b" sep:"none" help:"Dimensions of a table, with commas between: columns, or month, hour, weekday, age_band, cell and others. Give it again for another table from the same pass."`
	Where    string   `short:"w" help:"Condition of the rows counted, such as \"knife_flag = 'Y'\"."`
	Measure  string   `short:"m" help:"count, share, share(CONDITION), distinct(COLUMN), sum(COLUMN), or rate(LOOKUP.COLUMN, 1000)."`
	Lookup   []string `sep:"none" help:"A look-up for rate and sum: NAME=FILE:KEY, such as wards=population.csv:ward_code."`
	Tables   string   `short:"t" help:"A TOML file that names tables and look-ups."`
	Order    string   `help:"Columns to sort by, with commas between; the greatest first with a - before the name."`
	Top      int      `help:"Keep so many rows of each table."`
	Profile  string   `short:"p" help:"Profile of the extracts, built in or a path: columns are then called by their fields."`
	Settings string   `short:"s" help:"Settings file: its first extract gives the profile, and the files where none are named."`
	Sheet    []string `sep:"none" help:"The sheet of a workbook to read; give it again for several. Without it, the sheet with the table."`
	Format   string   `short:"f" default:"text" enum:"text,csv,json,xlsx" help:"text, csv, json or xlsx."`
	Out      string   `short:"o" help:"Folder to write to; without it, text, csv and json go to the screen."`
}

func (c tabulateCommand) Run(ctx context.Context, t *terminal) error {
	// Sets of references are large and hold no pointers: collecting is cheap, memory
	// is not. Memory that is never touched keeps collections few while they are small.
	debug.SetGCPercent(20)
	untouched := make([]byte, 256<<20)
	defer runtime.KeepAlive(untouched)
	asked, err := c.asked()
	if err != nil {
		return &usageError{err}
	}
	if c.Format == "xlsx" && c.Out == "" {
		return &usageError{errors.New("an Excel workbook needs a folder to go to; name one with --out")}
	}
	source, err := c.source()
	if err != nil {
		return err
	}
	stream, err := datasets.OpenStream(source.Files, source.Profile, source.Sheets...)
	if err != nil {
		return err
	}
	p := newProgress(t)
	p.step("Count")
	answer, err := tabulate.Count(ctx, stream, asked, p.file)
	p.done()
	err = errors.Join(err, stream.Close())
	var wrong *tabulate.TableError
	if errors.As(err, &wrong) && !datasets.InputRefused(err) {
		return &usageError{err}
	}
	if err != nil {
		return err
	}
	if c.Out != "" {
		return c.write(t, answer)
	}
	return printTables(t, c.Format, answer)
}

// asked is what the command line asks for: the tables of a file, and one for each
// --by.
func (c tabulateCommand) asked() (*tabulate.Tables, error) {
	asked := &tabulate.Tables{Lookups: map[string]tabulate.LookupFile{}}
	if c.Tables != "" {
		read, err := tabulate.ReadTables(c.Tables)
		if err != nil {
			return nil, err
		}
		asked = read
		if asked.Lookups == nil {
			asked.Lookups = map[string]tabulate.LookupFile{}
		}
	}
	for _, l := range c.Lookup {
		name, rest, ok := strings.Cut(l, "=")
		at := strings.LastIndexByte(rest, ':')
		if !ok || at < 0 {
			return nil, fmt.Errorf("--lookup %s: write NAME=FILE:KEY, such as wards=population.csv:ward_code", l)
		}
		asked.Lookups[name] = tabulate.LookupFile{File: rest[:at], Key: rest[at+1:]}
	}
	if len(c.By) == 0 && c.Tables == "" {
		c.By = []string{""}
	}
	for i, by := range c.By {
		table := tabulate.Table{Name: fmt.Sprintf("table%d", i+1), Where: c.Where, Measure: c.Measure, Top: c.Top}
		if strings.TrimSpace(by) != "" {
			table.By = tabulate.SplitList(by)
		}
		if c.Order != "" {
			table.Order = tabulate.SplitList(c.Order)
		}
		asked.Tables = append(asked.Tables, table)
	}
	return asked, nil
}

// source is what is to be read.
func (c tabulateCommand) source() (source datasets.Source, err error) {
	if source.Files, err = expandPatterns(c.Files); err != nil {
		return source, &usageError{err}
	}
	switch {
	case c.Settings != "" && c.Profile != "":
		return source, &usageError{errors.New("give --settings or --profile, and not both")}
	case c.Settings != "":
		s, err := readSettings(c.Settings)
		if err != nil {
			return source, err
		}
		sources, err := s.sources()
		if err != nil {
			return source, err
		}
		source.Profile, source.Sheets = sources[0].Profile, sources[0].Sheets
		if len(source.Files) == 0 {
			source.Files = sources[0].Files
		}
	case strings.ContainsAny(c.Profile, "/\\."):
		source.Profile, err = datasets.ReadProfile(c.Profile)
	case c.Profile != "":
		source.Profile, err = datasets.BuiltInProfile(c.Profile)
	}
	if err == nil && len(source.Files) == 0 {
		err = errors.New("name the extracts, or a settings file with --settings")
	}
	if len(c.Sheet) > 0 {
		source.Sheets = c.Sheet
	}
	if err != nil {
		return source, &usageError{err}
	}
	return source, nil
}

// expandPatterns finds the files of patterns, each once, in order of name.
func expandPatterns(patterns []string) (files []string, err error) {
	for _, pattern := range patterns {
		found := []string{pattern}
		if strings.ContainsAny(pattern, "*?[") {
			if found, err = filepath.Glob(pattern); err != nil || len(found) == 0 {
				return nil, fmt.Errorf("no file is like %s", pattern)
			}
		}
		for _, f := range found {
			if !slices.Contains(files, f) {
				files = append(files, f)
			}
		}
	}
	return files, nil
}

// write writes every table into the folder, readable by the owner alone.
func (c tabulateCommand) write(t *terminal, answer *tabulate.Answer) error {
	if err := os.MkdirAll(c.Out, 0o700); err != nil {
		return &outputError{err}
	}
	if err := c.writeFile("RESTRICTED.txt", []byte(restrictedLine+"\n")); err != nil {
		return err
	}
	switch c.Format {
	case "xlsx":
		content, err := tabulatedWorkbook(answer)
		if err == nil {
			err = c.writeFile("tables.xlsx", content)
		}
		if err != nil {
			return err
		}
	case "json":
		content, err := tabulatedJSON(answer)
		if err == nil {
			err = c.writeFile("tables.json", content)
		}
		if err != nil {
			return err
		}
	default:
		var files parallel.Group
		files.SetLimit(runtime.GOMAXPROCS(0))
		for _, r := range answer.Results {
			files.Go(func() error { return c.writeFile(r.Name+".csv", tabulatedCSV(r)) })
		}
		if err := files.Wait(); err != nil {
			return err
		}
	}
	fmt.Fprintln(t.out, restrictedLine)
	printAbout(t.out, answer)
	_, err := fmt.Fprintf(t.out, "%s in %s\n", counted(len(answer.Results), "table", "tables"), c.Out)
	return err
}

func (c tabulateCommand) writeFile(name string, content []byte) error {
	if err := os.WriteFile(filepath.Join(c.Out, name), content, 0o600); err != nil {
		return &outputError{err}
	}
	return nil
}

// Help is the end of svna tabulate --help.
func (tabulateCommand) Help() string {
	return "Dimensions: a column by its header (in double quotes where it has blanks), month, hour, weekday, weekday_number, day and year of a column of times, age_band(column), cell(easting, northing) of 250 m, coalesce(dimension, 'level of the blank'); each may be given a name with \"as\".\n\nThe tables are restricted: nothing is suppressed. docs/tabulate.md has examples."
}
