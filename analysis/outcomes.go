package analysis

import (
	"slices"
	"strings"

	"svna/analysis/stats"
	"svna/datasets"
)

var _ = register(Breakdown{
	Name:      "outcomes",
	Title:     "Outcomes of serious violence",
	Theme:     OutcomesAndComparators,
	Needs:     []string{"pack", "offences.outcome_code"},
	Headlines: []string{"outcomes-positive-share", "outcomes-suspect-share"},
	Doc: Doc{
		Counts:   "Offences of the definition pack recorded in the period by Home Office outcome group; how many of them reach each stage from record to charge or out-of-court disposal; and positive outcomes by offence subgroup.",
		Base:     "Offences recorded in the period, not cases closed in it. Shares by group are of offences with an assigned outcome: code 0, not yet assigned, is no outcome. Stages and positive outcomes are shares of offences recorded at least 180 days before the end of the extract whose outcome is recorded.",
		LeftOut:  "From stages and positive outcomes: offences recorded in the last 180 days, in rows of their own; outcomes 19 and 20, which do not tell the stage; offences without an outcome code.",
		Method:   "Share with Wilson 95% limits (Wilson 1927). Positive outcomes are 1, 2, 3, 6, 7, 8 and 22, the list of public dashboards; the list of the Metropolitan Police was not found. A victim supports action unless the outcome is 16. The end of the extract is its last date of recording.",
		Misleads: "Low shares of recent months are unfinished cases. That offences leave between stages is no failure by itself. A published rate of outcomes of closed cases is another measure.",
	},
	Compute: outcomes,
})

// matureDays is how long before the end of the extract an offence must have been
// recorded for its outcome to be looked at.
const matureDays = 180

// notAssigned is the label of outcome 0, which is no outcome.
const notAssigned = "Not yet assigned an outcome"

// stages of an offence, each part of the one before.
var stages = []struct {
	label   string
	reaches func(datasets.Outcome) bool
}{
	{"Recorded", func(o datasets.Outcome) bool { return true }},
	{"Outcome assigned", func(o datasets.Outcome) bool { return o.Assigned }},
	{"Suspect identified", func(o datasets.Outcome) bool { return o.SuspectIdentified }},
	{"Suspect identified and victim supports action", func(o datasets.Outcome) bool { return o.SuspectIdentified && o.Code != "16" }},
	{"Charged or dealt with out of court (positive outcome)", func(o datasets.Outcome) bool { return o.Positive }},
}

func outcomes(s *Study) (Result, error) {
	if len(s.pack(s.Period)) == 0 {
		return Result{}, skipf("no offence of the definition pack in the period")
	}
	raw := s.Data.Offences.Category("outcome_code")
	spec := levelTable{
		ID: "outcomes", Title: capital(s.packOffences()) + " by outcome group", Unit: Offence, Counted: s.packOffences(),
		Dimension: Dimension{"outcome_group", "Outcome group"}, Category: outcomeGroups(raw), Ranked: true, Rows: s.pack,
	}
	result := Result{Tables: spec.describe(s, "outcome")}
	main := &result.Tables[0]
	main.Columns[1].Header = capital(s.packOffences()) + " with an assigned outcome"
	for i, r := range main.Rows {
		if r.Kind == NotKnownRow && r.Levels[1] == "Not applicable" {
			main.Rows[i].Levels[1] = notAssigned
		}
	}
	const incomplete = "Outcomes of offences recorded in the period; those of recent months are not complete."
	for i := range result.Tables {
		result.Tables[i].addNotes(incomplete)
	}
	main.Notes = append([]string{s.packNote()}, main.Notes...)

	told := s.outcomesTold(raw)
	funnel := s.outcomeFunnel(told)
	positive := s.positiveOutcomes(told)
	result.Tables = append(result.Tables, funnel, positive.build(s))
	result.Charts = []Chart{{
		ID: "outcomes", Table: "outcomes", Mark: Bars, Title: spec.Title, Subtitle: s.subtitle("Share of offences with an assigned outcome", s.Periods()...),
		Category: "outcome_group", Series: "period", Measure: "value", Unit: "% of offences with an assigned outcome",
		Note: "Offences of recent months are still to be dealt with, so that shares of the later period can change more.",
	}, {
		ID: "outcomes-funnel", Table: funnel.ID, Mark: Dots, Finding: "outcomes-positive-share", Title: "Offences that reach each stage",
		Subtitle: s.subtitle("Share of offences recorded 180 days or more before the end of the extract", s.Period),
		Category: "stage", Measure: "value", Unit: "% of offences", Interval: true, Only: map[string]string{"period": s.Period.Name()},
	}, positive.dots(s, "")}
	result.Statements = []Statement{
		s.sayStage(&funnel, "outcomes-positive-share", stages[4].label, "had a positive outcome (charge, caution, penalty notice, warning, community resolution or diversion)"),
		s.sayStage(&funnel, "outcomes-suspect-share", stages[2].label, "had an outcome for which a suspect was identified"),
	}
	return result, nil
}

