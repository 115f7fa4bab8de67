package datasets

import (
	"math"
	"slices"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
)

// TestTable holds that columns come back as they went in, that missing values
// are Arrow nulls, and that an absent field is not recorded in every row.
func TestTable(t *testing.T) {
	var b Builder
	b.Category("sex", Category{Levels: []string{"female", "male"}, Codes: []int32{1, -1, 0}})
	b.Ints("age", []int32{17, IntUnknown, 0})
	b.Times("recorded_at", []int64{0, NoTime, 60})
	b.Floats("longitude", []float64{0.1, math.NaN(), -0.1})
	b.Texts("offence_ref", []string{"a", "", "c"})
	table := b.Table()

	if table.Len() != 3 || !table.Has("sex") || table.Has("ward") {
		t.Fatalf("table has %d rows, sex %v, ward %v", table.Len(), table.Has("sex"), table.Has("ward"))
	}
	sex := table.Category("sex")
	if !slices.Equal(sex.Codes, []int32{1, -1, 0}) || sex.Level(0) != "male" || sex.Level(1) != "" || sex.Code("other") != -1 {
		t.Errorf("sex came back as %+v", sex)
	}
	if got := table.Ints("age"); !slices.Equal(got, []int32{17, IntUnknown, 0}) {
		t.Errorf("ages came back as %v", got)
	}
	if got := table.Times("recorded_at"); !slices.Equal(got, []int64{0, NoTime, 60}) {
		t.Errorf("times came back as %v", got)
	}
	if got := table.Floats("longitude"); got[0] != 0.1 || !math.IsNaN(got[1]) || got[2] != -0.1 {
		t.Errorf("longitudes came back as %v", got)
	}
	for i := range int(table.Batch().NumCols()) {
		column := table.Batch().Column(i)
		if column.NullN() != 1 || !column.IsNull(1) {
			t.Errorf("column %s has %d nulls, want row 1 alone", table.Batch().ColumnName(i), column.NullN())
		}
	}
	if kind := table.Batch().Column(0).DataType().ID(); kind != arrow.DICTIONARY {
		t.Errorf("a category is held as %s, want a dictionary", kind)
	}
	if got := table.Category("ward").Codes; !slices.Equal(got, []int32{-1, -1, -1}) {
		t.Errorf("an absent category has codes %v", got)
	}
	if got := (Table{}).Ints("age"); len(got) != 0 {
		t.Errorf("an empty table has ages %v", got)
	}
}
