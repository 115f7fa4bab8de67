package spatial

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// each calls do for every i below n, on all cores. do must write to what belongs
// to i alone and draw its random numbers from i, so that the result does not depend
// on the number of cores. A panic in do is one of the caller, who can recover it.
func each(n int, do func(i int)) {
	workers := min(runtime.GOMAXPROCS(0), n)
	if workers < 2 {
		for i := range n {
			do(i)
		}
		return
	}
	const block = 16
	var next atomic.Int64
	var group sync.WaitGroup
	var fault atomic.Pointer[any]
	for range workers {
		group.Go(func() {
			defer func() {
				if r := recover(); r != nil {
					fault.Store(&r)
				}
			}()
			for {
				to := int(next.Add(block))
				for i := to - block; i < min(to, n); i++ {
					do(i)
				}
				if to >= n {
					return
				}
			}
		})
	}
	group.Wait()
	if r := fault.Load(); r != nil {
		panic(*r)
	}
}
