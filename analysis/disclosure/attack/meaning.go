package attack

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Wards and Classes are what a stranger looks up: which pieces each ward
// consists of, old wards and new, and to which subgroup each offence class belongs.
type (
	Wards   struct{ Pieces map[string][]int } // by code, and by name
	Classes struct{ Subgroup map[string]string }
)

// A universe is a set of offences, or of people, that tables count.
type universe string

// counted says what a table counts: in a universe, by a dimension. The columns that are
// counts of it are the numerator, for the period of the row or the edition's own,
// and, where compared, the denominator, for the period before.
type counted struct {
	universe  universe
	dimension string
	compared  bool
}

// tables is what the tables of an edition count.
var tables = map[string]counted{
	"offence-mix": {"offences", "offence", false}, "offence-groups": {"offences", "offence", false}, "offence-class": {"offences", "offence", false},
	"harm": {"offences", "offence", false}, "harm-share": {"offences", "offence", false}, "priorities": {"offences", "offence", false},
	"offence-change": {"offences", "offence", true}, "wards": {"offences", "ward", false}, "change": {"offences", "", true},
	"cost-pack": {"offences", "offence", false}, "trend": {"offences", "month", false}, "themes-change": {"offences", "theme", true}, "themes": {"offences", "theme", false},
	"knife-offence-mix": {"knife", "offence", false}, "knife-mix-change": {"knife", "offence", false}, "knife-use": {"knife", "use", false}, "knife-wards": {"knife", "ward", false},
	"sexual-profile": {"sexual", "offence", false}, "sexual-change": {"sexual", "offence", true}, "injury-wards": {"injury", "ward", false},
	"under25-involved": {"under25", "offence", false},
	"victims-age":      {"victims", "age", false}, "victims-age-ratio": {"victims", "age", false}, "change-victims": {"victims", "age", true},
	"victims-age-sex": {"victims", "age", false}, "victims-sex": {"victims", "age", false}, "victims-age-sex-young": {"victims", "young", false},
	"victims-ethnicity": {"victims", "ethnicity", false}, "victims-ethnicity-known": {"victims", "ethnicity known", false},
	"knife-victims-age": {"knife victims", "age", false}, "knife-victims-age-ratio": {"knife victims", "age", false},
	"sexual-victims-age": {"sexual victims", "age", false}, "sexual-victims-under18": {"sexual victims", "age", false},
	"suspects-age": {"suspects", "age", false}, "suspects-age-ratio": {"suspects", "age", false}, "suspects-age-sex": {"suspects", "age", false},
	"suspects-sex": {"suspects", "age", false}, "suspects-age-sex-young": {"suspects", "young", false},
	"suspects-ethnicity": {"suspects", "ethnicity", false}, "suspects-ethnicity-known": {"suspects", "ethnicity known", false},
	"knife-suspects-age": {"knife suspects", "age", false}, "knife-suspects-age-ratio": {"knife suspects", "age", false},
	"ethnicity-ratio": {"role", "ethnicity", false}, "knife-ethnicity-ratio": {"knife role", "ethnicity", false},
}

// parts are universes that lie in another.
var parts = [][2]universe{{"knife", "offences"}, {"injury", "offences"}, {"under25", "offences"}, {"knife victims", "victims"}, {"sexual victims", "victims"}, {"knife suspects", "suspects"}}

// byOffence are universes that a record enters or leaves when its offence is changed.
var byOffence = map[universe]bool{"sexual": true, "injury": true, "under25": true, "sexual victims": true}

// totals are the names of rows that count a whole universe.
var totals = map[string]bool{"Total": true, "All of the pack, each offence once": true}

// complete are tables whose rows, with those of what is not known, add up to the total.
var complete = map[string]bool{"wards": true, "injury-wards": true, "offence-mix": true, "offence-class": true, "victims-age": true, "victims-ethnicity": true, "suspects-age": true, "suspects-ethnicity": true}

// rests are the names of rows that count what no other row of the block does.
var rests = map[string]bool{"All others": true, "Without a weight": true, "Not known, or not counted here": true, "Not costed": true}

// leaf is a part of a universe that no table divides further.
type leaf string

var (
	ageCuts     = []int{0, 13, 16, 18, 25, 35, 45, 55, 65, 200}
	sexes       = []string{"Male", "Female", "?"}
	ethnicities = []string{"White", "Black", "Asian", "Mixed", "Other", "Not recorded", "Not stated", "Not known"}
	bandTo      = regexp.MustCompile(`^(\d+) (?:to|and) (\d+|over)$`)
	under       = regexp.MustCompile(`^Under (\d+)$`)
)

// allLeaves lists the leaves of a dimension.
func (w *world) allLeaves(dimension string) (leaves []leaf) {
	switch dimension {
	case "offence":
		for class := range w.classes.Subgroup {
			leaves = append(leaves, leaf(class))
		}
		for _, subgroup := range w.subgroups() {
			leaves = append(leaves, leaf("another class of "+subgroup))
		}
		leaves = append(leaves, "another")
	case "ward":
		for piece := range w.pieces {
			leaves = append(leaves, leaf(strconv.Itoa(piece)))
		}
		leaves = append(leaves, "?")
	case "age":
		for i := range len(ageCuts) {
			for _, sex := range sexes {
				leaves = append(leaves, ageLeaf(i, sex))
			}
		}
	case "ethnicity":
		for _, e := range ethnicities {
			leaves = append(leaves, leaf(e))
		}
	}
	slices.Sort(leaves)
	return leaves
}

