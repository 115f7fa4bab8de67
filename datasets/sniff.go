package datasets

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode"

	"svna/datasets/internal/csvscan"
)

// sniffRows is how many rows of a file are looked at to find its header when no
// profile says what to look for.
const sniffRows = 500

// sniffHeader finds the header of delimited text that no profile describes: the
// delimiter under which most rows have the same number of cells, and the first
// row of that width. known, which may be nil, tells names that are columns of
// some profile: a row with two of them is a header whatever its width. A first
// row that looks like data is not taken for names, since names are printed.
func sniffHeader(text []byte, known func(name string) bool) (header, error) {
	var best header
	most := 0.0
	for _, d := range delimiters {
		h, score := sniffWith(text, d.mark, known)
		if score > most {
			best, most = h, score
		}
	}
	if most == 0 {
		return header{}, fmt.Errorf("%w: no delimiter among comma, tab, semicolon and pipe makes columns of it, or its first row holds data; add the column names as the first row", ErrNoHeader)
	}
	return best, nil
}

// sniffWith scores one delimiter, and finds the header under it; 0 for none.
func sniffWith(text []byte, mark byte, known func(string) bool) (header, float64) {
	var rows []header
	s := csvscan.New(text, mark)
	for s.Next() && len(rows) < sniffRows {
		h := header{delimiter: mark, first: s.Row().Line, line: s.Row().Line, end: s.Offset()}
		var cells [][]byte
		cells, h.repaired = headerCells(text, s.Row(), mark)
		for _, cell := range cells {
			h.names = append(h.names, clean(string(cell)))
		}
		rows = append(rows, h)
	}
	h, score := headerAmong(rows, known)
	if score > 0 {
		h.repair(text, known)
	}
	return h, score
}

// headerAmong finds the header among the first rows of a table: the first row
// with two known names, else the first that is as wide as most. The score is
// higher the more rows are of that width, and the wider they are; 0 for none.
func headerAmong(rows []header, known func(string) bool) (header, float64) {
	widths, width := map[int]int{}, 0
	for _, h := range rows {
		widths[len(h.names)]++
	}
	for w, n := range widths {
		if w > 0 && (n > widths[width] || n == widths[width] && w > width) {
			width = w
		}
	}
	candidates := slices.DeleteFunc(slices.Clone(rows), func(h header) bool { return h.line > headerLines })
	at := slices.IndexFunc(candidates, func(h header) bool { return h.knownNames(known) >= 2 })
	if at < 0 {
		at = slices.IndexFunc(candidates, func(h header) bool { return len(h.names) == width })
	}
	if width == 0 || at < 0 || !candidates[at].areNames() || candidates[at].knownNames(known) < 2 && candidates[at].recurs(rows) {
		return header{}, 0
	}
	share := float64(widths[width]) / float64(len(rows))
	return candidates[at], share*math.Log2(float64(width)+0.5) + float64(candidates[at].knownNames(known))
}

// areNames reports whether a row can be the names of columns: at least half of
// its cells have letters, not most have four figures, and none looks like a date,
// an identifier or a long text.
func (h header) areNames() bool {
	if len(h.names) == 1 && slices.ContainsFunc(delimiters, func(d delimiter) bool { return strings.IndexByte(h.names[0], d.mark) >= 0 }) {
		return false // a row under the wrong delimiter
	}
	filled, lettered, numbered := 0, 0, 0
	for _, name := range h.names {
		if name == "" {
			continue
		}
		filled++
		if traitsOf(name)&hasFigures != 0 {
			if _, month := monthOfHeader(name); !month {
				numbered++ // like a reference
			}
		}
		if strings.ContainsFunc(name, unicode.IsLetter) {
			lettered++
		}
		if len(name) > 200 || looksDate(name) || looksLikeIdentifier(name) {
			return false
		}
	}
	// Tables of months have the months as names, which are figures.
	return lettered > 0 && 2*numbered <= filled && (2*lettered >= filled || lettered >= 2 && h.monthNames() >= 2)
}

// recurs reports whether cells of the row stand in the rows below it too, as
// those of a first row of data do.
func (h header) recurs(rows []header) bool {
	again := make([]int, len(h.names))
	for _, row := range rows {
		if row.line <= h.line || len(row.names) != len(h.names) || slices.Equal(row.names, h.names) {
			continue
		}
		for i, name := range row.names {
			if name != "" && name == h.names[i] {
				again[i]++
			}
		}
	}
	return slices.Max(again) >= 3
}

// monthNames counts the names that are months, as in 202404 or Apr-24.
func (h header) monthNames() (n int) {
	for _, name := range h.names {
		if _, month := monthOfHeader(name); month {
			n++
		}
	}
	return n
}

var monthFormats = mustFormats("year-month", "200601", "Jan-06", "Jan 06", "Jan-2006", "Jan 2006", "January 2006")

func mustFormats(written ...string) []dateFormat {
	formats, err := parseFormats(written)
	if err != nil {
		panic(err)
	}
	return formats
}

// everyColumn makes a profile that reads the named columns as they are, for
// looking at a file that nobody has described. Blank and repeated names cannot
// be told apart and are left out.
func everyColumn(names []string) *Profile {
	p := &Profile{Name: "every column", Layout: OffencesLayout, RowsAreOffences: true, values: map[string]map[string]string{}, constants: map[string]string{}}
	count := map[string]int{}
	for _, name := range names {
		count[headerKey(name)]++
	}
	for _, name := range names {
		if name != "" && count[headerKey(name)] == 1 {
			p.mappings = append(p.mappings, mapping{field: Field{Name: name, Table: "offences", Kind: Text}, columns: []string{name}})
		}
	}
	return p
}
