package tabulate

import (
	"sync"

	"svna/datasets"
	"svna/datasets/parallel"
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

// pile holds texts in chunks: one that is being filled, and full ones.
type pile[K comparable] struct {
	into  []met[K]
	full  [][]met[K]
	limit int // texts to be told apart at; 0 for the first time
}

func (p *pile[K]) held() int {
	n := len(p.into)
	for _, chunk := range p.full {
		n += len(chunk)
	}
	return n
}

const largestChunk = 256

// add puts a text on its pile.
func (p *piles[K]) add(key K, hash uint64, level int32) {
	pile := &p.of[hash>>(64-9)]
	if len(pile.into) == cap(pile.into) {
		p.newChunk(pile)
	}
	pile.into = append(pile.into, met[K]{key, level})
}

// newChunk puts away a chunk that is full, and tells the texts of the pile apart
// where they have become many.
func (p *piles[K]) newChunk(pile *pile[K]) {
	held := pile.held()
	if held >= max(pile.limit, smallPile) {
		pile.full, pile.into = append(pile.full, pile.into), nil
		p.compact(pile, held)
		held = pile.held()
		pile.limit = 2 * held
	}
	if len(pile.into) < cap(pile.into) {
		return
	}
	if held > 0 {
		pile.full = append(pile.full, pile.into)
	}
	pile.into = p.chunk(held)
}

// chunk makes an empty chunk for a pile that has so many texts.
func (p *piles[K]) chunk(held int) []met[K] {
	if n := len(p.spare); n > 0 && held >= largestChunk {
		chunk := p.spare[n-1]
		p.spare = p.spare[:n-1]
		return chunk
	}
	return make([]met[K], 0, min(largestChunk, max(16, held)))
}

// compact keeps each text of a pile once in each level. All its chunks are full.
func (p *piles[K]) compact(pile *pile[K], held int) {
	p.table = roomFor(p.table, held)
	chunks := pile.full
	kept := 0 // chunks filled again: never after the one that is read
	into := chunks[0][:0]
	for _, chunk := range chunks {
		for _, m := range chunk {
			if !put(p.table, m) {
				continue
			}
			if len(into) == cap(into) {
				chunks[kept] = into
				kept++
				into = chunks[kept][:0]
			}
			into = append(into, m)
		}
	}
	for _, chunk := range chunks[kept+1:] {
		if cap(chunk) == largestChunk {
			p.spare = append(p.spare, chunk[:0])
		}
	}
	clear(chunks[kept:])
	pile.full, pile.into = chunks[:kept], into
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

// countTexts tells the texts of all goroutines apart, and uses the piles up.
func countTexts(all []*textPiles, levels int) textCounts {
	parts := make([]textCounts, shards/shardsAtATime)
	parallel.Each(len(parts), func(i int) {
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
			for _, p := range all { // their memory is needed for the next
				p.short.of[shard], p.long.of[shard] = pile[uint64]{}, pile[datasets.Key]{}
			}
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
		held += p.held()
	}
	if held == 0 {
		return table
	}
	table = roomFor(table, held)
	var distinct []met[K]
	for _, p := range piles {
		for _, chunk := range append(p.full, p.into) {
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
