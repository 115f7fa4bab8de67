package reports

import (
	"fmt"
	"math"
	"testing"

	"svna/analysis"
	"svna/analysis/disclosure"
	"svna/analysis/spatial"
	"svna/analysis/stats"
	"svna/datasets"
)

// The figures of these tests are invented; no number comes from a real place.

const currentPeriod, previousPeriod = "12 months to May 2023", "12 months to May 2022"

func figureAbout() analysis.About {
	return analysis.About{
		Title:       "Serious violence needs assessment",
		Area:        analysis.Area{Code: "E09000099", Name: "Exampleborough"},
		Period:      datasets.Period{From: datasets.NewMonth(2022, 6), To: datasets.NewMonth(2023, 5)},
		Previous:    datasets.Period{From: datasets.NewMonth(2021, 6), To: datasets.NewMonth(2022, 5)},
		Source:      "Invented police recorded crime",
		Synthetic:   true,
		Attribution: []string{"Boundaries drawn for this test"},
		Schematic:   true,
	}
}

// published is an edition with one breakdown.
func published(tables []analysis.Table, charts []analysis.Chart, statements ...analysis.Statement) *disclosure.Published {
	return disclosure.Protect(disclosure.Restricted, analysis.Run{About: figureAbout(), Outcomes: []analysis.Outcome{{
		Breakdown: analysis.Breakdown{Name: "example", Title: "Example", Theme: analysis.KnifeCrime},
		Result:    analysis.Result{Tables: tables, Charts: charts, Statements: statements},
	}}})
}

func countOf(kind analysis.RowKind, n float64, levels ...string) analysis.Row {
	return analysis.Row{Levels: levels, Kind: kind, Estimate: stats.Estimate{Numerator: stats.N(n)}}
}

// shareOf is a share with limits of about the right width.
func shareOf(k, n float64, levels ...string) analysis.Row {
	p := k / n
	half := 196 * math.Sqrt(p*(1-p)/n)
	return analysis.Row{Levels: levels, Estimate: stats.Estimate{
		Numerator: stats.N(k), Denominator: stats.N(n), Value: stats.N(100 * p),
		Lower: stats.N(max(0, 100*p-half)), Upper: stats.N(min(100, 100*p+half)), Method: "Wilson",
	}}
}

func valueOf(value, lower, upper, n float64, levels ...string) analysis.Row {
	return analysis.Row{Levels: levels, Estimate: stats.Estimate{
		Numerator: stats.N(n), Denominator: stats.N(1000), Value: stats.N(value), Lower: stats.N(lower), Upper: stats.N(upper), Method: "invented",
	}}
}

func columnsOf(format analysis.Format, header string) []analysis.Column {
	return []analysis.Column{{Name: "numerator", Header: "Offences", Format: analysis.AsCount}, {Name: "value", Header: header, Format: format}}
}

// A figureCase is one picture: its chart, its table and its statement.
type figureCase struct {
	chart      analysis.Chart
	table      analysis.Table
	statements []analysis.Statement
}

func (f figureCase) published() *disclosure.Published {
	return published([]analysis.Table{f.table}, []analysis.Chart{f.chart}, f.statements...)
}

// figureCases holds a picture of every mark.
func figureCases() []figureCase {
	return []figureCase{
		barsCase(), dotsCase(), hoursCase(), weekdaysCase(), lineCase(), linesCase(), tilesCase(), pyramidCase(),
		forestCase(), stackCase(), choroplethCase(), manyAreasCase(), cellsCase(), waterfallCase(),
		clockCase(), controlCase(), funnelCase(), hotspotsCase(), hexagonsCase(), surfaceCase(), groupSharesCase(), multiplesCase(), tornadoCase(), lorenzCase(),
	}
}

