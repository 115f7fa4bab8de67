package analysis

var _ = register(Breakdown{
	Name:      "knife-months",
	Title:     "Knife crime by calendar month",
	Theme:     KnifeCrime,
	Needs:     []string{"knife", "offences.committed_from"},
	Headlines: []string{"knife-low-months"},
	Doc:       monthDoc("Knife crime offences"),
	Compute: func(s *Study) (Result, error) {
		p := knifeProfile(s)
		if len(p.rows(p.wholeMonths())) == 0 {
			return Result{}, skipf("no %s in the whole months of the data", p.Subject)
		}
		return p.months("knife-months-series", "knife-months", "knife-low-months", "knife-months"), nil
	},
})
