//go:build !windows

package columnfile

import "golang.org/x/sys/unix"

// limitMemory bounds what the process may ask for, so that a damaged file ends it
// and not the machine. RLIMIT_AS is no use: Go reserves more addresses than it
// ever fills.
func limitMemory() {
	_ = unix.Setrlimit(unix.RLIMIT_DATA, &unix.Rlimit{Cur: MaxMemory, Max: MaxMemory})
	_ = unix.Setrlimit(unix.RLIMIT_CORE, &unix.Rlimit{})
}
