package tabulate

import (
	"fmt"

	"svna/analysis/stats"
)

// measure is an estimate of each row of a table, with its interval.
type measure struct {
	numerator   *figure
	denominator *figure // nil where there is none
	per         float64 // of a rate
	estimate    func(x, n float64) stats.Estimate
	say         string
}

// compileMeasure understands a measure; none is a count.
func (p *plan) compileMeasure(c *compiled, text string, where *condition) (*measure, error) {
	if text == "" {
		text = "count"
	}
	e, err := parse(text)
	if err != nil {
		return nil, err
	}
	if e.operator == "name" {
		e = &expression{operator: "call", name: e.name}
	}
	all := &figure{operator: "count", counter: c.base}
	switch {
	case e.operator == "call" && e.name == "share" && len(e.parts) == 0:
		c.columns = []column{{"numerator", all}}
		m := &measure{numerator: all, denominator: &figure{operator: "total", column: 0}, say: "value is the share of each row among all rows of the table, in per cent, with its 95% Wilson limits"}
		m.estimate = func(x, n float64) stats.Estimate { return stats.Share(x, n).Scale(100) }
		return m, nil
	case e.operator == "call" && e.name == "share":
		part, err := p.countFigure(c, e, where)
		if err != nil {
			return nil, err
		}
		m := &measure{numerator: part, denominator: all, say: "value is the share of the rows of each level for which the condition holds, in per cent, with its 95% Wilson limits"}
		m.estimate = func(x, n float64) stats.Estimate { return stats.Share(x, n).Scale(100) }
		return m, nil
	case e.operator == "call" && e.name == "rate":
		return p.rate(c, e, all, where)
	}
	f, err := p.figureOf(c, e, where)
	if err != nil {
		return nil, fmt.Errorf("%w; a measure is count, share, share(condition), rate(look-up.column, 1000), distinct(column) or sum(column)", err)
	}
	name := map[string]string{"count": "n"}[e.name]
	if name == "" {
		name = nameOf(e)
	}
	c.columns = []column{{name, f}}
	return nil, nil
}

// rate is events for so many of the population that is looked up.
func (p *plan) rate(c *compiled, e *expression, all *figure, where *condition) (*measure, error) {
	if len(e.parts) < 1 || len(e.parts) > 2 || len(e.parts) == 2 && e.parts[1].operator != "number" {
		return nil, fmt.Errorf("rate is written rate(look-up.column) or rate(look-up.column, 1000)")
	}
	population, err := p.figureOf(c, e.parts[0], where)
	if err != nil {
		return nil, err
	}
	m := &measure{numerator: all, denominator: population, per: 1000}
	if len(e.parts) == 2 {
		m.per = e.parts[1].number
	}
	m.say = fmt.Sprintf("value is the count for each %s of %s, with its 95%% limits (exact Poisson below 10, Byar from 10 on)", plain(m.per), e.parts[0].name)
	m.estimate = func(x, n float64) stats.Estimate { return stats.Rate(x, n, m.per) }
	return m, nil
}
