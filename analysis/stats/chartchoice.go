package stats

import "gonum.org/v1/gonum/mathext"

// ChartChoice is the control chart that suits a series of counts, and why.
type ChartChoice struct {
	Chart  ControlChart
	Reason string
	// Dispersion is Pearson's chi-square of the baseline over its degrees of
	// freedom, 1 for Poisson counts, and P of one as large or larger.
	Dispersion, P Number
}

const (
	tooRareForCounts = 2.0  // events a point below which counts show nothing
	overDispersed    = 0.05 // P below which counts vary more than Poisson counts
)

// ChooseChart picks the chart for counts with exposures (days of the month), from
// the first baseline points (0: all): c or u where the counts vary as Poisson
// counts do (c where all exposures are equal), u' where they vary more, from point to
// point too: counts that drift would else have limits narrower than chance. Where there
// are on average fewer than two events a point no chart of counts is of use, the
// chart has no limits, and a TChart of the days between events should be drawn. It
// panics as UChart does.
//
// Source: Provost and Murray, The Health Care Data Guide (2011), for the choice;
// Laney, Quality Engineering 14:531 (2002).
func ChooseChart(counts, exposures []float64, baseline int) ChartChoice {
	u, base := newUChart(counts, exposures, baseline)
	choice := ChartChoice{Reason: "counts vary as chance would have them"}
	events, chi, equal := 0.0, 0.0, true
	for t := range base {
		events += counts[t]
		equal = equal && exposures[t] == exposures[0]
		if expected := u.Centre * exposures[t]; expected > 0 {
			chi += (counts[t] - expected) * (counts[t] - expected) / expected
		}
	}
	if base > 1 && events > 0 {
		choice.Dispersion = N(chi / float64(base-1))
		choice.P = N(mathext.GammaIncRegComp(float64(base-1)/2, chi/2))
	}
	prime := UPrimeChart(counts, exposures, baseline)
	more := choice.P.Or(1) < overDispersed
	if more {
		choice.Reason = "counts drift but differ from one point to the next no more than chance would have them"
	}
	switch {
	case events < tooRareForCounts*float64(base):
		u.between(0, nil)
		choice.Chart, choice.Reason = u, "fewer than two events a point: draw the times between events instead"
	case more && prime.SigmaZ.Or(1) > 1:
		choice.Chart, choice.Reason = prime, "counts vary more than chance would have them"
	case equal && base > 0 && exposures[0] == 1:
		choice.Chart = CChart(counts, baseline)
	default:
		choice.Chart = UChart(counts, exposures, baseline)
	}
	return choice
}
