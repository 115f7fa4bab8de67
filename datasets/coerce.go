package datasets

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// coerced is one field of one source, understood: each distinct cell was read
// once, and rows point to what came of it. One of the value slices is filled,
// by the kind of field.
type coerced struct {
	role   string
	field  Field
	header string  // of the column, for messages
	codes  []int32 // for each row an index into the values, or absent

	levels []int32 // into names, -1 for not recorded
	names  []string
	ints   []int32
	floats []float64
	times  []int64
	exact  []precision // of times
	texts  []string
	faults []fault // of each value
	either []bool  // of dates, whether they read with day and month either way round
}

// unmappedLevel stands for values that the profile does not know until the
// tables are made; there they become Unknown and are counted.
const unmappedLevel = "\x00unmapped"

// blankFlag stands for a blank in a flag: not flagged, unless another row of the
// same offence says that it is. In the tables it becomes no.
const blankFlag = "\x00blank"

// settled is the level that a level becomes in the tables.
func settled(level string) string {
	switch level {
	case unmappedLevel:
		return Unknown
	case blankFlag:
		return "no"
	}
	return level
}

// intUnreadable is the same for whole numbers.
const intUnreadable int32 = -100

// coerce understands every column of the table.
func (t *rawTable) coerce() ([]*coerced, error) {
	var all []*coerced
	for _, c := range t.columns {
		if c.clock || c.header == "" {
			continue
		}
		if err := t.refuseIdentifiers(c); err != nil {
			return nil, err
		}
		v := &coerced{role: c.mapping.role, field: c.mapping.field, header: c.header, codes: c.codes}
		var err error
		switch c.mapping.field.Kind {
		case Text:
			v.readTexts(c.cells.values)
		case Code, Flag:
			t.readLevels(v, *c.mapping, c.cells.values)
		case Int:
			v.readInts(c.cells.values)
		case Number:
			v.readFloats(c.cells.values)
		case Time:
			err = t.readTimes(v, c)
		}
		if err != nil {
			return nil, &ParseError{File: t.name(), Field: c.mapping.name(), Err: err}
		}
		all = append(all, v)
	}
	pairPoints(all, "easting", "northing")
	pairPoints(all, "longitude", "latitude")
	return all, nil
}

// rank is 0 for a value not recorded, 1 for another kind of missing, 2 for a known one.
func (v *coerced) rank(code int32) int {
	switch {
	case v.levels != nil:
		return rankLevel(v.names, v.levels[code])
	case v.ints != nil:
		return rankInt(v.ints[code])
	case v.floats != nil:
		return rankFloat(v.floats[code])
	case v.times != nil:
		return rankTime(v.times[code])
	}
	return rankText(v.texts[code])
}

func rankLevel(names []string, level int32) int {
	switch {
	case level < 0:
		return 0
	case Missing(names[level]), names[level] == unmappedLevel, names[level] == blankFlag:
		return 1
	}
	return 2
}

func rankInt(v int32) int {
	switch {
	case v == IntNotRecorded:
		return 0
	case v < 0:
		return 1
	}
	return 2
}

func rankFloat(v float64) int {
	if math.IsNaN(v) {
		return 0
	}
	return 2
}

func rankTime(v int64) int {
	if v == NoTime {
		return 0
	}
	return 2
}

func rankText(v string) int {
	if v == "" {
		return 0
	}
	return 2
}

func (v *coerced) name() string {
	if v.role == "" {
		return v.field.Name
	}
	return v.role + "." + v.field.Name
}

// readTexts cleans references and keys. Two spellings of one reference that
// differ in blanks or hidden characters get one code.
func (v *coerced) readTexts(cells []string) {
	v.texts = make([]string, len(cells))
	v.faults = make([]fault, len(cells))
	changed := false
	for i, cell := range cells {
		text := clean(cell)
		changed = changed || text != cell
		if _, missing := missingWord(text); missing {
			text, changed = "", true
		}
		if looksMangled(text) {
			v.faults[i] = faultReference
		}
		v.texts[i] = text
	}
	if changed {
		v.joinSpellings()
	}
}

func (v *coerced) joinSpellings() {
	first := map[string]int32{}
	joined := make([]int32, len(v.texts))
	for i, text := range v.texts {
		if _, known := first[text]; !known {
			first[text] = int32(i)
		}
		joined[i] = first[text]
	}
	codes := make([]int32, len(v.codes))
	for row, code := range v.codes {
		codes[row] = code
		if code >= 0 {
			codes[row] = joined[code]
		}
	}
	v.codes = codes
}

// missingWord returns the kind of missing that a word in any field stands for,
// "" for not recorded. None has a figure in it, and none is long.
func missingWord(text string) (level string, ok bool) {
	if len(text) > 30 || strings.ContainsAny(text, "0123456789") {
		return "", false
	}
	level, ok = usualValues()["missing"][strings.ToLower(text)]
	return level, ok
}

// looksMangled finds references that Excel has made numbers ("1.23457E+12") or
// dates ("12-Mar").
func looksMangled(s string) bool {
	if len(s) < 5 || len(s) > 12 || s[0] < '0' || s[0] > '9' {
		return false
	}
	if mantissa, exponent, ok := strings.Cut(s, "E+"); ok {
		_, a := leadingNumber(strings.Replace(mantissa, ".", "", 1))
		_, b := leadingNumber(exponent)
		return a == "" && b == "" && exponent != ""
	}
	_, rest := leadingNumber(s)
	if rest == "" || rest[0] != '-' {
		return false
	}
	_, n := monthNamed(rest[1:])
	return n == 3 && len(rest) == 4
}

