package figurelint

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// colour is red, green and blue, 0 to 255.
type colour [3]uint8

// readColour reads "#12436D" and "var(--name,#12436D)".
func readColour(text string, variables map[string]string) (colour, error) {
	if rest, ok := strings.CutPrefix(text, "var("); ok {
		name, fallback, _ := strings.Cut(strings.TrimSuffix(rest, ")"), ",")
		if text = fallback; len(variables) > 0 {
			if text, ok = variables[name]; !ok {
				return colour{}, fmt.Errorf("the variable %s is not set", name)
			}
		}
	}
	v, err := strconv.ParseUint(strings.TrimPrefix(text, "#"), 16, 24)
	if err != nil || len(text) != 7 {
		return colour{}, fmt.Errorf("%q is not a colour", text)
	}
	return colour{uint8(v >> 16), uint8(v >> 8), uint8(v)}, nil
}

// contrast is the contrast ratio of WCAG 2.2, 1 to 21.
func contrast(a, b colour) float64 {
	la, lb := luminance(a), luminance(b)
	if la < lb {
		la, lb = lb, la
	}
	return (la + 0.05) / (lb + 0.05)
}

// luminance is the relative luminance of WCAG 2.2.
func luminance(c colour) float64 {
	return 0.2126*linear(c[0]) + 0.7152*linear(c[1]) + 0.0722*linear(c[2])
}

// linear is a channel in linear light, 0 to 1 (IEC 61966-2-1).
func linear(channel uint8) float64 {
	v := float64(channel) / 255
	if v <= 0.04045 {
		return v / 12.92
	}
	return math.Pow((v+0.055)/1.055, 2.4)
}
