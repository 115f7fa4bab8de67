package datasets

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Names of columns that hold direct identifiers, by word and by phrase.
var (
	identifierWords = map[string]string{
		"surname": "a name", "forename": "a name", "forenames": "a name", "firstname": "a name", "lastname": "a name",
		"dob": "a date of birth", "nhs": "an NHS number", "phone": "a phone number", "telephone": "a phone number", "mobile": "a phone number",
		"email": "an e-mail address", "postcode": "a postcode", "address": "an address", "nino": "a National Insurance number",
		"passport": "a passport number", "pnc": "a Police National Computer number", "cro": "a Criminal Records Office number",
	}
	identifierPhrases = map[string]string{
		"date of birth": "a date of birth", "birth date": "a date of birth", "first name": "a name", "last name": "a name", "full name": "a name",
		"family name": "a name", "victim name": "a name", "suspect name": "a name", "person name": "a name", "e mail": "an e-mail address",
		"post code": "a postcode", "national insurance": "a National Insurance number", "house number": "an address", "vehicle registration": "a vehicle registration",
	}
)

// identifierName says what direct identifier a column holds by its name, or "".
func identifierName(header string) string {
	words := strings.FieldsFunc(headerKey(header), func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') })
	for _, w := range words {
		if kind := identifierWords[w]; kind != "" {
			return kind
		}
	}
	phrase := " " + strings.Join(words, " ") + " "
	for _, p := range slices.Sorted(maps.Keys(identifierPhrases)) {
		if strings.Contains(phrase, " "+p+" ") {
			return identifierPhrases[p]
		}
	}
	if strings.Join(words, " ") == "name" {
		return "a name"
	}
	return ""
}

// A column is refused when at least identifierHits of its cells, and more than identifierShare
// of those filled, look like identifiers; fewer are said.
const (
	identifierHits  = 3
	identifierShare = 0.001
)

// detector finds one kind of identifier by its shape.
type detector struct {
	kind  string
	share float64 // of the cells filled that must look so
	looks func(string) bool
}

// detectors are all of them. A reference that happens to pass the
// check of an NHS number is one in eleven, so for those most must pass.
var detectors = []detector{
	{"e-mail addresses", identifierShare, looksEmail},
	{"phone numbers", 0.02, looksPhone},
	{"full postcodes", identifierShare, looksPostcode},
	{"National Insurance numbers", identifierShare, looksNationalInsurance},
	{"NHS numbers", 0.5, looksNHS},
	{"names with a title", identifierShare, looksTitledName},
}

// refuseIdentifiers looks at the distinct cells of a mapped column. Nothing of
// them is repeated in the error.
func (t *rawTable) refuseIdentifiers(c *rawColumn) error {
	if c.mapping.field.Kind == Time || c.mapping.field.Kind == Number {
		return nil
	}
	checks := detectors
	if strings.HasPrefix(c.mapping.field.Name, "age_at_") {
		checks = append(checks[:len(checks):len(checks)], detector{"dates of birth", identifierShare, looksDate})
	}
	for _, d := range checks {
		looks := make([]bool, len(c.cells.values))
		any := false
		for i, cell := range c.cells.values {
			looks[i] = d.looks(cell)
			any = any || looks[i]
		}
		if !any {
			continue
		}
		hits, filled := 0, 0
		for _, code := range c.codes {
			if code < 0 || c.cells.values[code] == "" {
				continue
			}
			filled++
			if looks[code] {
				hits++
			}
		}
		if hits >= identifierHits && float64(hits) > d.share*float64(filled) {
			return &ParseError{File: t.name(), Field: c.mapping.name(), Err: fmt.Errorf("%w: %s in column %q look like %s; take the column out of the mapping, or have it removed upstream",
				ErrIdentifier, plural(hits, "cell", "cells"), c.header, d.kind)}
		}
		if d.share == identifierShare {
			t.note(c.mapping.name(), "looks_like_identifier", func(n int) string {
				return fmt.Sprintf("%s in column %q may be %s; check the column with the sender.", plural(n, "cell", "cells"), c.header, d.kind)
			}, func(row int32) bool { return c.codes[row] >= 0 && looks[c.codes[row]] })
		}
	}
	return nil
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
	if len(s) > 12 {
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

// looksTitledName finds "Mr John Example".
func looksTitledName(s string) bool {
	title, rest, ok := strings.Cut(s, " ")
	if !ok || rest == "" || rest[0] < 'A' || rest[0] > 'Z' {
		return false
	}
	switch strings.TrimSuffix(strings.ToLower(title), ".") {
	case "mr", "mrs", "miss", "ms", "dr":
		return true
	}
	return false
}

// looksDate finds whole dates, which have no place in a column of ages.
func looksDate(s string) bool {
	m := parseParts(s, dayFirst)
	return m.seconds != NoTime || m.swapped || parseParts(s, yearFirst).seconds != NoTime
}
