package datasets

import (
	"slices"
	"strings"
)

// Definition is a definition pack: what counts as serious violence. An offence
// belongs to it if any clause holds; it is counted once in the pack and once in
// each theme whose clause holds, so themes overlap.
type Definition struct {
	Name        string   `toml:"name"`
	Title       string   `toml:"title"` // "London definition"
	Description string   `toml:"description"`
	Source      string   `toml:"source"`
	SHA256      string   `toml:"-"`
	Clauses     []Clause `toml:"clause"`
}

// Clause is one way of belonging to a pack.
type Clause struct {
	Theme       string `toml:"theme"` // "violence_exploitation_u25", "domestic_abuse", "sexual_violence", ...
	Description string `toml:"description"`
	// Sets: any of these offence sets; or Groups: any of these Home Office
	// groups; or Labels: any of these words of the source in force_group or
	// force_subgroup; or none of the three: any offence. A set is named
	// "london_core" for its settled members, "exploitation_set=optional" for
	// the unsettled ones of a kind.
	Sets   []string `toml:"sets"`
	Groups []string `toml:"groups"`
	Labels []string `toml:"labels"`
	// Conditions must all hold: "under25_linked", "flag_domestic_abuse",
	// "NOT flag_domestic_abuse", "knife_mps", "flag_gun",
	// "linked_offence_in_pack". A list of alternatives is written "a OR b".
	Conditions []string `toml:"conditions"`
}

// The conditions that a clause can name, and what a source lacks when one
// cannot be evaluated.
var definitionConditions = map[string]string{
	"under25_linked":         "the extract has no ages of victims or suspects",
	"flag_domestic_abuse":    "the extract has no domestic abuse flag",
	"flag_gun":               "the extract has no gun flag",
	"knife_mps":              "the extract has neither knife use with offence codes nor a knife flag",
	"linked_offence_in_pack": "the extract has no references of linked offences",
}

const linkedCondition = "linked_offence_in_pack"

// Scope is what a definition pack looks at: one value an offence in each
// column. A Category without levels and a nil slice mean that the source does
// not have the field.
type Scope struct {
	Rows   int        // offences; for sources that have none of the columns below
	Codes  Category   // ho_code, normalised
	Groups Category   // ho_group; where it is not there the code's group is used
	Labels []Category // force_group, force_subgroup

	UnderTwentyFive []bool  // a victim or suspect aged under 25 is linked
	DomesticAbuse   []bool  // flagged domestic abuse
	Gun             []bool  // flagged gun crime
	Knife           []bool  // knife crime by the MPS definition
	Linked          []int32 // row of the linked offence, or -1
}

// Membership is which offences belong to a pack and to its themes.
type Membership struct {
	In []bool
	// Themes are those of which a clause could be applied. A theme that the source
	// cannot tell has no count, which is not a count of nought: it is in Lacking,
	// with what the source lacks. InPart says the same of themes of which another
	// clause, or an alternative of one, could be applied: their counts are too low.
	Themes          map[string][]bool
	Lacking, InPart map[string]string
	// Unavailable says which clauses could not be evaluated in full, and what
	// the source lacks. Such a condition holds for no offence, and neither
	// does its opposite.
	Unavailable []string
}

// Themes returns the names of the pack's themes in the order of its clauses.
func (d *Definition) Themes() []string {
	var themes []string
	for _, c := range d.Clauses {
		themes = append(themes, c.Theme)
	}
	return distinct(themes...)
}

// Apply says which offences belong to the pack. The clause on linked offences
// looks at what belongs by the other clauses; a link counts whichever of the
// two offences states it, and only to an offence that belongs by another clause.
func (d *Definition) Apply(in Scope) Membership {
	m := Membership{In: make([]bool, in.rows()), Themes: map[string][]bool{}, Lacking: map[string]string{}, InPart: map[string]string{}}
	var later []Clause
	for _, c := range d.Clauses {
		if c.needsLinks() {
			later = append(later, c)
			continue
		}
		m.add(c, c.apply(in, nil))
	}
	if len(later) > 0 {
		linked := linkedToMembers(in.Linked, m.In)
		found := make([]application, len(later))
		for i, c := range later {
			found[i] = c.apply(in, linked)
		}
		for i, c := range later {
			m.add(c, found[i])
		}
	}
	for theme := range m.Themes {
		if why := m.Lacking[theme]; why != "" {
			m.InPart[theme] = why
			delete(m.Lacking, theme)
		}
	}
	return m
}

// application is a clause applied to a source: the offences that it takes in, why
// what it asks cannot be answered, and whether it could be told of any offence.
type application struct {
	holds []bool
	lacks []string
	told  bool
}

func (m *Membership) add(c Clause, a application) {
	for _, why := range a.lacks {
		said := why + ", which the clause on " + ThemeLabel(c.Theme) + " needs"
		if len(m.In) > 0 && !slices.Contains(m.Unavailable, said) {
			m.Unavailable = append(m.Unavailable, said)
		}
		if m.Lacking[c.Theme] == "" {
			m.Lacking[c.Theme] = why
		}
	}
	if !a.told {
		return
	}
	if m.Themes[c.Theme] == nil {
		m.Themes[c.Theme] = make([]bool, len(m.In))
	}
	theme := m.Themes[c.Theme]
	for i, h := range a.holds {
		if h {
			m.In[i], theme[i] = true, true
		}
	}
}

