package analysis

import (
	"math"

	"svna/analysis/stats"
)

// The two indices of inequality.
const (
	slopeIndex    = "Slope index of inequality: rate at the most deprived end less that at the least deprived end"
	relativeIndex = "Relative index of inequality: rate at the most deprived end over that at the least deprived end"
)

const negativeBinomial = "Negative binomial" // the model of single LSOAs

// deprivedSlope is the gradient of the rate over deciles in order of deprivation.
// It has no rows where it cannot be estimated; the reason is a note.
func (p offenceProfile) deprivedSlope(c deprivedCounts) Table {
	s := p.s
	t := Table{
		ID: "deprivation-slope", Title: s.title("Gradient of "+p.Subject+" over deprivation", s.Period), Unit: Offence,
		Dimensions: []Dimension{{"index", "Index"}},
		Columns: []Column{
			{"numerator", capital(p.Subject) + " in an LSOA with an index", AsCount},
			{"denominator", "Residents", AsCount},
			{"value", "Value of the index", AsRatio},
			{"lower", "Lower 95% confidence limit", AsRatio},
			{"upper", "Upper 95% confidence limit", AsRatio},
			{"method", "Method", AsText},
			{"deciles", "Deciles of England in the area", AsCount},
		},
		Notes: []string{p.Basis, "Log-linear in the cumulative share of residents of the deciles of England that the area has, from the least deprived (Mackenbach and Kunst 1997). Slope per 1,000 residents.", "The limits are those of chance in the counts alone. Single LSOAs differ by more than chance: the regression in worksheet deprivation-model allows for that, and a gradient is said to be there only where it finds one too."},
	}
	s.noteResidents(&t, "LSOAs", s.LSOALayer, s.Period)
	var residents, rates, errors []float64
	offences, people := 0.0, 0.0
	for i := 9; i >= 0; i-- {
		if c.areas[i] == 0 {
			continue
		}
		if c.offences[i] == 0 || c.residents[i] == 0 {
			t.addNotes("Not estimable: a decile of the area has no offences or no residents.")
			return t
		}
		residents, rates = append(residents, c.residents[i]), append(rates, 1000*c.offences[i]/c.residents[i])
		errors = append(errors, 1/math.Sqrt(c.offences[i]))
		offences, people = offences+c.offences[i], people+c.residents[i]
	}
	if len(rates) < 3 {
		t.addNotes("Not estimable: the area has LSOAs in fewer than three deciles of England.")
		return t
	}
	slope := stats.InequalitySlope(residents, rates, errors, stats.Logarithm, 0.95, s.Parameters.Draws, s.Parameters.Seed)
	for _, index := range []struct {
		label string
		e     stats.Estimate
	}{{slopeIndex, slope.SII}, {relativeIndex, slope.RII}} {
		index.e.Numerator, index.e.Denominator = number(offences), number(people)
		t.Rows = append(t.Rows, Row{Levels: []string{index.label}, Estimate: index.e, Extra: map[string]stats.Number{"deciles": number(float64(len(rates)))}})
	}
	return t
}

// bearsGradient reports whether the regression of single LSOAs, which allows for their
// differing by more than chance, finds a gradient in a direction too; without a
// regression nothing speaks against one.
func bearsGradient(model *Table, up bool) bool {
	row, ok := model.Find(negativeBinomial)
	return !ok || row.Extra["p"].Or(1) < 0.05 && row.Estimate.Value.Or(1) > 1 == up
}

