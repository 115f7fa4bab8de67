package datasets

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// share is the share of the filled cells that a condition holds for.
func (c *column) share(holds func(string) bool) float64 {
	if c.filled == 0 {
		return 0
	}
	n := 0
	for i, v := range c.values {
		if v != "" && c.rows[i] > 0 && holds(v) {
			n += c.rows[i]
		}
	}
	return float64(n) / float64(c.filled)
}

// distinct counts the different values.
func (c *column) distinct() (n int) {
	for i, v := range c.values {
		if v != "" && c.rows[i] > 0 {
			n++
		}
	}
	return n
}

// gssCodes are the forms of codes of areas (Office for National Statistics,
// Register of Geographic Codes).
var gssCodes = map[string]*regexp.Regexp{
	"ward":                  regexp.MustCompile(`^[EW]05\d{6}$`),
	"lsoa":                  regexp.MustCompile(`^[EW]01\d{6}$`),
	"borough_incident":      regexp.MustCompile(`^[EW]0[6789]\d{6}$`),
	"borough_investigating": regexp.MustCompile(`^[EW]0[6789]\d{6}$`),
	"home_borough":          regexp.MustCompile(`^[EW]0[6789]\d{6}$`),
	"area_code":             regexp.MustCompile(`^[EW]\d{8}$`),
}

// fits is the share of the filled cells that can be values of a field.
func (c *column) fits(name, table string) float64 {
	f, _ := FieldNamed(table, name)
	if code := gssCodes[name]; code != nil {
		codes := c.share(func(v string) bool {
			return code.MatchString(strings.ToUpper(clean(v))) || name == "home_borough" && isMissingWord(v)
		})
		if key := nameKey(c.name); codes == 0 && slices.Contains(namedAreas, name) && !strings.Contains(key, "code") && !strings.HasSuffix(key, "cd") {
			return nameFit * c.fitsWords()
		}
		return codes
	}
	switch {
	case f.Kind == Time:
		_, share := c.dateFormats()
		return share
	case name == "offence_ref" || name == "person_key" || name == "linked_ref":
		return c.fitsReference()
	case name == "ho_code":
		return c.share(func(v string) bool { _, known := OffenceCodes()[NormaliseCode(clean(v))]; return known })
	case name == "outcome_code":
		return c.share(func(v string) bool {
			n, err := strconv.Atoi(strings.TrimSuffix(outcomeCode(clean(v)), "A"))
			return err == nil && n >= 0 && n <= 22
		})
	case name == "age_band":
		return c.share(func(v string) bool {
			from, to, ok := ParseAges(v)
			return ok && from != to || isMissingWord(v) || strings.Contains(clean(v), "+")
		})
	case f.Kind == Int || f.Kind == Number:
		return c.fitsNumber(f)
	case f.Kind == Flag || f.Levels != nil:
		p := &Profile{}
		return c.share(func(v string) bool { _, found := p.level(f, v); return found == noFault })
	case table == "counts":
		return c.share(func(v string) bool {
			return len(v) <= 100 && strings.ContainsAny(strings.ToLower(v), "abcdefghijklmnopqrstuvwxyz")
		})
	}
	return c.fitsWords()
}

// namedAreas are the areas of an offence that names may stand for: they are matched
// to the boundaries, or to the name of the area, by name. A column of codes is
// better: nameFit is what names are worth beside codes.
var namedAreas = []string{"ward", "lsoa", "borough_incident"}

const nameFit = 0.9

// fitsWords: an open code has words, few of them for the number of rows.
func (c *column) fitsWords() float64 {
	if few := c.distinct() <= max(40, c.filled/10); !few {
		return 0
	}
	return c.share(func(v string) bool {
		return len(v) <= 120 && strings.ContainsAny(strings.ToLower(v), "abcdefghijklmnopqrstuvwxyz")
	})
}

// fitsLabel is the share of the filled cells that are known labels of offences.
func (c *column) fitsLabel(field string) float64 {
	return c.share(func(v string) bool { _, known := labelOf(field, v); return known })
}

// fitsClass is the share of the filled cells that are labels of one Home Office class.
func (c *column) fitsClass() float64 {
	return c.share(func(v string) bool { label, _ := LookupOffenceLabel("", clean(v)); return label.Code != "" })
}

