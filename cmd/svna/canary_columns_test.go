package main

import (
	"bytes"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/file"
	"github.com/apache/arrow-go/v18/parquet/schema"
)

// canaryColumnPaths are the extracts as Parquet and Arrow files: whole, cut, and
// with bytes changed.
func canaryColumnPaths() (paths []canaryPath) {
	for i, c := range canaryColumns {
		x := newCanaryExtract(func(row int, column string) bool { return (i%2 == 0 || row == 17) && column == c.name })
		for f, text := range []string{x.parquet(), x.arrow(false), x.arrow(true)} {
			format := []string{"Parquet", "Arrow", "Arrow stream"}[f]
			paths = append(paths, canaryPath{name: format + ": " + c.name, text: text, labels: c.label, run: i == 0})
			if i%8 > 0 {
				continue
			}
			paths = append(paths, canaryPath{name: "cut " + format + ": " + c.name, text: text[:len(text)*(i+5)/40]})
			for at := 1; at < 8; at++ {
				damaged := []byte(text)
				damaged[len(damaged)*at/8] ^= 0x55
				paths = append(paths, canaryPath{name: "damaged " + format + ": " + c.name, text: string(damaged), labels: true})
			}
		}
	}
	return paths
}

// parquet writes the extract as a Parquet file of texts.
func (x *canaryExtract) parquet() string {
	var nodes schema.FieldList
	for _, name := range x.header {
		nodes = append(nodes, must(schema.NewPrimitiveNodeLogical(name, parquet.Repetitions.Required, schema.StringLogicalType{}, parquet.Types.ByteArray, -1, -1)))
	}
	var b bytes.Buffer
	w := file.NewParquetWriter(&b, must(schema.NewGroupNode("schema", parquet.Repetitions.Required, nodes, -1)))
	group := must(w.AppendRowGroupChecked())
	for i := range x.header {
		column := must(group.NextColumn())
		var cells []parquet.ByteArray
		for _, row := range x.rows {
			cells = append(cells, parquet.ByteArray(row[i]))
		}
		must(column.(*file.ByteArrayColumnChunkWriter).WriteBatch(cells, nil, nil))
		must(0, column.Close())
	}
	must(0, w.Close())
	return b.String()
}

// arrow writes the extract as an Arrow file or stream of texts.
func (x *canaryExtract) arrow(stream bool) string {
	var fields []arrow.Field
	for _, name := range x.header {
		fields = append(fields, arrow.Field{Name: name, Type: arrow.BinaryTypes.String})
	}
	names := arrow.NewSchema(fields, nil)
	rows := array.NewRecordBuilder(memory.DefaultAllocator, names)
	for _, row := range x.rows {
		for i, cell := range row {
			rows.Field(i).(*array.StringBuilder).Append(cell)
		}
	}
	var b bytes.Buffer
	if stream {
		w := ipc.NewWriter(&b, ipc.WithSchema(names))
		must(0, w.Write(rows.NewRecordBatch()))
		must(0, w.Close())
		return b.String()
	}
	w := must(ipc.NewFileWriter(&b, ipc.WithSchema(names)))
	must(0, w.Write(rows.NewRecordBatch()))
	must(0, w.Close())
	return b.String()
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
