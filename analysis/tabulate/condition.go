package tabulate

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

func (p *plan) addCondition(c condition) *condition {
	for _, have := range p.conditions {
		if have.key == c.key {
			return have
		}
	}
	c.place = len(p.conditions)
	p.conditions = append(p.conditions, &c)
	return &c
}

// where understands a condition as it is written; an empty one holds always.
func (p *plan) where(text string) (*condition, error) {
	if strings.TrimSpace(text) == "" {
		return nil, nil
	}
	e, err := parse(text)
	if err != nil {
		return nil, err
	}
	return p.conditionOf(e)
}

// both is the condition that two hold, either of which may be nil.
func (p *plan) both(a, b *condition) *condition {
	switch {
	case a == nil || a == b:
		return b
	case b == nil:
		return a
	}
	return p.addCondition(condition{key: fmt.Sprintf("and %d %d", a.place, b.place), operator: "and", parts: []*condition{a, b}})
}

func (p *plan) conditionOf(e *expression) (*condition, error) {
	switch e.operator {
	case "and", "or", "not":
		c := condition{operator: e.operator, key: e.operator}
		for _, part := range e.parts {
			made, err := p.conditionOf(part)
			if err != nil {
				return nil, err
			}
			c.parts = append(c.parts, made)
			c.key += fmt.Sprintf(" %d", made.place)
		}
		return p.addCondition(c), nil
	case "=", "!=", "<", "<=", ">", ">=", "in", "between", "known", "missing":
		d, err := p.one(e.parts[0])
		if err != nil {
			return nil, err
		}
		test, err := testOf(e)
		if err != nil {
			return nil, err
		}
		return p.addCondition(condition{key: fmt.Sprintf("%s of %d", e, d.place), operator: "test", dimension: d, test: test}), nil
	}
	return nil, fmt.Errorf("%s is no condition: write something like knife_flag = 'Y', victim_age between 1 and 24, or ward_code is known", e)
}

// testOf makes the test of a label that a comparison stands for. A label is
// compared as a number where the other side is one, and else byte by byte; a
// blank is only ever unequal.
func testOf(e *expression) (func(string) bool, error) {
	switch e.operator {
	case "known":
		return isKnown, nil
	case "missing":
		return func(label string) bool { return !isKnown(label) }, nil
	}
	var sides []func(string) (int, bool)
	for _, value := range e.parts[1:] {
		side, err := comparisonWith(value)
		if err != nil {
			return nil, err
		}
		sides = append(sides, side)
	}
	switch e.operator {
	case "in", "=":
		return func(label string) bool {
			return slices.ContainsFunc(sides, func(side func(string) (int, bool)) bool { n, ok := side(label); return ok && n == 0 })
		}, nil
	case "!=":
		return func(label string) bool { n, ok := sides[0](label); return !ok || n != 0 }, nil
	case "between":
		return func(label string) bool {
			low, ok := sides[0](label)
			high, also := sides[1](label)
			return ok && also && low >= 0 && high <= 0
		}, nil
	}
	return func(label string) bool {
		n, ok := sides[0](label)
		switch e.operator {
		case "<":
			return ok && n < 0
		case "<=":
			return ok && n <= 0
		case ">":
			return ok && n > 0
		}
		return ok && n >= 0
	}, nil
}

// isKnown reports whether a label, or each label of a pair, is no blank.
func isKnown(label string) bool { return !slices.Contains(strings.Split(label, "\x00"), "") }

func isBlank(label string) bool { return !isKnown(label) }

// comparisonWith compares labels with a value: less than 0, 0, more than 0, and
// whether they can be compared.
func comparisonWith(value *expression) (func(label string) (int, bool), error) {
	if value.operator == "-" && value.parts[0].operator == "number" && value.parts[1].operator == "number" {
		value = &expression{operator: "number", number: value.parts[0].number - value.parts[1].number}
	}
	switch value.operator {
	case "text":
		return func(label string) (int, bool) { return strings.Compare(label, value.text), label != "" }, nil
	case "number":
		return func(label string) (int, bool) {
			n := numberOf(label)
			switch {
			case math.IsNaN(n):
				return 0, false
			case n < value.number:
				return -1, true
			case n > value.number:
				return 1, true
			}
			return 0, true
		}, nil
	}
	return nil, fmt.Errorf("%s: compare with a number or a value in single quotes, such as 24 or 'Y'", value)
}

// numberOf reads a label as a number; NaN is none.
func numberOf(label string) float64 {
	n, err := strconv.ParseFloat(strings.TrimSpace(label), 64)
	if err != nil || math.IsInf(n, 0) || strings.ContainsAny(label, "xXpP_nN") {
		return math.NaN()
	}
	return n
}