func barsCase() figureCase {
	t := analysis.Table{
		ID: "offence-mix", Title: "Offences by class", Unit: analysis.Offence, Columns: columnsOf(analysis.AsShare, "Share (%)"),
		Dimensions: []analysis.Dimension{{Name: "period", Header: "Period"}, {Name: "ho_class", Header: "Offence class"}},
	}
	names := []string{"Robbery of personal property", "Threats to kill", "Assault with injury", "Attempted murder", "Rape of a female aged 16 and over", "Homicide"}
	now, before := []float64{241, 87, 72, 24, 17, 3}, []float64{213, 95, 60, 19, 22, 2}
	for i, period := range []string{currentPeriod, previousPeriod} {
		for j, name := range names {
			t.Rows = append(t.Rows, shareOf([][]float64{now, before}[i][j], []float64{444, 411}[i], period, name))
		}
		t.Rows = append(t.Rows, countOf(analysis.NotKnownRow, []float64{12, 8}[i], period, "Not recorded"))
		t.Rows = append(t.Rows, countOf(analysis.TotalRow, []float64{456, 419}[i], period, "Total"))
	}
	return figureCase{
		chart: analysis.Chart{
			ID: "bars", Table: t.ID, Mark: analysis.Bars, Finding: "top-share", Title: "Knife crime offences by offence class",
			Subtitle: "Knife crime offences by offence class, Exampleborough, 12 months to May 2023 and 12 months to May 2022",
			Category: "ho_class", Series: "period", Measure: "numerator", Unit: "Offences",
		},
		table: t,
		statements: []analysis.Statement{{
			ID: "top-share", Theme: analysis.KnifeCrime, Figures: []analysis.Figure{analysis.FigureOf(&t, t.Rows[0], names[0])},
			Short: func(f []analysis.Figure) string {
				return analysis.Round(f[0].Estimate.Value.Or(0), 0) + "% of knife crime offences were robbery of personal property"
			}, Say: func([]analysis.Figure) string { return "" },
		}},
	}
}

func dotsCase() figureCase {
	t := analysis.Table{
		ID: "places", Unit: analysis.Offence, Columns: columnsOf(analysis.AsRate, "Offences per square kilometre"),
		Dimensions: []analysis.Dimension{{Name: "place", Header: "Place"}},
	}
	for i, name := range []string{"Exampleton station", "Market square", "Northgate shopping centre and bus station", "Canal park", "Old hospital"} {
		v := 61 / float64(i+1)
		t.Rows = append(t.Rows, valueOf(v, v-8/float64(i+1)-3, v+9/float64(i+1)+3, v, name))
	}
	t.Rows = append(t.Rows, analysis.Row{Levels: []string{"Ferry pier"}, Estimate: stats.Estimate{Status: stats.NotAvailable}})
	return figureCase{chart: analysis.Chart{
		ID: "dots", Table: t.ID, Mark: analysis.Dots, Title: "Knife crime offences within 250 m of named places",
		Subtitle: "Offences per square kilometre within 250 m, with 95% confidence intervals, Exampleborough, 12 months to May 2023",
		Category: "place", Measure: "value", Interval: true, Reference: stats.N(12.4), ReferenceLabel: "Exampleborough", Note: "Circles of 250 m overlap, so offences may count at two places.",
	}, table: t}
}

func hoursCase() figureCase {
	t := analysis.Table{
		ID: "hour", Unit: analysis.Offence, Columns: columnsOf(analysis.AsShare, "Share (%)"),
		Dimensions: []analysis.Dimension{{Name: "hour", Header: "Hour"}},
	}
	var window []string
	for h := range 24 {
		level := fmt.Sprintf("%02d:00", h)
		n := math.Round(30 + 25*math.Sin(float64(h-10)*math.Pi/12))
		if h >= 15 && h < 21 {
			window, n = append(window, level), n+58
		}
		t.Rows = append(t.Rows, countOf(analysis.LevelRow, n, level))
	}
	t.Rows = append(t.Rows, countOf(analysis.NotKnownRow, 84, "Not recorded"), countOf(analysis.TotalRow, 1152, "Total"))
	return figureCase{chart: analysis.Chart{
		ID: "hours", Table: t.ID, Mark: analysis.Columns, Title: "Violence with injury offences by hour",
		Subtitle: "Offences by the hour in which they started, Exampleborough, 12 months to May 2023",
		Category: "hour", Measure: "numerator", Unit: "Offences", Highlight: window,
	}, table: t}
}

