package datasets

import (
	"slices"
	"strings"
)

// detector finds one kind of identifier by its shape.
type detector struct {
	kind  string
	share float64 // of the cells filled that must look so
	needs traits  // without which no cell looks so
	looks func(string) bool
	text  bool // whether it is looked for in the words of a longer text too
}

// traits are what the bytes of a cell are, found in one pass, so that hardly any
// cell need be looked at by every detector.
type traits uint8

const (
	hasFigures traits = 1 << iota // four or more
	hasBlank
	hasLetters
	hasAt
	hasSlash
)

func traitsOf(s string) (t traits) {
	figures := 0
	for i := range len(s) {
		switch b := s[i]; {
		case b >= '0' && b <= '9':
			if figures++; figures == 4 {
				t |= hasFigures
			}
		case b == ' ':
			t |= hasBlank
		case b == '@':
			t |= hasAt
		case b == '/':
			t |= hasSlash
		case b|0x20 >= 'a' && b|0x20 <= 'z':
			t |= hasLetters
		}
	}
	return t
}

// detectors are all of them. A reference that happens to pass the check of an NHS
// number is one in eleven, so for those most must pass; so it is for registrations
// without their blank. Shapes: NHS Data Dictionary; HMRC, NIM39110; Royal Mail,
// Programmer's Guide to PAF; DVLA, INF104; Home Office, PNC and CRO formats.
var detectors = []detector{
	{"e-mail addresses", identifierShare, hasAt, looksEmail, true},
	{"phone numbers", 0.02, hasFigures, looksPhone, true},
	{"full postcodes", identifierShare, hasBlank | hasLetters, looksPostcode, true},
	{"National Insurance numbers", identifierShare, hasFigures | hasLetters, looksNationalInsurance, true},
	{"NHS numbers", 0.5, hasFigures, looksNHS, false},
	{"NHS numbers", identifierShare, hasFigures | hasBlank, looksSpacedNHS, true},
	{"vehicle registrations", identifierShare, hasBlank | hasLetters, looksRegistration, true},
	{"vehicle registrations", 0.5, hasLetters, looksClosedRegistration, false},
	{"Police National Computer numbers", identifierShare, hasFigures | hasSlash | hasLetters, looksPNC, true},
	{"Criminal Records Office numbers", 0.02, hasFigures | hasSlash | hasLetters, looksCRO, true},
	{"names with a title", identifierShare, hasBlank | hasLetters, looksTitledName, false},
	{"addresses", identifierShare, hasBlank | hasLetters, looksAddress, false},
	{"dates of birth", identifierShare, hasFigures | hasBlank | hasLetters, looksBirth, false},
}

// finds reports whether a cell looks so, as a whole or in its words.
func (d *detector) finds(cell string, t traits) bool {
	if t&d.needs != d.needs {
		return false
	}
	if d.looks(cell) {
		return true
	}
	return d.text && t&hasBlank != 0 && inWords(cell, d.looks)
}

// looksLikeIdentifier reports whether any detector knows a value.
func looksLikeIdentifier(s string) bool {
	t := traitsOf(s)
	return slices.ContainsFunc(detectors, func(d detector) bool { return d.finds(s, t) })
}

// wordsLooked is how many words of a text are looked at.
const wordsLooked = 100

// inWords looks for a shape in one, two or three words of a text on end.
func inWords(text string, looks func(string) bool) bool {
	words := strings.Fields(text)
	words = words[:min(len(words), wordsLooked)]
	for i := range words {
		words[i] = strings.Trim(words[i], ",.;:()[]'")
	}
	for i := range words {
		for n := 1; n <= 3 && i+n <= len(words); n++ {
			if looks(strings.Join(words[i:i+n], " ")) {
				return true
			}
		}
	}
	return false
}

func looksEmail(s string) bool {
	at := strings.IndexByte(s, '@')
	return at > 0 && !strings.Contains(s[at+1:], "@") && strings.Contains(s[at+1:], ".") && !strings.HasSuffix(s, ".")
}

// looksPhone finds UK numbers: a mobile, or a number with its leading 0 or +44.
func looksPhone(s string) bool {
	if len(s) < 10 || s[0] != '0' && s[0] != '+' && s[0] != '(' {
		return false
	}
	digits := strings.Map(func(r rune) rune {
		switch {
		case r >= '0' && r <= '9':
			return r
		case strings.ContainsRune(" +()-", r):
			return -1
		}
		return 'x'
	}, s)
	if strings.HasPrefix(digits, "44") {
		digits = "0" + strings.TrimPrefix(digits[2:], "0")
	}
	return len(digits) == 11 && !strings.Contains(digits, "x") && digits[0] == '0' && strings.ContainsRune("1237", rune(digits[1]))
}

// looksPostcode finds whole UK postcodes such as ZZ99 3VZ, with their blank.
func looksPostcode(s string) bool {
	outward, inward, ok := strings.Cut(s, " ")
	return ok && shapeOf(inward) == "9AA" && map[string]bool{"A9": true, "A99": true, "AA9": true, "AA99": true, "A9A": true, "AA9A": true}[shapeOf(outward)]
}

