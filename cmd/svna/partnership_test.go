package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"svna/analysis/disclosure/attack"
)

// A partnership is a made-up borough that publishes every quarter for two years: a
// first edition when the quarter is over, and a revised one when what came late
// is in. Each edition is made from an extract as it stands on that day: records come
// late, are withdrawn, get another offence or ward, and an ethnicity becomes
// known; from the fifth quarter on the ward boundaries are new ones.
type partnership struct {
	records []crime
	rolling bool // each edition is about the last four quarters, not its own alone
	bare    bool // the smallest settings: no name of the area, and wards with numbers for names
	lean    bool // extracts without suspects and knives, and no population: fewer tables
}

const (
	quarters  = 8
	snapshots = 2 * quarters // the first edition of quarter k from 1 is 2k-1, the revised one 2k
	history   = 8            // quarters before the first
	newWards  = 9            // the snapshot from which extracts have the new wards
)

// crime is an offence with a victim and perhaps a suspect. Of what changes there are
// two values, and the snapshot from which the second holds.
type crime struct {
	ref                string
	quarter            int // 1 is the first that is published
	day                time.Time
	from, until        int // in the extracts of these snapshots, until not
	code, piece        [2]int
	codeFrom, placedAt int
	knife              bool
	victim, suspect    person
	withSuspect        bool
}

type person struct {
	age, sex, ethnicity int
	knownFrom           int // snapshot from which the ethnicity is recorded
}

// codes are Home Office codes, the commonest first.
var codes = []string{"8N", "105A", "34B", "5D", "20A", "17A", "19C", "34A", "88A"}

// pieces are the common parts of old and new wards: two of each old ward. The third
// is split; the seventh piece, a sliver of the sixth ward, goes to the seventh.
const pieces = 16

func oldWard(piece int) string { return fmt.Sprintf("E0509900%d", 1+piece/2) }

func newWard(piece int) string {
	switch ward := piece / 2; {
	case ward == 2:
		return fmt.Sprintf("E0509911%d", piece%2)
	case piece == 11 || ward == 6:
		return "E05099122"
	case ward == 5:
		return "E05099121"
	}
	return oldWard(piece)
}

// wardOf is the code that extracts of a snapshot have for a piece.
func wardOf(piece, snapshot int) string {
	if snapshot >= newWards {
		return newWard(piece)
	}
	return oldWard(piece)
}

func newPartnership(seed uint64, perQuarter int) *partnership {
	r := rand.New(rand.NewPCG(seed, 12))
	p := &partnership{}
	skewed := func(n int) int { return min(r.IntN(n), r.IntN(n), r.IntN(n)) }
	someone := func(from int) person {
		one := person{age: 10 + skewed(60), sex: r.IntN(5) / 3, ethnicity: min(r.IntN(5), r.IntN(5)), knownFrom: from}
		switch r.IntN(20) {
		case 0, 1, 2:
			one.knownFrom = snapshots + 1
		case 3:
			one.knownFrom = from + 1 + r.IntN(3)
		}
		return one
	}
	start := time.Date(2021, 4, 1, 9, 0, 0, 0, time.UTC)
	for quarter := 1 - history; quarter <= quarters; quarter++ {
		for n := range perQuarter {
			first := start.AddDate(0, 3*(quarter-1), 0)
			c := crime{ref: fmt.Sprintf("Q%02d-%04d", quarter+history, n), quarter: quarter, from: max(1, 2*quarter-1), until: snapshots + 1}
			c.day = first.AddDate(0, 0, r.IntN(int(first.AddDate(0, 3, 0).Sub(first).Hours()/24)))
			if quarter > 0 {
				switch r.IntN(100) {
				case 0, 1:
					c.from++ // in the revised edition
				case 2:
					c.from += 2 // or the next one
				case 3:
					c.until = c.from + 1 + r.IntN(3)
				}
			}
			for i := range c.code {
				c.code[i] = skewed(len(codes))
				c.piece[i] = skewed(pieces)
				if c.piece[i] == 11 && r.IntN(3) > 0 {
					c.piece[i] = 10 // the sliver is small
				}
			}
			c.codeFrom, c.placedAt = snapshots+1, snapshots+1
			if r.IntN(100) == 0 {
				c.codeFrom = c.from + 1 + r.IntN(3)
			}
			if r.IntN(100) == 0 {
				c.placedAt = c.from + 1 + r.IntN(3)
			}
			c.knife, c.withSuspect = r.IntN(6) == 0, r.IntN(5) < 2
			c.victim, c.suspect = someone(c.from), someone(c.from)
			p.records = append(p.records, c)
		}
	}
	return p
}

