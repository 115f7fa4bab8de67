package reports

import (
	"fmt"
	"math"

	"svna/analysis"
	"svna/analysis/spatial"
	"svna/analysis/stats"
	"svna/datasets"
)

// More pictures: those of figure_fixture_test.go are the marks of counts, shares
// and areas; these are the marks of time, comparison and concentration.

func clockCase() figureCase {
	f := hoursCase()
	f.chart.ID, f.chart.Mark = "clock", analysis.Clock
	return f
}

// controlTable is months with a centre, limits and signals; the mean moves at
// the break in month 12.
func controlTable() analysis.Table {
	t := analysis.Table{
		ID: "robbery-control", Unit: analysis.Offence, Dimensions: []analysis.Dimension{{Name: "month", Header: "Month"}},
		Columns: []analysis.Column{
			{Name: "value", Header: "Offences", Format: analysis.AsCount},
			{Name: "centre", Header: "Mean", Format: analysis.AsRate},
			{Name: "lower_limit", Header: "Lower control limit", Format: analysis.AsRate},
			{Name: "upper_limit", Header: "Upper control limit", Format: analysis.AsRate},
			{Name: "signal", Header: "Signal", Format: analysis.AsCount},
		},
	}
	values := []float64{48, 52, 39, 55, 41, 50, 58, 61, 47, 44, 51, 49, 54, 46, 40, 57, 43, 53, 60, 63, 66, 70, 81, 77}
	signals := map[int]float64{17: 2, 18: 2, 19: 2, 20: 2, 21: 2, 22: 1, 23: 1, 9: 3, 10: 4}
	for i, v := range values {
		r := analysis.Row{Levels: []string{(datasets.NewMonth(2021, 6) + datasets.Month(i)).Name()}, Estimate: stats.Estimate{Value: stats.N(v)}}
		centre, width := 49.6, 22.4
		if i >= 12 {
			centre, width = 59, 20
		}
		r.Extra = map[string]stats.Number{"centre": stats.N(centre), "lower_limit": stats.N(centre - width), "upper_limit": stats.N(centre + width), "signal": stats.N(signals[i])}
		t.Rows = append(t.Rows, r)
	}
	return t
}

func controlCase() figureCase {
	t := controlTable()
	return figureCase{chart: analysis.Chart{
		ID: "control-chart", Table: t.ID, Mark: analysis.ControlChart, Title: "Personal robbery offences by month",
		Subtitle: "Offences by month recorded with control limits, Exampleborough, June 2021 to May 2023", Category: "month", Measure: "value", Unit: "Offences",
		Breaks: []analysis.Break{{At: "June 2022", Reason: "new system"}},
		Note:   "XmR chart: limits are the mean and 2.66 times the mean moving range, of 12 months on each side of the break.",
	}, table: t}
}

func funnelCase() figureCase {
	t := analysis.Table{
		ID: "robbery-funnel", Unit: analysis.Offence, Dimensions: []analysis.Dimension{{Name: "area", Header: "Borough"}},
		Columns: []analysis.Column{
			{Name: "numerator", Header: "Offences", Format: analysis.AsCount},
			{Name: "denominator", Header: "Residents", Format: analysis.AsCount},
			{Name: "value", Header: "Rate per 1,000 residents", Format: analysis.AsRate},
		},
	}
	for i := range 32 {
		n := 130000 + 8400*float64(i) + 5000*math.Sin(float64(i)*3)
		v := 2.6 + 0.35*math.Sin(float64(i)*7)*math.Sqrt(150000/n)
		name := fmt.Sprintf("Borough %c%c", 'A'+i/6, 'a'+i%6)
		switch i {
		case 9:
			v, name = 3.3, "Exampleborough"
		case 15:
			v = 3.5
		case 22:
			v = 3.1
		case 8:
			v = 1.9
		case 12:
			v = 2.9
		}
		r := analysis.Row{Levels: []string{name}, Estimate: stats.Estimate{Numerator: stats.N(math.Round(v * n / 1000)), Denominator: stats.N(math.Round(n)), Value: stats.N(v)}}
		spread := math.Sqrt(2.6 / n * 1000)
		r.Extra = map[string]stats.Number{
			"lower95": stats.N(2.6 - 1.96*spread), "upper95": stats.N(2.6 + 1.96*spread), "lower998": stats.N(2.6 - 3.09*spread), "upper998": stats.N(2.6 + 3.09*spread),
		}
		t.Rows = append(t.Rows, r)
	}
	return figureCase{chart: analysis.Chart{
		ID: "funnel", Table: t.ID, Mark: analysis.Funnel, Title: "Personal robbery rate by borough",
		Subtitle: "Personal robbery offences per 1,000 residents, boroughs of an invented region, 12 months to May 2023", Category: "area", Measure: "value",
		Unit: "Offences per 1,000 residents", Highlight: []string{"Exampleborough"}, Reference: stats.N(2.6), ReferenceLabel: "Region",
	}, table: t}
}

