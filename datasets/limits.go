package datasets

import (
	"fmt"

	"svna/datasets/internal/columnfile"
	"svna/datasets/internal/csvscan"
	"svna/datasets/xlsxscan"
)

// Limit is how large something of an extract may be, and what becomes of what is
// larger.
type Limit struct{ Of, Is, Beyond string }

const (
	fileRefused  = "the file is refused"
	rowIsLeftOut = "the row is left out and counted"
)

// Limits lists the limits of the readers of extracts, from the figures that they
// go by.
func Limits() []Limit {
	return []Limit{
		{"a file, unpacked from gzip (svna tabulate reads delimited text of any size)", size(maxTextBytes + 1), fileRefused},
		{"a cell of delimited text or of a sheet", size(csvscan.MaxCell), rowIsLeftOut},
		{"a row of delimited text", fmt.Sprintf("%s, %s cells, %d line ends inside quotes", size(csvscan.MaxRow), thousands(csvscan.MaxColumns), csvscan.MaxQuotedLines), rowIsLeftOut},
		{"the lines above a header", thousands(headerLines), fileRefused},
		{"rows of a broken form", fmt.Sprintf("%d%% of all", int(100*unusableShare)), fileRefused},
		{"a workbook", fmt.Sprintf("%s unzipped, %d times its size, %s parts", size(xlsxscan.MaxUnzipped), xlsxscan.MaxRatio, thousands(xlsxscan.MaxEntries)), fileRefused},
		{"a sheet", fmt.Sprintf("%s rows, %s columns", thousands(xlsxscan.MaxRows), thousands(xlsxscan.MaxColumns)), fileRefused},
		{"the text of a sheet for svna tabulate", size(maxSheetText), fileRefused},
		{"a Parquet file", fmt.Sprintf("%s row groups, %s columns, %d times its size unpacked, %s of footer", thousands(columnfile.MaxGroups), thousands(columnfile.MaxColumns), columnfile.MaxRatio, size(columnfile.MaxFooter)), fileRefused},
		{"a text of a Parquet or Arrow file", size(columnfile.MaxText), "it counts as not recorded"},
		{"the process that reads Parquet and Arrow files", fmt.Sprintf("%s of memory, %d seconds without a word", size(columnfile.MaxMemory), int(columnfile.Patience.Seconds())), fileRefused},
		{"a boundary file", fmt.Sprintf("%s, %s areas, %s points", size(maxBoundaryBytes), thousands(maxBoundaryAreas), thousands(maxBoundaryVertices)), fileRefused},
	}
}

// size writes a number of bytes in the largest unit that divides it.
func size(bytes int) string {
	for _, unit := range []struct {
		bytes int
		name  string
	}{{1 << 30, "GB"}, {1 << 20, "MB"}, {1 << 10, "KB"}} {
		if bytes%unit.bytes == 0 {
			return fmt.Sprintf("%d %s", bytes/unit.bytes, unit.name)
		}
	}
	return fmt.Sprintf("%d bytes", bytes)
}
