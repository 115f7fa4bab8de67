package analysis

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"

	"svna/datasets/parallel"
)

// Catalogue returns every breakdown, theme by theme in the order of the
// assessment, then by name.
func Catalogue() []Breakdown {
	order := map[string]int{}
	for i, t := range Themes {
		order[t.Key] = i
	}
	all := slices.Clone(catalogue)
	slices.SortFunc(all, func(a, b Breakdown) int {
		if a.Theme.Key != b.Theme.Key {
			return order[a.Theme.Key] - order[b.Theme.Key]
		}
		return strings.Compare(a.Name, b.Name)
	})
	return all
}

// BreakdownNamed returns the breakdown of a name, or false.
func BreakdownNamed(name string) (Breakdown, bool) {
	for _, b := range catalogue {
		if b.Name == name {
			return b, true
		}
	}
	return Breakdown{}, false
}

// Analyse computes every breakdown of the catalogue. A breakdown whose needs
// are not met is skipped with the reason; one that fails costs itself and not
// the run. The outcomes are in catalogue order, whatever the number of cores.
// done, if not nil, is called after each breakdown.
func Analyse(ctx context.Context, s *Study, done func(name string)) ([]Outcome, error) {
	all := Catalogue()
	outcomes := make([]Outcome, len(all))
	group, ctx := parallel.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i, b := range all {
		group.Go(func() error {
			if err := ctx.Err(); err != nil {
				return err
			}
			outcomes[i] = compute(b, s)
			if done != nil {
				done(b.Name)
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return nil, fmt.Errorf("analyse: %w", err)
	}
	return outcomes, nil
}

func compute(b Breakdown, s *Study) (o Outcome) {
	o.Breakdown = b
	defer parallel.Recover(&o.Err)
	for _, need := range b.Needs {
		if reason := s.Lacks(need); reason != "" {
			o.Skipped = reason
			return o
		}
	}
	result, err := b.Compute(s)
	var skip *Skip
	switch {
	case errors.As(err, &skip):
		o.Skipped = skip.Reason
	case err != nil:
		o.Err = err
	default:
		result.markReliability()
		o.Result = result
	}
	return o
}
