package datasets

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
)

// maxJSONDepth is how deep arrays and objects may stand in each other: GeoJSON
// needs nine.
const maxJSONDepth = 32

// checkJSON refuses text that is not JSON, that is nested too deep, or in which an
// object has a name twice, since readers disagree which of the two counts.
// encoding/json takes the last without a word.
func checkJSON(text []byte) error {
	if !json.Valid(text) {
		var any json.RawMessage
		return jsonFault(text, json.Unmarshal(text, &any))
	}
	var open []map[string]bool // the names of each object, nil for an array
	name := false              // whether the next string is a name
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '{':
			open, name = append(open, map[string]bool{}), true
		case '[':
			open, name = append(open, nil), false
		case '}', ']':
			open, name = open[:len(open)-1], false
		case ',':
			name = len(open) > 0 && open[len(open)-1] != nil
		case '"':
			end := endOfString(text, i)
			if name {
				var key string
				if json.Unmarshal(text[i:end], &key) != nil || open[len(open)-1][key] {
					return fmt.Errorf("line %d: a name stands twice in one object", lineAt(text, int64(i)))
				}
				open[len(open)-1][key] = true
			}
			i, name = end-1, false
		}
		if len(open) > maxJSONDepth {
			return fmt.Errorf("line %d: it is nested deeper than %d levels", lineAt(text, int64(i)), maxJSONDepth)
		}
	}
	return nil
}

// endOfString returns the offset after the quote that closes the string at an offset.
func endOfString(text []byte, at int) int {
	for i := at + 1; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(text)
}

// crsNames are the coordinate reference systems that a boundary file may state.
var crsNames = []struct {
	names   []string
	degrees bool
}{
	{[]string{"urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:OGC::CRS84", "http://www.opengis.net/def/crs/OGC/1.3/CRS84", "urn:ogc:def:crs:EPSG::4326", "EPSG:4326", "CRS84"}, true},
	{[]string{"urn:ogc:def:crs:EPSG::27700", "EPSG:27700", "http://www.opengis.net/def/crs/EPSG/0/27700"}, false},
}

// statedCRS reads the member crs of a file. known is false where there is none.
func (f *geoFile) statedCRS() (degrees, known bool, err error) {
	if f.CRS == nil {
		return false, false, nil
	}
	name, _ := f.CRS.Properties["name"].(string)
	for _, crs := range crsNames {
		if slices.Contains(crs.names, name) {
			return crs.degrees, true, nil
		}
	}
	return false, false, errors.New("its crs is neither WGS84 nor the British National Grid; save it as one of the two")
}
