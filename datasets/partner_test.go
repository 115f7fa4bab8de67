package datasets

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestReadPartner(t *testing.T) {
	p, err := ReadPartner(written(t, "fte.csv", "year,area_code,children,population_10_17,source\r\n2022/23,X1,77,\"28,797\",Made up\r\n2021/22,X1,<5,,Made up\r\n"))
	if err != nil {
		t.Fatal(err)
	}
	wantEntrants := []FirstTimeEntrant{{"2022/23", "X1", 77, 28797}, {"2021/22", "X1", int(IntSuppressed), int(IntNotRecorded)}}
	if diff := cmp.Diff(wantEntrants, p.Entrants.Rows); diff != "" || p.Entrants.Source != "Made up" || p.Entrants.Name != "first-time entrants" || p.Outcomes != nil || p.Comparators != nil {
		t.Errorf("entrants (-want +got):\n%s\n%+v", diff, p)
	}
	p, err = ReadPartner(written(t, "yo.csv", "unit,period,records,named_suspect\noutcome,2022-06/2023-05,1427,77\n"))
	if err != nil {
		t.Fatal(err)
	}
	wantOutcomes := []YouthOutcome{{"outcome", Period{NewMonth(2022, 6), NewMonth(2023, 5)}, 1427, 77}}
	if diff := cmp.Diff(wantOutcomes, p.Outcomes.Rows); diff != "" {
		t.Errorf("outcomes (-want +got):\n%s", diff)
	}
	p, err = ReadPartner(written(t, "c.csv", "area_code,area_name,series,month,unit,count,population\nX1,Town,Robbery,2023-05-01,offence,10,1000\nX1,Town,Robbery,2023-06,offence,*,\nX1,Town,Robbery,2022/23,offence,5,\n"))
	if err != nil {
		t.Fatal(err)
	}
	may, june := NewMonth(2023, 5), NewMonth(2023, 6)
	wantComparators := []Comparator{
		{"X1", "Town", "Robbery", Period{may, may}, "offence", 10, 1000},
		{"X1", "Town", "Robbery", Period{june, june}, "offence", int(IntSuppressed), int(IntNotRecorded)},
		{"X1", "Town", "Robbery", Period{NewMonth(2022, 4), NewMonth(2023, 3)}, "offence", 5, int(IntNotRecorded)},
	}
	if diff := cmp.Diff(wantComparators, p.Comparators.Rows); diff != "" {
		t.Errorf("comparators (-want +got):\n%s", diff)
	}
}

func TestReadPartnerErrors(t *testing.T) {
	for _, c := range []struct {
		text string
		says []string
	}{
		{"a,b\n1,2\n", []string{"p.csv", "year, area_code, children", "named_suspect"}},
		{"year,area_code,children\n2022,X1,7.5\n", []string{"line 2", "children", "whole number"}},
		{"year,area_code,children\n2022,,7\n", []string{"line 2", "area_code"}},
		{"year,area_code,children\n", []string{"no rows"}},
		{"unit,period,records,named_suspect\n,2022-06/2023-05,10,1\n", []string{"line 2", "unit"}},
		{"unit,period,records,named_suspect\nchild,2022-06/2023-05,10,11\n", []string{"line 2", "named_suspect", "more"}},
		{"unit,period,records,named_suspect\nchild,last year,10,1\n", []string{"line 2", "period", "2022-06/2023-05"}},
		{"area_code,area_name,series,period,unit,count\nX1,A,R,2022-06,offence,1\nX1,A,R,2022-06,offence,2\n", []string{"line 3", "line 2"}},
		{"area_code,area_name,series,period,unit,count\nX1,A,R,2022-06,,1\n", []string{"line 2", "unit"}},
		{"area_code,area_code,count\n", []string{"twice"}},
	} {
		_, err := ReadPartner(written(t, "p.csv", c.text))
		wantError(t, err, c.says...)
	}
}

func TestReadNamedPartnerTables(t *testing.T) {
	entrants := written(t, "fte.csv", "year,area_code,children\n2022,X1,77\n")
	if e, err := ReadFirstTimeEntrants(entrants); err != nil || len(e.Rows) != 1 {
		t.Errorf("got %+v, %v", e, err)
	}
	_, err := ReadYouthOutcomes(entrants)
	wantError(t, err, "fte.csv", "not a table of youth outcomes")
	_, err = ReadComparators(entrants)
	wantError(t, err, "fte.csv", "not a table of comparators")
	_, err = ReadFirstTimeEntrants(written(t, "yo.csv", "unit,period,records,named_suspect\nchild,2022,10,1\n"))
	wantError(t, err, "yo.csv", "line 2")
}
