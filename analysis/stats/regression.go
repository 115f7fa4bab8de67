package stats

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

// Regression is a fitted model of counts with logarithmic link.
type Regression struct {
	// Coefficients are on the logarithmic scale; exp turns one, and its limits,
	// into a rate ratio. Value and 95% limits alone are set.
	Coefficients []Estimate
	P            []Number // two-sided, normal, of a coefficient of 0
	// Phi is Pearson's chi-square over the residual degrees of freedom.
	Phi      Number
	Theta    Number // negative binomial: variance = mean + mean²/Theta
	ThetaSE  Number
	Deviance Number
	LogLike  Number
	Residual int    // degrees of freedom
	Reason   string // not estimable: why
}

// PoissonRegression fits log E[count] = log exposure + Σ coefficient·column by
// maximum likelihood. columns hold a value a point; give the intercept as a column
// of 1. Standard errors are those of Poisson counts times sqrt(Phi) where Phi is
// above 1 (quasi-Poisson). Not estimable, with the reason in words: no more points
// than columns, columns that cannot be told apart, no convergence. It panics on
// slices of unequal length, negative counts and exposures that are not above 0.
//
// Source: McCullagh and Nelder, Generalized Linear Models (1989).
func PoissonRegression(counts, exposures []float64, columns [][]float64) Regression {
	fit, residual, err := startRegression(counts, exposures, columns)
	if err != nil {
		return Regression{Reason: err.Error()}
	}
	phi := fit.pearson / float64(residual)
	r := newRegression(fit, math.Max(phi, 1), "quasi-Poisson", residual)
	r.Phi = N(phi)
	sum := 0.0
	for _, y := range counts { // the likelihood of the saturated model less half the deviance
		lgamma, _ := math.Lgamma(y + 1)
		if y > 0 {
			sum += y*math.Log(y) - y
		}
		sum -= lgamma
	}
	r.LogLike = N(sum - fit.deviance/2)
	return r
}

// NegativeBinomialRegression is PoissonRegression for counts whose variance is
// mean + mean²/theta, with theta by maximum likelihood: for counts that vary
// more than Poisson counts, by areas or months. Where the counts vary no more than
// Poisson counts there is no theta, and the reason says so.
//
// Source: Venables and Ripley, Modern Applied Statistics with S (2002), 7.4;
// Lawless, Canadian Journal of Statistics 15:209 (1987).
func NegativeBinomialRegression(counts, exposures []float64, columns [][]float64) Regression {
	fit, residual, err := startRegression(counts, exposures, columns)
	if err != nil {
		return Regression{Reason: err.Error()}
	}
	theta, before := math.Inf(1), math.Inf(1)
	for range mostIterations {
		if theta, err = thetaOf(counts, fit.mean, theta); err != nil {
			return Regression{Reason: err.Error()}
		}
		if fit, err = fitCounts(counts, exposures, columns, theta); err != nil {
			return Regression{Reason: err.Error()}
		}
		if math.Abs(theta-before) <= 1e-11*theta {
			r := newRegression(fit, 1, "negative binomial", residual)
			r.Theta, r.Phi = N(theta), N(fit.pearson/float64(residual))
			_, information := thetaScore(counts, fit.mean, theta)
			r.ThetaSE = N(1 / math.Sqrt(information))
			r.LogLike = N(negativeBinomialLikelihood(counts, fit.mean, theta))
			return r
		}
		before = theta
	}
	return Regression{Reason: errNoConvergence.Error()}
}

// startRegression checks the arguments and fits Poisson counts.
func startRegression(counts, exposures []float64, columns [][]float64) (fit poissonFit, residual int, err error) {
	if len(counts) != len(exposures) {
		panic("stats: counts and exposures of unequal length")
	}
	for _, column := range columns {
		if len(column) != len(counts) {
			panic("stats: counts and columns of unequal length")
		}
	}
	for t := range counts {
		if !(counts[t] >= 0) || !(exposures[t] > 0) {
			panic("stats: regression of a negative count or without exposure")
		}
	}
	if residual = len(counts) - len(columns); residual < 1 {
		return poissonFit{}, residual, errTooFewPoints
	}
	fit, err = fitPoisson(counts, exposures, columns)
	return fit, residual, err
}

func newRegression(fit poissonFit, phi float64, method string, residual int) Regression {
	r := Regression{Residual: residual, Deviance: N(fit.deviance)}
	for j := range fit.coefficients.Len() {
		b, se := fit.coefficients.AtVec(j), math.Sqrt(phi*fit.covariance.At(j, j))
		r.Coefficients = append(r.Coefficients, Estimate{Value: N(b), Lower: N(b - Z95*se), Upper: N(b + Z95*se), Method: method})
		r.P = append(r.P, N(math.Erfc(math.Abs(b)/se/math.Sqrt2)))
	}
	return r
}

// thetaOf is the maximum likelihood of theta given the means, by Newton steps from
// a value by moments.
func thetaOf(counts, means []float64, start float64) (float64, error) {
	theta := start
	if math.IsInf(theta, 1) {
		spread := 0.0
		for t, y := range counts {
			spread += (y/means[t] - 1) * (y/means[t] - 1)
		}
		theta = float64(len(counts)) / spread
	}
	for range mostIterations {
		score, information := thetaScore(counts, means, theta)
		step := score / information
		if theta+step <= 0 {
			step = -theta / 2
		}
		theta += step
		if theta > 1e7 || math.IsNaN(theta) {
			return 0, errNotOverdispersed
		}
		if math.Abs(step) <= 1e-13*theta {
			return theta, nil
		}
	}
	return 0, errNoConvergence
}

// thetaScore is the first derivative of the likelihood in theta, and minus the
// second.
func thetaScore(counts, means []float64, theta float64) (score, information float64) {
	for t, y := range counts {
		m := means[t]
		score += mathext.Digamma(theta+y) - mathext.Digamma(theta) + math.Log(theta/(theta+m)) + 1 - (theta+y)/(theta+m)
		information += trigamma(theta) - trigamma(theta+y) - 1/theta + 2/(theta+m) - (y+theta)/((theta+m)*(theta+m))
	}
	return score, information
}

// trigamma is the second derivative of log gamma, by recurrence and the asymptotic
// series (Abramowitz and Stegun 6.4.12).
func trigamma(x float64) float64 {
	sum := 0.0
	for x < 15 {
		sum += 1 / (x * x)
		x++
	}
	u := 1 / (x * x)
	return sum + 1/x + u/2 + u/x*(1.0/6-u*(1.0/30-u*(1.0/42-u*(1.0/30-u*(5.0/66)))))
}

func negativeBinomialLikelihood(counts, means []float64, theta float64) float64 {
	sum := 0.0
	for t, y := range counts {
		a, _ := math.Lgamma(theta + y)
		b, _ := math.Lgamma(theta)
		c, _ := math.Lgamma(y + 1)
		sum += a - b - c + theta*math.Log(theta/(theta+means[t]))
		if y > 0 {
			sum += y * math.Log(means[t]/(theta+means[t]))
		}
	}
	return sum
}
