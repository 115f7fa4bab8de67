package stats

import "math"

// The engine gives differences of shares Newcombe's limits (ShareDifference). Here are
// the others that readers may meet elsewhere. All are of x1/n1 - x2/n2 of two groups
// that do not overlap, at 95%, and have no value where either is no share.

// NormalDifference has Wald's limits d ∓ z·sqrt(p1(1-p1)/n1 + p2(1-p2)/n2).
//
// Source: Newcombe, Statistics in Medicine 17:873 (1998), method 1.
func NormalDifference(x1, n1, x2, n2 float64) Estimate {
	return normalDifference(x1, n1, x2, n2, 0, "Wald")
}

// CorrectedNormalDifference has Wald's limits widened for continuity by
// (1/n1 + 1/n2)/2, at most by the difference itself, and cut to -1 and 1.
//
// Source: Newcombe, Statistics in Medicine 17:873 (1998), method 2.
func CorrectedNormalDifference(x1, n1, x2, n2 float64) Estimate {
	d := math.Abs(x1/n1 - x2/n2)
	return normalDifference(x1, n1, x2, n2, math.Min((1/n1+1/n2)/2, d), "Wald, corrected for continuity")
}

func normalDifference(x1, n1, x2, n2, wider float64, method string) Estimate {
	e := ShareDifference(x1, n1, x2, n2)
	if !e.Value.Known() {
		return e
	}
	p1, p2 := x1/n1, x2/n2
	half := Z95*math.Sqrt(p1*(1-p1)/n1+p2*(1-p2)/n2) + wider
	e.Lower, e.Upper, e.Method = N(math.Max(p1-p2-half, -1)), N(math.Min(p1-p2+half, 1)), method
	return e
}

// AgrestiCaffoDifference has Wald's limits of the groups with one event and one without
// added to each; they may lie outside -1 to 1.
//
// Source: Agresti and Caffo, The American Statistician 54:280 (2000).
func AgrestiCaffoDifference(x1, n1, x2, n2 float64) Estimate {
	e := ShareDifference(x1, n1, x2, n2)
	if !e.Value.Known() {
		return e
	}
	p1, p2 := (x1+1)/(n1+2), (x2+1)/(n2+2)
	half := Z95 * math.Sqrt(p1*(1-p1)/(n1+2)+p2*(1-p2)/(n2+2))
	e.Lower, e.Upper, e.Method = N(p1-p2-half), N(p1-p2+half), "Agresti-Caffo"
	return e
}

// MeeDifference has the score limits: the differences that lie z standard errors from
// the observed one, with the standard error of the likeliest shares that differ so.
//
// Source: Mee, Biometrics 40:1175 (1984).
func MeeDifference(x1, n1, x2, n2 float64) Estimate {
	return scoreDifference(x1, n1, x2, n2, 1, "Mee score")
}

// MiettinenNurminenDifference is MeeDifference with the variance times N/(N-1),
// N = n1 + n2.
//
// Source: Miettinen and Nurminen, Statistics in Medicine 4:213 (1985).
func MiettinenNurminenDifference(x1, n1, x2, n2 float64) Estimate {
	return scoreDifference(x1, n1, x2, n2, (n1+n2)/(n1+n2-1), "Miettinen-Nurminen score")
}

func scoreDifference(x1, n1, x2, n2, factor float64, method string) Estimate {
	e := ShareDifference(x1, n1, x2, n2)
	if !e.Value.Known() {
		return e
	}
	d := x1/n1 - x2/n2
	score := func(delta float64) float64 { // rises with delta
		p2 := shareUnderDifference(x1, n1, x2, n2, delta)
		p1 := p2 + delta
		variance := factor * (p1*(1-p1)/n1 + p2*(1-p2)/n2)
		if variance <= 0 {
			return math.Inf(1) * (delta - d)
		}
		return (delta - d) / math.Sqrt(variance)
	}
	e.Lower, e.Upper, e.Method = N(-1), N(1), method
	if d > -1 {
		e.Lower = N(crossing(-1, d, func(delta float64) float64 { return score(delta) + Z95 }))
	}
	if d < 1 {
		e.Upper = N(crossing(d, 1, func(delta float64) float64 { return score(delta) - Z95 }))
	}
	return e
}

// shareUnderDifference is the likeliest second share where the first is larger by
// delta: where the slope of the likelihood, which falls, is 0.
func shareUnderDifference(x1, n1, x2, n2, delta float64) float64 {
	over := func(x, p float64) float64 { // x/p, with no events no pull
		if x == 0 {
			return 0
		}
		return x / p
	}
	low, high := math.Max(0, -delta), math.Min(1, 1-delta)
	return crossing(low, high, func(p float64) float64 {
		return over(n1-x1, 1-p-delta) + over(n2-x2, 1-p) - over(x1, p+delta) - over(x2, p)
	})
}
