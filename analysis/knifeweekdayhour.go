package analysis

var _ = register(Breakdown{
	Name:      "knife-weekday-hour",
	Title:     "Knife crime by day of the week and hour",
	Theme:     KnifeCrime,
	Needs:     []string{"knife", "clock"},
	Headlines: []string{"knife-weekday-hour-busiest"},
	Doc:       weekdayHourDoc("Knife crime offences"),
	Compute: func(s *Study) (Result, error) {
		return knifeProfile(s).weekdayHours("knife-weekday-hour")
	},
})
