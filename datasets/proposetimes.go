package datasets

import (
	"fmt"
	"slices"
	"strings"
)

// dateFormats finds the formats in which most of the cells of a column are
// dates, and that share. The order of day and month is decided as on loading.
func (c *column) dateFormats() (formats []dateFormat, share float64) {
	cells := c.cleanCells()
	read := func(formats []dateFormat) float64 {
		return c.share(func(v string) bool { return readMoment(strings.TrimPrefix(clean(v), "'"), formats).seconds != NoTime })
	}
	decided, _, err := decideOrder(c.name, cells)
	if err != nil {
		// Both ways, or contradicting: they are dates, of no known order.
		return nil, read([]dateFormat{namedFormat("year-month-day"), namedFormat("day/month/year"), namedFormat("month/day/year")})
	}
	formats, share = decided, read(decided)
	for _, written := range [][]string{{"year-month"}, {"200601"}, {"serial"}, {"Jan-06"}, {"Jan 2006"}, {"January 2006"}, {"02/01/06"}, {"02-Jan-06"}, {"02/01/06 15:04"}, {"02-Jan-06 15:04"}} {
		if share >= sureFit {
			break
		}
		other := mustFormats(written...)
		if s := read(other); s > share {
			formats, share = other, s
		}
	}
	return formats, share
}

// dateHint names what could be the date of a table in which none was recognised.
func (e *examination) dateHint() string {
	if e.has("year") && e.has("month") {
		return `; "year" and "month" stand in two columns: join them into one, as in 2023-05`
	}
	var dates []string
	for _, c := range e.columns {
		if _, share := c.dateFormats(); share >= sureFit && c.filled > 0 && !c.allNumbers() {
			dates = append(dates, fmt.Sprintf("%q", c.name))
		}
	}
	if len(dates) == 0 {
		return ""
	}
	return fmt.Sprintf(" by its name, though %s: say which it is", plural(len(dates), "column holds dates ("+dates[0]+")", "columns hold dates ("+strings.Join(dates, ", ")+")"))
}

// allNumbers reports whether the cells of a column are figures alone, which may be
// dates by their look (202305) and mostly are not.
func (c *column) allNumbers() bool {
	return !slices.ContainsFunc(c.cleanCells(), func(v string) bool { return strings.Trim(v, "0123456789.") != "" })
}

func (c *column) cleanCells() []string {
	cells := make([]string, 0, len(c.values))
	for _, v := range c.values {
		text := strings.TrimPrefix(clean(v), "'")
		if _, missing := missingWord(text); !missing {
			cells = append(cells, text)
		}
	}
	return cells
}

// stateFormat writes the format of a date column into its proposal, with the
// evidence. Dates that read both ways get none: that is a person's to decide.
func (e *examination) stateFormat(m *ProposedColumn) {
	f, _ := e.fieldOf(m.Field)
	if f.Kind != Time {
		return
	}
	c := e.column(m.Column)
	formats, share := c.dateFormats()
	e.formats[m.Column] = formats
	if formats == nil {
		m.Confidence = Unsure
		m.Says = `every date reads both ways, or dates contradict each other: state format = "day/month/year" or "month/day/year"`
		return
	}
	m.Says = fmt.Sprintf("%s of %s values are dates", percent(share), thousands(c.filled))
	order := weighOrder(c.cleanCells())
	switch first := formats[len(formats)-1]; {
	case order.dayFirst > 0 && first.order == dayFirst:
		m.Format = first.said
		m.Says += fmt.Sprintf("; %s can only be day/month/year, none only month/day/year", differentDates(order.dayFirst))
	case order.monthFirst > 0 && first.order == monthFirst:
		m.Format = first.said
		m.Says += fmt.Sprintf("; %s can only be month/day/year, none only day/month/year", differentDates(order.monthFirst))
	case order.yearFirst > 0 && order.named == 0 && formats[0].order == yearFirst:
		m.Format = "year-month-day"
	case first.order == dayFirst:
		m.Format = first.said
		m.Says += "; the month is in letters"
	default:
		m.Format = first.said
	}
	if strings.Contains(m.Format, "06") && !strings.Contains(m.Format, "2006") {
		m.Says += "; years of two figures are taken as 1969 to 2068"
	}
}

// addClocks gives dates their separate clock times: a column whose name has time
// in it, whose values are clock times, goes to the date whose name it shares.
func (e *examination) addClocks() {
	for _, c := range e.columns {
		key := nameKey(c.name)
		if !strings.Contains(key, "time") || strings.Contains(key, "date") || slices.ContainsFunc(e.mapped, func(m ProposedColumn) bool { return m.Column == c.name }) {
			continue
		}
		if c.filled == 0 || c.share(func(v string) bool { _, _, ok := parseClock(strings.TrimPrefix(clean(v), "'")); return ok }) < minFit {
			continue
		}
		if at := e.dateOf(strings.Replace(key, "time", "", 1)); at >= 0 {
			e.mapped[at].Time = c.name
			e.unsure = slices.DeleteFunc(e.unsure, func(u ProposedColumn) bool { return u.Column == c.name })
		}
	}
}

