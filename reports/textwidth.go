package reports

import (
	"strings"
	"sync"

	"codeberg.org/go-fonts/liberation/liberationsansbold"
	"codeberg.org/go-fonts/liberation/liberationsansregular"
	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// face measures text in Liberation Sans, whose metrics are those of Arial, so
// that row heights can be set: neither the library nor every reader fits rows.
type face struct {
	font   *sfnt.Font
	latin  [0x180]float64      // advances in em of the characters up to Latin Extended-A
	kerns  [0x80][0x80]float64 // what pairs of ASCII characters stand closer or apart, in em
	mu     sync.Mutex
	buffer sfnt.Buffer
	others map[rune]float64
}

var regularFace = sync.OnceValue(func() *face { return newFace(liberationsansregular.TTF) })

var boldFace = sync.OnceValue(func() *face { return newFace(liberationsansbold.TTF) })

func newFace(ttf []byte) *face {
	parsed, err := sfnt.Parse(ttf)
	if err != nil {
		panic("reports: the embedded typeface cannot be read")
	}
	f := &face{font: parsed, others: map[rune]float64{}}
	for r := range f.latin {
		f.latin[r] = f.glyph(rune(r))
	}
	f.readKerns()
	return f
}

// readKerns reads the kerning of the pairs of printed ASCII characters.
func (f *face) readKerns() {
	var glyphs [0x80]sfnt.GlyphIndex
	for r := rune(' '); r < 0x7f; r++ {
		glyphs[r], _ = f.font.GlyphIndex(&f.buffer, r) // 0, which has no kerning, where there is none
	}
	for a := ' '; a < 0x7f; a++ {
		for b := ' '; b < 0x7f; b++ {
			if k, err := f.font.Kern(&f.buffer, glyphs[a], glyphs[b], fixed.I(1000), font.HintingNone); err == nil {
				f.kerns[a][b] = float64(k) / 64 / 1000
			}
		}
	}
}

// kernedWidth is the width of a text as figures set it, with kerning; a
// spreadsheet sets it without.
func (f *face) kernedWidth(text string, size float64) float64 {
	total, before := 0.0, rune(0)
	for _, r := range text {
		total += f.advance(r)
		if before < 0x80 && r < 0x80 {
			total += f.kerns[before][r]
		}
		before = r
	}
	return total * size
}

// glyph reads the advance of a rune in em; a rune without a glyph counts as one
// em.
func (f *face) glyph(r rune) float64 {
	glyph, err := f.font.GlyphIndex(&f.buffer, r)
	if err != nil || glyph == 0 {
		return 1
	}
	w, err := f.font.GlyphAdvance(&f.buffer, glyph, fixed.I(1000), font.HintingNone)
	if err != nil {
		return 1
	}
	return float64(w) / 64 / 1000
}

// advance is the width of a rune in em.
func (f *face) advance(r rune) float64 {
	if int(r) < len(f.latin) {
		return f.latin[r]
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	w, ok := f.others[r]
	if !ok {
		w = f.glyph(r)
		f.others[r] = w
	}
	return w
}

// width is the width of a text in points at a size in points.
func (f *face) width(text string, size float64) float64 {
	total := 0.0
	for _, r := range text {
		total += f.advance(r)
	}
	return total * size
}

// longestWord is the width of the widest word of a text.
func (f *face) longestWord(text string, size float64) float64 {
	longest := 0.0
	for _, word := range strings.Fields(text) {
		longest = max(longest, f.width(word, size))
	}
	return longest
}

// slack is the part of a column's width that lines are counted in. Programs
// space letters to the pixel of a screen or printer, so that a line may come out
// a little longer than its letters add up to; without the slack a line whose
// words just fit lost its last word to a line that the row had no height for.
const slack = 0.97

// lines is the number of lines that a text takes in a width, broken at spaces,
// and inside words that are wider than the line.
func (f *face) lines(text string, size, width float64) int {
	n, _ := f.wrap(text, size, width*slack)
	return n
}

// wrap breaks a text into lines of a width, and returns their number and the
// width of the widest.
func (f *face) wrap(text string, size, width float64) (lines int, widest float64) {
	if whole := f.width(text, size); whole <= width && !strings.Contains(text, "\n") {
		return 1, whole
	}
	space := f.width(" ", size)
	for paragraph := range strings.SplitSeq(text, "\n") {
		lines++
		used := 0.0
		for i, word := range strings.Fields(paragraph) {
			w := f.width(word, size)
			if i > 0 {
				if used+space+w <= width {
					used += space + w
					widest = max(widest, used)
					continue
				}
				lines++
			}
			for w > width {
				lines++
				w -= width
			}
			used = w
			widest = max(widest, used)
		}
	}
	return lines, widest
}

// balance breaks a text as split does, into as few pieces, and these of about one
// length: a last piece of one word looks like a mistake.
func (f *face) balance(text string, size, width float64) []string {
	pieces := f.split(text, size, width)
	for narrower := width * slack; len(pieces) > 1 && narrower > width/2; narrower *= slack {
		tried := f.split(text, size, narrower)
		if len(tried) > len(pieces) {
			break
		}
		pieces = tried
	}
	return pieces
}

// split breaks a text at spaces into pieces no wider than a width.
func (f *face) split(text string, size, width float64) []string {
	if f.width(text, size) <= width {
		return []string{text}
	}
	var pieces []string
	piece := ""
	for _, word := range strings.Fields(text) {
		if piece != "" && f.width(piece+" "+word, size) > width {
			pieces = append(pieces, piece)
			piece = ""
		}
		if piece != "" {
			piece += " "
		}
		piece += word
	}
	return append(pieces, piece)
}
