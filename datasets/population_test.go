package datasets

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func residents(t *testing.T, p *Population, q Residents) float64 {
	t.Helper()
	persons, year, ok := p.Persons(q)
	if !ok || year != q.Year {
		t.Fatalf("%+v: got %g of year %d, %v", q, persons, year, ok)
	}
	return persons
}

func TestPersons(t *testing.T) {
	p := &Population{Cells: []PopulationCell{
		{"A", 2020, "", "", 0, 9, 10},
		{"A", 2020, "", "", 10, 19, 20},
		{"A", 2020, "", "", 20, AllAges, 30},
		{"A", 2020, "", "", 0, AllAges, 60},
		{"A", 2022, "", "", 0, AllAges, 70},
		{"A", 2021, "", "Black", 0, AllAges, 7},
		{"A", 2020, "male", "", 0, AllAges, 31},
		{"B", 2020, "", "", 0, 17, 5},
		{"B", 2020, "", "", 19, AllAges, 6},
	}}
	for _, c := range []struct {
		q       Residents
		persons float64
		year    int
		ok      bool
	}{
		{Residents{"A", 2020, "", "", 0, 19}, 30, 2020, true},
		{Residents{"A", 2020, "", "", 10, AllAges}, 50, 2020, true},
		{Residents{"A", 2020, "", "", 0, AllAges}, 60, 2020, true},
		{Residents{"A", 2021, "", "", 0, AllAges}, 60, 2020, true}, // two equally near: the earlier
		{Residents{"A", 2030, "", "", 0, AllAges}, 70, 2022, true},
		{Residents{"A", 2022, "", "", 0, 19}, 0, 0, false}, // the nearest year has no such ages
		{Residents{"A", 2020, "", "", 5, 19}, 0, 0, false}, // a band is never split
		{Residents{"A", 2020, "", "", 0, 25}, 0, 0, false},
		{Residents{"A", 2020, "female", "", 0, AllAges}, 0, 0, false},
		{Residents{"A", 2023, "male", "", 0, AllAges}, 31, 2020, true},
		{Residents{"A", 2020, "", "Black", 0, AllAges}, 7, 2021, true},
		{Residents{"A", 2020, "", "Black", 10, 17}, 0, 0, false},
		{Residents{"B", 2020, "", "", 0, AllAges}, 0, 0, false}, // age 18 is not covered
		{Residents{"C", 2020, "", "", 0, AllAges}, 0, 0, false},
		{Residents{"A", 2020, "", "", 19, 0}, 0, 0, false},
		{Residents{"A", 2020, "", "", -1, 9}, 0, 0, false},
		{Residents{"A", 2020, "", "", 0, 500}, 0, 0, false},
	} {
		persons, year, ok := p.Persons(c.q)
		if persons != c.persons || year != c.year || ok != c.ok {
			t.Errorf("%+v: got %g, %d, %v, want %g, %d, %v", c.q, persons, year, ok, c.persons, c.year, c.ok)
		}
	}
	if got, want := p.Years("A"), []int{2020, 2021, 2022}; !slices.Equal(got, want) {
		t.Errorf("years: got %v, want %v", got, want)
	}
	if got, want := p.Areas(), []string{"A", "B"}; !slices.Equal(got, want) {
		t.Errorf("areas: got %v, want %v", got, want)
	}
	var none *Population
	if _, _, ok := none.Persons(Residents{}); ok || none.Areas() != nil || none.Name("A") != "" || none.Years("A") != nil {
		t.Error("a nil population answers")
	}
}

// Any partition of the ages into runs sums to the whole.
func TestPersonsPartsSumToWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := &Population{}
		for age := 0; age <= 90; age++ {
			to := age
			if age == 90 {
				to = AllAges
			}
			p.Cells = append(p.Cells, PopulationCell{"A", 2022, "", "", age, to, float64(rapid.IntRange(0, 5000).Draw(t, "persons"))})
		}
		whole, _, _ := p.Persons(Residents{"A", 2022, "", "", 0, AllAges})
		sum, from := 0.0, 0
		for from <= 90 {
			to := rapid.IntRange(from, 90).Draw(t, "to")
			end := to
			if to == 90 {
				end = AllAges
			}
			part, _, ok := p.Persons(Residents{"A", 2022, "", "", from, end})
			if !ok {
				t.Fatalf("ages %d to %d are not covered", from, end)
			}
			sum, from = sum+part, to+1
		}
		if sum != whole {
			t.Fatalf("got parts of %g, want %g", sum, whole)
		}
	})
}