func weekdaysCase() figureCase {
	t := analysis.Table{
		ID: "weekday", Unit: analysis.Offence, Columns: columnsOf(analysis.AsRatio, "Index to the mean day"),
		Dimensions: []analysis.Dimension{{Name: "weekday", Header: "Weekday"}},
	}
	for i, day := range weekdays {
		v := []float64{0.95, 0.91, 0.98, 1.02, 1.22, 1.06, 0.86}[i]
		t.Rows = append(t.Rows, valueOf(v, v-0.11, v+0.12, 60*v, day))
	}
	return figureCase{chart: analysis.Chart{
		ID: "weekdays", Table: t.ID, Mark: analysis.Columns, Title: "Knife crime offences by weekday",
		Subtitle: "Offences a day against the mean day, with 95% confidence intervals, Exampleborough, 12 months to May 2023",
		Category: "weekday", Measure: "value", Unit: "Index", Interval: true, Reference: stats.N(1), ReferenceLabel: "Mean day", Highlight: []string{"Friday"},
	}, table: t}
}

func monthlyTable(id string, series []string, level func(i, month int) float64) analysis.Table {
	t := analysis.Table{
		ID: id, Unit: analysis.Offence, ByMonth: true, Columns: columnsOf(analysis.AsCount, "Offences")[:1],
		Dimensions: []analysis.Dimension{{Name: "month", Header: "Month"}, {Name: "group", Header: "Group"}},
	}
	for m := range 24 {
		month := (datasets.NewMonth(2021, 6) + datasets.Month(m)).Name()
		total := 0.0
		for i, s := range series {
			n := math.Round(level(i, m))
			total += n
			t.Rows = append(t.Rows, countOf(analysis.LevelRow, n, month, s))
		}
		t.Rows = append(t.Rows, countOf(analysis.TotalRow, total, month, "Total"))
	}
	return t
}

func lineCase() figureCase {
	t := monthlyTable("offence-mix-by-month", []string{"A", "B"}, func(i, m int) float64 { return 25 + 9*math.Sin(float64(m*(i+1))) + float64(m)/3 })
	t.Rows = append(t.Rows[:27], t.Rows[30:]...) // one month without a row
	return figureCase{chart: analysis.Chart{
		ID: "line", Table: t.ID, Mark: analysis.Line, Title: "Knife crime offences by month",
		Subtitle: "Offences by month recorded, Exampleborough, June 2021 to May 2023", Category: "month", Measure: "numerator", Unit: "Offences",
		Only: map[string]string{"group": "Total"}, Reference: stats.N(54.2), ReferenceLabel: "Mean",
	}, table: t}
}

func linesCase() figureCase {
	t := monthlyTable("themes-by-month", []string{"Under-25 violence", "Domestic abuse", "Sexual offences"}, func(i, m int) float64 {
		return []float64{70, 62, 30}[i] + 9*math.Sin(float64(m+i)*1.3)
	})
	return figureCase{chart: analysis.Chart{
		ID: "lines", Table: t.ID, Mark: analysis.Line, Title: "Serious violence offences by theme and month",
		Subtitle: "Offences by month recorded, Exampleborough, June 2021 to May 2023", Category: "month", Series: "group", Measure: "numerator", Unit: "Offences",
	}, table: t}
}

func tilesCase() figureCase {
	t := analysis.Table{
		ID: "weekday-hour", Unit: analysis.Offence, Columns: columnsOf(analysis.AsCount, "Offences")[:1],
		Dimensions: []analysis.Dimension{{Name: "weekday", Header: "Weekday"}, {Name: "hour", Header: "Hour"}},
	}
	for d, day := range weekdays {
		for h := range 24 {
			n := math.Max(0, math.Round(8+9*math.Sin(float64(h-9)*math.Pi/12)+float64((d*7+h*3)%5)-3))
			if d == 4 && h > 14 && h < 20 {
				n += 8
			}
			t.Rows = append(t.Rows, countOf(analysis.LevelRow, n, day, fmt.Sprint(h)))
		}
	}
	t.Rows = append(t.Rows, countOf(analysis.NotKnownRow, 84, "Not recorded", "Not recorded"), countOf(analysis.TotalRow, 1409, "Total", "Total"))
	return figureCase{chart: analysis.Chart{
		ID: "tiles", Table: t.ID, Mark: analysis.Tiles, Title: "Violence with injury offences by weekday and hour",
		Subtitle: "Offences by day of the week and hour in which they started, Exampleborough, 12 months to May 2023",
		Category: "hour", Series: "weekday", Measure: "numerator", Unit: "Offences",
	}, table: t}
}

