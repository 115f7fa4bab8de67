package reports

import "strings"

// inert puts an apostrophe before a text that a spreadsheet would take for a
// formula when it opens a CSV file (CWE-1236); the XLSX keeps texts as texts and
// needs none. A text that has such an apostrophe already gets another, so that
// active can undo it.
func inert(text string) string {
	if startsFormula(strings.TrimLeft(text, "'")) {
		return "'" + text
	}
	return text
}

// active undoes inert.
func active(text string) string {
	if rest, ok := strings.CutPrefix(text, "'"); ok && startsFormula(strings.TrimLeft(rest, "'")) {
		return rest
	}
	return text
}

// blanks are passed over before the first character of a formula: spaces, line
// ends, and marks without a width.
const blanks = " \n\u00a0\u200b\u2060\ufeff\u3000"

// startsFormula reports whether the first character of a text begins a formula,
// in its usual or its full-width form, or is a tab or a carriage return.
func startsFormula(text string) bool {
	for _, r := range strings.TrimLeft(text, blanks) {
		return strings.ContainsRune("=+-@\t\r＝＋－＠", r)
	}
	return false
}