const canonicalPopulation = `area_code,area_name,geography,mid_year,sex,age,ethnicity,persons,source
X1,Anytown,borough,2022,male,0,,3,Made up
X1,Anytown,borough,2022,male,1-89,,5,Made up
X1,Anytown,borough,2022,male,90,,1,Made up
X1,Anytown,borough,2022,female,0,,4,Made up
X1,Anytown,borough,2022,female,1-89,,6,Made up
X1,Anytown,borough,2022,female,90,,2,Made up
X1,Anytown,borough,2021,,,Black,9,Made up too
`

func TestReadCanonicalPopulation(t *testing.T) {
	crlf := "\ufeff" + strings.ReplaceAll(canonicalPopulation, "\n", "\r\n")
	for _, text := range []string{canonicalPopulation, crlf} {
		p, err := ReadPopulation([]string{written(t, "population.csv", text)})
		if err != nil {
			t.Fatal(err)
		}
		// By hand; persons are male plus female; 90 is 90 and over.
		for q, want := range map[Residents]float64{
			{"X1", 2022, "male", "", 0, AllAges}:  9,
			{"X1", 2022, "", "", 0, AllAges}:      21,
			{"X1", 2022, "", "", 1, 89}:           11,
			{"X1", 2021, "", "Black", 0, AllAges}: 9,
		} {
			if got := residents(t, p, q); got != want {
				t.Errorf("%+v: got %g, want %g", q, got, want)
			}
		}
		if p.Name("X1") != "Anytown" || p.Source != "Made up; Made up too" || len(p.References) != 1 || p.References[0].Path != "population.csv" || len(p.References[0].SHA256) != 64 {
			t.Errorf("got name %q, source %q, references %+v", p.Name("X1"), p.Source, p.References)
		}
		if a, b, c := p.SourceOf("X1", 2022), p.SourceOf("X1", 2021), p.SourceOf("X1", 1999); a != "Made up" || b != "Made up too" || c != p.Source {
			t.Errorf("got the sources %q of 2022, %q of 2021 and %q of a year that is not there", a, b, c)
		}
	}
}

func TestReadPopulationErrors(t *testing.T) {
	head := "area_code,mid_year,sex,age,persons\n"
	for _, c := range []struct {
		text string
		says []string
	}{
		{head + "X1,2022,male,0,1\nX1,2022,male,Oct-17,secret\n", []string{"p.csv", "line 3", "age"}},
		{head + "X1,2022,male,0,secret\n", []string{"p.csv", "line 2", "persons", "not a number"}},
		{head + "X1,2022,man,0,1\n", []string{"line 2", "sex"}},
		{head + "X1,22,male,0,1\n", []string{"line 2", "mid_year"}},
		{head + ",2022,male,0,1\n", []string{"line 2", "area_code"}},
		{head + "X1,2022,male,0,-1\n", []string{"line 2", "persons"}},
		{head + "X1,2022,,All,10\nX1,2022,,0-17,4\nX1,2022,,18+,5\n", []string{"line 2", "not the sum of the ages"}},
		{head + "X1,2022,,All,10\nX1,2022,male,All,4\nX1,2022,female,All,5\n", []string{"line 2", "not male plus female"}},
		{head + "X1,2022,,0,1\nX1,2022,,0,2\n", []string{"line 3", "another number"}},
		{head, []string{"no residents"}},
		{"a,b\n1,2\n", []string{"area_code, mid_year"}},
		{"area_code,mid_year,sex,age,persons,Persons \nX1,2022,,All,10,1\n", []string{"p.csv", "line 1", `"persons" is there twice`}},
		{"ward22_code,ward_name,age,population\nX1,A,0,1\n", []string{"mid2020"}},
		{"lsoa11_name,lsoa11_code,total_population,0,90+\nA,X1,5,2,2\n", []string{"mid"}},
	} {
		_, err := ReadPopulation([]string{written(t, "p.csv", c.text)})
		wantError(t, err, c.says...)
		if strings.Contains(err.Error(), "secret") {
			t.Errorf("the message gives a cell away: %v", err)
		}
	}
	_, err := ReadPopulation([]string{written(t, "lsoas_mid2020.csv", "lsoa11_name,lsoa11_code,total_population,0,90+\nA,X1,5,2,2\n")})
	wantError(t, err, "line 2", "total_population", "not the sum")
	a, b := written(t, "a.csv", head+"X1,2022,,All,1\n"), written(t, "b.csv", head+"X1,2022,,All,2\n")
	_, err = ReadPopulation([]string{a, b})
	wantError(t, err, "b.csv", "line 2", "a.csv", "keep one series")
}

