package analysis

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"svna/analysis/spatial"
	"svna/analysis/stats"
	"svna/datasets"
)

// Radii of named places that have none of their own, in metres (methods F26).
const (
	townCentreRadius = 300
	stationRadius    = 200
	placeRadius      = 150
)

const overlapNote = "Where circles overlap, places share offences, and offences at no named place have no row: the rows do not add up."

// circle is a named place: what lies within its radius belongs to it.
type circle struct {
	Name   string
	At     spatial.Point
	Radius float64 // metres
}

// circles are the places that have a point in metres.
func (s *Study) circles() []circle {
	var circles []circle
	next := 0
	for _, marker := range s.PlaceAt {
		for next < len(s.Places) && s.Places[next].Name != marker.Name {
			next++
		}
		if next == len(s.Places) {
			break
		}
		circles = append(circles, circle{marker.Name, marker.At, radiusOf(s.Places[next])})
		next++
	}
	return circles
}

func radiusOf(p datasets.Place) float64 {
	kind := strings.ReplaceAll(strings.ToLower(p.Category), "_", " ")
	switch {
	case p.Radius > 0:
		return p.Radius
	case strings.Contains(kind, "town centre"):
		return townCentreRadius
	case strings.Contains(kind, "station"):
		return stationRadius
	}
	return placeRadius
}

// placeCounts is what lies within the circles in a period.
type placeCounts struct {
	counts         []int       // by circle; circles overlap
	shared         []int       // those also within another circle
	any, several   int         // offences in a circle, in two or more
	known, unknown int         // offences with and without a point
	in             []Selection // offences by circle
	with, without  Selection
}

// placeProfile is a set of offences by named place.
type placeProfile struct {
	offenceProfile
	circles []circle
	top     int
}

// places profiles the named places; the top ones are at most half of them, since
// being among the top four of five says nothing.
func (p offenceProfile) places(top int) placeProfile {
	circles := p.s.circles()
	return placeProfile{p, circles, min(top, max(1, len(circles)/2))}
}

// rank fills in the ranks of the places of a period, if the count of each is there.
func (p placeProfile) rank(t *Table, period datasets.Period) {
	var rows []*Row
	var counts []float64
	for _, circle := range p.circles {
		r := t.row(period.Name(), circle.Name)
		if r == nil || !r.Estimate.Numerator.Known() {
			return
		}
		rows, counts = append(rows, r), append(counts, r.Estimate.Numerator.Or(0))
	}
	for i, rank := range stats.Ranks(counts, nil, p.top, p.s.Parameters.Draws, p.s.Parameters.Seed) {
		rows[i].putRank(rank)
	}
}

func (p placeProfile) countRows(rows Selection) placeCounts {
	c := placeCounts{counts: make([]int, len(p.circles)), shared: make([]int, len(p.circles)), in: make([]Selection, len(p.circles))}
	var in []int
	for _, i := range rows {
		at := p.s.Points[i]
		if !at.Known() {
			c.unknown++
			c.without = append(c.without, i)
			continue
		}
		c.known++
		c.with = append(c.with, i)
		in = in[:0]
		for j, circle := range p.circles {
			if spatial.Distance(at, circle.At) <= circle.Radius {
				in = append(in, j)
			}
		}
		for _, j := range in {
			c.counts[j]++
			c.in[j] = append(c.in[j], i)
			if len(in) > 1 {
				c.shared[j]++
			}
		}
		if len(in) > 0 {
			c.any++
		}
		if len(in) > 1 {
			c.several++
		}
	}
	return c
}

func (c placeCounts) tally() Tally {
	return Tally{Levels: []string{"known"}, Counts: []int{c.known}, NotRecorded: c.unknown}
}

// result is the whole of a breakdown by named place.
func (p placeProfile) result(id, headline string) (Result, error) {
	s := p.s
	now := p.countRows(p.rows(s.Period))
	if now.known == 0 || len(p.circles) == 0 {
		return Result{}, skipf("none of the %s of the period has a known point, or no named place has one", p.Subject)
	}
	t := p.table(id, now)
	return Result{
		Tables: []Table{t, p.monthly(id)},
		Charts: []Chart{{
			ID: id, Table: id, Mark: Dots, Finding: headline,
			Title: capital(p.Subject) + " at named places", Subtitle: s.subtitle("Share of "+p.Subject+" within the radius of the place", s.Period),
			Category: "place", Measure: "value", Unit: "% of " + p.Subject + " with a known point", Interval: true,
			Only: map[string]string{"period": s.Period.Name()}, Note: radiusNote(p.circles),
		}},
		Statements: []Statement{p.topStatement(headline, &t, now)},
	}, nil
}

