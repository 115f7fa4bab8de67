package attack

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// leaf is a part of a universe that no table divides further.
type leaf string

var (
	ageCuts = []int{0, 13, 16, 18, 25, 35, 45, 55, 65, 200}
	noAges  = []string{"Not recorded", "Recorded as unknown"}
	sexes   = []string{"Male", "Female", "Other", "Not recorded", "Recorded as unknown"}
	degrees = []string{"Fatal or serious", "Moderate", "Minor", "Threats only", "No injury"}
	bandTo  = regexp.MustCompile(`^(\d+) (?:to|and) (\d+|over)$`)
	under   = regexp.MustCompile(`^Under (\d+)$`)
)

// notCounted and notKnown are the rows of all that is not known, in one.
const (
	notCounted = "Not known, or not counted here"
	notKnown   = "Not known, for whatever reason"
)

// alias is the dimension in which the rows of another one are leaves.
func alias(dimension string) string {
	switch dimension {
	case "young", "sex", "young sex":
		return "age"
	case "day":
		return "clock"
	case "costed":
		return "offence"
	}
	return strings.TrimPrefix(dimension, "in a ")
}

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
		leaves = append(leaves, "another", "Not recorded", "Recorded as unknown")
	case "ward":
		for piece := range w.pieces {
			leaves = append(leaves, leaf(strconv.Itoa(piece)))
		}
		leaves = append(leaves, "?", "Not recorded", "Outside the area")
	case "age":
		for _, band := range ageBands() {
			for _, sex := range sexes {
				leaves = append(leaves, leaf(band+" "+sex))
			}
		}
	case "clock":
		for day := range days {
			for hour := range hours {
				leaves = append(leaves, clockLeaf(day, hour))
			}
			leaves = append(leaves, clockLeaf(day, noHour))
		}
		leaves = append(leaves, "Not recorded", "Non-recent, left out")
	default:
		leaves = slices.Clone(w.own[dimension])
		for name := range unknowns {
			leaves = append(leaves, leaf(name))
		}
	}
	slices.Sort(leaves)
	return slices.Compact(leaves)
}

// ageBands are the bands between two cuts, and the kinds of ages that are not known.
func ageBands() (bands []string) {
	for i := range len(ageCuts) - 1 {
		bands = append(bands, strconv.Itoa(i))
	}
	return append(bands, noAges...)
}

// isKnown says of a leaf whether the attribute of a dimension is known of it.
func isKnown(dimension string, l leaf) bool {
	switch dimension {
	case "age", "young":
		return l[0] >= '0' && l[0] <= '9'
	case "sex", "young sex":
		return strings.HasSuffix(string(l), " Male") || strings.HasSuffix(string(l), " Female") || strings.HasSuffix(string(l), " Other")
	case "clock":
		return !unknowns[string(l)] && !strings.HasSuffix(string(l), " ?")
	}
	return !unknowns[string(l)]
}

// sorted are the leaves of a dimension of which it is known, or is not, joined ones once.
// Which leaves are joined never mixes the two, since every total of what is known is met.
func (w *world) sorted(dimension string, known bool) []leaf {
	var leaves []leaf
	for _, l := range w.allLeaves(alias(dimension)) {
		if isKnown(dimension, l) == known {
			leaves = append(leaves, l)
		}
	}
	return leaves
}

func (w *world) subgroups() (names []string) {
	for _, subgroup := range w.classes.Subgroup {
		if !slices.Contains(names, subgroup) {
			names = append(names, subgroup)
		}
	}
	slices.Sort(names)
	return names
}

