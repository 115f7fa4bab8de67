// Package stats holds the statistics of the assessment: intervals, rates,
// ratios, tests and models. Numbers go in and structs come out; it knows no
// Arrow and no crime. Functions panic on a programmer's mistake (slices of
// unequal length) and return an Estimate with a Reason where the data do not
// bear an answer.
package stats

import (
	"encoding/json"
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// Z95 and Z998 are the normal quantiles of two-sided 95% and 99.8% intervals.
var (
	Z95  = distuv.UnitNormal.Quantile(0.975)
	Z998 = distuv.UnitNormal.Quantile(0.999)
)

// Number is a number that may be absent. The zero Number is absent; it is never
// NaN or infinite.
type Number struct {
	value   float64
	present bool
}

// N returns a Number; NaN and infinities give an absent one.
func N(v float64) Number {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return Number{}
	}
	return Number{v + 0, true} // + 0 turns -0 into 0
}

// Get returns the value, and whether there is one.
func (n Number) Get() (float64, bool) { return n.value, n.present }

// Or returns the value, or another where there is none.
func (n Number) Or(other float64) float64 {
	if !n.present {
		return other
	}
	return n.value
}

// Known reports whether there is a value.
func (n Number) Known() bool { return n.present }

// Scale returns the number times k.
func (n Number) Scale(k float64) Number {
	if !n.present {
		return n
	}
	return N(n.value * k)
}

// MarshalJSON writes null for an absent number.
func (n Number) MarshalJSON() ([]byte, error) {
	if !n.present {
		return []byte("null"), nil
	}
	return json.Marshal(n.value)
}

// UnmarshalJSON reads null as an absent number.
func (n *Number) UnmarshalJSON(data []byte) error {
	*n = Number{}
	if string(data) == "null" {
		return nil
	}
	n.present = true
	return json.Unmarshal(data, &n.value)
}

// Status says why there is no value, or how far to trust it: the letters of
// the tables.
type Status string

// The statuses of an estimate.
const (
	Sound          Status = ""
	Suppressed     Status = "c" // suppressed to protect against disclosure
	NotAvailable   Status = "x"
	NotApplicable  Status = "z"
	LowReliability Status = "u"
)

// Reasons for an absent value.
const (
	NoDenominator = "no_denominator"
	TooFew        = "too_few"
	NotEstimable  = "not_estimable"
)

// Estimate is a number with its numerator, denominator, 95% interval and the
// method that made the interval ("Wilson", "Byar", "exact Poisson", ...).
type Estimate struct {
	Numerator   Number `json:"numerator"`
	Denominator Number `json:"denominator"`
	Value       Number `json:"value"`
	Lower       Number `json:"lower"`
	Upper       Number `json:"upper"`
	Method      string `json:"method"`
	Status      Status `json:"status"`
	Reason      string `json:"reason,omitempty"`
}

// Scale returns the estimate with value and limits times k: a share as a
// percentage is Scale(100).
func (e Estimate) Scale(k float64) Estimate {
	e.Value, e.Lower, e.Upper = e.Value.Scale(k), e.Lower.Scale(k), e.Upper.Scale(k)
	return e
}

// Excludes reports whether the interval lies wholly on one side of v; false
// where there is no interval.
func (e Estimate) Excludes(v float64) bool {
	lower, ok1 := e.Lower.Get()
	upper, ok2 := e.Upper.Get()
	return (ok1 && lower > v) || (ok2 && upper < v)
}

// none is an estimate without a value.
func none(numerator, denominator float64, reason string) Estimate {
	return Estimate{Numerator: N(numerator), Denominator: N(denominator), Status: NotAvailable, Reason: reason}
}