const borough = "E09000002"

func TestReadMidYearEstimates(t *testing.T) {
	p, err := ReadPopulation([]string{sharedPath(t, "data", "population", "ons_mye_2019_2022_london_single_year_age_sex.csv")})
	if err != nil {
		t.Fatal(err)
	}
	// Published totals of the borough, as in the README of the data and methods 2.
	for q, want := range map[Residents]float64{
		{borough, 2022, "", "", 0, AllAges}:  219992,
		{borough, 2021, "", "", 0, AllAges}:  218534,
		{borough, 2020, "", "", 0, AllAges}:  214107,
		{borough, 2019, "", "", 0, AllAges}:  212906,
		{borough, 2022, "male", "", 1, 24}:   40850,
		{borough, 2022, "female", "", 1, 24}: 38739,
		{borough, 2022, "", "", 10, 17}:      28797,
		{borough, 2022, "", "", 1, 17}:       60570,
		{"E12000007", 2022, "", "", 90, 200}: residents(t, p, Residents{"E12000007", 2022, "male", "", 90, 200}) + residents(t, p, Residents{"E12000007", 2022, "female", "", 90, 200}),
		{borough, 2022, "", "", 65, AllAges}: residents(t, p, Residents{borough, 2022, "male", "", 65, 200}) + residents(t, p, Residents{borough, 2022, "female", "", 65, 200}),
		{"E09000033", 2022, "", "", 0, 0}:    residents(t, p, Residents{"E09000033", 2022, "male", "", 0, 0}) + residents(t, p, Residents{"E09000033", 2022, "female", "", 0, 0}),
		{"E92000001", 2019, "", "", 0, 0}:    618858, // second line of the file
	} {
		if got := residents(t, p, q); got != want {
			t.Errorf("%+v: got %g, want %g", q, got, want)
		}
	}
	if got, want := len(p.Areas()), 35; got != want { // 33 boroughs, London, England
		t.Errorf("got %d areas, want %d", got, want)
	}
	if got, want := p.Name(borough), "Barking and Dagenham"; got != want {
		t.Errorf("got name %q, want %q", got, want)
	}
}

func TestReadCensusEthnicity(t *testing.T) {
	p, err := ReadPopulation([]string{sharedPath(t, "data", "population", "ethnicity21_ltla21.csv")})
	if err != nil {
		t.Fatal(err)
	}
	sum := 0.0
	for _, group := range EthnicGroups {
		sum += residents(t, p, Residents{borough, 2021, "", group, 0, AllAges})
	}
	if want := 218871.0; sum != want { // README of the data, cross-check 22
		t.Errorf("got %g residents over five groups, want %g", sum, want)
	}
	if _, _, ok := p.Persons(Residents{borough, 2021, "", "", 0, AllAges}); ok {
		t.Error("got a total of all groups, which would stand against the mid-year estimate")
	}
}

