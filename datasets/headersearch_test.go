package datasets

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// groupedProfile asks for columns that two rows of a header name together.
const groupedProfile = `
name = "grouped"
title = "Test"
layout = "flat"
[columns]
offence_ref = "Offence Ref"
committed_from = { column = "Offence Date", format = "day/month/year" }
[columns.victim]
age_at_offence = "Victim Age"
sex = "Victim Sex"
[columns.suspect]
age_at_offence = "Suspect Age"
sex = "Suspect Sex"
`

// The names of groups stand over the first of their columns, as where cells are
// merged. The table is that of the same extract with all names in one row.
func TestHeaderOfSeveralRows(t *testing.T) {
	rows := "A1,01/02/2023,17,M,30,F\nB2,02/02/2023,20,F,,\n"
	want := tableText(mustLoad(t, groupedProfile, "Offence Ref,Offence Date,Victim Age,Victim Sex,Suspect Age,Suspect Sex\n"+rows))
	for _, c := range []struct{ name, header, says string }{
		{"two rows", "Offence,,Victim,,Suspect,\nRef,Date,Age,Sex,Age,Sex\n", "the header is on lines 1 to 2, whose names are joined"},
		{"a title above", "All crime,,,,,\n\nOffence,,Victim,,Suspect,\nRef,Date,Age,Sex,Age,Sex\n", "the header is on lines 3 to 4, whose names are joined; 2 lines above it are not read"},
		{"some names whole", ",,Victim,,Suspect,\nOffence Ref,Offence Date,Age,Sex,Age,Sex\n", "the header is on lines 1 to 2, whose names are joined"},
		{"a group of no need", "Persons,,,,,\nOffence Ref,Offence Date,Victim Age,Victim Sex,Suspect Age,Suspect Sex\n", "the header is on line 2; 1 line above it is not read"},
	} {
		d := mustLoad(t, groupedProfile, c.header+rows)
		if diff := cmp.Diff(want, tableText(d)); diff != "" {
			t.Errorf("%s (-one row +several):\n%s", c.name, diff)
		}
		if said := strings.Join(d.Quality.Files[0].Assumed, "\n"); !strings.Contains(said, c.says+"\n") && !strings.HasSuffix(said, c.says) {
			t.Errorf("%s: got %q assumed, want %q", c.name, said, c.says)
		}
	}
}
