package sample

import "math/rand/v2"

// profile is how the offences of several strata are drawn: one set of decks, so
// that shares hold over all of them together.
type profile struct {
	clock    *clock
	ground   *ground
	victims  *cast
	suspects *cast
	anchor   *deck // 0: the linked under-25 is a victim; 1: a suspect
	extra    *deck // further victims
	number   *deck // suspects, where none is needed
	named    *deck // suspects, where one is needed, less 1
	elder    *deck // 1: somebody beside the linked under-25 is of any age, not under 25
	injury   words
	injured  words // where a knife was used to injure
	relation words
	place    words // kind of place, away from named ones
}

// makeup is what differs between profiles, as weights and shares.
type makeup struct {
	shares           string // profiles of one name have the decks of common together
	weekdays         []float64
	weekday, weekend [2]float64 // share of the day from 3pm to 6pm, 6pm to 9pm
	untimed          float64
	lags             []float64
	ground           string
	anchorVictim     float64
	suspects         []float64 // weights of 0, 1, 2, 3
	maleVictims      float64
	maleSuspects     float64
	victimEthnicity  []float64 // Asian, Black, Mixed, White, Other
	suspectEthnicity []float64
	childVictims     float64 // of the victims under 25
	childSuspects    float64
	victimBands      []float64 // of anyone
	suspectBands     []float64
	adultVictims     []float64 // thirties to old
	repeat           float64
	injury           []float64
	relation         []float64
	place            []float64
}

var (
	injuryLevels   = []string{"Fatal", "Serious", "Moderate", "Minor", "Threats only", "No injury", "Unknown", ""}
	relationLevels = []string{"Partner", "Ex-partner", "Family", "Acquaintance", "Stranger", "Work related", "Other", "Unknown", ""}
	placeLevels    = []string{"Own home", "Other home", "Street", "Town centre", "Licensed premises", "Shop", "Station", "Bus", "School", "Park", "Work", "Hospital", "Online", "Other", "Unknown", ""}
)

// zip pairs levels with weights.
func zip(levels []string, weights []float64) []share {
	shares := make([]share, len(levels))
	for i, level := range levels {
		shares[i] = share{level, weights[i]}
	}
	return shares
}

// profileKey names a profile: its makeup, and whether an under-25 is linked.
// These are kept apart because they differ in belonging to a definition pack.
type profileKey struct{ name, underAge string }

// newProfiles makes the decks of every profile, in a fixed order.
func newProfiles(random *rand.Rand) map[profileKey]*profile {
	var victims, suspects int
	profiles := map[profileKey]*profile{}
	for _, underAge := range []string{"yes", "no", "any"} {
		addProfiles(random, underAge, &victims, &suspects, profiles)
	}
	return profiles
}

func addProfiles(random *rand.Rand, underAge string, victims, suspects *int, profiles map[profileKey]*profile) {
	grounds := newGrounds(random)
	shared := map[string]common{}
	for _, name := range makeupNames {
		m := makeups[name]
		c, there := shared[m.shares]
		if !there {
			peak := m.weekday[0] + m.weekday[1]
			c = common{
				peak:    newDeck(random, 1-peak, peak),
				anchor:  newDeck(random, m.anchorVictim, 1-m.anchorVictim),
				under25: newDeck(random, m.childVictims, 1-m.childVictims),
			}
			shared[m.shares] = c
		}
		p := &profile{
			clock:    newClock(random, c.peak, m),
			ground:   grounds[m.ground],
			anchor:   c.anchor,
			extra:    newDeck(random, 0.94, 0.05, 0.01),
			number:   newDeck(random, m.suspects...),
			named:    newDeck(random, 0.78, 0.17, 0.05),
			elder:    newDeck(random, 0.45, 0.55),
			injury:   newWords(random, zip(injuryLevels, m.injury)),
			injured:  newWords(random, zip(injuryLevels, []float64{0, 30, 36, 28, 0, 0, 3, 3})),
			relation: newWords(random, zip(relationLevels, m.relation)),
			place:    newWords(random, zip(placeLevels, m.place)),
		}
		p.victims = newCast(random, "V", victims, m.maleVictims, c.under25, m.victimBands, m.adultVictims, m.victimEthnicity, m.repeat)
		children := newDeck(random, m.childSuspects, 1-m.childSuspects)
		p.suspects = newCast(random, "S", suspects, m.maleSuspects, children, m.suspectBands, []float64{40, 27, 18, 10, 5}, m.suspectEthnicity, m.repeat)
		p.suspects.youngest = 10
		profiles[profileKey{name, underAge}] = p
	}
}

