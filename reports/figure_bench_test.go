package reports

import (
	"testing"
)

// BenchmarkFigure draws each mark with its three files; DrawFigures draws as
// many at a time as there are cores.
func BenchmarkFigure(b *testing.B) {
	for _, f := range figureCases() {
		b.Run(f.chart.ID, func(b *testing.B) {
			p := f.published()
			for b.Loop() {
				if _, failed, err := DrawFigures(b.Context(), p, nil); err != nil || len(failed) > 0 {
					b.Fatal(err, failed)
				}
			}
		})
	}
}
