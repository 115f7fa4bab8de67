package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"svna/analysis"
)

func TestPublicationSettings(t *testing.T) {
	const good = "[assessment]\narea = \"E09000002\"\nperiod = \"2022-06/2023-05\"\n[[extract]]\nfiles = \"x.csv\"\nprofile = \"record-level\"\n[publication]\n"
	for _, c := range []struct {
		text string
		want analysis.Publication
		says string
	}{
		{"", analysis.Publication{}, ""},
		{
			"date = \"2023-07-20\"\nnext = \"2023-10\"\ncontact = \" Community safety team\"\nemail = \"team@example.gov.uk\"",
			analysis.Publication{Date: "20 July 2023", Next: "October 2023", Contact: "Community safety team", Email: "team@example.gov.uk"},
			"",
		},
		{"date = \"20/07/2023\"", analysis.Publication{}, "line 8: date is a date"},
		{"next = \"2023-02-30\"", analysis.Publication{}, "line 8: next is a date"},
		{"date = \"2023-07-20\"\nnext = \"2023-07-20\"", analysis.Publication{}, "line 9: next is no later"},
		{"email = \"Team <team@example.gov.uk>\"", analysis.Publication{}, "line 8: email is an address alone"},
		{"e-mail = \"team@example.gov.uk\"", analysis.Publication{}, "did you mean email"},
	} {
		path := filepath.Join(t.TempDir(), "svna.toml")
		if err := os.WriteFile(path, []byte(good+c.text+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		s, err := readSettings(path)
		if c.says != "" {
			if err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("%s: got %v, want an error that says %q", c.text, err, c.says)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", c.text, err)
		} else if got := s.publication(); got != c.want {
			t.Errorf("%s: got %+v, want %+v", c.text, got, c.want)
		}
	}
}
