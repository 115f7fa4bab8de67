package disclosure

import (
	"fmt"
	"strings"
)

// Notes are what a public edition says of its own protection, and what it does
// not promise.
func Notes(rule Rule, audit Audit) []string {
	notes := []string{
		fmt.Sprintf("The partnership chose this protection: counts %s are not shown, and others are rounded to the nearest %d, each by itself, so that parts need not add up to their total (disclosure profile %s).", rule.hiddenCounts(), rule.RoundTo, rule.Name),
		"Shares, rates, ratios, limits and changes are computed from the rounded counts and differ a little from those of the restricted edition.",
		fmt.Sprintf("Hidden figures in this edition cannot be worked out from the figures shown here to closer than a range of %d. This was tested by finding, for each of the %d hidden figures, two data sets that both give everything shown here and differ in that figure by that much.", rule.Width, audit.Hidden),
		"Not promised: safety from someone who knows more than one of the people counted, from a holder of the restricted edition, or from figures that others publish, such as police dashboards, data.police.uk and replies to requests for information.",
		"Not audited together with this edition: other editions of this assessment. Publish overlapping periods once a year.",
		"Narrative that is added by hand is not checked.",
		"Levels with small numbers that are counted together with others are protected against subtracting one figure from another, not against every sum and difference of three or more.",
	}
	if len(audit.Earlier) > 0 {
		notes[2] = fmt.Sprintf("Hidden figures in this edition cannot be worked out from the figures shown here and in the earlier editions named below to closer than a range of %d. This was tested by finding, for each of the %d hidden figures, two data sets that both give everything shown in all of them and differ in that figure by that much.", rule.Width, audit.Hidden)
		notes[4] = "Audited together with this edition: the public editions of " + strings.Join(audit.Earlier, ", ") + ". Editions that are not named here were not."
	}
	if rule.Exact() {
		notes[0] = fmt.Sprintf("The partnership chose this protection: counts %s are not shown, nor are others from which these could be worked out. Counts that are shown are exact (disclosure profile %s).", rule.hiddenCounts(), rule.Name)
		notes[1] = "Shares, rates, ratios, limits and changes are computed from the counts shown, and not shown where one of these is hidden. Counts that others have published are rounded to the nearest 5 all the same."
	}
	return notes
}