func TestReadSmallAreaPopulations(t *testing.T) {
	lsoas := sharedRows(t, "data", "lookups", "lookup_lsoa11_lsoa21_ltla22.csv")
	inBorough := func(column string) []string {
		var codes []string
		for _, row := range lsoas {
			if row["ltla22_code"] == borough {
				codes = append(codes, row[column])
			}
		}
		slices.Sort(codes)
		return slices.Compact(codes)
	}
	sum := func(p *Population, areas []string, q Residents) (total float64) {
		for _, area := range areas {
			q.Area = area
			total += residents(t, p, q)
		}
		return total
	}
	read := func(name string) *Population {
		p, err := ReadPopulation([]string{sharedPath(t, "data", "population", name)})
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	// README of the data, cross-checks 21 and 22.
	p := read("population20_lsoa11.csv.gz")
	if got, want := sum(p, inBorough("lsoa11_code"), Residents{Year: 2020, AgeTo: AllAges}), 214107.0; got != want {
		t.Errorf("LSOA 2011: got %g, want %g", got, want)
	}
	p = read("ethnicity21_lsoa21.csv.gz")
	total := 0.0
	for _, group := range EthnicGroups {
		total += sum(p, inBorough("lsoa21_code"), Residents{Year: 2021, Ethnicity: group, AgeTo: AllAges})
	}
	if want := 218868.0; total != want {
		t.Errorf("LSOA 2021 by group: got %g, want %g", total, want)
	}
	p = read("census2021_lsoa21_age_group.csv.gz")
	if got, want := sum(p, inBorough("lsoa21_code"), Residents{Year: 2021, AgeTo: AllAges}), 218878.0; got != want {
		t.Errorf("LSOA 2021 by age: got %g, want %g", got, want)
	}
	if _, _, ok := p.Persons(Residents{"E01000006", 2021, "", "", 10, 17}); ok {
		t.Error("ages 10 to 17 came out of a band of 15 and under")
	}
}

func TestReadDerivedWardPopulations(t *testing.T) {
	p, err := ReadPopulation([]string{
		sharedPath(t, "data", "population", "derived_london_ward2022_single_year_age_mid2020.csv"),
		sharedPath(t, "data", "population", "derived_london_ward2022_broad_age_sex_mid2020.csv"),
	})
	if err != nil {
		t.Fatal(err)
	}
	total := 0.0
	for code := 14053; code <= 14071; code++ { // the 19 wards since May 2022
		persons, year, ok := p.Persons(Residents{fmt.Sprintf("E050%d", code), 2022, "", "", 0, AllAges})
		if !ok || year != 2020 {
			t.Fatalf("ward E050%d: got year %d, %v", code, year, ok)
		}
		total += persons
	}
	if want := 214107.0; math.Abs(total-want) > 1 { // cross-check 21; fractions are rounded
		t.Errorf("got %g residents in 19 wards, want %g", total, want)
	}
	abbey, _, _ := p.Persons(Residents{"E05014053", 2020, "", "", 0, AllAges})
	if want := 3905.0; math.Abs(abbey-want) > 1 { // trap 11 of the README
		t.Errorf("Abbey: got %g, want %g", abbey, want)
	}
	if p.Name("E05014053") != "Abbey" || !strings.Contains(p.Note, "not official") {
		t.Errorf("got name %q, note %q", p.Name("E05014053"), p.Note)
	}
}

func TestReadingTwiceIsTheSame(t *testing.T) {
	path := written(t, "population.csv", canonicalPopulation)
	once, err := ReadPopulation([]string{path})
	if err != nil {
		t.Fatal(err)
	}
	twice, err := ReadPopulation([]string{path, path})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(once.Cells, twice.Cells); diff != "" {
		t.Errorf("cells (-once +twice):\n%s", diff)
	}
}

func BenchmarkPersons(b *testing.B) {
	p := &Population{}
	for area := range 35 {
		for _, sex := range []string{"", "male", "female"} {
			for age := range 90 {
				p.Cells = append(p.Cells, PopulationCell{fmt.Sprint("E", area), 2022, sex, "", age, age, 100})
			}
			p.Cells = append(p.Cells, PopulationCell{fmt.Sprint("E", area), 2022, sex, "", 90, AllAges, 100})
		}
	}
	for b.Loop() {
		if _, _, ok := p.Persons(Residents{"E17", 2022, "male", "", 1, 24}); !ok {
			b.Fatal("no answer")
		}
	}
}
