package analysis

import (
	"slices"
	"strings"
)

// mostNamed is how many hotspots of each look a statement names.
const mostNamed = 4

// hotspotStatement names the hotspots of the period, or says that there is none.
func (p offenceProfile) hotspotStatement(id string, t, total *Table, g hotGrid) Statement {
	s := p.s
	if knownShare(g.tally()) < comparableShare {
		return notProduced(id, p.Theme, "the point is known for fewer than 80% of the "+p.Subject)
	}
	all, _ := total.Find(s.Period.Name())
	figures := []Figure{FigureOf(total, all, "all hotspots")}
	first := 0 // of the first look
	for _, h := range g.named() {
		row, _ := t.Find(s.Period.Name(), h.name)
		figures = append(figures, FigureOf(t, row, h.name))
		if !h.second {
			first++
		}
	}
	snapped := s.snapped(p.rows(s.Period))
	return Statement{
		ID: id, Theme: p.Theme, Unit: Offence, Value: "per cent", Period: s.Period,
		Filter:  p.Subject + " with a point in the area; touching cells whose Gi* and Poisson probability have q under 0.05",
		Figures: figures, NotRecorded: number(float64(g.unknown)), Field: "point",
		Say: func(f []Figure) string {
			field := notRecordedFor("point", f[0].NotRecorded)
			if field != "" {
				field = "; " + field
			}
			e, cells := f[0].Estimate, Round(f[0].Extra["share_cells"].Or(0), 1)+"% of the cells"
			of := count(e.Numerator) + " of " + count(e.Denominator) + " " + p.Subject + " with a point in the area" + field
			if len(f) == 1 && e.Numerator.Or(0) == 0 {
				return "No hotspot of " + p.Subject + " passes the test: no group of cells holds clearly more than an even spread would put there (" + of + "), " + s.Period.Name() + "."
			}
			if len(f) == 1 {
				return "No hotspot of " + p.Subject + " that passes the test holds 10 offences; together they hold " + percent(e.Value) + " on " + cells + " (" + of + "), " + s.Period.Name() + "."
			}
			var parts []string
			for _, h := range f[1:] {
				parts = append(parts, h.Label+" ("+plural(h.Estimate.Numerator, Offence)+"; "+percent(h.Estimate.Value)+", "+ci(h.Estimate, percent)+")")
			}
			beside := ""
			if first == 0 { // those of the first look are of one cell each
				first = len(parts)
			}
			if rest := parts[first:]; len(rest) > 0 {
				beside = "; with these set aside, " + list(rest) + " " + wasA(len(rest), "hotspot") + " of the rest"
				parts = parts[:first]
			}
			beside += "; " + againstSurroundings(f[1:])
			whole := beside + "; the " + count(f[0].Extra["hotspots"]) + " hotspots together held "
			if f[0].Extra["hotspots"].Or(0) == 1 {
				whole = beside + ", and held "
			}
			text := list(parts) + " " + wasA(first, "hotspot") + " of " + p.Subject + ", with more than an even spread over the area would put there" + whole + percent(e.Value) + " of them on " + cells + " (" + of + ")"
			if snapped {
				text += "; points are shared map points, so a hotspot may be that of its neighbours"
			}
			return text + ", " + s.Period.Name() + "."
		},
		Short: func(f []Figure) string { return hotspotTitle(p.Subject, f[1:]) },
	}
}

// againstSurroundings says which hotspots stood out from their surroundings as well, and
// that the others did not clearly.
func againstSurroundings(f []Figure) string {
	out, within := bySurroundings(f)
	switch {
	case len(f) == 1 && len(out) == 1:
		return "it also stood out from its surroundings"
	case len(f) == 1:
		return "it did not clearly stand out from its surroundings, being part of a denser area"
	case len(within) == 0 && len(f) == 2:
		return "both also stood out from their surroundings"
	case len(within) == 0:
		return "all of them also stood out from their surroundings"
	case len(out) == 0 && len(f) == 2:
		return "neither clearly stood out from its surroundings, each being part of a denser area"
	case len(out) == 0:
		return "none of them clearly stood out from its surroundings, each being part of a denser area"
	}
	others := "the others"
	if len(within) == 1 {
		others = within[0]
	}
	return list(out) + " also stood out from " + theirs(len(out)) + " surroundings, and " + others + " did not clearly, being part of a denser area"
}

// bySurroundings are the names of the hotspots that stand out from their surroundings,
// and of the others.
func bySurroundings(f []Figure) (out, within []string) {
	for _, h := range f {
		if standsOut(h.Extra["denser_p"]) {
			out = append(out, h.Label)
		} else {
			within = append(within, h.Label)
		}
	}
	return out, within
}

// wasA is "was a hotspot" for one and "were hotspots" for more.
func wasA(n int, what string) string {
	if n == 1 {
		return "was a " + what
	}
	return "were " + what + "s"
}

func theirs(n int) string {
	if n == 1 {
		return "its"
	}
	return "their"
}

// hotspotTitle is the title of a map of hotspots: their names, or how many they are
// where one is named by its distance from a place.
func hotspotTitle(subject string, f []Figure) string {
	out, within := bySurroundings(f)
	names := list
	switch {
	case len(f) == 0:
		return ""
	case len(f) > 1 && slices.ContainsFunc(f, func(h Figure) bool { return strings.ContainsAny(h.Label, "0123456789") }):
		// "900 metres south of" reaches over an "and", and two of them fill the lines of
		// a title: the map itself names them.
		return commas(len(f)) + " hotspots of " + subject + ", of which " + commas(len(out)) + " stood out from " + theirs(len(out)) + " surroundings"
	case len(f) == 1 && len(out) == 1:
		return out[0] + " was a hotspot of " + subject + " and stood out from its surroundings"
	case len(f) == 1:
		return within[0] + " was a hotspot of " + subject + ", as part of a denser area"
	case len(within) == 0:
		return "Hotspots of " + subject + " that stood out from their surroundings: " + names(out)
	case len(out) == 0:
		return "Hotspots of " + subject + ", as parts of denser areas: " + names(within)
	}
	return "Hotspots of " + subject + " that stood out from their surroundings: " + names(out) + "; as parts of denser areas: " + names(within)
}
