package tabulate

import (
	"testing"

	"pgregory.net/rapid"
)

// TestPairsAreNumberedOnce has a map as the oracle, with codes that grow from few to
// many, so that pairs are near, far, and both one after the other.
func TestPairsAreNumberedOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var p pairing
		numbers := map[[2]int32]int32{}
		for range rapid.IntRange(1, 8).Draw(t, "blocks") {
			most := rapid.SampledFrom([]int32{3, 20, 300, 5000, 1 << 20}).Draw(t, "most")
			codes := rapid.SliceOfN(rapid.Int32Range(0, most), 2, 60).Draw(t, "codes")
			a, b := codes[:len(codes)/2], codes[len(codes)/2:len(codes)/2*2]
			got := make([]int32, len(a))
			p.codes(got, a, b)
			for i, number := range got {
				pair := [2]int32{a[i], b[i]}
				if p.of[number] != pair {
					t.Fatalf("pair %v has number %d, which is %v", pair, number, p.of[number])
				}
				if have, known := numbers[pair]; known && have != number {
					t.Fatalf("pair %v has the numbers %d and %d", pair, have, number)
				}
				numbers[pair] = number
			}
		}
		if len(numbers) != len(p.of) {
			t.Fatalf("%d numbers for %d pairs", len(p.of), len(numbers))
		}
	})
}
