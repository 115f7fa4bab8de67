package columnfile

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
)

// A frame is one byte for what it is, four for its length, and its content:
//
//	'N' the names of all columns, each with its length
//	'K' the kinds of the wanted columns, one byte each
//	'C' a chunk
//	'E' a reason of the list below, one byte, and words
//	'D' the number of rows, eight bytes: the end
const (
	namesFrame = 'N'
	kindsFrame = 'K'
	chunkFrame = 'C'
	errorFrame = 'E'
	doneFrame  = 'D'
)

// reasons are sent as their place in the list.
var reasons = []error{ErrDamaged, ErrTooLarge, ErrUnsupported, ErrSlow}

// Chunk is a column of a run of rows: its texts, some of which may be the same, and
// for each row the number of one.
type Chunk struct {
	Group  int // of rows, in the order of the file
	Column int // in the order that they were asked for
	Rows   int
	Texts  [][]byte
	Broken int // values that are no text in UTF-8, or are too long: taken as none

	width int
	codes []byte
}

// AppendCodes adds a code for each row: number[0] where there is no value, and
// number[1+i] for text i.
func (c *Chunk) AppendCodes(into, number []int32) []int32 {
	switch c.width {
	case 1:
		for _, code := range c.codes {
			into = append(into, number[code])
		}
	case 2:
		for at := 0; at < len(c.codes); at += 2 {
			into = append(into, number[binary.LittleEndian.Uint16(c.codes[at:])])
		}
	default:
		for at := 0; at < len(c.codes); at += 4 {
			into = append(into, number[binary.LittleEndian.Uint32(c.codes[at:])])
		}
	}
	return into
}

// AppendPlaces adds for the rows from one to before another the place of their
// text, from 1; 0 where there is no value.
func (c *Chunk) AppendPlaces(into []int32, from, to int) []int32 {
	codes := c.codes[c.width*from : c.width*to]
	switch c.width {
	case 1:
		for _, code := range codes {
			into = append(into, int32(code))
		}
	case 2:
		for at := 0; at < len(codes); at += 2 {
			into = append(into, int32(binary.LittleEndian.Uint16(codes[at:])))
		}
	default:
		for at := 0; at < len(codes); at += 4 {
			into = append(into, int32(binary.LittleEndian.Uint32(codes[at:])))
		}
	}
	return into
}

// newFrame starts a frame whose length is not known yet.
func newFrame(kind byte, room int) []byte { return append(make([]byte, 0, 5+room), kind, 0, 0, 0, 0) }

func closeFrame(frame []byte) []byte {
	binary.LittleEndian.PutUint32(frame[1:5], uint32(len(frame)-5))
	return frame
}

func appendText(frame, text []byte) []byte {
	frame = binary.LittleEndian.AppendUint32(frame, uint32(len(text)))
	return append(frame, text...)
}

// chunkOf writes a chunk as a frame. codes are 0 for no value, and 1+i for text i.
func chunkOf(group, column int, texts *textList, codes []uint32, broken int) []byte {
	width := 4
	switch {
	case texts.len() < 1<<8-1:
		width = 1
	case texts.len() < 1<<16-1:
		width = 2
	}
	frame := newFrame(chunkFrame, 21+len(texts.arena)+width*len(codes))
	for _, n := range []int{group, column, len(codes), texts.len(), broken} {
		frame = binary.LittleEndian.AppendUint32(frame, uint32(n))
	}
	frame = append(append(frame, texts.arena...), byte(width))
	from := len(frame)
	frame = frame[:from+width*len(codes)]
	into := frame[from:]
	switch width {
	case 1:
		for i, code := range codes {
			into[i] = byte(code)
		}
	case 2:
		for i, code := range codes {
			binary.LittleEndian.PutUint16(into[2*i:], uint16(code))
		}
	default:
		for i, code := range codes {
			binary.LittleEndian.PutUint32(into[4*i:], code)
		}
	}
	return closeFrame(frame)
}

// readFrame reads one frame.
func readFrame(r *bufio.Reader) (kind byte, content []byte, err error) {
	var head [5]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return 0, nil, err
	}
	length := binary.LittleEndian.Uint32(head[1:])
	if length > maxFrame {
		return 0, nil, fmt.Errorf("%w: a frame of %d bytes", ErrTooLarge, length)
	}
	// A wrong length must not cost memory before its bytes are there.
	content = make([]byte, min(length, 64<<20))
	for from := 0; ; {
		if _, err := io.ReadFull(r, content[from:]); err != nil {
			return 0, nil, err
		}
		if uint32(len(content)) == length {
			break
		}
		from = len(content)
		content = append(content, make([]byte, min(length-uint32(from), 64<<20))...)
	}
	return head[0], content, nil
}

// cut takes numbers and texts off the front of a frame.
type cut struct {
	rest []byte
	bad  bool
}

func (c *cut) number() int {
	if len(c.rest) < 4 {
		c.bad = true
		return 0
	}
	n := binary.LittleEndian.Uint32(c.rest)
	c.rest = c.rest[4:]
	return int(n)
}

func (c *cut) text() []byte {
	n := c.number()
	if n > len(c.rest) {
		c.bad = true
		return nil
	}
	text := c.rest[:n] // with what comes after it, so that a reader may look at whole words
	c.rest = c.rest[n:]
	return text
}

// parseChunk reads a chunk and checks every number in it.
func parseChunk(content []byte) (*Chunk, error) {
	c := cut{rest: content}
	chunk := &Chunk{Group: c.number(), Column: c.number(), Rows: c.number()}
	texts := c.number()
	chunk.Broken = c.number()
	if c.bad || texts > len(c.rest)/4 || texts > chunk.Rows {
		return nil, fmt.Errorf("%w: a chunk with a wrong length", ErrDamaged)
	}
	chunk.Texts = make([][]byte, texts)
	for i := range chunk.Texts {
		chunk.Texts[i] = c.text()
	}
	if c.bad || len(c.rest) < 1 {
		return nil, fmt.Errorf("%w: a chunk with a wrong length", ErrDamaged)
	}
	chunk.width, chunk.codes = int(c.rest[0]), c.rest[1:]
	if chunk.width != 1 && chunk.width != 2 && chunk.width != 4 || len(chunk.codes) != chunk.width*chunk.Rows {
		return nil, fmt.Errorf("%w: a chunk with a wrong length", ErrDamaged)
	}
	if !chunk.codesWithin(texts) {
		return nil, fmt.Errorf("%w: a chunk with a wrong code", ErrDamaged)
	}
	return chunk, nil
}

func (c *Chunk) codesWithin(texts int) bool {
	most := uint32(0)
	switch c.width {
	case 1:
		for _, code := range c.codes {
			most = max(most, uint32(code))
		}
	case 2:
		for at := 0; at < len(c.codes); at += 2 {
			most = max(most, uint32(binary.LittleEndian.Uint16(c.codes[at:])))
		}
	default:
		for at := 0; at < len(c.codes); at += 4 {
			most = max(most, binary.LittleEndian.Uint32(c.codes[at:]))
		}
	}
	return most <= uint32(texts)
}