// labelOf returns what a label of an offence stands for by itself: a group, or for
// a column of subgroups a subgroup or class.
func labelOf(field, cell string) (level string, known bool) {
	if field == "force_subgroup" {
		if label, found := LookupOffenceLabel("", clean(cell)); found {
			return cmp.Or(label.Subgroup, label.Group), true
		}
	}
	label, found := LookupOffenceLabel(clean(cell), "")
	return label.Group, found
}

func isMissingWord(v string) bool { _, is := missingWord(clean(v)); return is }

// fitsReference: references differ from each other; one value in a fifth of the
// rows or more is none.
func (c *column) fitsReference() float64 {
	if 5*c.distinct() < c.filled {
		return 0
	}
	return c.share(func(v string) bool {
		return len(v) <= 80 && !strings.Contains(v, " ") || strings.ContainsAny(v, "0123456789")
	})
}

func (c *column) fitsNumber(f Field) float64 {
	return c.share(func(v string) bool {
		if f.Kind == Int {
			n, found := readInt(f.Name, v)
			return found == noFault && (n >= 0 || n != IntNotRecorded)
		}
		degrees, err := strconv.ParseFloat(clean(v), 64)
		limit := map[string]float64{"longitude": 180, "latitude": 90}[f.Name]
		return err == nil && degrees >= -limit && degrees <= limit
	})
}

// holdsIdentifiers says what direct identifiers the values look like, or "".
func (c *column) holdsIdentifiers() string {
	for _, d := range detectors {
		hits := 0
		for i, v := range c.values {
			if v != "" && d.finds(v, traitsOf(v)) {
				hits += c.rows[i]
			}
		}
		if hits >= identifierHits && float64(hits) > max(d.share, 0.02)*float64(c.filled) {
			return d.kind
		}
	}
	return ""
}

// unknownValues lists, for each code that was mapped, the values that are
// understood and those that are not.
func (e *examination) unknownValues(x *ProposedExtract) (all []ProposedValues) {
	p := &Profile{values: map[string]map[string]string{}}
	if x.Profile != "" {
		if built, err := BuiltInProfile(x.Profile); err == nil {
			p = built
		}
	}
	for _, m := range slices.Concat(x.Mapped, x.Unsure) {
		f, _ := e.fieldOf(m.Field)
		c := e.column(m.Column)
		var v ProposedValues
		switch {
		case m.Confidence == Unsure && f.Name == "outcome_code" && m.fit < minFit:
			v = c.valuesBy(func(string) (string, bool) { return "", false })
		case slices.ContainsFunc(x.Unsure, func(u ProposedColumn) bool { return u == m }):
			continue
		case f.Kind == Flag, f.Kind == Code && f.Levels != nil:
			v = c.valuesBy(func(cell string) (string, bool) {
				level, found := p.level(f, cell)
				return level, found == noFault
			})
			v.Levels = f.allowed()
		case f.Name == "force_group", f.Name == "force_subgroup", f.Name == "ho_group" && x.Layout == CountsLayout:
			v = c.valuesBy(func(cell string) (string, bool) { return labelOf(f.Name, cell) })
		default:
			continue
		}
		if len(v.Values) > 0 || v.Rare > 0 || len(v.Known) > 0 {
			v.Field = f.Name
			all = append(all, v)
		}
	}
	return all
}

// valuesBy splits the values of a column by whether they are understood. Only
// those in enough rows are named, and none that looks like an identifier.
func (c *column) valuesBy(understand func(cell string) (level string, ok bool)) (v ProposedValues) {
	order := make([]int, 0, len(c.values))
	for i := range c.values {
		order = append(order, i)
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(c.rows[b], c.rows[a]), cmp.Compare(c.values[a], c.values[b]))
	})
	for _, i := range order {
		value := clean(c.values[i])
		if value == "" || c.rows[i] == 0 {
			continue
		}
		level, ok := understand(value)
		switch {
		case c.rows[i] < shownAtLeast || !isLabel(value):
			if !ok {
				v.Rare++
			}
		case ok && len(v.Known) < listedAtMost && level != "":
			v.Known = append(v.Known, value+" = "+level)
		case !ok && len(v.Values) < listedAtMost:
			v.Values = append(v.Values, ValueCount{value, c.rows[i]})
		case !ok:
			v.Rare++
		}
	}
	return v
}

// isLabel reports whether a value can be the label of a code: short, and nothing
// that a detector of identifiers knows.
func isLabel(value string) bool {
	return len(value) <= 80 && !looksDate(value) && !looksLikeIdentifier(value)
}
