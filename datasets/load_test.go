package datasets

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// tableText writes every cell of a dataset as text, for comparison.
func tableText(d *Dataset) map[string][]string {
	all := map[string][]string{}
	add := func(name string, t Table) {
		for _, f := range Fields {
			if f.Table != name || !t.Has(f.Name) {
				continue
			}
			column := make([]string, t.Len())
			for i := range column {
				column[i] = cellText(t, f, i)
			}
			all[name+"."+f.Name] = column
		}
	}
	add("offences", d.Offences.Table)
	add("people", d.People.Table)
	add("counts", d.Counts.Table)
	for _, offence := range d.People.Offence {
		all["people.offence"] = append(all["people.offence"], fmt.Sprint(offence))
	}
	return all
}

func cellText(t Table, f Field, row int) string {
	switch f.Kind {
	case Text:
		return t.Texts(f.Name).Value(row)
	case Code, Flag:
		return t.Category(f.Name).Level(row)
	case Int:
		return fmt.Sprint(t.Ints(f.Name)[row])
	case Number:
		return fmt.Sprint(t.Floats(f.Name)[row])
	}
	if at := t.Times(f.Name)[row]; at != NoTime {
		return fmt.Sprint(at)
	}
	return ""
}

// flatProfile is small enough to see through.
const flatProfile = `
name = "flat"
title = "Test"
layout = "flat"
[columns]
offence_ref = "Ref"
ho_code = "Code"
ward = "Ward"
committed_from = { column = "From", format = "day/month/year" }
recorded_at = { column = "Recorded", format = "day/month/year" }
flag_gun = "Gun"
[columns.victim]
person_key = "Victim"
age_at_offence = "Victim Age"
sex = "Victim Sex"
[columns.suspect]
age_at_offence = "Suspect Age"
sex = "Suspect Sex"
`

func loadText(t testing.TB, profile, text string) (*Dataset, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "extract.csv")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return Load(context.Background(), []Source{{Files: []string{path}, Profile: mustProfile(t, profile)}}, nil)
}

