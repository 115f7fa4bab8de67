package stats

// ApproximateConcentration is von Mises's kappa of a resultant length by three pieces of
// formula, good to two or three digits; MeanDirection solves for it.
//
// Source: Best and Fisher, Communications in Statistics B 10:493 (1981).
func ApproximateConcentration(resultant float64) Number {
	r := resultant
	switch {
	case !(r >= 0 && r < 1):
		return Number{}
	case r < 0.53:
		return N(2*r + r*r*r + 5*r*r*r*r*r/6)
	case r < 0.85:
		return N(-0.4 + 1.39*r + 0.43/(1-r))
	}
	return N(1 / (r*r*r - 4*r*r + 3*r))
}

// LessBiasedConcentration takes off what kappa is too large by for few times n: 2/(n·kappa)
// below 2, else the part 1 - (n-1)³/(n³+n).
//
// Source: Best and Fisher, Communications in Statistics B 10:493 (1981).
func LessBiasedConcentration(kappa Number, n float64) Number {
	k, ok := kappa.Get()
	switch {
	case !ok || n < 2:
		return Number{}
	case k == 0:
		return N(0)
	case k < 2:
		return N(max(k-2/(n*k), 0))
	}
	return N((n - 1) * (n - 1) * (n - 1) * k / (n*n*n + n))
}
