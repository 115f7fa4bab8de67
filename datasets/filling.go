package datasets

import (
	"math"
	"slices"
)

// filling is one field of a table that is being made, one value a row of the
// table.
type filling struct {
	field  Field
	names  []string
	index  map[string]int32
	codes  []int32
	ints   []int32
	floats []float64
	times  []int64
	texts  []string
}

// tableFilling is a table that is being made.
type tableFilling struct {
	name   string
	rows   int
	fields map[string]*filling
}

func newTableFilling(name string) *tableFilling {
	return &tableFilling{name: name, fields: map[string]*filling{}}
}

// grow adds rows, not recorded in every field.
func (t *tableFilling) grow(rows int) {
	t.rows += rows
	for _, f := range t.fields {
		f.grow(t.rows)
	}
}

// field returns a field of the table, and starts it where it is new.
func (t *tableFilling) field(name string) *filling {
	f := t.fields[name]
	if f == nil {
		definition, ok := FieldNamed(t.name, name)
		if !ok {
			panic("datasets: no field " + name + " of " + t.name)
		}
		f = &filling{field: definition, names: slices.Clone(definition.allowed()), index: map[string]int32{}}
		for i, n := range f.names {
			f.index[n] = int32(i)
		}
		t.fields[name] = f
		f.grow(t.rows)
	}
	return f
}

func (f *filling) grow(rows int) {
	switch f.field.Kind {
	case Code, Flag:
		f.codes = extend(f.codes, rows, -1)
	case Int:
		f.ints = extend(f.ints, rows, IntNotRecorded)
	case Number:
		f.floats = extend(f.floats, rows, math.NaN())
	case Time:
		f.times = extend(f.times, rows, NoTime)
	case Text:
		f.texts = extend(f.texts, rows, "")
	}
}

func extend[T any](values []T, rows int, blank T) []T {
	values = slices.Grow(values, rows-len(values))
	for len(values) < rows {
		values = append(values, blank)
	}
	return values
}

// code returns the code of a level, which is added where it is new.
func (f *filling) code(level string) int32 {
	code, known := f.index[level]
	if !known {
		code = int32(len(f.names))
		f.index[level] = code
		f.names = append(f.names, level)
	}
	return code
}

// level returns the level of a row, or "".
func (f *filling) level(row int) string {
	if f.codes[row] < 0 {
		return ""
	}
	return f.names[f.codes[row]]
}

// take brings the values of source rows to rows of the table: rows[i] is the
// row of the table that source row i belongs to, or -1. Where several source
// rows belong to one, the first known value stands; source rows with another
// known value are returned.
func (f *filling) take(v *coerced, rows []int32) (conflicts []int32) {
	switch f.field.Kind {
	case Code, Flag:
		levels := make([]int32, len(v.levels))
		codes := make([]int32, len(v.names))
		for i := range codes {
			codes[i] = -1
		}
		for i, level := range v.levels {
			levels[i] = -1
			if level >= 0 {
				if codes[level] < 0 {
					codes[level] = f.code(v.names[level])
				}
				levels[i] = codes[level]
			}
		}
		return fold(f.codes, rows, v.codes, levels, func(code int32) int { return rankLevel(f.names, code) })
	case Int:
		return fold(f.ints, rows, v.codes, v.ints, rankInt)
	case Number:
		return fold(f.floats, rows, v.codes, v.floats, rankFloat)
	case Time:
		return fold(f.times, rows, v.codes, v.times, rankTime)
	}
	return fold(f.texts, rows, v.codes, v.texts, rankText)
}

func fold[T comparable](into []T, rows, codes []int32, values []T, rank func(T) int) (conflicts []int32) {
	for i, row := range rows {
		if row < 0 || codes[i] < 0 {
			continue
		}
		value, old := values[codes[i]], into[row]
		if value == old {
			continue
		}
		switch now, before := rank(value), rank(old); {
		case now > before:
			into[row] = value
		case now == 2 && before == 2:
			conflicts = append(conflicts, int32(i))
		}
	}
	return conflicts
}

// constant returns a value that every row of a source has.
func constant(f Field, level string, rows int) *coerced {
	return &coerced{field: f, names: []string{level}, levels: []int32{0}, codes: make([]int32, rows), faults: []fault{noFault}}
}

// precisions returns how exactly the times of a column are known, as a code.
func (v *coerced) precisions() *coerced {
	f, _ := FieldNamed("offences", "committed_precision")
	p := &coerced{field: f, codes: v.codes, names: []string{"month", "day", "minute"}, levels: make([]int32, len(v.exact))}
	for i, exact := range v.exact {
		p.levels[i] = int32(exact) - int32(toMonth) // -1 where there is no time
	}
	return p
}

// category returns a finished code: values that the profile does not know are
// Unknown, open levels that occur are in alphabetical order, and closed ones in
// the order of the data standard.
func (f *filling) category() Category {
	used := make([]bool, len(f.names))
	for _, code := range f.codes {
		if code >= 0 {
			used[code] = true
		}
	}
	closed := f.field.allowed()
	levels := slices.Clone(closed)
	var open []string
	for i, name := range f.names {
		name = settled(name)
		if (used[i] || closed != nil && !Missing(name)) && !slices.Contains(levels, name) && !slices.Contains(open, name) {
			open = append(open, name)
		}
	}
	slices.SortFunc(open, compareLevels)
	levels = append(levels, open...)
	index := map[string]int32{}
	for i, level := range levels {
		index[level] = int32(i)
	}
	final := make([]int32, len(f.names))
	for i, name := range f.names {
		final[i] = index[settled(name)]
	}
	codes := make([]int32, len(f.codes))
	for i, code := range f.codes {
		codes[i] = -1
		if code >= 0 {
			codes[i] = final[code]
		}
	}
	return Category{Levels: levels, Codes: codes}
}

// compareLevels sorts levels by name, the reserved ones last.
func compareLevels(a, b string) int {
	switch ma, mb := Missing(a), Missing(b); {
	case ma && !mb:
		return 1
	case mb && !ma:
		return -1
	case a < b:
		return -1
	}
	return 1
}

// table makes the finished table, its fields in the order of the data standard.
func (t *tableFilling) table() Table {
	var b Builder
	for _, definition := range Fields {
		f := t.fields[definition.Name]
		if definition.Table != t.name || f == nil {
			continue
		}
		switch definition.Kind {
		case Code, Flag:
			b.Category(definition.Name, f.category())
		case Int:
			ints := slices.Clone(f.ints)
			for i, v := range ints {
				if v == intUnreadable {
					ints[i] = IntUnknown
				}
			}
			b.Ints(definition.Name, ints)
		case Number:
			b.Floats(definition.Name, f.floats)
		case Time:
			b.Times(definition.Name, f.times)
		case Text:
			b.Texts(definition.Name, f.texts)
		}
	}
	return b.Table()
}
