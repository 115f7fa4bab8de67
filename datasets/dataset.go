package datasets

import (
	"math"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
)

// Dataset is everything that was read from the extracts of one run.
type Dataset struct {
	// Offences has one row an offence reference.
	Offences Offences
	// People has one row a person in a role, tied to an offence.
	People People
	// Counts has one row a published count of an area and a month, for
	// sources that publish counts and no records.
	Counts Counts
	// Quality is what was wrong with the input, what was assumed, and the
	// ledger of rows.
	Quality Quality
}

// Offences is the table of offences. Unit: offence.
type Offences struct{ Table }

// People is the table of people in a role (victim, suspect, accused,
// offender, witness). Unit: person in a role, so somebody who is a victim
// twice has two rows.
type People struct {
	Table
	// Offence is, for each row, the row of its offence in Offences.
	Offence []int32
}

// Counts is the table of published counts, such as the MPS monthly crime
// dashboard. Its unit is in the column "unit" and differs from row to row.
type Counts struct {
	Table
	// Source names the profiles and files: "MPS Monthly Crime Dashboard (counts.csv)".
	Source string
}

// Table is a set of equally long columns, held as one Arrow record batch. The
// zero Table has no rows and no columns.
type Table struct {
	batch arrow.RecordBatch
}

// Batch returns the Arrow record batch, or nil for a table without columns.
func (t Table) Batch() arrow.RecordBatch { return t.batch }

// Len returns the number of rows.
func (t Table) Len() int {
	if t.batch == nil {
		return 0
	}
	return int(t.batch.NumRows())
}

// Has reports whether the source supplied the field, or it was derived. A field
// that is mapped and empty in every row is there; an unmapped one is not.
func (t Table) Has(field string) bool { return t.column(field) != nil }

func (t Table) column(field string) arrow.Array {
	if t.batch == nil {
		return nil
	}
	for i, f := range t.batch.Schema().Fields() {
		if f.Name == field {
			return t.batch.Column(i)
		}
	}
	return nil
}

// Category is a dictionary column: row i has the value Levels[Codes[i]]. Code
// -1 means not recorded, so that n[code+1]++ counts levels and missing in one
// loop. The other kinds of missing are levels with reserved names: see Missing.
type Category struct {
	Levels []string
	Codes  []int32
}

// Reserved levels of a Category, for values that are missing but not blank.
const (
	Unknown       = "unknown"              // the source says unknown
	Refused       = "refused"              // the person declined; "not stated"
	NotApplicable = "not_applicable"       // there can be no value
	Suppressed    = "suppressed_at_source" // *, [c], <5 in the input
)

// Missing reports whether a level is one of the reserved ones, and so outside
// every denominator of known values.
func Missing(level string) bool {
	switch level {
	case Unknown, Refused, NotApplicable, Suppressed:
		return true
	}
	return false
}

// Code returns the code of a level, or -1 if the category does not have it.
func (c Category) Code(level string) int32 {
	for i, l := range c.Levels {
		if l == level {
			return int32(i)
		}
	}
	return -1
}

// Level returns the value of row i, or "" where it is not recorded.
func (c Category) Level(i int) string {
	if c.Codes[i] < 0 {
		return ""
	}
	return c.Levels[c.Codes[i]]
}

// Category returns a dictionary column. The codes are those of the Arrow
// column, not a copy. For a field that the table does not have, every row is
// not recorded; ask Has where the difference matters.
func (t Table) Category(field string) Category {
	dictionary, ok := t.column(field).(*array.Dictionary)
	if !ok {
		codes := make([]int32, t.Len())
		for i := range codes {
			codes[i] = -1
		}
		return Category{Codes: codes}
	}
	levels := dictionary.Dictionary().(*array.String)
	c := Category{Codes: dictionary.Indices().(*array.Int32).Int32Values()}
	for i := range levels.Len() {
		c.Levels = append(c.Levels, levels.Value(i))
	}
	return c
}

// Kinds of missing whole number: negative values of an integer column.
const (
	IntNotRecorded   int32 = -1
	IntUnknown       int32 = -2
	IntRefused       int32 = -3
	IntNotApplicable int32 = -4
	IntSuppressed    int32 = -5
)

// Ints returns a column of whole numbers (ages, metres, counts). A negative
// value is a kind of missing. For a field that the table does not have, every
// row is IntNotRecorded.
func (t Table) Ints(field string) []int32 {
	ints, ok := t.column(field).(*array.Int32)
	if !ok {
		values := make([]int32, t.Len())
		for i := range values {
			values[i] = IntNotRecorded
		}
		return values
	}
	return ints.Int32Values()
}

