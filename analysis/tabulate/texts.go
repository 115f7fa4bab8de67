package tabulate

import (
	"sync"

	"svna/datasets"
)

// textSets are the different texts of one count, in all and by level, which all
// goroutines share. They are spread over shards, so that goroutines seldom wait for
// each other. Texts are told apart by keys: see datasets.Key.
type textSets struct {
	shards [shards]textShard

	mu     sync.Mutex
	number map[string]int32 // of each level
}

const shards = 64

// textShard is the texts of some keys. A text is held once, with the level that it
// was first met in; those met in another level as well are held beside them.
type textShard struct {
	mu     sync.Mutex
	short  keySet[uint64]
	long   keySet[datasets.Key]
	again  map[levelKey]struct{}
	counts []int // for each level, the texts met in it
}

// levelKey is a text in a level.
type levelKey struct {
	key   datasets.Key
	level int32
}

func shardOf(k datasets.Key) int {
	if k.High == 0 {
		return int(spread(k.Low) >> 58)
	}
	return int(k.High >> 58)
}

// levelNumber numbers a level.
func (t *textSets) levelNumber(label string) int32 {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.number == nil {
		t.number = map[string]int32{}
	}
	n, known := t.number[label]
	if !known {
		n = int32(len(t.number))
		t.number[label] = n
	}
	return n
}

// add puts texts into a shard, which must be theirs.
func (t *textSets) add(shard int, keys []levelKey) {
	s := &t.shards[shard]
	s.mu.Lock()
	defer s.mu.Unlock()
	s.short.reach(keys)
	for _, k := range keys {
		var level int32
		if k.key.High == 0 {
			level = s.short.add(k.key.Low, spread(k.key.Low), k.level)
		} else {
			level = s.long.add(k.key, k.key.Low, k.level)
		}
		if level == k.level {
			continue // met before in this level
		}
		if level >= 0 {
			if _, met := s.again[k]; met {
				continue
			}
			if s.again == nil {
				s.again = map[levelKey]struct{}{}
			}
			s.again[k] = struct{}{}
		}
		for int(k.level) >= len(s.counts) {
			s.counts = append(s.counts, 0)
		}
		s.counts[k.level]++
	}
}

// inAll is the number of different texts.
func (t *textSets) inAll() (n int) {
	for i := range t.shards {
		n += t.shards[i].short.held + t.shards[i].long.held
	}
	return n
}

// byLevel is the number of different texts of each level.
func (t *textSets) byLevel() map[string]int {
	found := map[string]int{}
	for label, number := range t.number {
		for i := range t.shards {
			if counts := t.shards[i].counts; int(number) < len(counts) {
				found[label] += counts[number]
			}
		}
	}
	return found
}

// keySet holds keys other than the zero key, and a level of each, by open
// addressing: no more than themselves is held.
type keySet[K comparable] struct {
	keys   []K
	levels []int32
	held   int
	sum    uint64 // of what was reached for; it keeps the reads from being left out
}

// add returns the level of a key, or -1 where it is new and gets this one. hash is
// where it is looked for.
func (s *keySet[K]) add(key K, hash uint64, level int32) int32 {
	if 5*s.held >= 4*len(s.keys) {
		s.grow()
	}
	at, met := s.find(key, hash)
	if met {
		return s.levels[at]
	}
	s.keys[at], s.levels[at] = key, level
	s.held++
	return -1
}

// find returns the place of a key, or the free place where it belongs.
func (s *keySet[K]) find(key K, hash uint64) (at uint64, met bool) {
	var free K
	mask := uint64(len(s.keys) - 1)
	for at = hash & mask; ; at = (at + 1) & mask {
		switch s.keys[at] {
		case free:
			return at, false
		case key:
			return at, true
		}
	}
}

// reach reads the places where short keys will be looked for, one after the other
// without waiting: they are in the cache when they are needed.
func (s *keySet[K]) reach(keys []levelKey) {
	if len(s.keys) == 0 {
		return
	}
	mask := uint64(len(s.levels) - 1)
	var sum uint64
	for _, k := range keys {
		sum += uint64(s.levels[spread(k.key.Low)&mask])
	}
	s.sum += sum
}

func (s *keySet[K]) grow() {
	var free K
	keys, levels := s.keys, s.levels
	s.keys, s.levels = make([]K, max(8, 2*len(keys))), make([]int32, max(8, 2*len(keys)))
	for i, key := range keys {
		if key != free {
			at, _ := s.find(key, hashOf(key))
			s.keys[at], s.levels[at] = key, levels[i]
		}
	}
}

// hashOf is where to look for a key that is moved.
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
