package datasets

// A Field is one canonical column. The list of fields is the data standard:
// profiles map a source's columns to these names, and breakdowns ask for them
// by these names.
type Field struct {
	Name   string
	Table  string    // "offences", "people" or "counts"
	Kind   FieldKind // how its values are read and held
	Levels []string  // allowed values of a closed Code; nil when open
	Doc    string
}

// FieldKind is how a field is read and held.
type FieldKind string

// The kinds of field, and what accessor of Table holds them.
const (
	Text   FieldKind = "text"   // Texts
	Code   FieldKind = "code"   // Category
	Flag   FieldKind = "flag"   // Category with the levels "no" and "yes"
	Int    FieldKind = "int"    // Ints
	Number FieldKind = "number" // Floats
	Time   FieldKind = "time"   // Times
)

// Fields lists every canonical field, table by table.
var Fields = []Field{
	{"offence_ref", "offences", Text, nil, "Reference of the offence: the unique key that joins files."},
	{"source_system", "offences", Code, nil, "Recording system: cris, connect, niche, other."},
	{"record_status", "offences", Code, []string{"recorded", "cancelled", "transferred", "non_notifiable"}, "Only recorded offences count in notifiable totals."},
	{"reported_by", "offences", Code, nil, "Force that recorded the offence."},
	{"recorded_at", "offences", Time, nil, "When the offence was recorded; decides the period."},
	{"reported_at", "offences", Time, nil, "When the offence was reported."},
	{"committed_from", "offences", Time, nil, "Earliest possible time of the offence."},
	{"committed_to", "offences", Time, nil, "Latest possible time of the offence."},
	{"committed_precision", "offences", Code, []string{"minute", "hour", "day", "month", Unknown}, "How exactly committed_from is known; derived when not supplied."},
	{"ho_code", "offences", Code, nil, "Home Office class code, such as 34B."},
	{"ho_class", "offences", Code, nil, "Name of the Home Office class; derived from ho_code."},
	{"ho_group", "offences", Code, nil, "Home Office offence group; derived from ho_code or from labels."},
	{"ho_subgroup", "offences", Code, nil, "Home Office offence subgroup; derived from ho_code or from labels."},
	{"force_group", "offences", Code, nil, "Offence group in the force's own words."},
	{"force_subgroup", "offences", Code, nil, "Offence subgroup in the force's own words."},
	{"borough_incident", "offences", Code, nil, "GSS code of the borough where the offence happened, or its name."},
	{"borough_investigating", "offences", Code, nil, "GSS code of the borough that investigates."},
	{"ward", "offences", Code, nil, "GSS code of the ward, or its name as the boundaries have it."},
	{"lsoa", "offences", Code, nil, "GSS code of the LSOA, of 2011 or 2021, or its name."},
	{"easting", "offences", Int, nil, "Metres east on the British National Grid."},
	{"northing", "offences", Int, nil, "Metres north on the British National Grid."},
	{"longitude", "offences", Number, nil, "Degrees east, WGS84."},
	{"latitude", "offences", Number, nil, "Degrees north, WGS84."},
	{"point_kind", "offences", Code, []string{"exact", "address", "street", "anonymised", "centroid", Unknown}, "What the point stands for."},
	{"location_type", "offences", Code, []string{"own_home", "other_home", "street", "town_centre", "licensed", "shop", "station", "bus", "school", "park", "work", "hospital", "online", "other", Unknown}, "Kind of place."},
	{"outcome_code", "offences", Code, nil, "Home Office outcome 1 to 22; 0 is not yet assigned."},
	{"outcome_date", "offences", Time, nil, "Date of the outcome."},
	{"knife_present", "offences", Code, []string{"seen", "intimated", "none", Unknown}, "Whether a knife was seen."},
	{"knife_use", "offences", Code, []string{"injure", "threaten", "intimate", "possess", "other", "none", Unknown}, "What the knife was used for; none where there was no knife."},
	{"flag_knife", "offences", Flag, nil, "The source's own knife crime flag."},
	{"weapon", "offences", Code, nil, "Weapon in the source's words."},
	{"linked_ref", "offences", Text, nil, "Reference of a linked offence."},
	{"flag_domestic_abuse", "offences", Flag, nil, "Flagged domestic abuse."},
	{"flag_hate", "offences", Flag, nil, "Flagged hate crime."},
	{"flag_gun", "offences", Flag, nil, "Flagged gun crime."},
	{"flag_gang", "offences", Flag, nil, "Flagged gang related."},
	{"flag_alcohol", "offences", Flag, nil, "Flagged alcohol related."},
	{"flag_drugs", "offences", Flag, nil, "Flagged drugs related."},
	{"flag_cse", "offences", Flag, nil, "Flagged child sexual exploitation."},
	{"flag_cce", "offences", Flag, nil, "Flagged child criminal exploitation."},
	{"flag_modern_slavery", "offences", Flag, nil, "Flagged modern slavery."},
	{"flag_county_lines", "offences", Flag, nil, "Flagged county lines."},
	{"flag_corrosive", "offences", Flag, nil, "Flagged corrosive substance."},
	{"flag_nte", "offences", Flag, nil, "Flagged night-time economy."},
	{"flag_school", "offences", Flag, nil, "Flagged school related."},

	{"offence_ref", "people", Text, nil, "Reference of the offence that the person is linked to."},
	{"person_key", "people", Text, nil, "Pseudonym, stable across offences."},
	{"role", "people", Code, []string{"victim", "suspect", "accused", "offender", "witness"}, "Role of the person in the offence."},
	{"age_at_offence", "people", Int, nil, "Completed years at the offence."},
	{"age_at_report", "people", Int, nil, "Completed years when the offence was reported."},
	{"age_at_extract", "people", Int, nil, "Completed years when the extract was made."},
	{"age_band", "people", Code, nil, "Age band, where the source has no ages."},
	{"sex", "people", Code, []string{"male", "female", "other", Unknown}, "Sex."},
	{"ethnicity_sde", "people", Code, []string{"Asian", "Black", "Mixed", "White", "Other", Unknown, Refused}, "Self-defined ethnicity in five groups."},
	{"ethnicity_ic", "people", Code, []string{"Asian", "Black", "White", "Other", Unknown}, "Officer-observed ethnicity; it has no Mixed."},
	{"disability", "people", Code, []string{"yes", "no", Unknown, Refused}, "Disability."},
	{"injury", "people", Code, []string{"fatal", "serious", "moderate", "minor", "threats_only", "none", Unknown}, "Degree of injury, most serious first."},
	{"relationship", "people", Code, []string{"partner", "ex_partner", "family", "acquaintance", "stranger", "work_related", "other", Unknown}, "The victim's relation to the suspect."},
	{"home_borough", "people", Code, nil, "GSS code of the home borough."},
	{"education_status", "people", Code, []string{"in_school", "college", "employed", "neet", NotApplicable, Unknown}, "Education or employment."},

	{"month", "counts", Time, nil, "First day of the month counted."},
	{"area_code", "counts", Code, nil, "GSS code of the area."},
	{"area_name", "counts", Code, nil, "Name of the area."},
	{"area_type", "counts", Code, []string{"borough", "ward", "lsoa", "region"}, "Kind of area; levels do not add up."},
	{"series", "counts", Code, nil, "What is counted, in the publisher's words; series may overlap."},
	{"ho_group", "counts", Code, nil, "Home Office offence group of the series, where it is one."},
	{"ho_subgroup", "counts", Code, nil, "Home Office offence subgroup of the series, where it is one."},
	{"measure", "counts", Code, nil, "Offences, positive outcomes, ..."},
	{"unit", "counts", Code, []string{"offence", "victim", "outcome"}, "Counting unit."},
	{"refreshed_at", "counts", Time, nil, "When the publisher made the row; the newest per key is kept."},
	{"count", "counts", Int, nil, "The count."},
}

// FieldNamed returns the field of a table, or false if there is none.
func FieldNamed(table, name string) (Field, bool) {
	for _, f := range Fields {
		if f.Table == table && f.Name == name {
			return f, true
		}
	}
	return Field{}, false
}