// Floats returns a column of numbers such as degrees of longitude; NaN is not
// recorded. For a field that the table does not have, every row is NaN.
func (t Table) Floats(field string) []float64 {
	floats, ok := t.column(field).(*array.Float64)
	if !ok {
		values := make([]float64, t.Len())
		for i := range values {
			values[i] = math.NaN()
		}
		return values
	}
	return floats.Float64Values()
}

// NoTime is the value of a time that is not recorded.
const NoTime = math.MinInt64

// Times returns a column of times: seconds since 1 January 1970 on the local
// wall clock, with no time zone. For a field that the table does not have,
// every row is NoTime.
func (t Table) Times(field string) []int64 {
	times, ok := t.column(field).(*array.Timestamp)
	if !ok {
		values := make([]int64, t.Len())
		for i := range values {
			values[i] = NoTime
		}
		return values
	}
	stamps := times.TimestampValues()
	values := make([]int64, len(stamps))
	for i, s := range stamps {
		values[i] = int64(s)
	}
	return values
}

// Texts returns a column of text (references, keys), or nil if the table does
// not have it.
func (t Table) Texts(field string) *array.String {
	texts, _ := t.column(field).(*array.String)
	return texts
}

// Builder makes a Table column by column. All columns must have one length.
type Builder struct {
	fields  []arrow.Field
	columns []arrow.Array
}

// Category adds a dictionary column. Code -1 becomes an Arrow null.
func (b *Builder) Category(field string, c Category) {
	dictionary := array.NewStringBuilder(memory.DefaultAllocator)
	dictionary.AppendValues(c.Levels, nil)
	kind := &arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Int32, ValueType: arrow.BinaryTypes.String}
	data := array.NewDictionaryArray(kind, int32Array(c.Codes), dictionary.NewArray())
	b.add(field, kind, data)
}

// Ints adds a column of whole numbers. Negative values become Arrow nulls.
func (b *Builder) Ints(field string, values []int32) {
	b.add(field, arrow.PrimitiveTypes.Int32, int32Array(values))
}

// Floats adds a column of numbers. NaN becomes an Arrow null.
func (b *Builder) Floats(field string, values []float64) {
	valid, nulls := validity(len(values), func(i int) bool { return !math.IsNaN(values[i]) })
	data := array.NewData(arrow.PrimitiveTypes.Float64, len(values), []*memory.Buffer{valid, memory.NewBufferBytes(arrow.Float64Traits.CastToBytes(values))}, nil, nulls, 0)
	b.add(field, arrow.PrimitiveTypes.Float64, array.NewFloat64Data(data))
}

// Times adds a column of local times. NoTime becomes an Arrow null.
func (b *Builder) Times(field string, values []int64) {
	kind := &arrow.TimestampType{Unit: arrow.Second}
	valid, nulls := validity(len(values), func(i int) bool { return values[i] != NoTime })
	data := array.NewData(kind, len(values), []*memory.Buffer{valid, memory.NewBufferBytes(arrow.Int64Traits.CastToBytes(values))}, nil, nulls, 0)
	b.add(field, kind, array.NewTimestampData(data))
}

// Texts adds a column of text. An empty text becomes an Arrow null.
func (b *Builder) Texts(field string, values []string) {
	builder := array.NewStringBuilder(memory.DefaultAllocator)
	builder.Reserve(len(values))
	for _, v := range values {
		if v == "" {
			builder.AppendNull()
			continue
		}
		builder.Append(v)
	}
	b.add(field, arrow.BinaryTypes.String, builder.NewArray())
}

// Table returns the columns added so far as one table.
func (b *Builder) Table() Table {
	if len(b.columns) == 0 {
		return Table{}
	}
	rows := int64(b.columns[0].Len())
	return Table{array.NewRecordBatch(arrow.NewSchema(b.fields, nil), b.columns, rows)}
}

func (b *Builder) add(field string, kind arrow.DataType, column arrow.Array) {
	b.fields = append(b.fields, arrow.Field{Name: field, Type: kind, Nullable: true})
	b.columns = append(b.columns, column)
}

// int32Array wraps values without a copy; negative ones are null, and keep
// their value in the slot for readers in this process.
func int32Array(values []int32) *array.Int32 {
	valid, nulls := validity(len(values), func(i int) bool { return values[i] >= 0 })
	data := array.NewData(arrow.PrimitiveTypes.Int32, len(values), []*memory.Buffer{valid, memory.NewBufferBytes(arrow.Int32Traits.CastToBytes(values))}, nil, nulls, 0)
	return array.NewInt32Data(data)
}

func validity(n int, valid func(i int) bool) (bitmap *memory.Buffer, nulls int) {
	bits := make([]byte, (n+7)/8)
	for i := range n {
		if valid(i) {
			bits[i/8] |= 1 << (i % 8)
		} else {
			nulls++
		}
	}
	return memory.NewBufferBytes(bits), nulls
}
