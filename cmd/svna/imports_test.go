package main

import (
	"os/exec"
	"strings"
	"testing"
)

// TestImportsGoOneWay asserts the architecture: cmd -> reports ->
// analysis/disclosure -> analysis -> stats, spatial, datasets. Nothing goes
// back up.
func TestImportsGoOneWay(t *testing.T) {
	forbidden := map[string][]string{
		"svna/datasets":                   {"svna/analysis", "svna/reports", "svna/cmd"},
		"svna/analysis/stats":             {"svna/"},
		"svna/analysis/spatial":           {"svna/"},
		"svna/analysis":                   {"svna/reports", "svna/cmd", "svna/analysis/disclosure", "gonum.org/v1/plot", "github.com/xuri/excelize"},
		"svna/analysis/disclosure":        {"svna/reports", "svna/cmd"},
		"svna/analysis/disclosure/check":  {"svna/"}, // the second program: it knows nothing of the first
		"svna/analysis/disclosure/attack": {"svna/"}, // the stranger: it knows what anyone can know
		"svna/reports":                    {"svna/cmd"},
	}
	for pkg, bans := range forbidden {
		for _, dependency := range dependencies(t, pkg) {
			for _, ban := range bans {
				if dependency != pkg && strings.HasPrefix(dependency, ban) {
					t.Errorf("%s depends on %s", pkg, dependency)
				}
			}
		}
	}
}

func dependencies(t *testing.T, pkg string) []string {
	t.Helper()
	out, err := exec.Command("go", "list", "-deps", pkg).Output()
	if err != nil {
		t.Fatalf("go list -deps %s: %v", pkg, err)
	}
	return strings.Fields(string(out))
}
