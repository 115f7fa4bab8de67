package tabulate

import (
	"sync"

	"svna/datasets"
)

// keySet counts different texts by their keys. Short texts are told apart exactly,
// long ones by a hash; see datasets.Key.
type keySet struct {
	short set[uint64]
	long  set[datasets.Key]
}

func (s *keySet) add(k datasets.Key) {
	if k.High == 0 {
		s.short.add(k.Low, spread(k.Low))
	} else {
		s.long.add(k, k.Low)
	}
}

func (s *keySet) len() int { return s.short.held + s.long.held }

// set is a set of values other than the zero value, by open addressing: no more
// than the values themselves is held.
type set[T comparable] struct {
	slots []T
	held  int
}

// add takes a value and where to begin to look for it.
func (s *set[T]) add(v T, hash uint64) {
	if 5*s.held >= 4*len(s.slots) {
		s.grow()
	}
	if s.put(v, hash) {
		s.held++
	}
}

func (s *set[T]) put(v T, hash uint64) bool {
	var free T
	mask := uint64(len(s.slots) - 1)
	for at := hash & mask; ; at = (at + 1) & mask {
		switch s.slots[at] {
		case free:
			s.slots[at] = v
			return true
		case v:
			return false
		}
	}
}

func (s *set[T]) grow() {
	var free T
	old := s.slots
	s.slots = make([]T, max(8, 2*len(old)))
	for _, v := range old {
		if v != free {
			s.put(v, hashOf(v))
		}
	}
}

// hashOf is where to look for a value that is moved.
func hashOf[T comparable](v T) uint64 {
	switch v := any(v).(type) {
	case uint64:
		return spread(v)
	case datasets.Key:
		return v.Low
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

// textSets are the sets of one count of different texts, one for each level of its
// dimension, which all goroutines share. Where there is one level only, its texts
// are spread over several sets, so that goroutines seldom wait for each other.
type textSets struct {
	mu   sync.Mutex
	sets map[string]*lockedSet
}

type lockedSet struct {
	mu sync.Mutex
	keySet
}

// ofLevel returns the set of a level, made where it is new.
func (t *textSets) ofLevel(level string) *lockedSet {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.sets == nil {
		t.sets = map[string]*lockedSet{}
	}
	s := t.sets[level]
	if s == nil {
		s = &lockedSet{}
		t.sets[level] = s
	}
	return s
}
