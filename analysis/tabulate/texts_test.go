package tabulate

import (
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"

	"svna/datasets"
)

// TestPiles has sets of Go as the oracle of texts that two goroutines met, enough of
// them on a pile for it to be told apart several times.
func TestPiles(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		texts, levels := rapid.SampledFrom([]int{1, 100, 5000, 1 << 40}).Draw(t, "texts"), rapid.SampledFrom([]int{1, 2, 4, blockLevels, blockLevels + 1, 1500}).Draw(t, "levels")
		spreadOver := rapid.SampledFrom([]uint64{1, 3, shards}).Draw(t, "piles")
		keys, pairs := map[datasets.Key]bool{}, make([]map[datasets.Key]bool, levels)
		for i := range pairs {
			pairs[i] = map[datasets.Key]bool{}
		}
		all := []*textPiles{{}, {}}
		for range rapid.IntRange(0, 12000).Draw(t, "rows") {
			key, level := datasets.Key{Low: uint64(r.IntN(texts)) + 1}, r.IntN(levels)
			p := all[r.IntN(2)]
			hash := spread(key.Low)
			if shard := hash % spreadOver; key.Low%3 == 0 {
				key.High = key.Low
				p.long.add(longText{key, int32(level) + 1}, shard)
			} else {
				p.addShort(hash, shard, int32(level)+1)
			}
			keys[key], pairs[level][key] = true, true
		}
		got := countTexts(all, levels)
		if got.inAll != len(keys) {
			t.Errorf("got %d texts, want %d", got.inAll, len(keys))
		}
		for i, want := range pairs {
			if got.byLevel[i] != len(want) {
				t.Errorf("level %d: got %d texts, want %d", i, got.byLevel[i], len(want))
			}
		}
	})
}
