package datasets

import "testing"

func TestParsePeriod(t *testing.T) {
	p, err := ParsePeriod("2022-06/2023-05")
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ what, got, want string }{
		{"text", p.String(), "2022-06/2023-05"},
		{"name", p.Name(), "12 months to May 2023"},
		{"previous", p.Previous().String(), "2021-06/2022-05"},
		{"next month", (p.To + 1).Name(), "June 2023"},
	} {
		if test.got != test.want {
			t.Errorf("%s: got %q, want %q", test.what, test.got, test.want)
		}
	}
	if p.Months() != 12 || p.Days() != 365 || p.Years() != 1 {
		t.Errorf("got %d months, %d days, %v years; want 12, 365, 1", p.Months(), p.Days(), p.Years())
	}
	for _, wrong := range []string{"", "2022-06", "2022-13/2023-05", "2023-05/2022-06", "2022-06/2023-5", "June 2022"} {
		if _, err := ParsePeriod(wrong); err == nil {
			t.Errorf("ParsePeriod(%q) gives no error", wrong)
		}
	}
}

// TestPrevious compares a period with the same months a year before, and one of
// more than a year with the run of whole years before it.
func TestPrevious(t *testing.T) {
	for _, test := range []struct{ period, want string }{
		{"2023-01/2023-03", "2022-01/2022-03"},
		{"2022-04/2023-03", "2021-04/2022-03"},
		{"2021-06/2023-05", "2019-06/2021-05"},
	} {
		p, err := ParsePeriod(test.period)
		if err != nil {
			t.Fatal(err)
		}
		if got := p.Previous().String(); got != test.want {
			t.Errorf("previous of %s: got %s, want %s", test.period, got, test.want)
		}
	}
}

func TestMonthOf(t *testing.T) {
	for _, test := range []struct {
		seconds int64
		want    string
	}{
		{0, "1970-01"},
		{-1, "1969-12"},
		{1685577599, "2023-05"}, // 31 May 2023 23:59:59
		{1685577600, "2023-06"},
	} {
		if got := MonthOf(test.seconds).String(); got != test.want {
			t.Errorf("MonthOf(%d) = %s, want %s", test.seconds, got, test.want)
		}
	}
	if got := NewMonth(2024, 2).Days(); got != 29 {
		t.Errorf("February 2024 has %d days, want 29", got)
	}
}
