package columnfile

import (
	"encoding/binary"
	"fmt"
	"io"
)

// Layout is what the end of a Parquet file says of it.
type Layout struct {
	Columns []Column
	Groups  []int // rows of each row group
	Rows    int
}

// Column is a column at the top of the schema. One that holds lists or records
// has no place.
type Column struct {
	Name  string
	Place int // among the columns of values, -1 for none
	// Dated is true where the file says that values are days or times; their texts
	// are in the one order of Date and Time.
	Dated bool
}

// ReadLayout reads the end of a Parquet file by hand, before a library sees it,
// and checks all that it says against the size of the file.
func ReadLayout(file io.ReaderAt, size int64) (*Layout, error) {
	var ends [12]byte
	if size < 12 {
		return nil, damaged("it is too short")
	}
	if _, err := file.ReadAt(ends[:4], 0); err != nil {
		return nil, err
	}
	if _, err := file.ReadAt(ends[4:], size-8); err != nil {
		return nil, err
	}
	if string(ends[:4]) != parquetMagic || string(ends[8:]) != parquetMagic {
		return nil, damaged("it does not end as a Parquet file does: it may have been cut off")
	}
	length := int64(binary.LittleEndian.Uint32(ends[4:]))
	if length > MaxFooter {
		return nil, fmt.Errorf("%w: its footer has over 16 MB", ErrTooLarge)
	}
	if length > size-12 {
		return nil, damaged("its footer is longer than the file")
	}
	footer := make([]byte, length)
	if _, err := file.ReadAt(footer, size-8-length); err != nil {
		return nil, err
	}
	m := &footerReader{compact: compact{b: footer}, end: size - 8 - length, size: size}
	m.fileMetaData()
	if m.bad && m.err == nil {
		m.err = damaged("its footer cannot be read")
	}
	if m.err != nil {
		return nil, m.err
	}
	return m.layout()
}

func damaged(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrDamaged, fmt.Sprintf(format, args...))
}

// footerReader reads the metadata of a Parquet file (parquet.thrift,
// FileMetaData), as much as is checked.
type footerReader struct {
	compact
	end, size int64 // of the values, and of the file
	err       error

	rows   int64
	schema []schemaElement
	groups []rowGroup
}

type schemaElement struct {
	name     string
	children int64
	repeats  bool
	stands   int64 // for: ConvertedType
}

type rowGroup struct {
	rows       int64
	columns    int
	unpacked   int64
	columnRows []int64
}

func (m *footerReader) refuse(err error) {
	if m.err == nil {
		m.err = err
	}
	m.bad = true // no more is read
}

func (m *footerReader) fileMetaData() {
	m.fields(func(id int16, kind byte) {
		switch {
		case id == 2 && kind == compactList:
			m.list(kind, func(n int, of byte) {
				if n > 4*MaxColumns {
					m.refuse(fmt.Errorf("%w: over %d columns", ErrTooLarge, MaxColumns))
				}
				m.structs(n, of, m.schemaElement)
			})
		case id == 3:
			m.rows = m.integer(kind)
		case id == 4 && kind == compactList:
			m.list(kind, func(n int, of byte) {
				if n > MaxGroups {
					m.refuse(fmt.Errorf("%w: over %d row groups", ErrTooLarge, MaxGroups))
				}
				m.structs(n, of, m.rowGroup)
			})
		default:
			m.skip(kind, 0)
		}
	})
}

// Values of ConvertedType.
const (
	convertedDate   = 6
	convertedMillis = 9 // TIMESTAMP_MILLIS
	convertedMicros = 10
)

func (m *footerReader) schemaElement() {
	var e schemaElement
	m.fields(func(id int16, kind byte) {
		switch {
		case id == 3:
			e.repeats = m.integer(kind) == 2
		case id == 4 && kind == compactBinary:
			e.name = string(m.binary())
		case id == 5:
			e.children = m.integer(kind)
		case id == 6:
			e.stands = m.integer(kind)
		default:
			m.skip(kind, 0)
		}
	})
	m.schema = append(m.schema, e)
}

