package analysis

import "testing"

// TestConcentrationByHand: 70, 20, 10 and 0 offences in four wards: the tenth of
// four is one ward with 70%, which also holds half; the curve from the ward with
// most is 70, 90, 100, 100.
func TestConcentrationByHand(t *testing.T) {
	in := profileInputs(t, knifeIn(70, "W1", 0, 0), knifeIn(20, "W2", 0, 0), knifeIn(10, "W3", 0, 0))
	in.Wards = fourWards()
	r := resultOf(t, profileStudy(t, in), "concentration")
	row := rowIn(t, tableIn(t, r, "concentration"), "12 months to May 2023", "Wards")
	near(t, "top tenth", row.Estimate.Value.Or(-1), 70)
	near(t, "half", row.Extra["half"].Or(-1), 1)
	near(t, "empty", row.Extra["empty"].Or(-1), 1)
	curve := tableIn(t, r, "concentration-curve")
	for units, want := range map[string]float64{"0": 0, "1": 70, "2": 90, "3": 100, "4": 100} {
		near(t, "curve at "+units, rowIn(t, curve, "Wards", units).Extra["cumulative_offences"].Or(-1), want)
	}
}
