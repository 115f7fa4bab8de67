package stats

import (
	"errors"
	"math"

	"gonum.org/v1/gonum/mat"
)

// poissonFit is a Poisson or negative binomial regression with logarithmic link.
type poissonFit struct {
	mean         []float64
	coefficients *mat.VecDense
	covariance   *mat.SymDense // at dispersion 1
	deviance     float64
	pearson      float64 // chi-square
}

var (
	errSingular         = errors.New("terms of the model cannot be told apart")
	errNoConvergence    = errors.New("no convergence")
	errTooFewPoints     = errors.New("no more points than terms of the model")
	errNotOverdispersed = errors.New("counts vary no more than Poisson counts")
)

const (
	mostIterations  = 100
	worstCondition  = 1e10  // of the information matrix
	smallestAdvance = 1e-13 // of the deviance, relative, that still counts
)

// fitPoisson is fitCounts of Poisson counts.
func fitPoisson(counts, exposures []float64, columns [][]float64) (poissonFit, error) {
	return fitCounts(counts, exposures, columns, math.Inf(1))
}

// fitCounts fits counts with exposures and variance mean + mean²/theta by
// iteratively reweighted least squares, each step by Cholesky factorisation of the
// weighted normal equations. columns are the terms.
func fitCounts(counts, exposures []float64, columns [][]float64, theta float64) (poissonFit, error) {
	n, p := len(counts), len(columns)
	mean := make([]float64, n)
	for t, y := range counts {
		mean[t] = y + 0.1
	}
	fit := poissonFit{coefficients: mat.NewVecDense(p, nil), covariance: mat.NewSymDense(p, nil), deviance: math.Inf(1)}
	for range mostIterations {
		var factor mat.Cholesky
		information, score := normalEquations(counts, exposures, mean, columns, theta)
		if ok := factor.Factorize(information); !ok || factor.Cond() > worstCondition {
			return poissonFit{}, errSingular
		}
		if err := factor.SolveVecTo(fit.coefficients, score); err != nil {
			return poissonFit{}, errSingular
		}
		before := fit.deviance
		fit.deviance, fit.pearson = 0, 0
		for t, y := range counts {
			eta := math.Log(exposures[t])
			for j, column := range columns {
				eta += column[t] * fit.coefficients.AtVec(j)
			}
			mean[t] = math.Exp(eta)
			fit.deviance += devianceOf(y, mean[t], theta)
			fit.pearson += (y - mean[t]) * (y - mean[t]) / (mean[t] + mean[t]*mean[t]/theta)
		}
		if math.IsNaN(fit.deviance) || math.IsInf(fit.deviance, 0) {
			return poissonFit{}, errNoConvergence
		}
		if math.Abs(before-fit.deviance) <= smallestAdvance*(math.Abs(fit.deviance)+0.1) {
			information, _ = normalEquations(counts, exposures, mean, columns, theta)
			if !factor.Factorize(information) || factor.InverseTo(fit.covariance) != nil {
				return poissonFit{}, errSingular
			}
			fit.mean = mean
			return fit, nil
		}
	}
	return poissonFit{}, errNoConvergence
}

// devianceOf is the part of a count in the deviance.
func devianceOf(y, mean, theta float64) float64 {
	if math.IsInf(theta, 1) {
		if y == 0 {
			return 2 * mean
		}
		return 2 * (y*math.Log(y/mean) - (y - mean))
	}
	deviance := -2 * (y + theta) * math.Log((y+theta)/(mean+theta))
	if y > 0 {
		deviance += 2 * y * math.Log(y/mean)
	}
	return deviance
}

// normalEquations are X'WX and X'Wz with weights W = mean/(1 + mean/theta) and
// working response z = eta + (y - mean)/mean, the offset taken off.
func normalEquations(counts, exposures, mean []float64, columns [][]float64, theta float64) (*mat.SymDense, *mat.VecDense) {
	p := len(columns)
	information, score := mat.NewSymDense(p, nil), mat.NewVecDense(p, nil)
	for i := range p {
		sum := 0.0
		for t, m := range mean {
			sum += columns[i][t] * (m*math.Log(m/exposures[t]) + counts[t] - m) / (1 + m/theta)
		}
		score.SetVec(i, sum)
		for j := i; j < p; j++ {
			sum = 0
			for t, m := range mean {
				sum += columns[i][t] * m / (1 + m/theta) * columns[j][t]
			}
			information.SetSym(i, j, sum)
		}
	}
	return information, score
}
