package datasets

import (
	"fmt"
	"math"
)

// closeFile refuses a file that has no rows or is mostly broken, once its last
// chunk is taken.
func (t *rawTable) closeFile(f *rawFile) error {
	q := f.quality
	switch {
	case q.RowsRead == 0:
		return &ParseError{File: q.Name, Line: q.HeaderLine, Err: fmt.Errorf("%w: it has a header and no rows; ask the sender for it again", ErrEmpty)}
	case f.tooBroken():
		return &ParseError{File: q.Name, Err: fmt.Errorf("%w: %s of %s have a broken form (%s); export it again, with quotes around text that holds a %s",
			ErrTooManyUnusable, thousands(f.broken), plural(q.RowsRead, "row", "rows"), f.leftOut.where(), q.Delimiter)}
	}
	f.tellMended()
	if f.footer >= 0 {
		records := q.RowsRead - f.leftOut.rows(reasonFooter) - f.leftOut.rows(reasonHeader)
		if f.footer != records {
			q.Findings = append(q.Findings, Finding{
				Kind: "footer_count", Count: records,
				Say: fmt.Sprintf("A note in the file says %s, and it has %s: it may have been cut.", plural(f.footer, "row", "rows"), thousands(records)),
			})
		}
	}
	return nil
}

// close counts the rows of a file that are in use and asserts that all others
// have a reason.
func (f *rawFile) close(t *rawTable) error {
	q := f.quality
	for row := f.from; row < f.to; row++ {
		if t.status[row] == rowUsed {
			q.RowsUsed++
		}
	}
	left := 0
	for _, reason := range f.leftOut.order {
		q.LeftOut = append(q.LeftOut, *f.leftOut.reasons[reason])
		left += f.leftOut.reasons[reason].Rows
	}
	if q.RowsRead != q.RowsUsed+left {
		return &ParseError{File: q.Name, Err: fmt.Errorf("%w: %d rows read, %d used, %d left out; please report it", ErrLedger, q.RowsRead, q.RowsUsed, left)}
	}
	return nil
}

// roleTables are the roles of people and what their part of the table of people
// is called in Quality.
var roleTables = []struct{ role, table string }{
	{"victim", "victims"}, {"suspect", "suspects"}, {"accused", "accused"}, {"offender", "offenders"}, {"witness", "witnesses"},
}

// completeness counts the kinds of missing of every field of every table, those
// of people by role. The kinds sum to the rows, or it returns ErrLedger.
func (l *loader) completeness() ([]FieldQuality, error) {
	all := []FieldQuality{}
	add := func(name string, t *tableFilling, has func(field string) bool, in func(row int) bool) error {
		for _, definition := range Fields {
			f := t.fields[definition.Name]
			if f == nil || definition.Table != t.name || !has(definition.Name) {
				continue
			}
			q := f.completeness(name, t.rows, in)
			if q.Rows != q.Known+q.Unknown+q.Refused+q.NotRecorded+q.NotApplicable+q.Suppressed {
				return fmt.Errorf("%w: field %s of %s: the kinds of missing do not sum to %d rows; please report it", ErrLedger, q.Field, q.Table, q.Rows)
			}
			all = append(all, q)
		}
		return nil
	}
	every := func(string) bool { return true }
	if err := add("offences", l.offences, every, func(int) bool { return true }); err != nil {
		return nil, err
	}
	if roles := l.people.fields["role"]; roles != nil {
		for _, r := range roleTables {
			code, known := roles.index[r.role]
			if !known || !l.hasRole(r.role) {
				continue
			}
			supplied := func(field string) bool { return field != "role" && l.byRole[r.role][field] }
			if err := add(r.table, l.people, supplied, func(row int) bool { return roles.codes[row] == code }); err != nil {
				return nil, err
			}
		}
	}
	return all, add("counts", l.counts, every, func(int) bool { return true })
}

// hasRole reports whether anybody has a role.
func (l *loader) hasRole(role string) bool {
	roles := l.people.fields["role"]
	for _, code := range roles.codes {
		if roles.names[code] == role {
			return true
		}
	}
	return false
}

// completeness counts one field over the rows that are in.
func (f *filling) completeness(table string, rows int, in func(row int) bool) FieldQuality {
	q := FieldQuality{Table: table, Field: f.field.Name}
	for row := range rows {
		if !in(row) {
			continue
		}
		q.Rows++
		switch f.field.Kind {
		case Code, Flag:
			q.countLevel(f.level(row))
		case Int:
			q.countInt(f.ints[row])
		case Number:
			q.countKnown(!math.IsNaN(f.floats[row]))
		case Time:
			q.countKnown(f.times[row] != NoTime)
		case Text:
			q.countKnown(f.texts[row] != "")
		}
	}
	return q
}

func (q *FieldQuality) countKnown(known bool) {
	if known {
		q.Known++
	} else {
		q.NotRecorded++
	}
}

func (q *FieldQuality) countLevel(level string) {
	switch level {
	case "":
		q.NotRecorded++
	case Unknown:
		q.Unknown++
	case unmappedLevel:
		q.Unknown++
		q.Unmapped++
	case Refused:
		q.Refused++
	case NotApplicable:
		q.NotApplicable++
	case Suppressed:
		q.Suppressed++
	default:
		q.Known++
	}
}

func (q *FieldQuality) countInt(value int32) {
	switch {
	case value >= 0:
		q.Known++
	case value == IntNotRecorded:
		q.NotRecorded++
	case value == intUnreadable:
		q.Unknown++
		q.Unmapped++
	case value == IntRefused:
		q.Refused++
	case value == IntNotApplicable:
		q.NotApplicable++
	case value == IntSuppressed:
		q.Suppressed++
	default:
		q.Unknown++
	}
}
