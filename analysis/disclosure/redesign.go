package disclosure

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"svna/analysis"
)

// A table that cannot be published as it is may be published in a coarser form. That
// is for people to decide, who know what the table is for; what each form would win is
// counted here.

// mostSmall is the share of small numbers up to which hiding them leaves a table of
// use: beyond, only a coarser table is sensible.
const mostSmall = 0.2

// Proposal is a coarser form of a table that is not in the public edition: how many of
// its numbers would be small, of how many. A longer period is reckoned in proportion.
type Proposal struct {
	Do    string `json:"do"`
	Small int    `json:"small"`
	Of    int    `json:"of"`
}

// grouping is the rows of a table by the levels that a coarser form would have.
type grouping map[string]analysis.Selection

// proposals are the coarser forms of a table in which at most a fifth of the numbers
// are small, those that show the most numbers first. There are none for a table that is
// withheld for another reason than its small numbers.
func (e *edition) proposals(t analysis.Table, reason string) []Proposal {
	if !slices.Contains([]string{mostlySmall, mostlyHidden, workedOut, workedOutSince}, reason) {
		return nil
	}
	given := e.countSmall("", e.group(t, func(r analysis.Row) []string { return r.Levels }), 1)
	if given.Of == 0 || given.Small == 0 {
		return nil
	}
	var found []Proposal
	add := func(p Proposal) bool {
		fits := p.Of > 0 && float64(p.Small) <= mostSmall*float64(p.Of)
		if fits {
			found = append(found, p)
		}
		return fits
	}
	free := firstFree(&t)
	for at := free; at < len(t.Dimensions); at++ {
		d := t.Dimensions[at]
		header := strings.ToLower(d.Header)
		if ordered[d.Name] {
			order := levelOrder(t, at)
			for n := 2; n <= len(order)/2; n++ {
				band := func(r analysis.Row) []string {
					levels := slices.Clone(r.Levels)
					levels[at] = fmt.Sprint(slices.Index(order, r.Levels[at]) / n)
					return levels
				}
				if add(e.countSmall(fmt.Sprintf("merge the levels of %s by %d neighbours each", header, n), e.group(t, band), 1)) {
					break
				}
			}
		}
		if len(t.Dimensions)-free > 1 {
			without := func(r analysis.Row) []string { return slices.Delete(slices.Clone(r.Levels), at, at+1) }
			do := "leave out " + header
			if aspectOf(d.Name) == "area" {
				do = "roll up " + header + " to the whole area"
			}
			if p := e.countSmall(do, e.group(t, without), 1); p.Of < given.Of { // no other name of the same levels
				add(p)
			}
		}
	}
	months := e.run.About.Period.Months()
	for times := 2; times <= 5; times++ {
		all := e.group(t, func(r analysis.Row) []string { return r.Levels })
		if add(e.countSmall(fmt.Sprintf("lengthen the period to %d months", times*months), all, times)) {
			break
		}
	}
	slices.SortStableFunc(found, func(a, b Proposal) int {
		return cmp.Or(cmp.Compare(b.Of-b.Small, a.Of-a.Small), cmp.Compare(a.Small, b.Small))
	})
	return found
}

// group puts the rows of the data that a table counts by coarser levels.
func (e *edition) group(t analysis.Table, by func(analysis.Row) []string) grouping {
	groups := grouping{}
	for _, r := range t.Rows {
		if r.Kind != analysis.LevelRow || r.Basis == nil {
			continue
		}
		key := strings.Join(by(r), ": ")
		groups[key] = union(groups[key], r.Basis.Numerator)
	}
	return groups
}

// countSmall counts the numbers that would be small if each were so many times as
// large.
func (e *edition) countSmall(do string, groups grouping, times int) Proposal {
	p := Proposal{Do: do, Of: len(groups)}
	for _, rows := range groups {
		if !e.rule.shows(times * len(rows)) {
			p.Small++
		}
	}
	return p
}

// levelOrder is the levels of a dimension in the order of the table.
func levelOrder(t analysis.Table, at int) (order []string) {
	for _, r := range t.Rows {
		if r.Kind == analysis.LevelRow && !slices.Contains(order, r.Levels[at]) {
			order = append(order, r.Levels[at])
		}
	}
	return order
}
