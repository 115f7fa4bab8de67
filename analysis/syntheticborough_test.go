package analysis

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"

	"svna/analysis/spatial"
	"svna/analysis/stats"
	"svna/datasets"
)

// pattern is what is planted in a synthetic borough; the zero pattern is none:
// offences are spread evenly over hours, days, months and square metres, and over
// people as residents are, and the two years and the 12 months are alike.
type pattern struct {
	Spot    float64 // part of the offences that happens within 250 metres of the town centre
	Hours   float64 // weight of the hours from 3pm to 9pm; 0 is 1
	Second  float64 // offences of the second year over those of the first; 0 is 1
	Group   float64 // rate of Black people over that of others; 0 is 1
	Robbery float64 // the borough's rate of robbery over that of London; 0 is 1
	Winter  float64 // weight of December to February; 0 is 1
	// OneYear leaves out the first year.
	OneYear bool
	// Middles are places about which the offences lie, as many about each, with a
	// standard deviation of a kilometre each way: a borough that is smoothly uneven and
	// has no hotspot. Empty, it is even.
	Middles []spatial.Point
	// Wards are the weights of the wards, each even in itself: a borough uneven in steps.
	Wards []float64
}

const (
	boroughSide    = 5    // wards of one square kilometre along a side
	wardResidents  = 8000 // of each ward
	yearlyOffences = 1500 // expected, in each of two years
)

// classes of the offences of a synthetic borough, and their part.
var boroughClasses = []struct {
	code string
	part float64
}{{"8N", 0.4}, {"34B", 0.2}, {"3B", 0.15}, {"20A", 0.15}, {"19C", 0.1}}

var boroughGroups = []struct {
	name string
	part float64
}{{"White", 0.4}, {"Black", 0.25}, {"Asian", 0.25}, {"Mixed", 0.05}, {"Other", 0.05}}

// columns gathers the rows of a synthetic extract.
type columns struct {
	times map[string][]int64
	codes map[string][]string
	ints  map[string][]int32
}

func (c columns) build(b *datasets.Builder) datasets.Table {
	for _, field := range datasets.Fields {
		switch {
		case c.times[field.Name] != nil:
			b.Times(field.Name, c.times[field.Name])
		case c.codes[field.Name] != nil && field.Kind == datasets.Text:
			b.Texts(field.Name, c.codes[field.Name])
		case c.codes[field.Name] != nil:
			b.Category(field.Name, categoryFrom(c.codes[field.Name]))
		case c.ints[field.Name] != nil:
			b.Ints(field.Name, c.ints[field.Name])
		}
	}
	return b.Table()
}

func newColumns() columns {
	return columns{map[string][]int64{}, map[string][]string{}, map[string][]int32{}}
}

