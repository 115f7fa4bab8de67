package sample

import (
	_ "embed"
	"encoding/csv"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"

	"svna/datasets"
)

// compositionTable says how many offences of each kind a year holds: Home
// Office code; whether a victim or suspect aged 1 to 24 is linked ("any" where
// nothing depends on it); use of a knife; domestic abuse; offences a year at the
// level of April 2022 to May 2023.
//
// The numbers were worked out by hand so that the published headlines follow
// from them: offences of the core and exploitation sets with an under-25 linked
// are 980 violence with injury, 500 threats to kill, 750 personal robberies, 30
// rapes and 361 other sexual offences (the cost example), 460 offences are knife
// crime (240 personal robbery, 74 threats to kill; 267 threatened, 115 injured,
// 78 intimated; 69 domestic abuse).
//
//go:embed composition.csv
var compositionTable string

// stratum is one row of the composition, and how its offences are drawn.
type stratum struct {
	code, label string
	underAge    string // "yes", "no" or "any": an under-25 is linked
	knifeUse    string
	domestic    bool
	annual      float64
	phase       float64 // start of the running count, so that strata do not round together
	season      *[12]float64
	shocks      shocks
	growth      growth
	limits      limits
	*profile
}

// growth is the level of a stratum in the financial years up to 2020/21 and in
// 2021/22; from April 2022 on it is 1.
type growth struct{ early, before float64 }

// The weight of each calendar month: knife crime has few offences in June and
// August, all else a mild summer. They sum to 12, and a month has the same
// weight every year, so that any 12 months of one level hold a whole year.
var (
	knifeSeason   = normalised([12]float64{1.08, 0.98, 1.10, 1.05, 1.10, 0.54, 1.08, 0.55, 1.07, 1.14, 1.10, 1.06})
	generalSeason = normalised([12]float64{0.97, 0.90, 1.00, 0.98, 1.05, 1.04, 1.06, 1.03, 1.01, 1.03, 0.98, 0.95})
)

func normalised(weights [12]float64) *[12]float64 {
	sum := 0.0
	for _, w := range weights {
		sum += w
	}
	for i := range weights {
		weights[i] *= 12 / sum
	}
	return &weights
}

// readComposition makes the strata, in the order of the table.
func readComposition(random *rand.Rand) ([]stratum, error) {
	rows, err := csv.NewReader(strings.NewReader(compositionTable)).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("read composition of the sample: %w", err)
	}
	profiles := newProfiles(random)
	knifeShocks, generalShocks := newShocks(random, 0.10, knifeSeason), newShocks(random, 0.035, generalSeason)
	codes := datasets.OffenceCodes()
	var strata []stratum
	for _, row := range rows[1:] {
		annual, err := strconv.ParseFloat(row[4], 64)
		if err != nil {
			return nil, fmt.Errorf("read composition of the sample: %w", err)
		}
		s := stratum{
			code: row[0], label: codes[row[0]].Label, underAge: row[1], knifeUse: row[2], domestic: row[3] == "Y",
			annual: annual, phase: 0.02 + 0.96*random.Float64(), season: generalSeason, shocks: generalShocks, limits: limitsOf(row[0]),
		}
		if s.label == "" {
			s.label = "Local code not in the national list"
		}
		name := s.profileName()
		if strings.HasPrefix(name, "knife") {
			s.season, s.shocks = knifeSeason, knifeShocks
		}
		s.growth, s.profile = growthOf(name), profiles[profileKey{name, s.underAge}]
		strata = append(strata, s)
	}
	return strata, nil
}

// isKnifeCrime reports whether offences of the stratum are knife crime by the
// MPS definition.
func (s stratum) isKnifeCrime() bool {
	use := s.knifeUse == "Injured" || s.knifeUse == "Threatened" || s.knifeUse == "Intimated"
	return use && datasets.OffenceCodes()[s.code].Sets["knife_mps_set"]
}

func (s stratum) homicide() bool { return s.code == "1" || s.code == "4.1" }

