package analysis

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"svna/analysis/stats"
	"svna/datasets"
)

var _ = register(Breakdown{
	Name:      "mps-counts",
	Title:     "Published monthly counts",
	Theme:     OutcomesAndComparators,
	Needs:     []string{"counts"},
	Headlines: []string{"published-knife-crime"},
	Doc: Doc{
		Counts:   "Published monthly counts, such as those of the Metropolitan Police dashboard, added up by series over the period and the one before: for the area, for its wards, and the area against the sum of its wards.",
		Base:     "Each series has its own unit (offences, victims, outcomes) in a column of its own; series overlap and are never added. The rate of knife crime is per 1,000 residents and year.",
		LeftOut:  "Counts of other areas. A period that is not wholly inside the published months has no total. A month without a row inside the published months is 0, as the publisher leaves out zeros.",
		Method:   "Change as the ratio of counts a day with the exact conditional test (Przyborowski and Wilenski 1940). Byar's limits, or exact Poisson ones below 10 (Breslow and Day 1987).",
		Misleads: "The published series of knife crime have a definition of their own and cannot be set beside counts from records. Two of them count victims. Wards do not add up to the borough, since some records have no usable point. Published figures are revised.",
	},
	Compute: mpsCounts,
})

// publishedKey is one published series: what is counted, by which measure.
type publishedKey struct{ Series, Measure, Unit string }

func (k publishedKey) levels() []string { return []string{k.Series, k.Measure, k.Unit} }

// publishedArea is an area of a kind: codes of wards and boroughs differ, but the
// kinds have published months of their own.
type publishedArea struct{ Code, Kind string }

// published is the table of counts, ready to be added up.
type published struct {
	count map[publishedArea]map[publishedKey]map[datasets.Month]int32
	names map[string]string
	// family tells series published together, and months is what a family covers
	// in areas of one kind.
	family map[publishedKey]string
	months map[string]datasets.Period
}

var publishedDimensions = []Dimension{{"series", "Series"}, {"measure", "Measure"}, {"unit", "Unit"}}

func mpsCounts(s *Study) (Result, error) {
	result, err := s.publishedCounts()
	if s.Data.Offences.Len() > 0 { // else the source of the run is theirs
		for i := range result.Tables {
			result.Tables[i].Source = s.Data.Counts.Source
		}
	}
	return result, err
}

func (s *Study) publishedCounts() (Result, error) {
	p := s.readPublished()
	area := publishedArea{s.Area.Code, "borough"}
	keys := p.keys(area)
	if len(keys) == 0 {
		return Result{}, skipf("the published counts have no borough %s", s.Area.Code)
	}
	result := Result{Tables: []Table{s.publishedChange(p, area, keys), s.publishedByMonth(p, area, keys)}}
	if wards := s.publishedWards(p); len(wards) > 0 {
		result.Tables = append(result.Tables, s.publishedByWard(p, wards), s.publishedCheck(p, area, wards, keys))
	}
	knife := slices.IndexFunc(keys, func(k publishedKey) bool {
		return strings.EqualFold(k.Series, "Knife Crime") && strings.EqualFold(k.Measure, "Offences")
	})
	if knife < 0 {
		result.Statements = []Statement{notProduced("published-knife-crime", OutcomesAndComparators, "the published counts have no series of knife crime offences for the area")}
		return result, nil
	}
	table, statement := s.publishedKnife(p, area, keys[knife])
	if len(table.Rows) > 0 {
		result.Tables = append(result.Tables, table)
	}
	result.Statements = []Statement{statement}
	result.Charts = []Chart{{
		ID: "mps-counts-by-month", Table: "mps-counts-by-month", Mark: Line, Finding: "published-knife-crime",
		Title: "Published knife crime offences by month", Subtitle: s.subtitle("Published knife crime offences", s.Previous, s.Period),
		Category: "month", Measure: "numerator", Unit: "Offences",
		Only: map[string]string{"series": keys[knife].Series, "measure": keys[knife].Measure, "unit": keys[knife].Unit},
	}}
	return result, nil
}

