package analysis

var _ = register(Breakdown{
	Name:      "hour",
	Title:     "Serious violence by hour of the day",
	Theme:     When,
	Needs:     []string{"pack", "clock"},
	Headlines: []string{"hour-busiest"},
	Doc: Doc{
		Counts:   "Offences of the definition pack by the hour of the day in which they started, the part of each hour, and its index to an even spread over the day.",
		Base:     "Offences; shares are of offences with a known clock time.",
		LeftOut:  timeLeftOut,
		Method:   "Share with Wilson 95% limits (Wilson 1927); index = share over a 24th with its limits divided likewise; two-sided Poisson p-value of each hour (the sum of the probabilities of all counts that are no more probable than the one found) with Benjamini and Hochberg (1995) over the 24 hours.",
		Misleads: timeMisleads,
	},
	Compute: func(s *Study) (Result, error) {
		return violenceProfile(s, When).hours("hour", "violence-peak-window-share")
	},
})

const timeLeftOut = "Offences whose time is not known, and non-recent ones (recorded more than 365 days after, unless set otherwise): counted in rows of their own."

// hours is the profile by hour of the day; finding is the statement that the
// chart takes its title from.
func (p offenceProfile) hours(id, finding string) (Result, error) {
	spec := levelTable{
		ID: id, Title: capital(p.Subject) + " by hour of the day", Unit: Offence, Counted: p.Subject,
		Dimension: Dimension{"hour", "Hour of the start"}, Category: p.s.clockCategory(p.s.Hour, hourLabels),
		Rows: p.rows, Labels: map[string]string{hourLabels[0]: hourLabels[0], hourLabels[12]: hourLabels[12]},
	}
	if Count(spec.Category, spec.Rows(p.s.Period)).Known() == 0 {
		return Result{}, skipf("none of the %s of the period has a known time", p.Subject)
	}
	t := spec.build(p.s)
	t.nameNotApplicable(nonRecentLabel)
	t.Columns = append(t.Columns, indexColumns("the 24 hours")...)
	t.addNotes(p.Basis, clockNote)
	for _, period := range p.s.Periods() {
		tally := Count(spec.Category, spec.Rows(period))
		t.addIndex(t.levelRows(period.Name()), func(int) float64 { return 1.0 / 24 })
		t.addNotes(missingIn("time of the offence", tally, period))
		markReliability(&t, period.Name(), tally)
	}
	now := Count(spec.Category, spec.Rows(p.s.Period))
	return Result{
		Tables: []Table{t, spec.buildMonthly(p.s), p.meanHour(id+"-mean", &t)},
		Charts: []Chart{{
			ID: id, Table: id, Mark: Columns,
			Title: capital(p.Subject) + " by hour of the day", Finding: finding,
			Subtitle: p.s.subtitle(capital(p.Subject)+" by hour in which they started", p.s.Period),
			Category: "hour", Measure: "numerator", Unit: "Offences",
			Only: map[string]string{"period": p.s.Period.Name()}, Highlight: hourLabels[afternoonEvening.From:afternoonEvening.To],
		}},
		Statements: []Statement{p.busiestStatement(id+"-busiest", &t, now, busiestWords{
			field: "time", known: "with a known time", frame: "the day",
			say: func(f Figure) string { return "in the hour from " + f.Label },
		})},
	}, nil
}

// busiestWords are the words of a statement about the busiest level.
type busiestWords struct {
	field, known string              // "time", "with a known time"
	frame        string              // "the day"
	say          func(Figure) string // "in the hour from 5pm"
}

// busiestStatement names the busiest level of the period: a peak where the
// test allows for having looked at all, the largest count otherwise.
func (p offenceProfile) busiestStatement(id string, t *Table, tally Tally, words busiestWords) Statement {
	row, ok := t.busiest(p.s.Period.Name())
	switch {
	case !ok:
		return notProduced(id, p.Theme, "no "+p.Subject+" "+words.known+" in the period")
	case knownShare(tally) < sayableShare:
		return notProduced(id, p.Theme, "the "+words.field+" is known for fewer than half of the "+p.Subject)
	}
	missing, comparable := number(float64(tally.Missing())), knownShare(tally) >= comparableShare
	label := row.Levels[len(row.Levels)-1]
	return Statement{
		ID: id, Theme: p.Theme, Unit: Offence, Value: "per cent", Period: p.s.Period,
		Filter:  p.Subject + " " + words.known + "; the level with most of them",
		Figures: []Figure{FigureOf(t, row, label)}, NotRecorded: missing, Field: words.field,
		Say: func(f []Figure) string {
			predicate := "started " + words.say(f[0])
			if comparable {
				predicate += ", the most of any hour of " + words.frame
			}
			text := sharePhrase(f[0].Estimate, p.Subject+" "+words.known, predicate, notRecordedFor(words.field, f[0].NotRecorded))
			switch {
			case comparable && isPeak(f[0]):
				text += ", a peak at " + ratio1(f[0].Extra["index"]) + " times an even spread over " + words.frame
			case comparable:
				text += ", not clearly a peak"
			}
			return text + ", " + p.s.Period.Name() + "."
		},
		Short: func(f []Figure) string {
			if comparable && isPeak(f[0]) {
				return capital(p.Subject) + " had a peak " + words.say(f[0])
			}
			return ""
		},
	}
}