// at is the value of what changes at a snapshot.
func at(values [2]int, from, snapshot int) int {
	if snapshot >= from {
		return values[1]
	}
	return values[0]
}

// quarterOf is the quarter that an edition is the first or the revised one of.
func quarterOf(snapshot int) int { return (snapshot + 1) / 2 }

// extract is the table that the force sends at a snapshot.
func (p *partnership) extract(snapshot int) []byte {
	var text bytes.Buffer
	w := csv.NewWriter(&text)
	write := func(cells ...string) {
		if err := w.Write(cells); err != nil {
			panic(err)
		}
	}
	write("Crime Ref", "Record Status", "Recorded Date", "HO Code", "Borough Code", "Ward Code", "Knife Present", "Knife Use",
		"Victim Ref", "Victim Age at Offence", "Victim Sex", "Victim Ethnicity SDE", "Suspect Ref", "Suspect Age at Offence", "Suspect Sex", "Suspect Ethnicity SDE")
	for _, c := range p.records {
		if c.quarter > quarterOf(snapshot) || snapshot < c.from || snapshot >= c.until {
			continue
		}
		if p.lean {
			c.knife, c.withSuspect = false, false
		}
		present, use := "None", ""
		if c.knife {
			present, use = "Seen", "Threaten"
		}
		row := []string{c.ref, "Recorded", c.day.Format("02/01/2006"), codes[at(c.code, c.codeFrom, snapshot)], "E09000002", wardOf(at(c.piece, c.placedAt, snapshot), snapshot), present, use}
		row = append(row, c.victim.cells("V"+c.ref, snapshot)...)
		if c.withSuspect {
			row = append(row, c.suspect.cells("S"+c.ref, snapshot)...)
		} else {
			row = append(row, "", "", "", "")
		}
		write(row...)
	}
	w.Flush()
	return text.Bytes()
}

func (one person) cells(key string, snapshot int) []string {
	ethnicity := ""
	if snapshot >= one.knownFrom {
		ethnicity = []string{"W1", "B1", "A1", "M1", "O9"}[one.ethnicity]
	}
	return []string{key, strconv.Itoa(one.age), []string{"M", "F"}[one.sex], ethnicity}
}

// wardsFile draws the wards of a snapshot as rectangles.
func wardsFile(snapshot int) []byte {
	parts := map[string][][][2]int{}
	var order []string
	for piece := range pieces {
		west, south := 544000+500*(piece%8), 184000+1000*(piece/8)
		ward := wardOf(piece, snapshot)
		if parts[ward] == nil {
			order = append(order, ward)
		}
		parts[ward] = append(parts[ward], [][2]int{{west, south}, {west + 500, south}, {west + 500, south + 1000}, {west, south + 1000}, {west, south}})
	}
	var features []any
	slices.Sort(order)
	for _, ward := range order {
		var polygons []any
		for _, ring := range parts[ward] {
			polygons = append(polygons, []any{ring})
		}
		features = append(features, map[string]any{"type": "Feature", "properties": map[string]string{"code": ward, "name": wardName(ward)}, "geometry": map[string]any{"type": "MultiPolygon", "coordinates": polygons}})
	}
	text, err := json.Marshal(map[string]any{"type": "FeatureCollection", "schematic": true, "features": features})
	if err != nil {
		panic(err)
	}
	return text
}

// populationFile has the residents of the borough by age and sex, by ethnicity, and by
// ward.
func populationFile(snapshot int) string {
	var b strings.Builder
	b.WriteString("area_code,area_name,geography,mid_year,sex,age,ethnicity,persons,source\n")
	line := func(code, name, geography, sex, age, ethnicity string, persons int) {
		fmt.Fprintf(&b, "%s,%s,%s,2021,%s,%s,%s,%d,made up\n", code, name, geography, sex, age, ethnicity, persons)
	}
	for age := range 91 {
		for _, sex := range []string{"male", "female"} {
			line("E09000002", "Madeham", "borough", sex, strconv.Itoa(age), "", 500)
		}
		line("E09000002", "Madeham", "borough", "", strconv.Itoa(age), "", 1000)
	}
	for i, ethnicity := range []string{"White", "Black", "Asian", "Mixed", "Other"} {
		line("E09000002", "Madeham", "borough", "", "", ethnicity, []int{41000, 20000, 15000, 8000, 7000}[i])
	}
	wards := map[string]int{}
	for piece := range pieces {
		wards[wardOf(piece, snapshot)] += 91000 / pieces
	}
	for ward, persons := range wards {
		line(ward, "Ward "+ward[6:], "ward", "", "", "", persons)
	}
	return b.String()
}

