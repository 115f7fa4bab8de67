package sample

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"svna/datasets"
)

// dashboard counts the sample's knife crime as a monthly dashboard publishes it:
// the borough and its wards, month by month, without the months of no offence.
type dashboard struct {
	knife  map[string]bool // codes of the MPS definition
	counts map[datasets.Month]map[string]int
}

func newDashboard() *dashboard {
	d := &dashboard{knife: map[string]bool{}, counts: map[datasets.Month]map[string]int{}}
	for code, c := range datasets.OffenceCodes() {
		d.knife[code] = c.Sets["knife_mps_set"]
	}
	return d
}

// add counts an offence if it is recorded knife crime of the borough.
func (d *dashboard) add(c *offence) {
	used := slices.Contains([]string{"Injured", "Threatened", "Intimated"}, c.stratum.knifeUse)
	if c.status != "Recorded" || c.borough != boroughCode || !used || !d.knife[datasets.NormaliseCode(c.stratum.code)] {
		return
	}
	month := datasets.MonthOf(int64(c.when.recorded) * 86400)
	if d.counts[month] == nil {
		d.counts[month] = map[string]int{}
	}
	d.counts[month][boroughCode]++
	if c.spot.ward != "" {
		d.counts[month][c.spot.ward]++
	}
}

// write writes the counts in the long form of the MPS monthly dashboard.
func (d *dashboard) write(w io.Writer) error {
	var b strings.Builder
	b.WriteString("Month_Year,Area Type,Borough_SNT,Area Name,Area Code,Offence Group,Offence Subgroup,Measure,Financial Year,Count,Refresh Date\n")
	var months []datasets.Month
	for m := range d.counts {
		months = append(months, m)
	}
	slices.Sort(months)
	for _, m := range months {
		line := func(kind, name, code string) {
			if n := d.counts[m][code]; n > 0 {
				fmt.Fprintf(&b, "%s-01,%s,Barking and Dagenham,%s,%s,Knife Crime,Knife Crime,Offences,%s,%d,2023-06-05\n", m, kind, name, code, financialYear(m), n)
			}
		}
		line("Borough", "Barking and Dagenham", boroughCode)
		for _, ward := range wards {
			line("Safer Neighbourhood Teams", ward.name, ward.code)
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// financialYear writes "fy22-23".
func financialYear(m datasets.Month) string {
	start := m.Year() % 100
	if m.Calendar() < 4 {
		start--
	}
	return fmt.Sprintf("fy%02d-%02d", start, start+1)
}
