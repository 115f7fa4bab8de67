package main

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

// seldomBelow is how much memory a run may take before garbage is collected more
// often than main has it: a run is short, and while memory is small, collecting costs
// more than it gives back.
const seldomBelow = 448 << 20

// limitGarbage keeps memory below seldomBelow, and where more than that is in use,
// garbage below half of what is. It decides anew after each collection.
func limitGarbage() {
	live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(live)
	inUse := live[0].Value.Uint64()
	debug.SetMemoryLimit(int64(max(seldomBelow, inUse+inUse/2)))
	collected := new([16]byte) // goes with the next collection
	runtime.AddCleanup(collected, func(struct{}) { limitGarbage() }, struct{}{})
}
