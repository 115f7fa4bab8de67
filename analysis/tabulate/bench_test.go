package tabulate

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"svna/datasets"
)

// BenchmarkPeers is the workload of the peers over an extract of theirs, where
// PEERS_EXTRACT names its folder, from text and from Parquet (read in this process):
// see docs/tabulate.md.
func BenchmarkPeers(b *testing.B) {
	folder := os.Getenv("PEERS_EXTRACT")
	if folder == "" {
		b.Skip("PEERS_EXTRACT does not name a folder")
	}
	asked, err := ReadTables(filepath.Join(folder, "tables.toml"))
	if err != nil {
		b.Fatal(err)
	}
	for _, name := range []string{"extract.csv", "extract.parquet"} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				s, err := datasets.OpenStream([]string{filepath.Join(folder, name)}, nil)
				if err != nil {
					b.Fatal(err)
				}
				if _, err := Count(context.Background(), s, asked, nil); err != nil {
					b.Fatal(err)
				}
				if err := s.Close(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
