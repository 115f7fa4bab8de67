package columnfile

// compact reads the compact protocol of Thrift from bytes that may be anything:
// whatever is wrong sets bad, and nothing more is read.
type compact struct {
	b     []byte
	at    int
	bad   bool
	depth int
}

// Types of the protocol.
const (
	compactTrue   = 1
	compactFalse  = 2
	compactByte   = 3
	compactI64    = 6
	compactDouble = 7
	compactBinary = 8
	compactList   = 9
	compactSet    = 10
	compactMap    = 11
	compactStruct = 12

	maxNesting = 16
)

func (c *compact) byte() byte {
	if c.bad || c.at >= len(c.b) {
		c.bad = true
		return 0
	}
	c.at++
	return c.b[c.at-1]
}

func (c *compact) varint() (n uint64) {
	for shift := 0; shift < 64; shift += 7 {
		b := c.byte()
		n |= uint64(b&0x7f) << shift
		if b < 0x80 {
			return n
		}
	}
	c.bad = true
	return 0
}

func (c *compact) zigzag() int64 {
	n := c.varint()
	return int64(n>>1) ^ -int64(n&1)
}

// integer reads a whole number of any width.
func (c *compact) integer(kind byte) int64 {
	switch {
	case kind == compactByte:
		return int64(int8(c.byte()))
	case kind > compactByte && kind <= compactI64:
		return c.zigzag()
	}
	c.bad = true
	return 0
}

func (c *compact) binary() []byte {
	n := c.varint()
	if c.bad || n > uint64(len(c.b)-c.at) {
		c.bad = true
		return nil
	}
	c.at += int(n)
	return c.b[c.at-int(n) : c.at]
}

// fields reads a struct; take must use up each field.
func (c *compact) fields(take func(id int16, kind byte)) {
	if c.depth++; c.depth > maxNesting {
		c.bad = true
	}
	id := int64(0)
	for !c.bad {
		head := c.byte()
		if head == 0 {
			break
		}
		if step := int64(head >> 4); step > 0 {
			id += step
		} else {
			id = c.zigzag()
		}
		if id < -1<<15 || id > 1<<15-1 {
			c.bad = true
			break
		}
		take(int16(id), head&0x0f)
	}
	c.depth--
}

// list reads the head of a list or set.
func (c *compact) list(kind byte, take func(n int, of byte)) {
	head := c.byte()
	n := uint64(head >> 4)
	if n == 15 {
		n = c.varint()
	}
	if c.bad || n > uint64(len(c.b)-c.at) { // an element takes a byte at least
		c.bad = true
		return
	}
	take(int(n), head&0x0f)
}

func (c *compact) structs(n int, of byte, take func()) {
	if of != compactStruct {
		c.bad = true
	}
	for range n {
		if c.bad {
			return
		}
		take()
	}
}

// skip passes over a value.
func (c *compact) skip(kind byte, depth int) {
	if depth > maxNesting {
		c.bad = true
	}
	if c.bad {
		return
	}
	switch {
	case kind == compactTrue || kind == compactFalse:
	case kind >= compactByte && kind <= compactI64:
		c.integer(kind)
	case kind == compactDouble:
		for range 8 {
			c.byte()
		}
	case kind == compactBinary:
		c.binary()
	case kind == compactList || kind == compactSet:
		c.list(kind, func(n int, of byte) {
			for range n {
				c.skipElement(of, depth+1)
			}
		})
	case kind == compactMap:
		n := c.varint()
		if n == 0 {
			return
		}
		kinds := c.byte()
		for i := uint64(0); i < n && !c.bad; i++ {
			c.skipElement(kinds>>4, depth+1)
			c.skipElement(kinds&0x0f, depth+1)
		}
	case kind == compactStruct:
		c.fields(func(_ int16, kind byte) { c.skip(kind, depth+1) })
	default:
		c.bad = true
	}
}

// skipElement passes over an element of a list, where truth takes a byte.
func (c *compact) skipElement(kind byte, depth int) {
	if kind == compactTrue || kind == compactFalse {
		c.byte()
		return
	}
	c.skip(kind, depth)
}