// readPublished lays out the counts by area, series and month.
func (s *Study) readPublished() published {
	t := s.Data.Counts.Table
	p := published{
		count: map[publishedArea]map[publishedKey]map[datasets.Month]int32{}, names: map[string]string{},
		family: map[publishedKey]string{}, months: map[string]datasets.Period{},
	}
	code, name, kind := t.Category("area_code"), t.Category("area_name"), t.Category("area_type")
	series, measure, unit, group := t.Category("series"), t.Category("measure"), t.Category("unit"), t.Category("ho_group")
	for i, at := range t.Times("month") {
		if at == datasets.NoTime {
			continue
		}
		area := publishedArea{code.Level(i), kind.Level(i)}
		key := publishedKey{series.Level(i), cmp.Or(measure.Level(i), "Not stated"), cmp.Or(unit.Level(i), "not stated")}
		m := datasets.MonthOf(at)
		if p.count[area] == nil {
			p.count[area] = map[publishedKey]map[datasets.Month]int32{}
		}
		if p.count[area][key] == nil {
			p.count[area][key] = map[datasets.Month]int32{}
		}
		p.count[area][key][m] = t.Ints("count")[i]
		p.names[area.Code] = name.Level(i)
		p.family[key] = "other"
		if group.Level(i) != "" {
			p.family[key] = "offence groups"
		}
		span, seen := p.months[area.Kind+p.family[key]]
		if !seen {
			span = datasets.Period{From: m, To: m}
		}
		p.months[area.Kind+p.family[key]] = datasets.Period{From: min(span.From, m), To: max(span.To, m)}
	}
	return p
}

// keys lists the series of an area in order.
func (p published) keys(area publishedArea) []publishedKey {
	return slices.SortedFunc(maps.Keys(p.count[area]), func(a, b publishedKey) int {
		return cmp.Or(strings.Compare(a.Series, b.Series), strings.Compare(a.Measure, b.Measure), strings.Compare(a.Unit, b.Unit))
	})
}

// in returns the count of a month: 0 where the publisher left the row out; absent
// outside the published months and where the count was suppressed.
func (p published) in(area publishedArea, key publishedKey, m datasets.Month) (int, bool) {
	n, there := p.count[area][key][m]
	span := p.months[area.Kind+p.family[key]]
	return max(int(n), 0), span.Contains(m) && (!there || n >= 0)
}

// total adds up a period; absent if one of its months is.
func (p published) total(area publishedArea, key publishedKey, period datasets.Period) (int, bool) {
	sum := 0
	for m := period.From; m <= period.To; m++ {
		n, ok := p.in(area, key, m)
		if !ok {
			return 0, false
		}
		sum += n
	}
	return sum, true
}

const publishedNote = "Each series has its own unit, and series overlap: they are never added. Inside the published months a month without a row is nought; a period that is not wholly published has no total."

// publishedRow is the change of a series, or as much of it as is published.
func (s *Study) publishedRow(p published, area publishedArea, key publishedKey, levels ...string) Row {
	now, ok := p.total(area, key, s.Period)
	before, okBefore := p.total(area, key, s.Previous)
	if ok && okBefore {
		return s.changeRow(LevelRow, now, before, []string{key.Series}, levels...).published()
	}
	e := stats.Estimate{Status: stats.NotAvailable}
	if ok {
		e.Numerator = number(float64(now))
	}
	if okBefore {
		e.Denominator = number(float64(before))
	}
	return Row{Levels: levels, Estimate: e, Extra: map[string]stats.Number{}, Note: "Not every month of both periods is published."}.published()
}

func (s *Study) publishedChange(p published, area publishedArea, keys []publishedKey) Table {
	t := Table{
		ID: "mps-counts", Title: s.title("Published counts by series", s.Period, s.Previous), Unit: MixedUnits,
		Dimensions: publishedDimensions, Columns: s.changeColumns("Count"), Notes: append([]string{publishedNote}, s.breakNotes()...),
	}
	for _, key := range keys {
		t.Rows = append(t.Rows, s.publishedRow(p, area, key, key.levels()...))
	}
	correctChanges(&t)
	return t
}

func (s *Study) publishedByMonth(p published, area publishedArea, keys []publishedKey) Table {
	t := Table{
		ID: "mps-counts-by-month", Title: s.title("Published counts by month and series", s.Period, s.Previous), Unit: MixedUnits,
		Dimensions: append([]Dimension{{"month", "Month"}}, publishedDimensions...), Columns: countColumns("Count"), Notes: []string{publishedNote}, ByMonth: true,
	}
	for m := s.Previous.From; m <= s.Period.To; m++ {
		for _, key := range keys {
			if n, ok := p.in(area, key, m); ok {
				t.Rows = append(t.Rows, countRow(LevelRow, n, append([]string{m.Name()}, key.levels()...)...).published())
			}
		}
	}
	return t
}

