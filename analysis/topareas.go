package analysis

// topWords are the words of a statement about the areas or places with most
// offences.
type topWords struct {
	subject     string
	places      string // "19 wards"
	kind, kinds string // "ward", "wards"
	rated       bool   // values are rates per 1,000 residents
	comparable  bool
}

// topProbability heads the probability that something is among the first by count.
func topProbability(top int) string {
	if top == 1 {
		return "Probability of being the first by count"
	}
	return "Probability of being among the top " + commas(top) + " by count"
}

// clear reports whether all the areas may be called the top: each is among so many
// first with a probability of 0.9 (methods F20). They are no hotspots for that: nothing
// was tested but their order.
func (w topWords) clear(f []Figure) bool {
	for _, figure := range f {
		if figure.Extra["p_top"].Or(0) < 0.9 || figure.Estimate.Numerator.Or(0) < 10 {
			return false
		}
	}
	return w.comparable
}

func (w topWords) say(f []Figure) string {
	var parts []string
	for _, figure := range f {
		parts = append(parts, figure.Label+" ("+w.evidence(figure)+")")
	}
	lead := list(parts)
	switch {
	case w.clear(f) && len(f) == 1:
		return lead + " was clearly the first of " + w.places + " by the number of " + w.subject
	case w.clear(f):
		return lead + " were clearly the top " + commas(len(f)) + " of " + w.places + " by the number of " + w.subject
	case w.comparable && len(f) == 1:
		return lead + " had the highest count of " + w.subject + " among " + w.places
	case w.comparable:
		return lead + " had the highest counts of " + w.subject + " among " + w.places
	}
	return "By the records with a known " + w.kind + ", " + lead + " had the most " + w.subject + " among " + w.places
}

func (w topWords) evidence(f Figure) string {
	e := f.Estimate
	text := plural(e.Numerator, Offence)
	switch {
	case e.Numerator.Or(0) < 20 || !e.Value.Known():
		return text
	case w.rated:
		return text + "; " + rateText(e.Value) + " per 1,000 residents, 95% CI " + rateText(e.Lower) + " to " + rateText(e.Upper)
	}
	return text + "; " + percent(e.Value) + " of those with a known " + w.kind + ", " + ci(e, percent)
}

func (w topWords) title(f []Figure) string {
	var names []string
	for _, figure := range f {
		names = append(names, figure.Label)
	}
	switch {
	case !w.comparable:
		return ""
	case w.clear(f) && len(f) == 1:
		return list(names) + " was clearly the first of the " + w.kinds + " by the number of " + w.subject
	case w.clear(f):
		return list(names) + " were clearly the top " + commas(len(f)) + " " + w.kinds + " by the number of " + w.subject
	case len(f) == 1:
		return list(names) + " had the highest count of " + w.subject
	}
	return list(names) + " had the highest counts of " + w.subject
}