func (in Scope) rows() int {
	n := max(in.Rows, len(in.Codes.Codes), len(in.Groups.Codes), len(in.UnderTwentyFive), len(in.DomesticAbuse), len(in.Gun), len(in.Knife), len(in.Linked))
	for _, c := range in.Labels {
		n = max(n, len(c.Codes))
	}
	return n
}

// linkedToMembers marks the offences that name a member, or that a member names.
func linkedToMembers(links []int32, member []bool) []bool {
	if links == nil {
		return nil
	}
	linked := make([]bool, len(links))
	for i, j := range links {
		if j < 0 || int(j) >= len(links) || int(j) == i {
			continue
		}
		linked[i] = linked[i] || member[j]
		linked[j] = linked[j] || member[i]
	}
	return linked
}

func (c Clause) needsLinks() bool {
	return slices.ContainsFunc(c.Conditions, func(s string) bool { return strings.Contains(s, linkedCondition) })
}

// apply evaluates a clause for every offence. linked is the answer of
// linked_offence_in_pack, nil when the source has no links. A condition of which no
// alternative can be evaluated holds for no offence, and the clause is not told.
func (c Clause) apply(in Scope, linked []bool) application {
	a := c.selects(in)
	for _, condition := range c.Conditions {
		met, told := make([]bool, len(a.holds)), false
		for _, atom := range strings.Split(condition, " OR ") {
			name, negated := strings.CutPrefix(strings.TrimSpace(atom), "NOT ")
			name = strings.TrimSpace(name)
			values := in.condition(name, linked)
			if values == nil {
				a.lacks = append(a.lacks, definitionConditions[name])
				continue
			}
			told = true
			for i, v := range values {
				met[i] = met[i] || v != negated
			}
		}
		a.told = a.told && told
		for i := range a.holds {
			a.holds[i] = a.holds[i] && met[i]
		}
	}
	return a
}

func (in Scope) condition(name string, linked []bool) []bool {
	switch name {
	case "under25_linked":
		return in.UnderTwentyFive
	case "flag_domestic_abuse":
		return in.DomesticAbuse
	case "flag_gun":
		return in.Gun
	case "knife_mps":
		return in.Knife
	case linkedCondition:
		return linked
	}
	return nil
}

// selects marks the offences whose code, group or label the clause names.
func (c Clause) selects(in Scope) application {
	a := application{holds: make([]bool, in.rows())}
	if len(c.Sets)+len(c.Groups)+len(c.Labels) == 0 {
		for i := range a.holds {
			a.holds[i] = true
		}
		a.told = true
		return a
	}
	asks := func(found bool, why string) {
		if a.told = a.told || found; !found {
			a.lacks = append(a.lacks, why)
		}
	}
	if len(c.Sets) > 0 {
		asks(len(in.Codes.Levels) > 0, "the extract has no Home Office codes")
		selectLevels(a.holds, in.Codes, c.inSets)
	}
	if len(c.Groups) > 0 {
		asks(len(in.Groups.Levels)+len(in.Codes.Levels) > 0, "the extract has neither Home Office groups nor codes")
		c.selectGroups(a.holds, in)
	}
	if len(c.Labels) > 0 {
		found := false
		for _, labels := range in.Labels {
			found = found || len(labels.Levels) > 0
			selectLevels(a.holds, labels, func(level string) bool { return containsFold(c.Labels, level) })
		}
		asks(found, "the extract has no offence labels of the force")
	}
	return a
}

// selectGroups marks offences by their group; where the group is not recorded,
// by the group of their code.
func (c Clause) selectGroups(selected []bool, in Scope) {
	selectLevels(selected, in.Groups, func(level string) bool { return containsFold(c.Groups, level) })
	byCode := make([]bool, len(in.Codes.Levels))
	for i, code := range in.Codes.Levels {
		o, known := OffenceCodes()[code]
		byCode[i] = known && containsFold(c.Groups, o.Group)
	}
	for i, code := range in.Codes.Codes {
		noGroup := len(in.Groups.Levels) == 0 || in.Groups.Codes[i] < 0
		if noGroup && code >= 0 && byCode[code] {
			selected[i] = true
		}
	}
}

// selectLevels marks the rows whose level the function accepts; it is asked
// once a level.
func selectLevels(selected []bool, c Category, accept func(level string) bool) {
	accepted := make([]bool, len(c.Levels))
	for i, level := range c.Levels {
		accepted[i] = accept(level)
	}
	for i, code := range c.Codes {
		if code >= 0 && accepted[code] {
			selected[i] = true
		}
	}
}

func (c Clause) inSets(code string) bool {
	o, known := OffenceCodes()[code]
	if !known {
		return false
	}
	for _, set := range c.Sets {
		name, kind, unsettled := strings.Cut(set, "=")
		if unsettled && o.Unsettled[name] == kind || !unsettled && o.Sets[name] {
			return true
		}
	}
	return false
}

func containsFold(list []string, value string) bool {
	value = strings.TrimSpace(value)
	return slices.ContainsFunc(list, func(s string) bool { return strings.EqualFold(strings.TrimSpace(s), value) })
}

// ThemeLabel writes a theme of a definition pack in words, to stand within a sentence.
func ThemeLabel(theme string) string {
	switch theme {
	case "violence_exploitation_u25":
		return "violence and exploitation affecting under-25s"
	case "linked_property":
		return "damage to property linked to such an offence"
	case "violence_sexual":
		return "violence and sexual offences"
	case "knife_gun":
		return "knife and gun crime"
	}
	return strings.ReplaceAll(theme, "_", " ")
}
