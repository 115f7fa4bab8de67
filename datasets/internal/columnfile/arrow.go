package columnfile

import (
	"io"
	"math"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/decimal128"
	"github.com/apache/arrow-go/v18/arrow/ipc"
)

// batches reads an Arrow file or stream batch by batch.
type batches struct {
	schema *arrow.Schema
	next   func() (arrow.RecordBatch, error) // io.EOF at the end
}

func openArrow(file io.ReadSeeker, format Format) (b *batches, err error) {
	defer func() {
		if recover() != nil {
			b, err = nil, damaged("its schema cannot be read")
		}
	}()
	if format == ArrowStream {
		r, err := ipc.NewReader(file)
		if err != nil {
			return nil, damaged("its schema cannot be read")
		}
		return &batches{schema: r.Schema(), next: r.Read}, nil
	}
	whole, ok := file.(ipc.ReadAtSeeker)
	if !ok {
		return nil, damaged("it cannot be read from its end")
	}
	r, err := ipc.NewFileReader(whole)
	if err != nil {
		return nil, damaged("its schema cannot be read")
	}
	at := 0
	return &batches{schema: r.Schema(), next: func() (arrow.RecordBatch, error) {
		if at == r.NumRecords() {
			return nil, io.EOF
		}
		at++
		return r.RecordBatch(at - 1)
	}}, nil
}

// read reads the next batch; ok is false at the end.
func (b *batches) read() (batch arrow.RecordBatch, ok bool, err error) {
	defer func() {
		if recover() != nil {
			batch, ok, err = nil, false, damaged("a batch cannot be decoded")
		}
	}()
	batch, err = b.next()
	if err == io.EOF {
		return nil, false, nil
	}
	if err != nil || batch.NumRows() < 0 || batch.NumRows() > MaxRows {
		return nil, false, damaged("a batch cannot be decoded")
	}
	return batch, true, nil
}

// arrowKind is the kind of a type, and how its numbers are written.
func arrowKind(of arrow.DataType) (Kind, writer) {
	switch t := of.(type) {
	case *arrow.StringType, *arrow.LargeStringType, *arrow.StringViewType:
		return Text, nil
	case *arrow.DictionaryType:
		return arrowKind(t.ValueType)
	case *arrow.BooleanType:
		return Truth, writeTruth
	case *arrow.Int8Type, *arrow.Int16Type, *arrow.Int32Type, *arrow.Int64Type, *arrow.Uint8Type, *arrow.Uint16Type, *arrow.Uint32Type:
		return Number, writeWhole
	case *arrow.Uint64Type:
		return Number, writeUnsigned(64)
	case *arrow.Float32Type:
		return Number, writeFloat32
	case *arrow.Float64Type:
		return Number, writeFloat
	case *arrow.Decimal128Type:
		if !usableScale(t.Scale) {
			return Unsupported, nil
		}
		return Number, nil
	case *arrow.Date32Type:
		return Date, writeDay
	case *arrow.Date64Type:
		return Date, func(out []byte, v int64) ([]byte, bool) { return writeDay(out, v/86_400_000) }
	case *arrow.TimestampType:
		kind := Time
		if t.TimeZone != "" {
			kind = TimeUTC
		}
		return kind, writeTime(unitsPerSecond(t.Unit))
	case *arrow.Time32Type:
		return Clock, writeClock(unitsPerSecond(t.Unit))
	case *arrow.Time64Type:
		return Clock, writeClock(unitsPerSecond(t.Unit))
	case *arrow.NullType:
		return Text, nil
	}
	return Unsupported, nil
}

func unitsPerSecond(unit arrow.TimeUnit) int64 {
	return map[arrow.TimeUnit]int64{arrow.Second: 1, arrow.Millisecond: 1e3, arrow.Microsecond: 1e6, arrow.Nanosecond: 1e9}[unit]
}

// arrowChunk reads one column of one batch, as a frame.
func arrowChunk(values arrow.Array, rows int64, group, at int) (frame []byte, err error) {
	defer func() {
		if recover() != nil {
			frame, err = nil, damaged("a column cannot be decoded")
		}
	}()
	if int64(values.Len()) != rows {
		return nil, damaged("a column has other rows than its batch")
	}
	texts, codes, broken, err := arrowCodes(values)
	if err == ErrUnsupported { // who asked was told by the kinds
		texts, codes, broken, err = textList{}, make([]uint32, rows), 0, nil
	}
	if err != nil {
		return nil, err
	}
	return chunkOf(group, at, &texts, codes, broken), nil
}

