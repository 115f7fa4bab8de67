package datasets

import (
	"fmt"
	"slices"
	"strings"
)

// Names of columns that hold direct identifiers: words, phrases, and stems that
// give them away inside a run of letters such as "VictimSurname".
var (
	identifierWords = map[string]string{
		"surname": "a name", "forename": "a name", "forenames": "a name", "firstname": "a name", "lastname": "a name", "nickname": "a name", "alias": "a name", "aliases": "a name", "oic": "a name",
		"dob": "a date of birth", "birthdate": "a date of birth", "nhs": "an NHS number", "phone": "a phone number", "telephone": "a phone number", "tel": "a phone number", "mobile": "a phone number",
		"email": "an e-mail address", "postcode": "a postcode", "postcodes": "a postcode", "address": "an address", "addr": "an address", "uprn": "an address",
		"nino": "a National Insurance number", "passport": "a passport number", "pnc": "a Police National Computer number", "pncid": "a Police National Computer number", "cro": "a Criminal Records Office number",
		"vrm": "a vehicle registration", "vrn": "a vehicle registration", "imei": "a phone", "imsi": "a phone",
	}
	identifierPhrases = map[string]string{
		"date of birth": "a date of birth", "birth date": "a date of birth", "d o b": "a date of birth", "e mail": "an e-mail address", "contact number": "a phone number", "contact no": "a phone number",
		"post code": "a postcode", "national insurance": "a National Insurance number", "ni number": "a National Insurance number", "ni no": "a National Insurance number",
		"house number": "an address", "house no": "an address", "flat number": "an address", "vehicle registration": "a vehicle registration", "number plate": "a vehicle registration",
		"driving licence": "a driving licence number", "account number": "a bank account",
	}
	identifierStems = []struct{ stem, kind string }{
		{"surname", "a name"},
		{"forename", "a name"},
		{"firstname", "a name"},
		{"lastname", "a name"},
		{"fullname", "a name"},
		{"familyname", "a name"},
		{"maidenname", "a name"},
		{"dateofbirth", "a date of birth"},
		{"birthdate", "a date of birth"},
		{"nhsn", "an NHS number"},
		{"telephone", "a phone number"},
		{"phonen", "a phone number"},
		{"mobilen", "a phone number"},
		{"emailaddr", "an e-mail address"},
		{"postcode", "a postcode"},
		{"homeaddr", "an address"},
		{"addressline", "an address"},
		{"nationalinsurance", "a National Insurance number"},
		{"passportn", "a passport number"},
	}
	// A name is one where the name of the column says whose.
	whoseNames = []string{"victim", "suspect", "person", "officer", "offender", "accused", "defendant", "witness", "complainant", "aggrieved", "nominal", "informant", "first", "last", "middle", "given", "family", "full", "maiden", "mother", "father", "parent", "guardian", "child", "driver", "keeper", "owner"}
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
	for _, p := range sortedKeys(identifierPhrases) {
		if strings.Contains(phrase, " "+p+" ") {
			return identifierPhrases[p]
		}
	}
	key := nameKey(header)
	for _, s := range identifierStems {
		if strings.Contains(key, s.stem) {
			return s.kind
		}
	}
	if _, rest := withoutRole(key); rest != key && identifierWords[rest] != "" {
		return identifierWords[rest] // "SuspDOB"
	}
	named := slices.Contains(words, "name") || slices.Contains(words, "names")
	if named && (len(words) == 1 || slices.ContainsFunc(whoseNames, func(w string) bool { return slices.Contains(words, w) })) {
		return "a name"
	}
	for _, w := range whoseNames {
		if key == w+"name" {
			return "a name"
		}
	}
	return ""
}

// A column is refused when at least identifierHits of its cells, and more than identifierShare
// of those filled, look like identifiers; fewer are said.
const (
	identifierHits  = 3
	identifierShare = 0.001
)

// refuseIdentifiers looks at the distinct cells of a mapped column. Nothing of
// them is repeated in the error.
func (t *rawTable) refuseIdentifiers(c *rawColumn) error {
	if c.mapping.field.Kind == Time || c.mapping.field.Kind == Number {
		return nil
	}
	checks := detectors
	if name := c.mapping.field.Name; name != "offence_ref" && name != "linked_ref" {
		checks = append(checks[:len(checks):len(checks)], detector{"dates of birth", identifierShare, hasFigures, looksDate, false})
	}
	traits := make([]traits, len(c.cells.values))
	for i, cell := range c.cells.values {
		traits[i] = traitsOf(cell)
	}
	for _, d := range checks {
		looks := make([]bool, len(c.cells.values))
		any := false
		for i, cell := range c.cells.values {
			looks[i] = d.finds(cell, traits[i])
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
