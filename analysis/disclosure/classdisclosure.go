package disclosure

import (
	"slices"
	"strings"

	"svna/analysis"
)

// ClassDisclosure is a line of a table whose non-zero part is a single category:
// who knows that somebody is counted there knows the category too. Zeros are half
// of it, so it needs a line of two categories or more that are all shown.
type ClassDisclosure struct {
	Table    string `json:"table"`
	Line     string `json:"line"`
	Category string `json:"category"`
	// Accepted is the reason why an analyst lets it stand; "" where it is hidden.
	Accepted string `json:"accepted,omitempty"`
}

// Acceptance names a line of which an analyst accepts that all are of one
// category, with the reason.
type Acceptance struct{ Table, Line, Reason string }

// smallGroup is under how many people or offences no acceptance counts.
const smallGroup = 10

// hideClasses hides the numbers that tell something of everyone in a line, but
// those of larger groups that are accepted by name.
func (e *edition) hideClasses(t analysis.Table) {
	for at := firstFree(&t); at < len(t.Dimensions); at++ {
		lines := map[string][]int{}
		var order []string
		for i, r := range t.Rows {
			f := e.figures[t.ID][i]
			if r.Kind == analysis.TotalRow || f.numerator == nil {
				continue
			}
			line := strings.Join(slices.Concat(r.Levels[:at], r.Levels[at+1:]), ": ")
			if lines[line] == nil {
				order = append(order, line)
			}
			lines[line] = append(lines[line], i)
		}
		for _, line := range order {
			e.hideClass(t, line, at, lines[line])
		}
	}
}

// hideClass hides the one number of a line that is not 0, if there is only one and
// it is shown.
func (e *edition) hideClass(t analysis.Table, line string, dimension int, rows []int) {
	only := -1
	for _, i := range rows {
		if n := e.figures[t.ID][i].numerator; n.count > 0 || n.hidden {
			if only >= 0 {
				return
			}
			only = i
		}
	}
	if len(rows) < 2 || only < 0 || e.figures[t.ID][only].numerator.hidden {
		return
	}
	n := e.figures[t.ID][only].numerator
	found := ClassDisclosure{Table: t.ID, Line: line, Category: t.Rows[only].Levels[dimension]}
	found.Accepted = e.acceptance(t, line, n)
	n.hidden = n.hidden || found.Accepted == ""
	e.classes = append(e.classes, found)
}

// acceptance is the reason why an analyst lets a line of a larger group stand, or "".
func (e *edition) acceptance(t analysis.Table, line string, n *number) string {
	for _, a := range e.rule.Accepted {
		if a.Table == t.ID && a.Line == line && n.count >= smallGroup {
			return a.Reason
		}
	}
	return ""
}
