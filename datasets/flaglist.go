package datasets

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// Some systems keep what others keep as flags in one column that lists codes
// ("KN, YC"). A flag can be mapped to such a column with the codes that mean yes.

// contain makes a flag's mapping read a list of codes.
func (m *mapping) contain(codes []string) error {
	if len(codes) == 0 {
		return nil
	}
	if m.field.Kind != Flag {
		return fmt.Errorf("%s is not a flag: only a flag can say what codes a column contains", m.field.Name)
	}
	m.flags = map[string]bool{}
	for _, code := range codes {
		listed := flagCodes(code)
		if len(listed) != 1 {
			return fmt.Errorf("contains: %q is not one code; write each code by itself, as in contains = [\"KN\", \"GN\"]", code)
		}
		m.flags[listed[0]] = true
	}
	return nil
}

// flagCodes are the codes that a cell lists, in small letters: parted by anything
// but letters, figures and the marks within codes.
func flagCodes(cell string) []string {
	return strings.FieldsFunc(valueKey(cell), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '-' && r != '_' && r != '.'
	})
}

// levelOf understands one cell of a code or flag as a mapping reads it. A list of
// codes with none of those that mean yes is not flagged.
func (p *Profile) levelOf(m mapping, cell string) (level string, found fault) {
	if m.flags == nil {
		return p.level(m.field, cell)
	}
	codes := flagCodes(cell)
	for _, code := range codes {
		if m.flags[code] {
			return "yes", noFault
		}
	}
	if level, ok := missingWord(clean(cell)); ok && level != "" {
		return level, noFault
	}
	if len(codes) == 0 {
		return blankFlag, noFault
	}
	return "no", noFault
}

// codeListNames are words in the names of columns that list codes.
var codeListNames = []string{"feature", "flag", "marker", "keyword", "codes"}

// longestFlagCode is how long a code in a list is at most.
const longestFlagCode = 6

// codeLists finds the columns, among those that are no field, that list codes.
func (e *examination) codeLists(x *ProposedExtract) {
	for _, name := range slices.Clone(x.Ignored) {
		c := e.column(name)
		if c == nil || !slices.ContainsFunc(codeListNames, func(w string) bool { return strings.Contains(nameKey(name), w) }) {
			continue
		}
		isList := func(v string) bool {
			return !slices.ContainsFunc(flagCodes(v), func(code string) bool { return len(code) > longestFlagCode })
		}
		if c.filled == 0 || c.share(isList) < sureFit {
			continue
		}
		list := ProposedCodeList{Column: name, Codes: c.codesOfList()}
		if len(list.Codes) == 0 {
			continue
		}
		x.CodeLists = append(x.CodeLists, list)
		x.Ignored = slices.DeleteFunc(x.Ignored, func(other string) bool { return other == name })
	}
}

// codesOfList counts the rows that list each code, in capitals.
func (c *column) codesOfList() (codes []ValueCount) {
	rows := map[string]int{}
	for i, v := range c.values {
		for _, code := range distinct(flagCodes(v)...) {
			rows[code] += c.rows[i]
		}
	}
	for _, code := range sortedKeys(rows) {
		if rows[code] >= shownAtLeast && isLabel(code) {
			codes = append(codes, ValueCount{strings.ToUpper(code), rows[code]})
		}
	}
	slices.SortStableFunc(codes, func(a, b ValueCount) int { return cmp.Compare(b.Rows, a.Rows) })
	return codes[:min(len(codes), listedAtMost)]
}
