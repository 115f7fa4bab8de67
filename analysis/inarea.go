package analysis

import (
	"fmt"
	"strings"

	"svna/analysis/spatial"
	"svna/datasets"
)

// NoAreaError says that the extracts have the borough of offences, and none is the
// area of the assessment.
type NoAreaError struct {
	Area   Area
	Basis  string // which borough
	Others []string
}

func (e *NoAreaError) Error() string {
	values := "another value"
	if n := len(e.Others); n > 1 {
		values = fmt.Sprintf("%d other values", n)
	}
	return fmt.Sprintf("no offence is of the area %s (%s): as the %s the extracts have %s (%s)",
		e.Area.Code, e.Area.Name, e.Basis, values, strings.Join(e.Others[:min(3, len(e.Others))], "; "))
}

// boroughHere finds the levels of a borough that are the area, by its code or its
// name, and names those of other areas.
func (s *Study) boroughHere(borough datasets.Category) (here []bool, known bool, others []string) {
	here = make([]bool, len(borough.Levels))
	name := datasets.AreaNameKey(s.Area.Name)
	for i, level := range borough.Levels {
		here[i] = level == s.Area.Code || name != "" && datasets.AreaNameKey(level) == name
		known = known || here[i]
		if !here[i] && !datasets.Missing(level) {
			others = append(others, level)
		}
	}
	return here, known, others
}

// What a supplied area is that is none of a layer.
const (
	noArea      int32 = -1 // not recorded, or a name that two areas of the layer share
	unknownArea int32 = -2 // not among the boundaries
)

// suppliedAreas finds the area of a layer for each level of a field, by code or by
// name, and says whether levels are a "code", a "name", or a "code or name".
func suppliedAreas(layer *spatial.Layer, supplied datasets.Category) (areas []int32, kind string) {
	byCode, byName := map[string]int32{}, map[string]int32{}
	for i, a := range layer.Areas {
		byCode[a.Code] = int32(i)
		key := datasets.AreaNameKey(a.Name)
		if _, shared := byName[key]; shared {
			byName[key] = noArea
		} else {
			byName[key] = int32(i)
		}
	}
	codes, names := 0, 0
	for _, level := range supplied.Levels {
		area := unknownArea
		if datasets.Missing(level) {
			area = noArea
		} else if at, ok := byCode[level]; ok {
			area = at
			codes++
		} else if at, ok := byName[datasets.AreaNameKey(level)]; ok {
			area = at
			names++
		}
		areas = append(areas, area)
	}
	switch {
	case names == 0:
		return areas, "code"
	case codes == 0:
		return areas, "name"
	}
	return areas, "code or name"
}
