package analysis

import (
	"slices"

	"svna/datasets"
)

var _ = register(Breakdown{
	Name:      "victims-ethnicity",
	Title:     "Victims by ethnic group",
	Theme:     Persons,
	Needs:     []string{"pack", "victims", "ethnicity"},
	Headlines: []string{"victims-ethnicity-recorded"},
	Doc: Doc{
		Counts:   "Victims of offences of the definition pack, by ethnic group in five groups: self-defined where the extract has it, and as observed by officers in a table apart.",
		Base:     "Victims; shares are of victims whose ethnicity is known on that basis. Rates are per 1,000 residents of the group, all ages.",
		LeftOut:  "Not stated, not recorded and unknown are in rows of their own and are never Other. Officers' codes have no Mixed, so there is no such row on that basis.",
		Method:   "Share with Wilson 95% limits (Wilson 1927); rate with Byar limits, exact Poisson below 10. The two bases are never mixed in one rate.",
		Misleads: "Ethnicity is often not recorded, and not at random. Officers' observation over a base of how residents describe themselves counts people of mixed descent in other groups and so overstates those. Residents are not those at risk.",
	},
	Compute: func(s *Study) (Result, error) { return s.ethnicityProfile("victims-ethnicity", s.packPeople(Victim)) },
})

// ethnicityBasis is one way in which ethnicity is recorded.
type ethnicityBasis struct {
	Words  string // "self-defined"
	Field  string
	Groups []string
}

// ethnicityBases are the bases that the extract has: the basis of the study
// first.
func (s *Study) ethnicityBases() []ethnicityBasis {
	var bases []ethnicityBasis
	for _, b := range []ethnicityBasis{
		{"self-defined", "ethnicity_sde", standardLevels("people", "ethnicity_sde")},
		{"officer-observed", "ethnicity_ic", standardLevels("people", "ethnicity_ic")},
	} {
		if s.Data.People.Has(b.Field) {
			bases = append(bases, b)
		}
	}
	return bases
}

// observedLine warns of rates on officers' codes.
const observedLine = "Officer-observed codes have no Mixed: residents who describe themselves as Mixed are left out of the base, and rates of the other groups are overstated."

// ethnicityProfile makes a table of a group for each basis of ethnicity, with
// its monthly companion, and one of how often each basis was recorded.
func (s *Study) ethnicityProfile(id string, g personGroup) (Result, error) {
	var result Result
	var recorded []recordedField
	for i, basis := range s.ethnicityBases() {
		tableID := id
		if i > 0 {
			tableID += "-obs"
		}
		category := ordered(s.Data.People.Category(basis.Field), g.everybody(s), basis.Groups...)
		spec := g.levels(s, tableID, basis.Words+" ethnicity", Dimension{"ethnicity", "Ethnic group (" + basis.Words + ")"}, category)
		recorded = append(recorded, recordedField{capital(basis.Words) + " ethnicity", basis.Words + " ethnicity", g.Unit, spec.Rows, category})
		if Count(category, spec.Rows(s.Period)).Known() == 0 {
			continue
		}
		result.Tables = append(result.Tables, s.ethnicityTables(spec, g, basis)...)
		result.Charts = append(result.Charts, Chart{
			ID: tableID, Table: tableID, Mark: Dots, Title: capital(g.Subject) + " by " + basis.Words + " ethnic group",
			Subtitle: s.subtitle("Share of "+g.Subject+" of known "+basis.Words+" ethnicity, with 95% confidence interval", s.Periods()...),
			Category: "ethnicity", Series: "period", Measure: "value", Unit: "% of " + g.Subject + " of known ethnicity", Interval: true,
		})
	}
	if len(result.Tables) == 0 {
		return Result{}, skipf("no %s of known ethnicity in the period", g.Subject)
	}
	known := s.recordedTable(id+"-known", "Recording of ethnicity of "+g.Subject, recorded)
	known.Unit = g.Unit
	result.Tables = append(result.Tables, known)
	result.Statements = append(result.Statements, s.recordedStatement(id+"-recorded", Persons, &known, recorded[0], g.Subject))
	return result, nil
}

func (s *Study) ethnicityTables(spec levelTable, g personGroup, basis ethnicityBasis) []Table {
	tables := spec.describe(s, basis.Words+" ethnicity")
	table := &tables[0]
	group := func(p datasets.Period, level string) (float64, bool) {
		if !slices.Contains(basis.Groups, level) {
			return 0, false
		}
		return s.personYears(p, "", level, 0, datasets.AllAges)
	}
	all := func(p datasets.Period) (float64, bool) {
		sum := 0.0
		for _, level := range basis.Groups {
			n, ok := group(p, level)
			if !ok {
				return 0, false
			}
			sum += n
		}
		return sum, true
	}
	table.Notes = append(table.Notes, "Ethnicity is "+basis.Words+".")
	table.Notes = append(table.Notes, g.notes(s)...)
	if s.addRates(table, spec, group, all) {
		table.Notes = append(table.Notes, s.residentsNote("White"))
		if basis.Field == "ethnicity_ic" {
			table.Notes = append(table.Notes, observedLine)
		}
	}
	return tables
}
