package datasets

import (
	"fmt"
	"slices"
)

// populationSlot is one area, year and run of ages, or less of it.
type populationSlot struct {
	area      string
	year      int
	ethnicity string
	sex       string
	from, to  int
}

// addBothSexes adds the sum of male and female where a file gives both and no
// figure for all persons.
func (f *populationFile) addBothSexes() {
	male, all := map[populationSlot]int{}, map[populationSlot]bool{}
	for i, c := range f.cells {
		slot := populationSlot{c.Area, c.Year, c.Ethnicity, "", c.AgeFrom, c.AgeTo}
		switch c.Sex {
		case "":
			all[slot] = true
		case "male":
			male[slot] = i
		}
	}
	for i, c := range f.cells { // the cells added below are not looked at
		slot := populationSlot{c.Area, c.Year, c.Ethnicity, "", c.AgeFrom, c.AgeTo}
		m, there := male[slot]
		if c.Sex != "female" || !there || all[slot] {
			continue
		}
		c.Sex, c.Persons = "", c.Persons+f.cells[m].Persons
		f.add(c, int(f.lines[i]))
	}
}

// checkTotals refuses a file whose totals are not the sum of their parts:
// persons against male plus female, all ages against the ages.
func (f *populationFile) checkTotals() error {
	sexes := map[populationSlot]float64{}
	parts := map[populationSlot]int{}
	ages := map[populationSlot][]PopulationCell{}
	for i, c := range f.cells {
		slot := populationSlot{c.Area, c.Year, c.Ethnicity, "", c.AgeFrom, c.AgeTo}
		if c.Sex != "" {
			sexes[slot] += c.Persons
			parts[slot]++
		}
		if c.AgeFrom == 0 && c.AgeTo == AllAges {
			continue
		}
		slot = populationSlot{c.Area, c.Year, c.Ethnicity, c.Sex, 0, 0}
		ages[slot] = append(ages[slot], f.cells[i])
	}
	for i, c := range f.cells {
		slot := populationSlot{c.Area, c.Year, c.Ethnicity, "", c.AgeFrom, c.AgeTo}
		if c.Sex == "" && parts[slot] == 2 && !nearlyEqual(c.Persons, sexes[slot]) {
			return fmt.Errorf("line %d: area %s, year %d: persons is not male plus female", f.lines[i], c.Area, c.Year)
		}
		if c.AgeFrom != 0 || c.AgeTo != AllAges {
			continue
		}
		of := ages[populationSlot{c.Area, c.Year, c.Ethnicity, c.Sex, 0, 0}]
		sum, whole := sumOfAges(of)
		if whole && !nearlyEqual(c.Persons, sum) {
			return fmt.Errorf("line %d: area %s, year %d: the total is not the sum of the ages", f.lines[i], c.Area, c.Year)
		}
	}
	return nil
}

// sumOfAges adds cells that cover all ages; whole is false where they do not.
func sumOfAges(cells []PopulationCell) (sum float64, whole bool) {
	sorted := usableCells(append([]PopulationCell(nil), cells...))
	slices.SortStableFunc(sorted, comparePopulationCells)
	return coverAges(sorted, 0, AllAges)
}
