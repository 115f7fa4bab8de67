package analysis

import (
	"testing"

	"svna/analysis/stats"
)

// A title says no more than the columns do, and a map of hotspots of which one is
// named by its distance from a place says how many there are.
func TestTitlesSayWhatIsShown(t *testing.T) {
	table := Table{Title: "Offences by volume and harm", Notes: []string{"a", "weights"}, Columns: []Column{{Name: "harm"}}}
	table.Promise = &Promise{Column: "harm", Plain: "Offences", Notes: []string{"weights"}}
	if table.KeepPromise(); table.Title != "Offences by volume and harm" || len(table.Notes) != 2 {
		t.Errorf("with its column: %q, %q", table.Title, table.Notes)
	}
	table.Columns = nil
	if table.KeepPromise(); table.Title != "Offences" || len(table.Notes) != 1 {
		t.Errorf("without: %q, %q", table.Title, table.Notes)
	}
	table = Table{Title: "Harm of offences", Promise: &Promise{Column: "harm"}}
	if table.KeepPromise(); table.Kept() || table.Title != "Harm of offences" {
		t.Errorf("nothing without its column: %q", table.Title)
	}
	hotspots := []Figure{
		{Label: "Market square", Extra: map[string]stats.Number{"denser_p": number(0.001)}},
		{Label: "900 metres south of Market square", Extra: map[string]stats.Number{"denser_p": number(0.8)}},
	}
	if got, want := hotspotTitle("thefts", hotspots), "2 hotspots of thefts, of which 1 stood out from its surroundings"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
