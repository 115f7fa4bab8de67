package reports

import (
	"slices"
	"strings"
	"unicode"

	xfont "golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/font/liberation"
)

// typeface is Liberation Sans, which has the metrics of Arial, regular and bold.
var typeface = font.NewCache(liberation.Collection())

// The sizes of type, in points. Nothing is smaller than sizeSmall.
const (
	sizeTitle      = 13.0
	sizeText       = 10.5 // subtitle, keys, ticks, values, names of rows
	sizeAnnotation = 9.0  // annotations, note, source and marking
	sizeSmall      = 8.5  // names on maps, numbers in tiles
)

// leading is the distance of lines as a multiple of the size.
const leading = 1.22

// lettering is how a text looks.
type lettering struct {
	size float64
	bold bool
	role role
}

// The letterings.
var (
	titleText      = lettering{sizeTitle, true, roleText}
	subtitleText   = lettering{sizeText, false, roleSecondary}
	plainText      = lettering{sizeText, false, roleText}
	strongText     = lettering{sizeText, true, roleText}
	annotationText = lettering{sizeAnnotation, false, roleText}
	noteText       = lettering{sizeAnnotation, false, roleSecondary}
	markingText    = lettering{sizeAnnotation, true, roleText}
	mapName        = lettering{sizeSmall, false, roleText}
	mapValue       = lettering{sizeAnnotation, true, roleText}
	tileText       = lettering{sizeSmall, false, roleText}
)

// in returns the lettering in another role.
func (l lettering) in(r role) lettering {
	l.role = r
	return l
}

func (l lettering) face() font.Face {
	f := font.Font{Typeface: "Liberation", Variant: "Sans"}
	if l.bold {
		f.Weight = xfont.WeightBold
	}
	return typeface.Lookup(f, font.Length(l.size))
}

// width measures a text in points.
func (l lettering) width(text string) float64 {
	if l.bold {
		return boldFace().width(text, l.size)
	}
	return regularFace().width(text, l.size)
}

// setWidth is the width of a text as it is set, with kerning: where it ends. Room
// is made for the text without, which is seldom less.
func (l lettering) setWidth(text string) float64 {
	if l.bold {
		return boldFace().kernedWidth(text, l.size)
	}
	return regularFace().kernedWidth(text, l.size)
}

// line is the height of a line.
func (l lettering) line() float64 { return l.size * leading }

// widest measures the widest of some texts.
func (l lettering) widest(texts []string) float64 {
	most := 0.0
	for _, t := range texts {
		most = max(most, l.width(t))
	}
	return most
}

// hasGlyph reports whether the face can draw a character; a face draws nothing
// for one that it lacks.
func hasGlyph(r rune, bold bool) bool {
	f := regularFace().font
	if bold {
		f = boldFace().font
	}
	var buffer sfnt.Buffer
	index, err := f.GlyphIndex(&buffer, r)
	return err == nil && index != 0
}

// legible returns a text that can be drawn: one line, single spaces, and "?" for
// every character that the face lacks, so that nothing vanishes in silence.
func legible(text string) string {
	text = strings.Join(strings.FieldsFunc(text, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }), " ")
	ascii := true
	for i := range len(text) {
		ascii = ascii && text[i] < 0x7f
	}
	if ascii {
		return text
	}
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Cf, r):
			return -1
		case hasGlyph(r, false) && hasGlyph(r, true):
			return r
		}
		return '?'
	}, text)
}

// wrap breaks a text into lines no wider than width. A word that is wider is
// broken within.
func (l lettering) wrap(text string, width float64) []string {
	return l.set(dashedFields(legible(text)), width)
}

