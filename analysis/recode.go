package analysis

import (
	"slices"

	"svna/datasets"
)

// ordered is a category with its levels in the order given, whether or not they
// occur; other levels follow if they occur in the rows.
func ordered(c datasets.Category, rows Selection, levels ...string) datasets.Category {
	occurs := make([]bool, len(c.Levels))
	for _, r := range rows {
		if code := c.Codes[r]; code >= 0 {
			occurs[code] = true
		}
	}
	out := datasets.Category{Levels: slices.Clone(levels), Codes: make([]int32, len(c.Codes))}
	recoded := make([]int32, len(c.Levels))
	for i, level := range c.Levels {
		recoded[i] = out.Code(level)
		if recoded[i] < 0 && occurs[i] {
			recoded[i] = int32(len(out.Levels))
			out.Levels = append(out.Levels, level)
		}
	}
	for i, code := range c.Codes {
		out.Codes[i] = -1
		if code >= 0 {
			out.Codes[i] = recoded[code]
		}
	}
	return out
}

// regroup is a category with other levels: group names the new level of an old
// one. Not recorded and the reserved levels stay what they are.
func regroup(c datasets.Category, levels []string, group func(level string) string) datasets.Category {
	reserved := []string{datasets.Unknown, datasets.Refused, datasets.NotApplicable, datasets.Suppressed}
	out := datasets.Category{Levels: append(slices.Clone(levels), reserved...), Codes: make([]int32, len(c.Codes))}
	recoded := make([]int32, len(c.Levels))
	for i, level := range c.Levels {
		if !datasets.Missing(level) {
			level = group(level)
		}
		recoded[i] = out.Code(level)
		if recoded[i] < 0 {
			panic("analysis: regrouped into a level that is not listed: " + level)
		}
	}
	for i, code := range c.Codes {
		out.Codes[i] = -1
		if code >= 0 {
			out.Codes[i] = recoded[code]
		}
	}
	return out
}

// flagOf is a flag with the levels yes and no. Blank in a column that the source
// has means that the flag is not set.
func flagOf(c datasets.Category) datasets.Category {
	out := regroup(c, []string{"yes", "no"}, func(level string) string {
		if level == "yes" {
			return "yes"
		}
		return "no"
	})
	for i, code := range out.Codes {
		if code < 0 {
			out.Codes[i] = 1
		}
	}
	return out
}

// standardLevels are the levels of a field in the order of the data standard,
// without those that mean missing.
func standardLevels(table, field string) []string {
	f, _ := datasets.FieldNamed(table, field)
	var levels []string
	for _, level := range f.Levels {
		if !datasets.Missing(level) {
			levels = append(levels, level)
		}
	}
	return levels
}
