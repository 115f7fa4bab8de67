package tabulate

import (
	"slices"
	"sync"

	"svna/datasets"
)

// textLevels numbers the levels of one count of texts, for all goroutines.
type textLevels struct {
	mu     sync.Mutex
	labels []string
	number map[string]int32
}

// levelNumber numbers a level, from 1.
func (t *textLevels) levelNumber(label string) int32 {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.number == nil {
		t.number = map[string]int32{}
	}
	n, known := t.number[label]
	if !known {
		t.labels = append(t.labels, label)
		n = int32(len(t.labels))
		t.number[label] = n
	}
	return n
}

// textPiles are the texts that one goroutine has met for one count, as keys: see
// datasets.Key. Keys are put on piles by their hash, and told apart only when a pile
// has grown large, and at the end: a pile is small enough for the cache, and all
// together are not.
type textPiles struct {
	short piles[uint64]
	long  piles[datasets.Key]
}

// shards is how many piles there are.
const shards = 512

// smallPile is how many texts a pile may have before they are told apart.
const smallPile = 1 << 10

// met is a text in a level. The zero value is none: levels are numbered from 1.
type met[K comparable] struct {
	key   K
	level int32
}

type piles[K comparable] struct {
	of    [shards]pile[K]
	spare [][]met[K] // emptied chunks
	table []met[K]   // scratch
}

// pile holds texts in chunks, all full but the last.
type pile[K comparable] struct {
	chunks [][]met[K]
	held   int
	limit  int // texts to be told apart at; 0 for the first time
}

const largestChunk = 256

// add puts a text on its pile.
func (p *piles[K]) add(key K, hash uint64, level int32) {
	pile := &p.of[hash>>(64-9)]
	last := len(pile.chunks) - 1
	if last < 0 || len(pile.chunks[last]) == cap(pile.chunks[last]) {
		last = p.newChunk(pile)
	}
	pile.chunks[last] = append(pile.chunks[last], met[K]{key, level})
	pile.held++
}

// newChunk adds an empty chunk to a pile, after telling its texts apart where they
// have become many. It returns the place of the chunk to go on with.
func (p *piles[K]) newChunk(pile *pile[K]) int {
	if pile.held >= max(pile.limit, smallPile) {
		p.compact(pile)
		pile.limit = 2 * pile.held
		if last := len(pile.chunks) - 1; last >= 0 && len(pile.chunks[last]) < cap(pile.chunks[last]) {
			return last
		}
	}
	var chunk []met[K]
	if n := len(p.spare); n > 0 {
		chunk, p.spare = p.spare[n-1], p.spare[:n-1]
	} else {
		chunk = make([]met[K], 0, min(largestChunk, max(16, pile.held)))
	}
	pile.chunks = append(pile.chunks, chunk)
	return len(pile.chunks) - 1
}

// compact keeps each text of a pile once in each level.
func (p *piles[K]) compact(pile *pile[K]) {
	p.table = roomFor(p.table, pile.held)
	old := pile.chunks
	pile.chunks, pile.held = pile.chunks[:0], 0
	at := 0 // where kept texts go: never after where they are read from
	var into []met[K]
	for _, chunk := range old {
		for _, m := range chunk {
			if !put(p.table, m) {
				continue
			}
			if at == 0 || len(into) == cap(into) {
				if at > 0 {
					old[at-1] = into
				}
				into = old[at][:0]
				at++
			}
			into = append(into, m)
			pile.held++
		}
	}
	if at > 0 {
		old[at-1] = into
	}
	for _, chunk := range old[at:] {
		if cap(chunk) == largestChunk {
			p.spare = append(p.spare, chunk[:0])
		}
	}
	pile.chunks = slices.Delete(old, at, len(old))
}

// roomFor makes an empty table for so many texts.
func roomFor[K comparable](table []met[K], texts int) []met[K] {
	size := 64
	for size < 2*texts {
		size *= 2
	}
	if cap(table) < size {
		return make([]met[K], size)
	}
	table = table[:size]
	clear(table)
	return table
}

// put puts a text in a level into a table of open addressing, and reports whether
// it was not there.
func put[K comparable](table []met[K], m met[K]) bool {
	mask := uint64(len(table) - 1)
	for at := (hashOf(m.key) + uint64(m.level)*0x9e3779b97f4a7c15) & mask; ; at = (at + 1) & mask {
		switch have := &table[at]; {
		case have.level == 0:
			*have = m
			return true
		case *have == m:
			return false
		}
	}
}

// textCounts are how many different texts there are, in all and in each level.
type textCounts struct {
	inAll   int
	byLevel []int // by the number of the level - 1
}

// shardsAtATime is how many piles one goroutine counts before the next.
const shardsAtATime = 32

// countTexts tells the texts of all goroutines apart.
func countTexts(all []*textPiles, levels int) textCounts {
	parts := make([]textCounts, shards/shardsAtATime)
	inParallel(len(parts), func(i int) {
		part := &parts[i]
		part.byLevel = make([]int, levels)
		var short []met[uint64]
		var long []met[datasets.Key]
		for shard := i * shardsAtATime; shard < (i+1)*shardsAtATime; shard++ {
			var shorts []*pile[uint64]
			var longs []*pile[datasets.Key]
			for _, p := range all {
				shorts, longs = append(shorts, &p.short.of[shard]), append(longs, &p.long.of[shard])
			}
			short, long = countPiles(part, shorts, short), countPiles(part, longs, long)
		}
	})
	sum := textCounts{byLevel: make([]int, levels)}
	for _, part := range parts {
		sum.inAll += part.inAll
		for i, n := range part.byLevel {
			sum.byLevel[i] += n
		}
	}
	return sum
}

// countPiles adds the different texts of piles that may have some in common: first
// those of each level, and of those the ones of different keys. It returns the table
// that it used.
func countPiles[K comparable](counts *textCounts, piles []*pile[K], table []met[K]) []met[K] {
	held := 0
	for _, p := range piles {
		held += p.held
	}
	if held == 0 {
		return table
	}
	table = roomFor(table, held)
	var distinct []met[K]
	for _, p := range piles {
		for _, chunk := range p.chunks {
			for _, m := range chunk {
				if !put(table, m) {
					continue
				}
				counts.byLevel[m.level-1]++
				counts.inAll++
				if len(counts.byLevel) > 1 {
					distinct = append(distinct, met[K]{m.key, 1})
				}
			}
		}
	}
	if len(distinct) == 0 {
		return table
	}
	table = roomFor(table, len(distinct))
	for _, m := range distinct {
		if !put(table, m) {
			counts.inAll--
		}
	}
	return table
}

// hashOf is where a text is looked for.
func hashOf[K comparable](key K) uint64 {
	switch k := any(key).(type) {
	case uint64:
		return spread(k)
	case datasets.Key:
		return k.Low
	}
	return 0
}

// spread mixes all bits of a number (the finaliser of MurmurHash3); it decides
// where to look, never what is equal.
func spread(n uint64) uint64 {
	n = (n ^ n>>33) * 0xff51afd7ed558ccd
	n = (n ^ n>>33) * 0xc4ceb9fe1a85ec53
	return n ^ n>>33
}
