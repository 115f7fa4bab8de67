package datasets

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"svna/datasets/internal/csvscan"
)

// headerLines is how far down a header row is looked for.
const headerLines = 60

// header is where the columns of a file are.
type header struct {
	delimiter byte
	first     int // line of its first row
	line      int // of its last row, the only one but where rows are joined
	end       int // offset of the first byte after it
	names     []string
	repaired  string // what was taken for granted to read the row, or ""
}

type delimiter struct {
	mark byte
	name string
}

var delimiters = []delimiter{{',', "comma"}, {'\t', "tab"}, {';', "semicolon"}, {'|', "pipe"}}

// found returns the header, or an error where no row was like one.
func (s *headerSearch) found() (header, error) {
	if p := s.profile; s.most < min(2, len(s.known)) {
		return header{}, fmt.Errorf("%w in its first %d lines: profile %s looks for columns such as %s; add the column names as the first row, or map the columns of this extract in the settings under [extract.columns]", ErrNoHeader, headerLines, p.Name, p.someColumns())
	}
	return s.best, nil
}

// findHeader looks for the header of delimited text, trying each delimiter.
func (p *Profile) findHeader(text []byte) (header, error) {
	search := p.newHeaderSearch()
	for _, d := range delimiters {
		s := csvscan.New(text, d.mark)
		for s.Next() && s.Row().Line <= headerLines {
			cells, repaired := headerCells(text, s.Row(), d.mark)
			if search.offer(s.Row().Line, cells) {
				search.best.delimiter, search.best.end, search.best.repaired = d.mark, s.Offset(), repaired
			}
		}
	}
	h, err := search.found()
	if err == nil {
		h.repair(text, search.isKnown)
	}
	return h, err
}

// headerCells are the cells of a row that may be a header. A row with a broken
// quote is split at every delimiter, since names hold none; repaired says so.
func headerCells(text []byte, row csvscan.Row, mark byte) (cells [][]byte, repaired string) {
	if row.Fault != csvscan.StrayQuote && row.Fault != csvscan.OpenQuote {
		return row.Cells, ""
	}
	for _, cell := range bytes.Split(text[row.Start:row.End], []byte{mark}) {
		cells = append(cells, bytes.ReplaceAll(cell, []byte{'"'}, nil))
	}
	return cells, "the header has a stray quote, which is not heeded"
}

func (s *headerSearch) isKnown(name string) bool { return s.known[headerKey(name)] }

// knownNames counts the names that are known; known may be nil.
func (h *header) knownNames(known func(string) bool) (n int) {
	for _, name := range h.names {
		if known != nil && name != "" && len(name) <= 200 && known(name) {
			n++
		}
	}
	return n
}

// repair mends a header that has not as many names as the rows have cells, where
// there is one way to do it: leave out its blank names, or part two known names
// that have run together.
func (h *header) repair(text []byte, known func(string) bool) {
	width := h.widthBelow(text)
	if width == 0 || width == len(h.names) {
		return
	}
	var named, parted []string
	for _, name := range h.names {
		if name != "" {
			named = append(named, name)
		}
		if first, second, ok := partNames(name, known); ok {
			parted = append(parted, first, second)
			continue
		}
		parted = append(parted, name)
	}
	switch width {
	case len(named):
		h.names, h.repaired = named, "the header has one delimiter or more too many: its blank names are not heeded"
	case len(parted):
		h.names, h.repaired = parted, "two names in the header have run together, and are taken as two"
	}
}

// widthBelow is the number of cells that nearly all of the first rows below the
// header have, or 0.
func (h *header) widthBelow(text []byte) int {
	const look = 100
	widths, rows := map[int]int{}, 0
	for s := csvscan.New(text[h.end:], h.delimiter); rows < look && s.Next(); rows++ {
		widths[len(s.Row().Cells)]++
	}
	for width, n := range widths {
		if 10*n >= 9*rows {
			return width
		}
	}
	return 0
}

// partNames parts a name that is not known into two that are.
func partNames(name string, known func(string) bool) (first, second string, ok bool) {
	if known == nil || known(name) || len(name) > 200 {
		return "", "", false
	}
	name = strings.ReplaceAll(name, `"`, "")
	for at := 1; at < len(name); at++ {
		if known(name[:at]) && known(name[at:]) {
			return clean(name[:at]), clean(name[at:]), true
		}
	}
	return "", "", false
}

// someColumns names the columns that a profile cannot do without.
func (p *Profile) someColumns() string {
	var names []string
	for _, m := range p.mappings {
		if slices.Contains(p.mandatory, m.name()) || len(p.mandatory) == 0 && len(names) < 4 {
			names = append(names, fmt.Sprintf("%q", m.columns[0]))
		}
	}
	return strings.Join(names, ", ")
}

// bind finds the place in the row of each column of the table, -1 where the
// file does not have it.
func (t *rawTable) bind(h header, q *FileQuality) (places []int, err error) {
	if h.repaired != "" {
		q.Assumed = append(q.Assumed, h.repaired)
	}
	keys := make([]string, len(h.names))
	for i, name := range h.names {
		keys[i] = headerKey(name)
	}
	taken := make([][]Binding, len(keys))
	for _, c := range t.columns[:len(t.columns)-len(t.across)] {
		if c == t.month || c == t.count {
			places, c.header = append(places, -1), c.mapping.field.Name
			continue
		}
		accepted := c.mapping.columns
		if c.clock {
			accepted = c.mapping.times
		}
		at, err := placeOf(accepted, h.names, keys)
		if err != nil {
			return nil, fmt.Errorf("%w; it is mapped to %s", err, c.mapping.name())
		}
		places = append(places, at)
		if at < 0 {
			if slices.Contains(t.profile.mandatory, c.mapping.name()) {
				return nil, fmt.Errorf("%w: there is no column %s for %s; the nearest is %q. Map it in the settings under [extract.columns]",
					ErrMissingColumn, quotedList(accepted), c.mapping.name(), nearestName(accepted[0], h.names))
			}
			continue
		}
		taken[at] = append(taken[at], Binding{Column: h.names[at], Field: c.bindingName()})
		if c.header == "" {
			c.header = h.names[at]
		}
	}
	for i, name := range h.names {
		q.Columns = append(q.Columns, taken[i]...)
		if _, month := monthOfHeader(name); taken[i] == nil && name != "" && !(month && t.profile.MonthsAcross) {
			q.Dropped = append(q.Dropped, name)
			if holds := identifierName(name); holds != "" {
				q.Identifiers = append(q.Identifiers, Identifier{name, holds})
			}
		}
	}
	if t.profile.MonthsAcross {
		return t.bindMonths(h, q, places)
	}
	return places, nil
}

func (c *rawColumn) bindingName() string {
	if c.clock {
		return c.mapping.name() + " (clock time)"
	}
	return c.mapping.name()
}

// placeOf returns the place of the first accepted header that is there.
func placeOf(accepted, names, keys []string) (int, error) {
	for _, column := range accepted {
		key := headerKey(column)
		at := slices.Index(keys, key)
		if at < 0 {
			continue
		}
		if slices.Contains(keys[at+1:], key) {
			return 0, fmt.Errorf("%w: column %q; remove or rename one", ErrDuplicateColumn, names[at])
		}
		return at, nil
	}
	return -1, nil
}

func quotedList(names []string) string {
	var quoted []string
	for _, n := range names[:min(3, len(names))] {
		quoted = append(quoted, fmt.Sprintf("%q", n))
	}
	return strings.Join(quoted, " or ")
}
