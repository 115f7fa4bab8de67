package datasets

import (
	"fmt"
	"slices"
	"strings"
)

// joinedRows is how many rows above one may be joined with it to a header.
const joinedRows = 2

// headerSearch looks for the row that has most of the columns of a profile; or the
// two or three rows that have, joined, as where "Age" stands under both "Victim"
// and "Suspect" and the profile asks for "Victim Age". Positions never matter.
type headerSearch struct {
	profile *Profile
	known   map[string]bool // keys of the columns that the profile maps
	most    int
	best    header
	above   []header // the last rows offered, the nearest last
}

func (p *Profile) newHeaderSearch() *headerSearch {
	s := &headerSearch{profile: p, known: map[string]bool{}}
	for _, m := range p.mappings {
		for _, column := range slices.Concat(m.columns, m.times) {
			s.known[headerKey(column)] = true
		}
	}
	return s
}

// offer looks at a row, and reports whether it is more like a header than the
// rows before it, or ends a header of several rows that is.
func (s *headerSearch) offer(line int, cells [][]byte) bool {
	row := header{first: line, line: line}
	for _, cell := range cells {
		row.names = append(row.names, clean(string(cell)))
	}
	better := s.consider(row)
	if n := len(s.above); n > 0 && s.above[n-1].line >= line {
		s.above = nil // another delimiter is tried, from the top
	}
	joined := row
	for _, above := range slices.Backward(s.above) {
		if len(above.names) != len(row.names) {
			break
		}
		joined = joined.under(above)
		better = s.consider(joined) || better
	}
	s.above = append(s.above, row)
	s.above = s.above[max(0, len(s.above)-joinedRows):]
	return better
}

// consider keeps the header that has most of the columns, the first of equals.
func (s *headerSearch) consider(h header) bool {
	found := h.knownNames(s.isKnown)
	if found <= s.most {
		return false
	}
	s.most, s.best = found, h
	return true
}

// under joins the names of a header to those of the row above it. There, a name
// goes for the blank cells to its right, as names of groups are merged over them.
func (h header) under(above header) header {
	joined := header{first: above.first, line: h.line}
	group := ""
	for i, name := range h.names {
		if above.names[i] != "" {
			group = above.names[i]
		}
		joined.names = append(joined.names, strings.TrimSpace(group+" "+name))
	}
	return joined
}

// sayHeader says where the header is, unless it is the first line and no more.
func (q *FileQuality) sayHeader(h header) {
	place := fmt.Sprintf("the header is on line %d", h.line)
	if h.first < h.line {
		place = fmt.Sprintf("the header is on lines %d to %d, whose names are joined", h.first, h.line)
	}
	if above := h.first - 1; above > 0 {
		place += fmt.Sprintf("; %s above it %s not read", plural(above, "line", "lines"), isAre(above))
	}
	if h.line > 1 {
		q.Assumed = append(q.Assumed, place)
	}
}
