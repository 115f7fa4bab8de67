// Package parallel does the parts of a job side by side, in such a way that a panic
// in a part is an error of the whole. A panic in a goroutine ends a Go program,
// which prints the value that it panicked with; that may be a cell of an extract.
// Here the value is dropped, and the place in the program is kept.
package parallel

import (
	"context"
	"fmt"
	"runtime"
	"strings"
	"sync/atomic"

	"golang.org/x/sync/errgroup"
)

// Fault is a panic, told by its place.
type Fault struct {
	Place string // function and line of this program
}

func (f *Fault) Error() string {
	return "a fault of the program at " + f.Place + "; please report it"
}

// Recover, deferred, turns a panic of the function into a *Fault.
func Recover(err *error) {
	if value := recover(); value != nil {
		*err = faultOf(value)
	}
}

// faultOf is the fault of a value that was recovered: that of a part, if it panicked
// in one.
func faultOf(value any) *Fault {
	if f, ok := value.(*Fault); ok {
		return f
	}
	return &Fault{panicPlace()}
}

// panicPlace names the first function of this program below the panic.
func panicPlace() string {
	callers := make([]uintptr, 64)
	frames := runtime.CallersFrames(callers[:runtime.Callers(2, callers)])
	panicked := false
	for more := true; more; {
		var frame runtime.Frame
		frame, more = frames.Next()
		panicked = panicked || frame.Function == "runtime.gopanic"
		if panicked && (strings.HasPrefix(frame.Function, "svna/") || strings.HasPrefix(frame.Function, "main.")) {
			return fmt.Sprintf("%s line %d", frame.Function, frame.Line)
		}
	}
	return "an unknown place"
}

// Group is an errgroup.Group in which a panic is an error.
type Group struct {
	errgroup.Group
	cancel context.CancelCauseFunc // nil without a context
}

// WithContext returns a group, and a context that ends with its first error.
func WithContext(ctx context.Context) (*Group, context.Context) {
	ctx, cancel := context.WithCancelCause(ctx)
	return &Group{cancel: cancel}, ctx
}

// Go calls f in a goroutine of its own.
func (g *Group) Go(f func() error) {
	g.Group.Go(func() (err error) {
		defer func() {
			if err != nil && g.cancel != nil {
				g.cancel(err)
			}
		}()
		defer Recover(&err)
		return f()
	})
}

// Wait waits for all goroutines, and returns the first error.
func (g *Group) Wait() error {
	err := g.Group.Wait()
	if g.cancel != nil {
		g.cancel(err)
	}
	return err
}

// Each calls f with every number below n, on all cores. A panic in f is one of the
// caller, with a *Fault. f must write to what belongs to its number alone, so that
// the result does not depend on the number of cores.
func Each(n int, f func(i int)) {
	var next atomic.Int64
	var group Group
	for range min(n, runtime.GOMAXPROCS(0)) {
		group.Go(func() error {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				f(i)
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		panic(err)
	}
}
