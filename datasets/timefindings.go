package datasets

import "fmt"

// noteTimes counts times that contradict each other, and times that look like
// defaults, row by row.
func (t *rawTable) noteTimes(all []*coerced) {
	from, to, recorded := find(all, "", "committed_from"), find(all, "", "committed_to"), find(all, "", "recorded_at")
	at := func(v *coerced, row int32) int64 {
		if v == nil || v.codes[row] < 0 {
			return NoTime
		}
		return v.times[v.codes[row]]
	}
	if from == nil {
		return
	}
	t.note("committed_to", "ends_before_it_starts", func(n int) string {
		return fmt.Sprintf("%s %s committed to before committed from; kept.", plural(n, "row", "rows"), hasHave(n))
	}, func(row int32) bool {
		a, b := at(from, row), at(to, row)
		return a != NoTime && b != NoTime && b < a && !(b == floorDay(a) && to.exact[to.codes[row]] != toMinute)
	})
	t.note("recorded_at", "recorded_before_committed", func(n int) string {
		return fmt.Sprintf("%s %s recorded on a day before the offence was committed; kept.", plural(n, "row", "rows"), isAre(n))
	}, func(row int32) bool {
		a, r := at(from, row), at(recorded, row)
		return a != NoTime && r != NoTime && floorDay(r) < floorDay(a)
	})
	t.noteDefaults(from)
}

// Shares above which midnight, or the first of the month, looks like a default
// and no time of an offence. By chance they would be 0.07% and 3.3%.
const (
	midnightShare     = 0.05
	firstOfMonthShare = 0.066
	fewTimes          = 50
)

func (t *rawTable) noteDefaults(from *coerced) {
	exact := func(row int32) precision {
		if from.codes[row] < 0 {
			return noPrecision
		}
		return from.exact[from.codes[row]]
	}
	clocked, midnight, dated, first := 0, 0, 0, 0
	isMidnight := func(row int32) bool { return exact(row) == toMinute && from.times[from.codes[row]]%86400 == 0 }
	isFirst := func(row int32) bool {
		return exact(row) >= toDay && floorDay(from.times[from.codes[row]]) == MonthOf(from.times[from.codes[row]]).Start()
	}
	for row := range int32(t.rows()) {
		if t.status[row] != rowUsed {
			continue
		}
		if exact(row) == toMinute {
			clocked++
			if isMidnight(row) {
				midnight++
			}
		}
		if exact(row) >= toDay {
			dated++
			if isFirst(row) {
				first++
			}
		}
	}
	if clocked >= fewTimes && float64(midnight) > midnightShare*float64(clocked) {
		t.note("committed_from", "midnight_heap", func(n int) string {
			return fmt.Sprintf("%s %s at exactly 00:00, far more than chance: midnight probably stands for an unknown time.", plural(n, "row", "rows"), isAre(n))
		}, isMidnight)
	}
	if dated >= fewTimes && float64(first) > firstOfMonthShare*float64(dated) {
		t.note("committed_from", "first_of_month_heap", func(n int) string {
			return fmt.Sprintf("%s %s on the 1st of a month, far more than chance: it probably stands for an unknown day.", plural(n, "row", "rows"), isAre(n))
		}, isFirst)
	}
}
