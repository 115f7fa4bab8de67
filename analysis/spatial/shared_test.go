package spatial

import (
	"math"
	"os"
	"strconv"
	"strings"
	"testing"

	"svna/analysis/internal/oracle"
)

// answered are the files of the folder oracles whose answers are all compared here.
var answered = []string{
	"04_*/afcon_*", "04_*/getisord_*", "04_*/global_*", "04_*/nc_sids_queen.csv",
	"06_*/desmith_*", "06_*/getis_*", "06_*/global_*", "06_*/lattice*", "06_*/sids2_SIDR74.csv", "06_*/stl_*",
	"07_*/*", "16_*/*", "18_*/*",
}

func TestMain(m *testing.M) { os.Exit(oracle.Run(m, answered, notAnswers)) }

// parse reads a number of an oracle.
func parse(t *testing.T, text string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// near reports whether got is within an absolute tolerance of want.
func near(got, want, tolerance float64) bool { return math.Abs(got-want) <= tolerance }

// notAnswers are columns of the oracles that hold no answer: what they hold instead.
var notAnswers = map[string]map[string]string{
	"04_local_g_gistar/afcon_local_g_and_moran.csv": {"id": label, "name": label, "x": place, "y": place},
	"04_local_g_gistar/getisord_16x16.csv":          {"id": label},
	"04_local_g_gistar/nc_sids_queen.csv":           {"row": label, "FIPS": label, "NAME": label, "NWBIR74": "births of another group"},
	"06_moran_lisa_pysal/desmith_z.csv":             {"id": label},
	"06_moran_lisa_pysal/getis_ord_six_points.csv":  {"id": label},
	"06_moran_lisa_pysal/lattice3x3.csv":            {"id": label},
	"06_moran_lisa_pysal/sids2_SIDR74.csv":          {"id": label},
	"06_moran_lisa_pysal/stl_HR8893.csv":            {"id": label},
	"07_knox_near_repeat/burkitt_expected.json": {
		"/source": "a citation", "/bounds": "in words", "/poisson_p_more_than_13_do_not_use": "a trap",
		"/boundary_example/note": "in words", "/boundary_example/points/0/2": "a date", "/boundary_example/points/1/2": "a date",
	},
	"07_knox_near_repeat/knox_tables.csv":           {"dataset": "read once a setting", "metric": "read once a setting"},
	"07_knox_near_repeat/nrc13_reported_tables.csv": {"label_space": "labels one unit off", "label_time": "labels one unit off"},
	"18_osgb36_wgs84/ostn15_TP01_TP40.csv":          {"etrs89_height": height, "odn_height_osgm15": height},
	"18_osgb36_wgs84/ostn15_official_OSGB36_to_ETRS.csv": {
		"ETRSHeight": height, "Sg": height, "Sg0": height, "Sg1": height, "Sg2": height, "Sg3": height,
		"PointID": iteration, "ETRSEast or Lat": iteration, "ETRSNorth or Long": iteration, "Se": iteration, "Sn": iteration,
		"Se0": iteration, "Se1": iteration, "Se2": iteration, "Se3": iteration, "Sn0": iteration, "Sn1": iteration, "Sn2": iteration, "Sn3": iteration,
	},
}

// What columns hold that are no answer.
const (
	label     = "a name or a number of the row"
	place     = "a place, where neighbours are listed"
	height    = "a height: the engine has none"
	iteration = "of steps before the result"
)