func mustLoad(t testing.TB, profile, text string) *Dataset {
	t.Helper()
	d, err := loadText(t, profile, text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

const flatHeader = "Ref,Code,Ward,From,Recorded,Gun,Victim,Victim Age,Victim Sex,Suspect Age,Suspect Sex,Surname\n"

// flatText has two offences. A1 has two victims and two suspects, crossed over
// four rows; B2 has a victim with nothing but a sex, and no suspect; the last
// row repeats the first whole.
const flatText = flatHeader +
	"A1,8N,e05014053,01/02/2023 21:15,02/02/2023,Y,V1,17,M,30,F,x\n" +
	"A1,8N,e05014053,01/02/2023 21:15,02/02/2023,Y,V1,17,M,,M,x\n" +
	"A1,8N,e05014053,01/02/2023 21:15,02/02/2023,Y,V2,0,F,30,F,x\n" +
	"A1,34B,e05014053,01/02/2023 21:15,02/02/2023,Y,V2,0,F,,M,x\n" +
	"B2,1,,03/02/2023,01/02/2023,,,,F,,,y\n" +
	"A1,8N,e05014053,01/02/2023 21:15,02/02/2023,Y,V1,17,M,30,F,x\n" +
	",8N,,03/02/2023,03/02/2023,,V9,20,M,,,z\n"

// The expected tables were worked out by hand from flatText.
func TestTakeApart(t *testing.T) {
	d := mustLoad(t, flatProfile, flatText)
	want := map[string][]string{
		"offences.offence_ref":         {"A1", "B2"},
		"offences.recorded_at":         {"1675296000", "1675209600"},
		"offences.committed_from":      {"1675286100", "1675382400"}, // 1 February 2023 21:15, 3 February
		"offences.committed_precision": {"minute", "day"},
		"offences.ho_code":             {"8N", "1"},
		"offences.ho_class":            {OffenceCodes()["8N"].Label, "Murder"},
		"offences.ho_group":            {"Violence against the person", "Violence against the person"},
		"offences.ho_subgroup":         {"Violence with injury", "Homicide"},
		"offences.ward":                {"E05014053", ""},
		"offences.flag_gun":            {"yes", "no"}, // blank in a mapped column is not flagged
		"people.person_key":            {"V1", "V2", "", "", ""},
		"people.role":                  {"victim", "victim", "victim", "suspect", "suspect"},
		"people.age_at_offence":        {"17", "-2", "-1", "30", "-1"}, // 0 is a placeholder: unknown
		"people.sex":                   {"male", "female", "female", "female", "male"},
		"people.offence":               {"0", "0", "1", "0", "0"},
	}
	if diff := cmp.Diff(want, tableText(d)); diff != "" {
		t.Errorf("tables (-want +got):\n%s", diff)
	}
}

// TestLedgerGolden shows the whole of what is said about a dirty extract.
func TestLedgerGolden(t *testing.T) {
	text := "Extract for Q4\n\n" + flatText +
		"C3,99Z,,31/02/2023,13/14/2023,maybe,V5,*,Q,200,U\n" + // a cell short
		"C3,99Z,,31/02/2023,13/14/2023,maybe,V5,*,Q,200,U,w\n" +
		"C3,99Z,,12/25/2023,2023-01-02,N,V6,x,,,,w\n" +
		"Ref,Code,Ward,From,Recorded,Gun,Victim,Victim Age,Victim Sex,Suspect Age,Suspect Sex,Surname\n" +
		"Total,,,,,,,,,,,9\n"
	for i := range 20 { // enough sound rows that the file is not refused
		text += fmt.Sprintf("D%d,34B,,%02d/03/2023 10:%02d,05/04/2023,N,V1%d,40,F,,,v\n", i, i+1, i, i)
	}
	d := mustLoad(t, flatProfile, text)
	got, err := json.MarshalIndent(d.Quality, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join("testdata", "ledger.golden")
	if os.Getenv("SVNA_UPDATE") != "" {
		if err := os.WriteFile(path, append(got, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.ReplaceAll(string(want), "\r\n", "\n"), string(got)+"\n"); diff != "" {
		t.Errorf("quality (-want +got; SVNA_UPDATE=1 rewrites):\n%s", diff)
	}
}

// Every cell of a load that complains of everything is unique to it, and none
// may appear in what is said or in an error.
func TestNoCellIsSaid(t *testing.T) {
	cells := []string{"ZREF", "ZCODE", "ZWARD", "ZFROM", "ZREC", "ZGUN", "ZKEY", "ZAGE", "ZSEX", "ZAGE2", "ZSEX2", "ZNAME"}
	row := func(suffix string) string { return strings.Join(cells, suffix+",") + suffix + "\n" }
	text := flatHeader + row("1") + row("2")
	for i := range 20 {
		text += fmt.Sprintf("D%d,34B,,%02d/03/2023,05/04/2023,N,V1%d,40,F,50,F,v\n", i, i+1, i)
	}
	d := mustLoad(t, flatProfile, text)
	said, err := json.Marshal(d.Quality)
	if err != nil {
		t.Fatal(err)
	}
	_, refused := loadText(t, flatProfile, flatHeader+row("1")+row("2")+row("3")+row("4"))
	_, identifiers := loadText(t, strings.Replace(flatProfile, `"Ward"`, `"Ward"`, 1),
		flatHeader+strings.Repeat("A,8N,zz.person@example.org,01/02/2023,01/02/2023,N,V,30,M,,,x\n", 3))
	if !errors.Is(refused, ErrTooManyUnusable) || !errors.Is(identifiers, ErrIdentifier) {
		t.Fatalf("got %v and %v", refused, identifiers)
	}
	all := string(said) + refused.Error() + identifiers.Error()
	for _, cell := range append(cells, "zz.person") {
		if cell != "ZCODE" && strings.Contains(all, cell) { // offence codes are not about people and are listed
			t.Errorf("a value of %s is repeated", cell)
		}
	}
	if strings.Contains(all, "Surname") && !slices.Contains(d.Quality.Files[0].Dropped, "Surname") {
		t.Errorf("a dropped column is named outside the list of dropped columns")
	}
}

func TestRefusals(t *testing.T) {
	sound := "A1,8N,,01/02/2023,02/02/2023,N,V1,17,M,,,x\n"
	gz := func(text string) string {
		var b bytes.Buffer
		w := gzip.NewWriter(&b)
		w.Write([]byte(text))
		w.Close()
		return b.String()
	}
	for _, c := range []struct {
		name, text string
		want       error
		says       string
	}{
		{"empty", "", ErrEmpty, "empty"},
		{"mark only", "\xef\xbb\xbf", ErrEmpty, "empty"},
		{"header only", flatHeader, ErrEmpty, "no rows"},
		{"zip", "PK\x03\x04....", ErrDamaged, "zip directory"},
		{"old Excel", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ErrNotText, "password"},
		{"HTML", "<html><table>", ErrNotText, "HTML"},
		{"NUL", flatHeader + sound + "A\x00" + sound, ErrNotText, "line 3"},
		{"damaged gzip", gz(flatHeader + sound)[:30], ErrCutOff, "damaged"},
		{"no header", sound + sound, ErrNoHeader, `"Ref"`},
		{"missing column", strings.Replace(flatHeader, "Ref,", "Reff,", 1) + sound, ErrMissingColumn, `the nearest is "Reff"`},
		{"column twice", strings.Replace(flatHeader, "Surname", " ward", 1) + sound, ErrDuplicateColumn, `"Ward"`},
		{"cut off in a quote", flatHeader + sound + `A2,8N,"Abb`, ErrCutOff, "quotes"},
		{"most rows ragged", flatHeader + sound + "A2,8N\nA3\n", ErrTooManyUnusable, "line 3"},
		{"wrong date format", flatHeader + "A1,,,Feb 2023,,,,,,,,\nA2,,,Mar 2023,,,,,,,,\nA3,,,Apr 2023,,,,,,,,\n", ErrTooManyUnusable, `"From"`},
		{"phone numbers", flatHeader + strings.Repeat(strings.Replace(sound, ",V1,", ",07700 900123,", 1), 3), ErrIdentifier, `"Victim"`},
		{"dates of birth", flatHeader + strings.Repeat(strings.Replace(sound, ",17,", ",01/02/2003,", 1), 3), ErrIdentifier, "birth"},
		{"postcodes", flatHeader + strings.Repeat(strings.Replace(sound, "8N,,", "8N,ZZ99 3VZ,", 1), 3), ErrIdentifier, "postcodes"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := loadText(t, flatProfile, c.text)
			var at *ParseError
			if !errors.Is(err, c.want) || !errors.As(err, &at) || !InputRefused(err) {
				t.Fatalf("got %v, want a *ParseError around: %v", err, c.want)
			}
			if at.File != "extract.csv" || !strings.Contains(err.Error(), c.says) {
				t.Errorf("got %q, want it to name extract.csv and say %q", err, c.says)
			}
		})
	}
}

// One row in many forms: the table is the same each time.
func TestForms(t *testing.T) {
	row := "A1,8N,Café,01/02/2023,02/02/2023,N,V1,17,M,,,x\n"
	want := tableText(mustLoad(t, flatProfile, flatHeader+row))
	reordered := "Gun,Suspect Sex,victim sex , SUSPECT AGE,Victim  Age,Victim,Recorded,From,Ward,Code,\u200bRef\u00a0\nN,,M,,17,V1,02/02/2023,01/02/2023,Café,8N,A1\n"
	gz := new(bytes.Buffer)
	w := gzip.NewWriter(gz)
	w.Write([]byte(flatHeader + row))
	w.Close()
	var utf16 []byte
	for _, r := range "\ufeff" + flatHeader + row {
		utf16 = append(utf16, byte(r), byte(r>>8))
	}
	for _, c := range []struct{ name, text, encoding string }{
		{"byte order mark", "\xef\xbb\xbf" + flatHeader + row, "UTF-8 with a byte order mark"},
		{"CRLF", strings.ReplaceAll(flatHeader+row, "\n", "\r\n"), "UTF-8"},
		{"CR", strings.ReplaceAll(flatHeader+row, "\n", "\r"), "UTF-8"},
		{"semicolons", strings.ReplaceAll(flatHeader+row, ",", ";"), "UTF-8"},
		{"tabs", strings.ReplaceAll(flatHeader+row, ",", "\t"), "UTF-8"},
		{"pipes", strings.ReplaceAll(flatHeader+row, ",", "|"), "UTF-8"},
		{"sep line", "sep=,\n" + flatHeader + row, "UTF-8"},
		{"preamble", "A title\nRun by: nobody, today\n\n" + flatHeader + row, "UTF-8"},
		{"Windows-1252", strings.ReplaceAll(flatHeader+row, "é", "\xe9"), "Windows-1252"},
		{"UTF-16", string(utf16), "UTF-16"},
		{"UTF-16 without mark", string(utf16[2:]), "UTF-16 without a byte order mark"},
		{"gzip", gz.String(), "UTF-8"},
		{"quotes and blanks", strings.ReplaceAll(flatHeader+row, "Café", `" Café "`) + "\n,,,,,,,,,,,\n\x1a", "UTF-8"},
		{"other order and case", reordered, "UTF-8"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := mustLoad(t, flatProfile, c.text)
			if diff := cmp.Diff(want, tableText(d)); diff != "" {
				t.Errorf("table (-want +got):\n%s", diff)
			}
			if got := d.Quality.Files[0].Encoding; got != c.encoding {
				t.Errorf("got encoding %q, want %q", got, c.encoding)
			}
		})
	}
}

// randomFlat makes the rows of a random flat extract.
func randomFlat(t *rapid.T) (rows []string) {
	for range rapid.IntRange(2, 30).Draw(t, "rows") {
		rows = append(rows, fmt.Sprintf("R%d,%s,%s,%02d/%02d/2023 %02d:15,01/06/2023,%s,%s,%d,%s,%d,%s,x\n",
			rapid.IntRange(0, 8).Draw(t, "ref"), rapid.SampledFrom([]string{"8N", "34B", ""}).Draw(t, "code"),
			rapid.SampledFrom([]string{"", "E05014053", "abbey", "Abbey"}).Draw(t, "ward"),
			rapid.IntRange(1, 28).Draw(t, "day"), rapid.IntRange(1, 12).Draw(t, "month"), rapid.IntRange(0, 23).Draw(t, "hour"),
			rapid.SampledFrom([]string{"Y", "N", ""}).Draw(t, "gun"), rapid.SampledFrom([]string{"", "V1", "V2"}).Draw(t, "victim"),
			rapid.IntRange(0, 120).Draw(t, "age"), rapid.SampledFrom([]string{"M", "F", "", "U"}).Draw(t, "sex"),
			rapid.IntRange(1, 90).Draw(t, "suspect"), rapid.SampledFrom([]string{"M", "F", ""}).Draw(t, "suspect sex")))
	}
	return rows
}

// TestFilesAreOneTable: an extract cut into two files loads as the whole, and
// rows in equal rows used and left out.
func TestFilesAreOneTable(t *testing.T) {
	dir := t.TempDir()
	p := mustProfile(t, flatProfile)
	rapid.Check(t, func(t *rapid.T) {
		rows := randomFlat(t)
		cut := rapid.IntRange(1, len(rows)-1).Draw(t, "cut")
		load := func(parts ...[]string) *Dataset {
			var files []string
			for i, part := range parts {
				path := filepath.Join(dir, fmt.Sprintf("part%d.csv", i))
				text := flatHeader + strings.Join(part, "")
				if i > 0 {
					text += "\n" // no two files have the same bytes
				}
				if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
				files = append(files, path)
			}
			d, err := Load(context.Background(), []Source{{Files: files, Profile: p}}, nil)
			if err != nil {
				t.Fatal(err)
			}
			return d
		}
		whole, parts := load(rows), load(rows[:cut], rows[cut:])
		if diff := cmp.Diff(tableText(whole), tableText(parts)); diff != "" {
			t.Errorf("two files (-whole +parts):\n%s", diff)
		}
		read := 0
		for _, f := range parts.Quality.Files {
			read += f.RowsRead
		}
		if read != len(rows) {
			t.Errorf("read %d rows of %d", read, len(rows))
		}
		if diff := cmp.Diff(whole.Quality.Fields, parts.Quality.Fields); diff != "" {
			t.Errorf("completeness (-whole +parts):\n%s", diff)
		}
	})
}

// TestQuotingChangesNothing: the same rows with every cell in quotes, by
// encoding/csv, give the same tables.
func TestQuotingChangesNothing(t *testing.T) {
	want := tableText(mustLoad(t, flatProfile, flatText))
	records, err := csv.NewReader(strings.NewReader(flatText)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var quoted strings.Builder
	for _, record := range records {
		for i, cell := range record {
			if i > 0 {
				quoted.WriteByte(',')
			}
			fmt.Fprintf(&quoted, "\"%s\"", strings.ReplaceAll(cell, `"`, `""`))
		}
		quoted.WriteString("\r\n")
	}
	if diff := cmp.Diff(want, tableText(mustLoad(t, flatProfile, quoted.String()))); diff != "" {
		t.Errorf("quoted (-want +got):\n%s", diff)
	}
}

// TestThreeFiles: offences, victims and suspects in files of their own.
func TestThreeFiles(t *testing.T) {
	source := func(profile, name, text string) Source {
		p, err := BuiltInProfile(profile)
		if err != nil {
			t.Fatal(err)
		}
		return Source{Files: []string{written(t, name, text)}, Profile: p}
	}
	// The order of the settings does not matter: people come first here.
	d, err := Load(context.Background(), []Source{
		source("record-level-victims", "victims.csv", "Crime Ref,Victim Ref,Victim Age at Offence,Victim Sex\nA1,V1,15,M\nA1,V1,15,M\nA1,V1,,U\nZ9,V2,20,F\n,V3,20,F\nB2,V4,<5,F\n"),
		source("record-level-suspects", "suspects.csv", "Crime Ref,Suspect Ref,Suspect Age at Offence,Suspect Sex\nB2,S1,33,F\n"),
		source("record-level-offences", "offences.csv", "Crime Ref,Recorded Date,HO Code\nA1,01/02/2023,8N\nB2,03/02/2023,34B\nA1,01/02/2023,\n"),
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	got := tableText(d)
	for column, want := range map[string][]string{
		"offences.offence_ref":  {"A1", "B2"},
		"people.person_key":     {"V1", "V4", "S1"},
		"people.role":           {"victim", "victim", "suspect"},
		"people.age_at_offence": {"15", "-5", "33"},
		"people.sex":            {"male", "female", "female"},
		"people.offence":        {"0", "1", "1"},
	} {
		if diff := cmp.Diff(want, got[column]); diff != "" {
			t.Errorf("%s (-want +got):\n%s", column, diff)
		}
	}
	want := map[string][]Reason{
		"victims.csv":  {{reasonNoOffence, 1, []int{5}}, {reasonNoReference, 1, []int{6}}, {reasonDuplicate, 1, []int{3}}, {reasonSamePerson, 1, []int{4}}},
		"suspects.csv": {},
		"offences.csv": {{reasonRepeated, 1, []int{4}}},
	}
	for _, f := range d.Quality.Files {
		if diff := cmp.Diff(want[f.Name], f.LeftOut); diff != "" {
			t.Errorf("%s left out (-want +got):\n%s", f.Name, diff)
		}
	}
}

func TestPeopleNeedOffences(t *testing.T) {
	p, err := BuiltInProfile("record-level-victims")
	if err != nil {
		t.Fatal(err)
	}
	_, err = Load(context.Background(), []Source{{Files: []string{written(t, "victims.csv", "Crime Ref,Victim Ref\nA1,V1\n")}, Profile: p}}, nil)
	if !errors.Is(err, ErrMissingColumn) {
		t.Errorf("got %v, want an error that asks for the offences", err)
	}
}

// Infants: age 0 stays for victims of homicide and for nobody else; and for all
// where the profile says so. Rule of methods 3.3.
func TestAgeZero(t *testing.T) {
	text := flatHeader +
		"A1,1,,01/02/2023,02/02/2023,N,V1,0,M,0,F,x\n" +
		"B2,8N,,01/02/2023,02/02/2023,N,V2,0,M,111,F,x\n"
	for _, c := range []struct {
		profile string
		want    []string // victims of A1 and B2, suspects of A1 and B2
	}{
		{flatProfile, []string{"0", "-2", "-2", "-2"}},
		{strings.Replace(flatProfile, `layout = "flat"`, "layout = \"flat\"\nage_zero = \"infant\"", 1), []string{"0", "0", "0", "-2"}},
	} {
		if diff := cmp.Diff(c.want, tableText(mustLoad(t, c.profile, text))["people.age_at_offence"]); diff != "" {
			t.Errorf("ages (-want +got):\n%s", diff)
		}
	}
}

// The ledger is asserted, not assumed: a row that is lost is an error.
func TestLedgerIsAsserted(t *testing.T) {
	table := &rawTable{status: []rowStatus{rowUsed, rowLeftOut}, lines: []int32{2, 3}}
	file := &rawFile{quality: &FileQuality{Name: "a.csv", RowsRead: 2}, to: 2}
	if err := file.close(table); !errors.Is(err, ErrLedger) || InputRefused(err) {
		t.Errorf("got %v for a row left out without a reason, want ErrLedger", err)
	}
	file.quality.RowsUsed = 0
	file.leftOut.add(3, reasonDuplicate)
	if err := file.close(table); err != nil {
		t.Errorf("got %v for a sound ledger", err)
	}
}

// A blank flag is not flagged, but says less than a flag on another row of the
// same offence.
func TestBlankFlag(t *testing.T) {
	row := "A1,8N,,01/02/2023,02/02/2023,%s,V%d,30,M,,,x\n"
	for _, c := range []struct{ first, second, want string }{{"", "Y", "yes"}, {"Y", "", "yes"}, {"N", "Y", "no"}, {"", "", "no"}} {
		d := mustLoad(t, flatProfile, flatHeader+fmt.Sprintf(row, c.first, 1)+fmt.Sprintf(row, c.second, 2))
		if got := d.Offences.Category("flag_gun").Level(0); got != c.want {
			t.Errorf("%q then %q: got %s, want %s", c.first, c.second, got, c.want)
		}
	}
}

func TestLoadStops(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := Load(ctx, []Source{{Files: []string{written(t, "a.csv", flatText)}, Profile: mustProfile(t, flatProfile)}}, nil)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want context.Canceled", err)
	}
}

func TestSameFileTwice(t *testing.T) {
	p := mustProfile(t, flatProfile)
	a, b := written(t, "a.csv", flatText), written(t, "b.csv", flatText)
	_, err := Load(context.Background(), []Source{{Files: []string{a}, Profile: p}, {Files: []string{b}, Profile: p}}, nil)
	if !errors.Is(err, ErrSameFile) {
		t.Errorf("got %v, want ErrSameFile", err)
	}
}

func TestProgress(t *testing.T) {
	var name string
	var bytes int64
	_, err := Load(context.Background(), []Source{{Files: []string{written(t, "a.csv", flatText)}, Profile: mustProfile(t, flatProfile)}},
		func(file string, n int64) { name, bytes = file, n })
	if err != nil || name != "a.csv" || bytes != int64(len(flatText)) {
		t.Errorf("got %q, %d bytes, %v; want a.csv, %d", name, bytes, err, len(flatText))
	}
}

// BenchmarkLoad loads 20,000 rows of 12 columns, five to an offence.
func BenchmarkLoad(b *testing.B) {
	random := rand.New(rand.NewPCG(1, 2))
	var text strings.Builder
	text.WriteString(flatHeader)
	for i := range 20_000 {
		fmt.Fprintf(&text, "R%d,8N,E050140%d,%02d/03/2023 %02d:%02d,05/04/2023,N,V%d,%d,F,%d,M,v\n",
			i/5, 50+random.IntN(19), 1+i/5%28, i/5%24, i/5%60, i, random.IntN(90), random.IntN(90))
	}
	path := filepath.Join(b.TempDir(), "extract.csv")
	if err := os.WriteFile(path, []byte(text.String()), 0o600); err != nil {
		b.Fatal(err)
	}
	p := mustProfile(b, flatProfile)
	b.SetBytes(int64(text.Len()))
	for b.Loop() {
		if _, err := Load(context.Background(), []Source{{Files: []string{path}, Profile: p}}, nil); err != nil {
			b.Fatal(err)
		}
	}
}
