package main

import (
	"fmt"
	"maps"
	"slices"

	"svna/datasets"
)

// columnMaps reads [extract.columns]: a field is the name of a column, or a
// table with column, time, format, formats or contains; victim and suspect are
// tables of fields.
func columnMaps(written map[string]any) (map[string]datasets.ColumnMap, error) {
	columns := map[string]datasets.ColumnMap{}
	for _, name := range slices.Sorted(maps.Keys(written)) {
		table, isTable := written[name].(map[string]any)
		if isTable && (name == "victim" || name == "suspect" || name == "person") {
			people, err := columnMaps(table)
			if err != nil {
				return nil, err
			}
			for field, m := range people {
				columns[name+"."+field] = m
			}
			continue
		}
		m, err := columnMap(name, written[name])
		if err != nil {
			return nil, &datasets.SettingError{Key: []string{"columns", name}, Err: err}
		}
		columns[name] = m
	}
	return columns, nil
}

func columnMap(field string, written any) (m datasets.ColumnMap, err error) {
	switch v := written.(type) {
	case string:
		return datasets.ColumnMap{Column: v}, nil
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(v)) {
			text, isText := v[key].(string)
			switch {
			case key == "column" && isText:
				m.Column = text
			case key == "time" && isText:
				m.Time = text
			case key == "format" && isText:
				m.Format = text
			case key == "formats":
				if m.Formats, err = listOfTexts(v[key]); err != nil {
					return m, fmt.Errorf("[extract.columns] %s: formats: %w", field, err)
				}
			case key == "contains":
				if m.Contains, err = listOfTexts(v[key]); err != nil {
					return m, fmt.Errorf("[extract.columns] %s: contains: %w", field, err)
				}
			default:
				return m, fmt.Errorf("[extract.columns] %s: there is column, time, format, formats and contains, and no %s that can be read", field, key)
			}
		}
		return m, nil
	}
	return m, fmt.Errorf("[extract.columns] %s: give the name of a column, or { column = \"...\", format = \"...\" }", field)
}

func listOfTexts(v any) ([]string, error) {
	var list texts
	err := list.UnmarshalTOML(v)
	return list, err
}
