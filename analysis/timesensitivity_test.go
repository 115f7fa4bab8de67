package analysis

import "testing"

// TestReadingsOfAPossibleTime: an offence from 22:00 to 02:00 starts at 10pm, is at
// midnight by its middle and at 2am by its end; a minute from 15:00 is at 3pm by
// all three. Spread, the first is a quarter in each of four hours.
func TestReadingsOfAPossibleTime(t *testing.T) {
	in := profileInputs(t,
		times(3, profiledOffence{recorded: "2023-03-10", from: "2023-03-08 22:00", to: "2023-03-09 02:00", code: "34B"}),
		times(1, profiledOffence{recorded: "2023-03-10", from: "2023-03-08 15:00", to: "2023-03-08 15:00", code: "34B"}),
		times(2, profiledOffence{recorded: "2023-03-10", code: "34B"}))
	r := resultOf(t, profileStudy(t, in), "time-sensitivity")
	table := tableIn(t, r, "time-sensitivity")
	addsUp(t, table)
	for _, want := range []struct {
		hour                         string
		start, middle, end, aoristic float64
	}{{"10pm", 3, 0, 0, 75.0 / 4}, {"midnight", 0, 3, 0, 75.0 / 4}, {"2am", 0, 0, 3, 0}, {"3pm", 1, 1, 1, 25}} {
		row := rowIn(t, table, "12 months to May 2023", want.hour)
		near(t, want.hour+" by start", row.Estimate.Numerator.Or(-1), want.start)
		near(t, want.hour+" by middle", row.Extra["middle"].Or(-1), want.middle)
		near(t, want.hour+" by end", row.Extra["end"].Or(-1), want.end)
		if got := row.Extra["aoristic"].Or(-1); got < want.aoristic-0.01 || got > want.aoristic+0.01 {
			t.Errorf("%s spread: got %v, want %v", want.hour, got, want.aoristic)
		}
	}
}

// A date alone is its whole day, at the end of the possible time as at its start: from
// Friday to Saturday without times, 9 of 48 hours lie between 1pm and 10pm on Saturday.
func TestDatesWithoutTimesAreWholeDays(t *testing.T) {
	in := profileInputs(t,
		times(1, profiledOffence{recorded: "2023-03-13", from: "2023-03-10", to: "2023-03-11", code: "34B"}),
		times(1, profiledOffence{recorded: "2023-03-13", from: "2023-03-08 15:00", to: "2023-03-08 15:00", code: "34B"}))
	row := rowIn(t, tableIn(t, resultOf(t, profileStudy(t, in), "time-windows"), "time-windows"), "12 months to May 2023", "Serious violence offences", "1pm to 10pm, Saturday and Sunday")
	if got, want := row.Extra["aoristic"].Or(-1), 100*9.0/48/2; got < want-0.01 || got > want+0.01 {
		t.Errorf("spread: got %v, want %v", got, want)
	}
}