func arrowCodes(values arrow.Array) (texts textList, codes []uint32, broken int, err error) {
	codes = make([]uint32, values.Len())
	if d, ok := values.(*array.Dictionary); ok {
		texts, of, _, err := arrowCodes(d.Dictionary())
		if err != nil {
			return texts, nil, 0, err
		}
		for i := range codes {
			if d.IsValid(i) {
				if codes[i] = of[d.GetValueIndex(i)]; codes[i] == 0 && d.Dictionary().IsValid(d.GetValueIndex(i)) {
					broken++
				}
			}
		}
		// A dictionary may have more texts than there are rows.
		texts, codes = inUse(texts, codes)
		return texts, codes, broken, nil
	}
	_, write := arrowKind(values.DataType())
	if value := arrowNumber(values); value != nil && write != nil {
		var c numberCoder
		for i := range codes {
			if values.IsValid(i) {
				codes[i] = c.code(value(i))
			}
		}
		texts, broken = c.write(write, codes)
		return texts, codes, broken, nil
	}
	text := arrowText(values)
	if text == nil {
		return texts, nil, 0, ErrUnsupported
	}
	var c textCoder
	for i := range codes {
		if values.IsValid(i) {
			if codes[i] = c.find(text(i)); codes[i] == 0 {
				broken++
			}
		}
	}
	return c.texts, codes, broken, nil
}

// inUse drops the texts that no row has.
func inUse(texts textList, codes []uint32) (textList, []uint32) {
	number := make([]uint32, 1+texts.len())
	var used textList
	for i, code := range codes {
		if code > 0 && number[code] == 0 {
			used.add(texts.at(int(code) - 1))
			number[code] = uint32(used.len())
		}
		codes[i] = number[code]
	}
	return used, codes
}

// arrowNumber returns a function for value i as 64 bits, nil for other arrays.
func arrowNumber(values arrow.Array) func(i int) int64 {
	switch a := values.(type) {
	case *array.Boolean:
		return func(i int) int64 { return map[bool]int64{true: 1}[a.Value(i)] }
	case *array.Int8:
		return func(i int) int64 { return int64(a.Value(i)) }
	case *array.Int16:
		return func(i int) int64 { return int64(a.Value(i)) }
	case *array.Int32:
		return func(i int) int64 { return int64(a.Value(i)) }
	case *array.Int64:
		return a.Value
	case *array.Uint8:
		return func(i int) int64 { return int64(a.Value(i)) }
	case *array.Uint16:
		return func(i int) int64 { return int64(a.Value(i)) }
	case *array.Uint32:
		return func(i int) int64 { return int64(a.Value(i)) }
	case *array.Uint64:
		return func(i int) int64 { return int64(a.Value(i)) }
	case *array.Float32:
		return func(i int) int64 { return int64(math.Float32bits(a.Value(i))) }
	case *array.Float64:
		return func(i int) int64 { return int64(math.Float64bits(a.Value(i))) }
	case *array.Date32:
		return func(i int) int64 { return int64(a.Value(i)) }
	case *array.Date64:
		return func(i int) int64 { return int64(a.Value(i)) }
	case *array.Timestamp:
		return func(i int) int64 { return int64(a.Value(i)) }
	case *array.Time32:
		return func(i int) int64 { return int64(a.Value(i)) }
	case *array.Time64:
		return func(i int) int64 { return int64(a.Value(i)) }
	}
	return nil
}

// arrowText returns a function for value i as text, nil for other arrays.
func arrowText(values arrow.Array) func(i int) []byte {
	switch a := values.(type) {
	case *array.String:
		return func(i int) []byte { return []byte(a.Value(i)) }
	case *array.LargeString:
		return func(i int) []byte { return []byte(a.Value(i)) }
	case *array.StringView:
		return func(i int) []byte { return []byte(a.Value(i)) }
	case *array.Decimal128:
		scale := a.DataType().(*arrow.Decimal128Type).Scale
		if !usableScale(scale) {
			return nil
		}
		return func(i int) []byte { return appendDecimal(nil, decimal128.Num(a.Value(i)).BigInt(), int(scale)) }
	case *array.Null:
		return func(int) []byte { return nil }
	}
	return nil
}
