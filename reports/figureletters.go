package reports

// drawLettered writes a letter, which nobody takes for a value, in each area
// whose name found no place, and lists the names with their values below the key.
func (m *areaMap) drawLettered(c *canvas, areas []mapArea, lettered []int, list box) {
	if len(lettered) == 0 {
		return
	}
	names, values := m.names(areas), m.values(areas)
	at := pt{list.x, list.y}
	for n, i := range lettered {
		letter := letterOf(n)
		fill := m.role(areas[i])
		if r, ok := m.rows[areas[i].code]; ok && suppressed(r) {
			p := pole(areas[i])
			c.plate(box{p.x, p.y, 0, 0}.grow(5))
		}
		c.middle(mapValue.in(on(fill)), pole(areas[i]), centred, letter)
		beside := list.w - 18 - mapValue.width(values[i]) - 6
		under := beside < list.w/3 // a long value stands on a line of its own
		if under {
			beside = list.w - 18
		}
		lines := annotationText.wrap(names[i], beside)
		if under {
			lines = append(lines, "")
		}
		if at.y+float64(len(lines))*annotationText.line() > list.bottom() {
			c.below(annotationText, at, fromLeft, []string{"Others: see the worksheet"})
			return
		}
		c.below(mapValue, pt{at.x + 12, at.y}, toRight, []string{letter})
		value := pt{list.right(), at.y}
		if under {
			value.y += float64(len(lines)-1) * annotationText.line()
		}
		c.below(mapValue, value, toRight, []string{values[i]})
		at.y = c.below(annotationText, pt{at.x + 18, at.y}, fromLeft, lines)
	}
}

// letterOf counts A to Z, then AA, AB and so on.
func letterOf(n int) string {
	if n < 26 {
		return string(rune('A' + n))
	}
	return letterOf(n/26-1) + letterOf(n%26)
}
