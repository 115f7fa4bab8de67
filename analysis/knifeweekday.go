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
		sayChoiceOfFriday(&result.Statements[0], p.Subject, s.Period.Name(), knownShare(now) >= comparableShare)
		result.Statements = append(result.Statements, p.weekdayStatement("knife-friday-index", &result.Tables[0], "Friday", now))
		return result, nil
	},
})

// sayChoiceOfFriday makes the statement of the busiest day, where that is Friday, say
// what that of Fridays does not: that the day was picked from seven, and whether it is a
// peak for all that. The index is in the other.
func sayChoiceOfFriday(s *Statement, subject, period string, comparable bool) {
	if !comparable || len(s.Figures) != 1 || s.Figures[0].Label != "Friday" {
		return
	}
	whole := s.Say
	s.Say = func(f []Figure) string {
		e := f[0].Estimate
		if e.Denominator.Or(0) < leastEvents {
			return whole(f)
		}
		evidence := count(e.Numerator) + " of " + count(e.Denominator)
		if note := notRecordedFor("day", f[0].NotRecorded); note != "" {
			evidence += "; " + note
		}
		text := "Friday was the busiest day of the week for " + subject + " (" + evidence + ")"
		p := "p corrected for the seven days " + AsP.Text(f[0].Extra["q"])
		if clear, _ := weekdayDiffers(f[0], true); clear {
			return text + ", a peak although it was picked from seven (" + p + "), " + period + "."
		}
		return text + ", not clearly a peak since it was picked from seven (" + p + "), " + period + "."
	}
	s.Short = nil
}