// syntheticBorough makes a borough of 25 square wards with three of many places,
// two years of offences, their victims and suspects, residents, LSOAs that are
// the wards, and published counts of London at the rate of the borough.
func syntheticBorough(seed uint64, plant pattern) Inputs {
	random := rand.New(rand.NewPCG(seed, 7))
	offences, people := newColumns(), newColumns()
	var offenceOf []int32
	robberies, sexual := 0, 0
	for year := range 2 {
		if plant.OneYear && year == 0 {
			continue
		}
		n := poissonDraw(random, yearlyOffences*whenSet(plant.Second, year == 1))
		for range n {
			code := draw(random, len(boroughClasses), func(i int) float64 { return boroughClasses[i].part })
			offences.offence(random, plant, year, boroughClasses[code].code)
			offence := int32(len(offences.ints["easting"]) - 1)
			for _, role := range []string{"victim", "suspect"} {
				people.person(random, plant, role)
				offenceOf = append(offenceOf, offence)
			}
			if year == 1 && boroughClasses[code].code == "34B" {
				robberies++
			}
			if year == 1 && datasets.OffenceCodes()[boroughClasses[code].code].Group == "Sexual offences" {
				sexual++
			}
		}
	}
	var b, p datasets.Builder
	in := Inputs{
		Data:       &datasets.Dataset{Offences: datasets.Offences{Table: offences.build(&b)}, People: datasets.People{Table: people.build(&p), Offence: offenceOf}},
		Area:       Area{"E09000099", "Nowhere"},
		Definition: &datasets.Definition{Title: "every offence", Clauses: []datasets.Clause{{Theme: "all"}}},
		Knife:      datasets.KnifeDefinitions()["knife_mps"],
		Parameters: DefaultParameters(),
		Deprived:   &datasets.Deprivation{Edition: "2019", Vintage: "2011", LSOAs: map[string]datasets.DeprivationRank{}},
		Population: &datasets.Population{},
		Wards:      &datasets.Boundaries{Geography: "ward"}, LSOAs: &datasets.Boundaries{Geography: "lsoa"},
	}
	in.Period, _ = datasets.ParsePeriod("2022-06/2023-05")
	in.Parameters.Draws, in.Parameters.Resamples = 500, 199
	for i := range boroughSide * boroughSide {
		ward := square(fmt.Sprintf("W%02d", i), fmt.Sprintf("Ward %d", i+1), float64(i%boroughSide), float64(i/boroughSide))
		in.Wards.Areas, in.LSOAs.Areas = append(in.Wards.Areas, ward), append(in.LSOAs.Areas, ward)
		in.Deprived.LSOAs[ward.Code] = datasets.DeprivationRank{Decile: 1 + i%10, Rank: i + 1}
		in.Population.Cells = append(in.Population.Cells, datasets.PopulationCell{Area: ward.Code, Year: 2022, AgeTo: datasets.AllAges, Persons: wardResidents})
		if i%3 == 0 {
			in.Places = append(in.Places, datasets.Place{Name: "Place " + strconv.Itoa(i), X: 545500 + 1000*float64(i%boroughSide), Y: 184500 + 1000*float64(i/boroughSide), Radius: 200})
		}
	}
	in.Population.Cells = append(in.Population.Cells, boroughResidents()...)
	in.Calendar = &datasets.Calendar{Terms: []datasets.DayRange{{From: 19144, To: 19200}, {From: 19236, To: 19480}}}
	in.Comparator = londonAlike(in.Area, in.Period, robberies, sexual, whenSet(plant.Robbery, true))
	return in
}

func whenSet(v float64, set bool) float64 {
	if set && v > 0 {
		return v
	}
	return 1
}

// draw picks one of n by weight.
func draw(random *rand.Rand, n int, weight func(int) float64) int {
	sum := 0.0
	for i := range n {
		sum += weight(i)
	}
	at := random.Float64() * sum
	for i := range n {
		if at -= weight(i); at < 0 {
			return i
		}
	}
	return n - 1
}

// poissonDraw is near enough for large means: a rounded normal draw.
func poissonDraw(random *rand.Rand, mean float64) int {
	return int(math.Round(mean + math.Sqrt(mean)*random.NormFloat64()))
}

func (c columns) offence(random *rand.Rand, plant pattern, year int, code string) {
	first := int64(19509 - 730 + 365*year)                       // days since 1970; the second year ends with May 2023
	day := first + int64(draw(random, 365, func(d int) float64 { // 1 June is 0, December to February 183 to 272
		return whenSet(plant.Winter, d >= 183 && d < 273)
	}))
	hour := draw(random, 24, func(h int) float64 { return whenSet(plant.Hours, h >= 15 && h < 21) })
	at := day*86400 + int64(hour)*3600 + int64(random.IntN(3600)/60*60)
	e, n := plant.place(random)
	if random.Float64() < plant.Spot {
		e, n = 547250+random.IntN(500), 186250+random.IntN(500)
	}
	for name, v := range map[string]int64{"recorded_at": day * 86400, "committed_from": at, "committed_to": at} {
		c.times[name] = append(c.times[name], v)
	}
	class := datasets.OffenceCodes()[code]
	knife := "none"
	if random.Float64() < 0.15 {
		knife = []string{"threaten", "injure"}[random.IntN(2)]
	}
	ward := (n-184000)/1000*boroughSide + (e-545000)/1000
	location := []string{"street", "own_home", "shop", "school"}[random.IntN(4)]
	for name, v := range map[string]string{
		"committed_precision": "minute", "ho_code": code, "ho_class": class.Label, "ho_subgroup": class.Subgroup, "ho_group": class.Group,
		"knife_use": knife, "ward": fmt.Sprintf("W%02d", ward), "lsoa": fmt.Sprintf("W%02d", ward), "location_type": location,
		"flag_domestic_abuse": []string{"no", "yes"}[random.IntN(2)],
	} {
		c.codes[name] = append(c.codes[name], v)
	}
	c.ints["easting"], c.ints["northing"] = append(c.ints["easting"], int32(e)), append(c.ints["northing"], int32(n))
}

