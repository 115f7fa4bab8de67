package spatial

import (
	"math"
	"os"
	"strconv"
	"strings"
	"testing"

	"svna/analysis/internal/oracle"
)

// answered are the files of the folder oracles whose answers are all compared here.
var answered = []string{
	"04_*/afcon_*", "04_*/getisord_*", "04_*/global_*", "04_*/nc_sids_queen.csv",
	"06_*/desmith_*", "06_*/getis_*", "06_*/global_*", "06_*/lattice*", "06_*/sids2_SIDR74.csv", "06_*/stl_*",
	"07_*/*", "16_*/*", "18_*/*",
}

func TestMain(m *testing.M) { os.Exit(oracle.Run(m, answered, notAnswers)) }

// parse reads a number of an oracle.
func parse(t *testing.T, text string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// near reports whether got is within an absolute tolerance of want.
func near(got, want, tolerance float64) bool { return math.Abs(got-want) <= tolerance }

// notAnswers are columns of the oracles that hold no answer: what they hold instead.
var notAnswers = map[string]map[string]string{}
