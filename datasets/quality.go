package datasets

// Quality is what was wrong with the input and what was assumed of it: counted
// by kind, exampled by line number, and never by anybody's value.
type Quality struct {
	Files  []FileQuality  `json:"files"`
	Fields []FieldQuality `json:"fields"`
	// Findings are counted faults that belong to no single file: conflicting
	// attributes of one reference, people without an offence, and so on.
	Findings []Finding `json:"findings"`
}

// FileQuality is the ledger of one input file. RowsRead = RowsUsed + the sum of
// LeftOut, always.
type FileQuality struct {
	Name      string `json:"name"` // base name
	SHA256    string `json:"sha256"`
	Bytes     int64  `json:"bytes"`
	Profile   string `json:"profile"`
	Format    string `json:"format"` // "delimited text", "Excel workbook", "Parquet", "Arrow IPC"
	Encoding  string `json:"encoding"`
	Delimiter string `json:"delimiter"`
	// Sheet is the sheet of a workbook that is read, HiddenSheets those that Excel
	// hides, and Epoch the year that its dates are counted from.
	Sheet        string    `json:"sheet,omitempty"`
	HiddenSheets []string  `json:"hidden_sheets,omitempty"`
	Epoch        string    `json:"epoch,omitempty"`
	HeaderLine   int       `json:"header_line"`
	Lines        int       `json:"lines"`
	Blank        int       `json:"blank_lines"`
	RowsRead     int       `json:"rows_read"`
	RowsUsed     int       `json:"rows_used"`
	LeftOut      []Reason  `json:"left_out"`
	Columns      []Binding `json:"columns"`
	Dropped      []string  `json:"dropped_columns"` // by name, never held
	// Identifiers are the dropped columns whose name says that they hold direct
	// identifiers, and what. They are among Dropped.
	Identifiers []Identifier `json:"identifier_columns"`
	Assumed     []string     `json:"assumed"`
	Findings    []Finding    `json:"findings"`
}

// Binding says which column of a file became which field, and by what rule.
type Binding struct {
	Column string `json:"column"`
	Field  string `json:"field"`
	Format string `json:"format,omitempty"` // of dates, or "day/month/year" and the like
}

// Identifier is a column of direct identifiers, by name.
type Identifier struct {
	Column string `json:"column"`
	Holds  string `json:"holds"` // "a name", "a date of birth", ...
}

// Reason is a number of rows left out for one reason.
type Reason struct {
	Reason string `json:"reason"`
	Rows   int    `json:"rows"`
	Lines  []int  `json:"example_lines"`
}

// Finding is a fault that leaves its row in use: a value that became missing,
// a default-looking time, a repeated reference.
type Finding struct {
	Field string `json:"field,omitempty"`
	Kind  string `json:"kind"`
	Count int    `json:"count"`
	Lines []int  `json:"example_lines,omitempty"`
	Say   string `json:"say"` // one sentence for people
	// Do is what whoever keeps the settings can do about it, or "".
	Do string `json:"do,omitempty"`
	// Values are the values of a code that the finding is about, most rows first.
	// Only those in at least shownAtLeast rows are listed, since what is rare may
	// be somebody's; Rare counts the others.
	Values []ValueCount `json:"values,omitempty"`
	Rare   int          `json:"rare_values,omitempty"`
}

// Advice is what was found and what can be done about it.
func (f Finding) Advice() string {
	if f.Do == "" {
		return f.Say
	}
	return f.Say + " " + f.Do
}

// ValueCount is a value of a code, and its number of rows.
type ValueCount struct {
	Value string `json:"value"`
	Rows  int    `json:"rows"`
}

// shownAtLeast is how many rows must have a value before it is shown.
const shownAtLeast = 10

// FieldQuality is the completeness of one field of one table, over all rows.
// Known + Unknown + Refused + NotRecorded + NotApplicable + Suppressed = Rows.
type FieldQuality struct {
	Table         string `json:"table"` // offences, victims, suspects, ...
	Field         string `json:"field"`
	Rows          int    `json:"rows"`
	Known         int    `json:"known"`
	Unknown       int    `json:"unknown"`
	Refused       int    `json:"refused"`
	NotRecorded   int    `json:"not_recorded"`
	NotApplicable int    `json:"not_applicable"`
	Suppressed    int    `json:"suppressed_at_source"`
	// Unmapped are values that the profile does not know; they count as unknown.
	Unmapped int `json:"unmapped"`
}
