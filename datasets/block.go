package datasets

import (
	"bytes"
	"encoding/binary"
	"hash/maphash"
	"math"
	"slices"
	"strconv"
	"strings"

	"svna/datasets/internal/csvscan"
)

// Reading is what the cells of a column of a Stream become.
type Reading uint8

// The readings of a column.
const (
	AsCodes   Reading = iota // numbers of the distinct cells: Block.Codes
	AsTimes                  // days and minutes: Block.Days, Block.Minutes
	AsNumbers                // whole numbers: Block.Numbers
	AsKeys                   // keys to tell distinct cells by: Block.Keys
)

// Wanted is a column of a Stream, and how to read it.
type Wanted struct {
	Column string
	As     Reading
	Dates  DateReading // of AsTimes
}

// DateReading is how the dates of a column are read.
type DateReading struct {
	formats []dateFormat
	// Said says how, and on what evidence.
	Said string
}

// Block is some rows of a Stream, column by column, in the order asked for. It is
// valid until the function that is given it returns. The blocks of one goroutine
// share the numbers of cells.
type Block struct {
	Rows    int
	columns []blockColumn
	cells   [][]byte // of one column, while they are read
}

// NoDay, NoMinute and NoNumber stand for a cell that is blank or cannot be read.
const (
	NoDay    = math.MinInt32
	NoMinute = -1
	NoNumber = math.MinInt32
)

// Key tells texts apart: two texts have one key only if they are the same, for
// texts of up to 10 letters, figures, "/" and "-"; longer ones are told apart by
// 128 bits of a hash. The zero Key is a blank.
type Key struct{ High, Low uint64 }

type blockColumn struct {
	wanted  Wanted
	cells   dictionary
	codes   []int32
	days    []int32
	minutes []int16
	numbers []int32
	keys    []Key

	met      []metDay   // of AsTimes
	block    unreadable // in the rows of the block
	sure     unreadable // in the blocks before it
	dayFirst bool
}

// unreadable counts the cells of a time or a number that cannot be read; swapped
// are dates among them that read only with day and month the other way round.
type unreadable struct{ cells, swapped int }

func newBlock(wanted []Wanted) *Block {
	b := &Block{columns: make([]blockColumn, len(wanted))}
	for i, w := range wanted {
		c := &b.columns[i]
		c.wanted = w
		c.cells.code(nil) // code 0 is a blank
		for _, f := range w.Dates.formats {
			c.dayFirst = c.dayFirst || f.order == dayFirst
		}
	}
	return b
}

// Codes returns for each row a number of its cell among Cells; 0 is a blank.
func (b *Block) Codes(column int) []int32 { return b.columns[column].codes }

// Cells returns the distinct cells met so far by this goroutine.
func (b *Block) Cells(column int) []string { return b.columns[column].cells.values }

// Days returns for each row the day, counted from 1 January 1970, or NoDay.
func (b *Block) Days(column int) []int32 { return b.columns[column].days }

// Minutes returns for each row the minute of the day, or NoMinute.
func (b *Block) Minutes(column int) []int16 { return b.columns[column].minutes }

// Numbers returns for each row the number, rounded down, or NoNumber.
func (b *Block) Numbers(column int) []int32 { return b.columns[column].numbers }

// Keys returns for each row the key of its cell.
func (b *Block) Keys(column int) []Key { return b.columns[column].keys }

// add takes a row. places are those of the columns, -1 for one that the file does
// not have.
func (b *Block) add(cells [][]byte, places []int) {
	for i := range b.columns {
		b.cells = append(b.cells[:0], nil)
		if at := places[i]; at >= 0 {
			b.cells[0] = cells[at]
		}
		b.columns[i].read(b.cells)
	}
	b.Rows++
}

// addRun takes the rows of a run but those dropped, which are in order.
func (b *Block) addRun(run *csvscan.Run, places, dropped []int) {
	rows := run.Rows - len(dropped)
	for i := range b.columns {
		if places[i] < 0 {
			clear(b.cells[:cap(b.cells)])
			b.cells = extend(b.cells[:0], rows, nil)
		} else {
			b.cells = withoutRows(run.Column(places[i], b.cells[:0]), dropped)
		}
		b.columns[i].read(b.cells)
	}
	b.Rows += rows
}

