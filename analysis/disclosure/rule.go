// Package disclosure stands between what was computed and what is written. A
// writer takes a Published value, and only Protect and Publish make one, so that
// a number which no rule has looked at cannot reach a file.
//
// The policy is a Rule. The restricted rule hides nothing, flags every small
// number and marks every page. The public rules hide small numbers, publish
// nothing that is not a function of the counts shown, and give an edition only
// if the audit finds, for every hidden number, two data sets of whole numbers
// that both give everything printed and differ in that number by the width of
// the rule.
package disclosure

import (
	"fmt"
	"slices"
	"strings"
)

// Rule is a disclosure policy.
type Rule struct {
	Name    string // of the profile: "restricted", "public-hes"
	Edition string // "restricted" or "public": the folder
	Title   string
	// SmallTo is the largest count that is flagged as small.
	SmallTo int
	// Marking is printed on every page; "" for none.
	Marking string

	// Threshold is the smallest count shown besides zero, RoundTo what counts
	// are rounded to, Zeros whether a count of zero is shown, and Width how far
	// apart the lowest and the highest value of a hidden number must stay.
	Threshold, RoundTo int
	Zeros              bool
	Width              int
	// Accepted are lines of tables of which all are of one category, and which are
	// shown nevertheless.
	Accepted []Acceptance
	// Marked are the tables that are kept out of the edition whatever is in them, by
	// their ids or by the name of their breakdown.
	Marked []string
}

// Restricted is the rule of the restricted edition: everything is shown, every
// number from 1 to 4 is flagged, and every page is marked.
var Restricted = Rule{
	Name:    "restricted",
	Edition: "restricted",
	Title:   "Restricted edition: contains small numbers. Do not publish. A public edition with disclosure control is issued separately.",
	SmallTo: 4,
	Marking: "OFFICIAL-SENSITIVE",
}

// DefaultProfile is the public profile that acts where none is named.
const DefaultProfile = "public-hes"

// profiles are the public rules. public-hes is that of NHS Digital for Hospital
// Episode Statistics since September 2018, public-10-5 the "10-5" rule of the
// Integrated Data Service of the ONS. public-suppress-5 shows exact counts, and
// hides further ones until none that is hidden can be worked out.
var profiles = []Rule{
	{Name: "public-hes", Threshold: 8, RoundTo: 5, Zeros: true, Width: 5},
	{Name: "public-10-5", Threshold: 10, RoundTo: 5, Zeros: false, Width: 5},
	{Name: "public-suppress-5", Threshold: 5, RoundTo: 1, Zeros: true, Width: 5},
}

// ProfileNames lists the public profiles, the default first.
func ProfileNames() []string {
	var names []string
	for _, r := range profiles {
		names = append(names, r.Name)
	}
	return names
}

// Overrides are the parts of a public profile that settings may change; 0 and
// nil leave the profile as it is.
type Overrides struct {
	Threshold, RoundTo, Width int
	Zeros                     *bool
	Accepted                  []Acceptance
	Marked                    []string
}

// PublicRule returns the rule of a public profile with overrides. It refuses a
// width that small numbers cannot have, naming the largest that they can: where
// zeros are shown a small hidden number lies from 1 to the threshold less 1 for
// whoever has read the cover.
func PublicRule(profile string, o Overrides) (Rule, error) {
	if profile == "public-suppress" {
		profile = "public-suppress-5"
	}
	at := slices.IndexFunc(profiles, func(r Rule) bool { return r.Name == profile })
	if at < 0 {
		return Rule{}, fmt.Errorf("there is no disclosure profile %q; there are %s", profile, strings.Join(ProfileNames(), ", "))
	}
	r := profiles[at]
	r.Edition = "public"
	r.Accepted, r.Marked = o.Accepted, o.Marked
	for _, a := range o.Accepted {
		if a.Table == "" || a.Line == "" || a.Reason == "" {
			return Rule{}, fmt.Errorf("accept: each line that is accepted needs its table, its line and a reason")
		}
	}
	if o.Threshold > 0 {
		r.Threshold = o.Threshold
	}
	if o.RoundTo > 0 && o.RoundTo != r.RoundTo && (r.Exact() || o.RoundTo == 1) {
		return Rule{}, fmt.Errorf("round_to %d: the profile %s rounds to %d; exact counts are those of the profile public-suppress-5, rounded ones of the others", o.RoundTo, profile, r.RoundTo)
	}
	if o.RoundTo > 0 {
		r.RoundTo = o.RoundTo
	}
	if o.Zeros != nil {
		r.Zeros = *o.Zeros
	}
	if r.Exact() {
		return exactRule(r, o)
	}
	most := r.Threshold - 1
	if r.Zeros {
		most = r.Threshold - 2
	}
	switch {
	case r.RoundTo < 5:
		return Rule{}, fmt.Errorf("round_to %d: a public edition rounds its counts to 5 or more", r.RoundTo)
	case r.Threshold <= r.RoundTo/2:
		return Rule{}, fmt.Errorf("threshold %d: counts from there on would be rounded to 0; the least threshold that goes with round_to %d is %d", r.Threshold, r.RoundTo, r.RoundTo/2+1)
	case most < 1:
		return Rule{}, fmt.Errorf("threshold %d: a hidden number would have one value; the least threshold is 3", r.Threshold)
	case o.Width > most:
		return Rule{}, fmt.Errorf("width %d: a hidden number below the threshold of %d cannot be that uncertain; the largest width is %d", o.Width, r.Threshold, most)
	}
	r.Width = min(r.Width, most)
	if o.Width > 0 {
		r.Width = o.Width
	}
	r.Title = fmt.Sprintf("Public edition. Counts %s are not shown; others are rounded to the nearest %d, each by itself. Every other figure is computed from the rounded counts.", r.hiddenCounts(), r.RoundTo)
	return r, nil
}

