package reports

import (
	"slices"
	"syscall"
	"testing"
	"time"
)

// processorTime is the processor time that this process has used.
func processorTime(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkMedianFigure reports the processor time of the median mark, with its
// PNG at 192 dpi and both its SVG, of the mean, and of the slowest: other work on the
// machine hardly moves it, while it moves the time by the clock.
func BenchmarkMedianFigure(b *testing.B) {
	cases := figureCases()
	used := make([]time.Duration, len(cases))
	rounds := 0
	for b.Loop() {
		for i, f := range cases {
			p := f.published()
			start := processorTime(b)
			if _, failed, err := DrawFigures(b.Context(), p, nil); err != nil || len(failed) > 0 {
				b.Fatal(err, failed)
			}
			used[i] += processorTime(b) - start
		}
		rounds++
	}
	slices.Sort(used)
	var all time.Duration
	for _, one := range used {
		all += one
	}
	milliseconds := func(d time.Duration) float64 { return d.Seconds() * 1000 / float64(rounds) }
	b.ReportMetric(milliseconds(used[len(used)/2]), "cpu-ms/median")
	b.ReportMetric(milliseconds(all)/float64(len(used)), "cpu-ms/mean")
	b.ReportMetric(milliseconds(used[len(used)-1]), "cpu-ms/slowest")
}
