package datasets

import (
	"encoding/binary"
	"hash/maphash"
	"slices"
	"strings"
)

// dictionary numbers distinct cells as they are first met.
type dictionary struct {
	values []string
	slots  []slot // open addressing; at most half are taken, three quarters of many
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

// manyCells is how many cells make the memory of a dictionary matter.
const manyCells = 1 << 15

// arenaBlock is how much text is kept in one piece.
const arenaBlock = 64 << 10

// code returns the number of a cell, blanks at its ends left out. A new one is
// copied.
func (d *dictionary) code(cell []byte) int32 {
	cell = withoutBlanks(cell)
	s := d.find(slotOf(cell), len(cell) > 16, func(value string) bool { return value == string(cell) })
	if s.code == 0 {
		s.code = d.add(cell) + 1
	}
	return s.code - 1
}

// appendCodes adds the numbers of cells. Most were met before; a new one takes the
// way of code.
func (d *dictionary) appendCodes(into []int32, cells [][]byte) []int32 {
	if len(d.slots) == 0 {
		d.grow()
	}
	from := len(into)
	into = slices.Grow(into, len(cells))[:from+len(cells)]
	codes, slots := into[from:], d.slots
	for i, cell := range cells {
		n := len(cell)
		var wanted slot
		switch {
		case n > 16 || n > 0 && (cell[0] == ' ' || cell[n-1] == ' ') || cap(cell) < 8:
			cell = withoutBlanks(cell)
			n = len(cell)
			wanted = slotOf(cell)
		case n >= 8:
			wanted = slot{binary.LittleEndian.Uint64(cell), binary.LittleEndian.Uint64(cell[n-8:]), uint32(n), 0}
		default:
			wanted = slot{binary.LittleEndian.Uint64(cell[:8]) & (1<<(8*n) - 1), 0, uint32(n), 0}
		}
		for at := wanted.place(); ; at++ {
			s := &slots[at&uint64(len(slots)-1)]
			if s.first == wanted.first && s.last == wanted.last && s.length == wanted.length && s.code > 0 && (n <= 16 || d.values[s.code-1] == string(cell)) {
				codes[i] = s.code - 1
				break
			}
			if s.code == 0 {
				codes[i] = d.code(cell)
				slots = d.slots
				break
			}
		}
	}
	return into
}

// withoutBlanks leaves out the blanks at the ends of a cell.
func withoutBlanks(cell []byte) []byte {
	for len(cell) > 0 && cell[0] == ' ' {
		cell = cell[1:]
	}
	for len(cell) > 0 && cell[len(cell)-1] == ' ' {
		cell = cell[:len(cell)-1]
	}
	return cell
}

// codeOf returns the number of a cell that another dictionary holds; a new one is
// shared with it.
func (d *dictionary) codeOf(cell string) int32 {
	s := d.find(slotOf(cell), len(cell) > 16, func(value string) bool { return value == cell })
	if s.code == 0 {
		d.values = append(d.values, cell)
		s.code = int32(len(d.values))
	}
	return s.code - 1
}

// find returns the slot of a cell, or the free one that it takes, filled but for
// its code. Long cells need to be compared.
func (d *dictionary) find(wanted slot, isLong bool, equal func(string) bool) *slot {
	if n := len(d.values); 4*n >= 3*len(d.slots) || 2*n >= len(d.slots) && n < manyCells {
		d.grow()
	}
	mask := uint64(len(d.slots) - 1)
	for at := wanted.place() & mask; ; at = (at + 1) & mask {
		s := &d.slots[at]
		if s.code == 0 {
			*s = wanted
			return s
		}
		if s.first == wanted.first && s.last == wanted.last && s.length == wanted.length && (!isLong || equal(d.values[s.code-1])) {
			return s
		}
	}
}

func slotOf[T string | []byte](cell T) (s slot) {
	n := len(cell)
	s.length = uint32(n)
	switch {
	case n > 16:
		s.first, s.last = longHash(cell), eight(cell, n-8)
	case n >= 8:
		s.first, s.last = eight(cell, 0), eight(cell, n-8)
	default:
		for i := range n {
			s.first |= uint64(cell[i]) << (8 * i)
		}
	}
	return s
}

func longHash[T string | []byte](cell T) uint64 {
	switch cell := any(cell).(type) {
	case string:
		return maphash.String(dictionarySeed, cell)
	case []byte:
		return maphash.Bytes(dictionarySeed, cell)
	}
	return 0
}

func four[T string | []byte](cell T, at int) uint64 {
	return uint64(cell[at]) | uint64(cell[at+1])<<8 | uint64(cell[at+2])<<16 | uint64(cell[at+3])<<24
}

func eight[T string | []byte](cell T, at int) uint64 { return four(cell, at) | four(cell, at+4)<<32 }

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
