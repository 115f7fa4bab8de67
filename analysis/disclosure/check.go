package disclosure

import "fmt"

// Printed is a count of an edition for the checker: the records that it counts,
// and what is printed.
type Printed struct {
	Rows          []int32
	Hidden, Small bool // Small: hidden as it is small, and not to protect others
	Shown         int  // if not hidden
}

// Checker adds up what an edition prints of one kind of row. It uses nothing of
// the audit and of the suppression: it knows which records each printed number
// counts, and what is printed.
type Checker struct {
	rule    Rule
	printed []Printed
	of      map[int32][]int // numbers that count a record
}

// NewChecker adds up every number once; it fails if one is not printed as the
// rule has it.
func NewChecker(rule Rule, printed []Printed) (*Checker, error) {
	c := &Checker{rule: rule, printed: printed, of: map[int32][]int{}}
	for i, p := range printed {
		for _, r := range p.Rows {
			c.of[r] = append(c.of[r], i)
		}
		if err := c.compare(i, len(p.Rows)); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// Check compares the two data sets of a witness with everything printed: it
// gives each moved record the memberships of another in the numbers that move,
// counts again, rounds and hides by the rule, and fails if one number differs
// from what is printed, or the number of the witness differs by less than the
// width.
func (c *Checker) Check(hidden int, moving map[int]bool, low, high []Move) error {
	first, err := c.recount(moving, low)
	if err != nil {
		return err
	}
	second, err := c.recount(moving, high)
	if err != nil {
		return err
	}
	if apart := second[hidden] - first[hidden]; apart < c.rule.Width {
		return fmt.Errorf("the two data sets differ by %d in the hidden number; %d is needed", apart, c.rule.Width)
	}
	return nil
}

// recount counts every number after moves, and fails if it would be printed
// otherwise.
func (c *Checker) recount(moving map[int]bool, moves []Move) ([]int, error) {
	counts := make([]int, len(c.printed))
	for i, p := range c.printed {
		counts[i] = len(p.Rows)
	}
	moved := map[int32]bool{}
	for _, m := range moves {
		if moved[m.Record] {
			return nil, fmt.Errorf("a record is moved twice")
		}
		moved[m.Record] = true
		for _, i := range c.of[m.Record] {
			if moving[i] {
				counts[i]--
			}
		}
		for _, i := range c.of[m.As] {
			if moving[i] {
				counts[i]++
			}
		}
	}
	for i, n := range counts {
		if err := c.compare(i, n); err != nil {
			return nil, err
		}
	}
	return counts, nil
}

// compare reports whether a count would be printed as the number is. A number
// hidden to protect others is one of at least the threshold, as the reader may
// guess, where counts are rounded.
func (c *Checker) compare(i, n int) error {
	p := c.printed[i]
	small := n < c.rule.Threshold && (n > 0 || !c.rule.Zeros)
	shown := (2*n + c.rule.RoundTo) / (2 * c.rule.RoundTo) * c.rule.RoundTo
	switch {
	case p.Hidden && c.rule.RoundTo == 1: // exact counts: hidden is hidden, zeros apart
		if n == 0 && c.rule.Zeros {
			return fmt.Errorf("number %d would not be hidden", i)
		}
	case p.Hidden && (small != p.Small || n == 0 && c.rule.Zeros):
		return fmt.Errorf("number %d would not be hidden for the same reason", i)
	case !p.Hidden && (small || shown != p.Shown):
		return fmt.Errorf("number %d would be printed otherwise", i)
	}
	return nil
}
