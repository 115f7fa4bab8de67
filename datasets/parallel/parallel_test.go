package parallel

import (
	"context"
	"errors"
	"strings"
	"testing"
)

const cell = "JOHN EXAMPLE 01/02/2004"

func panics(kind int) {
	switch kind {
	case 0:
		panic(cell)
	case 1:
		panic(errors.New(cell))
	}
	cells := []string{cell}
	cells[kind] = cell // past the end
}

// A panic in a part is an error of the whole: it names the place, and not the
// value.
func TestFault(t *testing.T) {
	for kind := range 3 {
		group, ctx := WithContext(context.Background())
		group.Go(func() error {
			panics(kind)
			return nil
		})
		group.Go(func() error {
			<-ctx.Done() // the other part has ended with its panic
			return ctx.Err()
		})
		err := group.Wait()
		var fault *Fault
		if !errors.As(err, &fault) || !strings.HasPrefix(fault.Place, "svna/datasets/parallel.panics line ") {
			t.Errorf("panic of kind %d: got %v, want a fault at panics", kind, err)
		}
		if err == nil || strings.Contains(err.Error(), "JOHN") {
			t.Errorf("panic of kind %d: got %v, want no cell in it", kind, err)
		}
	}
}

// Each calls all, and panics in the caller if one has; a fault keeps its place
// through several layers.
func TestEach(t *testing.T) {
	squares := make([]int, 1000)
	Each(len(squares), func(i int) { squares[i] = i * i })
	for i, got := range squares {
		if got != i*i {
			t.Fatalf("number %d: got %d, want %d", i, got, i*i)
		}
	}
	Each(0, func(int) { t.Error("called with nothing to do") })

	err := func() (err error) {
		defer Recover(&err)
		Each(10, func(i int) {
			Each(10, func(j int) {
				if i == 3 && j == 4 {
					panics(0)
				}
			})
		})
		return nil
	}()
	if err == nil || !strings.HasPrefix(err.Error(), "a fault of the program at svna/datasets/parallel.panics line ") {
		t.Errorf("got %v, want the place of the panic", err)
	}
}

// An error that is no panic stays as it is.
func TestErrors(t *testing.T) {
	want := errors.New("refused")
	var group Group
	group.SetLimit(1)
	group.Go(func() error { return nil })
	group.Go(func() error { return want })
	if err := group.Wait(); !errors.Is(err, want) {
		t.Errorf("got %v, want %v", err, want)
	}
}