// slopeStatement says the relative index; higher or lower only where its interval lies
// clear of 1 and the model of single LSOAs says so too.
func (p offenceProfile) slopeStatement(t *Table, c deprivedCounts, model *Table) Statement {
	const id = "deprivation-relative-index"
	row, ok := t.Find(relativeIndex)
	switch {
	case !c.rated:
		return notProduced(id, p.Theme, "there is no population of every LSOA")
	case !ok || !row.Estimate.Upper.Known():
		return notProduced(id, p.Theme, "the gradient over deprivation is not estimable: too few deciles of England in the area, or one without offences")
	case knownShare(c.tally) < comparableShare:
		return notProduced(id, p.Theme, "the LSOA is known for fewer than 80% of the "+p.Subject)
	}
	return Statement{
		ID: id, Theme: p.Theme, Unit: Offence, Value: "ratio", Period: p.s.Period,
		Filter:  p.Subject + " per resident by deciles of deprivation of the LSOA; rate at the most deprived end of the fitted line over that at the least deprived end",
		Figures: []Figure{FigureOf(t, row, "relative index")}, NotRecorded: number(float64(c.tally.Missing())), Field: "LSOA",
		Say: func(f []Figure) string {
			e := f[0].Estimate
			word, interval := "was "+similar(e)+" at both ends of", ci(e, ratio2)
			switch {
			case e.Excludes(1) && !bearsGradient(model, e.Value.Or(0) > 1):
				word, interval = "is not shown to differ between the two ends of", interval+" for chance alone, and single LSOAs differ by more"
			case e.Excludes(1) && e.Value.Or(0) > 1:
				word = "was higher at the most deprived end of"
			case e.Excludes(1):
				word = "was lower at the most deprived end of"
			}
			return "The rate of " + p.Subject + " per resident " + word + " the area's deciles of deprivation (relative index " + ratio2(e.Value) + "; " + interval + "; " + count(e.Numerator) + " offences; " + count(f[0].Extra["deciles"]) + " deciles), " + p.s.Period.Name() + "."
		},
	}
}

// deprivationModel is the regression of the offences of each LSOA on its decile of
// deprivation. It has no rows where it cannot be estimated.
func (p offenceProfile) deprivationModel() Table {
	s := p.s
	t := Table{
		ID: "deprivation-model", Title: s.title("Regression of "+p.Subject+" by LSOA on the decile of deprivation", s.Period), Unit: Offence,
		Dimensions: []Dimension{{"model", "Model"}},
		Columns: []Column{
			{"numerator", capital(p.Subject) + " in an LSOA with an index", AsCount},
			{"denominator", "LSOAs", AsCount},
			{"value", "Rate ratio of a decile more deprived to the next", AsRatio},
			{"lower", "Lower 95% confidence limit", AsRatio},
			{"upper", "Upper 95% confidence limit", AsRatio},
			{"method", "Method", AsText},
			{"p", "p of no gradient", AsP},
			{"spread", "Variance of LSOAs over that of Poisson counts", AsRatio},
			{"theta", "Theta of the negative binomial", AsRatio},
		},
		Notes: []string{p.Basis, "Residents are the exposure. Neighbouring LSOAs are alike, which makes the limits too narrow; town centres have many visitors for each resident."},
	}
	s.noteResidents(&t, "LSOAs", s.LSOALayer, s.Period)
	tally := Count(insideOnly(s.LSOA), p.rows(s.Period))
	var counts, residents, ones, deprived []float64
	offences := 0.0
	for _, area := range s.LSOALayer.Areas {
		rank, ok := s.Deprived.LSOAs[area.Code]
		persons, _, known := s.residentsOf(area.Code, s.Period)
		if !ok || !known || persons <= 0 {
			continue
		}
		n := float64(tally.Of(area.Code))
		counts, residents, ones, deprived = append(counts, n), append(residents, persons), append(ones, 1), append(deprived, float64(10-rank.Decile))
		offences += n
	}
	for _, model := range []struct {
		label string
		fit   func(counts, exposures []float64, columns [][]float64) stats.Regression
	}{{negativeBinomial, stats.NegativeBinomialRegression}, {"Poisson, limits widened by the spread", stats.PoissonRegression}} {
		fit := model.fit(counts, residents, [][]float64{ones, deprived})
		if fit.Reason != "" {
			t.addNotes(model.label + ": not estimable, " + fit.Reason + ".")
			continue
		}
		slope := fit.Coefficients[1]
		e := stats.Estimate{Numerator: number(offences), Denominator: number(float64(len(counts))), Method: slope.Method}
		e.Value, e.Lower, e.Upper = number(math.Exp(slope.Value.Or(0))), number(math.Exp(slope.Lower.Or(0))), number(math.Exp(slope.Upper.Or(0)))
		t.Rows = append(t.Rows, Row{Levels: []string{model.label}, Estimate: e, Extra: map[string]stats.Number{"p": fit.P[1], "spread": fit.Phi, "theta": fit.Theta}})
	}
	return t
}
