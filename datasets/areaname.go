package datasets

import (
	"strings"
	"unicode"
)

// AreaNameKey makes names of wards, LSOAs and boroughs comparable: small letters
// and figures, "&" as "and", no apostrophes, single blanks, without "London Borough
// of" before and "Ward" or the "(KG)" of the MPS behind. "ST. MARY'S" and "St
// Mary’s" are one; nothing is taken for another by its likeness.
func AreaNameKey(name string) string {
	name = strings.NewReplacer("'", "", "’", "", "‘", "", "`", "", "&", " and ", "(kg)", "").Replace(strings.ToLower(clean(name)))
	key := strings.Join(strings.FieldsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }), " ")
	for _, before := range []string{"london borough of ", "royal borough of ", "metropolitan borough of "} {
		key = strings.TrimPrefix(key, before)
	}
	if short := strings.TrimSuffix(key, " ward"); short != "" {
		key = short
	}
	return key
}