// common are decks that profiles with the same shares have in common, because
// they belong to a definition pack together: its share of the peak hours, and of
// victims under 25, is then held over all of them.
type common struct{ peak, anchor, under25 *deck }

func newCast(random *rand.Rand, prefix string, made *int, male float64, under25 *deck, bands, adults, ethnicity []float64, repeat float64) *cast {
	unknown := 0.09
	if prefix == "S" {
		unknown = 0.11
	}
	return &cast{
		prefix: prefix, made: made, random: random, repeat: repeat, youngest: 1,
		male:      newDeck(random, 1-male, male),
		under25:   under25,
		adult:     newDeck(random, adults...),
		anyone:    newDeck(random, bands...),
		ethnicity: newDeck(random, ethnicity...),
		known:     newDeck(random, 1-unknown-0.012, unknown, 0.012),
		sexMissed: newDeck(random, 0.965, 0.02, 0.015),
		sdeMissed: newDeck(random, 0.87, 0.05, 0.08),
		icMissed:  newDeck(random, 0.90, 0.06, 0.04),
		home: newWords(random, []share{
			{"E09000002", 70}, {"E09000025", 6}, {"E09000026", 6}, {"E09000016", 5}, {"E06000034", 2}, {"E09000030", 2}, {"", 9},
		}),
	}
}

// newGrounds makes where offences happen: per cents at named places, and ward
// weights for the rest. Knife crime and robbery share their wards, so that
// their hotspots agree even where no offence is in both.
func newGrounds(random *rand.Rand) map[string]*ground {
	minor := func(at map[string]float64) map[string]float64 {
		for _, p := range places {
			if _, given := at[p.name]; !given {
				at[p.name] = 0.5
			}
		}
		return at
	}
	const hot = "D3.2 K2.6 P3.2 C2.6 S2.8 I2.0 W2.4 R2.2 H1.4 V2.2 G2.4 T1.2 B1.8 L1.6 E1.4 M1.3 "
	const broad = "A7 N8 O6 D5 K5 P5 C4.5 S5 I4.5 W4.5 R4 H3.5 V5 G5 T2.5 B3.5 L4 E3.5 M3.5"
	return map[string]*ground{
		"knife": newGround(random, minor(map[string]float64{
			"Barking town centre": 1.5, "Dagenham Heathway": 3, "Mayesbrook Park": 2.5, "Becontree station": 15, "Becontree Heath": 2,
		}), hot+"A12.5 N12 O5"),
		"robbery": newGround(random, minor(map[string]float64{
			"Barking town centre": 9, "Dagenham Heathway": 5, "Mayesbrook Park": 8.5, "Becontree station": 3.8, "Becontree Heath": 1.2,
		}), hot+"A12 N12 O13"),
		"street": newGround(random, minor(map[string]float64{
			"Barking town centre": 8, "Dagenham Heathway": 6.8, "Mayesbrook Park": 10.5, "Becontree station": 4, "Becontree Heath": 1.2,
		}), broad),
		"injury": newGround(random, minor(map[string]float64{
			"Barking town centre": 10, "Dagenham Heathway": 7, "Mayesbrook Park": 1.8, "Becontree station": 5, "Becontree Heath": 4.2,
		}), broad),
		"mixed": newGround(random, minor(map[string]float64{
			"Barking town centre": 4, "Dagenham Heathway": 3, "Mayesbrook Park": 4.5, "Becontree station": 1.5, "Becontree Heath": 0.6,
		}), broad),
		"home": newGround(random, map[string]float64{}, broad),
	}
}
