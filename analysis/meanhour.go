package analysis

import (
	"slices"

	"svna/analysis/stats"
	"svna/datasets"
)

// meanHour is the mean time of the day of each period on the dial of a clock, from the
// counts of the 24 hours, each taken at its half. It has a mean only where the hours are
// clearly not spread evenly.
func (p offenceProfile) meanHour(id string, hours *Table) Table {
	s := p.s
	t := Table{
		ID: id, Title: s.title(capital(p.Subject)+": mean time of the day", s.Periods()...), Unit: Offence,
		Dimensions: []Dimension{{"period", "Period"}},
		Columns: []Column{
			{"numerator", capital(p.Subject) + ", also those without a known time", AsCount},
			{"value", "Mean time (hours after midnight)", AsRate},
			{"lower", "Lower 95% confidence limit", AsRate},
			{"upper", "Upper 95% confidence limit", AsRate},
			{"method", "Method", AsText},
			{"resultant", "Resultant length: 0 spread all round, 1 all at one time", AsRatio},
			{"p", "p of Rayleigh's test of an even spread", AsP},
		},
		Notes: []string{p.Basis, clockNote, "A mean on the dial of a clock (Fisher 1993), of the offences with a known time, each at the half of its hour: two peaks average to an hour at which little may happen, so read it beside the profile. None is given where the hours are not clearly uneven."},
	}
	t.Promise = &Promise{Column: "value"}
	for _, period := range s.Periods() {
		rows := p.rows(period)
		t.Rows = append(t.Rows, countRow(LevelRow, len(rows), period.Name()).on(Offence, rows, nil))
	}
	t.derive(Derivation{Compute: func(t *Table, from map[string]*Table) {
		for _, period := range s.Periods() {
			meanHourOn(t, from[hours.ID], period)
		}
	}}, hours)
	return t
}

// meanHourOn fills in a period, if the count of each hour is there.
func meanHourOn(t, hours *Table, period datasets.Period) {
	r := t.row(period.Name())
	if r == nil || hours == nil {
		return
	}
	var times []float64
	for hour, label := range hourLabels {
		of := hours.row(period.Name(), levelTable{Labels: map[string]string{hourLabels[0]: hourLabels[0], hourLabels[12]: hourLabels[12]}}.label(label))
		if of == nil || !of.Estimate.Numerator.Known() {
			return
		}
		times = append(times, slices.Repeat([]float64{float64(hour) + 0.5}, int(of.Estimate.Numerator.Or(0)))...)
	}
	d := stats.MeanDirection(times, 24)
	r.put("resultant", d.Resultant)
	r.put("p", d.P)
	if d.P.Or(1) < 0.05 {
		r.Estimate.Value, r.Estimate.Lower, r.Estimate.Upper, r.Estimate.Method = d.Mean, d.Lower, d.Upper, "circular mean"
	}
}
