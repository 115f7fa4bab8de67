package datasets

import (
	"fmt"
	"math"
	"slices"
)

// identity returns a number that two values of a field share if and only if
// they are equal.
func (v *coerced) identity(code int32) uint64 {
	if code < 0 {
		return math.MaxUint64
	}
	switch {
	case v.levels != nil:
		return uint64(uint32(v.levels[code]))
	case v.ints != nil:
		return uint64(uint32(v.ints[code]))
	case v.floats != nil:
		return math.Float64bits(v.floats[code])
	case v.times != nil:
		return uint64(v.times[code])
	}
	return uint64(uint32(code)) // texts: spellings of one reference share a code
}

// takeBlock makes the people of one block of columns of a flat table: victims,
// suspects, or a person whose role is in a column.
func (l *loader) takeBlock(t *rawTable, all []*coerced, block string, offences []int32, repeated func(offence int32) bool) {
	var columns []*coerced
	for _, v := range all {
		if v.role == block && v.field.Name != "role" {
			columns = append(columns, v)
		}
	}
	roles := find(all, block, "role")
	if len(columns) == 0 && roles == nil {
		return
	}
	g := gathering{table: t, columns: columns, roles: roles, role: block, offences: offences}
	if roles == nil {
		g.blankIsNobody, g.mergeAlike = true, repeated
	}
	l.takePeople(&g)
}

// gathering makes people from rows.
type gathering struct {
	table    *rawTable
	columns  []*coerced // of the people, without the role
	roles    *coerced   // or nil, where role holds for all
	role     string
	offences []int32 // of each row
	// blankIsNobody: a row with nothing recorded in any column is no person.
	blankIsNobody bool
	// mergeAlike: people of an offence without a key who are alike in every
	// column are one person. nil: every row is a person.
	mergeAlike func(offence int32) bool

	merged int
}

// takePeople adds the people of a gathering to the table of people.
func (l *loader) takePeople(g *gathering) (rows []int32) {
	t := g.table
	key := find(g.columns, g.columnRole(), "person_key")
	people := make([]int32, t.rows())
	seen := map[uint64]int32{} // hash -> source row of the person
	var roles []string
	unclear := make([]bool, t.rows())
	first := l.people.rows
	for row := range people {
		people[row] = -1
		if t.status[row] != rowUsed || g.offences[row] < 0 {
			continue
		}
		role := g.roleOf(row)
		if role == "" {
			unclear[row] = true
			continue
		}
		if g.blankIsNobody && g.isBlank(row) {
			continue
		}
		keyed := key != nil && key.codes[row] >= 0 && key.texts[key.codes[row]] != ""
		if keyed || g.mergeAlike != nil && g.mergeAlike(g.offences[row]) {
			if earlier := g.earlier(row, role, keyed, key, seen); earlier >= 0 {
				people[row] = people[earlier]
				if !keyed {
					g.merged++
				}
				continue
			}
		}
		people[row] = int32(first + len(roles))
		roles = append(roles, role)
		l.personOffence = append(l.personOffence, g.offences[row])
		l.infants = append(l.infants, t.profile.InfantAges)
	}
	l.people.grow(len(roles))
	rolesFilled := l.people.field("role")
	for i, role := range roles {
		rolesFilled.codes[first+i] = rolesFilled.code(role)
	}
	conflicting := map[int32]bool{}
	for _, v := range g.columns {
		l.takeField(t, l.people, v, people, conflicting)
		l.supplied(g, v.field.Name)
	}
	t.note("role", "no_role", func(n int) string {
		return fmt.Sprintf("%s %s no known role; the offence is kept and the person is not counted.", plural(n, "row", "rows"), hasHave(n))
	}, func(row int32) bool { return unclear[row] })
	if g.merged > 0 {
		l.find("", "people_alike", g.merged, "%s of %s without a person reference %s like another of the same offence in every column; they are counted as one person.",
			plural(g.merged, "row", "rows"), roleWords[g.role], isAre(g.merged))
	}
	return people
}

var roleWords = map[string]string{"victim": "victims", "suspect": "suspects", "accused": "accused", "offender": "offenders", "witness": "witnesses"}

// columnRole is the role that the columns carry: that of the block of a flat
// table, none in a file of people.
func (g *gathering) columnRole() string {
	if len(g.columns) > 0 {
		return g.columns[0].role
	}
	return ""
}

func (g *gathering) roleOf(row int) string {
	if g.roles == nil {
		return g.role
	}
	code := g.roles.codes[row]
	if code < 0 || rankLevel(g.roles.names, g.roles.levels[code]) < 2 {
		return ""
	}
	return g.roles.names[g.roles.levels[code]]
}

func (g *gathering) isBlank(row int) bool {
	return !slices.ContainsFunc(g.columns, func(v *coerced) bool { return v.codes[row] >= 0 && v.rank(v.codes[row]) > 0 })
}

// earlier returns the earlier row of the same person, or -1 and remembers the row.
func (g *gathering) earlier(row int, role string, keyed bool, key *coerced, seen map[uint64]int32) int32 {
	hash := mix(14695981039346656037, uint64(uint32(g.offences[row])))
	hash = mix(hash, uint64(len(role))<<8+uint64(role[0]))
	for _, v := range g.identifying(keyed, key) {
		hash = mix(hash, v.identity(v.codes[row]))
	}
	for ; ; hash++ {
		other, met := seen[hash]
		if !met {
			seen[hash] = int32(row)
			return -1
		}
		if g.samePerson(row, int(other), role, keyed, key) {
			return other
		}
	}
}

func (g *gathering) identifying(keyed bool, key *coerced) []*coerced {
	if keyed {
		return []*coerced{key}
	}
	return g.columns
}

func (g *gathering) samePerson(a, b int, role string, keyed bool, key *coerced) bool {
	if g.offences[a] != g.offences[b] || g.roleOf(b) != role {
		return false
	}
	for _, v := range g.identifying(keyed, key) {
		if v.identity(v.codes[a]) != v.identity(v.codes[b]) {
			return false
		}
	}
	return true
}
