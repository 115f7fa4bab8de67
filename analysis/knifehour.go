package analysis

var _ = register(Breakdown{
	Name:      "knife-hour",
	Title:     "Knife crime by hour of the day",
	Theme:     KnifeCrime,
	Needs:     []string{"knife", "clock"},
	Headlines: []string{"knife-peak-window-share", "knife-hour-busiest"},
	Doc: Doc{
		Counts:   "Knife crime offences by the hour of the day in which they started, and the part that started from 3pm to 9pm.",
		Base:     "Offences; shares are of knife crime offences with a known clock time.",
		LeftOut:  timeLeftOut,
		Method:   "Share with Wilson 95% limits (Wilson 1927); index = share over the part of the hours, limits divided likewise; the band half an hour earlier and later; aoristic share, each offence spread over its possible time (Ratcliffe 2000); hours tested by two-sided Poisson p-value (the sum of the probabilities of all counts that are no more probable than the one found) with Benjamini and Hochberg (1995).",
		Misleads: "3pm to 9pm is a quarter of the day, so a share of 30% is hardly a peak. Aoristic weights are not counts and have no interval. " + timeMisleads,
	},
	Compute: func(s *Study) (Result, error) {
		p := knifeProfile(s)
		result, err := p.hours("knife-hour", "knife-peak-window-share")
		if err != nil {
			return Result{}, err
		}
		window := p.windowTable("knife-hour-window", afternoonEvening)
		result.Tables = append(result.Tables, window)
		result.Statements = append(result.Statements,
			p.windowStatement("knife-peak-window-share", &window, afternoonEvening, "the day", p.week(s.Period), s.Period.Name(), afternoonEvening.Label))
		return result, nil
	},
})