// readLevels finds the level of each distinct cell of a code or a flag.
func (t *rawTable) readLevels(v *coerced, m mapping, cells []string) {
	names := v.field.allowed()
	v.names = slices.Clone(names)
	v.levels = make([]int32, len(cells))
	v.faults = make([]fault, len(cells))
	index := map[string]int32{}
	for i, name := range v.names {
		index[name] = int32(i)
	}
	found := make([]string, len(cells))
	for i, cell := range cells {
		found[i], v.faults[i] = t.profile.levelOf(m, cell)
	}
	if names == nil {
		if n := joinCases(found); n > 0 {
			t.assume(fmt.Sprintf("column %q: %s differ only in capitals from another and are taken as one", v.header, plural(n, "value", "values")))
		}
	}
	for i, level := range found {
		if level == "" {
			v.levels[i] = -1
			continue
		}
		at, known := index[level]
		if !known {
			at = int32(len(v.names))
			index[level] = at
			v.names = append(v.names, level)
		}
		v.levels[i] = at
	}
}

// joinCases gives levels that differ only in case one spelling, the last in
// byte order, which prefers small letters. It returns how many spellings went.
func joinCases(levels []string) (gone int) {
	best := map[string]string{}
	seen := map[string]bool{}
	for _, level := range levels {
		if level == "" || seen[level] {
			continue
		}
		seen[level] = true
		key := strings.ToLower(level)
		if old, there := best[key]; !there {
			best[key] = level
		} else {
			gone++
			best[key] = max(old, level)
		}
	}
	if gone == 0 {
		return 0
	}
	for i, level := range levels {
		if level != "" {
			levels[i] = best[strings.ToLower(level)]
		}
	}
	return gone
}

// level understands one cell of a code or flag. The values of the profile come
// first, then the code lists and the levels themselves, then the spellings
// that every profile knows. A blank flag is not flagged.
func (p *Profile) level(f Field, cell string) (level string, found fault) {
	text := clean(cell)
	key := strings.ToLower(text)
	if level, ok := p.values[f.Name][key]; ok {
		return level, noFault
	}
	usual := usualValues()
	list := usual[f.Name]
	if f.Kind == Flag {
		list = usual["flag"]
	}
	switch level, ok := list[key]; {
	case ok:
		return level, noFault
	case key == "" && f.Kind == Flag:
		return blankFlag, noFault
	case key == "":
		return "", noFault
	}
	for _, allowed := range f.allowed() {
		if key == allowed || key == strings.ToLower(allowed) {
			return allowed, noFault
		}
	}
	if level, ok := listedLevel(f, text); ok {
		return level, noFault
	}
	if level, ok := missingWord(key); ok {
		return level, noFault
	}
	if isSuppressedCount(key) {
		return Suppressed, noFault
	}
	if level, ok := p.values[f.Name][anyOther]; ok {
		return level, noFault
	}
	if f.allowed() != nil {
		return unmappedLevel, faultUnmapped
	}
	return openLevel(f, cell, text)
}

// anyOther is the raw value that stands, in a profile's values, for all that it
// does not name: a flag made from a column of weapons needs it.
const anyOther = "any other"

// listedLevel looks a cell up in the code list of its field.
func listedLevel(f Field, text string) (string, bool) {
	var schemes []string
	switch f.Name {
	case "ethnicity_sde":
		schemes = []string{"sde", "police_uk_self_defined", "mps_homicide_self_classified", "census2021_ts021"}
	case "ethnicity_ic":
		schemes = []string{"ic", "police_uk_officer_defined"}
	}
	for _, scheme := range schemes {
		if group, ok := EthnicityGroup(scheme, text); ok {
			return group, true
		}
	}
	return "", false
}

// openLevel spells a value of an open code.
func openLevel(f Field, cell, text string) (string, fault) {
	switch f.Name {
	case "ho_code":
		code := NormaliseCode(text)
		if _, known := OffenceCodes()[code]; !known {
			return code, faultCode
		}
		return code, noFault
	case "outcome_code":
		return outcomeCode(text), noFault
	case "borough_incident", "borough_investigating", "ward", "lsoa", "home_borough", "area_code":
		text = strings.ToUpper(text)
	case "area_name":
		// The MPS marks two wards "(KG)" from 2024; their codes are unchanged.
		text = strings.TrimSpace(strings.TrimSuffix(text, "(KG)"))
	}
	switch {
	case strings.ContainsRune("=+@", rune(text[0])) || text[0] == '-' && len(text) > 1 && (text[1] < '0' || text[1] > '9'):
		return text, faultFormula
	case !strings.EqualFold(strings.Join(strings.Fields(cell), " "), text) && f.Name != "area_name":
		return text, faultHidden
	}
	return text, noFault
}

// outcomeCode reads "01", "16" or "16 - Evidential difficulties ...".
func outcomeCode(text string) string {
	number, rest := leadingNumber(text)
	figures := len(text) - len(rest)
	if figures == 0 || figures > 2 {
		return text
	}
	letter := ""
	if rest != "" && (rest[0] == 'A' || rest[0] == 'a') {
		letter, rest = "A", rest[1:]
	}
	if rest = strings.TrimSpace(rest); rest != "" && !strings.ContainsRune("-–:.", []rune(rest)[0]) {
		return text
	}
	return strconv.Itoa(number) + letter
}
