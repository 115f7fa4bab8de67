package tabulate

// pairing numbers the pairs of codes of two dimensions as they are first met.
type pairing struct {
	of    [][2]int32
	keys  []uint64 // open addressing: the pair, and
	found []int32  // its number + 1; 0 for a free place
}

// codes appends the number of each pair.
func (p *pairing) codes(codes, a, b []int32) []int32 {
	if p.keys == nil {
		p.keys, p.found = make([]uint64, 64), make([]int32, 64)
	}
	for i, first := range a {
		codes = append(codes, p.code(first, b[i]))
	}
	return codes
}

func (p *pairing) code(a, b int32) int32 {
	key := uint64(uint32(a))<<32 | uint64(uint32(b))
	mask := uint64(len(p.keys) - 1)
	for at := spread(key) & mask; ; at = (at + 1) & mask {
		if p.found[at] == 0 {
			p.of = append(p.of, [2]int32{a, b})
			p.keys[at], p.found[at] = key, int32(len(p.of))
			if 2*len(p.of) > len(p.keys) {
				p.grow()
			}
			return int32(len(p.of)) - 1
		}
		if p.keys[at] == key {
			return p.found[at] - 1
		}
	}
}

func (p *pairing) grow() {
	keys, found := p.keys, p.found
	p.keys, p.found = make([]uint64, 2*len(keys)), make([]int32, 2*len(keys))
	mask := uint64(len(p.keys) - 1)
	for i, number := range found {
		if number == 0 {
			continue
		}
		at := spread(keys[i]) & mask
		for p.found[at] != 0 {
			at = (at + 1) & mask
		}
		p.keys[at], p.found[at] = keys[i], number
	}
}
