package analysis

import (
	"math"
	"slices"
	"strings"

	"svna/analysis/stats"
)

// similarAreas is the label of the areas that the settings list as most similar.
const similarAreas = "Most similar areas"

// similar are the areas most similar to the own one, together; false where the
// settings list none, or none that has a count.
func (c comparison) similar() (together comparedArea, ok bool) {
	for _, a := range c.areas {
		if slices.Contains(c.s.Similar, a.code) && a.code != c.area.code && !a.withheld {
			together.count, together.residents = together.count+a.count, together.residents+a.residents
		}
	}
	return together, together.residents > 0
}

// expected is the number of offences that an area would have at the rate of
// London.
func (c comparison) expected(a comparedArea) float64 { return c.london.rate() * a.residents }

// dispersion is how much more the areas differ than chance would have them, at
// least 1.
func (c comparison) dispersion() float64 {
	var z []float64
	for _, a := range c.areas {
		if e := c.expected(a); !a.withheld && e > 0 {
			z = append(z, (a.count-e)/math.Sqrt(e))
		}
	}
	return max(1, stats.Dispersion(z).Or(1))
}

// funnelLimits are the limits of the funnel about the rate of London at the
// residents of an area, per 1,000 residents.
func (c comparison) funnelLimits(a comparedArea, phi float64) map[string]stats.Number {
	e := c.expected(a)
	if e <= 0 {
		return nil
	}
	limits := map[string]stats.Number{}
	for name, confidence := range map[string]float64{"95": 0.95, "998": 0.998} {
		lower, upper := stats.CountsReaching(e, confidence)
		lower, upper = max(0, e+math.Sqrt(phi)*(lower-e)), e+math.Sqrt(phi)*(upper-e)
		limits["lower"+name], limits["upper"+name] = number(1000*lower/a.residents), number(1000*upper/a.residents)
	}
	return limits
}

// position places the own area in the funnel: 2 above the 99.8% limit, 1 above the
// 95% limit, 0 within, -1 and -2 below.
func (c comparison) position() float64 {
	limits, rate := c.funnelLimits(c.area, c.dispersion()), 1000*c.area.rate()
	switch {
	case limits == nil:
		return 0
	case rate > limits["upper998"].Or(0):
		return 2
	case rate > limits["upper95"].Or(0):
		return 1
	case rate < limits["lower998"].Or(0):
		return -2
	case rate < limits["lower95"].Or(0):
		return -1
	}
	return 0
}

// funnelWords says where the area lies in the funnel.
func funnelWords(extra map[string]stats.Number) string {
	switch extra["position"].Or(0) {
	case 2:
		return "above the 99.8% limit of the funnel"
	case 1:
		return "above the 95% limit of the funnel and within the 99.8% one"
	case -1:
		return "below the 95% limit of the funnel and within the 99.8% one"
	case -2:
		return "below the 99.8% limit of the funnel"
	}
	return "within the 95% limits of the funnel"
}

func (c comparison) funnelChart() Chart {
	note := "London includes " + c.area.name + "."
	if c.dispersion() > 1 {
		note += " The limits are widened, because boroughs differ by more than chance."
	}
	return Chart{
		ID: "funnel-" + strings.ToLower(strings.ReplaceAll(c.series.Label, " ", "-")), Table: "comparators", Mark: Funnel,
		Title:    c.series.Label + ": rates of boroughs against their residents",
		Subtitle: c.s.subtitle(c.series.Label+" per 1,000 residents, with limits about the rate of London", c.s.Period),
		Category: "area", Measure: "value", Unit: "Rate per 1,000 residents",
		Only: map[string]string{"series": c.series.Label}, Highlight: []string{c.area.name},
		Reference: number(1000 * c.london.rate()), ReferenceLabel: "London", Refer: c.londonRate,
		Note: note,
	}
}
