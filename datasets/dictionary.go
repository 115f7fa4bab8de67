package datasets

import (
	"encoding/binary"
	"hash/maphash"
	"strings"
)

// dictionary numbers distinct cells as they are first met.
type dictionary struct {
	values []string
	slots  []slot // open addressing; at most half are taken
	arena  *strings.Builder
}

// slot is one cell of a dictionary: all its bytes where it has up to 16, else a
// hash and its last 8 bytes.
type slot struct {
	first, last uint64
	length      uint32
	code        int32 // + 1; 0 for a free slot
}

var (
	dictionarySeed = maphash.MakeSeed() // seed and salt decide where a value is looked for, never its number
	dictionarySalt = maphash.String(dictionarySeed, "salt") | 1
)

// arenaBlock is how much text is kept in one piece.
const arenaBlock = 64 << 10

// code returns the number of a cell, blanks at its ends left out.
func (d *dictionary) code(cell []byte) int32 {
	for len(cell) > 0 && cell[0] == ' ' {
		cell = cell[1:]
	}
	for len(cell) > 0 && cell[len(cell)-1] == ' ' {
		cell = cell[:len(cell)-1]
	}
	if 2*len(d.values) >= len(d.slots) {
		d.grow()
	}
	wanted := slotOf(cell)
	mask := uint64(len(d.slots) - 1)
	for at := wanted.place() & mask; ; at = (at + 1) & mask {
		s := &d.slots[at]
		if s.code == 0 {
			*s = wanted
			s.code = d.add(cell) + 1
			return s.code - 1
		}
		if s.first == wanted.first && s.last == wanted.last && s.length == wanted.length && (len(cell) <= 16 || d.values[s.code-1] == string(cell)) {
			return s.code - 1
		}
	}
}

func slotOf(cell []byte) (s slot) {
	n := len(cell)
	s.length = uint32(n)
	switch {
	case n > 16:
		s.first, s.last = maphash.Bytes(dictionarySeed, cell), binary.LittleEndian.Uint64(cell[n-8:])
	case n >= 8:
		s.first, s.last = binary.LittleEndian.Uint64(cell), binary.LittleEndian.Uint64(cell[n-8:])
	case n >= 4:
		s.first = uint64(binary.LittleEndian.Uint32(cell)) | uint64(binary.LittleEndian.Uint32(cell[n-4:]))<<32
	case n > 0:
		s.first = uint64(cell[0]) | uint64(cell[n/2])<<8 | uint64(cell[n-1])<<16
	}
	return s
}

// place is where a slot is looked for first.
func (s *slot) place() uint64 {
	hash := (s.first ^ dictionarySalt) * 0x9e3779b97f4a7c15
	hash = (hash ^ hash>>32 ^ s.last ^ uint64(s.length)<<56) * 0xd6e8feb86659fd93
	return hash ^ hash>>32
}

func (d *dictionary) grow() {
	old := d.slots
	d.slots = make([]slot, max(64, 2*len(old)))
	mask := uint64(len(d.slots) - 1)
	for i := range old {
		if old[i].code == 0 {
			continue
		}
		at := old[i].place() & mask
		for d.slots[at].code != 0 {
			at = (at + 1) & mask
		}
		d.slots[at] = old[i]
	}
}

// add keeps a copy of the cell: text is packed into blocks, so that a million
// references are not a million allocations.
func (d *dictionary) add(cell []byte) int32 {
	if d.arena == nil || d.arena.Len()+len(cell) > d.arena.Cap() {
		d.arena = &strings.Builder{}
		d.arena.Grow(max(arenaBlock, len(cell)))
	}
	from := d.arena.Len()
	d.arena.Write(cell)
	d.values = append(d.values, d.arena.String()[from:])
	return int32(len(d.values) - 1)
}