// set sets words into lines no wider than width.
func (l lettering) set(words []string, width float64) []string {
	var lines []string
	line := ""
	for _, word := range words {
		if longer := strings.TrimSpace(line + " " + word); l.width(longer) <= width {
			line = longer
			continue
		}
		if line != "" {
			lines = append(lines, line)
		}
		for l.width(word) > width {
			head := l.head(word, width)
			if head == word {
				break // a single character, however narrow the room
			}
			lines = append(lines, head+"-")
			word = word[len(head):]
		}
		line = word
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}

// dashedFields are the words of a text; a dash that stands alone stays with the
// word before it, since no line begins with one.
func dashedFields(text string) []string {
	var words []string
	for _, word := range strings.Fields(text) {
		if last := len(words) - 1; last >= 0 && (word == "-" || word == "–") {
			words[last] += " " + word
			continue
		}
		words = append(words, word)
	}
	return words
}

// head is the longest beginning of a word that fits a width with a hyphen; at
// least one character.
func (l lettering) head(word string, width float64) string {
	end := 0
	for i, r := range word {
		next := i + len(string(r))
		if end > 0 && l.width(word[:next]+"-") > width {
			break
		}
		end = next
	}
	return word[:end]
}

// balance breaks a text into as few lines as it needs, of about equal width, so
// that no word stands alone on the last.
func (l lettering) balance(text string, width float64) []string {
	return l.balanceWords(dashedFields(legible(text)), width)
}

func (l lettering) balanceWords(words []string, width float64) []string {
	lines := l.set(words, width)
	if len(lines) < 2 {
		return lines
	}
	low, high := width/float64(len(lines)), width
	for high-low > 1 {
		middle := (low + high) / 2
		if len(l.set(words, middle)) <= len(lines) && l.widest(words) <= middle {
			high = middle
		} else {
			low = middle
		}
	}
	return l.set(words, high)
}

// balanceWhole balances a title or a subtitle without tearing a name, a date or a
// number from its noun; where two lines can part at a comma, there they part.
func (l lettering) balanceWhole(text string, names []string, width float64) []string {
	words := glued(dashedFields(legible(text)), names)
	if l.widest(words) > width {
		return l.balance(text, width)
	}
	lines := l.balanceWords(words, width)
	if len(lines) != 2 {
		return lines
	}
	narrowest := width + 1
	for i := 1; i < len(words); i++ {
		if !strings.HasSuffix(words[i-1], ",") && !strings.HasSuffix(words[i-1], ":") {
			continue
		}
		parted := []string{strings.Join(words[:i], " "), strings.Join(words[i:], " ")}
		least := min(l.width(parted[0]), l.width(parted[1]))
		if widest := l.widest(parted); widest < narrowest && least > 0.33*widest {
			narrowest, lines = widest, parted
		}
	}
	return lines
}

// wrapWhole breaks a note into lines as wrap does, without tearing what balanceWhole
// leaves whole, and leaves no word or two alone on the last line.
func (l lettering) wrapWhole(text string, names []string, width float64) []string {
	words := glued(dashedFields(legible(text)), names)
	if l.widest(words) > width {
		return l.wrap(text, width)
	}
	lines := l.set(words, width)
	for part := 0.97; part > 0.7 && len(lines) > 1 && l.width(lines[len(lines)-1]) < width/6; part -= 0.03 {
		if closer := l.set(words, part*width); len(closer) == len(lines) {
			lines = closer
		}
	}
	return lines
}

// glued joins the words of names, of dates ("May 2023", "12 months", "2022/23
// prices") and of numbers with what they count, which no line end may part.
func glued(words, names []string) []string {
	for _, name := range names {
		parts := strings.Fields(legible(name))
		for i := 0; len(parts) > 1 && i+len(parts) <= len(words); i++ {
			if joined := strings.Join(words[i:i+len(parts)], " "); strings.Trim(joined, "(),.:;") == strings.Join(parts, " ") {
				words = slices.Concat(words[:i], []string{joined}, words[i+len(parts):])
			}
		}
	}
	for i := 0; i+1 < len(words); {
		number := words[i] != "" && strings.ContainsRune("0123456789£", rune(words[i][0])) && !strings.HasSuffix(words[i], ",")
		year := slices.Contains(monthNames, words[i])
		if !number && !year {
			i++
			continue
		}
		whole := 2
		if words[i+1] == "of" && i+2 < len(words) && strings.ContainsRune("0123456789", rune(words[i+2][0])) {
			whole = 3 // "12 of 456"
		}
		words = slices.Concat(words[:i], []string{strings.Join(words[i:i+whole], " ")}, words[i+whole:])
		i++
	}
	return words
}

func (l lettering) widestWord(text string) float64 { return l.widest(strings.Fields(legible(text))) }

// cut breaks a text into lines, at most so many; the last ends in an ellipsis
// where more would follow.
func (l lettering) cut(text string, width float64, most int) []string {
	lines := l.wrap(text, width)
	if len(lines) <= most {
		return lines
	}
	lines = lines[:most]
	last := []rune(lines[most-1])
	for len(last) > 1 && l.width(string(last)+"…") > width {
		last = last[:len(last)-1]
	}
	lines[most-1] = strings.TrimSpace(string(last)) + "…"
	return lines
}
