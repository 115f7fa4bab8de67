package main

// forbidCoreDumps has nothing to do: Go keeps Windows from reporting a crash with
// the memory of the program.
func forbidCoreDumps() {}
