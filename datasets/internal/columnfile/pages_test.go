package columnfile

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// TestUnpackBits packs numbers bit by bit, as the format says, and reads them back:
// of every width, and however many.
func TestUnpackBits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		width := rapid.IntRange(0, 32).Draw(t, "width")
		want := rapid.SliceOfN(rapid.Uint32Range(0, uint32(uint64(1)<<width-1)), 0, 70).Draw(t, "numbers")
		packed := make([]byte, (width*len(want)+7)/8)
		for i, n := range want {
			for bit := range width {
				at := i*width + bit
				packed[at/8] |= byte(n>>bit&1) << (at % 8)
			}
		}
		got := make([]uint32, len(want))
		if !unpackBits(packed, width, got) || cmp.Diff(want, got) != "" {
			t.Fatalf("%d numbers of %d bits: %v, not %v", len(want), width, got, want)
		}
		if width > 0 && len(packed) > 0 && unpackBits(packed[:len(packed)-1], width, got) {
			t.Fatal("a byte too few is enough")
		}
	})
}

// TestRowsWithoutValues reads a page by hand: numbers for the rows that have one.
func TestRowsWithoutValues(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		has := rapid.SliceOfN(rapid.Bool(), 1, 40).Draw(t, "rows with a value")
		levels := []byte{byte((len(has)+7)/8)<<1 | 1} // one run of packed groups of eight
		levels = append(levels, make([]byte, (len(has)+7)/8)...)
		var data []byte
		var want []uint32
		next := uint32(0)
		for row, ok := range has {
			code := uint32(0)
			if ok {
				levels[1+row/8] |= 1 << (row % 8)
				data = append(data, byte(next), 1, 0, 0)
				next++
				code = next
			}
			want = append(want, code)
		}
		p := &pages{optional: true, wide: 4}
		if err := p.readRows(levels, data, len(has), true); err != nil || cmp.Diff(want, p.codes) != "" {
			t.Fatalf("%v, %v, not %v", err, p.codes, want)
		}
		if len(data) > 0 && p.readRows(levels, data[1:], len(has), true) == nil {
			t.Fatal("a byte too few is enough")
		}
	})
}