// period is what an edition is about.
func (p *partnership) period(snapshot int) string {
	to := time.Date(2021, 4, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 3*quarterOf(snapshot)-1, 0)
	months := 3
	if p.rolling {
		months = 12
	}
	return to.AddDate(0, 1-months, 0).Format("2006-01") + "/" + to.Format("2006-01")
}

// editionName is the folder of an edition.
func editionName(snapshot int) string {
	return fmt.Sprintf("q%d-%s", quarterOf(snapshot), []string{"revised", "first"}[snapshot%2])
}

// settings are the settings file of an edition; earlier are the run folders that it
// names, and key whether it names a key.
func (p *partnership) settings(snapshot int, profile string, earlier []string, key bool) string {
	population := fmt.Sprintf(`population = ["population-%d.csv"]`, snapshot)
	if p.lean {
		population = ""
	}
	areaName := `area_name  = "Madeham"`
	if p.bare {
		areaName = ""
	}
	text := fmt.Sprintf(`[assessment]
title      = "Quarterly assessment of a made-up borough"
area       = "E09000002"
%s
period     = %q
definition = "all-violence"
editions   = ["public"]
synthetic  = true

[[extract]]
files   = ["extract-%d.csv"]
profile = "record-level"

[reference]
boundaries = { ward = "wards-%d.geojson" }
%s

[disclosure]
profile     = %q
`, areaName, p.period(snapshot), snapshot, snapshot, population, profile)
	if key {
		text += "linkage_key = \"linkage.key\"\n"
	}
	if len(earlier) > 0 {
		text += "earlier     = [\"" + strings.Join(earlier, "\", \"") + "\"]\n"
	}
	return text
}

// issued is an edition that is out: what its public folder says, and the true counts
// behind it, which no stranger has.
type issued struct {
	run   string
	said  attack.Edition
	truth truths
}

// truths are the true counts in an edition; of a row that counts nothing of the
// data, and of a table that is worked out from others (no row named), an entry without
// a column.
type truths map[attack.Claim]secret

// secret is a true count, and whether the edition hides it wherever it would stand.
type secret struct {
	count  int
	hidden bool
}

// of is the true count that a claim is about; ok is false where the claim is about no
// hidden count of the data.
func (x truths) of(c attack.Claim) (s secret, ok bool) {
	s, ok = x[attack.Claim{Edition: c.Edition, Table: c.Table, Row: c.Row, Column: c.Column}]
	return s, ok
}

// worked says whether a claim is about a row or table of the other kinds.
func (x truths) worked(c attack.Claim) bool {
	_, row := x[attack.Claim{Edition: c.Edition, Table: c.Table, Row: c.Row}]
	_, table := x[attack.Claim{Edition: c.Edition, Table: c.Table}]
	return row || table
}

// publish makes an edition as "svna run" does and returns its run folder.
func (p *partnership) publish(t *testing.T, folder string, snapshot int, profile string, earlier []string, key bool) issued {
	t.Helper()
	write(t, filepath.Join(folder, fmt.Sprintf("extract-%d.csv", snapshot)), string(p.extract(snapshot)))
	wards := string(wardsFile(snapshot))
	if p.bare {
		wards = numbered.ReplaceAllStringFunc(wards, func(name string) string {
			return "Ward 1" + strconv.Itoa(len(name)) + strconv.Itoa(int(name[len(name)-1]-'A'))
		})
	}
	write(t, filepath.Join(folder, fmt.Sprintf("wards-%d.geojson", snapshot)), wards)
	write(t, filepath.Join(folder, fmt.Sprintf("population-%d.csv", snapshot)), populationFile(snapshot))
	path := filepath.Join(folder, editionName(snapshot)+".toml")
	write(t, path, p.settings(snapshot, profile, earlier, key))
	return issue(t, folder, path, editionName(snapshot), snapshot-1)
}