// profileName says which profile describes the people, place and time.
func (s stratum) profileName() string {
	o := datasets.OffenceCodes()[s.code]
	name := "other"
	switch {
	case s.isKnifeCrime():
		name = "knife"
	case slices.Contains(victimless, s.code):
		return "state"
	case o.Subgroup == "Violence with injury" || o.Subgroup == "Homicide":
		name = "injury"
	case s.code == "3B":
		name = "threat"
	case o.Group == "Robbery" && !s.domestic:
		return "robbery"
	case o.Group == "Robbery":
		name = "threat"
	case o.Group == "Sexual offences":
		name = "sexual"
	}
	if s.domestic {
		name += " domestic"
	}
	return name
}

// victimless are codes without a person as victim: against the state, or
// against a business.
var victimless = []string{"10B", "10C", "10D", "34A", "62A", "66", "92A", "92D", "92E"}

func growthOf(profile string) growth {
	name, _, _ := strings.Cut(profile, " ")
	return map[string]growth{
		"knife":   {0.87, 0.95},
		"injury":  {0.88, 0.96},
		"threat":  {0.92, 0.97},
		"robbery": {0.80, 0.91},
		"sexual":  {0.84, 0.95},
		"state":   {1.04, 1.01},
		"other":   {0.94, 0.98},
	}[name]
}

// level is the level of a month against April 2022 to May 2023.
func (g growth) level(m datasets.Month) float64 {
	switch {
	case m >= datasets.NewMonth(2022, 4):
		return 1
	case m >= datasets.NewMonth(2021, 4):
		return g.before
	}
	return g.early
}

// expected is the number of offences of a month, before rounding.
func (s stratum) expected(m datasets.Month, scale float64) float64 {
	return scale * s.annual / 12 * s.season[m.Calendar()-1] * s.growth.level(m) * (1 + s.shocks[m])
}

// shocks are what makes a month busier or quieter than its season, as shares.
type shocks map[datasets.Month]float64

// longest is the greatest number of months of a sample.
const longest = 600

// newShocks draws shocks of a standard deviation. Those of June to March cancel
// out and April and May have none, so that 12 months hold a whole year both from
// April to March and from June to May.
func newShocks(random *rand.Rand, deviation float64, season *[12]float64) shocks {
	s := shocks{}
	for june := lastMonth - 11; june > lastMonth-longest-12; june -= 12 {
		sum, weights := 0.0, 0.0
		for m := june; m < june+10; m++ {
			s[m] = deviation * random.NormFloat64()
			sum += s[m] * season[m.Calendar()-1]
			weights += season[m.Calendar()-1]
		}
		for m := june; m < june+10; m++ {
			s[m] -= sum / weights
		}
	}
	return s
}

// counter turns expected numbers into whole ones by rounding their running sum,
// so that a whole year of one level holds exactly the annual number.
type counter struct{ sum float64 }

func (c *counter) count(expected float64) int {
	before := math.Floor(c.sum)
	c.sum += expected
	return int(math.Floor(c.sum) - before)
}

// limits are the sex and ages that the name of an offence prescribes for its
// victim; they are inclusive, and "" is either sex.
type limits struct {
	sex      string
	from, to int
}

func limitsOf(code string) limits {
	switch code {
	case "19C", "20A":
		from := map[string]int{"19C": 16, "20A": 13}[code]
		return limits{"F", from, oldest}
	case "19D":
		return limits{"F", 13, 15}
	case "19E", "20B":
		return limits{"F", 3, 12}
	case "19F", "17A":
		from := map[string]int{"19F": 16, "17A": 13}[code]
		return limits{"M", from, oldest}
	case "19H", "17B":
		return limits{"M", 3, 12}
	case "21":
		return limits{"", 3, 12}
	case "22B", "88A":
		return limits{"", 13, 15}
	case "71":
		return limits{"", 12, 17}
	case "11A":
		return limits{"", 1, 15}
	case "13":
		return limits{"", 1, 15}
	case "8S", "104":
		return limits{"", 25, 58}
	}
	return limits{"", 1, oldest}
}