func pyramidCase() figureCase {
	t := analysis.Table{
		ID: "victims-age-sex", Unit: analysis.Victim,
		Columns:    []analysis.Column{{Name: "numerator", Header: "Victims", Format: analysis.AsCount}, {Name: "denominator", Header: "Residents", Format: analysis.AsCount}},
		Dimensions: []analysis.Dimension{{Name: "sex", Header: "Sex"}, {Name: "age_band", Header: "Age band"}},
	}
	bands := []string{"1 to 17", "18 to 24", "25 to 34", "35 to 44", "45 to 54", "55 to 64", "65 and over"}
	victims := [2][]float64{{131, 120, 98, 71, 44, 20, 8}, {52, 61, 66, 52, 30, 14, 7}}
	residents := [2][]float64{{31200, 9700, 16400, 16100, 14100, 9900, 8900}, {29700, 9600, 18300, 17900, 14400, 10300, 11700}}
	for i, sex := range []string{"Male", "Female"} {
		for j, band := range bands {
			r := countOf(analysis.LevelRow, victims[i][j], sex, band)
			r.Estimate.Denominator = stats.N(residents[i][j])
			t.Rows = append(t.Rows, r)
		}
		t.Rows = append(t.Rows, countOf(analysis.NotKnownRow, float64(9-3*i), sex, "Not recorded"), countOf(analysis.TotalRow, []float64{501, 288}[i], sex, "Total"))
	}
	return figureCase{chart: analysis.Chart{
		ID: "pyramid", Table: t.ID, Mark: analysis.Pyramid, Title: "Victims of knife crime by age and sex",
		Subtitle: "Victims by age band and sex against residents, Exampleborough, 12 months to May 2023",
		Category: "age_band", Series: "sex", Measure: "numerator", Unit: "Victims",
	}, table: t}
}

func forestCase() figureCase {
	t := analysis.Table{
		ID: "ethnicity-ratio", Unit: analysis.MixedUnits, Columns: columnsOf(analysis.AsRatio, "Rate ratio"),
		Dimensions: []analysis.Dimension{{Name: "role", Header: "Role"}, {Name: "ethnicity", Header: "Ethnic group"}},
	}
	for i, role := range []string{"Victims", "Suspects"} {
		k := float64(i + 1)
		t.Rows = append(t.Rows,
			valueOf(1, 1, 1, 240/k, role, "White"), valueOf(1.87*k, 1.52*k, 2.30*k, 168/k, role, "Black"), valueOf(0.82, 0.63, 1.07, 71/k, role, "Asian"),
			valueOf(1.19, 0.86, 1.64, 43/k, role, "Mixed"), analysis.Row{Levels: []string{role, "Other"}, Estimate: stats.Estimate{Numerator: stats.N(2), Status: stats.NotAvailable, Reason: stats.TooFew}})
		t.Rows[len(t.Rows)-5].Estimate.Lower, t.Rows[len(t.Rows)-5].Estimate.Upper = stats.Number{}, stats.Number{}
		t.Rows = append(t.Rows, countOf(analysis.NotKnownRow, 41*k, role, "Not recorded"), countOf(analysis.TotalRow, 565/k, role, "Total"))
	}
	return figureCase{chart: analysis.Chart{
		ID: "forest", Table: t.ID, Mark: analysis.Forest, Title: "Rate of knife crime by ethnic group against White residents",
		Subtitle: "Ratio of rates to that of White residents, with 95% confidence intervals, Exampleborough, 12 months to May 2023",
		Category: "ethnicity", Series: "role", Measure: "value", Unit: "Rate ratio", Interval: true, Reference: stats.N(1), ReferenceLabel: "White",
		Note: "Ratios are unadjusted and describe recorded offences, not risk caused by a characteristic.",
	}, table: t}
}

