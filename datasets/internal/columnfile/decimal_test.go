package columnfile

import (
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
)

// A damaged file once stated three million figures after the point, and took
// minutes to write each number. With fewer than none, 5 is 500: not read at all.
func TestDecimalScales(t *testing.T) {
	for scale, want := range map[int32]Kind{0: Number, 2: Number, 38: Number, -2: Unsupported, 0x380002: Unsupported} {
		if kind, _ := arrowKind(&arrow.Decimal128Type{Precision: 38, Scale: scale}); kind != want {
			t.Errorf("scale %d: got kind %v, want %v", scale, kind, want)
		}
	}
}
