package sample

import (
	"fmt"
	"math/rand/v2"
	"slices"

	"svna/datasets"
)

// offence is one made-up offence with its people, as recorded.
type offence struct {
	ref, status string
	stratum     *stratum
	when        when
	spot        spot
	borough     string
	placeType   string
	location    string
	outcome     string
	outcomeDay  int // 0: none
	knife       string
	flags       [flagCount]string
	victims     []person
	suspects    []person
}

// The flags, in the order of the columns.
const (
	domesticAbuse = iota
	hate
	gun
	gang
	alcohol
	drugs
	cse
	cce
	modernSlavery
	countyLines
	school
	flagCount
)

// maker makes offences one after another.
type maker struct {
	random   *rand.Rand
	strata   []stratum
	counters []counter
	last     datasets.Month
	scale    float64
	// unsettled is the share of recent offences that wait for an outcome;
	// withSuspect and without are the outcomes of the others.
	withSuspect, without, disability, knifeUnseen words
}

func newMaker(seed uint64, last datasets.Month) (*maker, error) {
	random := rand.New(rand.NewPCG(seed, 0x73766e61))
	strata, err := readComposition(random)
	if err != nil {
		return nil, err
	}
	m := &maker{random: random, strata: strata, counters: make([]counter, len(strata)), last: last}
	for i, s := range strata {
		m.counters[i].sum = s.phase
	}
	m.withSuspect = newWords(random, []share{{"1", 13}, {"2", 1}, {"3", 2}, {"8", 3}, {"10", 1}, {"14", 5}, {"15", 27}, {"16", 33}, {"21", 2}, {"22", 2}, {"0", 9}, {"", 2}})
	m.without = newWords(random, []share{{"18", 82}, {"14", 6}, {"21", 2}, {"0", 9}, {"", 1}})
	// An eighth of victims have their disability recorded, one way or the other.
	m.disability = newWords(random, []share{{"N", 9}, {"Y", 3.5}, {"Refused", 1.5}, {"", 86}})
	m.knifeUnseen = newWords(random, []share{{"None", 88}, {"Unknown", 4}, {"", 8}})
	return m, nil
}

// month returns the strata of the offences of a month, in random order.
func (m *maker) month(month datasets.Month) []uint8 {
	var order []uint8
	for i, s := range m.strata {
		for range m.counters[i].count(s.expected(month, m.scale)) {
			order = append(order, uint8(i))
		}
	}
	m.random.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
	return order
}

// offence makes one offence of a stratum, recorded in a month.
func (m *maker) offence(stratum uint8, month datasets.Month, number int) *offence {
	s := &m.strata[stratum]
	o := &offence{
		ref:    fmt.Sprintf("SYN-%02d%02d-%06d", month.Year()%100, month.Calendar(), number),
		status: "Recorded", stratum: s, borough: boroughCode,
		when: s.clock.draw(month), spot: s.ground.draw(),
	}
	m.describePlace(o)
	m.addPeople(o)
	m.describeKnife(o)
	m.raiseFlags(o)
	m.settle(o)
	return o
}

// boroughCode is the GSS code of Barking and Dagenham.
const boroughCode = "E09000002"

func (m *maker) describePlace(o *offence) {
	o.placeType = o.stratum.place.next()
	if o.spot.place >= 0 {
		o.placeType = places[o.spot.place].locationType
	}
	if m.random.IntN(50) > 0 {
		o.location = streetText(m.random, o.spot)
	}
}

// addPeople links victims and suspects so that an under-25 is, or is not, among
// them, as the stratum says. Whoever makes that true has a recorded age.
func (m *maker) addPeople(o *offence) {
	s := o.stratum
	victimless := slices.Contains(victimless, s.code)
	switch s.underAge {
	case "yes":
		suspect := s.anchor.deal() == 1
		if victimless || s.limits.from > 24 {
			suspect = true
		} else if s.limits.to < 25 {
			suspect = false
		}
		if suspect {
			m.addUnderAgeSuspect(o, victimless)
		} else {
			m.addUnderAgeVictim(o)
		}
	case "no":
		m.addVictims(o, s.victims.adult, thirties, victimless)
		m.addSuspects(o, s.suspects.adult, thirties, s.number.deal())
	default:
		m.addVictims(o, s.victims.anyone, child, victimless)
		m.addSuspects(o, s.suspects.anyone, child, s.number.deal())
	}
	for i := range o.victims {
		m.describeVictim(o, i)
	}
}

func (m *maker) addUnderAgeVictim(o *offence) {
	s := o.stratum
	first := child // where the offence leaves no choice, no card is dealt
	if s.limits.to > bandAges[child][1] {
		first = s.victims.under25.deal()
	}
	m.addVictim(o, first, true)
	for range s.extra.deal() {
		if s.elder.deal() == 1 && s.limits.to >= bandAges[thirties][0] {
			m.addVictim(o, thirties+s.victims.adult.deal(), false)
		} else {
			m.addVictim(o, s.victims.under25.deal(), false)
		}
	}
	m.addSuspects(o, s.suspects.anyone, child, s.number.deal())
}