// outcomeOf finds the outcome of a code as sources write it: "01" and "1A", which
// is part of 1, are 1.
func outcomeOf(code string) (datasets.Outcome, bool) {
	code = strings.TrimRight(strings.TrimSpace(code), "ABCabc")
	if short := strings.TrimLeft(code, "0"); short != "" {
		code = short
	} else if code != "" {
		code = "0"
	}
	o, known := datasets.Outcomes()[code]
	return o, known
}

// outcomeGroups puts outcome codes in Home Office groups. Code 0 is not
// applicable yet; a code that is not on the list is unknown.
func outcomeGroups(raw datasets.Category) datasets.Category {
	var groups []string
	for _, code := range datasets.OutcomeCodes() {
		if o := datasets.Outcomes()[code]; o.Assigned && !slices.Contains(groups, o.Group) {
			groups = append(groups, o.Group)
		}
	}
	return regroup(raw, groups, func(level string) string {
		o, known := outcomeOf(level)
		switch {
		case !known:
			return datasets.Unknown
		case !o.Assigned:
			return datasets.NotApplicable
		}
		return o.Group
	})
}

// Why the stage of an offence is not told.
const (
	tooRecent    = "Recorded in the last 180 days of the extract"
	stageUnclear = "Recorded before then, stage not known (outcome 19 or 20)"
	noOutcome    = "Recorded before then, outcome not recorded"
)

// toldOutcomes is the outcome of each offence, or why it is not looked at.
type toldOutcomes struct {
	outcome []datasets.Outcome
	why     []string // "" where the outcome counts
}

func (s *Study) outcomesTold(raw datasets.Category) toldOutcomes {
	clock := "recorded_at"
	if !s.Data.Offences.Has(clock) {
		clock = "committed_from"
	}
	at := s.Data.Offences.Times(clock)
	end := slices.Max(append([]int64{datasets.NoTime}, at...))
	t := toldOutcomes{make([]datasets.Outcome, len(at)), make([]string, len(at))}
	for i := range at {
		o, known := outcomeOf(raw.Level(i))
		t.outcome[i] = o
		switch {
		case at[i] == datasets.NoTime || floorDiv(at[i], 86400) > floorDiv(end, 86400)-matureDays:
			t.why[i] = tooRecent
		case !known:
			t.why[i] = noOutcome
		case o.SuspectUnclear && o.Assigned:
			t.why[i] = stageUnclear
		}
	}
	return t
}

