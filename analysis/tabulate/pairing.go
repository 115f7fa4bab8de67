package tabulate

// pairing numbers the pairs of codes of two dimensions as they are first met.
type pairing struct {
	of    [][2]int32
	near  []int32  // the number + 1 of pairs of low codes, by row and column; 0 for none
	width int32    // of a row of near
	keys  []uint64 // open addressing, of the others: the pair, and
	found []int32  // its number + 1; 0 for a free place
}

// mostNear is how many pairs near has room for. Codes that are small and few, such as
// sexes and bands, are all in it.
const mostNear = 1 << 16

// codes finds the number of each pair.
func (p *pairing) codes(codes, a, b []int32) {
	most := int32(0)
	for _, second := range b {
		most = max(most, second)
	}
	if most >= p.width && most < mostNear/16 {
		p.widen(most)
	}
	near, width := p.near, p.width
	for i, first := range a {
		second := b[i]
		if at := int(first)*int(width) + int(second); second < width && at < len(near) {
			if near[at] == 0 {
				p.of = append(p.of, [2]int32{first, second})
				near[at] = int32(len(p.of))
			}
			codes[i] = near[at] - 1
			continue
		}
		codes[i] = p.code(first, second)
	}
}

// widen makes room for a second code among the near pairs. Pairs keep their numbers,
// whether they are near or not.
func (p *pairing) widen(second int32) {
	for p.width = max(p.width, 16); p.width <= second; {
		p.width *= 2
	}
	p.near = make([]int32, mostNear)
	for number, pair := range p.of {
		if at := int(pair[0])*int(p.width) + int(pair[1]); pair[1] < p.width && at < len(p.near) {
			p.near[at] = int32(number + 1)
		} else {
			p.far(pair, int32(number+1))
		}
	}
}

// code finds the number of a pair that is not near.
func (p *pairing) code(a, b int32) int32 {
	number := p.far([2]int32{a, b}, int32(len(p.of)+1))
	if int(number) > len(p.of) {
		p.of = append(p.of, [2]int32{a, b})
	}
	return number - 1
}

// far returns the number + 1 of a pair that is not near; a new one gets this one.
func (p *pairing) far(pair [2]int32, new int32) int32 {
	if 2*len(p.of) >= len(p.keys) {
		p.grow()
	}
	key := uint64(uint32(pair[0]))<<32 | uint64(uint32(pair[1]))
	mask := uint64(len(p.keys) - 1)
	for at := spread(key) & mask; ; at = (at + 1) & mask {
		if p.found[at] == 0 {
			p.keys[at], p.found[at] = key, new
			return new
		}
		if p.keys[at] == key {
			return p.found[at]
		}
	}
}

func (p *pairing) grow() {
	keys, found := p.keys, p.found
	p.keys, p.found = make([]uint64, max(64, 2*len(keys))), make([]int32, max(64, 2*len(keys)))
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
