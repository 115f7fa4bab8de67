package datasets

import (
	"context"
	"slices"
)

// Proposal is what an unfamiliar set of files seems to be: for each shape of file
// an extract, and for all together the area and the period. Everything in it is
// meant for a person to look at. It holds names of columns, counts and dates, and
// such values of codes as occur often; never a value that is rare.
type Proposal struct {
	Extracts []ProposedExtract
	// Area is a GSS code, or a name fit to be one where the files only have that;
	// "" where they say nothing.
	Area, AreaName, AreaSays string
	Period                   Period
	PeriodSays               string
	Definition               string
	DefinitionSays           string
	// Decide lists what a person must decide before the figures can be trusted.
	Decide []string
}

// ProposedExtract is one [[extract]]: files of one shape.
type ProposedExtract struct {
	Files   []string
	Rows    int
	Columns int
	Sniffed []string // encoding, delimiter and header line of the first file
	// Sheets are the sheets of a workbook that are read, all with the same columns,
	// and OtherSheets the visible ones that have another table.
	Sheets      []string
	OtherSheets []string
	// Profile is the built-in profile that fits, or "": then Layout says what a
	// row is, and every column is named.
	Profile         string
	Layout          Layout
	RowsAreOffences bool
	MonthsAcross    bool // each row has a column for each month
	LayoutSays      string
	Constants       map[string]string
	// Mapped are the columns to be read, those that the profile reads among them.
	Mapped []ProposedColumn
	// Unsure are columns that look like a field and are not mapped.
	Unsure []ProposedColumn
	// Refused are columns of direct identifiers: name, and what they hold.
	Refused []Identifier
	Ignored []string // by name
	Values  []ProposedValues
	// CodeLists are columns that list codes, from which flags can be read.
	CodeLists []ProposedCodeList
	// Unreadable says why no settings can be proposed for these files, or "".
	Unreadable string
	Stops      bool // the rows are stops and searches, and no offences
}

// Confidence is how sure a proposal is.
type Confidence string

// The grades of confidence.
const (
	Sure   Confidence = "sure"   // a known name, and at least 95% of its values fit
	Likely Confidence = "likely" // a known name and most values fit, or values that can be nothing else
	Unsure Confidence = "unsure" // left to a person
)

// ProposedColumn binds a column to a field.
type ProposedColumn struct {
	Field      string // "recorded_at", "victim.sex"
	Column     string
	Time       string // column of the clock time
	Format     string // of dates
	Confidence Confidence
	Says       string // the evidence
	InProfile  bool   // the profile binds it by itself

	fit   float64
	rank  int
	label float64 // share of its values that are known labels of offences
}

// ProposedValues lists the values of a field that are not understood, and says
// which are.
type ProposedValues struct {
	Field  string
	Known  []string // "M = male", most frequent first
	Levels []string // to choose from; nil for open codes
	Values []ValueCount
	Rare   int // further values not understood, each in fewer than shownAtLeast rows
}

// ProposedCodeList is a column whose cells list codes ("KN, YC"), with the codes of
// at least shownAtLeast rows, most frequent first.
type ProposedCodeList struct {
	Column string
	Codes  []ValueCount
}

// Propose looks at files and proposes how to read them. It reads every column
// but those whose name says that they hold direct identifiers. Files that cannot
// be read are an error; files that can be read and not understood are a
// ProposedExtract that says so.
func Propose(ctx context.Context, files []string) (*Proposal, error) {
	groups, err := groupByShape(ctx, files)
	if err != nil {
		return nil, err
	}
	p := &Proposal{}
	var examined []*examination
	for _, g := range groups {
		e, err := examine(ctx, g)
		if err != nil {
			return nil, err
		}
		examined = append(examined, e)
		p.Extracts = append(p.Extracts, e.propose())
	}
	p.proposePeriod(examined)
	p.proposeArea(examined)
	p.proposeDefinition(examined)
	for _, e := range p.Extracts {
		p.Decide = append(p.Decide, e.decisions()...)
	}
	return p, nil
}

// propose decides what the columns are.
func (e *examination) propose() ProposedExtract {
	x := ProposedExtract{
		Files: e.files, Rows: e.table.rows() / max(1, e.months), Columns: len(e.names), Refused: e.refused,
		Sniffed: e.said, Sheets: e.sheets, OtherSheets: e.others,
	}
	if e.has("outcometype") && !e.has("crimetype") && e.best("offences", "force_subgroup") == nil && e.best("offences", "ho_code") == nil {
		x.Unreadable = "these are outcomes of offences that stand in other files, and svna reads outcomes as columns of the extract of offences only"
		return x
	}
	x.Stops = e.has("objectofsearch") && (e.has("legislation") || e.has("outcome"))
	x.Layout, x.LayoutSays = e.layout()
	e.mapColumns(x.Layout)
	if e.months == 0 {
		e.chooseProfile(&x)
	}
	e.settleRows(&x)
	e.settleSeries(x.Layout)
	x.Mapped, x.Unsure = e.mapped, e.unsure
	if e.months > 0 {
		x.MonthsAcross = true
		x.LayoutSays = "each row is the counts of an area and a series, with a column for each month"
	}
	for _, name := range e.twice {
		x.Unsure = append(x.Unsure, ProposedColumn{Column: name, Confidence: Unsure, Says: "the name stands above two columns: rename one"})
	}
	x.Values = e.unknownValues(&x)
	x.Ignored = e.ignored(&x)
	e.codeLists(&x)
	if e.months > 0 {
		x.Mapped = slices.DeleteFunc(slices.Clone(e.mapped), func(m ProposedColumn) bool { return m.Field == "month" || m.Field == "count" })
	}
	if len(x.Mapped) == 0 || !e.hasDate() {
		x.Unreadable = "no column was recognised as a date or a month" + e.dateHint() + ". svna reads records (a row is an offence or a person) and counts by month; yearly statistics and reference data are neither. Where this is an extract, map its columns by hand as docs/profiles.md shows"
	}
	return x
}
