package datasets

import (
	"strconv"
	"sync"
)

// HarmWeights returns the weights of the ONS Crime Severity Score (2016) by Home
// Office code, as far as they were found published with their label. Classes
// without a weight are listed, never 0. Robbery and theft from the person have
// the weight of their whole category. The map is shared: do not change it.
func HarmWeights() map[string]float64 { return harmWeights() }

// HarmSource returns the source line of HarmWeights.
func HarmSource() string {
	t := embeddedTable("harm_weights")
	return t.sources()
}

var harmWeights = sync.OnceValue(func() map[string]float64 {
	t := embeddedTable("harm_weights")
	weights := map[string]float64{}
	for _, row := range t.rows {
		w, err := strconv.ParseFloat(t.cell(row, "weight"), 64)
		if err != nil {
			panic(err)
		}
		weights[t.cell(row, "ho_code")] = w
	}
	return weights
})