func stackCase() figureCase {
	t := analysis.Table{
		ID: "knife-use", Unit: analysis.Offence, Columns: columnsOf(analysis.AsShare, "Share (%)"),
		Dimensions: []analysis.Dimension{{Name: "ho_class", Header: "Offence class"}, {Name: "knife_use", Header: "Use of the knife"}},
	}
	for i, name := range []string{"All knife crime", "Robbery of personal property", "Threats to kill", "Assault with injury"} {
		n := []float64{420, 232, 82, 68}[i]
		shares := [][]float64{{0.58, 0.25, 0.17}, {0.80, 0.09, 0.11}, {0.91, 0.02, 0.07}, {0, 0.96, 0.04}}[i]
		for j, use := range []string{"Used to threaten", "Caused injury", "Other use"} {
			t.Rows = append(t.Rows, shareOf(shares[j]*n, n, name, use))
		}
		t.Rows = append(t.Rows, countOf(analysis.NotKnownRow, 22-3*float64(i), name, "Not recorded"), countOf(analysis.TotalRow, n+22-3*float64(i), name, "Total"))
	}
	return figureCase{chart: analysis.Chart{
		ID: "stack", Table: t.ID, Mark: analysis.Stack, Title: "Use of the knife by offence class",
		Subtitle: "Share of knife crime offences with a known use, Exampleborough, 12 months to May 2023", Category: "ho_class", Series: "knife_use", Measure: "value",
		Unit: "% of offences",
	}, table: t}
}

// gridLayer is a borough of columns by rows of crooked areas of about a
// kilometre, the last column a third as wide.
func gridLayer(columns, rows int, name func(i int) string) *spatial.Layer {
	corner := func(i, j int) spatial.Point {
		e := 548000 + 1000*float64(i) + 170*math.Sin(float64(3*i+5*j))
		if i == columns {
			e -= 650
		}
		return spatial.Point{E: e, N: 184000 + 900*float64(j) + 150*math.Cos(float64(5*i+2*j))}
	}
	var areas []spatial.Area
	for j := range rows {
		for i := range columns {
			n := j*columns + i
			ring := []spatial.Point{corner(i, j), corner(i+1, j), corner(i+1, j+1), corner(i, j+1), corner(i, j)}
			areas = append(areas, spatial.Area{Code: fmt.Sprintf("E05%06d", n), Name: name(n), Polygons: [][][]spatial.Point{{ring}}})
		}
	}
	return spatial.NewLayer(areas)
}

var wardNames = []string{
	"Abbotsford", "Beech Hill", "Castle", "Dock and Quayside", "Eastfield", "Ferry", "Goosegreen", "High Street and Market", "Ings", "Jubilee",
	"Kingsmead", "Lock", "Mill Lane", "Northgate", "Orchard", "Parkside", "Quarry Bank", "Ravenscourt", "Southgate",
}

func areaTable(id string, layer *spatial.Layer) analysis.Table {
	t := analysis.Table{
		ID: id, Unit: analysis.Offence, Columns: columnsOf(analysis.AsRate, "Rate per 1,000 residents"),
		Dimensions: []analysis.Dimension{{Name: "area", Header: "Area"}},
	}
	for i, a := range layer.Areas {
		v := 2 + 23*math.Pow(math.Abs(math.Sin(float64(i)*1.7)), 3)
		t.Rows = append(t.Rows, valueOf(v, v*0.8, v*1.2, 10*v, a.Code))
	}
	return t
}

func choroplethCase() figureCase {
	layer := gridLayer(4, 4, func(i int) string { return wardNames[i] })
	t := areaTable("knife-wards", layer)
	t.Rows[5] = analysis.Row{Levels: t.Rows[5].Levels, Estimate: stats.Estimate{Status: stats.Suppressed}}
	t.Rows = append(t.Rows, countOf(analysis.NotKnownRow, 11, "outside"), countOf(analysis.TotalRow, 455, "Total"))
	return figureCase{chart: analysis.Chart{
		ID: "choropleth", Table: t.ID, Mark: analysis.Choropleth, Title: "Knife crime offences by ward",
		Subtitle: "Offences per 1,000 residents by ward, Exampleborough, 12 months to May 2023", Category: "area", Measure: "value",
		Unit: "Rate per 1,000 residents", Layer: layer, Reference: stats.N(9.2), ReferenceLabel: "Exampleborough",
		Note: "Rates use residents; areas with many visitors look higher than the risk to residents.",
	}, table: t}
}

