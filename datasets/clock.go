package datasets

import (
	"math"
	"strconv"
	"strings"
)

func isClockMark(b byte) bool { return b == ' ' || b == 'T' || b == 't' }

func trimClock(rest string) string {
	if rest != "" && isClockMark(rest[0]) {
		return strings.TrimSpace(rest[1:])
	}
	return rest
}

// parseClock reads a clock time as seconds since midnight: 15:45, 15:45:10, 15.45, 1545,
// 100 (01:00 with its leading zero lost), 3:45 PM, 0.65625 of a day, and
// 24:00, which is the next midnight. zone is true where a time zone follows.
func parseClock(s string) (seconds int, zone, ok bool) {
	s = strings.TrimSpace(s)
	if fraction, isFraction := strings.CutPrefix(s, "0."); isFraction && len(fraction) != 2 || s == "0.0" {
		day, err := strconv.ParseFloat(s, 64)
		if err != nil || strings.ContainsAny(s, "eExX_+-") {
			return 0, false, false
		}
		return int(math.Round(day*1440)) * 60, false, true
	}
	s, zone = trimZone(s)
	s, half := trimHalf(s)
	hour, rest := leadingNumber(s)
	figures, minute, second := len(s)-len(rest), 0, 0
	switch {
	case figures == 0:
		return 0, false, false
	case rest == "" && half == "" && figures <= 4: // hhmm, leading zeros lost or not
		hour, minute = hour/100, hour%100
	case rest == "" && half != "" && figures <= 2: // 3 PM
	case figures <= 2 && rest != "" && (rest[0] == ':' || rest[0] == '.'):
		var found bool
		if minute, second, found = minuteAndSecond(rest); !found {
			return 0, false, false
		}
	default:
		return 0, false, false
	}
	if half != "" {
		if hour < 1 || hour > 12 {
			return 0, false, false
		}
		hour %= 12
		if half == "pm" {
			hour += 12
		}
	}
	if minute > 59 || second > 59 || hour > 24 || hour == 24 && minute+second > 0 {
		return 0, false, false
	}
	return hour*3600 + minute*60 + second, zone, true
}

// minuteAndSecond reads ":45", ":45:10" or ":45:10.250"; parts of a second, after
// a point or a comma (ISO 8601 has both), are dropped.
func minuteAndSecond(s string) (minute, second int, ok bool) {
	mark := s[0]
	minute, rest := leadingNumber(s[1:])
	if len(s)-1-len(rest) != 2 {
		return 0, 0, false
	}
	if rest == "" {
		return minute, 0, true
	}
	if rest[0] != mark {
		return 0, 0, false
	}
	second, tail := leadingNumber(rest[1:])
	if len(rest)-1-len(tail) != 2 {
		return 0, 0, false
	}
	if len(tail) > 1 && (tail[0] == '.' || tail[0] == ',') {
		_, tail = leadingNumber(tail[1:])
	}
	return minute, second, tail == ""
}

// trimHalf takes AM or PM off the end.
func trimHalf(s string) (rest, half string) {
	if n := len(s); n > 2 {
		if end := strings.ToLower(s[n-2:]); end == "am" || end == "pm" {
			return strings.TrimSpace(s[:n-2]), end
		}
	}
	return s, ""
}

// trimZone takes Z or +01:00 off the end. Extract times are local wall-clock
// times, and a mark of a zone is often wrong: it is said, and not heeded.
func trimZone(s string) (rest string, zone bool) {
	n := len(s)
	if n > 1 && (s[n-1] == 'Z' || s[n-1] == 'z') {
		return s[:n-1], true
	}
	if n > 6 && (s[n-6] == '+' || s[n-6] == '-') && s[n-3] == ':' {
		return s[:n-6], true
	}
	return s, false
}
