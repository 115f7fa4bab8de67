package xlsxscan

import (
	"math"
	"strconv"
)

// Moment is a serial number of a workbook as a local date and time of day.
type Moment struct {
	Year, Month, Day int
	Second           int  // since midnight
	Clocked          bool // the number has a part below one
}

// lastSerial is the first serial past 31 December 9999.
const lastSerial = 2958466

// Serial reads a serial number: days since 30 December 1899, or since 1 January
// 1904. Excel's calendar of 1900 has a 29 February that never was: 60 is no date,
// and numbers below it count from a day later. A number that is negative, not
// finite or past the year 9999 is no date either.
//
// Times are to the second that is nearest, but never on the next day.
func (b *Book) Serial(content []byte) (Moment, bool) {
	days, err := strconv.ParseFloat(string(content), 64)
	if err != nil || !(days >= 0 && days < lastSerial) {
		return Moment{}, false
	}
	whole := math.Floor(days)
	second := int(math.Round((days - whole) * 86400))
	if second == 86400 {
		second--
		if (days-whole)*86400 > 86400-0.001 { // midnight, but for the last figures of a float
			whole++
			second = 0
		}
	}
	day := int(whole)
	switch {
	case b.Epoch1904:
		day += 1462
	case day == 60 || day == 0:
		return Moment{}, false
	case day < 60:
		day++
	}
	m := Moment{Second: second, Clocked: second > 0}
	m.Year, m.Month, m.Day = civil(day - 25569)
	return m, m.Year <= 9999
}

// civil turns days since 1970 into a date of the Gregorian calendar, by years
// that start in March.
func civil(days int) (year, month, day int) {
	days += 719468 // since 1 March of the year 0
	era := days / 146097
	ofEra := days % 146097
	yearOfEra := (ofEra - ofEra/1460 + ofEra/36524 - ofEra/146096) / 365
	ofYear := ofEra - (365*yearOfEra + yearOfEra/4 - yearOfEra/100)
	shifted := (5*ofYear + 2) / 153
	day = ofYear - (153*shifted+2)/5 + 1
	month = shifted + 3
	year = yearOfEra + era*400
	if month > 12 {
		month -= 12
		year++
	}
	return year, month, day
}

// TimeOfDay returns the seconds since midnight that a serial number shows as a
// clock time, whatever its day.
func TimeOfDay(content []byte) (second int, ok bool) {
	days, err := strconv.ParseFloat(string(content), 64)
	if err != nil || !(days >= 0 && days < lastSerial) {
		return 0, false
	}
	return int(math.Round((days-math.Floor(days))*86400)) % 86400, true
}

// Append writes the date as 2023-11-15, with its time of day where it has one.
func (m Moment) Append(out []byte) []byte {
	out = appendFigures(out, m.Year, 4)
	out = appendFigures(append(out, '-'), m.Month, 2)
	out = appendFigures(append(out, '-'), m.Day, 2)
	if m.Clocked {
		out = AppendClock(append(out, ' '), m.Second)
	}
	return out
}

// AppendClock writes seconds since midnight as 20:45, or 20:45:10.
func AppendClock(out []byte, second int) []byte {
	out = appendFigures(out, second/3600, 2)
	out = appendFigures(append(out, ':'), second/60%60, 2)
	if second%60 > 0 {
		out = appendFigures(append(out, ':'), second%60, 2)
	}
	return out
}

func appendFigures(out []byte, n, figures int) []byte {
	for unit := [...]int{1, 1, 10, 100, 1000}[figures]; unit > 0; unit /= 10 {
		out = append(out, byte('0'+n/unit%10))
	}
	return out
}