// place draws where an offence is, outside hotspots.
func (p pattern) place(random *rand.Rand) (e, n int) {
	const side = 1000 * boroughSide
	switch {
	case p.Wards != nil:
		ward := draw(random, len(p.Wards), func(i int) float64 { return p.Wards[i] })
		return 545000 + 1000*(ward%boroughSide) + random.IntN(1000), 184000 + 1000*(ward/boroughSide) + random.IntN(1000)
	case p.Middles == nil:
		return 545000 + random.IntN(side), 184000 + random.IntN(side)
	}
	for {
		middle := p.Middles[random.IntN(len(p.Middles))]
		e, n = int(middle.E+1000*random.NormFloat64()), int(middle.N+1000*random.NormFloat64())
		if e >= 545000 && e < 545000+side && n >= 184000 && n < 184000+side {
			return e, n
		}
	}
}

func (c columns) person(random *rand.Rand, plant pattern, role string) {
	group := boroughGroups[draw(random, len(boroughGroups), func(i int) float64 {
		return boroughGroups[i].part * whenSet(plant.Group, boroughGroups[i].name == "Black")
	})].name
	for name, v := range map[string]string{
		"role": role, "sex": []string{"male", "female"}[random.IntN(2)], "ethnicity_sde": group,
		"injury": []string{"minor", "none"}[random.IntN(2)], "person_key": strconv.Itoa(random.IntN(wardResidents * boroughSide * boroughSide)),
	} {
		c.codes[name] = append(c.codes[name], v)
	}
	c.ints["age_at_offence"] = append(c.ints["age_at_offence"], int32(1+random.IntN(80)))
}

// boroughResidents are the residents of the borough: as many of each sex and of
// each of the ages 1 to 80, and of the groups in their parts.
func boroughResidents() []datasets.PopulationCell {
	const all = wardResidents * boroughSide * boroughSide
	var cells []datasets.PopulationCell
	add := func(sex, ethnicity string, part float64) {
		cells = append(cells, datasets.PopulationCell{Area: "E09000099", Year: 2022, Sex: sex, Ethnicity: ethnicity, Persons: 0})
		for age := 1; age <= 80; age++ {
			to := age
			if age == 80 {
				to = datasets.AllAges
			}
			cells = append(cells, datasets.PopulationCell{Area: "E09000099", Year: 2022, Sex: sex, Ethnicity: ethnicity, AgeFrom: age, AgeTo: to, Persons: all * part / 80})
		}
	}
	for _, sex := range []string{"", "male", "female"} {
		half := 0.5
		if sex == "" {
			half = 1
		}
		add(sex, "", half)
		for _, g := range boroughGroups {
			add(sex, g.name, g.part*half)
		}
	}
	return cells
}

// londonAlike publishes counts of London at the rates that the borough has on
// average.
func londonAlike(area Area, period datasets.Period, robberies, sexual int, robbery float64) *datasets.Comparators {
	const residents, boroughs = wardResidents * boroughSide * boroughSide, 32
	c := &datasets.Comparators{}
	add := func(code, name, series string, count, population int) {
		c.Rows = append(c.Rows, datasets.Comparator{AreaCode: code, AreaName: name, Series: series, Period: period, Unit: "offence", Count: count, Population: population})
	}
	for _, series := range []struct {
		name     string
		own, all int
	}{{"Robbery of personal property", robberies, int(yearlyOffences / 5 / robbery)}, {"Sexual offences", sexual, yearlyOffences / 4}} {
		add(area.Code, area.Name, series.name, series.own, residents)
		add(londonCode, "London", series.name, boroughs*series.all, boroughs*residents)
		for i := range 8 {
			add(fmt.Sprintf("E0900001%d", i+2), "Other "+strconv.Itoa(i), series.name, series.all, residents)
		}
	}
	return c
}

// share of the cases in which something holds, with its Wilson interval.
func shareOf(hits, n int) string {
	e := stats.Share(float64(hits), float64(n)).Scale(100)
	return fmt.Sprintf("%d of %d = %.1f%% (95%% CI %.1f to %.1f)", hits, n, e.Value.Or(0), e.Lower.Or(0), e.Upper.Or(0))
}

// sortedKeys are the keys of a map in order.
func sortedKeys[V any](m map[string]V) []string {
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
