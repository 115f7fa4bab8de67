package datasets

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"

	"svna/datasets/parallel"
)

// Source is one [[extract]] of the settings: files of one shape.
type Source struct {
	Files   []string // paths; patterns must be expanded
	Sheets  []string // of workbooks; needed only where several have a table of the profile
	Profile *Profile
}

// Load reads the files of all sources into one Dataset. Values that cannot be
// used become missing and are counted in Quality; only a fault of form stops
// the load, with a *ParseError around one of the sentinels of this package.
// Sources with equal profiles are read as one. Every row of every file is used
// or left out for a stated reason, or Load returns ErrLedger.
//
// progress, if not nil, is told how many bytes of the text of a file have been
// read, now and then and at its end. Load stops when ctx is done.
func Load(ctx context.Context, sources []Source, progress func(file string, bytes int64)) (d *Dataset, err error) {
	defer func() {
		if err != nil {
			d = nil
		}
	}()
	defer parallel.Recover(&err)
	l := &loader{
		offences: newTableFilling("offences"), people: newTableFilling("people"), counts: newTableFilling("counts"),
		byRole: map[string]map[string]bool{},
	}
	l.quality.Findings = []Finding{}
	tables, err := readSources(ctx, joinEqual(sources), progress)
	if err != nil {
		return nil, err
	}
	understood := make([][]*coerced, len(tables))
	for i, t := range tables {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if understood[i], err = t.coerce(); err != nil {
			return nil, err
		}
	}
	// Offences come first, whatever the order of the settings: people join them.
	for i, t := range tables {
		if t.profile.Layout.table() == "offences" {
			l.takeOffences(t, understood[i])
		}
	}
	for i, t := range tables {
		switch t.profile.Layout.table() {
		case "people":
			err = l.takePeopleFile(t, understood[i])
		case "counts":
			err = l.takeCounts(t, understood[i])
		}
		if err != nil {
			return nil, err
		}
	}
	for i, t := range tables {
		// Only now is it known which rows are in use.
		for _, v := range understood[i] {
			unmapped, err := t.noteFaults(v)
			if err != nil {
				return nil, err
			}
			l.quality.Findings = append(l.quality.Findings, unmapped...)
		}
		t.noteTimes(understood[i])
	}
	l.deriveOffenceGroups()
	l.deriveKnifeUse()
	l.settleAges()
	return l.dataset(tables)
}

// loader is a Dataset that is being made.
type loader struct {
	quality  Quality
	offences *tableFilling
	people   *tableFilling
	counts   *tableFilling

	indexed       map[string]int32 // offence of each reference
	personOffence []int32
	infants       []bool // for each person, whether the profile keeps age 0
	byRole        map[string]map[string]bool
}

// find adds a finding that belongs to no single file.
func (l *loader) find(field, kind string, count int, format string, args ...any) {
	l.quality.Findings = append(l.quality.Findings, Finding{Field: field, Kind: kind, Count: count, Say: fmt.Sprintf(format, args...)})
}

// joinEqual puts the files of sources with equal profiles together, so that a
// row in two of them is met twice.
func joinEqual(sources []Source) (joined [][]Source) {
	for _, s := range sources {
		at := slices.IndexFunc(joined, func(j []Source) bool { return reflect.DeepEqual(j[0].Profile, s.Profile) })
		if at < 0 {
			at, joined = len(joined), append(joined, nil)
		}
		joined[at] = append(joined[at], s)
	}
	return joined
}

func readSources(ctx context.Context, joined [][]Source, progress func(string, int64)) (tables []*rawTable, err error) {
	number := 0
	for _, sources := range joined {
		if sources[0].Profile == nil {
			return nil, errors.New("load: an extract has no profile")
		}
		t := newRawTable(sources[0].Profile)
		for _, s := range sources {
			for _, path := range s.Files {
				number++
				if err := ctx.Err(); err != nil {
					return nil, err
				}
				if err := t.readFile(ctx, path, number, s.Sheets, progress); err != nil {
					return nil, err
				}
			}
		}
		t.turn()
		for _, c := range t.columns {
			t.sayAbsent(c)
		}
		tables = append(tables, t)
	}
	if number == 0 {
		return nil, errors.New("load: no file is named; list the extracts under [[extract]] files")
	}
	return tables, nil
}

// sayAbsent says where some files of a source have a column and others do not.
func (t *rawTable) sayAbsent(c *rawColumn) {
	if c.header == "" {
		return
	}
	for _, f := range t.files {
		if !slices.ContainsFunc(f.quality.Columns, func(b Binding) bool { return b.Field == c.bindingName() }) {
			f.quality.Assumed = append(f.quality.Assumed, fmt.Sprintf("there is no column for %s: not recorded in the rows of this file", c.bindingName()))
		}
	}
}

// takePeopleFile adds the people of a file of victims, suspects or people to
// the offences that they name.
func (l *loader) takePeopleFile(t *rawTable, all []*coerced) error {
	if l.offences.rows == 0 {
		return &ParseError{File: t.name(), Err: fmt.Errorf("%w: it has %s and no extract has offences; list the extract of offences under [[extract]]", ErrMissingColumn, t.profile.Layout)}
	}
	refs := find(all, "", "offence_ref")
	known := l.references()
	offences := make([]int32, t.rows())
	joined := 0
	for row := range offences {
		offences[row] = -1
		if t.status[row] != rowUsed {
			continue
		}
		code := refs.codes[row]
		if code < 0 || refs.texts[code] == "" {
			t.leaveOut(int32(row), reasonNoReference)
			continue
		}
		offence, there := known[refs.texts[code]]
		if !there {
			t.leaveOut(int32(row), reasonNoOffence)
			continue
		}
		offences[row] = offence
		joined++
	}
	if joined == 0 {
		return &ParseError{File: t.name(), Field: "offence_ref", Err: fmt.Errorf("%w: none of its references is among the offences; check that both files write them alike", ErrTooManyUnusable)}
	}
	t.leaveOutCopies(offences, func(int32) bool { return true })
	g := gathering{table: t, role: t.profile.Layout.role(), roles: find(all, "", "role"), offences: offences}
	for _, v := range all {
		if v != refs && v.field.Name != "role" {
			g.columns = append(g.columns, v)
		}
	}
	leaveOutRepeats(t, l.takePeople(&g), reasonSamePerson)
	return nil
}

// supplied remembers which fields a source has for the people of which role.
func (l *loader) supplied(g *gathering, field string) {
	roles := []string{g.role}
	if g.roles != nil {
		roles = g.roles.names
	}
	for _, role := range roles {
		if l.byRole[role] == nil {
			l.byRole[role] = map[string]bool{}
		}
		l.byRole[role][field] = true
	}
}

// dataset finishes the tables, counts completeness and closes the ledger.
func (l *loader) dataset(tables []*rawTable) (*Dataset, error) {
	for _, t := range tables {
		for _, f := range t.files {
			if err := f.close(t); err != nil {
				return nil, err
			}
			l.quality.Files = append(l.quality.Files, *f.quality)
		}
	}
	d := &Dataset{
		Offences: Offences{l.offences.table()},
		People:   People{Table: l.people.table(), Offence: l.personOffence},
		Counts:   Counts{Table: l.counts.table(), Source: countsSource(tables)},
	}
	var err error
	if l.quality.Fields, err = l.completeness(); err != nil {
		return nil, err
	}
	d.Quality = l.quality
	return d, nil
}
