package sample

// Weights that several profiles share.
var (
	weekKnife    = []float64{13, 13, 13.3, 13.4, 19.8, 14.5, 13}
	weekInjury   = []float64{14.3, 14.5, 14.6, 14.6, 15.2, 13.8, 13}
	weekHome     = []float64{13.8, 13.2, 13.2, 13.4, 14.6, 15.8, 16}
	weekAny      = []float64{14.1, 14.2, 14.2, 14.3, 15.2, 14.4, 13.6}
	lagPrompt    = []float64{72, 17, 6, 3, 2, 0, 0}
	lagUsual     = []float64{52, 20, 10, 9.5, 6, 2.3, 0.2}
	lagSexual    = []float64{26, 16, 11, 13, 15, 11, 8}
	fewSuspects  = []float64{58, 31, 8, 3}
	mostSuspects = []float64{18, 78, 3, 1}

	someEthnicity         = []float64{20, 26, 6, 43, 5}
	someSuspectEthnicity  = []float64{16, 32, 7, 41, 4}
	knifeEthnicity        = []float64{17, 37, 8, 32, 6}
	knifeSuspectEthnicity = []float64{13, 46, 10, 27, 4}

	bandsUsual    = []float64{15, 15, 26, 20, 13, 7, 4}
	bandsSuspects = []float64{26, 20, 21, 16, 10, 5, 2}
	adultsUsual   = []float64{33, 28, 20.5, 12.5, 6}

	relationHome   = []float64{38, 37, 23, 0, 0, 0, 1, 0.5, 0.5}
	relationStreet = []float64{0, 0, 0, 26, 48, 4, 4, 13, 5}
	relationRob    = []float64{0, 0, 0, 6, 82, 1, 1, 7, 3}

	placeHome   = []float64{66, 14, 8, 0, 1, 1, 0, 0.5, 0, 1, 0.5, 1, 3, 2, 1, 1}
	placeStreet = []float64{6, 4, 56, 4, 4, 7, 2, 4, 4, 4, 1, 0.5, 0, 1.5, 1, 1}
	placeAny    = []float64{24, 8, 28, 3, 4, 6, 2, 4, 5, 3, 2, 1, 4, 3, 2, 1}

	injuryNone = []float64{0, 0, 0.5, 5, 8, 74, 7, 5.5}
)

// The hours of most profiles: 46% (of the definition pack) from 3pm to 9pm, whatever the day.
var (
	daytime  = [2]float64{0.272, 0.19}
	leisure  = [2]float64{0.182, 0.28}
	evenings = [2]float64{0.172, 0.29}
	even     = [2]float64{0.19, 0.19}
)

// makeupNames lists the profiles in the order in which their decks are made.
var makeupNames = []string{
	"knife", "knife domestic", "injury", "injury domestic", "threat", "threat domestic",
	"robbery", "sexual", "sexual domestic", "other", "other domestic", "state",
}

