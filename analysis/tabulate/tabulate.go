// Package tabulate counts cross-tables over extracts in one pass: any number of
// tables from one reading of the files, without holding them. It knows columns and
// no crime; what a column means is the business of who asks.
//
// A row counts once in each table whose condition it meets. A blank is a level of
// its own, named "". Nothing is suppressed: results are restricted, and are no part
// of the joint disclosure audit.
package tabulate

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"svna/datasets"
	"svna/datasets/parallel"
)

// Answer is what was counted, and what was read for it.
type Answer struct {
	Results []Result
	// Files are the ledgers of the files, and Findings what could not be read.
	Files    []datasets.FileQuality
	Findings []datasets.Finding
	// Notes say what was assumed for all tables.
	Notes []string
}

// TableError is a table that cannot be made as it is asked for.
type TableError struct {
	Name string
	Err  error
}

func (e *TableError) Error() string {
	if e.Name == "" {
		return e.Err.Error()
	}
	return fmt.Sprintf("table %s: %s", e.Name, e.Err)
}

// Unwrap returns the reason.
func (e *TableError) Unwrap() error { return e.Err }

// Count makes all tables from one pass over the stream, on all cores. The results
// do not depend on how many there are. progress is told how far a file is read.
func Count(ctx context.Context, s *datasets.Stream, asked *Tables, progress func(file string, bytes int64)) (*Answer, error) {
	p := &plan{stream: s, lookups: map[string]*lookup{}, coded: map[string]bool{}}
	for _, name := range slices.Sorted(maps.Keys(asked.Lookups)) {
		l, err := readLookup(ctx, name, asked.Lookups[name])
		if err != nil {
			return nil, err
		}
		p.lookups[name] = l
	}
	var tables [][]*compiled
	for i := range asked.Tables {
		parts, err := p.compile(&asked.Tables[i])
		if err != nil {
			return nil, &TableError{asked.Tables[i].Name, err}
		}
		tables = append(tables, parts)
	}
	texts := make([]*textLevels, len(p.distincts))
	for i := range texts {
		texts[i] = &textLevels{}
	}
	var workers []*worker
	quality, err := s.Read(ctx, p.wanted, func() func(*datasets.Block) error {
		w := newWorker(p, texts)
		workers = append(workers, w)
		return w.count
	}, progress)
	if err != nil {
		return nil, err
	}
	t := addUp(p, workers, texts)
	answer := &Answer{Files: quality.Files, Findings: quality.Findings, Notes: p.notes}
	answer.Results = make([]Result, len(tables))
	wrong := make([]error, len(tables))
	parallel.Each(len(tables), func(i int) {
		var err error
		if answer.Results[i], err = t.result(tables[i]); err != nil {
			wrong[i] = &TableError{tables[i][0].table.Name, err}
		}
	})
	for _, err := range wrong {
		if err != nil {
			return nil, err
		}
	}
	return answer, nil
}
