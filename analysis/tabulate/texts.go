package tabulate

import (
	"slices"
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
	short []*piles[shortText] // for each blockLevels levels
	long  piles[longText]
}

// shards is how many piles there are: as many as 9 bits tell apart.
const (
	shardBits = 9
	shards    = 1 << shardBits
)

// blockLevels is how many levels a shortText can tell apart.
const blockLevels = 1<<shardBits - 1

// smallPile is how many texts a pile may have before they are told apart.
const smallPile = 1 << 10

// shortText is a text in a level: a key that has been spread, without the bits that
// all of its pile share, and the level among those of its piles from 1.
type shortText uint64

// longText is a text whose key has two parts, in a level from 1.
type longText struct {
	key   datasets.Key
	level int32
}

// text is a text in a level. The zero value is none.
type text interface {
	comparable
	slot() uint64 // where it is looked for
}

func (t shortText) slot() uint64 {
	return uint64(t>>shardBits) + uint64(t&blockLevels)*0x9e3779b97f4a7c15
}

func (t longText) slot() uint64 { return t.key.Low + uint64(t.level)*0x9e3779b97f4a7c15 }

// inAll is the text without its level.
func (t shortText) inAll() shortText { return t | blockLevels }

func (t longText) inAll() longText { return longText{t.key, 1} }

// add puts the text of a key on its pile, in a level from 1.
func (t *textPiles) add(key datasets.Key, level int32) {
	if key.High > 0 {
		t.long.add(longText{key, level}, key.High>>(64-shardBits))
		return
	}
	hash := spread(key.Low)
	t.addShort(hash, hash>>(64-shardBits), level)
}

func (t *textPiles) addShort(hash, shard uint64, level int32) {
	block := int(level-1) / blockLevels
	for len(t.short) <= block {
		t.short = append(t.short, &piles[shortText]{})
	}
	t.short[block].add(shortText(hash<<shardBits|uint64(int(level)-block*blockLevels)), shard)
}

type piles[T text] struct {
	of    [shards]pile[T]
	spare [][]T // emptied chunks
	table []T   // scratch
}

// pile holds texts in chunks: one that is being filled, and full ones.
type pile[T text] struct {
	into  []T
	full  [][]T
	limit int // texts to be told apart at; 0 for the first time
}

func (p *pile[T]) held() int {
	n := len(p.into)
	for _, chunk := range p.full {
		n += len(chunk)
	}
	return n
}

const largestChunk = 256

// add puts a text on a pile.
func (p *piles[T]) add(t T, shard uint64) {
	pile := &p.of[shard]
	if len(pile.into) == cap(pile.into) {
		p.newChunk(pile)
	}
	pile.into = append(pile.into, t)
}

// newChunk puts away a chunk that is full, and tells the texts of the pile apart
// where they have become many.
func (p *piles[T]) newChunk(pile *pile[T]) {
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
func (p *piles[T]) chunk(held int) []T {
	if n := len(p.spare); n > 0 && held >= largestChunk {
		chunk := p.spare[n-1]
		p.spare = p.spare[:n-1]
		return chunk
	}
	return make([]T, 0, min(largestChunk, max(16, held)))
}

// compact keeps each text of a pile once in each level. All its chunks are full.
func (p *piles[T]) compact(pile *pile[T], held int) {
	p.table = roomFor(p.table, held)
	chunks := pile.full
	kept := 0 // chunks filled again: never after the one that is read
	into := chunks[0][:0]
	for _, chunk := range chunks {
		for _, t := range chunk {
			if !put(p.table, t) {
				continue
			}
			if len(into) == cap(into) {
				chunks[kept] = into
				kept++
				into = chunks[kept][:0]
			}
			into = append(into, t)
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
func roomFor[T text](table []T, texts int) []T {
	size := 64
	for size < 2*texts {
		size *= 2
	}
	if cap(table) < size {
		return make([]T, size)
	}
	table = table[:size]
	clear(table)
	return table
}

// put puts a text into a table of open addressing, and reports whether it was not
// there.
func put[T text](table []T, t T) bool {
	var none T
	mask := uint64(len(table) - 1)
	for at := t.slot() & mask; ; at = (at + 1) & mask {
		switch have := &table[at]; *have {
		case none:
			*have = t
			return true
		case t:
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
		var short distinct[shortText]
		var long distinct[longText]
		for shard := i * shardsAtATime; shard < (i+1)*shardsAtATime; shard++ {
			for from := 0; from < levels; from += blockLevels {
				var piles []*pile[shortText]
				for _, p := range all {
					if block := from / blockLevels; block < len(p.short) {
						piles = append(piles, &p.short[block].of[shard])
					}
				}
				for _, t := range short.of(piles) {
					part.byLevel[from+int(t&blockLevels)-1]++
				}
			}
			var piles []*pile[longText]
			for _, p := range all {
				piles = append(piles, &p.long.of[shard])
			}
			for _, t := range long.of(piles) {
				part.byLevel[t.level-1]++
			}
			part.inAll += short.inAll(levels, shortText.inAll) + long.inAll(levels, longText.inAll)
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

// distinct collects the different texts of the piles of one shard.
type distinct[T text] struct {
	texts []T
	table []T // scratch
}

// of adds the different texts of piles that may have some in common, uses the piles
// up, and returns those texts.
func (d *distinct[T]) of(piles []*pile[T]) []T {
	held := 0
	for _, p := range piles {
		held += p.held()
	}
	if held == 0 {
		return nil
	}
	d.table = roomFor(d.table, held)
	from := len(d.texts)
	d.texts = slices.Grow(d.texts, held)
	for _, p := range piles {
		for _, chunk := range append(p.full, p.into) {
			for _, t := range chunk {
				if put(d.table, t) {
					d.texts = append(d.texts, t)
				}
			}
		}
		*p = pile[T]{} // its memory is needed for the next
	}
	return d.texts[from:]
}

// inAll counts the texts, those of several levels once, and forgets them. without
// gives a text without its level.
func (d *distinct[T]) inAll(levels int, without func(T) T) (n int) {
	n = len(d.texts)
	if levels > 1 {
		d.table, n = roomFor(d.table, len(d.texts)), 0
		for _, t := range d.texts {
			if put(d.table, without(t)) {
				n++
			}
		}
	}
	d.texts = d.texts[:0]
	return n
}

// spread mixes all bits of a number (the finaliser of MurmurHash3); it decides
// where to look, never what is equal.
func spread(n uint64) uint64 {
	n = (n ^ n>>33) * 0xff51afd7ed558ccd
	n = (n ^ n>>33) * 0xc4ceb9fe1a85ec53
	return n ^ n>>33
}