func hotspotsCase() figureCase { return clusteredCase("hotspots", cellsCase()) }

func hexagonsCase() figureCase {
	f := clusteredCase("hexagons", gridCase(spatial.Grid{Size: 250, Hexagonal: true}))
	f.chart.Title, f.chart.Subtitle = "Knife crime offences in hexagons of 250 m", "Offences in hexagons 250 m from side to side, Exampleborough, 12 months to May 2023"
	return f
}

// surfaceCase has a peak and a lower one, and cells in a corner that are unknown.
func surfaceCase() figureCase {
	f := cellsCase()
	f.chart.ID, f.chart.Mark, f.chart.Measure, f.chart.Unit = "surface", analysis.Surface, "value", "Offences per km²"
	f.chart.Title, f.chart.Subtitle = "Density of knife crime offences", "Offences per square kilometre, quartic kernel of 500 metres' radius, Exampleborough, 12 months to May 2023"
	f.table.Columns = columnsOf(analysis.AsRate, "Offences per square kilometre")
	f.table.Rows = nil
	for _, cell := range f.chart.Cells.Cells(f.chart.Layer) {
		c := f.chart.Cells.Anchor(cell)
		near, far := spatial.Distance(c, spatial.Point{E: 548700, N: 184900}), spatial.Distance(c, spatial.Point{E: 550600, N: 186500})
		r := countOf(analysis.LevelRow, 3, fmt.Sprintf("%06.0f %06.0f", c.E, c.N))
		r.Estimate.Value = stats.N(5 + 180*math.Exp(-near*near/7e5) + 90*math.Exp(-far*far/4e5))
		r.Extra = map[string]stats.Number{"easting": stats.N(c.E), "northing": stats.N(c.N)}
		f.table.Rows = append(f.table.Rows, r)
	}
	return f
}

// groupSharesCase is shares of one flag in groups of different size.
func groupSharesCase() figureCase {
	t := analysis.Table{
		ID: "knife-domestic-by-class", Unit: analysis.Offence, Columns: columnsOf(analysis.AsShare, "Share (%)"),
		Dimensions: []analysis.Dimension{{Name: "ho_class", Header: "Offence class"}},
	}
	for i, name := range []string{"Robbery of personal property", "Threats to kill", "Assault with injury", "Homicide"} {
		t.Rows = append(t.Rows, shareOf([]float64{3, 25, 20, 2}[i], []float64{1240, 74, 50, 2}[i], name))
	}
	return figureCase{chart: analysis.Chart{
		ID: "group-shares", Table: t.ID, Mark: analysis.Dots, Title: "Knife crime offences flagged domestic abuse, by offence class",
		Subtitle: "Flagged domestic abuse: share of knife crime offences, by offence class, Exampleborough, 12 months to May 2023", Category: "ho_class", Measure: "value", Interval: true,
	}, table: t}
}

func clusteredCase(id string, f figureCase) figureCase {
	f.chart.ID, f.chart.Mark = id, analysis.HotspotMap
	for i := range f.table.Rows {
		r := &f.table.Rows[i]
		extra := map[string]stats.Number{"cluster": stats.N(0)}
		for k, v := range r.Extra {
			extra[k] = v
		}
		if n := r.Estimate.Numerator.Or(0); n > 9 {
			extra["cluster"] = stats.N(1)
			if e, _ := r.Extra["easting"].Get(); e > 549700 {
				extra["cluster"] = stats.N(2)
			}
		}
		r.Extra = extra
	}
	return f
}