func (m *maker) addUnderAgeSuspect(o *offence, victimless bool) {
	s := o.stratum
	m.addVictims(o, s.victims.adult, thirties, victimless)
	o.suspects = append(o.suspects, s.suspects.draw(nil, s.suspects.under25.deal(), anybody, o.when.from, o.when.reported, true))
	m.addSuspects(o, s.suspects.anyone, child, s.named.deal())
}

// anybody are the limits of suspects.
var anybody = limits{"", 1, oldest}

// addVictims adds one victim or more, of bands dealt from a deck that starts
// with the band first.
func (m *maker) addVictims(o *offence, bands *deck, first int, victimless bool) {
	if victimless {
		return
	}
	for range 1 + o.stratum.extra.deal() {
		m.addVictim(o, first+bands.deal(), false)
	}
}

func (m *maker) addVictim(o *offence, band int, certain bool) {
	s := o.stratum
	if allowed := bandsIn(s.limits); !slices.Contains(allowed, band) {
		band = allowed[0]
	}
	// The age of somebody killed is known; an age of 0 would mean an infant.
	certain = certain || s.homicide()
	o.victims = append(o.victims, s.victims.draw(o.victims, band, s.limits, o.when.from, o.when.reported, certain))
}

func (m *maker) addSuspects(o *offence, bands *deck, first, number int) {
	for range number {
		o.suspects = append(o.suspects, o.stratum.suspects.draw(o.suspects, first+bands.deal(), anybody, o.when.from, o.when.reported, false))
	}
}

func (m *maker) describeVictim(o *offence, i int) {
	v, s := &o.victims[i], o.stratum
	v.disability = m.disability.next()
	v.relationship = s.relation.next()
	switch {
	case s.homicide():
		v.injury = "Fatal"
	case s.knifeUse == "Injured" && i == 0:
		v.injury = s.injured.next()
	default:
		v.injury = s.injury.next()
	}
}

func (m *maker) describeKnife(o *offence) {
	switch o.stratum.knifeUse {
	case "":
		o.knife = m.knifeUnseen.next()
	case "Intimated":
		o.knife = "Intimated"
	default:
		o.knife = "Seen"
	}
}

// raiseFlags sets the flags. Domestic abuse and gun are part of the composition;
// the others are incidental. A flag that is not set is N, or blank.
func (m *maker) raiseFlags(o *offence) {
	s := o.stratum
	share := [flagCount]float64{hate: 0.03, alcohol: 0.08, drugs: 0.04, cce: 0.003}
	if s.underAge == "yes" && s.knifeUse != "" {
		share[gang] = 0.06
	}
	if o.when.fromMinute >= 8*60 && o.when.fromMinute < 17*60 && s.underAge == "yes" {
		share[school] = 0.07
	}
	switch s.code {
	case "106":
		share[modernSlavery], share[countyLines] = 1, 0.3
	case "71":
		share[cse] = 0.9
	case "72":
		share[cse], share[modernSlavery] = 0.5, 1
	case "92A":
		share[drugs], share[countyLines], share[cce] = 1, 0.12, 0.08
	case "92D", "92E":
		share[drugs] = 1
	case "10B":
		share[gun] = 1
	}
	if s.domestic {
		share[domesticAbuse] = 1
	}
	for i := range o.flags {
		switch {
		case m.random.Float64() < share[i]:
			o.flags[i] = "Y"
		case m.random.IntN(8) > 0:
			o.flags[i] = "N"
		}
	}
}

// settle gives the outcome. Two in five offences of the newest six months wait
// for one.
func (m *maker) settle(o *offence) {
	if m.last-datasets.MonthOf(int64(o.when.recorded)*86400) < 6 && m.random.IntN(5) < 2 {
		o.outcome = "0"
		return
	}
	o.outcome = m.without.next()
	if len(o.suspects) > 0 {
		o.outcome = m.withSuspect.next()
	}
	if o.outcome != "0" && o.outcome != "" {
		end := int((m.last+1).Start()/86400) - 1
		o.outcomeDay = min(o.when.recorded+1+m.random.IntN(150), end)
	}
}

// withdraw makes a record one that does not count: cancelled, or transferred to
// another borough.
func (m *maker) withdraw(o *offence) {
	o.status = "Cancelled"
	if m.random.IntN(3) == 0 {
		o.status = "Transferred"
		o.borough = []string{"E09000025", "E09000026", "E09000016"}[m.random.IntN(3)]
		o.spot = spot{place: -1}
		o.location = ""
	}
}