// outcomeFunnel counts the offences that reach each stage.
func (s *Study) outcomeFunnel(told toldOutcomes) Table {
	t := Table{
		ID: "outcomes-funnel", Title: s.title(capital(s.packOffences())+" by stage from record to disposal", s.Periods()...), Unit: Offence,
		Dimensions: []Dimension{{"period", "Period"}, {"stage", "Stage reached"}},
		Columns: append(shareColumns("Offences", "Offences of the first stage", "Share of the first stage"),
			Column{"share_of_previous", "Share of the stage before (%)", AsShare},
			Column{"previous_lower", "Lower 95% confidence limit of it (%)", AsShare},
			Column{"previous_upper", "Upper 95% confidence limit of it (%)", AsShare}),
	}
	t.addConstants("Positive outcomes are 1, 2, 3, 6, 7, 8 and 22. Offences recorded in the last 180 days of the extract are apart: their cases are not finished.")
	for _, p := range s.Periods() {
		reached := make([]Selection, len(stages))
		left := map[string]Selection{}
		rows := s.pack(p)
		for _, r := range rows {
			if told.why[r] != "" {
				left[told.why[r]] = append(left[told.why[r]], r)
				continue
			}
			for i, stage := range stages {
				if stage.reaches(told.outcome[r]) {
					reached[i] = append(reached[i], r)
				}
			}
		}
		for i, stage := range stages {
			row := Row{Levels: []string{p.Name(), stage.label}, Estimate: stats.Share(float64(len(reached[i])), float64(len(reached[0]))).Scale(100)}.on(Offence, reached[i], reached[0])
			if i > 0 {
				of := stats.Share(float64(len(reached[i])), float64(len(reached[i-1]))).Scale(100)
				row.Extra = map[string]stats.Number{"share_of_previous": of.Value, "previous_lower": of.Lower, "previous_upper": of.Upper}
			}
			t.Rows = append(t.Rows, row)
		}
		for _, why := range []string{tooRecent, stageUnclear, noOutcome} {
			if len(left[why]) > 0 {
				t.Rows = append(t.Rows, countRow(NotKnownRow, len(left[why]), p.Name(), why).on(Offence, left[why], nil))
			}
		}
		t.Rows = append(t.Rows, countRow(TotalRow, len(rows), p.Name(), "Total").on(Offence, rows, nil))
	}
	return t
}

// positiveOutcomes is the share of offences with a positive outcome by subgroup.
func (s *Study) positiveOutcomes(told toldOutcomes) markedShares {
	category, dimension := s.subgroups()
	positive := make(Mask, len(told.outcome))
	for i, o := range told.outcome {
		positive[i] = o.Positive
	}
	return markedShares{
		levelTable: levelTable{
			ID: "outcomes-positive", Title: "Positive outcomes by " + lowerFirst(dimension.Header), Unit: Offence, Counted: "offences recorded 180 days or more before the end of the extract",
			Dimension: dimension, Category: category, Ranked: true,
			Rows: func(p datasets.Period) Selection {
				return s.pack(p).Where(func(r int32) bool { return told.why[r] == "" })
			},
		},
		Marked: positive, MarkedAs: "With a positive outcome",
	}
}

// sayStage is the statement of the share that reaches a stage.
func (s *Study) sayStage(t *Table, id, stage, predicate string) Statement {
	row, _ := t.Find(s.Period.Name(), stage)
	without, _ := t.Find(s.Period.Name(), noOutcome)
	recent, _ := t.Find(s.Period.Name(), tooRecent)
	missing := number(without.Estimate.Numerator.Or(0))
	switch {
	case !row.Estimate.Value.Known():
		return notProduced(id, OutcomesAndComparators, "no offence of the period was recorded 180 days or more before the end of the extract and has an outcome code")
	case missing.Or(0) > row.Estimate.Denominator.Or(0):
		return notProduced(id, OutcomesAndComparators, "the outcome is recorded for under half of the offences")
	}
	subject, known := s.packOffences(), s.packOffences()+" with a known outcome"
	if recent.Estimate.Numerator.Or(0) > 0 {
		const old = "recorded 180 days or more before the end of the extract"
		subject, known = subject+" "+old, known+", "+old+","
	}
	return Statement{
		ID: id, Theme: OutcomesAndComparators, Unit: Offence, Value: "per cent", Period: s.Period,
		Filter:  "offences of the definition pack recorded 180 days or more before the end of the extract, with an outcome code other than 19 and 20; stage " + lowerFirst(stage),
		Figures: []Figure{FigureOf(t, row, stage)}, NotRecorded: missing, Field: "outcome",
		Say:   sayShare(subject, predicate, s.Period, "outcome"),
		Short: shortShare(known, strings.Split(predicate, " (")[0]),
	}
}
