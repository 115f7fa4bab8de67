package datasets

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// ReadPopulation reads tables of residents and puts them together. What a file
// holds is told by its header:
//
//   - the canonical form: area_code, mid_year, age, persons and, optionally,
//     area_name, sex, ethnicity, source; ages are single years (the last of them
//     open) or bands;
//   - ONS mid-year estimates in long form: year, area_code, area_name, geography,
//     sex, age, population;
//   - wards by age, derived from LSOAs: ward22_code, ward_name, age or age_band,
//     population; the mid-year is in the file's name;
//   - LSOAs by single year of age, one column an age; the year is in the name;
//   - Census 2021 tables of ethnic group (19 groups become five) or broad age.
//
// A name ending in .gz is unpacked. Totals must equal the sum of their parts,
// and the same cell may not be given twice with different numbers: both are
// errors that name the file and the line.
func ReadPopulation(paths []string) (*Population, error) {
	p := &Population{AreaNames: map[string]string{}, sources: map[populationOrigin][]string{}}
	var sources, notes []string
	var files []*populationFile
	for _, path := range paths {
		f, err := readPopulationFile(path)
		if err != nil {
			return nil, fmt.Errorf("read population: %w", err)
		}
		for code, name := range f.names {
			if p.AreaNames[code] == "" {
				p.AreaNames[code] = name
			}
		}
		for origin, sources := range f.sources {
			p.sources[origin] = distinct(slices.Concat(p.sources[origin], sources)...)
		}
		files = append(files, f)
		p.References = append(p.References, f.Reference)
		sources, notes = append(sources, f.Source), append(notes, f.note)
	}
	p.Source, p.Note = strings.Join(distinct(sources...), "; "), strings.Join(distinct(notes...), " ")
	var err error
	if p.Cells, err = mergePopulations(files); err != nil {
		return nil, fmt.Errorf("read population: %w", err)
	}
	return p, nil
}

// mergePopulations puts the cells of all files in order, keeps one of equal
// cells, and refuses cells that contradict each other.
func mergePopulations(files []*populationFile) ([]PopulationCell, error) {
	var all []PopulationCell
	if len(files) == 1 {
		all = files[0].cells
	} else {
		for _, f := range files {
			all = append(all, f.cells...)
		}
	}
	order := orderOfCells(all)
	kept := make([]PopulationCell, 0, len(all))
	last := int32(0) // index in all of the cell kept last
	for _, i := range order {
		c := all[i]
		if len(kept) == 0 || comparePopulationCells(kept[len(kept)-1], c) != 0 {
			kept, last = append(kept, c), i
			continue
		}
		if kept[len(kept)-1].Persons != c.Persons {
			before, _ := originOfCell(files, last)
			file, line := originOfCell(files, i)
			return nil, fmt.Errorf("%s: line %d: area %s, year %d has another number of residents in %s; keep one series", file, line, c.Area, c.Year, before)
		}
	}
	return kept, nil
}

// originOfCell returns the file and line of a cell of the joined files.
func originOfCell(files []*populationFile, i int32) (file string, line int32) {
	for _, f := range files {
		if int(i) < len(f.cells) {
			return f.Path, f.lines[i]
		}
		i -= int32(len(f.cells))
	}
	return "", 0
}

// populationFile is one file on the way to becoming cells.
type populationFile struct {
	Reference
	note   string
	kind   populationKind
	column map[string]int
	ages   []wideAges // of a wide layout
	year   int        // of every row, where the file has no year column; else 0
	names  map[string]string
	cells  []PopulationCell
	lines  []int32
	intern map[string]string
	// sources are those of the rows of areas of a kind in a year.
	sources map[populationOrigin][]string
}

func readPopulationFile(path string) (*populationFile, error) {
	content, err := readUnpacked(path)
	if err != nil {
		return nil, err
	}
	return parsePopulation(content)
}

func parsePopulation(content *unpackedFile) (*populationFile, error) {
	f := &populationFile{Reference: content.Reference, names: map[string]string{}, intern: map[string]string{}, sources: map[populationOrigin][]string{}}
	f.Name = "population"
	reader := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(content.bytes, []byte("\ufeff"))))
	reader.ReuseRecord = true
	header, err := reader.Read()
	if err != nil {
		return nil, fmt.Errorf("%s: no header: %w", f.Path, err)
	}
	if err := f.recognise(header); err != nil {
		return nil, fmt.Errorf("%s: %w", f.Path, err)
	}
	lines := bytes.Count(content.bytes, []byte("\n"))
	f.grow(lines)
	if err := f.readRows(reader); err != nil {
		return nil, fmt.Errorf("%s: %w", f.Path, err)
	}
	if len(f.cells) == 0 {
		return nil, fmt.Errorf("%s: it has a header and no residents", f.Path)
	}
	f.openLastAge()
	if f.kind.wide {
		return f, nil // each row was checked against its total, and has no sex
	}
	f.addBothSexes()
	if err := f.checkTotals(); err != nil {
		return nil, fmt.Errorf("%s: %w", f.Path, err)
	}
	return f, nil
}

func (f *populationFile) recognise(header []string) error {
	f.column = map[string]int{}
	for i, name := range header {
		name = strings.ToLower(strings.TrimSpace(name))
		if _, twice := f.column[name]; twice && name != "" {
			return fmt.Errorf("line 1: column %q is there twice; remove or rename one", name)
		}
		f.column[name] = i
	}
	for _, kind := range populationKinds {
		if !f.matches(kind) {
			continue
		}
		f.kind, f.Source, f.note = kind, kind.source, kind.note
		for i, name := range header {
			if from, to, ok := ParseAges(name); ok && kind.wide && i != f.column[kind.persons] {
				f.ages = append(f.ages, wideAges{i, from, to})
			}
		}
		return f.findYear()
	}
	return errors.New("not a population table that is known; the canonical form has the columns area_code, mid_year, sex, age, ethnicity, persons")
}

