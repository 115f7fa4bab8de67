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
	"math"
	"slices"

	"svna/datasets"
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
	texts := make([]*textSets, len(p.distincts))
	for i := range texts {
		texts[i] = &textSets{}
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
	for _, parts := range tables {
		r, err := t.result(parts)
		if err != nil {
			return nil, &TableError{parts[0].table.Name, err}
		}
		answer.Results = append(answer.Results, r)
	}
	return answer, nil
}

// totals is what all workers counted together, by the labels of levels.
type totals struct {
	counts    []map[string]int64
	sums      []map[string]exactSum
	texts     []map[string]int
	distincts map[*figure]map[string]int
}

// exactSum is a sum: wholes, and thousand millionths.
type exactSum struct{ whole, nano int64 }

func (s exactSum) value() float64 {
	return float64(s.whole+s.nano/1e9) + math.Mod(float64(s.nano), 1e9)/1e9
}

// addUp brings the counts of all workers together: codes become labels.
func addUp(p *plan, workers []*worker, texts []*textSets) *totals {
	t := &totals{distincts: map[*figure]map[string]int{}}
	for range p.counters {
		t.counts = append(t.counts, map[string]int64{})
	}
	for range p.sums {
		t.sums = append(t.sums, map[string]exactSum{})
	}
	for _, w := range workers {
		if w.block == nil {
			continue // it had no rows
		}
		w.finish()
		for _, c := range p.counters {
			for code, n := range w.counts[c.place] {
				if n > 0 {
					t.counts[c.place][w.label(c.by, int32(code))] += n
				}
			}
		}
		for _, s := range p.sums {
			for code, whole := range w.sums[s.place].whole {
				if nano := w.sums[s.place].nano[code]; whole != 0 || nano != 0 {
					label := w.label(s.by, int32(code))
					sum := t.sums[s.place][label]
					t.sums[s.place][label] = exactSum{sum.whole + whole, sum.nano + nano}
				}
			}
		}
	}
	for i, d := range p.distincts {
		found := map[string]int{}
		for level, set := range texts[i].sets {
			if d.by.kind == everything {
				level = ""
			}
			found[level] += set.len()
		}
		t.texts = append(t.texts, found)
	}
	return t
}