// issue makes the public edition of a settings file, the number of it among those of
// a series, in a folder of the given name.
func issue(t *testing.T, folder, settings, name string, number int) issued {
	t.Helper()
	a := build(t, settings, filepath.Join(folder, name))
	public := slices.IndexFunc(a.editions, func(e *edition) bool { return e.rule.Public() })
	if public < 0 || a.editions[public].published == nil {
		t.Fatalf("%s: no public edition", name)
	}
	i := issued{run: name + "/" + a.folder(), truth: truths{}}
	proof := a.editions[public].published.Audit().Proof
	for _, n := range proof.Numbers {
		for _, c := range n.Cells {
			if c.Edition == 0 {
				i.truth[attack.Claim{Edition: number, Table: c.Table, Row: c.Row, Column: c.Column}] = secret{n.Count, n.Hidden}
			}
		}
	}
	for _, c := range proof.Public {
		i.truth[attack.Claim{Edition: number, Table: c.Table, Row: c.Row}] = secret{}
	}
	var err error
	if i.said, err = attack.Read(filepath.Join(folder, filepath.FromSlash(i.run), "public")); err != nil {
		t.Fatal(err)
	}
	return i
}

// build does what "svna run" does for one area, and returns what it made.
func build(t *testing.T, path, out string) *assessment {
	t.Helper()
	must := func(err error) {
		if err != nil {
			t.Fatalf("%s: %v", filepath.Base(path), err)
		}
	}
	s, err := readSettings(path)
	must(err)
	rules, err := s.rules()
	must(err)
	quiet := newProgress(&terminal{out: io.Discard, err: io.Discard, quiet: true})
	data, r, err := s.load(t.Context(), quiet)
	must(err)
	a, err := s.assess(t.Context(), s.Assessment.Area[0], data, r, quiet)
	must(err)
	must(os.MkdirAll(out, 0o700))
	must(a.build(t.Context(), out, s, rules, quiet))
	must(swapIn(a.built(out), filepath.Join(out, a.folder())))
	return a
}

// numbered are the names of wards.
var numbered = regexp.MustCompile("Madeham [A-J]+")

// wardName is a name without a number in it.
func wardName(code string) string {
	digits := code[6:]
	name := []byte("Madeham ")
	for i := range digits {
		name = append(name, "ABCDEFGHIJ"[digits[i]-'0'])
	}
	return string(name)
}

// changes are how many records came, left and were changed between extracts, of the
// quarters that both have.
func (p *partnership) changes() (all []attack.Changes) {
	for s := 2; s <= snapshots; s++ {
		c := attack.Changes{Changed: map[string]int{}}
		victims, suspects := 0, 0
		for _, r := range p.records {
			if r.quarter > quarterOf(s-1) {
				continue
			}
			then, now := r.from <= s-1 && s-1 < r.until, r.from <= s && s < r.until
			switch {
			case now && !then:
				c.Came++
			case then && !now:
				c.Left++
			case then && now:
				c.Changed["offence"] += differ(codes[at(r.code, r.codeFrom, s-1)], codes[at(r.code, r.codeFrom, s)])
				c.Changed["ward"] += differ(at(r.piece, r.placedAt, s-1), at(r.piece, r.placedAt, s))
				victims += differ(s-1 >= r.victim.knownFrom, s >= r.victim.knownFrom)
				suspects += differ(r.withSuspect && s-1 >= r.suspect.knownFrom, r.withSuspect && s >= r.suspect.knownFrom)
			}
		}
		c.Changed["ethnicity"] = max(victims, suspects)
		all = append(all, c)
	}
	return all
}

func differ[T comparable](a, b T) int {
	if a != b {
		return 1
	}
	return 0
}

// wards are what a stranger looks up of them: the pieces of each, by code and by name.
func wardLookup() attack.Wards {
	w := attack.Wards{Pieces: map[string][]int{}}
	for piece := range pieces {
		for _, ward := range []string{oldWard(piece), newWard(piece)} {
			for _, name := range []string{ward, wardName(ward)} {
				if !slices.Contains(w.Pieces[name], piece) {
					w.Pieces[name] = append(w.Pieces[name], piece)
				}
			}
		}
	}
	return w
}

// classLookup are the offences of the Home Office list that the borough has.
func classLookup() attack.Classes {
	return attack.Classes{Subgroup: map[string]string{
		"Assault with injury": "Violence with injury", "Assault without injury": "Violence without injury", "Assault with intent to cause serious harm": "Violence with injury",
		"Robbery of personal property": "Robbery", "Robbery of business property": "Robbery", "Rape of a female aged 16 and over": "Rape",
		"Sexual assault on a female aged 13 and over": "Other sexual offences", "Sexual assault on a male aged 13 and over": "Other sexual offences", "Sexual grooming": "Other sexual offences",
	}, AllAges: true}
}
