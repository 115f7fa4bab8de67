package datasets

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
)

// ignored are the columns that are neither mapped, unsure nor refused.
func (e *examination) ignored(x *ProposedExtract) (names []string) {
	for _, c := range e.columns {
		isIn := func(list []ProposedColumn) bool {
			return slices.ContainsFunc(list, func(m ProposedColumn) bool { return m.Column == c.name || m.Time == c.name })
		}
		if !isIn(x.Mapped) && !isIn(x.Unsure) {
			names = append(names, c.name)
		}
	}
	return append(names, e.nested...)
}

// decisions are what a person must decide about an extract.
func (x *ProposedExtract) decisions() (list []string) {
	name := filepath.Base(x.Files[0])
	if x.Unreadable != "" {
		return []string{fmt.Sprintf("%s: %s.", name, x.Unreadable)}
	}
	for _, m := range x.Mapped {
		if m.Confidence == Unsure {
			list = append(list, fmt.Sprintf("%s: column %q: %s.", name, m.Column, m.Says))
		}
	}
	if x.Stops {
		list = append(list, name+": each row is a stop and search and no offence. What svna makes of it would be headed as offences: use it to look at the data, and for no needs assessment.")
	}
	if len(x.OtherSheets) > 0 {
		list = append(list, fmt.Sprintf("%s: the table on %s is proposed; there are others on %s.", name, quotedAll(x.Sheets), quotedAll(x.OtherSheets)))
	}
	var whose []string
	for _, m := range x.Unsure {
		switch {
		case strings.HasPrefix(m.Field, "?."):
			whose = append(whose, fmt.Sprintf("%q", m.Column))
		case m.Field == "":
			list = append(list, fmt.Sprintf("%s: column %q: %s.", name, m.Column, m.Says))
		}
	}
	if len(whose) > 0 {
		list = append(list, fmt.Sprintf("%s: say whose these are, the victim's or the suspect's: %s.", name, strings.Join(whose, ", ")))
	}
	return list
}
