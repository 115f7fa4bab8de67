package columnfile

import (
	"encoding/binary"
	"errors"
	"slices"

	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/file"
)

// pages reads the pages of a column chunk that are written in the two usual ways:
// values one after the other, or places in a dictionary. Codes are then made from
// the places, and no value is looked at twice.
type pages struct {
	file.PageReader
	optional bool // rows may have no value
	wide     int  // bytes of a number; 0 for texts
	size     int  // bytes that the texts may come to
	codes    []uint32
	texts    textCoder
	numbers  numberCoder
	broken   int

	dictionary [][]byte // texts, or numbers as they are written
	known      []int32  // code of each text or number of the dictionary, -1 before it is met
	levels     []uint32 // scratch: 1 for a row with a value
}

// mostReserved is how much memory is asked for on the word of a file.
const mostReserved = 16 << 20

// errOtherWay says that pages are written in a way that is left to the library.
var errOtherWay = errors.New("pages are written in another way")

// usualPages reads a column chunk of texts, or of whole numbers of 32 or 64 bits.
func usualPages(r *file.RowGroupReader, column parquetColumn, rows, wide int, optional bool) (*pages, error) {
	reader, err := r.GetColumnPageReader(column.place)
	if err != nil {
		return nil, damaged("a column cannot be opened")
	}
	defer reader.Close()
	p := &pages{PageReader: reader, optional: optional, wide: wide, codes: make([]uint32, 0, min(rows, 4<<20))}
	if chunk, err := r.MetaData().ColumnChunk(column.place); err == nil && wide == 0 {
		p.size = int(max(0, min(chunk.TotalUncompressedSize(), mostReserved)))
	}
	for p.Next() {
		if err := p.take(p.Page(), rows); err != nil {
			return nil, err
		}
	}
	if p.Err() != nil || len(p.codes) != rows {
		return nil, damaged("a page cannot be decoded")
	}
	return p, nil
}

// take reads a page.
func (p *pages) take(page file.Page, rows int) error {
	data, n := page.Data(), int(page.NumValues())
	var levels []byte
	switch d := page.(type) {
	case *file.DictionaryPage:
		return p.readDictionary(data, n)
	case *file.DataPageV1:
		if p.optional {
			if d.DefinitionLevelEncoding() != parquet.Encodings.RLE {
				return errOtherWay
			}
			if len(data) < 4 || uint64(binary.LittleEndian.Uint32(data)) > uint64(len(data)-4) {
				return damaged("a page cannot be decoded")
			}
			end := 4 + int(binary.LittleEndian.Uint32(data))
			levels, data = data[4:end], data[end:]
		}
	case *file.DataPageV2:
		end := int(d.DefinitionLevelByteLen())
		if d.RepetitionLevelByteLen() != 0 || end < 0 || end > len(data) || !p.optional && end > 0 {
			return damaged("a page cannot be decoded")
		}
		levels, data = data[:end], data[end:]
	default:
		return errOtherWay
	}
	if n < 0 || n > rows-len(p.codes) {
		return damaged("a column has other rows than its row group")
	}
	switch parquet.Encoding(page.Encoding()) {
	case parquet.Encodings.Plain:
		return p.readRows(levels, data, n, true)
	case parquet.Encodings.RLEDict, parquet.Encodings.PlainDict:
		return p.readRows(levels, data, n, false)
	}
	return errOtherWay
}

// readDictionary finds the values of a dictionary page.
func (p *pages) readDictionary(data []byte, n int) error {
	if p.dictionary != nil || n < 0 || n > len(data) {
		return damaged("a dictionary cannot be decoded")
	}
	p.dictionary, p.known = make([][]byte, n), make([]int32, n)
	rest := append([]byte(nil), data...)
	for i := range p.dictionary {
		var ok bool
		if p.dictionary[i], rest, ok = p.value(rest); !ok {
			return damaged("a dictionary cannot be decoded")
		}
		p.known[i] = -1
	}
	return nil
}

// value takes a value off the front.
func (p *pages) value(data []byte) (value, rest []byte, ok bool) {
	length := p.wide
	if length == 0 {
		if len(data) < 4 {
			return nil, nil, false
		}
		length = int(binary.LittleEndian.Uint32(data))
		data = data[4:]
	}
	if length > len(data) {
		return nil, nil, false
	}
	return data[:length], data[length:], true
}

// readRows adds the codes of a page of n rows, whose values are plain or places in
// the dictionary.
func (p *pages) readRows(levels, data []byte, n int, plain bool) error {
	values := n
	if p.optional {
		p.levels = room(p.levels, n)
		if !unpack(levels, 1, p.levels) {
			return damaged("a page cannot be decoded")
		}
		values = 0
		for _, level := range p.levels {
			values += int(level & 1)
		}
	}
	from := len(p.codes)
	p.codes = slices.Grow(p.codes, n)[:from+n]
	codes := p.codes[from:]
	read := p.readPlaces
	if plain {
		read = p.readPlain
	}
	if err := read(data, codes[:values]); err != nil {
		return err
	}
	if values == n {
		return nil
	}
	for row := n - 1; row >= 0; row-- { // from the last, so that none is written over before it has moved
		code := uint32(0)
		if p.levels[row]&1 == 1 {
			values--
			code = codes[values]
		}
		codes[row] = code
	}
	return nil
}

