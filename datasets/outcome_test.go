package datasets

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestOutcomes(t *testing.T) {
	if got, want := len(Outcomes()), 23; got != want || len(OutcomeCodes()) != want { // 0 to 22
		t.Errorf("got %d outcomes, want %d", got, want)
	}
	var positive, noSuspect, unclear []string
	for _, code := range OutcomeCodes() {
		o := Outcomes()[code]
		if o.Assigned != (code != "0") {
			t.Errorf("outcome %s: got assigned %v", code, o.Assigned)
		}
		switch {
		case o.SuspectUnclear:
			unclear = append(unclear, code)
		case !o.SuspectIdentified:
			noSuspect = append(noSuspect, code)
		}
		if o.Positive {
			positive = append(positive, code)
		}
	}
	// Methods 4.6: the list of public dashboards; 14 and 18 have no suspect; 0 is
	// no outcome, 19 is fraud, and 20 does not say.
	if want := []string{"1", "2", "3", "6", "7", "8", "22"}; !slices.Equal(positive, want) {
		t.Errorf("positive: got %v, want %v", positive, want)
	}
	if want := []string{"14", "18"}; !slices.Equal(noSuspect, want) {
		t.Errorf("no suspect: got %v, want %v", noSuspect, want)
	}
	if want := []string{"0", "19", "20"}; !slices.Equal(unclear, want) {
		t.Errorf("unclear: got %v, want %v", unclear, want)
	}
}

func TestOutcomesAgainstShared(t *testing.T) {
	for _, row := range sharedRows(t, "reference", "outcomes.csv") {
		o := Outcomes()[row["outcome_code"]]
		if o.Label != row["label"] || o.Group != row["ho_group"] {
			t.Errorf("outcome %s: got %q in %q", row["outcome_code"], o.Label, o.Group)
		}
	}
}

func TestSeriesBreaks(t *testing.T) {
	breaks := SeriesBreaks()
	if got, want := len(breaks), 20; got != want { // methods 4.8
		t.Errorf("got %d breaks, want %d", got, want)
	}
	byID := map[string]SeriesBreak{}
	for _, b := range breaks {
		if b.ID == "" || b.AppliesTo == "" || len(b.Series) == 0 || b.Description == "" || b.Source == "" {
			t.Errorf("break %+v has something blank", b)
		}
		byID[b.ID] = b
	}
	connect := byID["connect-da-hate"]
	if connect.From != NewMonth(2024, 3) || connect.AppliesTo != "MPS" || !slices.Equal(connect.Series, []string{"flag_domestic_abuse", "flag_hate"}) {
		t.Errorf("got %+v", connect)
	}
	if got, want := byID["lbbd-wards-2022"].From, NewMonth(2022, 5); got != want {
		t.Errorf("wards: got %s, want %s", got, want)
	}
}

func TestSeriesBreaksAgainstShared(t *testing.T) {
	got, want := map[string]string{}, map[string]string{}
	for _, b := range SeriesBreaks() {
		got[b.ID] = b.From.String() + " " + b.AppliesTo
	}
	for _, row := range sharedRows(t, "reference", "series_breaks.csv") {
		want[row["break_id"]] = row["date_from"][:7] + " " + row["applies_to"]
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("breaks (-want +got):\n%s", diff)
	}
}

func TestHarmWeights(t *testing.T) {
	// ONS Crime Severity Score data tool, weights of 2016.
	for code, want := range map[string]float64{"1": 7978.7931, "4.10": 7978.7931, "2": 4662.7864, "5D": 1965.3379, "8N": 184.0947, "34B": 746, "34A": 746, "39": 86} {
		if got := HarmWeights()[code]; got != want {
			t.Errorf("%s: got %g, want %g", code, got, want)
		}
	}
	if _, ok := HarmWeights()["3B"]; ok {
		t.Error("threats to kill has a weight, and none was found published")
	}
	if HarmSource() == "" {
		t.Error("the weights have no source")
	}
}
