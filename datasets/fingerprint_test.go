package datasets

import (
	"slices"
	"testing"
)

// fingerprinted is a small dataset: two offences, and a person in each.
func fingerprinted(change func(o, p *fields)) string {
	o := &fields{refs: []string{"a", "b"}, levels: []string{"street", "home"}, codes: []int32{0, 1}, times: []int64{60, NoTime}, floats: []float64{0.5, -1}}
	p := &fields{levels: []string{"victim", "suspect"}, codes: []int32{0, 0}, ints: []int32{17, IntUnknown}, offence: []int32{0, 1}}
	if change != nil {
		change(o, p)
	}
	var offences, people Builder
	offences.Texts("offence_ref", o.refs)
	offences.Category("place", Category{Levels: o.levels, Codes: o.codes})
	offences.Times("recorded_at", o.times)
	offences.Floats("longitude", o.floats)
	people.Category("role", Category{Levels: p.levels, Codes: p.codes})
	people.Ints("age", p.ints)
	d := Dataset{Offences: Offences{offences.Table()}, People: People{Table: people.Table(), Offence: p.offence}}
	return d.Fingerprint()
}

type fields struct {
	refs, levels []string
	codes, ints  []int32
	times        []int64
	floats       []float64
	offence      []int32
}

func TestFingerprint(t *testing.T) {
	first := fingerprinted(nil)
	if len(first) != 64 {
		t.Errorf("%q has not 64 digits", first)
	}
	for what, change := range map[string]func(o, p *fields){
		"the rows in another order": func(o, p *fields) {
			slices.Reverse(o.refs)
			slices.Reverse(o.codes)
			slices.Reverse(o.times)
			slices.Reverse(o.floats)
			slices.Reverse(p.offence)
		},
		"the people in another order":  func(_, p *fields) { slices.Reverse(p.ints); slices.Reverse(p.offence) },
		"the levels under other codes": func(o, _ *fields) { slices.Reverse(o.levels); o.codes = []int32{1, 0} },
		"a level that no row has":      func(o, _ *fields) { o.levels = append(o.levels, "park") },
	} {
		if got := fingerprinted(change); got != first {
			t.Errorf("%s: another fingerprint", what)
		}
	}
	seen := map[string]string{first: "nothing changed"}
	for what, change := range map[string]func(o, p *fields){
		"another reference":         func(o, _ *fields) { o.refs[1] = "c" },
		"a reference that is blank": func(o, _ *fields) { o.refs[1] = "" },
		"another level":             func(o, _ *fields) { o.codes[1] = 0 },
		"no level":                  func(o, _ *fields) { o.codes[1] = -1 },
		"another time":              func(o, _ *fields) { o.times[0] = 120 },
		"another number":            func(o, _ *fields) { o.floats[1] = 1 },
		"another age":               func(_, p *fields) { p.ints[0] = 18 },
		"an age not recorded":       func(_, p *fields) { p.ints[1] = IntNotRecorded },
		"both in one offence":       func(_, p *fields) { p.offence[1] = 0 },
		"values of rows exchanged":  func(o, _ *fields) { slices.Reverse(o.refs) },
	} {
		got := fingerprinted(change)
		if other, ok := seen[got]; ok {
			t.Errorf("%s: the fingerprint of %s", what, other)
		}
		seen[got] = what
	}
}