// collect notes the names of rows that are leaves of their own, then makes one leaf
// of those that every row of every edition counts together.
func (w *world) collect() {
	w.own = map[string][]leaf{"injury": {}}
	for _, degree := range degrees {
		w.own["injury"] = append(w.own["injury"], leaf(degree))
	}
	w.eachRow(func(edition int, t Table, c counted, r Row) {
		b, levels := w.block(edition, t, c, r)
		if isTotal(levels) || rests[levels[len(levels)-1]] || b.dimension == "injury" {
			return
		}
		w.own[b.dimension] = append(w.own[b.dimension], leaf(strings.Join(levels, ": ")))
	})
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
	for _, dimension := range []string{"offence", "ward", "age", "sex", "ethnicity", "clock", "day"} {
		note(alias(dimension), w.sorted(dimension, true))
	}
	w.eachRow(func(edition int, t Table, c counted, r Row) {
		b, levels := w.block(edition, t, c, r)
		if leaves, ok := w.named(edition, b, levels); ok {
			note(alias(b.dimension), leaves)
		}
		if c.against == females {
			note("age", of(levels, b.dimension, "Female"))
		}
	})
	w.first = map[string]map[leaf]leaf{}
	for _, dimension := range []string{"offence", "ward", "age", "ethnicity", "clock"} {
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

func (w *world) eachRow(f func(edition int, t Table, c counted, r Row)) {
	for i, e := range w.editions {
		for _, t := range e.Tables {
			for _, r := range t.Rows {
				if c, known := tables[t.ID]; known {
					f(i, t, c, r)
				}
			}
		}
	}
}

// firsts are leaves with one for all that are joined.
func (w *world) firsts(dimension string, leaves []leaf) (firsts []leaf) {
	met := map[leaf]bool{}
	for _, l := range leaves {
		first := l
		if joined, known := w.first[alias(dimension)][l]; known {
			first = joined
		}
		if !met[first] {
			met[first], firsts = true, append(firsts, first)
		}
	}
	return firsts
}

// leavesOf lists the leaves of a dimension, joined ones once.
func (w *world) leavesOf(dimension string) []leaf {
	return w.firsts(dimension, w.allLeaves(alias(dimension)))
}

// named are the leaves that a level of a block counts; ok is false for a level
// that is not understood.
func (w *world) named(edition int, b block, levels []string) (leaves []leaf, ok bool) {
	last := levels[len(levels)-1]
	switch {
	case last == notCounted, last == notKnown:
		return w.sorted(b.dimension, false), true
	case b.dimension == "offence" || b.dimension == "costed":
		if b.dimension == "costed" {
			if leaves, ok := w.costed(edition, b, last); ok {
				return leaves, true
			}
		}
		return w.offences(last)
	case b.dimension == "ward":
		return w.ward(levels)
	case b.dimension == "age", b.dimension == "young", b.dimension == "sex", b.dimension == "young sex":
		leaves = of(levels, b.dimension, "Male")
		return leaves, len(leaves) > 0
	case b.dimension == "clock", b.dimension == "day":
		leaves = clock(levels, b.dimension)
		return leaves, len(leaves) > 0
	case strings.HasPrefix(b.dimension, "in a hotspot"):
		for _, l := range w.sorted(alias(b.dimension), true) {
			if l != "Rest of the area" {
				leaves = append(leaves, l)
			}
		}
		return leaves, len(leaves) > 0
	case b.dimension == "injury" && last == "Injured":
		return []leaf{"Fatal or serious", "Moderate", "Minor"}, true
	case b.dimension == "injury" && last == "Not injured or threats only":
		return []leaf{"Threats only", "No injury"}, true
	case b.dimension == "":
		return nil, false
	}
	l := leaf(strings.Join(levels, ": "))
	return []leaf{l}, unknowns[string(l)] || slices.Contains(w.own[b.dimension], l)
}

func (w *world) ward(levels []string) (leaves []leaf, ok bool) {
	for _, level := range levels {
		if unknowns[level] {
			return []leaf{leaf(level)}, true
		}
		if pieces, found := w.wards.Pieces[level]; found {
			for _, p := range pieces {
				leaves = append(leaves, leaf(strconv.Itoa(p)))
			}
			return leaves, true
		}
	}
	return nil, false
}

func (w *world) offences(level string) (leaves []leaf, ok bool) {
	if unknowns[level] {
		return []leaf{leaf(level)}, true
	}
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
	slices.Sort(leaves)
	return leaves, ok
}

// costLines are the tables whose lines are costed, by what they count.
var costLines = map[universe]string{"offences": "cost-pack", "knife": "cost-knife", "involving under 25": "cost-offence"}

// costed are the offences of the lines that an edition costs, less those that a
// name says are left out; ok is false where a line is none that is understood.
func (w *world) costed(edition int, b block, name string) (leaves []leaf, ok bool) {
	if _, line := w.offences(name); line {
		return nil, false
	}
	without := strings.ToLower(strings.TrimPrefix(name, "Without "))
	for _, t := range w.editions[edition].Tables {
		if t.ID != costLines[b.universe] {
			continue
		}
		for _, r := range t.Rows {
			line := r.Levels[len(r.Levels)-1]
			if line == "All others" {
				return nil, false
			}
			if of, named := w.offences(line); named && (without == strings.ToLower(name) || !strings.Contains(without, strings.ToLower(line))) {
				leaves = append(leaves, of...)
			}
		}
	}
	slices.Sort(leaves)
	return slices.Compact(leaves), len(leaves) > 0
}

// of are the leaves of an age band, a sex, or both: in a table of sexes, those of a
// band that are of one sex.
func of(levels []string, dimension, sex string) (leaves []leaf) {
	from, to, unknown := 0, -1, ""
	only := map[string]string{"sex": sex, "young sex": sex}[dimension]
	if dimension == "young" || dimension == "young sex" {
		to = 24
	}
	for _, level := range levels {
		switch band, below := bandTo.FindStringSubmatch(level), under.FindStringSubmatch(level); {
		case band != nil:
			from, _ = strconv.Atoi(band[1])
			if from == 1 {
				from = 0
			}
			to = 199
			if band[2] != "over" {
				to, _ = strconv.Atoi(band[2])
			}
		case below != nil:
			to, _ = strconv.Atoi(below[1])
			to--
		case level == "Male":
			only = sex
		case level == "Female", only != "" && slices.Contains(sexes, level):
			only = level
		case slices.Contains(noAges, level):
			unknown = level
		case level == "Age not known":
			unknown = "?"
		case level != "Total" && level != "All ages":
			return nil
		}
	}
	for i, band := range ageBands() {
		in := to < 0 && unknown == ""
		if i < len(ageCuts)-1 {
			in = in || from <= ageCuts[i] && ageCuts[i+1]-1 <= to
		} else {
			in = in || unknown == "?" || unknown == band
		}
		for _, s := range sexes {
			if in && (only == "" || s == only) {
				leaves = append(leaves, leaf(band+" "+s))
			}
		}
	}
	return leaves
}
