package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"svna/analysis"
	"svna/analysis/tabulate"
)

// Results of svna tabulate are written here and not in package reports, which
// takes published numbers only.

// restrictedLine is the first line of everything that svna tabulate prints.
const restrictedLine = "RESTRICTED: exact counts, nothing suppressed, not part of the disclosure audit. Do not publish or pass on."

// blankLevel is how a level that is not recorded is shown to people.
const blankLevel = "(blank)"

func printTables(t *terminal, format string, answer *tabulate.Answer) error {
	var out bytes.Buffer
	switch format {
	case "json":
		content, err := tabulatedJSON(answer)
		if err != nil {
			return err
		}
		out.Write(content)
	case "csv":
		// A line of its own at the top would be a row to a program that reads the
		// table, so it is the first of the lines beside it.
		fmt.Fprintln(t.err, restrictedLine)
		for i, r := range answer.Results {
			if i > 0 {
				out.WriteByte('\n')
			}
			out.Write(tabulatedCSV(r))
		}
	default:
		fmt.Fprintln(&out, restrictedLine)
		printAbout(&out, answer)
		for _, r := range answer.Results {
			fmt.Fprintln(&out)
			printTable(&out, r)
		}
	}
	_, err := t.out.Write(out.Bytes())
	return err
}

// printAbout says what was read and what was assumed.
func printAbout(w io.Writer, answer *tabulate.Answer) {
	for _, f := range answer.Files {
		fmt.Fprintf(w, "%s: %s read, %d used", f.Name, counted(f.RowsRead, "row", "rows"), f.RowsUsed)
		for _, r := range f.LeftOut {
			fmt.Fprintf(w, "; %d left out: %s%s", r.Rows, r.Reason, examples(r.Lines))
		}
		fmt.Fprintln(w)
		for _, a := range f.Assumed {
			fmt.Fprintf(w, "%s: %s\n", f.Name, a)
		}
		for _, found := range f.Findings {
			fmt.Fprintf(w, "%s: %s\n", f.Name, found.Advice())
		}
	}
	for _, f := range answer.Findings {
		fmt.Fprintf(w, "found: %s\n", f.Advice())
	}
	for _, n := range answer.Notes {
		fmt.Fprintf(w, "assumed: %s\n", n)
	}
	for _, r := range answer.Results {
		for _, n := range r.Notes {
			fmt.Fprintf(w, "%s: %s\n", r.Name, n)
		}
	}
}

// printTable prints one table for people: levels to the left, numbers to the
// right, estimates to one decimal.
func printTable(out io.Writer, r tabulate.Result) {
	lines := [][]string{r.Header}
	for _, row := range r.Rows {
		var line []string
		for i, cell := range row {
			text := terminalText(cell.String())
			switch {
			case i < r.Labels && text == "":
				text = blankLevel
			case cell.IsNumber && !math.IsNaN(cell.Number) && cell.Number == math.Trunc(cell.Number):
				text = analysis.Round(cell.Number, 0)
			case cell.IsNumber && !math.IsNaN(cell.Number):
				text = analysis.Round(cell.Number, 1)
			}
			line = append(line, text)
		}
		lines = append(lines, line)
	}
	widths := make([]int, len(r.Header))
	for _, line := range lines {
		for i, text := range line {
			widths[i] = max(widths[i], utf8.RuneCountInString(text))
		}
	}
	for _, line := range lines {
		var b strings.Builder
		for i, text := range line {
			blanks := strings.Repeat(" ", widths[i]-utf8.RuneCountInString(text))
			if i < r.Labels {
				b.WriteString(text + blanks + "  ")
			} else {
				b.WriteString(blanks + text + "  ")
			}
		}
		fmt.Fprintln(out, strings.TrimRight(b.String(), " "))
	}
	if len(r.Rows) == 0 {
		fmt.Fprintln(out, "(no rows)")
	}
}

// terminalText leaves out what a terminal would act on.
func terminalText(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}, s)
}

func tabulatedCSV(r tabulate.Result) []byte {
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	_ = w.Write(r.Header) // a buffer takes everything
	var cells []string
	for _, row := range r.Rows {
		cells = cells[:0]
		for _, cell := range row {
			cells = append(cells, cell.String())
		}
		_ = w.Write(cells)
	}
	w.Flush()
	return out.Bytes()
}

func tabulatedJSON(answer *tabulate.Answer) ([]byte, error) {
	type table struct {
		Name    string   `json:"name"`
		Columns []string `json:"columns"`
		Rows    [][]any  `json:"rows"`
		Notes   []string `json:"notes,omitempty"`
	}
	document := struct {
		Restricted string   `json:"restricted"`
		Notes      []string `json:"notes,omitempty"`
		Tables     []table  `json:"tables"`
	}{Restricted: restrictedLine, Notes: answer.Notes}
	for _, r := range answer.Results {
		made := table{Name: r.Name, Columns: r.Header, Rows: [][]any{}, Notes: r.Notes}
		for _, row := range r.Rows {
			var cells []any
			for _, cell := range row {
				switch {
				case !cell.IsNumber:
					cells = append(cells, cell.Text)
				case math.IsNaN(cell.Number):
					cells = append(cells, nil)
				default:
					cells = append(cells, json.Number(cell.String()))
				}
			}
			made.Rows = append(made.Rows, cells)
		}
		document.Tables = append(document.Tables, made)
	}
	content, err := json.MarshalIndent(document, "", " ")
	return append(content, '\n'), err
}

// tabulatedWorkbook writes one sheet a table; its first line says that it is
// restricted.
func tabulatedWorkbook(answer *tabulate.Answer) ([]byte, error) {
	book := excelize.NewFile()
	defer book.Close()
	for i, r := range answer.Results {
		sheet := fmt.Sprintf("%d %.25s", i+1, strings.NewReplacer("[", "(", "]", ")", "'", "").Replace(r.Name))
		var err error
		if i == 0 {
			err = book.SetSheetName("Sheet1", sheet)
		} else {
			_, err = book.NewSheet(sheet)
		}
		if err != nil {
			return nil, err
		}
		rows := [][]any{{restrictedLine}}
		for _, n := range r.Notes {
			rows = append(rows, []any{n})
		}
		rows = append(rows, nil)
		var header []any
		for _, name := range r.Header {
			header = append(header, name)
		}
		rows = append(rows, header)
		for _, row := range r.Rows {
			var cells []any
			for _, cell := range row {
				switch {
				case !cell.IsNumber:
					cells = append(cells, cell.Text)
				case math.IsNaN(cell.Number):
					cells = append(cells, nil)
				default:
					cells = append(cells, cell.Number)
				}
			}
			rows = append(rows, cells)
		}
		w, err := book.NewStreamWriter(sheet)
		if err != nil {
			return nil, err
		}
		for n, cells := range rows {
			if err := w.SetRow(fmt.Sprintf("A%d", n+1), cells); err != nil {
				return nil, err
			}
		}
		if err := w.Flush(); err != nil {
			return nil, err
		}
	}
	var out bytes.Buffer
	err := book.Write(&out)
	return out.Bytes(), err
}

// counted writes "1 row", "1,204 rows".
func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return analysis.Round(float64(n), 0) + " " + many
}
