package datasets

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// lsoaName is the name of an LSOA, which starts with that of its local authority.
var lsoaName = regexp.MustCompile(`^(.+) \d{3}[A-Z]$`)

// areaNameShare is the share of rows that must have one area for it to be that
// of the assessment.
const areaNameShare = 0.5

// proposeArea looks for the code of a local authority in the columns of codes,
// else for its name in the names of LSOAs or of boroughs.
func (p *Proposal) proposeArea(examined []*examination) {
	borough := func(v string) (string, bool) {
		v = strings.ToUpper(clean(v))
		return v, gssCodes["borough_incident"].MatchString(v)
	}
	for _, e := range examined {
		for _, c := range e.columns {
			code, n, of := c.most(borough)
			if n == 0 || 100*of < c.filled {
				continue // hardly a column of codes
			}
			p.Area = code
			p.AreaSays = fmt.Sprintf("in %s of %s codes of local authorities in column %q", thousands(n), thousands(of), c.name)
			if n < of {
				p.AreaSays += "; the others are other areas"
			}
			return
		}
	}
	for _, e := range examined {
		for _, c := range e.columns {
			key := nameKey(c.name)
			isBorough := strings.Contains(key, "borough")
			name, n, of := c.most(func(v string) (string, bool) {
				if found := lsoaName.FindStringSubmatch(clean(v)); found != nil {
					return found[1], true
				}
				return clean(v), isBorough
			})
			if n == 0 || 2*of < c.filled || float64(n) < areaNameShare*float64(of) || !isLabel(name) {
				continue
			}
			p.Area, p.AreaName = areaSlug(name), name
			p.AreaSays = fmt.Sprintf("the name in %s of %s values of column %q; write its GSS code, which population and boundaries go by", thousands(n), thousands(of), c.name)
			p.Decide = append(p.Decide, fmt.Sprintf("area: the files have a name (%s) and no GSS code of the area: write the code.", name))
			return
		}
	}
	p.Area = "AREA"
	p.AreaSays = "no column has the code of a local authority: write it; every row is taken to belong to the area"
	p.Decide = append(p.Decide, "area: nothing in the files says which area they are of: write its GSS code.")
}

// most returns the value that most of the rows have, by what a cell stands for,
// the number of those rows, and the number of rows that stand for anything.
func (c *column) most(of func(cell string) (string, bool)) (value string, rows, all int) {
	counts := map[string]int{}
	for i, v := range c.values {
		if v == "" {
			continue
		}
		if stands, ok := of(v); ok {
			counts[stands] += c.rows[i]
			all += c.rows[i]
		}
	}
	for _, stands := range sortedKeys(counts) {
		if counts[stands] > rows {
			value, rows = stands, counts[stands]
		}
	}
	if rows < shownAtLeast {
		return "", 0, 0
	}
	return value, rows, all
}

// areaSlug makes a name fit to name a folder.
func areaSlug(name string) string {
	parts := strings.FieldsFunc(name, func(r rune) bool { return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') })
	if len(parts) == 0 {
		return "AREA"
	}
	return strings.Join(parts, "-")
}

// proposeDefinition chooses the pack that the fields at hand can serve.
func (p *Proposal) proposeDefinition(examined []*examination) {
	codes, labels, ages := false, false, false
	for i, e := range examined {
		if p.Extracts[i].Profile == "police-uk-street" {
			p.Definition, p.DefinitionSays = "police-uk", "the crime types of data.police.uk"
			return
		}
		for _, m := range e.mapped {
			switch {
			case m.Field == "ho_code":
				codes = true
			case slices.Contains([]string{"force_group", "force_subgroup"}, m.Field):
				c := e.column(m.Column)
				labels = labels || c.fitsLabel(m.Field) >= 0.5
				codes = codes || c.fitsClass() >= 0.5
			case strings.HasSuffix(m.Field, ".age_at_offence"), m.Field == "age_at_offence", strings.HasSuffix(m.Field, ".age_band"):
				ages = true
			}
		}
	}
	switch {
	case codes && ages:
		p.Definition, p.DefinitionSays = "london", "there are offence codes or labels of classes, and ages"
	case codes:
		p.Definition, p.DefinitionSays = "all-violence", "there are offence codes or labels of classes, and no ages, which the pack \"london\" needs"
	case labels:
		p.Definition, p.DefinitionSays = "all-violence", "the labels tell groups of offences; Home Office codes, which the pack \"london\" needs, they do not"
	default:
		p.Definition, p.DefinitionSays = "every-offence", "no column has Home Office offence codes or labels, so serious violence cannot be told from the rest"
	}
}
