package analysis

var _ = register(Breakdown{
	Name:      "knife-weekday",
	Title:     "Knife crime by day of the week",
	Theme:     KnifeCrime,
	Needs:     []string{"knife", "offences.committed_from"},
	Headlines: []string{"knife-friday-index", "knife-weekday-busiest"},
	Doc:       weekdayDoc("Knife crime offences"),
	Compute: func(s *Study) (Result, error) {
		p := knifeProfile(s)
		result, err := p.weekdays("knife-weekday", "knife-friday-index")
		if err != nil {
			return Result{}, err
		}
		now := Count(s.clockCategory(s.Weekday, weekdayLabels), p.rows(s.Period))
		result.Statements = append(result.Statements, p.weekdayStatement("knife-friday-index", &result.Tables[0], "Friday", now))
		return result, nil
	},
})
