package datasets

import (
	"errors"
	"math"
	"regexp"
	"strconv"
	"strings"
)

// populationKind is a layout of file.
type populationKind struct {
	// area, year, sex, ages, ethnicity and persons are the columns; "" where the
	// layout has none.
	area, name, year, sex, ages, ethnicity, persons string
	wide                                            bool // one column an age
	source, note                                    string
}

// populationKinds are the layouts, the most particular first: the first all of
// whose columns are there is taken.
var populationKinds = []populationKind{
	{area: "area_code", name: "area_name", year: "mid_year", sex: "sex", ages: "age", ethnicity: "ethnicity", persons: "persons"},
	{
		area: "area_code", name: "area_name", year: "year", sex: "sex", ages: "age", persons: "population",
		source: "Office for National Statistics, mid-year population estimates, OGL v3",
	},
	{
		area: "ward22_code", name: "ward_name", sex: "sex", ages: "age_band", persons: "population",
		source: "Derived from ONS LSOA estimates (mid-2020) and GLA ward weights, OGL", note: "Ward populations are derived from LSOA estimates; they are not official.",
	},
	{
		area: "ward22_code", name: "ward_name", ages: "age", persons: "population",
		source: "Derived from ONS LSOA estimates (mid-2020) and GLA ward weights, OGL", note: "Ward populations are derived from LSOA estimates; they are not official.",
	},
	{
		area: "lsoa11_code", name: "lsoa11_name", persons: "total_population", wide: true,
		source: "Office for National Statistics, LSOA population estimates, OGL v3",
	},
	{
		area: "lsoa21_code", name: "lsoa21_name", persons: "total_population", wide: true,
		source: "Office for National Statistics, LSOA population estimates, OGL v3",
	},
	{
		area: "ltla21_code", name: "ltla21_name", ethnicity: "ethnic_group", persons: "value",
		source: "Office for National Statistics, Census 2021 table TS021, OGL v3", note: "Residents by ethnic group are those of Census 2021.",
	},
	{
		area: "lsoa21_code", ethnicity: "ethnic_group", persons: "n",
		source: "Office for National Statistics, Census 2021 table TS021, OGL v3", note: "Residents by ethnic group are those of Census 2021.",
	},
	{
		area: "lsoa21_code", name: "lsoa21_name", ages: "age_group", persons: "usual_residents",
		source: "Office for National Statistics, Census 2021, OGL v3",
	},
}

// The columns that may be missing from a layout.
func (k populationKind) optional(column string) bool {
	return column == "" || column == k.name || column == "sex" || column == "ethnicity"
}

func (f *populationFile) matches(k populationKind) bool {
	for _, column := range []string{k.area, k.name, k.year, k.sex, k.ages, k.ethnicity, k.persons} {
		if _, there := f.column[column]; !there && !k.optional(column) {
			return false
		}
	}
	_, wide := f.column["0"]
	return wide == k.wide
}

var yearInName = regexp.MustCompile(`(?i)(?:mid|population|mye)[-_ ]?((?:20)?\d\d)(?:\D|$)`)

// findYear takes the year of a layout without a year column: 2021 for census
// tables, else from the name of the file.
func (f *populationFile) findYear() error {
	if f.kind.year != "" {
		return nil
	}
	if strings.Contains(f.Source, "Census 2021") {
		f.year = 2021
		return nil
	}
	found := yearInName.FindStringSubmatch(f.Path)
	if found == nil {
		return errors.New("the table has no year; give its file a name with the mid-year in it, such as wards_mid2020.csv")
	}
	f.year, _ = strconv.Atoi(found[1])
	if f.year < 100 {
		f.year += 2000
	}
	return nil
}

func populationSex(s string) (string, error) {
	switch strings.ToLower(s) {
	case "", "all", "persons", "both", "total":
		return "", nil
	case "male", "males", "m":
		return "male", nil
	case "female", "females", "f":
		return "female", nil
	}
	return "", errors.New("sex: it is none of male, female, persons")
}

func populationEthnicity(s string, census bool) (string, error) {
	if !census {
		switch strings.ToLower(s) {
		case "", "all", "total":
			return "", nil
		}
		for _, group := range EthnicGroups {
			if strings.EqualFold(s, group) {
				return group, nil
			}
		}
		return "", errors.New("ethnicity: it is none of Asian, Black, Mixed, White, Other, or blank for all")
	}
	group, ok := EthnicityGroup("census2021_ts021", strings.TrimSuffix(s, "(number)"))
	if !ok {
		return "", errors.New("ethnic_group: it is no group of Census 2021 table TS021")
	}
	return group, nil
}

func parsePersons(s string) (float64, error) {
	x, err := strconv.ParseFloat(strings.ReplaceAll(strings.TrimSpace(s), ",", ""), 64)
	if err != nil || x < 0 || math.IsInf(x, 0) || math.IsNaN(x) {
		return 0, errors.New("it is not a number of residents")
	}
	return x, nil
}

// nearlyEqual allows for the rounding of derived populations to two decimals.
func nearlyEqual(a, b float64) bool { return math.Abs(a-b) <= 0.5 }
