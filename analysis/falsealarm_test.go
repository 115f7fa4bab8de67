package analysis

import (
	"context"
	"math"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"svna/analysis/stats"
)

// errorRate is the stated rate at which a statement may use a word of comparison
// where there is nothing to be found: that of a two-sided 95% interval.
const errorRate = 0.05

// denials are the phrases in which the engine says that a word is not earned;
// what is left must not hold the word.
var denials = regexp.MustCompile(`not clearly (a peak|ahead of|above|below|different|more than|higher|lower)|No hotspot|no clear trend|No calendar month had clearly|[Nn]one of [0-9,]+ groups by age and sex is clearly over-represented|[Nn]one of [0-9,]+ |changed clearly, corrected|not clearly|had the highest counts?|clearly (higher|lower) for males in 0 of|(clearly )?lower in 0\b`)

// claims are the words that an interval or a test must bear, and their kin.
var claims = regexp.MustCompile(`\b(higher|lower|rose|fell|peak|hotspots?|over-represented|under-represented|season(al)?|more concentrated|had the fewest|above that|below that|times (that|the|as high|an even)|changed clearly|more than expected|more often|less often|steeper)\b`)

// claim returns the word of comparison that a sentence uses, or "".
func claim(text string) string {
	return claims.FindString(denials.ReplaceAllString(text, ""))
}

// alarms analyses synthetic boroughs and counts, for each statement, how often it
// was made and how often it used a word of comparison.
func alarms(t *testing.T, boroughs int, plant pattern) (made, claimed map[string]int, words map[string]int) {
	t.Helper()
	made, claimed, words = map[string]int{}, map[string]int{}, map[string]int{}
	for seed := range boroughs {
		s, err := NewStudy(syntheticBorough(uint64(seed+1), plant))
		if err != nil {
			t.Fatal(err)
		}
		outcomes, err := Analyse(context.Background(), s, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range outcomes {
			if o.Err != nil {
				t.Fatalf("%s: %v", o.Breakdown.Name, o.Err)
			}
			for _, statement := range o.Result.Statements {
				if statement.NotProduced != "" {
					continue
				}
				made[statement.ID]++
				word := claim(statement.Text())
				if word == "" {
					word = claim(statement.Title())
				}
				if word != "" {
					claimed[statement.ID]++
					words[word]++
				}
			}
		}
	}
	return made, claimed, words
}

// boroughsToTry is 500 where SVNA_FALSE_ALARMS is set to that, and a number that
// takes seconds otherwise.
func boroughsToTry(t *testing.T) int {
	n, err := strconv.Atoi(os.Getenv("SVNA_FALSE_ALARMS"))
	if err != nil {
		return 12
	}
	t.Logf("%d boroughs", n)
	return n
}

// TestFalseAlarms analyses boroughs in which there is no pattern at all. Each
// statement may use a word of comparison in one borough of twenty, give or take
// what chance does with so few boroughs: the limit is the count that a rate of
// 0.05 passes once in 20,000 times. SVNA_FALSE_ALARMS=500 runs the long version.
func TestFalseAlarms(t *testing.T) {
	boroughs := boroughsToTry(t)
	made, claimed, words := alarms(t, boroughs, pattern{})
	if len(made) < 40 {
		t.Errorf("only %d statements were made of boroughs without a pattern", len(made))
	}
	total, all := 0, 0
	for _, id := range sortedKeys(made) {
		n := made[id]
		total, all = total+claimed[id], all+n
		if limit := binomialLimit(n, errorRate, 1.0/20000); claimed[id] > limit {
			t.Errorf("%s used a word of comparison in %s, at most %d allowed", id, shareOf(claimed[id], n), limit)
		}
		if claimed[id] > 0 {
			t.Logf("%-45s %s", id, shareOf(claimed[id], n))
		}
	}
	t.Logf("all statements: %s; words: %v", shareOf(total, all), words)
	if limit := binomialLimit(all, errorRate, 1e-6); total > limit {
		t.Errorf("words of comparison in %s, at most %d allowed", shareOf(total, all), limit)
	}
}

// binomialLimit is the smallest count that is passed with a probability of at
// most alpha in n trials at a rate.
func binomialLimit(n int, rate, alpha float64) int {
	term := math.Pow(1-rate, float64(n))
	below := term
	k := 0
	for ; 1-below > alpha && k < n; k++ {
		term *= float64(n-k) / float64(k+1) * rate / (1 - rate)
		below += term
	}
	return k
}

// TestPower analyses boroughs with a pattern: the statement about it must find it
// in most, and the others must stay quiet as before. The limits are well below
// the power that 500 boroughs showed.
func TestPower(t *testing.T) {
	boroughs := boroughsToTry(t)
	for _, test := range []struct {
		name  string
		plant pattern
		id    string
		word  string
		least float64
	}{
		{"one offence in ten within 250 metres of a place", pattern{Spot: 0.1}, "hotspots-share", "hotspot", 0.9},
		{"hours from 3pm to 9pm two and a half times as busy", pattern{Hours: 2.5}, "violence-peak-window-share", "peak", 0.9},
		{"a fifth more in the second year", pattern{Second: 1.2}, "offence-mix-change", "rose", 0.9},
		{"Black people at 1.5 times the rate of others", pattern{Group: 1.5}, "ethnicity-ratio-victims-black", "over-represented", 0.9},
	} {
		made, found := 0, 0
		for seed := range boroughs {
			s, err := NewStudy(syntheticBorough(uint64(seed+1), test.plant))
			if err != nil {
				t.Fatal(err)
			}
			for _, b := range Catalogue() {
				for _, id := range b.Headlines {
					if id != test.id {
						continue
					}
					for _, statement := range compute(b, s).Result.Statements {
						if statement.ID == id && statement.NotProduced == "" {
							made++
							if strings.Contains(denials.ReplaceAllString(statement.Text(), ""), test.word) {
								found++
							}
						}
					}
				}
			}
		}
		t.Logf("%s: %q said in %s", test.name, test.word, shareOf(found, made))
		if made < boroughs || float64(found) < test.least*float64(made) {
			t.Errorf("%s: %q said in %s of %d boroughs, want %v", test.name, test.word, shareOf(found, made), boroughs, test.least)
		}
	}
}

// TestBinomialLimit: of 20 trials at 0.05, 0.2641 have more than 1 and 0.0755
// more than 2 (binomial tables).
func TestBinomialLimit(t *testing.T) {
	if got := binomialLimit(20, 0.05, 0.1); got != 2 {
		t.Errorf("got %d, want 2", got)
	}
	if e := stats.Share(1, 20); !e.Value.Known() {
		t.Error("share of 1 in 20 is not known")
	}
}
