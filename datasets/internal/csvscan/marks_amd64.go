package csvscan

import "golang.org/x/sys/cpu"

// look finds marks the quickest way that the processor has.
var look = func() func(text []byte, delimiter byte, into []marks) {
	if cpu.X86.HasAVX2 {
		return findMarksWide
	}
	return findMarks
}()

// findMarksWide is findMarks, 32 bytes at a time.
func findMarksWide(text []byte, delimiter byte, into []marks) {
	if len(into) == 0 {
		return
	}
	_ = text[len(into)*blockBytes-1]
	marksAVX2(&text[0], len(into), delimiter, &into[0])
}

//go:noescape
func marksAVX2(text *byte, blocks int, delimiter byte, into *marks)