// publishedWards are the wards of the area, by code: those within its boundaries
// or, without boundaries, all of a file that has no other borough.
func (s *Study) publishedWards(p published) []publishedArea {
	var wards []publishedArea
	boroughs := 0
	for area := range p.count {
		switch {
		case area.Kind == "borough":
			boroughs++
		case area.Kind == "ward":
			wards = append(wards, area)
		}
	}
	if s.WardLayer != nil {
		inside := map[string]bool{}
		for _, a := range s.WardLayer.Areas {
			inside[a.Code] = true
		}
		wards = slices.DeleteFunc(wards, func(a publishedArea) bool { return !inside[a.Code] })
	} else if boroughs > 1 {
		return nil
	}
	slices.SortFunc(wards, func(a, b publishedArea) int { return strings.Compare(a.Code, b.Code) })
	return wards
}

func (s *Study) publishedByWard(p published, wards []publishedArea) Table {
	t := Table{
		ID: "mps-counts-wards", Title: s.title("Published counts by ward and series", s.Period, s.Previous), Unit: MixedUnits,
		Dimensions: append([]Dimension{{"ward", "Ward code"}, {"ward_name", "Ward"}}, publishedDimensions...),
		Columns:    s.changeColumns("Count"), Notes: append([]string{publishedNote, "Wards do not add up to the borough: some records have no usable point."}, s.breakNotes("ward")...),
	}
	for _, ward := range wards {
		for _, key := range p.keys(ward) {
			t.Rows = append(t.Rows, s.publishedRow(p, ward, key, append([]string{ward.Code, p.names[ward.Code]}, key.levels()...)...))
		}
	}
	correctChanges(&t)
	return t
}

// publishedCheck sets the borough beside the sum of its wards.
func (s *Study) publishedCheck(p published, area publishedArea, wards []publishedArea, keys []publishedKey) Table {
	t := Table{
		ID: "mps-counts-check", Title: s.title("Published counts of the borough and of its wards together", s.Period, s.Previous), Unit: MixedUnits,
		Dimensions: append([]Dimension{{"period", "Period"}}, publishedDimensions...),
		Columns:    []Column{{"numerator", "Sum of wards", AsCount}, {"denominator", "Borough", AsCount}, {"shortfall", "Borough less wards", AsCount}},
		Notes:      []string{"The shortfall is what the borough's count has and no ward's: records without a usable point."},
	}
	t.Promise = &Promise{Column: "shortfall", Plain: t.Title, Notes: t.Notes}
	for _, period := range []datasets.Period{s.Period, s.Previous} {
		for _, key := range keys {
			borough, ok := p.total(area, key, period)
			sum := 0
			for _, ward := range wards {
				n, published := p.total(ward, key, period)
				sum, ok = sum+n, ok && published
			}
			if !ok {
				continue
			}
			t.Rows = append(t.Rows, Row{
				Levels:   append([]string{period.Name()}, key.levels()...),
				Estimate: stats.Estimate{Numerator: number(float64(sum)), Denominator: number(float64(borough))},
				Extra:    map[string]stats.Number{"shortfall": number(float64(borough - sum))},
			}.published())
		}
	}
	return t
}

// publishedKnife is the headline on published knife crime, and its table.
func (s *Study) publishedKnife(p published, area publishedArea, key publishedKey) (Table, Statement) {
	const id = "published-knife-crime"
	if _, ok := p.total(area, key, s.Period); !ok {
		return Table{}, notProduced(id, OutcomesAndComparators, "not every month of the period is published")
	}
	t, value := s.countedRates("mps-counts-knife", "Published knife crime offences", 1000, []datasets.Period{s.Period, s.Previous},
		func(period datasets.Period) (int, bool) { return p.total(area, key, period) })
	for i, r := range t.Rows {
		t.Rows[i] = r.published()
	}
	return t, Statement{
		ID: id, Theme: OutcomesAndComparators, Unit: Offence, Value: value, Period: s.Period,
		Filter:  "published counts; series " + key.Series + ", measure " + key.Measure + ", " + s.Area.Name,
		Figures: []Figure{FigureOf(&t, t.Rows[0], s.Area.Name)},
		Say: func(f []Figure) string {
			e := f[0].Estimate
			text := about(f[0]) + plural(e.Numerator, "knife crime offence") + " " + wasWere(e.Numerator) + " published for " + f[0].Label
			if e.Numerator.Or(0) >= 20 {
				text += " (" + rateText(e.Value) + " " + value + "; " + ci(e, rateText) + ")"
			}
			return text + ", " + s.Period.Name() + "."
		},
		Short: func(f []Figure) string {
			return about(f[0]) + plural(f[0].Estimate.Numerator, "knife crime offence") + " " + wasWere(f[0].Estimate.Numerator) + " published for " + f[0].Label + " in the " + s.Period.Name()
		},
	}
}