// ageLeaf is people of a band between two cuts; the last is of those whose age is not
// known.
func ageLeaf(band int, sex string) leaf { return leaf(strconv.Itoa(band) + " " + sex) }

func (w *world) subgroups() (names []string) {
	for _, subgroup := range w.classes.Subgroup {
		if !slices.Contains(names, subgroup) {
			names = append(names, subgroup)
		}
	}
	slices.Sort(names)
	return names
}

// joined makes one leaf of those that every row of every edition counts together.
func (w *world) joined() {
	sets := map[string]map[leaf]string{} // by dimension: of each leaf, in which sets it is
	met := map[string]bool{}
	note := func(dimension string, leaves []leaf) {
		key := fmt.Sprint(dimension, leaves)
		if met[key] {
			return
		}
		met[key] = true
		if sets[dimension] == nil {
			sets[dimension] = map[leaf]string{}
		}
		for _, l := range leaves {
			sets[dimension][l] += " " + strconv.Itoa(len(met))
		}
	}
	for _, subgroup := range w.subgroups() {
		leaves, _ := w.offences(subgroup)
		note("offence", leaves)
	}
	for _, e := range w.editions {
		for _, t := range e.Tables {
			for _, r := range t.Rows {
				if c, known := tables[t.ID]; known {
					b, levels := e.block(t, c, r)
					if leaves, ok := w.named(b.dimension, levels); ok {
						note(alias(b.dimension), leaves)
					}
				}
			}
		}
	}
	w.first = map[string]map[leaf]leaf{}
	for _, dimension := range []string{"offence", "ward", "age", "ethnicity"} {
		w.first[dimension] = map[leaf]leaf{}
		firsts := map[string]leaf{}
		for _, l := range w.allLeaves(dimension) {
			in := sets[dimension][l]
			if _, known := firsts[in]; !known {
				firsts[in] = l
			}
			w.first[dimension][l] = firsts[in]
		}
	}
}

// alias is the dimension in which the rows of another one are leaves.
func alias(dimension string) string {
	switch dimension {
	case "ethnicity known":
		return "ethnicity"
	case "young":
		return "age"
	}
	return dimension
}

// firsts are leaves with one for all that are joined.
func (w *world) firsts(dimension string, leaves []leaf) (firsts []leaf) {
	for _, l := range leaves {
		if first := w.first[alias(dimension)][l]; !slices.Contains(firsts, first) {
			firsts = append(firsts, first)
		}
	}
	return firsts
}

// leavesOf lists the leaves of a dimension, joined ones once.
func (w *world) leavesOf(dimension string) []leaf { return w.firsts(dimension, w.allLeaves(dimension)) }

// named are the leaves that a level of a dimension counts; ok is false for a level
// that is not understood.
func (w *world) named(dimension string, levels []string) (leaves []leaf, ok bool) {
	switch dimension {
	case "offence":
		return w.offences(levels[len(levels)-1])
	case "ward":
		for _, level := range levels {
			if pieces, found := w.wards.Pieces[level]; found {
				for _, p := range pieces {
					leaves = append(leaves, leaf(strconv.Itoa(p)))
				}
				return leaves, true
			}
		}
		return nil, false
	case "ethnicity":
		e := levels[len(levels)-1]
		return []leaf{leaf(e)}, slices.Contains(ethnicities, e)
	case "ethnicity known":
		return []leaf{"White", "Black", "Asian", "Mixed", "Other"}, levels[len(levels)-1] == "Self-defined ethnicity"
	case "age":
		return people(levels)
	case "young":
		return people(append([]string{"Under 25"}, levels...))
	}
	return nil, false
}

func (w *world) offences(level string) (leaves []leaf, ok bool) {
	if at := strings.LastIndex(level, " ("); at > 0 {
		level = level[:at]
	}
	if _, found := w.classes.Subgroup[level]; found {
		return []leaf{leaf(level)}, true
	}
	for class, subgroup := range w.classes.Subgroup {
		if subgroup == level {
			leaves, ok = append(leaves, leaf(class)), true
		}
	}
	if ok {
		leaves = append(leaves, leaf("another class of "+level))
	}
	return leaves, ok
}

// people are the leaves of an age band, a sex, or both.
func people(levels []string) (leaves []leaf, ok bool) {
	from, to, of := 0, -1, ""
	for _, level := range levels {
		if m := bandTo.FindStringSubmatch(level); m != nil {
			from, _ = strconv.Atoi(m[1])
			if from == 1 {
				from = 0
			}
			to = 199
			if m[2] != "over" {
				to, _ = strconv.Atoi(m[2])
			}
		} else if m := under.FindStringSubmatch(level); m != nil {
			to, _ = strconv.Atoi(m[1])
			to--
		} else if slices.Contains(sexes, level) {
			of = level
		} else {
			return nil, false
		}
	}
	for i := range ageCuts {
		in := to < 0 || i < len(ageCuts)-1 && from <= ageCuts[i] && ageCuts[i+1]-1 <= to
		for _, sex := range sexes {
			if in && (of == "" || sex == of) {
				leaves = append(leaves, ageLeaf(i, sex))
			}
		}
	}
	return leaves, len(leaves) > 0
}
