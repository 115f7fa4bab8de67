package datasets

import (
	"fmt"
	"strings"
)

// leftOut counts the rows left out of a file by reason.
type leftOut struct {
	reasons map[string]*Reason
	order   []string // as first met
}

// add counts a row that is left out.
func (l *leftOut) add(line int, reason string) {
	l.merge(&Reason{Reason: reason, Rows: 1, Lines: []int{line}}, 0)
}

// merge counts rows that come after all those counted so far; their lines are
// counted from the line after above.
func (l *leftOut) merge(more *Reason, above int) {
	r := l.reasons[more.Reason]
	if r == nil {
		if l.reasons == nil {
			l.reasons = map[string]*Reason{}
		}
		r = &Reason{Reason: more.Reason, Lines: []int{}}
		l.reasons[more.Reason] = r
		l.order = append(l.order, more.Reason)
	}
	r.Rows += more.Rows
	for _, line := range more.Lines {
		r.Lines = addExample(r.Lines, above+line)
	}
}

func (l *leftOut) rows(reason string) int {
	if r := l.reasons[reason]; r != nil {
		return r.Rows
	}
	return 0
}

// where lists the reasons with their first lines.
func (l *leftOut) where() string {
	var parts []string
	for _, reason := range l.order {
		parts = append(parts, fmt.Sprintf("%s: line %d", reason, l.reasons[reason].Lines[0]))
	}
	return strings.Join(parts, "; ")
}
