package datasets

import "fmt"

// Reasons for which rows of sound form are left out.
const (
	reasonDuplicate   = "an exact copy of an earlier row"
	reasonNoReference = "no offence reference"
	reasonEarlier     = "its offence is in an extract of another profile already"
	reasonRepeated    = "a reference already met; it only fills blanks of the first row"
	reasonNoOffence   = "a person whose offence is not among the offences"
	reasonSamePerson  = "a person already met in the same offence; it only fills blanks of the first row"
)

// takeOffences makes the offences of a flat or offences table, one for each
// reference, and the people beside them.
func (l *loader) takeOffences(t *rawTable, all []*coerced) {
	refs := find(all, "", "offence_ref")
	before := l.offences.rows
	var rows []int32
	if t.profile.RowsAreOffences {
		rows = l.offenceOfEachRow(t, refs)
	} else {
		rows = l.offenceOfReference(t, refs)
	}
	repeated := repeatedOffences(rows, before, l.offences.rows)
	if !t.profile.RowsAreOffences {
		t.leaveOutCopies(rows, func(row int32) bool { return repeated[int(rows[row])-before] })
	}
	for i, status := range t.status {
		if status != rowUsed {
			rows[i] = -1
		}
	}
	conflicting := map[int32]bool{}
	for _, v := range all {
		if v.role != "" || v == refs {
			continue
		}
		l.takeField(t, l.offences, v, rows, conflicting)
		if v.field.Name == "committed_from" && find(all, "", "committed_precision") == nil {
			l.offences.field("committed_precision").take(v.precisions(), rows)
		}
	}
	for _, name := range fieldNames("offences") {
		if level, ok := t.profile.constants[name]; ok {
			f := l.offences.field(name)
			f.take(constant(f.field, level, t.rows()), rows)
		}
	}
	if len(conflicting) > 0 {
		l.find("", "conflicting_references", len(conflicting), "%s %s different values in %s; the first known value of each field is kept.",
			plural(len(conflicting), "offence reference", "offence references"), hasHave(len(conflicting)), t.name())
	}
	if t.profile.Layout == OffencesLayout && !t.profile.RowsAreOffences {
		leaveOutRepeats(t, rows, reasonRepeated)
		return
	}
	for _, role := range []string{"victim", "suspect", "person"} {
		l.takeBlock(t, all, role, rows, func(offence int32) bool { return repeated[int(offence)-before] })
	}
}

// takeField fills one field, and counts the rows that contradict earlier ones.
func (l *loader) takeField(t *rawTable, table *tableFilling, v *coerced, rows []int32, conflicting map[int32]bool) {
	conflicts := table.field(v.field.Name).take(v, rows)
	if len(conflicts) == 0 {
		return
	}
	in := make(map[int32]bool, len(conflicts))
	for _, row := range conflicts {
		in[row] = true
		conflicting[rows[row]] = true
	}
	t.note(v.name(), "conflict", func(n int) string {
		return fmt.Sprintf("%s in column %q %s from an earlier row of the same %s; the first is kept.", plural(n, "value", "values"), v.header, agree(n, "differs", "differ"), singular(table.name))
	}, func(row int32) bool { return in[row] })
}

func singular(table string) string {
	if table == "people" {
		return "person"
	}
	return "offence"
}

func find(all []*coerced, role, field string) *coerced {
	for _, v := range all {
		if v.role == role && v.field.Name == field {
			return v
		}
	}
	return nil
}

// offenceOfReference gives each row the offence of its reference.
func (l *loader) offenceOfReference(t *rawTable, refs *coerced) []int32 {
	earlier := l.references()
	offence := make([]int32, len(refs.texts))
	for i := range offence {
		offence[i] = -1
	}
	rows := make([]int32, t.rows())
	var texts []string
	next := int32(l.offences.rows)
	for row := range rows {
		rows[row] = -1
		if t.status[row] != rowUsed {
			continue
		}
		code := refs.codes[row]
		if code < 0 || refs.texts[code] == "" {
			t.leaveOut(int32(row), reasonNoReference)
			continue
		}
		if _, there := earlier[refs.texts[code]]; there {
			t.leaveOut(int32(row), reasonEarlier)
			continue
		}
		if offence[code] < 0 {
			offence[code] = next
			texts = append(texts, refs.texts[code])
			next++
		}
		rows[row] = offence[code]
	}
	l.addOffences(texts)
	return rows
}

