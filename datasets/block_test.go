package datasets

import (
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// TestNumbersFromBytes has strconv as the oracle of whole numbers, and holds that
// what is none of up to eight figures goes the careful way.
func TestNumbersFromBytes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cell := []byte(rapid.StringMatching(`[0-9]{0,12}|[0-9]{0,5}[-:/a \x80][0-9]{0,5}`).Draw(t, "cell"))
		cell = slices.Grow(cell, rapid.SampledFrom([]int{0, 20}).Draw(t, "room"))
		var c blockColumn
		got := c.number(cell)
		if len(cell) > 8 || len(cell) == 0 {
			return
		}
		if n, err := strconv.ParseUint(string(cell), 10, 32); err == nil && int32(n) != got {
			t.Fatalf("%q: got %d", cell, got)
		} else if err != nil && got != new(blockColumn).unusualNumber(cell) {
			t.Fatalf("%q: got %d, want what the careful way gives", cell, got)
		}
	})
}

// TestDaysFromBytes reads days in any order, many of them again, with package time
// as the oracle.
func TestDaysFromBytes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := blockColumn{dayFirst: rapid.Bool().Draw(t, "day first")}
		layout := map[bool]string{false: "2006-01-02", true: "02/01/2006"}[c.dayFirst]
		for range 20 {
			cell := rapid.OneOf(rapid.StringMatching(`20[012][0-9]-[01][0-9]-[0-3][0-9]`), rapid.StringMatching(`[0-3][0-9]/[01][0-9]/20[012][0-9]`), rapid.StringMatching(`[0-9/-]{10}`)).Draw(t, "cell")
			for range 2 {
				day, minute, ok := c.usualTime([]byte(cell))
				want, err := time.Parse(layout, cell)
				if c.dayFirst && err != nil {
					want, err = time.Parse("2006-01-02", cell)
				}
				if inRange := err == nil && want.Year() >= 1900 && want.Year() <= 2100; ok != inRange {
					t.Fatalf("%q: read is %v, want %v", cell, ok, inRange)
				} else if ok && (int64(day)*86400 != want.Unix() || minute != NoMinute) {
					t.Fatalf("%q: got day %d and minute %d", cell, day, minute)
				}
			}
		}
	})
}

// TestCodesOfManyCells has the way of single cells as the oracle.
func TestCodesOfManyCells(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		draw := rapid.SliceOf(rapid.Custom(func(t *rapid.T) []byte {
			cell := []byte(rapid.StringMatching(`[ab\x00 ]{0,3}|[ab]{6,10}|b{15,18}`).Draw(t, "cell"))
			return slices.Grow(cell, rapid.SampledFrom([]int{0, 20}).Draw(t, "room"))
		}))
		var together, alone dictionary
		var got, want []int32
		for range 3 {
			cells := draw.Draw(t, "cells")
			got = together.appendCodes(got, cells)
			for _, cell := range cells {
				want = append(want, alone.code(cell))
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("codes (-alone +together):\n%s", diff)
		}
		if diff := cmp.Diff(alone.values, together.values); diff != "" {
			t.Fatalf("values (-alone +together):\n%s", diff)
		}
		for code, value := range alone.values {
			if again := together.codeOf(value); again != int32(code) {
				t.Fatalf("%q has the numbers %d and %d", value, code, again)
			}
		}
	})
}
