package analysis

import (
	"math"
	"strconv"
	"strings"

	"svna/analysis/stats"
)

// Round rounds half away from zero to a number of decimals, on the decimal text
// of the number to 15 significant digits, and is the one place where a number
// becomes text for people: 2.5 gives "3", 0.285 to two places "0.29", and 23 of
// 40 as a per cent, which in binary is a hair under 57.5, gives "58". It never
// writes "-0".
func Round(v float64, decimals int) string {
	text := strconv.FormatFloat(math.Abs(v), 'e', 14, 64) // "d.dddddddddddddde±xx"
	before, power, ok := strings.Cut(text, "e")
	exponent, err := strconv.Atoi(power)
	if !ok || err != nil {
		return "" // not a number, or none that is finite
	}
	digits := before[:1] + before[2:]
	var units string // of the last decimal
	switch kept := exponent + 1 + decimals; {
	case kept < 0:
		units = "0"
	case kept >= len(digits):
		units = digits + strings.Repeat("0", kept-len(digits))
	case digits[kept] >= '5':
		units = plusOne(digits[:kept])
	default:
		units = digits[:kept]
	}
	units = strings.TrimLeft(units, "0")
	negative := v < 0 && units != ""
	if short := decimals + 1 - len(units); short > 0 {
		units = strings.Repeat("0", short) + units
	}
	out := thousands(units[:len(units)-decimals])
	if decimals > 0 {
		out += "." + units[len(units)-decimals:]
	}
	if negative {
		out = "−" + out
	}
	return out
}

// plusOne adds one to a whole number of decimal digits.
func plusOne(digits string) string {
	sum := []byte(digits)
	for i := len(sum) - 1; i >= 0; i-- {
		if sum[i] < '9' {
			sum[i]++
			return string(sum)
		}
		sum[i] = '0'
	}
	return "1" + string(sum)
}

func thousands(digits string) string {
	var b strings.Builder
	for i, d := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(d)
	}
	return b.String()
}

func formatCount(v float64) string { return Round(v, 0) }

// Text formats a number for people; "" where there is none.
func (f Format) Text(n stats.Number) string {
	v, ok := n.Get()
	if !ok {
		return ""
	}
	switch f {
	case AsShare, AsRate:
		return Round(v, 1)
	case AsRatio:
		return Round(v, 2)
	case AsP:
		if v < 0.001 {
			return "under 0.001"
		}
		return Round(v, 3)
	}
	return Round(v, 0)
}

// Phrases of statements. Each works on published figures only.

func percent(n stats.Number) string { return Round(n.Or(0), 0) + "%" }

func count(n stats.Number) string { return Round(n.Or(0), 0) }

func ratio1(n stats.Number) string { return Round(n.Or(0), 1) }

func ratio2(n stats.Number) string { return Round(n.Or(0), 2) }

// million writes pounds as "£34.6 million".
func million(n stats.Number) string { return "£" + Round(n.Or(0)/1e6, 1) + " million" }

// ci writes "95% CI 48% to 57%".
func ci(e stats.Estimate, write func(stats.Number) string) string {
	return "95% CI " + write(e.Lower) + " to " + write(e.Upper)
}

// list writes "a", "a and b", "a, b and c".
func list(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}

// plural writes "1 offence", "2 offences".
func plural(n stats.Number, u Unit) string {
	if n.Or(0) == 1 {
		return "1 " + string(u)
	}
	return count(n) + " " + u.Plural()
}

// capital writes the first letter large.
func capital(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
