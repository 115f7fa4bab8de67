package analysis

import "svna/datasets"

// Basis says which rows of the data a row of a table counts. Disclosure control
// ties the tables of a run together by it, since two tables that count the same
// people give each other away; nothing else reads it, and it is in no edition. A
// row without a Basis cannot be published.
type Basis struct {
	Unit        Unit      // Offence: rows of Offences; Victim or Suspect: rows of People
	Numerator   Selection // counted
	Denominator Selection // nil where it is no count of the data
	// Extra holds those behind counts among the extra columns.
	Extra map[string]Selection
	// Amounts are the amounts of those counted, one each, where the value of the
	// row is their sum or mean: money that was stolen, days that were lost. Not for
	// a count times a unit cost.
	Amounts []float64
	// Public marks counts that others have published, which stand by
	// themselves.
	Public bool
}

// on gives a row its basis.
func (r Row) on(u Unit, numerator, denominator Selection) Row {
	r.Basis = &Basis{Unit: u, Numerator: numerator, Denominator: denominator}
	return r
}

// published marks a row whose counts others have published already.
func (r Row) published() Row {
	r.Basis = &Basis{Public: true}
	return r
}

// rowsOf returns the rows of a level.
func (t Tally) rowsOf(level string) Selection {
	code := t.category.Code(level)
	return t.rows.Where(func(r int32) bool { return code >= 0 && t.category.Codes[r] == code })
}

// knownRows returns the rows with a known value.
func (t Tally) knownRows() Selection {
	reserved := t.reserved()
	return t.rows.Where(func(r int32) bool { return !reserved[t.category.Codes[r]+1] })
}

// kindRows returns the rows without a known value of one kind, as named in
// kindsOfMissing, or of all kinds but "Not applicable" ("").
func (t Tally) kindRows(label string) Selection {
	levels := map[string]string{"Recorded as unknown": datasets.Unknown, "Not stated": datasets.Refused, "Suppressed at source": datasets.Suppressed, "Not applicable": datasets.NotApplicable}
	reserved := t.reserved()
	return t.rows.Where(func(r int32) bool {
		code := t.category.Codes[r]
		switch {
		case label == "Not recorded":
			return code < 0
		case label == "":
			return reserved[code+1] && (code < 0 || t.category.Levels[code] != datasets.NotApplicable)
		}
		return code >= 0 && t.category.Levels[code] == levels[label]
	})
}

// reserved marks the codes, plus one, that stand for no known value.
func (t Tally) reserved() []bool {
	marks := make([]bool, len(t.category.Levels)+1)
	marks[0] = true
	for i, level := range t.category.Levels {
		switch level {
		case datasets.Unknown, datasets.Refused, datasets.NotApplicable, datasets.Suppressed:
			marks[i+1] = true
		}
	}
	return marks
}

// without returns the rows of a selection that are in none of the others, all in
// order.
func (rows Selection) without(others ...Selection) Selection {
	gone := map[int32]bool{}
	for _, other := range others {
		for _, r := range other {
			gone[r] = true
		}
	}
	return rows.Where(func(r int32) bool { return !gone[r] })
}