// wideAges is a column of a wide layout and the ages that it stands for.
type wideAges struct{ column, from, to int }

// grow makes room for the cells of a file of so many lines.
func (f *populationFile) grow(lines int) {
	n := min(lines*max(1, len(f.ages)), 4<<20)
	f.cells, f.lines = make([]PopulationCell, 0, n), make([]int32, 0, n)
}

func (f *populationFile) readRows(reader *csv.Reader) error {
	added := map[PopulationCell]int{} // census groups that are added up
	for {
		row, err := reader.Read()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		line, _ := reader.FieldPos(0)
		if f.kind.wide {
			err = f.wideRow(row, line)
		} else {
			err = f.longRow(row, line, added)
		}
		if err != nil {
			return fmt.Errorf("line %d: %w", line, err)
		}
	}
}

func (f *populationFile) value(row []string, column string) string {
	i, there := f.column[column]
	if !there || column == "" {
		return ""
	}
	return strings.TrimSpace(row[i])
}

// kept returns one copy of a text, so that cells do not hold on to whole rows.
func (f *populationFile) kept(s string) string {
	if k, there := f.intern[s]; there {
		return k
	}
	k := strings.Clone(s)
	f.intern[k] = k
	return k
}

func (f *populationFile) area(row []string) (string, error) {
	area := f.kept(f.value(row, f.kind.area))
	if area == "" {
		return "", fmt.Errorf("%s: it is blank", f.kind.area)
	}
	if name := f.value(row, f.kind.name); name != "" && f.names[area] == "" {
		f.names[area] = strings.Clone(name)
	}
	return area, nil
}

func (f *populationFile) add(c PopulationCell, line int) {
	f.cells, f.lines = append(f.cells, c), append(f.lines, int32(line))
}

// wideRow reads one area with one column an age.
func (f *populationFile) wideRow(row []string, line int) error {
	area, err := f.area(row)
	if err != nil {
		return err
	}
	f.take(area, f.year, f.Source)
	total := 0.0
	for _, ages := range f.ages {
		persons, err := parsePersons(row[ages.column])
		if err != nil {
			return fmt.Errorf("age %d: %w", ages.from, err)
		}
		total += persons
		f.add(PopulationCell{Area: area, Year: f.year, AgeFrom: ages.from, AgeTo: ages.to, Persons: persons}, line)
	}
	stated, err := parsePersons(f.value(row, f.kind.persons))
	if err != nil {
		return fmt.Errorf("%s: %w", f.kind.persons, err)
	}
	if !nearlyEqual(stated, total) {
		return fmt.Errorf("%s: it is not the sum of the ages", f.kind.persons)
	}
	return nil
}

// longRow reads one cell. Groups of a census table that fall into one of the
// five are added up.
func (f *populationFile) longRow(row []string, line int, added map[PopulationCell]int) error {
	c := PopulationCell{Year: f.year, AgeTo: AllAges}
	var err error
	if c.Area, err = f.area(row); err != nil {
		return err
	}
	if f.kind.year != "" {
		if c.Year, err = strconv.Atoi(f.value(row, f.kind.year)); err != nil || c.Year < 1900 || c.Year > 2200 {
			return fmt.Errorf("%s: it is not a year", f.kind.year)
		}
	}
	if c.Sex, err = populationSex(f.value(row, f.kind.sex)); err != nil {
		return err
	}
	if ages := f.value(row, f.kind.ages); ages != "" {
		var ok bool
		if c.AgeFrom, c.AgeTo, ok = ParseAges(ages); !ok {
			return fmt.Errorf("%s: it is no age or age band; write 7, 10-17, 90+ or All", f.kind.ages)
		}
	}
	census := f.kind.ethnicity == "ethnic_group"
	ethnicity := f.value(row, f.kind.ethnicity)
	if census && strings.HasSuffix(ethnicity, "(percent)") {
		return nil
	}
	if c.Ethnicity, err = populationEthnicity(ethnicity, census); err != nil {
		return err
	}
	persons, err := parsePersons(f.value(row, f.kind.persons))
	if err != nil {
		return fmt.Errorf("%s: %w", f.kind.persons, err)
	}
	source := f.kind.source
	if source == "" {
		source = f.kept(f.value(row, "source"))
		f.addSource(source)
	}
	f.take(c.Area, c.Year, source)
	if census {
		if i, there := added[c]; there {
			f.cells[i].Persons += persons
			return nil
		}
		added[c] = len(f.cells)
	}
	c.Persons = persons
	f.add(c, line)
	return nil
}

// take notes the source of a row.
func (f *populationFile) take(area string, year int, source string) {
	origin := originOf(area, year)
	if known := f.sources[origin]; source != "" && !slices.Contains(known, source) {
		f.sources[origin] = append(known, source)
	}
}

// addSource puts a source of a canonical file into the source line, once.
func (f *populationFile) addSource(source string) {
	if !slices.Contains(strings.Split(f.Source, "; "), source) {
		f.Source = strings.Join(distinct(f.Source, source), "; ")
	}
}

// openLastAge makes the last single year of age open, where it is 90 and the
// file does not say so.
func (f *populationFile) openLastAge() {
	for _, c := range f.cells {
		if c.AgeFrom > 90 || c.AgeFrom == 90 && c.AgeTo > 90 {
			return // the file goes on after 90, or says 90+
		}
	}
	for i := range f.cells {
		if f.cells[i].AgeFrom == 90 && f.cells[i].AgeTo == 90 {
			f.cells[i].AgeTo = AllAges
		}
	}
}
