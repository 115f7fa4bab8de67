package columnfile

import (
	"encoding/binary"
	"hash/maphash"
	"unicode/utf8"
	"unsafe"
)

// textList is a list of texts as a frame has them: each after its length, in four
// bytes.
type textList struct {
	arena []byte
	ends  []int
}

func (l *textList) len() int { return len(l.ends) }

func (l *textList) at(i int) []byte {
	from := 4
	if i > 0 {
		from += l.ends[i-1]
	}
	return l.arena[from:l.ends[i]]
}

func (l *textList) add(text []byte) {
	l.arena = appendText(l.arena, text)
	l.ends = append(l.ends, len(l.arena))
}

// addWritten adds a value as it is written; ok is false where it is none.
func (l *textList) addWritten(v int64, write writer) (ok bool) {
	from := len(l.arena)
	out, ok := write(append(l.arena, 0, 0, 0, 0), v)
	if !ok {
		return false
	}
	binary.LittleEndian.PutUint32(out[from:], uint32(len(out)-from-4))
	l.arena, l.ends = out, append(l.ends, len(out))
	return true
}

var seed = maphash.MakeSeed() // decides where a text is looked for, never its number

// textCoder numbers distinct texts as they are first met.
type textCoder struct {
	texts textList
	slots []uint64 // open addressing: 32 bits of the hash, then code; 0 for free
	asked int      // how many texts codeOrNew was asked for

	// near finds texts again by where they lie in memory, as the values of a page
	// with a dictionary do. It holds for one page.
	near [nearSlots]nearText
}

const nearSlots = 1 << 12

type nearText struct {
	at   *byte
	len  int
	code uint32
}

// newPage forgets where texts lay.
func (c *textCoder) newPage() { clear(c.near[:]) }

// code returns the number of a text from 1, or 0 for one that is none.
func (c *textCoder) code(text []byte) uint32 {
	at := unsafe.SliceData(text)
	near := &c.near[(uintptr(unsafe.Pointer(at))>>2^uintptr(unsafe.Pointer(at))>>13)&(nearSlots-1)]
	if near.at == at && near.len == len(text) && at != nil {
		return near.code
	}
	code := c.find(text)
	*near = nearText{at, len(text), code}
	return code
}

func (c *textCoder) find(text []byte) uint32 {
	if 2*c.texts.len() >= len(c.slots) {
		c.grow()
	}
	hash := maphash.Bytes(seed, text) >> 32
	mask := uint64(len(c.slots) - 1)
	for at := hash & mask; ; at = (at + 1) & mask {
		slot := c.slots[at]
		if slot == 0 {
			if len(text) > MaxText || !utf8.Valid(text) {
				return 0
			}
			c.texts.add(text)
			code := uint32(c.texts.len())
			c.slots[at] = hash<<32 | uint64(code)
			return code
		}
		if code := uint32(slot); slot>>32 == hash && string(c.texts.at(int(code)-1)) == string(text) {
			return code
		}
	}
}

// manyTexts is how many texts tell whether a column repeats its texts.
const manyTexts = 1 << 12

// codeOrNew is find while texts repeat. Where most are new, each gets a number of
// its own, and none is looked for.
func (c *textCoder) codeOrNew(text []byte) uint32 {
	if c.asked++; c.asked < manyTexts || 2*c.texts.len() < c.asked {
		return c.find(text)
	}
	if len(text) > MaxText || !utf8.Valid(text) {
		return 0
	}
	c.texts.add(text)
	return uint32(c.texts.len())
}

func (c *textCoder) grow() {
	old := c.slots
	c.slots = make([]uint64, max(64, 4*len(old)))
	mask := uint64(len(c.slots) - 1)
	for _, slot := range old {
		if slot == 0 {
			continue
		}
		at := slot >> 32 & mask
		for c.slots[at] != 0 {
			at = (at + 1) & mask
		}
		c.slots[at] = slot
	}
}

// numberCoder numbers distinct 64-bit values as they are first met.
type numberCoder struct {
	values []int64
	slots  []uint32 // code; 0 for free
	last   int64
	before uint32 // code of last, 0 for none
	asked  int    // how many values codeOrNew was asked for
}

// codeOrNew is code while values repeat. Where most are new, each gets a number of
// its own, and none is looked for.
func (c *numberCoder) codeOrNew(v int64) uint32 {
	if c.asked++; c.asked < manyTexts || 2*len(c.values) < c.asked {
		return c.code(v)
	}
	c.values = append(c.values, v)
	return uint32(len(c.values))
}

func (c *numberCoder) code(v int64) uint32 {
	if v == c.last && c.before > 0 {
		return c.before
	}
	if 2*len(c.values) >= len(c.slots) {
		c.grow()
	}
	mask := uint64(len(c.slots) - 1)
	at := spread(v) & mask
	for {
		code := c.slots[at]
		if code == 0 {
			c.values = append(c.values, v)
			code = uint32(len(c.values))
			c.slots[at] = code
		} else if c.values[code-1] != v {
			at = (at + 1) & mask
			continue
		}
		c.last, c.before = v, code
		return code
	}
}

// spread mixes the bits of a value (the finaliser of MurmurHash3).
func spread(v int64) uint64 {
	h := uint64(v)
	h ^= h >> 33
	h *= 0xff51afd7ed558ccd
	h ^= h >> 33
	h *= 0xc4ceb9fe1a85ec53
	return h ^ h>>33
}

func (c *numberCoder) grow() {
	c.slots = make([]uint32, max(64, 4*len(c.slots)))
	mask := uint64(len(c.slots) - 1)
	for i, v := range c.values {
		at := spread(v) & mask
		for c.slots[at] != 0 {
			at = (at + 1) & mask
		}
		c.slots[at] = uint32(i + 1)
	}
}