func manyAreasCase() figureCase {
	layer := gridLayer(12, 10, func(i int) string { return fmt.Sprintf("Exampleborough %03d", i) })
	t := areaTable("lsoas", layer)
	return figureCase{chart: analysis.Chart{
		ID: "many-areas", Table: t.ID, Mark: analysis.Choropleth, Title: "Offences by LSOA",
		Subtitle: "Offences per 1,000 residents by LSOA, Exampleborough, 12 months to May 2023", Category: "area", Measure: "value",
		Unit: "Rate per 1,000 residents", Layer: layer, Places: []analysis.Marker{{Name: "Exampleton station", At: spatial.Point{E: 551500, N: 188000}}},
	}, table: t}
}

func cellsCase() figureCase { return gridCase(spatial.Grid{Size: 250}) }

func gridCase(grid spatial.Grid) figureCase {
	layer := gridLayer(4, 4, func(i int) string { return wardNames[i] })
	t := analysis.Table{
		ID: "knife-cells", Unit: analysis.Offence, Columns: columnsOf(analysis.AsCount, "Offences")[:1],
		Dimensions: []analysis.Dimension{{Name: "cell", Header: "Cell"}},
	}
	for i, cell := range grid.Cells(layer) {
		c := grid.Anchor(cell)
		d := min(spatial.Distance(c, spatial.Point{E: 548700, N: 184900}), spatial.Distance(c, spatial.Point{E: 550600, N: 186500}))
		if n := math.Round(30*math.Exp(-d/420) + float64(i%7)/4); n > 0 {
			r := countOf(analysis.LevelRow, n, fmt.Sprintf("%06.0f %06.0f", c.E, c.N))
			r.Extra = map[string]stats.Number{"easting": stats.N(c.E), "northing": stats.N(c.N)}
			t.Rows = append(t.Rows, r)
		}
	}
	return figureCase{chart: analysis.Chart{
		ID: "cells", Table: t.ID, Mark: analysis.CellMap, Title: "Knife crime offences in cells of 250 m",
		Subtitle: "Offences in square cells of 250 m, Exampleborough, 12 months to May 2023", Category: "cell", Measure: "numerator", Unit: "Offences", Cells: grid, Layer: layer,
		Places: []analysis.Marker{
			{Name: "Market square", At: spatial.Point{E: 548760, N: 184980}},
			{Name: "Exampleton station", At: spatial.Point{E: 550650, N: 186550}},
			{Name: "Bus station", At: spatial.Point{E: 550900, N: 186500}},
		},
	}, table: t}
}

func waterfallCase() figureCase {
	t := analysis.Table{
		ID: "cost-offence", Unit: analysis.Pound, Columns: columnsOf(analysis.AsPounds, "Cost (£)"),
		Dimensions: []analysis.Dimension{{Name: "step", Header: "Step"}},
	}
	parts := []analysis.Row{
		valueOf(14.2e6, 13.1e6, 15.4e6, 900, "Violence with injury"), valueOf(9.8e6, 9.0e6, 10.7e6, 500, "Robbery"), valueOf(8.1e6, 7e6, 9e6, 120, "Sexual offences"),
		valueOf(2.5e6, 2e6, 3e6, 90, "Violence without injury"), valueOf(34.6e6, 29.8e6, 40.1e6, 1610, "Recorded total"), valueOf(68.5e6, 60e6, 77e6, 0, "Not reported to the police"), valueOf(103.1e6, 88e6, 119e6, 0, "Estimated total"),
	}
	parts[4].Kind, parts[6].Kind = analysis.TotalRow, analysis.TotalRow
	t.Rows = parts
	return figureCase{chart: analysis.Chart{
		ID: "waterfall", Table: t.ID, Mark: analysis.Waterfall, Title: "Estimated cost of violence involving under-25s",
		Subtitle: "Economic and social cost of recorded violence, and with an estimate of what is not reported, Exampleborough, 2022/23 prices", Category: "step", Measure: "value",
		Unit: "£ million", Interval: true,
	}, table: t}
}

// drawCase draws one case, or fails the test.
func drawCase(t *testing.T, f figureCase) Figure {
	t.Helper()
	figures, failed, err := DrawFigures(t.Context(), f.published(), nil)
	if err != nil {
		t.Fatal(err)
	}
	for id, reason := range failed {
		t.Fatalf("%s: %v", id, reason)
	}
	if len(figures) != 1 {
		t.Fatalf("got %d figures, want 1", len(figures))
	}
	return figures[0]
}
