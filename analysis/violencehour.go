package analysis

var _ = register(Breakdown{
	Name:      "violence-hour",
	Title:     "Serious violence from 3pm to 9pm",
	Theme:     When,
	Needs:     []string{"pack", "clock"},
	Headlines: []string{"violence-peak-window-share"},
	Doc: Doc{
		Counts:   "Offences of the definition pack that started from 3pm to 9pm, against those that started at other times of the day.",
		Base:     "Offences; shares are of offences with a known clock time.",
		LeftOut:  timeLeftOut,
		Method:   "Share with Wilson 95% limits (Wilson 1927); index = share over a quarter, limits divided likewise; the band half an hour earlier and later; aoristic share, each offence spread over its possible time (Ratcliffe 2000).",
		Misleads: "A band chosen after a look at the hours flatters itself; this one is that of the partnership's minutes of December 2023. " + timeMisleads,
	},
	Compute: func(s *Study) (Result, error) {
		p := violenceProfile(s, When)
		w := p.week(s.Period)
		if w.known == 0 {
			return Result{}, skipf("none of the %s of the period has a known time", p.Subject)
		}
		t := p.windowTable("violence-hour", afternoonEvening)
		return Result{
			Tables:     []Table{t},
			Statements: []Statement{p.windowStatement("violence-peak-window-share", &t, afternoonEvening, "the day", w, s.Period.Name(), afternoonEvening.Label)},
		}, nil
	},
})
