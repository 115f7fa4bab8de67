package analysis

import (
	"cmp"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"

	"svna/analysis/stats"
	"svna/datasets"
)

var _ = register(Breakdown{
	Name:      "harm",
	Title:     "Harm of serious violence: offences weighted by severity",
	Theme:     Cost,
	Needs:     []string{"pack", "offences.ho_code"},
	Headlines: []string{"harm-largest-share"},
	Doc: Doc{
		Counts:   "Offences of the definition pack by class, weighted by the severity of the class: harm, its share beside the share of offences, and the rank of each class by number and by harm.",
		Base:     "Offences with a weight; harm is in points of the severity score.",
		LeftOut:  "Classes without a weight, and offences without a code: listed, never weighted at 0.",
		Method:   "Sum of offences times weight. Weights of the ONS Crime Severity Score (2016), as far as they were found published with their label; robbery has the weight of its whole category. Limits of sums by Dobson and others (1991), for chance variation of the counts; limits of a share of harm from 2,000 gamma draws of the counts, from a fixed seed.",
		Misleads: "Weights are average sentences, not suffering, and date from 2016. One homicide outweighs a year of assaults, so shares of harm swing with a handful of offences: read both ranks. Classes without a weight are not harmless.",
	},
	Compute: harm,
})

// harmed is one class with a weight.
type harmed struct {
	class  string
	count  float64
	weight float64
	rows   Selection
}

// harmOf sorts offences of a period by class and weight; unweighted are those of
// classes without one.
func (s *Study) harmOf(rows Selection) (classes []harmed, unweighted map[string]int) {
	codes := s.Data.Offences.Category("ho_code")
	weights, unweighted := datasets.HarmWeights(), map[string]int{}
	tally := Count(codes, rows)
	for i, code := range tally.Levels {
		if w, ok := weights[code]; ok && tally.Counts[i] > 0 {
			classes = append(classes, harmed{className(code), float64(tally.Counts[i]), w, tally.rowsOf(code)})
		} else if tally.Counts[i] > 0 {
			unweighted[className(code)] = tally.Counts[i]
		}
	}
	if n := tally.Missing() + tally.NotApplicable; n > 0 {
		unweighted["Code not recorded"] = n
	}
	slices.SortFunc(classes, func(a, b harmed) int {
		return cmp.Or(cmp.Compare(b.count*b.weight, a.count*a.weight), strings.Compare(a.class, b.class))
	})
	return classes, unweighted
}

func harm(s *Study) (Result, error) {
	classes, unweighted := s.harmOf(s.pack(s.Period))
	if len(classes) == 0 {
		return Result{}, skipf("no offence of the definition pack in the period has a severity weight")
	}
	t := Table{
		ID: "harm", Title: s.title("Harm of "+s.packOffences()+" by offence class", s.Periods()...), Unit: Offence,
		Dimensions: []Dimension{{"period", "Period"}, {"ho_class", "Offence class"}},
		Columns: []Column{
			{"numerator", "Offences", AsCount},
			{"weight", "Weight of one offence", AsRate},
			{"value", "Harm (points)", AsCount},
			{"lower", "Lower 95% confidence limit", AsCount},
			{"upper", "Upper 95% confidence limit", AsCount},
			{"method", "Method", AsText},
			{"share_count", "Share of offences with a weight (%)", AsShare},
			{"share_harm", "Share of harm (%)", AsShare},
			{"rank_count", "Rank by number", AsCount},
			{"rank_harm", "Rank by harm", AsCount},
		},
		Notes: []string{s.packNote(), "Weights: " + datasets.HarmSource() + ".", "One homicide weighs as much as " + Round(datasets.HarmWeights()["1"]/datasets.HarmWeights()[personalRobbery], 0) + " robberies."},
	}
	shares := Table{
		ID: "harm-share", Title: s.title("Share of the harm of "+s.packOffences()+" by offence class", s.Period), Unit: Offence,
		Dimensions: []Dimension{{"ho_class", "Offence class"}},
		Columns:    append(shareColumns("Offences", "Offences with a weight", "Share of harm"), Column{"share_count", "Share of offences with a weight (%)", AsShare}),
		Notes:      []string{s.packNote(), "Limits show what chance variation of all the counts does to the share of harm."},
	}
	t.Promise, shares.Promise = &Promise{Column: "value"}, &Promise{Column: "value"}
	var unweightedClasses []string // of each period
	for _, p := range s.Periods() {
		classes, unweighted := s.harmOf(s.pack(p))
		t.addHarm(p.Name(), s.pack(p), classes, sumOf(unweighted))
		unweightedClasses = append(unweightedClasses, list(slices.Sorted(maps.Keys(unweighted))))
	}
	for i, names := range unweightedClasses {
		if names == "" || slices.Index(unweightedClasses, names) < i {
			continue
		}
		var periods []string
		for k, p := range s.Periods() {
			if unweightedClasses[k] == names {
				periods = append(periods, p.Name())
			}
		}
		t.addNotes(capital(list(periods)) + ", without a weight: " + names + ".")
	}
	shares.Rows = harmShares(classes, s.Parameters.Draws, s.Parameters.Seed)
	return Result{
		Tables: []Table{t, shares},
		Charts: []Chart{{
			ID: "harm", Table: shares.ID, Mark: Dots, Finding: "harm-largest-share",
			Title: "Share of the harm of " + s.packOffences() + " by class", Subtitle: s.subtitle("Share of harm (severity score), with 95% confidence interval", s.Period),
			Category: "ho_class", Measure: "value", Unit: "% of harm", Interval: true, Note: weightlessNote(s.weightless()),
		}},
		Statements: []Statement{s.harmStatement("harm-largest-share", &shares, sumOf(unweighted), s.weightless())},
	}, nil
}