// readPlain reads the codes of values that are written one after the other.
func (p *pages) readPlain(data []byte, codes []uint32) error {
	if p.wide > 0 {
		if len(data) < p.wide*len(codes) {
			return damaged("a page has fewer values than it says")
		}
		p.numbers.values = slices.Grow(p.numbers.values, len(codes))
		for i := range codes {
			codes[i] = p.numbers.codeOrNew(p.number(data[p.wide*i:]))
		}
		return nil
	}
	if p.texts.texts.arena == nil {
		p.texts.texts = textList{make([]byte, 0, p.size), make([]int, 0, min(cap(p.codes), p.size/4))}
	}
	for i := range codes {
		value, rest, ok := p.value(data)
		if !ok {
			return damaged("a page has fewer values than it says")
		}
		data, codes[i] = rest, p.texts.codeOrNew(value)
		if codes[i] == 0 {
			p.broken++
		}
	}
	return nil
}

// readPlaces reads the codes of values that are places in the dictionary.
func (p *pages) readPlaces(data []byte, codes []uint32) error {
	if len(codes) == 0 {
		return nil
	}
	if len(data) == 0 || data[0] > 32 || !unpack(data[1:], int(data[0]), codes) {
		return damaged("a page cannot be decoded")
	}
	known := p.known
	for i, at := range codes {
		if uint64(at) >= uint64(len(known)) {
			return damaged("a page has a place that is not in its dictionary")
		}
		code := known[at]
		if code <= 0 {
			if code < 0 {
				code = p.code(p.dictionary[at])
				known[at] = code
			}
			if code == 0 {
				p.broken++
			}
		}
		codes[i] = uint32(code)
	}
	return nil
}

// code gives a value its code, 0 where it is no text.
func (p *pages) code(value []byte) int32 {
	if p.wide > 0 {
		return int32(p.numbers.code(p.number(value)))
	}
	return int32(p.texts.codeOrNew(value))
}

// number reads a number off the front.
func (p *pages) number(data []byte) int64 {
	if p.wide == 4 {
		return int64(int32(binary.LittleEndian.Uint32(data)))
	}
	return int64(binary.LittleEndian.Uint64(data))
}

// frame is what the pages hold.
func (p *pages) frame(group, at int, column parquetColumn) []byte {
	if p.wide == 0 {
		return chunkOf(group, at, &p.texts.texts, p.codes, p.broken)
	}
	texts, broken := p.numbers.write(column.write, p.codes)
	return chunkOf(group, at, &texts, p.codes, broken)
}

// usualWidth is the width of numbers that usualPages reads, 0 for texts; ok is false
// for the columns that it does not read.
func (c *parquetColumn) usualWidth(physical parquet.Type) (wide int, ok bool) {
	switch physical {
	case parquet.Types.Int32:
		return 4, c.write != nil
	case parquet.Types.Int64:
		return 8, c.write != nil
	case parquet.Types.ByteArray:
		return 0, c.kind == Text && c.bytes == nil
	}
	return 0, false
}

func room(values []uint32, n int) []uint32 {
	if cap(values) < n {
		return make([]uint32, n)
	}
	return values[:n]
}

// unpack reads numbers of so many bits that are written as runs and as packed groups
// of eight (parquet-format, RLE/bit-packing hybrid). It is false where there are not
// enough.
func unpack(data []byte, width int, into []uint32) bool {
	for len(into) > 0 {
		head, n := binary.Uvarint(data)
		if n <= 0 || head>>1 == 0 {
			return false
		}
		data = data[n:]
		if head&1 == 1 {
			groups := min(head>>1, uint64(len(data))+1) // an odd length is found out below
			packed := data[:min(len(data), int(groups)*width)]
			numbers := into[:min(len(into), 8*int(groups))]
			if !unpackBits(packed, width, numbers) {
				return false
			}
			into, data = into[len(numbers):], data[len(packed):]
			continue
		}
		bytes := (width + 7) / 8
		if bytes > len(data) {
			return false
		}
		value := uint32(0)
		for i := range bytes {
			value |= uint32(data[i]) << (8 * i)
		}
		data = data[bytes:]
		run := into[:min(head>>1, uint64(len(into)))]
		for i := range run {
			run[i] = value
		}
		into = into[len(run):]
	}
	return true
}

// unpackBits reads numbers of so many bits, the lowest first. Eight of them take as
// many bytes as each has bits.
func unpackBits(packed []byte, width int, into []uint32) bool {
	if len(into)*width > 8*len(packed) {
		return false
	}
	mask := uint64(1)<<width - 1
	for ; width <= 16 && len(into) >= 8 && len(packed) >= width/2+8; into, packed = into[8:], packed[width:] {
		low := binary.LittleEndian.Uint64(packed)
		high := binary.LittleEndian.Uint64(packed[width/2:]) >> (4 * width % 8)
		for i := range 4 {
			into[i] = uint32(low >> (i * width) & mask)
			into[4+i] = uint32(high >> (i * width) & mask)
		}
	}
	at := 0
	for i := range into {
		var word uint64
		if first := at / 8; first+8 <= len(packed) {
			word = binary.LittleEndian.Uint64(packed[first:])
		} else {
			for k, b := range packed[first:] {
				word |= uint64(b) << (8 * k)
			}
		}
		into[i] = uint32(word >> (at % 8) & mask)
		at += width
	}
	return true
}
