package analysis

import (
	"cmp"
	"slices"
	"strings"

	"svna/datasets"
)

// costGroups is the cost of the offences of each level of a category of
// offences.
type costGroups struct {
	ID        string
	Title     string
	Dimension Dimension
	Category  datasets.Category
	Label     func(level string) string
	Ranked    bool // by recorded cost; otherwise in the order of the levels
	Notes     []string
}

// table makes the costs of every scope on both bases, in the period of costs.
// Numerators are offences costed, denominators offences in scope.
func (g costGroups) table(s *Study) Table {
	t := Table{
		ID: g.ID, Title: s.title(g.Title, s.CostPeriod), Unit: Offence,
		Dimensions: []Dimension{{"scope", "Offences"}, {"basis", "Basis"}, g.Dimension},
		Columns:    s.costColumns(),
		Notes:      append(slices.Clone(g.Notes), s.costNotes(s.wholePack())...),
	}
	for _, scope := range s.costScopes() {
		rows := s.Offences(s.CostPeriod, scope.Masks...)
		if len(rows) == 0 {
			continue
		}
		for _, basis := range costBases {
			t.Rows = append(t.Rows, g.rows(s, scope, basis, rows)...)
		}
	}
	return t
}

// rows are the levels of one scope and basis, those of unknown level, and all.
func (g costGroups) rows(s *Study, scope costScope, basis string, offences Selection) []Row {
	byLevel := map[string]Selection{}
	for _, r := range offences {
		level := g.Category.Level(int(r))
		if datasets.Missing(level) {
			level = ""
		}
		byLevel[level] = append(byLevel[level], r)
	}
	row := func(kind RowKind, of Selection, label string) Row {
		return Row{Levels: []string{scope.Label, basis, label}, Kind: kind, Estimate: s.costOf(of).total(basis, allCosted)}
	}
	recorded := map[string]float64{}
	var levels []string
	for _, level := range g.Category.Levels {
		if len(byLevel[level]) > 0 {
			levels = append(levels, level)
			recorded[level] = s.costOf(byLevel[level]).total(recordedBasis, allCosted).Value.Or(0)
		}
	}
	if g.Ranked {
		slices.SortFunc(levels, func(a, b string) int {
			return cmp.Or(cmp.Compare(recorded[b], recorded[a]), strings.Compare(a, b))
		})
	}
	var rows []Row
	for _, level := range levels {
		if !datasets.Missing(level) {
			rows = append(rows, row(LevelRow, byLevel[level], g.Label(level)))
		}
	}
	if of := byLevel[""]; len(of) > 0 {
		rows = append(rows, row(NotKnownRow, of, "Not known"))
	}
	return append(rows, row(TotalRow, offences, "Total"))
}

// phrase writes "£3.1 million (300 of 320 offences costed; 95% CI ...)".
func (g costGroups) phrase(f Figure) string {
	e := f.Estimate
	return million(e.Value) + " (" + count(e.Numerator) + " of " + count(e.Denominator) + " offences costed; " + ci(e, million) + ")"
}