// looksNationalInsurance finds AB123456C.
func looksNationalInsurance(s string) bool {
	return len(s) >= 9 && len(s) <= 13 && shapeOf(strings.ReplaceAll(s, " ", "")) == "AA999999A"
}

// shapeOf writes letters as A and figures as 9; short texts only.
func shapeOf(s string) string {
	if len(s) > 13 {
		return ""
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '0' && r <= '9':
			return '9'
		case r|0x20 >= 'a' && r|0x20 <= 'z':
			return 'A'
		}
		return r
	}, s)
}

// looksNHS checks ten figures by modulus 11 (NHS Data Dictionary, NHS NUMBER).
func looksNHS(s string) bool {
	if len(s) < 10 || len(s) > 12 {
		return false
	}
	s = strings.ReplaceAll(s, " ", "")
	if len(s) != 10 {
		return false
	}
	sum := 0
	for i := range 10 {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
		if i < 9 {
			sum += int(s[i]-'0') * (10 - i)
		}
	}
	check := (11 - sum%11) % 11
	return check != 10 && check == int(s[9]-'0')
}

// looksTitledName finds "Mr John Example", anywhere in a text.
func looksTitledName(s string) bool {
	for rest := s; ; {
		word, after, more := strings.Cut(rest, " ")
		if !more {
			return false
		}
		switch strings.TrimSuffix(strings.ToLower(word), ".") {
		case "mr", "mrs", "miss", "ms", "dr", "mx", "sir":
			if len(after) > 1 && after[0] >= 'A' && after[0] <= 'Z' {
				return true
			}
		}
		rest = after
	}
}

// looksDate finds whole dates, which have no place in a column of ages.
func looksDate(s string) bool {
	m := parseParts(s, dayFirst)
	return m.seconds != NoTime || m.swapped || parseParts(s, yearFirst).seconds != NoTime
}

// looksSpacedNHS finds 999 000 0018, as such numbers are written.
func looksSpacedNHS(s string) bool { return shapeOf(s) == "999 999 9999" && looksNHS(s) }

// looksRegistration finds AB12 CDE and A123 BCD, with their blank.
func looksRegistration(s string) bool {
	switch shapeOf(s) {
	case "AA99 AAA", "A999 AAA", "A99 AAA":
		return true
	}
	return false
}

// looksClosedRegistration finds AB12CDE.
func looksClosedRegistration(s string) bool { return shapeOf(s) == "AA99AAA" }

// looksPNC finds 2001/0123456X: year, seven figures and a letter.
func looksPNC(s string) bool {
	shape := shapeOf(strings.ReplaceAll(s, " ", ""))
	return (shape == "9999/9999999A" || shape == "99/9999999A") && (len(s) < 13 || s[:2] == "19" || s[:2] == "20")
}

// looksCRO finds 123456/01A: up to six figures, two of the year and a letter.
func looksCRO(s string) bool {
	number, year, ok := strings.Cut(s, "/")
	return ok && len(number) >= 4 && len(number) <= 6 && strings.Trim(number, "0123456789") == "" && shapeOf(year) == "99A"
}

var streetWords = map[string]bool{
	"street": true, "st": true, "road": true, "rd": true, "avenue": true, "ave": true, "lane": true, "close": true, "drive": true, "way": true, "court": true, "gardens": true,
	"crescent": true, "terrace": true, "place": true, "grove": true, "square": true, "mews": true, "walk": true, "parade": true, "green": true,
}

// looksAddress finds "12 Example Road" and "Flat 3, 12a Example Road, ...": a
// house number, one to three capitalised words, and a street word that ends the
// part.
func looksAddress(s string) bool {
	for _, part := range strings.Split(s, ",") {
		words := strings.Fields(part)
		for i := 0; i+2 < len(words); i++ {
			last := len(words) - 1
			if last-i > 4 || !isHouseNumber(words[i]) || !streetWords[strings.ToLower(strings.TrimSuffix(words[last], "."))] {
				continue
			}
			if !slices.ContainsFunc(words[i+1:last], func(w string) bool { return w[0] < 'A' || w[0] > 'Z' }) {
				return true
			}
		}
	}
	return false
}

func isHouseNumber(s string) bool {
	_, rest := leadingNumber(s)
	figures := len(s) - len(rest)
	return figures > 0 && figures <= 4 && (rest == "" || len(rest) == 1 && rest[0]|0x20 >= 'a' && rest[0]|0x20 <= 'z')
}

// looksBirth finds a date after the words for birth: "born 01/02/2003".
func looksBirth(s string) bool {
	words := strings.Fields(strings.ToLower(s))
	for i := 0; i+1 < len(words); i++ {
		switch strings.Trim(strings.ReplaceAll(words[i], ".", ""), ":") {
		case "dob", "born", "birth":
			if looksDate(strings.Trim(words[i+1], ",.;()")) {
				return true
			}
		}
	}
	return false
}
