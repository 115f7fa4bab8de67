package datasets

import (
	"slices"
	"sync"
)

// KnifeDefinition says which offences are knife crime: those whose code is in
// Codes and whose knife use is in Uses. Possession offences are not knife
// crime under any of them.
type KnifeDefinition struct {
	Name   string // "knife_mps", "knife_ho", "dashboard"
	Title  string
	Codes  map[string]bool
	Uses   []string
	Source string
	// Counts is true for the dashboard series, which is published as counts
	// and cannot be computed from records.
	Counts bool
}

// KnifeDefinitions returns the three definitions of knife crime, by name. The
// map is shared: do not change it. Figures under different definitions are
// never compared.
func KnifeDefinitions() map[string]KnifeDefinition { return knifeDefinitions() }

var knifeDefinitions = sync.OnceValue(func() map[string]KnifeDefinition {
	t := embeddedTable("knife_definitions")
	definitions := map[string]KnifeDefinition{}
	for _, row := range t.rows {
		set := t.cell(row, "codes")
		k := KnifeDefinition{
			Name: t.cell(row, "definition"), Title: t.cell(row, "title"),
			Uses: splitList(t.cell(row, "uses")), Source: t.cell(row, "source"),
			Counts: set == "",
		}
		if !k.Counts {
			k.Codes = map[string]bool{}
			for code, o := range OffenceCodes() {
				if o.Sets[set] {
					k.Codes[code] = true
				}
			}
		}
		definitions[k.Name] = k
	}
	return definitions
})

// Apply says which offences are knife crime, one answer an offence, and on
// what basis. codes is ho_code, use is knife_use, flag is flag_knife. With
// codes and use an offence counts if its code is in the set and its use among
// the uses. Without them the source's own flag is taken as it is, whatever the
// definition. It is nil where there is neither, or for the dashboard series.
func (k KnifeDefinition) Apply(codes, use, flag Category) (knife []bool, basis string) {
	if k.Counts {
		return nil, "published as counts; cannot be computed from records"
	}
	if len(codes.Levels) > 0 && len(use.Levels) > 0 {
		return k.byUse(codes, use), "offence code and knife use"
	}
	if len(flag.Levels) == 0 {
		return nil, "the source has neither knife use with offence codes nor a knife flag"
	}
	yes := flag.Code("yes")
	knife = make([]bool, len(flag.Codes))
	for i, code := range flag.Codes {
		knife[i] = yes >= 0 && code == yes
	}
	return knife, "the source's own knife flag"
}

func (k KnifeDefinition) byUse(codes, use Category) []bool {
	inSet := make([]bool, len(codes.Levels))
	for i, code := range codes.Levels {
		inSet[i] = k.Codes[code]
	}
	counted := make([]bool, len(use.Levels))
	for i, u := range use.Levels {
		counted[i] = slices.Contains(k.Uses, u)
	}
	knife := make([]bool, len(codes.Codes))
	for i := range knife {
		c, u := codes.Codes[i], use.Codes[i]
		knife[i] = c >= 0 && u >= 0 && inSet[c] && counted[u]
	}
	return knife
}
