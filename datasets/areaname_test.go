package datasets

import "testing"

// TestAreaNameKey: spellings of one name, and names that are not one.
func TestAreaNameKey(t *testing.T) {
	for _, c := range []struct {
		a, b string
		same bool
	}{
		{"ST. MARY'S", "St Mary’s", true},
		{"Thames & Quay", "THAMES AND QUAY", true},
		{"Abbey Ward", "Abbey", true},
		{"Barking Riverside (KG)", "Barking Riverside", true},
		{"London Borough of Barking & Dagenham", "Barking and Dagenham", true},
		{"Barking and Dagenham 001A", "Barking and Dagenham 001B", false},
		{"Abbey", "Abbey Road", false},
		{"Ward", "", false},
		{"Pentre-poeth", "Pentre Poeth", true},
	} {
		if got := AreaNameKey(c.a) == AreaNameKey(c.b); got != c.same {
			t.Errorf("%q and %q: one name %v, want %v", c.a, c.b, got, c.same)
		}
	}
}