var makeups = map[string]makeup{
	"knife": {
		shares:   "knife",
		weekdays: weekKnife, weekday: daytime, weekend: leisure, untimed: 0.04, lags: lagPrompt, ground: "knife",
		anchorVictim: 0.58, suspects: []float64{48, 30, 15, 7}, maleVictims: 0.77, maleSuspects: 0.92,
		victimEthnicity: knifeEthnicity, suspectEthnicity: knifeSuspectEthnicity,
		childVictims: 0.52, childSuspects: 0.62, victimBands: bandsUsual, suspectBands: []float64{44, 27, 14, 8, 4, 2, 1},
		adultVictims: adultsUsual, repeat: 0.06, relation: relationStreet, place: placeStreet,
		injury: []float64{0, 0, 1, 6, 30, 54, 5, 4},
	},
	"knife domestic": {
		shares:   "knife domestic",
		weekdays: weekKnife, weekday: evenings, weekend: evenings, untimed: 0.05, lags: lagPrompt, ground: "home",
		anchorVictim: 0.5, suspects: mostSuspects, maleVictims: 0.36, maleSuspects: 0.8,
		victimEthnicity: knifeEthnicity, suspectEthnicity: knifeSuspectEthnicity,
		childVictims: 0.3, childSuspects: 0.4, victimBands: bandsUsual, suspectBands: bandsUsual,
		adultVictims: adultsUsual, repeat: 0.15, relation: relationHome, place: placeHome,
		injury: []float64{0, 0, 1, 6, 30, 54, 5, 4},
	},
	"injury": {
		shares:   "street",
		weekdays: weekInjury, weekday: daytime, weekend: leisure, untimed: 0.06, lags: lagUsual, ground: "injury",
		anchorVictim: 0.53, suspects: fewSuspects, maleVictims: 0.77, maleSuspects: 0.76,
		victimEthnicity: someEthnicity, suspectEthnicity: someSuspectEthnicity,
		childVictims: 0.498, childSuspects: 0.55, victimBands: bandsUsual, suspectBands: bandsSuspects,
		adultVictims: adultsUsual, repeat: 0.06, relation: relationStreet, place: placeStreet,
		injury: []float64{0, 5, 22, 52, 0, 12, 5, 4},
	},
	"injury domestic": {
		shares:   "home",
		weekdays: weekHome, weekday: evenings, weekend: evenings, untimed: 0.08, lags: lagUsual, ground: "home",
		anchorVictim: 0.5, suspects: mostSuspects, maleVictims: 0.29, maleSuspects: 0.8,
		victimEthnicity: someEthnicity, suspectEthnicity: someSuspectEthnicity,
		childVictims: 0.3, childSuspects: 0.4, victimBands: bandsUsual, suspectBands: bandsUsual,
		adultVictims: adultsUsual, repeat: 0.18, relation: relationHome, place: placeHome,
		injury: []float64{0, 4, 21, 53, 0, 13, 5, 4},
	},
	"threat": {
		shares:   "street",
		weekdays: weekAny, weekday: daytime, weekend: leisure, untimed: 0.07, lags: lagUsual, ground: "street",
		anchorVictim: 0.53, suspects: fewSuspects, maleVictims: 0.71, maleSuspects: 0.78,
		victimEthnicity: someEthnicity, suspectEthnicity: someSuspectEthnicity,
		childVictims: 0.498, childSuspects: 0.5, victimBands: bandsUsual, suspectBands: bandsSuspects,
		adultVictims: adultsUsual, repeat: 0.06, relation: relationStreet, place: placeAny,
		injury: []float64{0, 0, 0, 2, 30, 58, 6, 4},
	},
	"threat domestic": {
		shares:   "home",
		weekdays: weekHome, weekday: evenings, weekend: evenings, untimed: 0.1, lags: lagUsual, ground: "home",
		anchorVictim: 0.5, suspects: mostSuspects, maleVictims: 0.3, maleSuspects: 0.82,
		victimEthnicity: someEthnicity, suspectEthnicity: someSuspectEthnicity,
		childVictims: 0.3, childSuspects: 0.4, victimBands: bandsUsual, suspectBands: bandsUsual,
		adultVictims: adultsUsual, repeat: 0.18, relation: relationHome, place: placeHome,
		injury: []float64{0, 0, 0, 2, 30, 58, 6, 4},
	},
	"robbery": {
		shares:   "street",
		weekdays: weekAny, weekday: daytime, weekend: leisure, untimed: 0.04, lags: lagPrompt, ground: "robbery",
		anchorVictim: 0.53, suspects: []float64{66, 20, 10, 4}, maleVictims: 0.76, maleSuspects: 0.93,
		victimEthnicity: someEthnicity, suspectEthnicity: knifeSuspectEthnicity,
		childVictims: 0.498, childSuspects: 0.62, victimBands: bandsUsual, suspectBands: []float64{46, 28, 13, 7, 4, 1, 1},
		adultVictims: adultsUsual, repeat: 0.05, relation: relationRob, place: placeStreet,
		injury: []float64{0, 1, 3, 12, 8, 66, 6, 4},
	},
	"sexual": {
		shares:   "sexual",
		weekdays: weekAny, weekday: daytime, weekend: leisure, untimed: 0.2, lags: lagSexual, ground: "mixed",
		anchorVictim: 0.8, suspects: []float64{48, 48, 3, 1}, maleVictims: 0.14, maleSuspects: 0.95,
		victimEthnicity: someEthnicity, suspectEthnicity: someSuspectEthnicity,
		childVictims: 0.5, childSuspects: 0.5, victimBands: bandsUsual, suspectBands: bandsUsual,
		adultVictims: adultsUsual, repeat: 0.05, relation: relationStreet, place: placeAny,
		injury: []float64{0, 1, 3, 15, 2, 65, 9, 5},
	},
	"sexual domestic": {
		shares:   "sexual domestic",
		weekdays: weekHome, weekday: evenings, weekend: evenings, untimed: 0.25, lags: lagSexual, ground: "home",
		anchorVictim: 0.85, suspects: mostSuspects, maleVictims: 0.05, maleSuspects: 0.97,
		victimEthnicity: someEthnicity, suspectEthnicity: someSuspectEthnicity,
		childVictims: 0.4, childSuspects: 0.3, victimBands: bandsUsual, suspectBands: bandsUsual,
		adultVictims: adultsUsual, repeat: 0.12, relation: relationHome, place: placeHome,
		injury: []float64{0, 1, 3, 15, 2, 65, 9, 5},
	},
	"other": {
		shares:   "other",
		weekdays: weekAny, weekday: even, weekend: even, untimed: 0.1, lags: lagUsual, ground: "mixed",
		anchorVictim: 0.7, suspects: []float64{66, 28, 5, 1}, maleVictims: 0.5, maleSuspects: 0.74,
		victimEthnicity: someEthnicity, suspectEthnicity: someSuspectEthnicity,
		childVictims: 0.49, childSuspects: 0.5, victimBands: bandsUsual, suspectBands: bandsSuspects,
		adultVictims: adultsUsual, repeat: 0.06, relation: relationStreet, place: placeAny, injury: injuryNone,
	},
	"other domestic": {
		shares:   "other domestic",
		weekdays: weekHome, weekday: evenings, weekend: evenings, untimed: 0.12, lags: lagUsual, ground: "home",
		anchorVictim: 0.7, suspects: mostSuspects, maleVictims: 0.27, maleSuspects: 0.78,
		victimEthnicity: someEthnicity, suspectEthnicity: someSuspectEthnicity,
		childVictims: 0.3, childSuspects: 0.4, victimBands: bandsUsual, suspectBands: bandsUsual,
		adultVictims: adultsUsual, repeat: 0.18, relation: relationHome, place: placeHome, injury: injuryNone,
	},
	"state": {
		shares:   "state",
		weekdays: weekAny, weekday: even, weekend: even, untimed: 0.03, lags: lagPrompt, ground: "mixed",
		anchorVictim: 0.5, suspects: []float64{25, 64, 8, 3}, maleVictims: 0.5, maleSuspects: 0.9,
		victimEthnicity: someEthnicity, suspectEthnicity: knifeSuspectEthnicity,
		childVictims: 0.49, childSuspects: 0.5, victimBands: bandsUsual, suspectBands: bandsSuspects,
		adultVictims: adultsUsual, repeat: 0.1, relation: relationStreet, place: placeStreet, injury: injuryNone,
	},
}
