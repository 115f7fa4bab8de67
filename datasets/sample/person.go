package sample

import (
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
)

// The age bands that people are composed in.
const (
	child = iota // 1 to 17
	young        // 18 to 24
	thirties
	forties
	fifties
	sixties
	old
	bandCount
)

// oldest is the greatest age in the sample.
const oldest = 92

var bandAges = [bandCount][2]int{{1, 17}, {18, 24}, {25, 34}, {35, 44}, {45, 54}, {55, 64}, {65, oldest}}

// bandsIn lists the bands that limits of age allow, least first.
func bandsIn(l limits) (bands []int) {
	for b, ages := range bandAges {
		if l.from <= ages[1] && l.to >= ages[0] {
			bands = append(bands, b)
		}
	}
	return bands
}

// cast draws the people of one role in a profile.
type cast struct {
	prefix    string // of references: V or S
	male      *deck  // 0 female, 1 male
	under25   *deck  // child or young, where there must be one
	adult     *deck  // thirties to old, where there must be no other
	anyone    *deck  // all bands
	ethnicity *deck
	youngest  int
	known     *deck   // how an age is recorded: 0 well, 1 blank, 2 as the placeholder 0
	repeat    float64 // share that have been seen before
	sexMissed *deck   // 0 recorded, 1 U, 2 blank
	sdeMissed *deck   // 0 recorded, 1 not stated, 2 blank
	icMissed  *deck   // 0 recorded, 1 IC9, 2 blank
	home      words
	seen      [2][bandCount][]someone
	made      *int // people of the role so far, over all profiles
	random    *rand.Rand
}

// someone is a made-up person: a reference, and what does not change.
type someone struct {
	ref      string
	born     int // day
	male     bool
	sde, ic  string
	home     string
	disabled string
}

// seenSize is how many people of a sex and band can come up again.
const seenSize = 32

// person is a person in a role, as recorded.
type person struct {
	ref                    string
	ageOffence, ageReport  string
	sex, sde, ic           string
	disability, injury     string
	relationship, homeCode string
}

// draw makes or finds a person of a band and within limits, at an offence on a
// day that is reported on another, and not one of those present already.
// certain keeps the age.
func (c *cast) draw(present []person, band int, l limits, day, reported int, certain bool) person {
	s := c.find(present, band, l, day, reported)
	p := person{ref: s.ref, sex: "F", sde: s.sde, ic: s.ic, disability: s.disabled, homeCode: s.home}
	if s.male {
		p.sex = "M"
	}
	p.ageOffence, p.ageReport = strconv.Itoa(ageOn(s.born, day)), strconv.Itoa(ageOn(s.born, reported))
	if !certain {
		switch c.known.deal() {
		case 1:
			p.ageOffence, p.ageReport = "", ""
		case 2:
			p.ageOffence, p.ageReport = "0", "0"
		}
	}
	p.sex = missed(c.sexMissed, p.sex, "U")
	p.sde = missed(c.sdeMissed, p.sde, "NS")
	p.ic = missed(c.icMissed, p.ic, "IC9")
	return p
}

// missed returns a value, the mark for unknown, or nothing.
func missed(d *deck, value, unknown string) string {
	return [3]string{value, unknown, ""}[d.deal()]
}

func (c *cast) find(present []person, band int, l limits, day, reported int) someone {
	male := c.male.deal()
	switch l.sex {
	case "F":
		male = 0
	case "M":
		male = 1
	}
	from, to := max(l.from, bandAges[band][0], c.youngest), min(l.to, bandAges[band][1])
	pool := &c.seen[male][band]
	if len(*pool) > 0 && reported-day < 365 && c.random.Float64() < c.repeat {
		s := (*pool)[c.random.IntN(len(*pool))]
		there := slices.ContainsFunc(present, func(p person) bool { return p.ref == s.ref })
		if age := ageOn(s.born, day); age >= from && age <= to && !there {
			return s
		}
	}
	s := c.make(male == 1, c.ageIn(band, from, to), day)
	if len(*pool) < seenSize {
		*pool = append(*pool, s)
	} else {
		(*pool)[c.random.IntN(seenSize)] = s
	}
	return s
}

// ageIn draws an age: children are mostly in their teens, old people mostly
// not very old.
func (c *cast) ageIn(band, from, to int) int {
	a, b := from+c.random.IntN(to-from+1), from+c.random.IntN(to-from+1)
	switch band {
	case child:
		return max(a, b)
	case old:
		return min(a, b)
	}
	return a
}

func (c *cast) make(male bool, age, day int) someone {
	*c.made++
	group := c.ethnicity.deal()
	codes := sdeCodes[group]
	s := someone{
		ref:  c.prefix + strconv.Itoa(100000+*c.made),
		born: day - int(math.Ceil((float64(age)+0.02+0.95*c.random.Float64())*daysOfYear)),
		male: male,
		sde:  codes[c.random.IntN(len(codes))],
		ic:   icCodes[group][c.random.IntN(len(icCodes[group]))],
		home: c.home.next(),
	}
	return s
}

const daysOfYear = 365.2425

// ageOn returns completed years on a day.
func ageOn(born, day int) int { return int(float64(day-born) / daysOfYear) }

// Codes of the five groups Asian, Black, Mixed, White and Other: self-defined
// 16+1, the commoner ones repeated, and what an officer might note.
var (
	sdeCodes = [5][]string{
		{"A1", "A2", "A2", "A3", "A3", "A9"},
		{"B1", "B2", "B2", "B2", "B9"},
		{"M1", "M1", "M2", "M3", "M9"},
		{"W1", "W1", "W1", "W1", "W9", "W9", "W2"},
		{"O9"},
	}
	icCodes = [5][]string{
		{"IC4", "IC4", "IC4", "IC4", "IC5"},
		{"IC3"},
		{"IC3", "IC3", "IC1", "IC4"},
		{"IC1", "IC1", "IC1", "IC2"},
		{"IC6", "IC6", "IC4", "IC1"},
	}
)
