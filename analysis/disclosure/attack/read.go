// Package attack is a stranger. It reads the public folders of several editions of an
// assessment and works out, for every number that they hide, between which values it
// must lie. It knows what anyone can know: the rule on the cover, what the tables
// count, which offence belongs to which group and which ward became which. It knows
// nothing of how an edition is protected, and imports nothing of this module.
//
// What it adds to the files are suppositions about how two extracts differ, each said
// in Suppositions: nothing, or how many records at most came, left and were changed
// between them.
package attack

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// Edition is what a public folder says.
type Edition struct {
	Threshold int  `json:"threshold"`
	RoundTo   int  `json:"round_to"`
	Width     int  `json:"width"`
	Zeros     bool `json:"zeros"`
	Period    struct {
		From string `json:"from"`
		To   string `json:"to"`
	} `json:"period"`
	Tables []Table `json:"-"`
	// Speaks are the places that say a number of a row whose count is hidden: a column
	// that may depend on the count, or a headline.
	Speaks []string `json:"-"`
}

// Table is a finished table.
type Table struct {
	ID         string
	Dimensions []string
	Rows       []Row
}

// Row is a row of a finished table: its levels and the counts in it, by column; one
// that is hidden is -1.
type Row struct {
	Levels []string
	Counts map[string]int
	Status string   // "c" where something of the row is hidden
	beside []string // columns that say something where the count is hidden
}

// Key is the name of a row.
func (r Row) Key() string { return strings.Join(r.Levels, ": ") }

// hidden marks a count that is not shown.
const hidden = -1

// Read reads a public folder.
func Read(folder string) (e Edition, err error) {
	text, err := os.ReadFile(filepath.Join(folder, "manifest.json"))
	if err != nil {
		return e, err
	}
	if err := json.Unmarshal(text, &e); err != nil {
		return e, err
	}
	names, err := filepath.Glob(filepath.Join(folder, "tables", "*.csv"))
	if err != nil {
		return e, err
	}
	for _, name := range names {
		t, err := readTable(name)
		if err != nil {
			return e, fmt.Errorf("%s: %w", filepath.Base(name), err)
		}
		e.Tables = append(e.Tables, t)
		for _, r := range t.Rows {
			for _, column := range r.beside {
				e.Speaks = append(e.Speaks, t.ID+", "+r.Key()+": "+column)
			}
		}
	}
	return e, e.readHeadlines(folder)
}

// silent are columns that say nothing of the count of their row: what it is set
// against, what anyone can look up, and in words why there is nothing.
var silent = map[string]bool{
	"numerator": true, "denominator": true, "method": true, "status": true,
	"expected": true, "residents": true, "residents_reference": true, "share_residents": true, "residents_per_year": true, "radius": true, "days": true, "unit_cost": true, "multiplier": true,
}

// readHeadlines notes the headlines that give a number of a row whose count is hidden.
func (e *Edition) readHeadlines(folder string) error {
	var said struct {
		Headlines []struct {
			ID        string   `json:"id"`
			Value     *float64 `json:"value"`
			Numerator *float64 `json:"numerator"`
			Source    struct {
				Table string `json:"table"`
				Row   string `json:"row"`
			} `json:"source"`
		} `json:"headlines"`
	}
	text, err := os.ReadFile(filepath.Join(folder, "headlines.json"))
	if err == nil {
		err = json.Unmarshal(text, &said)
	}
	if err != nil {
		return err
	}
	silenced := map[string]bool{}
	for _, t := range e.Tables {
		for _, r := range t.Rows {
			if n, printed := r.Counts["numerator"]; printed && n == hidden {
				silenced[t.ID+": "+r.Key()] = true
			}
		}
	}
	for _, h := range said.Headlines {
		if silenced[h.Source.Table+": "+h.Source.Row] && (h.Value != nil || h.Numerator != nil) {
			e.Speaks = append(e.Speaks, "headline "+h.ID)
		}
	}
	return nil
}

func readTable(name string) (t Table, err error) {
	t.ID = strings.TrimSuffix(filepath.Base(name), ".csv")
	var metadata struct {
		TableSchema struct {
			PrimaryKey []string `json:"primaryKey"`
		} `json:"tableSchema"`
	}
	text, err := os.ReadFile(name + "-metadata.json")
	if err == nil {
		err = json.Unmarshal(text, &metadata)
	}
	if err != nil {
		return t, err
	}
	t.Dimensions = metadata.TableSchema.PrimaryKey
	f, err := os.Open(name)
	if err != nil {
		return t, err
	}
	defer f.Close()
	records, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return t, err
	}
	for _, record := range records[1:] {
		r := Row{Counts: map[string]int{}}
		for i, cell := range record {
			switch name := records[0][i]; {
			case i < len(t.Dimensions):
				r.Levels = append(r.Levels, strings.TrimPrefix(cell, "'"))
			case name == "status":
				r.Status = cell
			case name != "numerator" && name != "denominator":
			case cell == "":
				r.Counts[name] = hidden
			default:
				if n, err := strconv.Atoi(cell); err == nil { // else residents, in parts of one
					r.Counts[name] = n
				}
			}
		}
		for i, cell := range record {
			name := records[0][i]
			if n, printed := r.Counts["numerator"]; i >= len(t.Dimensions) && printed && n == hidden && cell != "" && !silent[name] {
				r.beside = append(r.beside, name)
			}
		}
		t.Rows = append(t.Rows, r)
	}
	return t, nil
}

// month counts months from year 0.
type month int

func parseMonth(s string) month {
	t, err := time.Parse("2006-01", s)
	if err != nil {
		return 0
	}
	return month(12*t.Year() + int(t.Month()) - 1)
}

// span is a run of months.
type span struct{ from, to month }

func (e Edition) span() span { return span{parseMonth(e.Period.From), parseMonth(e.Period.To)} }

// previous is the same months a year before, which every edition compares with.
func (s span) previous() span { return span{s.from - 12, s.to - 12} }

func (s span) contains(other span) bool { return s.from <= other.from && other.to <= s.to }

// named is the span that a level names: "12 months to March 2022".
func named(level string) (s span, ok bool) {
	n := 1
	text := level
	if before, after, found := strings.Cut(level, " months to "); found {
		var err error
		if n, err = strconv.Atoi(before); err != nil {
			return s, false
		}
		text = after
	}
	t, err := time.Parse("January 2006", text)
	if err != nil {
		return s, false
	}
	to := month(12*t.Year() + int(t.Month()) - 1)
	return span{to - month(n) + 1, to}, true
}

// bounds are the values that a printed count leaves, from its cell alone. Of one that
// is hidden a stranger cannot tell whether it is small or hidden to protect
// another; Told may say so.
func (e Edition) bounds(shown int, toldSmall, toldLarge bool) (least, most float64) {
	switch {
	case shown == 0 && e.Zeros:
		return 0, 0
	case shown != hidden:
		return float64(max(e.Threshold, shown-e.RoundTo/2)), float64(shown + (e.RoundTo-1)/2)
	}
	if e.Zeros {
		least = 1
	}
	switch {
	case toldSmall:
		return least, float64(e.Threshold - 1)
	case toldLarge:
		return float64(e.Threshold), unbounded
	}
	return least, unbounded
}
