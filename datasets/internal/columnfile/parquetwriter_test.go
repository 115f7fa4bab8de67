package columnfile

import (
	"bytes"
	"encoding/binary"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/compress"
	"github.com/apache/arrow-go/v18/parquet/file"
	"github.com/apache/arrow-go/v18/parquet/schema"
)

// parquetOf writes a batch as Parquet, column by column, with the low-level writer.
func parquetOf(t testing.TB, batch arrow.RecordBatch, codec compress.Compression, dictionary bool, version parquet.DataPageVersion, groupRows int64) []byte {
	t.Helper()
	var nodes schema.FieldList
	for _, f := range batch.Schema().Fields() {
		nodes = append(nodes, parquetNode(t, f))
	}
	root, err := schema.NewGroupNode("schema", parquet.Repetitions.Required, nodes, -1)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	w := file.NewParquetWriter(&b, root, file.WithWriterProps(parquet.NewWriterProperties(
		parquet.WithCompression(codec), parquet.WithDictionaryDefault(dictionary), parquet.WithDataPageVersion(version), parquet.WithDataPageSize(64<<10))))
	for from := int64(0); from < batch.NumRows(); from += groupRows {
		group, err := w.AppendRowGroupChecked()
		if err != nil {
			t.Fatal(err)
		}
		for i := range batch.Columns() {
			column, err := group.NextColumn()
			if err != nil {
				t.Fatal(err)
			}
			part := array.NewSlice(batch.Column(i), from, min(batch.NumRows(), from+groupRows))
			if err := writeParquet(column, part, batch.Schema().Field(i).Nullable); err != nil {
				t.Fatal(err)
			}
			if err := column.Close(); err != nil {
				t.Fatal(err)
			}
		}
		if err := group.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// parquetNode is the type that stands in a Parquet file for an Arrow one.
func parquetNode(t testing.TB, f arrow.Field) schema.Node {
	t.Helper()
	must := func(n schema.Node, err error) schema.Node {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	times := parquet.Repetitions.Required
	if f.Nullable {
		times = parquet.Repetitions.Optional
	}
	leaf := func(logical schema.LogicalType, physical parquet.Type, length int) schema.Node {
		return must(schema.NewPrimitiveNodeLogical(f.Name, times, logical, physical, length, -1))
	}
	switch of := f.Type.(type) {
	case *arrow.Int32Type:
		return leaf(schema.NoLogicalType{}, parquet.Types.Int32, -1)
	case *arrow.Int64Type:
		return leaf(schema.NewIntLogicalType(64, true), parquet.Types.Int64, -1)
	case *arrow.Uint8Type:
		return leaf(schema.NewIntLogicalType(8, false), parquet.Types.Int32, -1)
	case *arrow.Float64Type:
		return leaf(schema.NoLogicalType{}, parquet.Types.Double, -1)
	case *arrow.Float32Type:
		return leaf(schema.NoLogicalType{}, parquet.Types.Float, -1)
	case *arrow.BooleanType:
		return leaf(schema.NoLogicalType{}, parquet.Types.Boolean, -1)
	case *arrow.Date32Type:
		return leaf(schema.DateLogicalType{}, parquet.Types.Int32, -1)
	case *arrow.TimestampType:
		unit := schema.TimeUnitMillis
		if of.Unit == arrow.Microsecond {
			unit = schema.TimeUnitMicros
		}
		return leaf(schema.NewTimestampLogicalType(of.TimeZone != "", unit), parquet.Types.Int64, -1)
	case *arrow.Time32Type:
		return leaf(schema.NewTimeLogicalType(false, schema.TimeUnitMillis), parquet.Types.Int32, -1)
	case *arrow.Decimal128Type:
		return leaf(schema.NewDecimalLogicalType(of.Precision, of.Scale), parquet.Types.FixedLenByteArray, 16)
	case *arrow.ListType:
		element := must(schema.NewPrimitiveNode("element", parquet.Repetitions.Optional, parquet.Types.Int32, -1, -1))
		inside := must(schema.NewGroupNode("list", parquet.Repetitions.Repeated, schema.FieldList{element}, -1))
		return must(schema.NewGroupNodeLogical(f.Name, times, schema.FieldList{inside}, schema.NewListLogicalType(), -1))
	}
	return leaf(schema.StringLogicalType{}, parquet.Types.ByteArray, -1)
}

// writeParquet writes the values of one column of a row group.
func writeParquet(column file.ColumnChunkWriter, values arrow.Array, nullable bool) (err error) {
	var levels []int16
	var rows []int // with a value
	for i := range values.Len() {
		if values.IsValid(i) {
			rows = append(rows, i)
		}
		if nullable {
			levels = append(levels, map[bool]int16{true: 1}[values.IsValid(i)])
		}
	}
	if list, ok := values.(*array.List); ok {
		return writeList(column.(*file.Int32ColumnChunkWriter), list)
	}
	switch w := column.(type) {
	case *file.Int32ColumnChunkWriter:
		_, err = w.WriteBatch(wholes[int32](values, rows), levels, nil)
	case *file.Int64ColumnChunkWriter:
		_, err = w.WriteBatch(wholes[int64](values, rows), levels, nil)
	case *file.Float64ColumnChunkWriter:
		var all []float64
		for _, i := range rows {
			all = append(all, values.(*array.Float64).Value(i))
		}
		_, err = w.WriteBatch(all, levels, nil)
	case *file.Float32ColumnChunkWriter:
		var all []float32
		for _, i := range rows {
			all = append(all, values.(*array.Float32).Value(i))
		}
		_, err = w.WriteBatch(all, levels, nil)
	case *file.BooleanColumnChunkWriter:
		var all []bool
		for _, i := range rows {
			all = append(all, values.(*array.Boolean).Value(i))
		}
		_, err = w.WriteBatch(all, levels, nil)
	case *file.FixedLenByteArrayColumnChunkWriter:
		var all []parquet.FixedLenByteArray
		for _, i := range rows {
			n := values.(*array.Decimal128).Value(i)
			all = append(all, binary.BigEndian.AppendUint64(binary.BigEndian.AppendUint64(nil, uint64(n.HighBits())), n.LowBits()))
		}
		_, err = w.WriteBatch(all, levels, nil)
	case *file.ByteArrayColumnChunkWriter:
		var all []parquet.ByteArray
		for _, i := range rows {
			all = append(all, []byte(values.ValueStr(i)))
		}
		_, err = w.WriteBatch(all, levels, nil)
	}
	return err
}

func wholes[T int32 | int64](values arrow.Array, rows []int) (all []T) {
	value := arrowNumber(values)
	for _, i := range rows {
		all = append(all, T(value(i)))
	}
	return all
}

// writeList writes lists of two numbers, and rows without one.
func writeList(w *file.Int32ColumnChunkWriter, lists *array.List) error {
	var values []int32
	var defined, repeated []int16
	for i := range lists.Len() {
		if lists.IsNull(i) {
			defined, repeated = append(defined, 0), append(repeated, 0)
			continue
		}
		values, defined, repeated = append(values, 1, 2), append(defined, 3, 3), append(repeated, 0, 1)
	}
	_, err := w.WriteBatch(values, defined, repeated)
	return err
}
