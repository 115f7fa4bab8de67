package datasets

import (
	"hash/maphash"
	"strings"
)

// dictionary numbers distinct cells as they are first met.
type dictionary struct {
	values []string
	slots  []uint64   // open addressing: 32 bits of the hash, then code + 1; 0 for free
	short  [256]int32 // code + 1 of cells of one byte
	blank  int32      // code + 1 of the empty cell
	last   int32      // code + 1 of the cell before
	arena  *strings.Builder
}

var dictionarySeed = maphash.MakeSeed() // decides where a value is looked for, never its number

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
	switch len(cell) {
	case 0:
		if d.blank == 0 {
			d.blank = d.add(nil) + 1
		}
		return d.blank - 1
	case 1:
		b := cell[0]
		if d.short[b] == 0 {
			d.short[b] = d.add(cell) + 1
		}
		return d.short[b] - 1
	}
	if d.last > 0 && d.values[d.last-1] == string(cell) {
		return d.last - 1
	}
	d.last = d.find(cell) + 1
	return d.last - 1
}

func (d *dictionary) find(cell []byte) int32 {
	if 2*len(d.values) >= len(d.slots) {
		d.grow()
	}
	hash := maphash.Bytes(dictionarySeed, cell) >> 32
	mask := uint64(len(d.slots) - 1)
	for at := hash & mask; ; at = (at + 1) & mask {
		slot := d.slots[at]
		if slot == 0 {
			code := d.add(cell)
			d.slots[at] = hash<<32 | uint64(code+1)
			return code
		}
		if code := int32(uint32(slot)) - 1; slot>>32 == hash && d.values[code] == string(cell) {
			return code
		}
	}
}

func (d *dictionary) grow() {
	old := d.slots
	d.slots = make([]uint64, max(64, 2*len(old)))
	mask := uint64(len(d.slots) - 1)
	for _, slot := range old {
		if slot == 0 {
			continue
		}
		at := slot >> 32 & mask
		for d.slots[at] != 0 {
			at = (at + 1) & mask
		}
		d.slots[at] = slot
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