// dateOf finds the mapped date that a clock time belongs to: the one whose name
// without "date" is the same, else committed_from where the name says no more.
func (e *examination) dateOf(rest string) int {
	committed := -1
	for i, m := range e.mapped {
		f, _ := e.fieldOf(m.Field)
		if f.Kind != Time || m.Time != "" {
			continue
		}
		if name := strings.Replace(nameKey(m.Column), "date", "", 1); name == rest && rest != "" {
			return i
		}
		if m.Field == "committed_from" {
			committed = i
		}
	}
	if rest == "" || rest == "offence" || rest == "committed" || rest == "occ" || rest == "of" {
		return committed
	}
	return -1
}

// proposePeriod takes the last twelve whole months of the dates that decide the
// period. Months at the ends with few rows are not counted as covered.
func (p *Proposal) proposePeriod(examined []*examination) {
	months := map[Month]int{}
	lastDay := map[Month]int{}
	basis := ""
	for _, field := range []string{"recorded_at", "committed_from", "reported_at", "month"} {
		for _, e := range examined {
			for _, m := range e.mapped {
				if m.Field == field && len(e.formats[m.Column]) > 0 {
					e.countMonths(m.Column, months, lastDay)
					basis = field
				}
			}
		}
		if len(months) > 0 {
			break
		}
	}
	if len(months) == 0 {
		p.proposeYear(examined)
		return
	}
	covered := coveredMonths(months)
	first, last := covered[0], covered[len(covered)-1]
	whole := last
	cut := ""
	// Of a month that goes on, so many rows would be expected after the last day
	// that none by chance is unlikely (under 2%).
	day := lastDay[last]
	expected := float64(usualRows(months)) * float64(last.Days()-day) / float64(last.Days())
	if basis != "month" && day > 1 && expected >= 4 && last > first {
		whole = last - 1
		cut = fmt.Sprintf("; %s ends on day %d and is left out", last, day)
	}
	p.Period = Period{max(first, whole-11), whole}
	missing := 0
	for m := p.Period.From; m <= p.Period.To; m++ {
		if months[m] == 0 {
			missing++
		}
	}
	p.PeriodSays = fmt.Sprintf("by %s the files cover %s to %s%s", basis, first, last, cut)
	if outside := rowsOutside(months, first, last); outside > 0 {
		p.PeriodSays += fmt.Sprintf("; %s %s outside", plural(outside, "row", "rows"), agree(outside, "lies", "lie"))
	}
	if missing > 0 {
		p.PeriodSays += fmt.Sprintf("; %s of the period %s no rows at all", plural(missing, "month", "months"), hasHave(missing))
		p.Decide = append(p.Decide, fmt.Sprintf("period: %s of %s %s no rows: the files are not a run of months.", plural(missing, "month", "months"), p.Period, hasHave(missing)))
	}
}

// proposeYear takes the last calendar year of dates whose order of day and month
// is not known.
func (p *Proposal) proposeYear(examined []*examination) {
	months, days := map[Month]int{}, map[Month]int{}
	for _, e := range examined {
		for _, m := range e.mapped {
			if f, _ := e.fieldOf(m.Field); f.Kind == Time {
				e.formats[m.Column] = []dateFormat{namedFormat("day/month/year"), namedFormat("month/day/year")}
				e.countMonths(m.Column, months, days)
			}
		}
	}
	if len(months) == 0 {
		return
	}
	all := sortedMonths(months)
	year := all[len(all)-1].Year()
	p.Period = Period{NewMonth(year, 1), NewMonth(year, 12)}
	p.PeriodSays = "only the year can be told until the order of day and month is stated"
}

func (e *examination) countMonths(name string, months map[Month]int, lastDay map[Month]int) {
	c := e.column(name)
	for i, v := range c.values {
		at := readMoment(strings.TrimPrefix(clean(v), "'"), e.formats[name])
		if v == "" || at.seconds == NoTime || c.rows[i] == 0 {
			continue
		}
		m := MonthOf(at.seconds)
		months[m] += c.rows[i]
		day := int((at.seconds-m.Start())/86400) + 1
		lastDay[m] = max(lastDay[m], day)
	}
}

// coveredMonths are the months from the first to the last with at least a fifth
// of the rows of a usual month: what was recorded late trickles in for years
// after the extract proper has ended.
func coveredMonths(months map[Month]int) []Month {
	all := sortedMonths(months)
	usual := usualRows(months)
	for len(all) > 1 && 5*months[all[len(all)-1]] < usual {
		all = all[:len(all)-1]
	}
	for len(all) > 1 && 5*months[all[0]] < usual {
		all = all[1:]
	}
	return all
}

func rowsOutside(months map[Month]int, first, last Month) (rows int) {
	for m, n := range months {
		if m < first || m > last {
			rows += n
		}
	}
	return rows
}

func sortedMonths(months map[Month]int) (all []Month) {
	for m := range months {
		all = append(all, m)
	}
	slices.Sort(all)
	return all
}

// usualRows is the number of rows of the month in which the middle row stands,
// months in order of size: many months with a few late rows do not pull it down.
func usualRows(months map[Month]int) int {
	var counts []int
	rows := 0
	for _, n := range months {
		counts = append(counts, n)
		rows += n
	}
	slices.Sort(counts)
	below := 0
	for _, n := range counts {
		if below += n; 2*below >= rows {
			return n
		}
	}
	return 0
}