// table ranks the places by count. The value is the count as a part of all
// offences with a known point, with the limits of a Poisson count.
func (p placeProfile) table(id string, now placeCounts) Table {
	s := p.s
	t := Table{
		ID: id, Title: s.title(capital(p.Subject)+" at named places", s.Periods()...), Unit: Offence,
		Dimensions: []Dimension{{"period", "Period"}, {"place", "Place"}},
		Columns: append(shareColumns("Offences within the radius", capital(p.Subject)+" with a known point", "Offences within the radius, of those with a known point"),
			Column{"radius", "Radius (metres)", AsCount}, Column{"per_km2", "Offences per square kilometre", AsRate},
			Column{"shared", "Of these, also within the radius of another place", AsCount},
			Column{"rank", "Rank by count", AsCount}, Column{"rank_lower", "Best rank, 95% range", AsCount},
			Column{"rank_upper", "Worst rank, 95% range", AsCount}, Column{"p_top", topProbability(p.top), AsP}),
		Notes: []string{p.Basis, overlapNote},
	}
	if !strings.Contains(p.sourcesNote(), "British Transport Police") {
		t.addNotes("Offences on the railway are recorded by the British Transport Police and are most likely not in this extract.")
	}
	t.addNotes("The limits are those of the number of offences at the place, which varies by chance beside that of all others: they are a little wider than the limits of a share of a fixed number.", p.sourcesNote())
	for _, period := range s.Periods() {
		c := now
		if period != s.Period {
			c = p.countRows(p.rows(period))
		}
		p.addPeriod(&t, period.Name(), p.order(now), c)
		t.addNotes(missingIn("point of the offence", c.tally(), period))
		markReliability(&t, period.Name(), c.tally())
	}
	if note := s.snapNote(p.rows(s.Period)); note != "" {
		t.addNotes(note)
	}
	t.deriveExtra(func(t *Table) {
		for _, period := range s.Periods() {
			p.rank(t, period)
		}
	})
	return t
}

func (p placeProfile) order(c placeCounts) []int {
	order := make([]int, len(p.circles))
	for j := range order {
		order[j] = j
	}
	slices.SortStableFunc(order, func(i, j int) int {
		return cmp.Or(c.counts[j]-c.counts[i], strings.Compare(p.circles[i].Name, p.circles[j].Name))
	})
	return order
}

func (p placeProfile) addPeriod(t *Table, period string, order []int, c placeCounts) {
	for _, j := range order {
		extra := map[string]stats.Number{}
		extra["radius"] = number(p.circles[j].Radius)
		extra["per_km2"] = number(float64(c.counts[j]) / squareKilometres(p.circles[j].Radius))
		extra["shared"] = number(float64(c.shared[j]))
		t.Rows = append(t.Rows, Row{
			Levels: []string{period, p.circles[j].Name}, Estimate: stats.Rate(float64(c.counts[j]), float64(c.known), 100), Extra: extra,
		}.on(Offence, c.in[j], c.with))
	}
	if c.unknown > 0 {
		t.Rows = append(t.Rows, countRow(NotKnownRow, c.unknown, period, "Not recorded").on(Offence, c.without, nil))
	}
	t.Rows = append(t.Rows, countRow(TotalRow, c.known+c.unknown, period, "Total").on(Offence, slices.Sorted(slices.Values(slices.Concat(c.with, c.without))), nil))
	t.addNotes(capital(period) + ": " + commas(c.any) + " of " + commas(c.known) + " offences with a point lie at a named place, " + commas(c.several) + " of them at two or more.")
}

func squareKilometres(radius float64) float64 {
	return math.Pi * radius * radius / 1e6
}