func (m *footerReader) rowGroup() {
	var g rowGroup
	m.fields(func(id int16, kind byte) {
		switch {
		case id == 1 && kind == compactList:
			m.list(kind, func(n int, of byte) {
				if n > MaxColumns {
					m.refuse(fmt.Errorf("%w: over %d columns", ErrTooLarge, MaxColumns))
				}
				g.columns = n
				m.structs(n, of, func() { m.columnChunk(&g) })
			})
		case id == 3:
			g.rows = m.integer(kind)
		default:
			m.skip(kind, 0)
		}
	})
	m.groups = append(m.groups, g)
}

func (m *footerReader) columnChunk(g *rowGroup) {
	m.fields(func(id int16, kind byte) {
		switch {
		case id == 1 && kind == compactBinary:
			if len(m.binary()) > 0 {
				m.refuse(damaged("its values are in another file"))
			}
		case id == 3 && kind == compactStruct:
			m.columnMetaData(g)
		default:
			m.skip(kind, 0)
		}
	})
}

func (m *footerReader) columnMetaData(g *rowGroup) {
	var values, unpacked, packed, data, dictionary int64
	m.fields(func(id int16, kind byte) {
		switch id {
		case 5:
			values = m.integer(kind)
		case 6:
			unpacked = m.integer(kind)
		case 7:
			packed = m.integer(kind)
		case 9:
			data = m.integer(kind)
		case 11:
			dictionary = m.integer(kind)
		default:
			m.skip(kind, 0)
		}
	})
	start := data
	if dictionary > 0 && dictionary < data {
		start = dictionary
	}
	switch {
	case start < 4 || packed < 0 || unpacked < 0 || values < 0 || start > m.end || packed > m.end-start:
		m.refuse(damaged("a column lies outside the file"))
	case unpacked > MaxRatio*m.size:
		m.refuse(fmt.Errorf("%w: a column unpacks to over %d times the file", ErrTooLarge, MaxRatio))
	}
	g.unpacked += unpacked
	g.columnRows = append(g.columnRows, values)
}

// layout compares what the parts of the footer say.
func (m *footerReader) layout() (*Layout, error) {
	l := &Layout{Rows: int(m.rows)}
	if len(m.schema) == 0 || m.rows < 0 || m.rows > MaxRows {
		return nil, damaged("its footer names no columns or no rows")
	}
	leaves, at := 0, 1
	for range m.schema[0].children {
		if at >= len(m.schema) {
			return nil, damaged("its columns do not add up")
		}
		c := Column{Name: m.schema[at].name, Place: -1}
		if m.schema[at].children == 0 && !m.schema[at].repeats {
			c.Place = leaves
			c.Dated = m.schema[at].stands == convertedDate || m.schema[at].stands == convertedMillis || m.schema[at].stands == convertedMicros
		}
		var inside int
		if inside, at = m.leaves(at, 0); at < 0 {
			return nil, damaged("its columns do not add up")
		}
		leaves += inside
		l.Columns = append(l.Columns, c)
	}
	if len(l.Columns) > MaxColumns {
		return nil, fmt.Errorf("%w: over %d columns", ErrTooLarge, MaxColumns)
	}
	total, unpacked := int64(0), int64(0)
	for _, g := range m.groups {
		if g.rows < 0 || g.rows > m.rows || g.columns != leaves || len(g.columnRows) != leaves || at != len(m.schema) {
			return nil, damaged("its row groups do not add up")
		}
		for _, c := range l.Columns {
			if c.Place >= 0 && g.columnRows[c.Place] != g.rows {
				return nil, damaged("a column has other rows than its row group")
			}
		}
		total += g.rows
		unpacked += g.unpacked
		l.Groups = append(l.Groups, int(g.rows))
	}
	switch {
	case total != m.rows:
		return nil, damaged("its row groups have %d rows and the file is said to have %d", total, m.rows)
	case unpacked > MaxRatio*m.size:
		return nil, fmt.Errorf("%w: it unpacks to over %d times its size", ErrTooLarge, MaxRatio)
	}
	return l, nil
}

// leaves counts the columns of values below an element of the schema, and returns
// the place of the next element beside it, -1 where there is none.
func (m *footerReader) leaves(at, depth int) (n, next int) {
	if at >= len(m.schema) || depth > 32 {
		return 0, -1
	}
	children := m.schema[at].children
	at++
	if children == 0 {
		return 1, at
	}
	for range children {
		var inside int
		if inside, at = m.leaves(at, depth+1); at < 0 {
			return 0, -1
		}
		n += inside
	}
	return n, at
}
