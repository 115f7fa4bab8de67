package analysis

import (
	"context"
	"math"
	"os"
	"regexp"
	"slices"
	"strconv"
	"testing"

	"svna/analysis/stats"
)

// errorRate is the stated rate at which a statement may use a word of comparison
// where there is nothing to be found: that of a two-sided 95% interval.
const errorRate = 0.05

// denials are the phrases in which the engine says that a word is not earned;
// what is left must not hold the word.
var denials = regexp.MustCompile(`not clearly (a peak|ahead of|above|below|different|more than|higher|lower)|No hotspot|no clear trend|No calendar month had clearly|[Nn]one of [0-9,]+ groups by age and sex is clearly over-represented|[Nn]one of [0-9,]+ |changed clearly, allowing|not clearly|had the highest counts?|clearly (higher|lower) for males in 0 of|(clearly )?lower in 0\b`)

// claims are the words that an interval or a test must bear, and their kin.
var claims = regexp.MustCompile(`\b(higher|lower|rose|fell|peak|hotspots?|over-represented|under-represented|season(al)?|more concentrated|larger part|clustered|clearly the (top|first)|less alike|had the fewest|had the highest rate|above that|below that|times (that|the|as high|an even)|changed clearly|more than expected|more often|less often|steeper)\b`)

// claim returns the word of comparison that a sentence uses, or "".
func claim(text string) string {
	return claims.FindString(denials.ReplaceAllString(text, ""))
}

// alarms analyses synthetic boroughs and counts, for each statement, how often it
// was made and how often it used a word of comparison. SVNA_STATEMENT names one
// statement whose breakdown alone is computed, for many boroughs.
func alarms(t *testing.T, boroughs int, plant pattern) (made, claimed map[string]int, words map[string]int) {
	t.Helper()
	made, claimed, words = map[string]int{}, map[string]int{}, map[string]int{}
	for seed := range boroughs {
		s, err := NewStudy(syntheticBorough(uint64(seed+1), plant))
		if err != nil {
			t.Fatal(err)
		}
		var outcomes []Outcome
		if one := os.Getenv("SVNA_STATEMENT"); one != "" {
			outcomes = making(one, s)
		} else if outcomes, err = Analyse(context.Background(), s, nil); err != nil {
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

// making computes the breakdowns that make a statement.
func making(statement string, s *Study) []Outcome {
	var outcomes []Outcome
	for _, b := range Catalogue() {
		if slices.Contains(b.Headlines, statement) {
			outcomes = append(outcomes, compute(b, s))
		}
	}
	return outcomes
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
	if len(made) < 40 && os.Getenv("SVNA_STATEMENT") == "" {
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
		found := wordsSaid(t, boroughs, test.plant, test.id, regexp.MustCompile(test.word))
		t.Logf("%s: %q said in %s", test.name, test.word, shareOf(found, boroughs))
		if float64(found) < test.least*float64(boroughs) {
			t.Errorf("%s: %q said in %s, want %v", test.name, test.word, shareOf(found, boroughs), test.least)
		}
	}
}

// TestPowerOfWeakPatterns says how often a word is used of a pattern of so many times the
// rate of the rest, from ratios that hardly any analyst would see to such as all would. The
// limits are for the largest; SVNA_FALSE_ALARMS=500 makes the table.
func TestPowerOfWeakPatterns(t *testing.T) {
	boroughs := max(4, boroughsToTry(t)/4)
	if os.Getenv("SVNA_FALSE_ALARMS") != "" {
		boroughs = boroughsToTry(t)
	}
	// The circle of 250 metres is so much of the 25 square kilometres.
	const circle = math.Pi * 0.0625 / (boroughSide * boroughSide)
	for _, kind := range []struct {
		what, id, word string
		plant          func(ratio float64) pattern
		ratios         []float64
	}{
		{"robberies of the borough against London's", "robbery-comparator-rate-ratio", "times that|higher", func(r float64) pattern { return pattern{Robbery: r} }, []float64{1.1, 1.25, 1.5, 2}},
		{"victims of one group against the others", "ethnicity-ratio-victims-black", "higher|over-represented", func(r float64) pattern { return pattern{Group: r} }, []float64{1.1, 1.25, 1.5, 2}},
		{"hours from 3pm to 9pm", "violence-peak-window-share", "peak", func(r float64) pattern { return pattern{Hours: r} }, []float64{1.25, 1.5, 2, 2.5}},
		{"offences within 250 metres of a place", "hotspots-share", "hotspot", func(r float64) pattern { return pattern{Spot: circle * (r - 1) / (1 - circle)} }, []float64{1.5, 2, 3, 5, 8}},
		{"offences of the second year", "offence-mix-change", "rose", func(r float64) pattern { return pattern{Second: r} }, []float64{1.05, 1.1, 1.25, 1.5}},
	} {
		word := regexp.MustCompile(`\b(` + kind.word + `)`)
		for i, ratio := range kind.ratios {
			found := wordsSaid(t, boroughs, kind.plant(ratio), kind.id, word)
			t.Logf("%-45s %5.2f times: %-26q in %s", kind.what, ratio, kind.word, shareOf(found, boroughs))
			if i == len(kind.ratios)-1 && float64(found) < 0.9*float64(boroughs) {
				t.Errorf("%s, %v times: said in %s", kind.what, ratio, shareOf(found, boroughs))
			}
		}
	}
}

// wordsSaid counts the boroughs in which a statement uses a word.
func wordsSaid(t *testing.T, boroughs int, plant pattern, id string, word *regexp.Regexp) int {
	t.Helper()
	found := 0
	for seed := range boroughs {
		s, err := NewStudy(syntheticBorough(uint64(seed+1), plant))
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range making(id, s) {
			for _, statement := range o.Result.Statements {
				if statement.ID == id && statement.NotProduced == "" && word.MatchString(denials.ReplaceAllString(statement.Text(), "")) {
					found++
				}
			}
		}
	}
	return found
}

// TestSecondLookFalseAlarms: with one hotspot planted, of three sizes, and nothing else,
// the second look may find another in one borough of twenty.
func TestSecondLookFalseAlarms(t *testing.T) {
	boroughs := boroughsToTry(t)
	for _, spot := range []float64{0.03, 0.1, 0.3} {
		found, second, cells := 0, 0, 0
		for seed := range boroughs {
			s, err := NewStudy(syntheticBorough(uint64(seed+1), pattern{Spot: spot}))
			if err != nil {
				t.Fatal(err)
			}
			g := violenceProfile(s, Where).findHotspots(s.Period)
			var of [2]bool
			for _, h := range g.hotspots {
				if h.second {
					of[1], cells = true, cells+len(h.Cells)
				} else {
					of[0] = true
				}
			}
			if of[0] {
				found++
			}
			if of[1] {
				second++
			}
		}
		t.Logf("%v of the offences in one place: found in %s; another on the second look in %s, of %d cells together", spot, shareOf(found, boroughs), shareOf(second, found), cells)
		if limit := binomialLimit(found, errorRate, 1.0/20000); second > limit {
			t.Errorf("the second look found another hotspot in %s, at most %d allowed", shareOf(second, found), limit)
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
