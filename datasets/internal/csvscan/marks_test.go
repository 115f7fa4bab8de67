package csvscan

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// TestMarks has a look at each byte as the oracle of the portable way and of the
// one that the processor has.
func TestMarks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		some := rapid.SampledFrom([]byte{'"', '"' ^ 0x80, '"' + 1, ',', ';', '\t', '\n', '\n' ^ 0x80, 0, 1, 0x7f, 0x80, 0xff, 'a'})
		blocks := rapid.IntRange(0, 5).Draw(t, "blocks")
		text := rapid.SliceOfN(rapid.OneOf(some, rapid.Byte()), blocks*blockBytes, blocks*blockBytes).Draw(t, "text")
		delimiter := rapid.SampledFrom([]byte{',', ';', '\t', '|', 0xff}).Draw(t, "delimiter")
		want := make([]marks, blocks)
		for i, b := range text {
			bit, m := uint64(1)<<(i%blockBytes), &want[i/blockBytes]
			switch b {
			case '"':
				m.quotes |= bit
			case '\n':
				m.lineEnds |= bit
			case delimiter:
				m.delimiters |= bit
			}
		}
		for name, find := range map[string]func([]byte, byte, []marks){"portable": findMarks, "of the processor": look} {
			got := make([]marks, blocks)
			find(text, delimiter, got)
			if diff := cmp.Diff(want, got, cmp.AllowUnexported(marks{})); diff != "" {
				t.Fatalf("%s (-want +got):\n%s", name, diff)
			}
		}
	})
}

func TestInsideQuotes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		quotes := rapid.Uint64().Draw(t, "quotes")
		want, inside := uint64(0), uint64(0)
		for i := range 64 {
			inside ^= quotes >> i & 1
			want |= inside << i
		}
		if got := insideQuotes(quotes); got != want {
			t.Fatalf("got %b, want %b", got, want)
		}
	})
}
