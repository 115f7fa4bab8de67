package stats

import (
	"math"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/mathext"
)

const monthsOfYear = 12

// Seasonal is a Poisson seasonal model (F12).
type Seasonal struct {
	Effects []Estimate // by calendar month, January first: relative to the average month
	P       []Number   // two-sided, by month, before correction
	Q       []Number   // after Benjamini-Hochberg over the 12 months
	Phi     Number
	SeasonP Number // F test of the season
	Reason  string // not estimable: why
	F       Number // statistic of that test, on 11 and Residual degrees of freedom
	// Residual is the number of points less the number of coefficients.
	Residual int
	Trend    Number // change of the logarithm of the daily count in a month
}

// leastSeasonalPoints is the number of months that a season can be seen in.
const leastSeasonalPoints = 24

// SeasonalModel fits monthly counts by quasi-Poisson regression (F12):
//
//	log E[count] = log days + b0 + b1·t + step terms + g(calendar month)
//
// with effects g that sum to 0 over the year. counts, days and calendar (1 to 12)
// have one value a point, in the order of time; each of steps is a column of 0
// and 1 for a series break, or of any other number a month, such as the share of its
// days in term time. Effects are exp(g) with 95% intervals, the month's
// count relative to the average month: Numerator is its offences, Denominator
// its days. The dispersion Phi is Pearson's chi-square over the residual degrees
// of freedom, reported as it is, and taken as 1 where it is smaller for intervals
// and tests, which use the normal distribution (months) and F (season).
//
// Not estimable, with the reason in words: fewer than 24 points; a calendar month
// that is not in the series or has no offence; terms that cannot be told apart;
// no convergence. It panics on slices of unequal length, a calendar month outside
// 1 to 12, negative counts and days that are not above 0.
//
// Source: McCullagh and Nelder, Generalized Linear Models (1989).
func SeasonalModel(counts, days []float64, calendar []int, steps [][]float64) Seasonal {
	var events, length [monthsOfYear]float64
	if len(counts) != len(days) || len(counts) != len(calendar) {
		panic("stats: counts, days and months of unequal length")
	}
	for t, month := range calendar {
		if month < 1 || month > monthsOfYear || !(counts[t] >= 0) || !(days[t] > 0) {
			panic("stats: malformed monthly series")
		}
		events[month-1] += counts[t]
		length[month-1] += days[t]
	}
	if len(counts) < leastSeasonalPoints {
		return notSeasonal("fewer than 24 months")
	}
	for month := range monthsOfYear {
		if events[month] == 0 {
			return notSeasonal("a calendar month has no offences")
		}
	}
	base := baseColumns(len(counts), steps)
	columns := append(base, monthColumns(calendar)...)
	residual := len(counts) - len(columns)
	if residual < 1 {
		return notSeasonal("fewer months than terms of the model")
	}
	without, err0 := fitPoisson(counts, days, base)
	with, err1 := fitPoisson(counts, days, columns)
	if err0 != nil || err1 != nil {
		return notSeasonal("the model did not converge")
	}
	s := Seasonal{Residual: residual, Trend: N(with.coefficients.AtVec(1))}
	phi := with.pearson / float64(residual)
	s.Phi = N(phi)
	s.F = N((without.deviance - with.deviance) / (monthsOfYear - 1) / math.Max(phi, 1))
	s.SeasonP = N(upperF(s.F.value, monthsOfYear-1, float64(residual)))
	s.addEffects(with, len(base), math.Max(phi, 1), events, length)
	return s
}

// notSeasonal is a model that could not be fitted.
func notSeasonal(why string) Seasonal {
	s := Seasonal{Reason: why, P: make([]Number, monthsOfYear), Q: make([]Number, monthsOfYear)}
	for range monthsOfYear {
		s.Effects = append(s.Effects, Estimate{Status: NotAvailable, Reason: NotEstimable})
	}
	return s
}

// addEffects works out the twelve effects: eleven are coefficients, from number
// first on, and December's is minus their sum.
func (s *Seasonal) addEffects(fit poissonFit, first int, phi float64, events, length [monthsOfYear]float64) {
	const last = monthsOfYear - 1
	for month := range monthsOfYear {
		contrast := mat.NewVecDense(fit.coefficients.Len(), nil)
		if month < last {
			contrast.SetVec(first+month, 1)
		} else {
			for i := range last {
				contrast.SetVec(first+i, -1)
			}
		}
		g := mat.Dot(contrast, fit.coefficients)
		se := math.Sqrt(phi * mat.Inner(contrast, fit.covariance, contrast))
		s.Effects = append(s.Effects, Estimate{
			Numerator: N(events[month]), Denominator: N(length[month]),
			Value: N(math.Exp(g)), Lower: N(math.Exp(g - Z95*se)), Upper: N(math.Exp(g + Z95*se)),
			Method: "quasi-Poisson", Status: reliability(events[month]),
		})
		s.P = append(s.P, N(math.Erfc(math.Abs(g)/se/math.Sqrt2)))
	}
	s.Q = BenjaminiHochberg(s.P)
}

// baseColumns are the intercept, the centred trend in months, and the steps that
// change within the series.
func baseColumns(n int, steps [][]float64) [][]float64 {
	intercept, trend := make([]float64, n), make([]float64, n)
	for t := range n {
		intercept[t] = 1
		trend[t] = float64(t) - float64(n-1)/2
	}
	columns := [][]float64{intercept, trend}
	for _, step := range steps {
		if len(step) != n {
			panic("stats: step term of another length than the series")
		}
		for _, v := range step {
			if v != step[0] { // a step before or after the series is no step in it
				columns = append(columns, step)
				break
			}
		}
	}
	return columns
}

// monthColumns are eleven columns with 1 in their month and -1 in December, so
// that the twelve effects sum to 0.
func monthColumns(calendar []int) [][]float64 {
	columns := make([][]float64, monthsOfYear-1)
	for i := range columns {
		columns[i] = make([]float64, len(calendar))
		for t, month := range calendar {
			switch month {
			case i + 1:
				columns[i][t] = 1
			case monthsOfYear:
				columns[i][t] = -1
			}
		}
	}
	return columns
}

// upperF is P(F >= f) on df1 and df2 degrees of freedom.
func upperF(f, df1, df2 float64) float64 {
	if !(f > 0) {
		return 1
	}
	return mathext.RegIncBeta(df2/2, df1/2, df2/(df2+df1*f))
}