func multiplesCase() figureCase {
	t := analysis.Table{
		ID: "ward-quarters", Unit: analysis.Offence, Columns: columnsOf(analysis.AsRate, "Rate per 10,000 residents"),
		Dimensions: []analysis.Dimension{{Name: "ward", Header: "Ward"}, {Name: "month", Header: "Month"}},
	}
	for w := range 9 {
		for m := range 24 {
			v := 13 - 1.2*float64(w) + 2*math.Sin(float64(w+m)*1.3)
			r := valueOf(v, v*0.75, v*1.3, 40, wardNames[w], (datasets.NewMonth(2021, 6) + datasets.Month(m)).Name())
			r.Extra = map[string]stats.Number{"reference": stats.N(8 + math.Sin(float64(m)))}
			t.Rows = append(t.Rows, r)
		}
	}
	return figureCase{chart: analysis.Chart{
		ID: "multiples", Table: t.ID, Mark: analysis.Multiples, Title: "Personal robbery by ward and month",
		Subtitle: "Offences per 10,000 residents a month, the nine wards with most, Exampleborough, June 2021 to May 2023", Category: "month", Series: "ward", Measure: "value",
		Unit: "Rate per 10,000 residents", ReferenceLabel: "Exampleborough",
	}, table: t}
}

func tornadoCase() figureCase {
	t := analysis.Table{
		ID: "cost-sensitivity", Unit: analysis.Pound, Columns: columnsOf(analysis.AsPounds, "Cost (£)"),
		Dimensions: []analysis.Dimension{{Name: "assumption", Header: "Assumption"}},
	}
	for _, one := range []struct {
		name         string
		lower, upper float64
	}{
		{"Price year 2021/22 to 2023/24", 97.9, 109.4},
		{"Offences recorded for each that happened: 2.1 to 4.0", 71.2, 139.0},
		{"Homicide left out, or three more", 88.0, 114.0},
		{"Unit cost of robbery 20% lower or higher", 99.8, 106.4},
	} {
		t.Rows = append(t.Rows, valueOf(103.1e6, one.lower*1e6, one.upper*1e6, 0, one.name))
	}
	return figureCase{chart: analysis.Chart{
		ID: "tornado", Table: t.ID, Mark: analysis.Tornado, Title: "Estimated cost under other assumptions",
		Subtitle: "Economic and social cost of violence involving under-25s, one assumption changed at a time, Exampleborough, 2022/23 prices",
		Category: "assumption", Measure: "value", Unit: "£ million", Reference: stats.N(103.1e6), ReferenceLabel: "Central estimate",
	}, table: t}
}

func lorenzCase() figureCase {
	t := analysis.Table{
		ID: "concentration", Unit: analysis.Offence, Dimensions: []analysis.Dimension{{Name: "tenth", Header: "Tenth of the cells"}},
		Columns: []analysis.Column{
			{Name: "numerator", Header: "Offences", Format: analysis.AsCount},
			{Name: "value", Header: "Share (%)", Format: analysis.AsShare},
			{Name: "cumulative_places", Header: "Cumulative share of cells of 250 m (%)", Format: analysis.AsShare},
			{Name: "cumulative_offences", Header: "Cumulative share of knife crime offences (%)", Format: analysis.AsShare},
		},
	}
	last := 0.0
	for i := 1; i <= 20; i++ {
		share := 100 * (1 - math.Pow(1-float64(i)/20, 4))
		r := shareOf(math.Round((share-last)*4.6), 460, fmt.Sprintf("To %d%%", i*5))
		last = share
		r.Extra = map[string]stats.Number{"cumulative_places": stats.N(float64(i) * 5), "cumulative_offences": stats.N(share)}
		t.Rows = append(t.Rows, r)
	}
	return figureCase{chart: analysis.Chart{
		ID: "lorenz", Table: t.ID, Mark: analysis.Lorenz, Title: "Concentration of knife crime offences in cells of 250 m",
		Subtitle: "Cells from the most offences to the fewest, Exampleborough, 12 months to May 2023", Category: "tenth", Measure: "value",
		Highlight: []string{"To 20%"}, Note: "Gini coefficient 0.61. Cells without an offence are included.",
	}, table: t}
}
