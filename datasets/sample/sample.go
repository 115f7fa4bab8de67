// Package sample makes the embedded sample borough: extracts that look like the
// real thing, and the reference data that go with them.
//
// Every offence, victim and suspect in it is made up by a deterministic
// generator. The default sample is composed so that an engine, computing
// honestly from its rows, arrives at the headline figures published for Barking
// and Dagenham in December 2023. It therefore proves that the engine computes,
// and nothing about the borough. Populations, comparators, ward names and bank
// holidays are published figures, with their source beside them; boundaries and
// places are schematic; school terms are invented.
package sample

import (
	"fmt"
	"io"
	"os"
	"path/filepath"

	"svna/datasets"
)

// Options says how much to make. The zero value is the default sample.
type Options struct {
	Rows   int    // about how many rows of a flat extract; 0: about 30,000 for 36 months
	Months int    // whole months, ending with May 2023; 0: 36
	Seed   uint64 // 0: 1
	Layout string // "flat" or "three-files"; "": flat
}

// The layouts of extracts.
const (
	Flat       = "flat"
	ThreeFiles = "three-files"
)

// lastMonth is the last month of every sample.
var lastMonth = datasets.NewMonth(2023, 5)

func (o Options) complete() (Options, error) {
	if o.Months == 0 {
		o.Months = 36
	}
	if o.Seed == 0 {
		o.Seed = 1
	}
	if o.Layout == "" {
		o.Layout = Flat
	}
	switch {
	case o.Rows < 0 || o.Months < 0 || o.Months > longest:
		return o, fmt.Errorf("make sample: rows cannot be negative, and months must be 1 to %d", longest)
	case o.Layout != Flat && o.Layout != ThreeFiles:
		return o, fmt.Errorf("make sample: there is no layout %q; there are %s and %s", o.Layout, Flat, ThreeFiles)
	}
	return o, nil
}

// Write writes a whole sample into a folder that exists: the extract, reference
// data, a settings file that runs, and a README. The same options give the same
// bytes. Rows are streamed: memory does not grow with their number.
func Write(dir string, o Options) error {
	o, err := o.complete()
	if err != nil {
		return err
	}
	if err := writeReferences(dir, o); err != nil {
		return err
	}
	counts := newDashboard()
	if o.Layout == Flat {
		err = writeFile(dir, "crime-extract.csv", func(w io.Writer) error { return writeFlat(w, o, counts.add) })
	} else {
		err = writeThreeFiles(dir, o, counts.add)
	}
	if err != nil {
		return err
	}
	return writeFile(dir, "published-counts.csv", counts.write)
}

// WriteExtract writes the extract alone, flat: one row per offence, victim and
// suspect, in UTF-8 with CRLF.
func WriteExtract(w io.Writer, o Options) error {
	o, err := o.complete()
	if err != nil {
		return err
	}
	return writeFlat(w, o, func(*offence) {})
}

// writeFlat writes a flat extract, and shows each offence to watch.
func writeFlat(w io.Writer, o Options, watch func(*offence)) error {
	rows := newRowWriter(w, offenceHeader+","+victimHeader+","+suspectHeader)
	emit := func(c *offence) {
		watch(c)
		rows.flat(c)
	}
	if err := generate(o, emit, func() error { return rows.err }); err != nil {
		return err
	}
	if err := rows.flush(); err != nil {
		return fmt.Errorf("write sample extract: %w", err)
	}
	return nil
}

// rowsPerOffence is the mean number of rows of an offence in a flat extract,
// counted on the default sample.
const rowsPerOffence = 1.195

// generate makes the offences, month by month, and hands each over. failed is
// asked now and then whether to give up.
func generate(o Options, emit func(*offence), failed func() error) error {
	m, err := newMaker(o.Seed, lastMonth)
	if err != nil {
		return err
	}
	first := lastMonth - datasets.Month(o.Months) + 1
	m.scale = 1
	if o.Rows > 0 {
		m.scale = float64(o.Rows) / m.expectedRows(first)
	}
	for month := first; month <= lastMonth; month++ {
		number := 0
		for _, stratum := range m.month(month) {
			number++
			emit(m.offence(stratum, month, number))
			if m.random.IntN(70) == 0 {
				number++
				withdrawn := m.offence(stratum, month, number)
				m.withdraw(withdrawn)
				emit(withdrawn)
			}
		}
		if err := failed(); err != nil {
			return fmt.Errorf("write sample extract: %w", err)
		}
	}
	return nil
}

// expectedRows is the number of rows of a flat extract at the default scale,
// from a month on.
func (m *maker) expectedRows(first datasets.Month) float64 {
	total := 0.0
	for month := first; month <= lastMonth; month++ {
		for _, s := range m.strata {
			total += s.expected(month, 1)
		}
	}
	return total * rowsPerOffence * (1 + 1.0/70)
}

// writeThreeFiles writes offences, victims and suspects apart, tied by the
// reference of the offence.
func writeThreeFiles(dir string, o Options, watch func(*offence)) error {
	return writeFile(dir, "offences.csv", func(offenceFile io.Writer) error {
		return writeFile(dir, "victims.csv", func(victimFile io.Writer) error {
			return writeFile(dir, "suspects.csv", func(suspectFile io.Writer) error {
				offences := newRowWriter(offenceFile, offenceHeader)
				victims := newRowWriter(victimFile, "Crime Ref,"+victimHeader)
				suspects := newRowWriter(suspectFile, "Crime Ref,"+suspectHeader)
				err := generate(o, func(c *offence) {
					watch(c)
					offences.offence(c)
					offences.end(1)
					for _, p := range c.victims {
						victims.text(c.ref)
						victims.victim(p)
						victims.end(1)
					}
					for _, p := range c.suspects {
						suspects.text(c.ref)
						suspects.suspect(p)
						suspects.end(1)
					}
				}, func() error { return firstError(offences.err, victims.err, suspects.err) })
				if err != nil {
					return err
				}
				return firstError(offences.flush(), victims.flush(), suspects.flush())
			})
		})
	})
}

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// writeFile makes a file, readable by its owner only, and fills it.
func writeFile(dir, name string, fill func(io.Writer) error) error {
	f, err := os.OpenFile(filepath.Join(dir, name), os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("write sample: %w", err)
	}
	if err := fill(f); err != nil {
		f.Close()
		return err
	}
	if err := f.Close(); err != nil {
		return fmt.Errorf("write sample: %w", err)
	}
	return nil
}
