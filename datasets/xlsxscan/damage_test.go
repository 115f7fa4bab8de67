package xlsxscan

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// smallRows is a sheet with something of everything.
func smallRows() string {
	var b strings.Builder
	for r := 1; r <= 9; r++ {
		fmt.Fprintf(&b, `<row r="%d" spans="1:4"><c r="A%d" t="s"><v>%d</v></c><c r="B%d" s="1"><v>%d.5</v></c><c r="C%d" t="inlineStr"><is><t>cell %d &amp; more</t></is></c><c r="D%d"><f>A%d</f><v>%d</v></c></row>`, r, r, r%3, r, 45000+r, r, r, r, r, r)
	}
	return b.String()
}

// TestDamagedFile flips every byte of a workbook, and cuts it at every length:
// each time it is an error or, where the byte means nothing, the same table.
func TestDamagedFile(t *testing.T) {
	content := workbook(smallRows()).zipped(t)
	want, _, err := read(content, false)
	if err != nil {
		t.Fatal(err)
	}
	for at := range content {
		for _, flip := range []byte{0x01, 0x20, 0xff} {
			changed := slices.Clone(content)
			changed[at] ^= flip
			if got, _, err := read(changed, false); err == nil && !cmp.Equal(got, want) {
				t.Fatalf("byte %d changed by %#x: another table and no error", at, flip)
			}
		}
		if _, _, err := read(content[:at], false); err == nil {
			t.Fatalf("cut at byte %d: no error", at)
		}
	}
}

// TestDamagedSheet changes the XML of a sheet in every place and packs it with a
// right checksum, as a program does that failed in the middle: an error, or no
// row less.
func TestDamagedSheet(t *testing.T) {
	const part = "xl/worksheets/other.xml"
	sound := workbook(smallRows())[part]
	for at := range sound {
		for kind, changed := range map[string]string{
			"cut": sound[:at], "one byte gone": sound[:at] + sound[at+1:], "ten bytes gone": sound[:at] + sound[min(len(sound), at+10):],
			"a < more": sound[:at] + "<" + sound[at:], "a quote more": sound[:at] + `"` + sound[at:], "a > for it": sound[:at] + ">" + sound[at+1:],
			"a space for it": sound[:at] + " " + sound[at+1:], "a letter for it": sound[:at] + "x" + sound[at+1:], "a NUL for it": sound[:at] + "\x00" + sound[at+1:],
		} {
			if changed == sound {
				continue
			}
			p := workbook("")
			p[part] = changed
			got, slowly := rowsOf(t, p, false), rowsOf(t, p, true)
			if got >= 0 && got != 9 {
				t.Fatalf("%s at byte %d: %d rows of 9 and no error", kind, at, got)
			}
			if got != slowly {
				t.Fatalf("%s at byte %d: %d rows, and without the short cut %d", kind, at, got, slowly)
			}
		}
	}
}

// rowsOf counts the rows with cells, -1 for an error.
func rowsOf(t *testing.T, p parts, slow bool) int {
	t.Helper()
	b, err := Open(p.stored(t))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := b.Rows(b.Sheets[0])
	if err != nil {
		return -1
	}
	defer rows.Close()
	rows.slow = slow
	n := 0
	for rows.Next() {
		if len(rows.Cells()) > 0 {
			n++
		}
	}
	if rows.Err() != nil {
		return -1
	}
	return n
}

// TestAnySpelling writes a table in a spelling drawn at random, and reads it back.
func TestAnySpelling(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := table{}
		var b strings.Builder
		pick := func(choices ...string) string { return rapid.SampledFrom(choices).Draw(t, "spelling") }
		text := rapid.StringOfN(rapid.RuneFrom([]rune("ab <&>_x]'é€\n\"0041")), 0, 9, -1)
		number := 0
		for range rapid.IntRange(0, 6).Draw(t, "rows") {
			number += rapid.IntRange(1, 3).Draw(t, "gap")
			fmt.Fprintf(&b, "<row r=%s>", pick(fmt.Sprintf(`"%d"`, number), fmt.Sprintf(`'%d' spans="1:9"`, number)))
			column := 0
			for range rapid.IntRange(0, 5).Draw(t, "cells") {
				column += rapid.IntRange(1, 30).Draw(t, "step")
				at := place(column, number)
				value := text.Draw(t, "text")
				whole := rapid.IntRange(-9, 99999).Draw(t, "number")
				space := pick("", "", " ", "\n\t")
				switch rapid.IntRange(0, 3).Draw(t, "kind") {
				case 0:
					fmt.Fprintf(&b, `<c r="%s"%s><v>%d</v>%s</c>`, at, space, whole, space)
					want[at] = fmt.Sprint(whole)
				case 1:
					fmt.Fprintf(&b, `<c%s r='%s' t="inlineStr"><is>%s<t xml:space="preserve">%s</t></is></c>`, " "+space, at, space, escape(value))
					want[at] = value
				case 2:
					fmt.Fprintf(&b, `<c r="%s" t="str"><f>A1</f><v>%s</v></c>%s`, at, escape(value), space)
					want[at] = value
				case 3:
					fmt.Fprintf(&b, `<c r="%s" t="s" s="0"><v>1</v></c>`, at)
					want[at] = "rich text"
				}
				if want[at] == "" {
					delete(want, at)
				}
			}
			b.WriteString("</row>")
		}
		for _, slow := range []bool{false, true} {
			got, _, err := read(workbook(b.String()).stored(&testing.T{}), slow)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Fatalf("(-want +got):\n%s", diff)
			}
		}
	})
}

// escape writes text as XML, underscores that would start an escape among it.
func escape(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "_x0041_", "_x005F_x0041_").Replace(s)
}
