package columnfile

import (
	"math"
	"math/big"
	"strconv"
	"time"
)

// writer writes a value of 64 bits as text; ok is false where it is no value.
type writer func(out []byte, v int64) (text []byte, ok bool)

func writeWhole(out []byte, v int64) ([]byte, bool) { return strconv.AppendInt(out, v, 10), true }

func writeUnsigned(bits uint) writer {
	return func(out []byte, v int64) ([]byte, bool) {
		return strconv.AppendUint(out, uint64(v)<<(64-bits)>>(64-bits), 10), true
	}
}

func writeTruth(out []byte, v int64) ([]byte, bool) {
	if v != 0 {
		return append(out, "TRUE"...), true
	}
	return append(out, "FALSE"...), true
}

// writeFloat takes the bits of a float64; what is not a number is no value.
func writeFloat(out []byte, v int64) ([]byte, bool) {
	f := math.Float64frombits(uint64(v))
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return out, false
	}
	return strconv.AppendFloat(out, f, 'f', -1, 64), true
}

// writeFloat32 takes the bits of a float32, and writes no more figures than it has.
func writeFloat32(out []byte, v int64) ([]byte, bool) {
	f := float64(math.Float32frombits(uint32(v)))
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return out, false
	}
	return strconv.AppendFloat(out, f, 'f', -1, 32), true
}

// Times from 0001 to 9999 are written; no extract has others.
const (
	firstSecond = -62135596800
	lastSecond  = 253402300799
)

// writeDay takes the days since 1970. It reckons with years that start in March, in
// eras of 400 of them.
func writeDay(out []byte, days int64) ([]byte, bool) {
	if days < firstSecond/86400 || days > lastSecond/86400 {
		return out, false
	}
	days += 719468 // since 1 March of year 0
	era := floor(days, 146097)
	days -= 146097 * era
	year := (days - days/1460 + days/36524 - days/146096) / 365
	days -= 365*year + year/4 - year/100
	month := (5*days + 2) / 153 // from March
	day := days - (153*month+2)/5 + 1
	year += 400 * era
	if month += 3; month > 12 {
		month -= 12
		year++
	}
	out = appendPair(appendPair(out, year/100), year%100)
	out = appendPair(append(out, '-'), month)
	return appendPair(append(out, '-'), day), true
}

// writeTime takes a number of units since 1970, so many a second.
func writeTime(perSecond int64) writer {
	return func(out []byte, v int64) ([]byte, bool) {
		seconds := floor(v, perSecond)
		if seconds < firstSecond || seconds > lastSecond {
			return out, false
		}
		day := floor(seconds, 86400)
		second := seconds - 86400*day
		out, _ = writeDay(out, day)
		out = appendPair(append(out, ' '), second/3600)
		out = appendPair(append(out, ':'), second/60%60)
		return appendPair(append(out, ':'), second%60), true
	}
}

// floor divides and rounds down.
func floor(n, by int64) int64 {
	if n < 0 {
		return (n+1)/by - 1
	}
	return n / by
}

// appendPair writes two figures.
func appendPair(out []byte, n int64) []byte { return append(out, byte('0'+n/10), byte('0'+n%10)) }

// writeClock takes a number of units since midnight, so many a second.
func writeClock(perSecond int64) writer {
	return func(out []byte, v int64) ([]byte, bool) {
		seconds := v / perSecond
		if v < 0 || seconds > 86400 {
			return out, false
		}
		if seconds == 86400 {
			return append(out, "24:00"...), true
		}
		return time.Unix(seconds, 0).UTC().AppendFormat(out, "15:04:05"), true
	}
}

// usableScale reports whether a decimal number has as many figures after the point
// as its formats allow; the millions of a damaged file would take for ever to write.
func usableScale(scale int32) bool { return scale >= 0 && scale <= 76 }

// writeDecimal takes a whole number with so many figures after the point.
func writeDecimal(scale int) writer {
	return func(out []byte, v int64) ([]byte, bool) { return appendDecimal(out, big.NewInt(v), scale), true }
}

func appendDecimal(out []byte, v *big.Int, scale int) []byte {
	if v.Sign() < 0 {
		out = append(out, '-')
	}
	figures := new(big.Int).Abs(v).String()
	for len(figures) <= scale {
		figures = "0" + figures
	}
	out = append(out, figures[:len(figures)-scale]...)
	if scale > 0 {
		out = append(append(out, '.'), figures[len(figures)-scale:]...)
	}
	return out
}
