package datasets

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// categoryOf makes a column of values; "" is not recorded.
func categoryOf(values ...string) Category {
	c := Category{Codes: make([]int32, len(values))}
	for i, v := range values {
		c.Codes[i] = -1
		if v == "" {
			continue
		}
		if c.Code(v) < 0 {
			c.Levels = append(c.Levels, v)
		}
		c.Codes[i] = c.Code(v)
	}
	return c
}

func definitionNamed(t *testing.T, name string) *Definition {
	t.Helper()
	d, err := ReadDefinition(name)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestBuiltInDefinitions(t *testing.T) {
	want := []string{"all-violence", "every-offence", "london", "london-all-ages", "mps-serious-violence", "police-uk"}
	if diff := cmp.Diff(want, DefinitionNames()); diff != "" {
		t.Errorf("names (-want +got):\n%s", diff)
	}
	for _, name := range DefinitionNames() {
		d := definitionNamed(t, name)
		if d.Name != name || len(d.SHA256) != 64 || d.Title == "" || d.Source == "" {
			t.Errorf("%s: got name %q, hash %q, title %q, source %q", name, d.Name, d.SHA256, d.Title, d.Source)
		}
	}
	if got := definitionNamed(t, "all-ages").Name; got != "london-all-ages" {
		t.Errorf("all-ages is %q, want london-all-ages", got)
	}
}

// Answers follow from the clauses of methods 1.3, one offence a line.
func TestLondonDefinition(t *testing.T) {
	offences := []struct {
		code    string
		u25, da bool
		link    int32
		in      bool
		themes  []string
	}{
		0: {"34B", true, false, -1, true, []string{"violence_exploitation_u25"}},
		1: {"34B", false, false, -1, false, nil},
		2: {"8N", false, true, -1, true, []string{"domestic_abuse"}},
		3: {"8N", true, true, -1, true, []string{"violence_exploitation_u25", "domestic_abuse"}},
		4: {"19C", false, false, -1, true, []string{"sexual_violence"}},
		5: {"71", true, false, -1, true, []string{"violence_exploitation_u25", "sexual_violence"}},
		6: {"92A", true, false, -1, false, nil}, // exploitation is optional for it
		7: {"58C", true, false, 0, true, []string{"linked_property"}},
		8: {"58C", true, false, 1, false, nil},  // linked to an offence outside
		9: {"58C", true, false, -1, false, nil}, // not linked
		// 11 names 10: the link counts from either side.
		10: {"56A", false, false, -1, true, []string{"linked_property"}},
		11: {"2", true, false, 10, true, []string{"violence_exploitation_u25"}},
		12: {"58D", false, false, 7, false, nil}, // linked only to what came in by its own link
		13: {"999", true, true, -1, false, nil},  // unknown code: in no set
		14: {"", true, true, -1, false, nil},
	}
	var in Scope
	var codes []string
	for _, o := range offences {
		codes = append(codes, o.code)
		in.UnderTwentyFive = append(in.UnderTwentyFive, o.u25)
		in.DomesticAbuse = append(in.DomesticAbuse, o.da)
		in.Linked = append(in.Linked, o.link)
	}
	in.Codes = categoryOf(codes...)
	d := definitionNamed(t, "london")
	m := d.Apply(in)
	for i, o := range offences {
		var themes []string
		for _, theme := range d.Themes() {
			if m.Themes[theme][i] {
				themes = append(themes, theme)
			}
		}
		if m.In[i] != o.in || !slices.Equal(themes, o.themes) {
			t.Errorf("offence %d (%s): got %v %v, want %v %v", i, o.code, m.In[i], themes, o.in, o.themes)
		}
	}
	if m.Unavailable != nil {
		t.Errorf("got unavailable %q, want none", m.Unavailable)
	}
}

func TestDefinitionSaysWhatItLacks(t *testing.T) {
	m := definitionNamed(t, "london").Apply(Scope{Codes: categoryOf("34B", "19C")})
	if want := []bool{false, true}; !slices.Equal(m.In, want) {
		t.Errorf("got %v, want %v: only sexual offences need no other field", m.In, want)
	}
	want := []string{
		"the extract has no ages of victims or suspects, which the clause on violence and exploitation affecting under-25s needs",
		"the extract has no domestic abuse flag, which the clause on domestic abuse needs",
		"the extract has no references of linked offences, which the clause on damage to property linked to such an offence needs",
	}
	if diff := cmp.Diff(want, m.Unavailable); diff != "" {
		t.Errorf("unavailable (-want +got):\n%s", diff)
	}
	// A theme that cannot be told has no count, and that is not a count of nought.
	lacking := map[string]string{
		"violence_exploitation_u25": "the extract has no ages of victims or suspects",
		"domestic_abuse":            "the extract has no domestic abuse flag",
		"linked_property":           "the extract has no references of linked offences",
	}
	if diff := cmp.Diff(lacking, m.Lacking); diff != "" || len(m.InPart) > 0 || len(m.Themes) != 1 || m.Themes["sexual_violence"] == nil {
		t.Errorf("lacking (-want +got):\n%s in part %v, themes %v", diff, m.InPart, m.Themes)
	}
	// Without a gun flag, knife crime is counted still, and so the theme in part.
	m = definitionNamed(t, "london-all-ages").Apply(Scope{Codes: categoryOf("34B", "19C"), Knife: []bool{true, false}, UnderTwentyFive: []bool{true, false}, DomesticAbuse: []bool{false, false}, Linked: []int32{-1, -1}})
	if diff := cmp.Diff(map[string]string{"knife_gun": "the extract has no gun flag"}, m.InPart); diff != "" || len(m.Lacking) > 0 || !slices.Equal(m.Themes["knife_gun"], []bool{true, false}) {
		t.Errorf("in part (-want +got):\n%s lacking %v, themes %v", diff, m.Lacking, m.Themes)
	}
	m = definitionNamed(t, "all-violence").Apply(Scope{Codes: Category{Codes: []int32{-1, -1}}})
	if len(m.Unavailable) != 1 || slices.Contains(m.In, true) {
		t.Errorf("without codes and groups: got %v, %q", m.In, m.Unavailable)
	}
}

func TestOtherDefinitions(t *testing.T) {
	codes := categoryOf("34B", "34A", "10D", "66", "19C", "")
	knife := []bool{true, true, false, true, false, false}
	gun := []bool{false, false, true, false, false, true}
	groups := categoryOf("", "Robbery", "", "", "", "sexual offences")
	labels := []Category{categoryOf("robbery ", "", "Possession of weapons", "", "Violence and sexual offences", ""), categoryOf("", "", "", "Drugs", "", "ROBBERY")}
	in := Scope{Codes: codes, Knife: knife, Gun: gun, Groups: groups, Labels: labels}
	// From the clauses of each pack, by hand.
	for name, want := range map[string][]bool{
		"london-all-ages":      {true, true, true, true, true, true},
		"mps-serious-violence": {true, true, true, true, false, false},
		"all-violence":         {true, true, false, false, true, true},
		"police-uk":            {true, false, true, false, true, true},
		"every-offence":        {true, true, true, true, true, true},
	} {
		if got := definitionNamed(t, name).Apply(in).In; !slices.Equal(got, want) {
			t.Errorf("%s: got %v, want %v", name, got, want)
		}
	}
}

func TestNegatedCondition(t *testing.T) {
	path := written(t, "split.toml", `name = "split"
title = "Split"
[[clause]]
theme = "not_domestic"
sets = ["london_core"]
conditions = ["NOT flag_domestic_abuse"]
`)
	d := definitionNamed(t, path)
	in := Scope{Codes: categoryOf("34B", "34B"), DomesticAbuse: []bool{true, false}}
	if got, want := d.Apply(in).In, []bool{false, true}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	in.DomesticAbuse = nil // not known to be no domestic abuse either
	if got := d.Apply(in); slices.Contains(got.In, true) || len(got.Unavailable) != 1 {
		t.Errorf("without the flag: got %v %q, want none in and one unavailable", got.In, got.Unavailable)
	}
}

func TestReadDefinitionErrors(t *testing.T) {
	head := "name = \"x\"\ntitle = \"X\"\n"
	for _, c := range []struct{ text, line, says string }{
		{head + "[[clause]]\ntheme = \"a\"\nset = [\"london_core\"]\n", "x.toml:5", `unknown key "set"`},
		{head + "[[clause]]\ntheme = \"a\"\nsets = [\"london\"]\n", "x.toml:3", `no offence set is called "london"`},
		{head + "[[clause]]\ntheme = \"a\"\n[[clause]]\ntheme = \"b\"\nconditions = [\"flag_knives\"]\n", "x.toml:5", `no condition is called "flag_knives"`},
		{head + "[[clause]]\ntheme = \"a\"\ngroups = [\"Violence\"]\n", "x.toml:3", "Violence against the person"},
		{head + "[[clause]]\ntheme = \"a\"\nconditions = [\"NOT linked_offence_in_pack\"]\n", "x.toml:3", "negated"},
		{head + "[[clause]]\nsets = [\"london_core\"]\n", "x.toml:3", "theme"},
		{head, "x.toml", "no [[clause]]"},
		{"name = \"x\"\n[[clause]]\ntheme = \"a\"\n", "x.toml", "a name and a title"},
		{"name = \n", "x.toml:1", ""},
	} {
		_, err := ReadDefinition(written(t, "x.toml", c.text))
		wantError(t, err, c.line, c.says)
	}
	_, err := ReadDefinition("londonn")
	wantError(t, err, "londonn", "all-violence")
}

// An offence is in the pack exactly if it is in one of its themes, whatever the
// fields that are there.
func TestPackIsUnionOfThemes(t *testing.T) {
	var all []string
	for code := range OffenceCodes() {
		all = append(all, code)
	}
	slices.Sort(all)
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 20).Draw(t, "n")
		codes := rapid.SliceOfN(rapid.SampledFrom(all), n, n).Draw(t, "codes")
		in := Scope{Codes: categoryOf(codes...)}
		flags := rapid.SliceOfN(rapid.Bool(), n, n)
		if rapid.Bool().Draw(t, "ages") {
			in.UnderTwentyFive = flags.Draw(t, "u25")
		}
		if rapid.Bool().Draw(t, "flag") {
			in.DomesticAbuse = flags.Draw(t, "da")
		}
		if rapid.Bool().Draw(t, "links") {
			in.Linked = rapid.SliceOfN(rapid.Int32Range(-1, int32(max(n-1, 0))), n, n).Draw(t, "linked")
		}
		d, err := ReadDefinition("london")
		if err != nil {
			t.Fatal(err)
		}
		m := d.Apply(in)
		for i := range n {
			any := false
			for _, theme := range m.Themes {
				any = any || theme[i]
			}
			if m.In[i] != any {
				t.Fatalf("offence %d: in the pack %v, in a theme %v", i, m.In[i], any)
			}
		}
	})
}
