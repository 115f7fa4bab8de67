package analysis_test

import (
	"context"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"svna/analysis"
	"svna/datasets/sample"
)

// TestSessionDoesNotMatter reads and analyses the same files in other time zones
// (among them one a day ahead and one with a half hour), another locale and with
// other numbers of cores: every table and statement stays the same.
func TestSessionDoesNotMatter(t *testing.T) {
	dir := t.TempDir()
	if err := sample.Write(dir, sample.Options{Rows: 2000}); err != nil {
		t.Fatal(err)
	}
	analyse := func() string {
		in, err := readSample(dir)
		if err != nil {
			t.Fatal(err)
		}
		s, err := analysis.NewStudy(in)
		if err != nil {
			t.Fatal(err)
		}
		outcomes, err := analysis.Analyse(context.Background(), s, nil)
		if err != nil {
			t.Fatal(err)
		}
		var all strings.Builder
		for _, o := range outcomes {
			all.WriteString(render(o))
		}
		return all.String()
	}
	want := analyse()
	local, cores := time.Local, runtime.GOMAXPROCS(0)
	defer func() {
		time.Local = local
		runtime.GOMAXPROCS(cores)
	}()
	for _, session := range []struct {
		zone   *time.Location
		locale string
		cores  int
	}{
		{time.FixedZone("Kiritimati", 14*3600), "tr_TR.UTF-8", 1},
		{time.FixedZone("Marquesas", -9*3600-1800), "de_DE.UTF-8", 8},
		{time.UTC, "C", 2},
	} {
		time.Local = session.zone
		t.Setenv("TZ", session.zone.String())
		t.Setenv("LC_ALL", session.locale)
		t.Setenv("LANG", session.locale)
		runtime.GOMAXPROCS(session.cores)
		if diff := cmp.Diff(want, analyse()); diff != "" {
			t.Errorf("%s, %s, %d cores change the results (-before +after):\n%s", session.zone, session.locale, session.cores, diff)
		}
	}
}
