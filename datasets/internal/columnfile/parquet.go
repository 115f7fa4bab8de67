package columnfile

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"math/big"

	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/file"
	"github.com/apache/arrow-go/v18/parquet/schema"
)

// parquetColumn says how the values of a column become texts.
type parquetColumn struct {
	place int
	kind  Kind
	write writer                    // of numbers
	bytes func(value []byte) []byte // of values of bytes that are no text, or nil
}

// parquetColumnOf reads the types of a column, those of the file and those that
// they stand for (parquet-format, LogicalTypes).
func parquetColumnOf(c *schema.Column, place int) parquetColumn {
	column := parquetColumn{place: place, kind: Unsupported}
	if c.MaxRepetitionLevel() > 0 || c.MaxDefinitionLevel() > 1 {
		return column
	}
	logical := c.LogicalType()
	switch c.PhysicalType() {
	case parquet.Types.Boolean:
		column.kind, column.write = Truth, writeTruth
	case parquet.Types.Float:
		column.kind, column.write = Number, writeFloat32
	case parquet.Types.Double:
		column.kind, column.write = Number, writeFloat
	case parquet.Types.Int96:
		column.kind, column.write = Time, writeTime(1)
	case parquet.Types.Int32, parquet.Types.Int64:
		column.kind, column.write = wholeColumn(logical, c.PhysicalType() == parquet.Types.Int32)
	case parquet.Types.ByteArray, parquet.Types.FixedLenByteArray:
		column.kind, column.bytes = bytesColumn(logical, c.PhysicalType())
	}
	return column
}

func wholeColumn(logical schema.LogicalType, narrow bool) (Kind, writer) {
	switch l := logical.(type) {
	case schema.DateLogicalType:
		return Date, writeDay
	case schema.TimestampLogicalType:
		kind := Time
		if l.IsAdjustedToUTC() {
			kind = TimeUTC
		}
		return kind, writeTime(perSecond(l.TimeUnit()))
	case schema.TimeLogicalType:
		return Clock, writeClock(perSecond(l.TimeUnit()))
	case schema.DecimalLogicalType:
		if !usableScale(l.Scale()) {
			return Unsupported, nil
		}
		return Number, writeDecimal(int(l.Scale()))
	case schema.IntLogicalType:
		if !l.IsSigned() {
			return Number, writeUnsigned(map[bool]uint{true: 32, false: 64}[narrow])
		}
	}
	return Number, writeWhole
}

func perSecond(unit schema.TimeUnitType) int64 {
	switch unit {
	case schema.TimeUnitMillis:
		return 1e3
	case schema.TimeUnitNanos:
		return 1e9
	}
	return 1e6
}

func bytesColumn(logical schema.LogicalType, physical parquet.Type) (Kind, func([]byte) []byte) {
	switch l := logical.(type) {
	case schema.StringLogicalType, schema.EnumLogicalType, schema.JSONLogicalType:
		return Text, nil
	case schema.DecimalLogicalType:
		scale := int(l.Scale())
		if !usableScale(l.Scale()) {
			return Unsupported, nil
		}
		return Number, func(value []byte) []byte { return appendDecimal(nil, bigEndian(value), scale) }
	case schema.UUIDLogicalType:
		return Text, func(value []byte) []byte {
			if len(value) != 16 {
				return []byte{0xff}
			}
			return fmt.Appendf(nil, "%x-%x-%x-%x-%x", value[:4], value[4:6], value[6:8], value[8:10], value[10:])
		}
	}
	if physical == parquet.Types.ByteArray && (logical == nil || logical.IsNone()) {
		return Text, nil // older writers leave out that bytes are text; they must be UTF-8
	}
	return Unsupported, nil
}

func bigEndian(value []byte) *big.Int {
	n := new(big.Int).SetBytes(value)
	if len(value) > 0 && value[0] >= 0x80 {
		n.Sub(n, new(big.Int).Lsh(big.NewInt(1), uint(8*len(value))))
	}
	return n
}

// parquetChunk reads one column of one row group, as a frame.
func parquetChunk(r *file.Reader, group, at int, column parquetColumn) (frame []byte, err error) {
	defer func() {
		if recover() != nil {
			frame, err = nil, damaged("a column cannot be decoded")
		}
	}()
	rows := r.MetaData().RowGroup(group).NumRows()
	if rows < 0 || rows > MaxRows {
		return nil, damaged("a row group has no number of rows")
	}
	if column.kind == Unsupported { // who asked was told by the kinds
		return chunkOf(group, at, &textList{}, make([]uint32, rows), 0), nil
	}
	descriptor := r.MetaData().Schema.Column(column.place)
	if wide, ok := column.usualWidth(descriptor.PhysicalType()); ok {
		p, err := usualPages(r.RowGroup(group), column, int(rows), wide, descriptor.MaxDefinitionLevel() > 0)
		if err == nil {
			return p.frame(group, at, column), nil
		}
		if !errors.Is(err, errOtherWay) {
			return nil, err
		}
	}
	reader, err := r.RowGroup(group).Column(column.place)
	if err != nil {
		return nil, damaged("a column cannot be opened")
	}
	p := &parquetPages{reader: reader, rows: int(rows), codes: make([]uint32, 0, min(rows, 4<<20))}
	if reader.Descriptor().MaxDefinitionLevel() > 0 {
		p.levels = make([]int16, batchRows)
	}
	var texts textList
	broken := 0
	if column.write != nil {
		texts, broken, err = p.numbers(column)
	} else {
		texts, broken, err = p.texts(column)
	}
	if err != nil {
		return nil, err
	}
	if len(p.codes) != p.rows || reader.Err() != nil {
		return nil, damaged("a column has other rows than its row group")
	}
	return chunkOf(group, at, &texts, p.codes, broken), nil
}

