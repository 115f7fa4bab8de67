package analysis

import (
	"slices"

	"svna/datasets"
)

var _ = register(Breakdown{
	Name:      "cost-age",
	Title:     "Cost of serious violence by age of the youngest person involved",
	Theme:     Cost,
	Needs:     []string{"pack", "costs", "offences.ho_code", "ages"},
	Headlines: []string{"cost-age-children"},
	Doc: Doc{
		Counts:   "The cost of offences of the pack's theme on under-25s and of the whole pack, by the age band of the youngest victim or suspect of the offence.",
		Base:     "Offences, each once however many people are in it; pounds in prices of the chosen financial year.",
		LeftOut:  "Offences of classes without a unit cost. Offences with no victim or suspect of known age are in a row of their own.",
		Method:   "As for the cost involving under-25s, over the offences of each band.",
		Misleads: "The youngest may be the victim or the suspect. Unit costs are averages for all ages. Bands differ in width. Where the pack asks for an age, its offences lean to the young by definition.",
	},
	Compute: costAge,
})

func costAge(s *Study) (Result, error) {
	if reason := s.lacksCost(); reason != "" {
		return Result{}, skipf("%s", reason)
	}
	groups := costGroups{
		ID: "cost-age", Title: "Cost by age band of the youngest person involved",
		Dimension: Dimension{"age_band", "Age band of the youngest victim or suspect"}, Category: s.youngest(), Label: levelLabel,
		Notes: []string{"An offence is in the band of its youngest victim or suspect. Ages: " + s.AgeBasis + "."},
	}
	t := groups.table(s)
	if len(t.Rows) == 0 {
		return Result{}, skipf("no offence in the period of costs")
	}
	scope := s.costScopes()[0]
	result := Result{Tables: []Table{t}, Charts: []Chart{{
		ID: "cost-age", Table: t.ID, Mark: Bars, Title: "Cost by age of the youngest person involved", Finding: "cost-age-children",
		Subtitle: s.subtitle("Cost in pounds, "+s.PriceYear+" prices, "+scope.Subject, s.CostPeriod),
		Category: "age_band", Series: "basis", Measure: "value", Unit: "£", Only: map[string]string{"scope": scope.Label},
	}}}
	row, found := t.Find(scope.Label, recordedBasis, childBand)
	if !found || !row.Estimate.Upper.Known() {
		result.Statements = []Statement{notProduced("cost-age-children", Cost, "no costed offence has a youngest person aged "+childBand)}
		return result, nil
	}
	unknown := number(0)
	if r, ok := t.Find(scope.Label, recordedBasis, "Not known"); ok {
		unknown = r.Estimate.Denominator
	}
	result.Statements = []Statement{{
		ID: "cost-age-children", Theme: Cost, Unit: Pound, Value: "pounds", Period: s.CostPeriod,
		Filter:  scope.Subject + "; youngest victim or suspect aged " + childBand + ", offences recorded times unit cost",
		Figures: []Figure{FigureOf(&t, row, childBand)}, NotRecorded: unknown, Field: "age",
		Say: func(f []Figure) string {
			return "The cost of recorded " + scope.Subject + " in which the youngest victim or suspect was aged " + childBand + " was " + groups.phrase(f[0]) + ", " + s.Costs.Title + " at " + s.PriceYear + " prices, " + s.CostPeriod.Name() + "."
		},
		Short: func(f []Figure) string {
			return "The recorded cost of " + scope.Subject + " with a youngest person aged " + childBand + " was " + million(f[0].Number())
		},
	}}
	return result, nil
}

// youngest is the age band of the youngest victim or suspect of each offence.
func (s *Study) youngest() datasets.Category {
	const underBands = "Under the first band"
	c := datasets.Category{Codes: slices.Repeat([]int32{-1}, s.Data.Offences.Len())}
	for _, b := range s.Bands {
		c.Levels = append(c.Levels, b.Label)
	}
	c.Levels = append(c.Levels, underBands)
	roles := s.Data.People.Category("role")
	youngest := map[int32]int32{}
	for i, offence := range s.Data.People.Offence {
		role := roles.Level(i)
		if age, ok := youngest[offence]; (role == "victim" || role == "suspect") && s.Age[i] >= 0 && (!ok || s.Age[i] < age) {
			youngest[offence] = s.Age[i]
		}
	}
	for offence, age := range youngest {
		c.Codes[offence] = c.Code(underBands)
		for b, band := range s.Bands {
			if age >= int32(band.From) && age <= int32(band.To) {
				c.Codes[offence] = int32(b)
			}
		}
	}
	return c
}
