package datasets

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"math"
	"slices"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
)

// Fingerprint returns 64 hexadecimal digits that name what was loaded: the fields
// of the three tables and the values of their rows, whatever the order of the rows
// and of the fields, the codes of categories, and the format of the files. It is
// the SHA-256 of the sums, modulo 2^64, of the four words of the SHA-256 of each
// row (Bellare and Micciancio 1997, AdHash); a person counts with the row of the
// offence. It tells runs apart and is no proof against somebody who makes rows to
// suit.
func (d *Dataset) Fingerprint() string {
	whole := sha256.New()
	offences := make([]uint64, d.Offences.Len()) // the first word of each hash, for its people
	sum := func(name string, t Table, begin func(row int, to []byte) []byte, keep []uint64) {
		var sums [4]uint64
		hashRows(t, begin, func(row int, hash [sha256.Size]byte) {
			for i := range sums {
				sums[i] += binary.BigEndian.Uint64(hash[8*i:])
			}
			if keep != nil {
				keep[row] = binary.BigEndian.Uint64(hash[:])
			}
		})
		whole.Write([]byte(name))
		for _, field := range sortedFields(t) {
			whole.Write([]byte("\x00" + field.Name))
		}
		for _, sum := range sums {
			whole.Write(binary.BigEndian.AppendUint64(nil, sum))
		}
	}
	sum("offences", d.Offences.Table, nil, offences)
	sum("people", d.People.Table, func(row int, to []byte) []byte {
		return binary.BigEndian.AppendUint64(to, offences[d.People.Offence[row]])
	}, nil)
	sum("counts", d.Counts.Table, nil, nil)
	return hex.EncodeToString(whole.Sum(nil))
}

func sortedFields(t Table) []arrow.Field {
	if t.batch == nil {
		return nil
	}
	fields := slices.Clone(t.batch.Schema().Fields())
	slices.SortFunc(fields, func(a, b arrow.Field) int { return strings.Compare(a.Name, b.Name) })
	return fields
}

// hashRows visits the hash of every row of a table, each begun by what else belongs
// to it.
func hashRows(t Table, begin func(row int, to []byte) []byte, visit func(row int, hash [sha256.Size]byte)) {
	var columns []func(row int, to []byte) []byte
	if begin != nil {
		columns = append(columns, begin)
	}
	for _, field := range sortedFields(t) {
		columns = append(columns, columnBytes(t.column(field.Name)))
	}
	var buffer []byte
	for row := range t.Len() {
		buffer = buffer[:0]
		for _, write := range columns {
			buffer = write(row, buffer)
		}
		visit(row, sha256.Sum256(buffer))
	}
}

// columnBytes writes the value of a row: eight bytes, or for text its length and
// its bytes. A category is written by its level, not by its code.
func columnBytes(column arrow.Array) func(row int, to []byte) []byte {
	switch c := column.(type) {
	case *array.Dictionary:
		levels := c.Dictionary().(*array.String)
		words := make([]uint64, levels.Len()+1) // the last is that of no value
		for i := range levels.Len() {
			sum := sha256.Sum256([]byte(levels.Value(i)))
			words[i] = binary.BigEndian.Uint64(sum[:])
		}
		codes := c.Indices().(*array.Int32).Int32Values()
		return func(row int, to []byte) []byte {
			if codes[row] < 0 {
				return binary.BigEndian.AppendUint64(to, words[len(words)-1])
			}
			return binary.BigEndian.AppendUint64(to, words[codes[row]])
		}
	case *array.Int32:
		values := c.Int32Values()
		return func(row int, to []byte) []byte { return binary.BigEndian.AppendUint64(to, uint64(int64(values[row]))) }
	case *array.Float64:
		values := c.Float64Values()
		return func(row int, to []byte) []byte {
			if math.IsNaN(values[row]) {
				return binary.BigEndian.AppendUint64(to, math.MaxUint64)
			}
			return binary.BigEndian.AppendUint64(to, math.Float64bits(values[row]))
		}
	case *array.Timestamp:
		values := c.TimestampValues()
		return func(row int, to []byte) []byte { return binary.BigEndian.AppendUint64(to, uint64(values[row])) }
	case *array.String:
		return func(row int, to []byte) []byte {
			text := c.Value(row)
			return append(binary.BigEndian.AppendUint64(to, uint64(len(text))), text...)
		}
	}
	panic("datasets: a column of type " + column.DataType().String() + " has no fingerprint")
}