// withoutRows leaves out the cells of some rows, which are in order.
func withoutRows(cells [][]byte, dropped []int) [][]byte {
	for i := len(dropped) - 1; i >= 0; i-- {
		cells = slices.Delete(cells, dropped[i], dropped[i]+1)
	}
	return cells
}

// read takes the cells of rows.
func (c *blockColumn) read(cells [][]byte) {
	switch c.wanted.As {
	case AsCodes:
		c.codes = c.cells.appendCodes(c.codes, cells)
	case AsTimes:
		for _, cell := range cells {
			day, minute := c.time(cell)
			c.days, c.minutes = append(c.days, day), append(c.minutes, minute)
		}
	case AsNumbers:
		for _, cell := range cells {
			c.numbers = append(c.numbers, c.number(cell))
		}
	case AsKeys:
		for _, cell := range cells {
			c.keys = append(c.keys, keyOf(cell))
		}
	}
}

// count makes sure of what could not be read in the rows of the block.
func (b *Block) count() {
	for i := range b.columns {
		c := &b.columns[i]
		c.sure.cells += c.block.cells
		c.sure.swapped += c.block.swapped
	}
}

// clear forgets the rows, and keeps the numbers of cells.
func (b *Block) clear() {
	b.Rows = 0
	for i := range b.columns {
		c := &b.columns[i]
		c.block = unreadable{}
		c.codes, c.days, c.minutes, c.numbers, c.keys = c.codes[:0], c.days[:0], c.minutes[:0], c.numbers[:0], c.keys[:0]
	}
}

// time reads a date with or without a clock time, the usual forms from bytes.
func (c *blockColumn) time(cell []byte) (day int32, minute int16) {
	if len(cell) == 0 {
		return NoDay, NoMinute
	}
	if day, minute, ok := c.usualTime(cell); ok {
		return day, minute
	}
	text := strings.TrimPrefix(clean(string(cell)), "'")
	if _, missing := missingWord(text); missing || text == "" {
		return NoDay, NoMinute
	}
	m := readMoment(text, c.wanted.Dates.formats)
	if m.seconds == NoTime {
		c.block.cells++
		if m.swapped {
			c.block.swapped++
		}
		return NoDay, NoMinute
	}
	midnight := floorDay(m.seconds)
	day, minute = int32(midnight/86400), NoMinute
	if m.exact == toMinute {
		minute = int16((m.seconds - midnight) / 60)
	}
	return day, minute
}

// usualTime reads 2023-12-31T23:59:00, with or without its seconds or clock time
// and with a blank for the T, and 31/12/2023 23:59.
func (c *blockColumn) usualTime(cell []byte) (day int32, minute int16, ok bool) {
	if len(cell) < 10 {
		return 0, 0, false
	}
	if day, ok = c.usualDay((*[10]byte)(cell)); !ok {
		return 0, 0, false
	}
	switch {
	case len(cell) == 10:
		return day, NoMinute, true
	case len(cell) == 16 || len(cell) == 19 && cell[16] == ':' && twoFigures(cell[17:]) < 60:
	default:
		return 0, 0, false
	}
	hour, minutes := twoFigures(cell[11:]), twoFigures(cell[14:])
	if !isClockMark(cell[10]) || cell[13] != ':' || hour > 23 || minutes > 59 {
		return 0, 0, false
	}
	return day, int16(60*hour + minutes), true
}

// metDay is a day that was read before, as it was written.
type metDay struct {
	start uint64 // of its text
	end   uint16
	met   bool
	day   int32
}

// metDays is how many days are kept, each in the one place that it can have.
const metDays = 1 << 10