// parquetPages reads a column chunk page by page, in whatever way it is written.
type parquetPages struct {
	reader file.ColumnChunkReader
	rows   int
	levels []int16 // nil where every row has a value
	codes  []uint32
}

// each reads batches of values; code gives the code of value i of the batch.
func (p *parquetPages) each(read func(n int64, levels []int16) (int64, int, error), code func(i int) uint32) error {
	for len(p.codes) < p.rows && p.reader.HasNext() {
		n := min(batchRows, p.rows-len(p.codes))
		levels, values, err := read(int64(n), p.levels)
		if err != nil {
			return damaged("a page cannot be decoded")
		}
		if levels == 0 && values == 0 {
			return damaged("a page comes to no end")
		}
		if levels > int64(n) || values > n || p.levels == nil && int64(values) != levels {
			return damaged("a page has other rows than it says")
		}
		if p.levels == nil {
			for i := range values {
				p.codes = append(p.codes, code(i))
			}
			continue
		}
		next := 0
		for _, level := range p.levels[:levels] {
			if level == 0 {
				p.codes = append(p.codes, 0)
				continue
			}
			if next == values {
				return damaged("a page has fewer values than it says")
			}
			p.codes = append(p.codes, code(next))
			next++
		}
	}
	return nil
}

// numbers reads a column of numbers, times or truth.
func (p *parquetPages) numbers(column parquetColumn) (texts textList, broken int, err error) {
	var c numberCoder
	switch r := p.reader.(type) {
	case *file.Int32ColumnChunkReader:
		values := make([]int32, batchRows)
		err = p.each(func(n int64, levels []int16) (int64, int, error) { return r.ReadBatchInPage(n, values, levels, nil) },
			func(i int) uint32 { return c.code(int64(values[i])) })
	case *file.Int64ColumnChunkReader:
		values := make([]int64, batchRows)
		err = p.each(func(n int64, levels []int16) (int64, int, error) { return r.ReadBatchInPage(n, values, levels, nil) },
			func(i int) uint32 { return c.code(values[i]) })
	case *file.Int96ColumnChunkReader:
		values := make([]parquet.Int96, batchRows)
		err = p.each(func(n int64, levels []int16) (int64, int, error) { return r.ReadBatchInPage(n, values, levels, nil) },
			func(i int) uint32 { return c.code(int96Seconds(values[i])) })
	case *file.Float32ColumnChunkReader:
		values := make([]float32, batchRows)
		err = p.each(func(n int64, levels []int16) (int64, int, error) { return r.ReadBatchInPage(n, values, levels, nil) },
			func(i int) uint32 { return c.code(int64(math.Float32bits(values[i]))) })
	case *file.Float64ColumnChunkReader:
		values := make([]float64, batchRows)
		err = p.each(func(n int64, levels []int16) (int64, int, error) { return r.ReadBatchInPage(n, values, levels, nil) },
			func(i int) uint32 { return c.code(int64(math.Float64bits(values[i]))) })
	case *file.BooleanColumnChunkReader:
		values := make([]bool, batchRows)
		err = p.each(func(n int64, levels []int16) (int64, int, error) { return r.ReadBatchInPage(n, values, levels, nil) },
			func(i int) uint32 {
				if values[i] {
					return c.code(1)
				}
				return c.code(0)
			})
	default:
		return texts, 0, ErrUnsupported
	}
	if err != nil {
		return texts, 0, err
	}
	texts, broken = c.write(column.write, p.codes)
	return texts, broken, nil
}

// int96Seconds reads the time of older writers: nanoseconds of a day and the
// number of the day in the Julian calendar.
func int96Seconds(v parquet.Int96) int64 {
	nanoseconds := int64(binary.LittleEndian.Uint64(v[:8]))
	day := int64(binary.LittleEndian.Uint32(v[8:]))
	return (day-2440588)*86400 + nanoseconds/1e9
}

// write writes the distinct values as texts. A value that cannot be written is
// no value: its code in codes becomes 0.
func (c *numberCoder) write(write writer, codes []uint32) (texts textList, broken int) {
	number := make([]uint32, 1+len(c.values))
	texts = textList{make([]byte, 0, 24*len(c.values)), make([]int, 0, len(c.values))}
	whole := true
	for i, v := range c.values {
		if texts.addWritten(v, write) {
			number[i+1] = uint32(texts.len())
		}
		whole = whole && number[i+1] == uint32(i+1)
	}
	if !whole {
		for i, code := range codes {
			if code > 0 && number[code] == 0 {
				broken++
			}
			codes[i] = number[code]
		}
	}
	return texts, broken
}

// texts reads a column of texts.
func (p *parquetPages) texts(column parquetColumn) (texts textList, broken int, err error) {
	var c textCoder
	code := func(value []byte) uint32 {
		if column.bytes != nil {
			value = column.bytes(value)
		}
		n := c.code(value)
		if n == 0 {
			broken++
		}
		return n
	}
	switch r := p.reader.(type) {
	case *file.ByteArrayColumnChunkReader:
		values := make([]parquet.ByteArray, batchRows)
		err = p.each(func(n int64, levels []int16) (int64, int, error) {
			c.newPage()
			return r.ReadBatchInPage(n, values, levels, nil)
		}, func(i int) uint32 { return code(values[i]) })
	case *file.FixedLenByteArrayColumnChunkReader:
		values := make([]parquet.FixedLenByteArray, batchRows)
		err = p.each(func(n int64, levels []int16) (int64, int, error) {
			c.newPage()
			return r.ReadBatchInPage(n, values, levels, nil)
		}, func(i int) uint32 { return code(values[i]) })
	default:
		err = ErrUnsupported
	}
	return c.texts, broken, err
}