func (t *Table) addHarm(period string, all Selection, classes []harmed, left int) {
	var counts, weights []float64
	var weighted Selection
	harm := 0.0
	for _, c := range classes {
		counts, weights, weighted = append(counts, c.count), append(weights, c.weight), append(weighted, c.rows...)
		harm += c.count * c.weight
	}
	for i, c := range classes {
		t.Rows = append(t.Rows, Row{Levels: []string{period, c.class}, Estimate: stats.WeightedSum(counts[i:i+1], weights[i:i+1]), Extra: map[string]stats.Number{
			"weight": number(c.weight), "share_count": number(100 * c.count / float64(len(weighted))), "share_harm": number(100 * c.count * c.weight / harm),
			"rank_count": number(float64(rankAmong(counts, i))), "rank_harm": number(float64(i + 1)),
		}}.on(Offence, c.rows, nil))
	}
	if left > 0 {
		t.Rows = append(t.Rows, countRow(NotKnownRow, left, period, "Without a weight").on(Offence, all.without(weighted), nil))
	}
	total := Row{Levels: []string{period, "Total"}, Kind: TotalRow, Estimate: stats.WeightedSum(counts, weights)}.on(Offence, all, nil)
	total.Estimate.Numerator = number(float64(len(all)))
	t.Rows = append(t.Rows, total)
}

// harmShares are the shares of harm of the classes, with limits from seeded draws of
// all counts.
func harmShares(classes []harmed, draws int, seed uint64) []Row {
	all, harm := 0.0, 0.0
	for _, c := range classes {
		all, harm = all+c.count, harm+c.count*c.weight
	}
	var rows []Row
	var weighted Selection
	for _, c := range classes {
		weighted = append(weighted, c.rows...)
	}
	slices.Sort(weighted)
	for i, c := range classes {
		e := stats.Simulate(100*c.count*c.weight/harm, draws, seed, func(random *rand.Rand) float64 {
			sum, own := 0.0, 0.0
			for j, other := range classes {
				drawn := stats.PoissonMean(random, other.count) * other.weight
				sum += drawn
				if i == j {
					own = drawn
				}
			}
			return 100 * own / sum
		})
		e.Numerator, e.Denominator = number(c.count), number(all)
		if c.count < 20 {
			e.Status = stats.LowReliability
		}
		rows = append(rows, Row{Levels: []string{c.class}, Estimate: e, Extra: map[string]stats.Number{"share_count": number(100 * c.count / all)}}.on(Offence, c.rows, weighted))
	}
	return rows
}

// weightless names the subgroups of the period none of whose offences has a weight:
// harm leaves them out whole.
func (s *Study) weightless() (names []string) {
	category, _ := s.subgroups()
	tally := Count(category, s.pack(s.Period))
	for i, level := range tally.Levels {
		if tally.Counts[i] == 0 {
			continue
		}
		if classes, _ := s.harmOf(tally.rowsOf(level)); len(classes) == 0 {
			names = append(names, lowerFirst(levelLabel(level)))
		}
	}
	slices.Sort(names)
	return names
}

// weightlessNote says what a figure of harm is without.
func weightlessNote(names []string) string {
	if len(names) == 0 {
		return ""
	}
	return "Without " + list(names) + ", whose classes have no weight."
}

// harmStatement says the class with the largest share of harm, and whether it is
// clearly ahead of its share of offences.
func (s *Study) harmStatement(id string, t *Table, unweighted int, weightless []string) Statement {
	row := t.Rows[0]
	covered := row.Estimate.Denominator.Or(0) / (row.Estimate.Denominator.Or(0) + float64(unweighted))
	if covered < sayableShare {
		return notProduced(id, Cost, "under half of the "+s.packOffences()+" are of a class with a severity weight")
	}
	without := ""
	if len(weightless) > 0 {
		without = ", among them all of " + list(weightless)
	}
	return Statement{
		ID: id, Theme: Cost, Unit: Offence, Value: "per cent", Period: s.Period,
		Filter:  s.packOffences() + " with a severity weight; offences of the class times weight, over all offences times weight",
		Figures: []Figure{FigureOf(t, row, row.Levels[0])}, NotRecorded: number(float64(unweighted)), Field: "severity weight",
		Say: func(f []Figure) string {
			e, share := f[0].Estimate, f[0].Extra["share_count"]
			evidence := " (" + count(e.Numerator) + " of " + count(e.Denominator) + " offences with a weight, " + count(f[0].NotRecorded) + " without" + without + "; " + ci(e, percent) + "; ONS Crime Severity Score 2016)"
			if e.Numerator.Or(0) < 20 {
				return f[0].Label + " carries the largest weight in the harm of " + s.packOffences() + ", on " + plural(e.Numerator, Offence) + ", too few for a share" + ", " + s.Period.Name() + "."
			}
			text := percent(e.Value) + " of the harm of " + s.packOffences() + " with a weight and " + percent(share) + " of their number were " + lowerFirst(f[0].Label)
			if covered >= comparableShare && e.Lower.Or(0) > share.Or(100) {
				text += ", more of the harm than of the number"
			}
			return text + evidence + ", " + s.Period.Name() + "."
		},
		Short: func(f []Figure) string {
			e, share := f[0].Estimate, f[0].Extra["share_count"]
			if e.Numerator.Or(0) < 20 {
				return ""
			}
			title := percent(e.Value) + " of the harm of " + s.packOffences() + " with a weight and " + percent(share) + " of their number were " + lowerFirst(f[0].Label)
			if left := f[0].NotRecorded; left.Or(0) > 0 {
				title += "; " + count(left) + " offences have no weight"
			}
			return title
		},
	}
}