// usualDay reads 2023-12-31, and 31/12/2023 where the day comes first.
func (c *blockColumn) usualDay(text *[10]byte) (day int32, ok bool) {
	start, end := binary.LittleEndian.Uint64(text[:]), binary.LittleEndian.Uint16(text[8:])
	if c.met == nil {
		c.met = make([]metDay, metDays)
	}
	met := &c.met[(start^uint64(end)<<48)*0x9e3779b97f4a7c15>>54]
	if met.start == start && met.end == end && met.met {
		return met.day, true
	}
	var year, month, date int
	switch {
	case text[4] == '-' && text[7] == '-':
		year, month, date = 100*twoFigures(text[:])+twoFigures(text[2:]), twoFigures(text[5:]), twoFigures(text[8:])
	case c.dayFirst && text[2] == '/' && text[5] == '/':
		year, month, date = 100*twoFigures(text[6:])+twoFigures(text[8:]), twoFigures(text[3:]), twoFigures(text[:])
	default:
		return 0, false
	}
	if month < 1 || month > 12 || date < 1 || year < 1900 || year > 2100 || date > 28 && !validDate(year, month, date) {
		return 0, false
	}
	*met = metDay{start, end, true, int32(dateSeconds(year, month, date) / 86400)}
	return met.day, true
}

// twoFigures reads two figures; for anything else it is large.
func twoFigures(b []byte) int {
	tens, ones := b[0]-'0', b[1]-'0'
	if tens > 9 || ones > 9 {
		return 1 << 20
	}
	return 10*int(tens) + int(ones)
}

// number reads a whole number, the usual ones of up to eight figures from bytes:
// all at once, as four pairs, two fours and one eight of figures.
func (c *blockColumn) number(cell []byte) int32 {
	n := len(cell)
	if n == 0 {
		return NoNumber
	}
	if n > 8 || cap(cell) < 8 {
		return c.unusualNumber(cell)
	}
	const zeros, lows = 0x3030303030303030, 0x0f0f0f0f0f0f0f0f
	figures := binary.LittleEndian.Uint64(cell[:8])<<(64-8*n) | zeros>>(8*n)
	if figures&^lows != zeros || (figures&lows+0x0606060606060606)&^lows != 0 {
		return c.unusualNumber(cell)
	}
	figures = figures & lows * (1<<8*10 + 1) >> 8
	figures = figures & 0x00ff00ff00ff00ff * (1<<16*100 + 1) >> 16
	return int32(figures & 0x0000ffff0000ffff * (1<<32*10000 + 1) >> 32)
}

func (c *blockColumn) unusualNumber(cell []byte) int32 {
	text := clean(string(cell))
	if _, missing := missingWord(text); missing || text == "" {
		return NoNumber
	}
	value, err := strconv.ParseFloat(strings.ReplaceAll(text, ",", ""), 64)
	if err != nil || math.IsNaN(value) || math.Abs(value) > math.MaxInt32-1 || strings.ContainsAny(text, "xX_") {
		c.block.cells++
		return NoNumber
	}
	return int32(math.Floor(value))
}

// keySymbols numbers the bytes of which short keys are made.
var keySymbols = func() (symbols [256]uint8) {
	for i := range symbols {
		symbols[i] = 0xff
	}
	for i, b := range []byte("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz/-") {
		symbols[b] = uint8(i)
	}
	return symbols
}()

var keySeeds = [2]maphash.Seed{maphash.MakeSeed(), maphash.MakeSeed()} // they decide where a key is looked for, and nothing that is printed

func keyOf(cell []byte) Key {
	cell = withoutBlanks(cell)
	if len(cell) > 0 && cell[0] == '"' && bytes.LastIndexByte(cell, '"') == 0 { // as clean has it
		cell = cell[1:]
	}
	if len(cell) == 0 {
		return Key{}
	}
	if len(cell) <= 10 {
		low := uint64(len(cell))
		for _, b := range cell {
			symbol := keySymbols[b]
			if symbol == 0xff {
				return longKey(cell)
			}
			low = low<<6 | uint64(symbol)
		}
		return Key{Low: low}
	}
	return longKey(cell)
}

func longKey(cell []byte) Key {
	return Key{High: maphash.Bytes(keySeeds[0], cell) | 1, Low: maphash.Bytes(keySeeds[1], cell)}
}
