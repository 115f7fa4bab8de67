package datasets

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
)

// layout decides what one row is.
func (e *examination) layout() (Layout, string) {
	names := map[string]bool{}
	offence, people, prefixed, counts := 0, 0, 0, map[string]bool{}
	for _, c := range e.columns {
		key := unqualified(nameKey(c.name))
		for _, m := range knownNames()[key] {
			names[m.table+"."+m.field] = true
			if m.table == "counts" && c.fits(m.field, m.table) >= minFit {
				counts[m.field] = true
			}
		}
		_, rest := withoutRole(key)
		switch {
		case rest != key && len(matchesOf(rest, "people")) > 0:
			prefixed++
		case len(matchesOf(key, "people")) > 0 && key != "ref" && key != "reference":
			people++
		case len(matchesOf(key, "offences")) > 0:
			offence++
		}
	}
	if counts["count"] && counts["month"] && !names["offences.offence_ref"] && prefixed == 0 {
		return CountsLayout, "each row is a published count of a month, an area and a series"
	}
	e.role = roleInFileNames(e.files)
	hasRole := e.best("people", "role") != nil
	switch {
	case hasRole:
		return FlatLayout, "each row is a person in a role, beside the offence"
	case people > 0 && prefixed == 0 && e.role != "" && offence <= 2 && names["offences.offence_ref"] && e.best("offences", "committed_from") == nil && e.best("offences", "recorded_at") == nil:
		if e.role == "victim" {
			return VictimsLayout, "each row is a victim of an offence in another file, by the name of the file"
		}
		return SuspectsLayout, "each row is a suspect of an offence in another file, by the name of the file"
	case prefixed > 0:
		e.role = ""
		return FlatLayout, "each row is an offence with its people beside it"
	case people > 0 && e.role != "":
		return FlatLayout, fmt.Sprintf("each row is an offence and its %s, by the name of the file", e.role)
	case people > 0:
		return FlatLayout, "each row is an offence; whose the columns about a person are, the file does not say"
	}
	return OffencesLayout, "each row is an offence; there is no column about people"
}

// settleSeries takes the groups of offences of a table of counts as its series,
// where no column is a finer one.
func (e *examination) settleSeries(layout Layout) {
	if layout != CountsLayout || slices.ContainsFunc(e.mapped, func(m ProposedColumn) bool { return m.Field == "series" }) {
		return
	}
	if at := slices.IndexFunc(e.mapped, func(m ProposedColumn) bool { return m.Field == "ho_group" }); at >= 0 {
		e.mapped[at].Field = "series"
		e.mapped[at].Says += "; what is counted"
	}
}

// roleInFileNames reads the role of people out of the names of their files.
func roleInFileNames(files []string) string {
	role := ""
	for _, path := range files {
		name := strings.ToLower(filepath.Base(path))
		found := ""
		for _, r := range []string{"victim", "suspect", "accused", "offender"} {
			if strings.Contains(name, r) && found == "" {
				found = r
			}
		}
		if found == "accused" || found == "offender" {
			found = "suspect"
		}
		if role != "" && found != role {
			return ""
		}
		role = found
	}
	return role
}

// settleRows decides whether rows are offences of their own.
func (e *examination) settleRows(x *ProposedExtract) {
	if x.Profile != "" || x.Layout.table() != "offences" {
		return
	}
	ref := slices.IndexFunc(e.mapped, func(m ProposedColumn) bool { return m.Field == "offence_ref" })
	people := slices.ContainsFunc(e.mapped, func(m ProposedColumn) bool { return strings.Contains(m.Field, ".") })
	switch {
	case ref < 0:
		x.RowsAreOffences = true
		x.LayoutSays += "; no column is a reference of the offence, so every row is taken as an offence of its own"
	case !people && e.column(e.mapped[ref].Column).filled < e.table.rows():
		x.RowsAreOffences = true
		x.LayoutSays += "; the reference is blank in some rows, so every row is taken as an offence of its own"
	}
}
