package datasets

import (
	"slices"
	"strings"
)

// SettingError is a wrong entry of a profile, or of what a settings file lays
// over one. Key is where it is written, such as values, sex, M.
type SettingError struct {
	Key []string
	Err error
}

func (e *SettingError) Error() string { return e.Err.Error() }

// Unwrap returns the fault of the entry.
func (e *SettingError) Unwrap() error { return e.Err }

// LineOfKey returns the number of the line of a TOML text that sets a key, or
// of the nearest table or value that the key lies in; 1 where there is none.
// The decoder does not tell. Where the first part of the key is an array of
// tables, entry says which of them is meant, from 1; 0 for any.
func LineOfKey(text string, entry int, key ...string) int {
	best, line := 0, 1
	var table []string
	entries := 0
	for i, written := range strings.Split(text, "\n") {
		written = strings.TrimSpace(written)
		header := strings.TrimLeft(written, "[")
		path := keyPath(header)
		switch {
		case len(path) == 0:
			continue
		case header != written:
			table = path
			if strings.HasPrefix(written, "[[") && len(path) == 1 && path[0] == key[0] {
				entries++
			}
		case strings.Contains(written, "="):
			path = slices.Concat(table, path)
		default:
			continue
		}
		if entry > 0 && entries != entry {
			continue
		}
		if n := len(path); n > best && n <= len(key) && slices.Equal(path, key[:n]) {
			best, line = n, i+1
		}
	}
	return line
}

// keyPath reads a key at the start of a line: bare or quoted parts with points
// between them.
func keyPath(s string) (path []string) {
	for {
		s = strings.TrimLeft(s, " \t")
		if s == "" {
			return path
		}
		end := strings.IndexFunc(s, func(r rune) bool { return strings.ContainsRune(".=] \t", r) })
		if quote := s[0]; quote == '"' || quote == '\'' {
			end = strings.IndexByte(s[1:], quote)
			if end < 0 {
				return nil
			}
			path = append(path, s[1:1+end])
			end += 2
		} else {
			if end <= 0 {
				return path
			}
			path = append(path, s[:end])
		}
		s = strings.TrimLeft(s[end:], " \t")
		if !strings.HasPrefix(s, ".") {
			return path
		}
		s = s[1:]
	}
}
