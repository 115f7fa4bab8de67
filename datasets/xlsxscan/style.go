package xlsxscan

import (
	"strconv"
	"strings"
)

// Style is what the number format of a cell shows of a number.
type Style uint8

// A number is shown as a number, a date, a time of day, or both.
const (
	Plain Style = 0
	Date  Style = 1
	Clock Style = 2
)

// readStyles finds for each cell format whether it shows dates.
func (b *Book) readStyles(part string) error {
	custom := map[int]Style{}
	var formats []int
	inCellFormats := false
	err := b.archive.elements(part, "styleSheet", func(x *xmlReader) error {
		switch x.local {
		case "numFmt":
			if id, err := strconv.Atoi(string(x.value("numFmtId"))); err == nil {
				if _, twice := custom[id]; !twice {
					custom[id] = styleOf(string(x.value("formatCode")))
				}
			}
		case "cellXfs":
			inCellFormats = true
		case "cellStyles", "cellStyleXfs", "dxfs":
			inCellFormats = false
		case "xf":
			if inCellFormats {
				id, _ := strconv.Atoi(string(x.value("numFmtId")))
				formats = append(formats, id)
			}
		}
		return nil
	})
	for _, id := range formats {
		style, there := custom[id]
		if !there {
			style = builtInStyle(id)
		}
		b.styles = append(b.styles, style)
	}
	return err
}

// builtInStyle knows the numbers that stand for formats without a code, those of
// East Asian locales included (ECMA-376 part 1, 18.8.30).
func builtInStyle(id int) Style {
	switch {
	case id >= 14 && id <= 17, id >= 27 && id <= 31, id == 36, id >= 50 && id <= 58:
		return Date
	case id >= 18 && id <= 21, id >= 32 && id <= 35, id >= 45 && id <= 47:
		return Clock
	case id == 22:
		return Date | Clock
	}
	return Plain
}

// styleOf finds the letters of dates in the first part of a format code, outside
// quotes, escapes and brackets.
func styleOf(code string) Style {
	var year, month, day, clock bool
	for i := 0; i < len(code) && code[i] != ';'; i++ {
		switch code[i] {
		case '"':
			if end := strings.IndexByte(code[i+1:], '"'); end >= 0 {
				i += end + 1
			}
		case '\\', '_', '*':
			i++
		case '[':
			end := strings.IndexByte(code[i:], ']')
			if end < 0 {
				return Plain
			}
			switch strings.Trim(strings.ToLower(code[i+1:i+end]), "hms") {
			case "":
				clock = true // [h]:mm, hours that have passed
			}
			i += end
		case 'y', 'Y':
			year = true
		case 'm', 'M':
			month = true
		case 'd', 'D':
			day = true
		case 'h', 'H', 's', 'S':
			clock = true
		case 'G', 'g':
			if strings.HasPrefix(strings.ToLower(code[i:]), "general") {
				return Plain
			}
		}
	}
	style := Plain
	if year || day || month && !clock {
		style |= Date
	}
	if clock {
		style |= Clock
	}
	return style
}
