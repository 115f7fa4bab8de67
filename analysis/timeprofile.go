package analysis

import (
	"slices"
	"strconv"
	"strings"

	"svna/analysis/stats"
	"svna/datasets"
)

// offenceProfile is a set of offences of a study, with its words, of which
// profiles of time and place are made.
type offenceProfile struct {
	s       *Study
	Theme   Theme
	Subject string   // "knife crime offences"
	Basis   string   // what belongs to it, for the notes
	Series  []string // whose breaks matter: see datasets.SeriesBreak
	mask    Mask
}

// violenceProfile holds the offences of the definition pack.
func violenceProfile(s *Study, theme Theme) offenceProfile {
	title := "the definition pack"
	if s.Definition != nil {
		title = `the definition pack "` + s.Definition.Title + `"`
	}
	return offenceProfile{s, theme, s.packOffences(), capital(s.packWords()) + ": offences in " + title + ".", append([]string{"all"}, s.packSeries()...), s.Pack}
}

// knifeProfile holds knife crime.
func knifeProfile(s *Study) offenceProfile {
	return offenceProfile{s, KnifeCrime, "knife crime offences", "Knife crime: " + s.KnifeBasis + ".", []string{"all", "flag_knife", s.Inputs.Knife.Name}, s.Knife}
}

// injurySubgroup is the Home Office subgroup of violence with injury.
const injurySubgroup = "Violence with injury"

// injuryProfile holds the offences of the subgroup violence with injury,
// whoever is involved.
func injuryProfile(s *Study, theme Theme) offenceProfile {
	mask := MaskOf(s.Data.Offences.Category("ho_subgroup"), injurySubgroup)
	return offenceProfile{s, theme, "violence with injury offences", "Violence with injury: all offences of that Home Office subgroup, people of every age.", []string{"all", injurySubgroup}, mask}
}

func (p offenceProfile) rows(period datasets.Period) Selection { return p.s.Offences(period, p.mask) }

// Labels of the week: Monday first; an hour is named by its start.
var (
	weekdayLabels = []string{"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"}
	hourLabels    = labelHours()
)

const nonRecentLabel = "Non-recent, left out"

func labelHours() []string {
	labels := []string{"midnight"}
	for h := 1; h < 24; h++ {
		switch {
		case h < 12:
			labels = append(labels, strconv.Itoa(h)+"am")
		case h == 12:
			labels = append(labels, "midday")
		default:
			labels = append(labels, strconv.Itoa(h-12)+"pm")
		}
	}
	return labels
}

// clockCategory makes a category of hours or weekdays: -1 is not recorded, and
// non-recent offences, which have no place in a time profile, are not applicable.
func (s *Study) clockCategory(values []int8, labels []string) datasets.Category {
	c := datasets.Category{Levels: append(slices.Clone(labels), datasets.NotApplicable), Codes: make([]int32, len(values))}
	for i, v := range values {
		c.Codes[i] = int32(v)
		if s.NonRecent[i] {
			c.Codes[i] = int32(len(labels))
		}
	}
	return c
}

// knownShare is the part of the rows that could have a value and has one.
func knownShare(t Tally) float64 {
	applicable := t.Total() - t.NotApplicable
	if applicable == 0 {
		return 0
	}
	return float64(t.Known()) / float64(applicable)
}

// missingIn is missingNote with its period.
func missingIn(field string, tally Tally, period datasets.Period) string {
	note := missingNote(field, tally, Offence)
	if note == "" {
		return ""
	}
	return strings.TrimSuffix(note, ".") + ", " + period.Name() + "."
}

// addNotes adds those notes that say something.
func (t *Table) addNotes(notes ...string) {
	for _, n := range notes {
		if n != "" && !slices.Contains(t.Notes, n) {
			t.Notes = append(t.Notes, n)
		}
	}
}

// nameNotApplicable renames the row of values that are not applicable.
func (t *Table) nameNotApplicable(label string) {
	for i := range t.Rows {
		if levels := t.Rows[i].Levels; t.Rows[i].Kind == NotKnownRow && levels[len(levels)-1] == "Not applicable" {
			levels[len(levels)-1] = label
		}
	}
}

// levelRows returns the positions of the levels of a period, in order.
func (t *Table) levelRows(period string) []int {
	var at []int
	for i, r := range t.Rows {
		if r.Kind == LevelRow && r.Levels[0] == period {
			at = append(at, i)
		}
	}
	return at
}

// weekdayCounts is how often each weekday occurs in a period, Monday first.
func weekdayCounts(period datasets.Period) (n [7]int) {
	first := floorDiv(period.From.Start(), 86400)
	for d := range int64(period.Days()) {
		n[(first+d+3)%7]++ // 1 January 1970 was a Thursday
	}
	return n
}

// indexColumns are the columns that addIndex fills.
func indexColumns(looks string) []Column {
	return []Column{
		{"expected", "Share of an even spread over the hours (%)", AsShare},
		{"index", "Index to an even spread", AsRatio},
		{"index_lower", "Lower 95% confidence limit of the index", AsRatio},
		{"index_upper", "Upper 95% confidence limit of the index", AsRatio},
		{"p", "Poisson p-value", AsP},
		{"q", "p corrected for " + looks + " (q-value)", AsP},
	}
}

// addIndex sets each row's share against its expected part of the hours (F37):
// index with the Wilson limits divided likewise, two-sided Poisson p-value, and
// q-value over all the rows given.
func (t *Table) addIndex(at []int, expected func(i int) float64) {
	p := make([]stats.Number, len(at))
	for i, row := range at {
		r := &t.Rows[row]
		n, known := r.Estimate.Numerator.Or(0), r.Estimate.Denominator.Or(0)
		if known > 0 {
			p[i] = number(stats.PoissonTail(n, known*expected(i)))
		}
		index := stats.ShareRatio(n, known, expected(i))
		r.Extra = map[string]stats.Number{
			"expected": number(100 * expected(i)), "p": p[i],
			"index": index.Value, "index_lower": index.Lower, "index_upper": index.Upper,
		}
	}
	for i, q := range stats.BenjaminiHochberg(p) {
		t.Rows[at[i]].Extra["q"] = q
	}
}

// isPeak reports whether a row picked from many may be called a peak: the index
// is clearly above 1, the test allows for all the looks, and the numbers bear it.
func isPeak(f Figure) bool {
	return f.Extra["index_lower"].Or(0) > 1 && f.Extra["q"].Or(1) < 0.05 && f.Estimate.Numerator.Or(0) >= 20
}

// busiest returns the row of a period with the largest value, the first of
// several, or false where there is none above 0.
func (t *Table) busiest(period string) (Row, bool) {
	best, found := Row{}, false
	for _, i := range t.levelRows(period) {
		if v := t.Rows[i].Estimate.Value.Or(0); v > best.Estimate.Value.Or(0) {
			best, found = t.Rows[i], true
		}
	}
	return best, found
}

// clockNote says by which clock a profile goes.
const clockNote = "By the time at which the offence started (committed from, local time); the period goes by the date of recording."

const timeMisleads = "Times not recorded are left out; unknown times are often entered as midnight, midday or a whole hour, which makes false peaks: see the default-times table. People are awake by day, so an index above 1 in daytime is normal."
