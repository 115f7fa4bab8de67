package analysis

var _ = register(Breakdown{
	Name:      "injury-weekday-hour",
	Title:     "Violence with injury by day of the week and hour",
	Theme:     When,
	Needs:     []string{"offences.ho_subgroup", "clock"},
	Headlines: []string{"injury-weekday-hour-busiest"},
	Doc:       weekdayHourDoc("Violence with injury offences"),
	Compute: func(s *Study) (Result, error) {
		return injuryProfile(s, When).weekdayHours("injury-weekday-hour")
	},
})
