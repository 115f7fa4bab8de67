package spatial

import (
	"math"

	"gonum.org/v1/gonum/integrate/quad"
)

// Kernel spreads one event over the ground around it. It is radial and integrates
// to 1 over the plane.
type Kernel interface {
	// At is the density per square metre at a squared distance in metres.
	At(distance2 float64) float64
	// Reach is the distance in metres from which on At is 0, or as good as 0.
	Reach() float64
	// turned is the integral of the kernel's mass within the ray, over the
	// angles from 0 to φ, |φ| < π/2, of the rays from the centre to a straight
	// line at distance d, with tan φ given.
	turned(d, tan float64) float64
}

// Polynomial is the kernel (k+1)/(π·r²)·(1 - d²/r²)^k at a distance d below the
// radius r, and 0 beyond: k 0 is the disc, 1 Epanechnikov's, 2 the quartic, 3 the
// triweight kernel. The radius is not a standard deviation.
//
// Source: Silverman, Density Estimation (1986).
type Polynomial struct {
	Power  int
	Radius float64 // metres
}

// Quartic is the quartic kernel of a radius in metres, 3/(π·h²)·(1 - d²/h²)²: the
// one of this engine. Its standard deviation along an axis is h/sqrt(8).
func Quartic(radius float64) Polynomial { return Polynomial{2, radius} }

// At implements Kernel.
func (k Polynomial) At(distance2 float64) float64 {
	u := 1 - distance2/(k.Radius*k.Radius)
	if u <= 0 {
		return 0
	}
	density := float64(k.Power+1) / (math.Pi * k.Radius * k.Radius)
	for range k.Power {
		density *= u
	}
	return density
}

// Reach implements Kernel.
func (k Polynomial) Reach() float64 { return k.Radius }

// The mass within a distance s is 1 - (1 - s²/r²)^(k+1), a polynomial in
// s² = d²·sec²φ, and the integral of sec^2m is a polynomial in tan φ.
func (k Polynomial) turned(d, tan float64) float64 {
	limit := math.Sqrt(math.Max(0, k.Radius*k.Radius-d*d)) / d // tan φ where the ray is as long as the radius
	near := math.Max(-limit, math.Min(tan, limit))
	u, binomial, power, sum := d*d/(k.Radius*k.Radius), 1.0, 1.0, 0.0
	for m := 1; m <= k.Power+1; m++ {
		binomial *= -float64(k.Power+2-m) / float64(m)
		power *= u
		sum -= binomial * power * secantIntegral(m, near)
	}
	return sum + math.Atan(tan) - math.Atan(near)
}

// secantIntegral is the integral of sec^2m from 0 to the angle with the tangent.
func secantIntegral(m int, tan float64) float64 {
	binomial, power, sum := 1.0, tan, 0.0
	for j := range m { // sec^2m dφ = (1 + t²)^(m-1) dt
		sum += binomial * power / float64(2*j+1)
		binomial *= float64(m-1-j) / float64(j+1)
		power *= tan * tan
	}
	return sum
}

// Gaussian is the normal kernel exp(-d²/2s²)/(2π·s²), with a standard deviation s
// in metres.
type Gaussian struct{ SD float64 }

// At implements Kernel.
func (k Gaussian) At(distance2 float64) float64 {
	return math.Exp(-distance2/(2*k.SD*k.SD)) / (2 * math.Pi * k.SD * k.SD)
}

// Reach implements Kernel: at 39 standard deviations a float64 is 0.
func (k Gaussian) Reach() float64 { return 39 * k.SD }

func (k Gaussian) turned(d, tan float64) float64 {
	return math.Atan(tan) - math.Copysign(2*math.Pi*owenT(d/k.SD, math.Abs(tan)), tan)
}

// owenT is the integral of exp(-h²(1+x²)/2)/(1+x²) over x from 0 to a, by 2π, for h
// and a not below 0: Owen, Annals of Mathematical Statistics 27:1075 (1956).
func owenT(h, a float64) float64 {
	if a > 1 {
		p, q := math.Erfc(h/math.Sqrt2)/2, math.Erfc(a*h/math.Sqrt2)/2
		return p/2 + q/2 - p*q - owenT(a*h, 1/a)
	}
	if h > 39 {
		return 0
	}
	return quad.Fixed(func(x float64) float64 {
		return math.Exp(-h*h*(1+x*x)/2) / (1 + x*x)
	}, 0, a, 40, quad.Legendre{}, 0) / (2 * math.Pi)
}