// offenceOfEachRow makes every row an offence of its own. Where the reference
// is blank, or was met before, one is made from the number of the file and the line.
func (l *loader) offenceOfEachRow(t *rawTable, refs *coerced) []int32 {
	seen := map[string]bool{}
	for ref := range l.references() {
		seen[ref] = true
	}
	rows := make([]int32, t.rows())
	var texts []string
	var blank, again int
	repeats := make([]bool, t.rows())
	next := int32(l.offences.rows)
	for row := range rows {
		rows[row] = -1
		if t.status[row] != rowUsed {
			continue
		}
		ref := ""
		if refs != nil && refs.codes[row] >= 0 {
			ref = refs.texts[refs.codes[row]]
		}
		switch {
		case ref == "":
			blank++
		case seen[ref]:
			again++
			repeats[row] = true
			ref = ""
		}
		if ref == "" {
			ref = fmt.Sprintf("file%d:%d", t.fileOf(int32(row)).number, t.lines[row])
		}
		seen[ref] = true
		texts = append(texts, ref)
		rows[row] = next
		next++
	}
	l.addOffences(texts)
	t.assume("every row is an offence of its own, whatever its reference")
	if refs != nil && blank > 0 {
		t.note("offence_ref", "no_reference", func(n int) string {
			return fmt.Sprintf("%s %s no reference; each is kept as an offence, under a reference made from its line.", plural(n, "row", "rows"), hasHave(n))
		}, func(row int32) bool { return refs.codes[row] < 0 || refs.texts[refs.codes[row]] == "" })
	}
	if again > 0 {
		copies := t.copies(func(row int32) bool { return refs.codes[row] >= 0 && refs.texts[refs.codes[row]] != "" })
		t.note("offence_ref", "repeated_reference", func(n int) string {
			return fmt.Sprintf("%s %s a reference that an earlier row has; each is kept as an offence of its own, since the publisher's reference is no key of the rows.", plural(n, "row", "rows"), hasHave(n))
		}, func(row int32) bool { return repeats[row] })
		t.note("offence_ref", "whole_row_repeats", func(n int) string {
			return fmt.Sprintf("%s with a reference %s an earlier row in every mapped column; kept as well.", plural(n, "row", "rows"), agree(n, "repeats", "repeat"))
		}, func(row int32) bool { return copies[row] })
	}
	return rows
}

func (l *loader) addOffences(refs []string) {
	from := l.offences.rows
	l.offences.grow(len(refs))
	copy(l.offences.field("offence_ref").texts[from:], refs)
}

// references returns the offence of each reference met so far.
func (l *loader) references() map[string]int32 {
	f := l.offences.fields["offence_ref"]
	if f == nil {
		return nil
	}
	for len(l.indexed) < len(f.texts) {
		l.indexed = make(map[string]int32, len(f.texts))
		for i, ref := range f.texts {
			l.indexed[ref] = int32(i)
		}
	}
	return l.indexed
}

// repeatedOffences marks the offences from before to after that have several rows.
func repeatedOffences(rows []int32, before, after int) []bool {
	met := make([]uint8, after-before)
	for _, offence := range rows {
		if at := int(offence) - before; at >= 0 && met[at] < 2 {
			met[at]++
		}
	}
	repeated := make([]bool, len(met))
	for i, n := range met {
		repeated[i] = n > 1
	}
	return repeated
}

// copies marks rows that repeat an earlier row in every mapped column, among
// those in use that may be asked about.
func (t *rawTable) copies(ask func(row int32) bool) []bool {
	copies := make([]bool, t.rows())
	first := map[uint64]int32{}
	for row := range int32(t.rows()) {
		if t.status[row] != rowUsed || !ask(row) {
			continue
		}
		key := uint64(14695981039346656037)
		for _, c := range t.columns {
			key = mix(key, uint64(uint32(c.codes[row])))
		}
		for ; ; key++ {
			earlier, met := first[key]
			if !met {
				first[key] = row
				break
			}
			if t.sameCells(row, earlier) {
				copies[row] = true
				break
			}
		}
	}
	return copies
}

// mix adds a number to a running hash. It decides where to look, never what is
// equal.
func mix(hash, value uint64) uint64 {
	hash = (hash ^ value) * 0x9e3779b97f4a7c15
	return hash ^ hash>>29
}

func (t *rawTable) sameCells(a, b int32) bool {
	for _, c := range t.columns {
		if c.codes[a] != c.codes[b] {
			return false
		}
	}
	return true
}

// leaveOutCopies leaves out exact copies among the rows that belong to
// something and may be copies.
func (t *rawTable) leaveOutCopies(rows []int32, ask func(row int32) bool) {
	copies := t.copies(func(row int32) bool { return rows[row] >= 0 && ask(row) })
	for row, is := range copies {
		if is {
			t.leaveOut(int32(row), reasonDuplicate)
		}
	}
}

// leaveOutRepeats counts rows after the first of each target as left out: their
// values have filled blanks, and they are no further target.
func leaveOutRepeats(t *rawTable, rows []int32, reason string) {
	met := map[int32]bool{}
	for row, target := range rows {
		if target < 0 {
			continue
		}
		if met[target] {
			t.leaveOut(int32(row), reason)
		}
		met[target] = true
	}
}
