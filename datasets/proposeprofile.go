package datasets

import (
	"cmp"
	"fmt"
	"slices"
)

// chooseProfile takes the built-in profile that reads nearly all that was
// recognised, if there is one; what it does not read stays as an addition.
func (e *examination) chooseProfile(x *ProposedExtract) {
	var best *Profile
	var bestBound map[string]string
	for _, name := range ProfileNames() {
		p, err := BuiltInProfile(name)
		if err != nil || p.Layout != x.Layout && !(p.Layout == FlatLayout && x.Layout == OffencesLayout) {
			continue
		}
		bound, ok := e.boundBy(p)
		if ok && len(bound) > len(bestBound) {
			best, bestBound = p, bound
		}
	}
	if best == nil || 5*len(bestBound) < 4*len(e.mapped) {
		return
	}
	x.Profile, x.Layout, x.RowsAreOffences = best.Name, best.Layout, best.RowsAreOffences
	x.LayoutSays = fmt.Sprintf("profile %s: %s", best.Name, best.Title)
	var kept []ProposedColumn
	for _, m := range e.mapped {
		if bestBound[m.Field] != "" && bestBound[m.Field] != m.Column {
			continue // the profile has its own column for the field
		}
		m.InProfile = bestBound[m.Field] == m.Column
		kept = append(kept, m)
	}
	for _, field := range sortedKeys(bestBound) {
		if !slices.ContainsFunc(kept, func(m ProposedColumn) bool { return m.Field == field }) {
			c := e.column(bestBound[field])
			kept = slices.DeleteFunc(kept, func(m ProposedColumn) bool { return m.Column == c.name && !m.InProfile })
			kept = append(kept, ProposedColumn{Field: field, Column: c.name, Confidence: Sure, Says: "read so by the profile", InProfile: true})
		}
	}
	slices.SortStableFunc(kept, func(a, b ProposedColumn) int { return cmp.Compare(e.column(a.Column).place, e.column(b.Column).place) })
	e.mapped = kept
	e.unsure = slices.DeleteFunc(e.unsure, func(u ProposedColumn) bool {
		return slices.ContainsFunc(kept, func(m ProposedColumn) bool { return m.Column == u.Column })
	})
}

// boundBy returns the column that a profile takes for each field. ok is false
// where it lacks a mandatory one, or its date formats do not fit.
func (e *examination) boundBy(p *Profile) (bound map[string]string, ok bool) {
	bound = map[string]string{}
	keys := make([]string, len(e.columns))
	names := make([]string, len(e.columns))
	for i, c := range e.columns {
		keys[i], names[i] = headerKey(c.name), c.name
	}
	for _, m := range p.mappings {
		at, err := placeOf(m.columns, names, keys)
		if err != nil {
			return nil, false
		}
		switch {
		case at < 0 && slices.Contains(p.mandatory, m.name()):
			return nil, false
		case at < 0:
			continue
		}
		c := e.columns[at]
		if m.field.Kind == Time && len(m.formats) > 0 && c.filled > 0 && c.share(func(v string) bool { return readMoment(v, m.formats).seconds != NoTime }) < minFit {
			return nil, false
		}
		bound[m.name()] = c.name
	}
	return bound, len(bound) > 0
}
