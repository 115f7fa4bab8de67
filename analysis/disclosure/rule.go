// Package disclosure stands between what was computed and what is written. A
// writer takes a Published value, and only Protect makes one, so that a number
// which no rule has looked at cannot reach a file.
//
// The policy is a Rule. The restricted rule hides nothing, flags every small
// number and marks every page; it is the only one that there is yet. A public
// edition needs rules that hide, and an audit that proves the hiding; until that
// is there, asking for it is refused by name.
package disclosure

import "fmt"

// Rule is a disclosure policy.
type Rule struct {
	Name    string // "restricted"
	Edition string // "restricted" or "public": the folder
	Title   string
	// SmallTo is the largest count that is flagged as small.
	SmallTo int
	// Marking is printed on every page; "" for none.
	Marking string
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

// RuleFor returns the rule of an edition. The public edition does not exist yet.
func RuleFor(edition string) (Rule, error) {
	switch edition {
	case "restricted":
		return Restricted, nil
	case "public":
		return Rule{}, fmt.Errorf("this version makes no public edition: it has no disclosure control that could be audited; set editions = [\"restricted\"], and publish nothing from it")
	}
	return Rule{}, fmt.Errorf("there is no edition %q; the edition is \"restricted\"", edition)
}
