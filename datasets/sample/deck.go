package sample

import "math/rand/v2"

// deckSize is the number of cards dealt before the deck is made up again: small
// enough that every dozen months holds its shares to within a count or two.
const deckSize = 24

// deck deals categories in fixed shares. Cards are dealt in random order and
// without replacement, and what a deck of whole cards cannot hold of a share is
// owed to the next deck, so that over any long run each category has its share
// to within about one deck, while no order can be seen in the rows. An
// independent draw would miss a share of 46% of 4,000 by more than half a point
// every second time.
type deck struct {
	shares []float64 // they sum to 1
	owed   []float64
	hand   []uint8
	random *rand.Rand
}

// newDeck makes a deck of the categories 0, 1, 2, ... with these weights.
func newDeck(random *rand.Rand, weights ...float64) *deck {
	total := 0.0
	for _, w := range weights {
		total += w
	}
	d := &deck{shares: make([]float64, len(weights)), owed: make([]float64, len(weights)), random: random}
	for i, w := range weights {
		d.shares[i] = w / total
		// A random start keeps rare categories from all coming up at once.
		d.owed[i] = (random.Float64() - 0.5) * min(1, 4*d.shares[i])
	}
	return d
}

// deal returns the next category.
func (d *deck) deal() int {
	if len(d.hand) == 0 {
		d.refill()
	}
	card := d.hand[len(d.hand)-1]
	d.hand = d.hand[:len(d.hand)-1]
	return int(card)
}

// refill makes up one deck: whole cards of what each category is owed, and the
// rest to those that are owed most.
func (d *deck) refill() {
	for i, share := range d.shares {
		d.owed[i] += share * deckSize
		for d.owed[i] >= 1 && len(d.hand) < deckSize {
			d.hand = append(d.hand, uint8(i))
			d.owed[i]--
		}
	}
	for len(d.hand) < deckSize {
		most := 0
		for i := range d.owed {
			if d.owed[i] > d.owed[most] {
				most = i
			}
		}
		d.hand = append(d.hand, uint8(most))
		d.owed[most]--
	}
	d.random.Shuffle(len(d.hand), func(i, j int) { d.hand[i], d.hand[j] = d.hand[j], d.hand[i] })
}

// words is a deck of texts.
type words struct {
	*deck
	levels []string
}

// share is a text and its weight.
type share struct {
	level  string
	weight float64
}

func newWords(random *rand.Rand, shares []share) words {
	weights := make([]float64, len(shares))
	w := words{levels: make([]string, len(shares))}
	for i, s := range shares {
		w.levels[i], weights[i] = s.level, s.weight
	}
	w.deck = newDeck(random, weights...)
	return w
}

func (w words) next() string { return w.levels[w.deal()] }