// exactRule completes a rule of exact counts, in which a hidden number may be of
// any size and so may the width.
func exactRule(r Rule, o Overrides) (Rule, error) {
	if r.Threshold < 3 {
		return Rule{}, fmt.Errorf("threshold %d: a hidden number would have one value; the least threshold is 3", r.Threshold)
	}
	least := r.Threshold - 2*r.floor()
	r.Width = max(r.Width, least)
	if o.Width > 0 {
		r.Width = o.Width
	}
	// k hidden parts of a shown sum of H are from floor to H less the floor of the
	// others, so H is at least width + 2*floor: with this width they total at least
	// the threshold.
	if r.Width < least {
		return Rule{}, fmt.Errorf("width %d: the hidden parts of a sum could total less than the threshold of %d; the least width is %d", r.Width, r.Threshold, least)
	}
	r.Title = fmt.Sprintf("Public edition. Counts %s are not shown, nor are others from which these could be worked out. The rest are exact, and every other figure is computed from counts that are shown.", r.hiddenCounts())
	return r, nil
}

// RuleFor returns the rule of an edition, the public one by its default profile.
func RuleFor(edition string) (Rule, error) {
	switch edition {
	case "restricted":
		return Restricted, nil
	case "public":
		return PublicRule(DefaultProfile, Overrides{})
	}
	return Rule{}, fmt.Errorf("there is no edition %q; there are \"restricted\" and \"public\"", edition)
}

// Public reports whether the rule is that of an edition to be published.
func (r Rule) Public() bool { return r.Edition == "public" }

// Exact reports whether counts that are shown are not rounded.
func (r Rule) Exact() bool { return r.RoundTo == 1 }

// shows reports whether a count may be shown as far as its size goes.
func (r Rule) shows(count int) bool { return count >= r.Threshold || (count == 0 && r.Zeros) }

// hiddenCounts says which counts are small, for people: "from 1 to 7", or "from 0 to
// 9".
func (r Rule) hiddenCounts() string { return fmt.Sprintf("from %d to %d", r.floor(), r.Threshold-1) }

// Rounding is what stands with a table of rounded counts: one line, or none where
// counts are exact.
func (r Rule) Rounding() []string {
	if r.RoundTo <= 1 {
		return nil
	}
	return []string{fmt.Sprintf("Counts are rounded to the nearest %d; those %s are not shown.", r.RoundTo, r.hiddenCounts())}
}

// Brief is a public rule in few words, with the name of its profile.
func (r Rule) Brief() string {
	if r.Exact() {
		return fmt.Sprintf("%d to %d and what tells them hidden, others exact (profile %s)", r.floor(), r.Threshold-1, r.Name)
	}
	return fmt.Sprintf("rounded to %d, %d to %d hidden (profile %s)", r.RoundTo, r.floor(), r.Threshold-1, r.Name)
}

// floor is the least count that is hidden.
func (r Rule) floor() int {
	if r.Zeros {
		return 1
	}
	return 0
}

// Round is a count as it is shown: to the nearest RoundTo, halves up.
func (r Rule) Round(count int) int { return (2*count + r.RoundTo) / (2 * r.RoundTo) * r.RoundTo }

// Bounds are the counts that a shown count may stand for.
func (r Rule) Bounds(shown int) (least, most int) {
	if shown == 0 && r.Zeros {
		return 0, 0
	}
	return max(r.Threshold, shown-r.RoundTo/2), shown + (r.RoundTo-1)/2
}

// smallBounds are the counts that may hide below the threshold; with exact counts
// a reader cannot tell which hidden ones are small.
func (r Rule) smallBounds() (least, most int) {
	if r.Exact() {
		return r.floor(), int(Unbounded)
	}
	if r.Zeros {
		return 1, r.Threshold - 1
	}
	return 0, r.Threshold - 1
}
