package csvscan

import "encoding/binary"

// marks are the places of three bytes in a block of text, one bit for each byte:
// the first byte is the lowest bit.
type marks struct{ quotes, delimiters, lineEnds uint64 }

const (
	blockBytes = 64
	// windowBlocks is how many blocks are looked at in one go.
	windowBlocks = 64
)

// findMarks looks at the blocks that a text starts with, as many as there is room
// for in into. The text must be that long.
func findMarks(text []byte, delimiter byte, into []marks) {
	for i := range into {
		block := (*[blockBytes]byte)(text[i*blockBytes:])
		into[i] = marks{placesOf(block, '"'), placesOf(block, delimiter), placesOf(block, '\n')}
	}
}

const (
	everyByte = 0x0101010101010101
	highBits  = 0x8080808080808080
	lowBits   = 0x7f7f7f7f7f7f7f7f
)

// placesOf finds one byte, in eight bytes at a time: a byte of word is 0 where it
// is the one. Adding 0x7f to its low bits sets the high bit of any other byte, if
// it was not set before. The multiplication gathers the high bits of the rest.
func placesOf(block *[blockBytes]byte, wanted byte) (places uint64) {
	pattern := everyByte * uint64(wanted)
	for i := 0; i < blockBytes; i += 8 {
		word := binary.LittleEndian.Uint64(block[i:]) ^ pattern
		zeros := ^(word&lowBits + lowBits | word) & highBits
		places |= zeros >> 7 * 0x0102040810204080 >> 56 << i
	}
	return places
}

// insideQuotes has a bit for each byte from an odd quote to before the next: each
// bit is the parity of the quotes up to it.
func insideQuotes(quotes uint64) uint64 {
	for shift := 1; shift < 64; shift *= 2 {
		quotes ^= quotes << shift
	}
	return quotes
}

// upTo has the bits up to and with the lowest of some.
func upTo(some uint64) uint64 { return some ^ (some - 1) }

// block returns the marks of a block of the text, by its number.
func (s *Scanner) block(number int) *marks {
	if number < s.window || number >= s.window+s.held {
		s.look(number)
	}
	return &s.marks[number-s.window]
}

// look finds the marks of a block and of some after it. The last block of a text
// is filled up with zeros.
func (s *Scanner) look(number int) {
	s.window = number
	rest := s.text[number*blockBytes:]
	if s.held = min(windowBlocks, len(rest)/blockBytes); s.held > 0 {
		look(rest, s.delimiter, s.marks[:s.held])
		return
	}
	var last [blockBytes]byte
	copy(last[:], rest)
	s.held = 1
	look(last[:], s.delimiter, s.marks[:1])
}