// monthly is the monthly companion. Places overlap, so it has no total of them.
func (p placeProfile) monthly(id string) Table {
	s := p.s
	t := Table{
		ID: id + "-by-month", Title: s.title(capital(p.Subject)+" at named places by month", s.Periods()...), Unit: Offence,
		Dimensions: []Dimension{{"month", "Month"}, {"place", "Place"}}, Columns: countColumns("Offences within the radius"), ByMonth: true,
		Notes: []string{overlapNote},
	}
	months := s.Months()
	byMonth := s.splitByMonth(p.rows(datasets.Period{From: months[0], To: s.Period.To}), Offence)
	for _, m := range months {
		c := p.countRows(byMonth[m])
		for j, circle := range p.circles {
			t.Rows = append(t.Rows, countRow(LevelRow, c.counts[j], m.Name(), circle.Name))
		}
		if c.unknown > 0 {
			t.Rows = append(t.Rows, countRow(NotKnownRow, c.unknown, m.Name(), "Not recorded"))
		}
		t.Rows = append(t.Rows, countRow(TotalRow, c.known+c.unknown, m.Name(), "Total"))
	}
	return t
}

// sourcesNote names the forces whose records these are, where the extract says.
func (p placeProfile) sourcesNote() string {
	if !p.s.Data.Offences.Has("reported_by") {
		return ""
	}
	forces := Count(p.s.Data.Offences.Category("reported_by"), p.rows(p.s.Period))
	var names []string
	for i, force := range forces.Levels {
		if forces.Counts[i] > 0 {
			names = append(names, force)
		}
	}
	slices.Sort(names)
	if len(names) == 0 {
		return ""
	}
	return "Recorded by: " + list(names) + "."
}

// radiusNote says the radius of the places.
func radiusNote(circles []circle) string {
	least, most := circles[0].Radius, circles[0].Radius
	for _, c := range circles {
		least, most = min(least, c.Radius), max(most, c.Radius)
	}
	if least == most {
		return "Within " + Round(most, 0) + " metres of the place. Circles may overlap."
	}
	return "Within " + Round(least, 0) + " to " + Round(most, 0) + " metres of the place, as in the table. Circles may overlap."
}

// topStatement names the places with most offences.
func (p placeProfile) topStatement(id string, t *Table, now placeCounts) Statement {
	switch {
	case knownShare(now.tally()) < sayableShare:
		return notProduced(id, p.Theme, "the point is known for fewer than half of the "+p.Subject)
	case now.any == 0:
		return notProduced(id, p.Theme, "none of the "+p.Subject+" with a known point is within the radius of a named place")
	}
	var figures []Figure
	for _, i := range t.levelRows(p.s.Period.Name()) {
		if r := t.Rows[i]; len(figures) < p.top && r.Estimate.Numerator.Or(0) > 0 {
			figures = append(figures, FigureOf(t, r, r.Levels[1]))
		}
	}
	missing := number(float64(now.unknown))
	words := topWords{subject: p.Subject, places: commas(len(p.circles)) + " named places", kind: "point", kinds: "named places", comparable: knownShare(now.tally()) >= comparableShare}
	return Statement{
		ID: id, Theme: p.Theme, Unit: Offence, Value: "per cent", Period: p.s.Period,
		Filter:  p.Subject + " with a known point; within the radius of the named places with most of them",
		Figures: figures, NotRecorded: missing, Field: "point",
		Say: func(f []Figure) string {
			return words.sayPlaces(f, notRecordedFor("point", f[0].NotRecorded)) + ", " + p.s.Period.Name() + "."
		},
		Short: words.title,
	}
}

// sayPlaces writes "Becontree station (61 offences within 200 metres; 14%, 95% CI
// 10% to 17%) was clearly the first of 14 named places by the number of knife crime
// offences (450 offences with a known point)".
func (w topWords) sayPlaces(f []Figure, notRecorded string) string {
	var parts []string
	for _, figure := range f {
		e := figure.Estimate
		text := figure.Label + " (" + plural(e.Numerator, Offence) + " within " + count(figure.Extra["radius"]) + " metres"
		if e.Denominator.Or(0) >= 20 {
			text += "; " + percent(e.Value) + ", " + ci(e, percent)
		}
		parts = append(parts, text+")")
	}
	known := " (" + count(f[0].Estimate.Denominator) + " offences with a known point"
	if notRecorded != "" {
		known += "; " + notRecorded
	}
	known += ")"
	base := " of " + w.subject + " among " + w.places + known
	switch {
	case w.clear(f) && len(f) == 1:
		return list(parts) + " was clearly the first of " + w.places + " by the number of " + w.subject + known
	case w.clear(f):
		return list(parts) + " were clearly the top " + commas(len(f)) + " of " + w.places + " by the number of " + w.subject + known
	case !w.comparable:
		return "By the records with a known point, " + list(parts) + " had the most" + base
	case len(f) == 1:
		return list(parts) + " had the highest count" + base
	}
	return list(parts) + " had the highest counts" + base
}
