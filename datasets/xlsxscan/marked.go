package xlsxscan

import "slices"

// DefinedNames returns what each name of the whole workbook refers to, as written:
// 'mix'!$E$13. Names of one sheet alone are left out.
func (b *Book) DefinedNames() (map[string]string, error) {
	names := map[string]string{}
	err := b.archive.elements(b.workbook, "workbook", func(x *xmlReader) error {
		if x.local != "definedName" || x.value("localSheetId") != nil {
			return nil
		}
		name := string(x.value("name"))
		if _, twice := names[name]; twice {
			return damaged("one name is defined twice")
		}
		refers, err := x.plainText(nil, "definedName")
		names[name] = string(refers)
		return err
	})
	return names, err
}

// Tables returns the ranges of a sheet that are marked as tables, such as A12:F40.
func (b *Book) Tables(sheet Sheet) (ranges []string, err error) {
	relations, err := b.archive.relations(sheet.part)
	if err != nil {
		return nil, err
	}
	for _, r := range relations {
		if r.kind != "table" {
			continue
		}
		ref, err := b.archive.tableRange(r.target)
		if err != nil {
			return nil, err
		}
		ranges = append(ranges, ref)
	}
	slices.Sort(ranges)
	return ranges, nil
}

// tableRange reads the part of a table to its end.
func (a *archive) tableRange(part string) (ref string, err error) {
	r, err := a.open(part)
	if err != nil {
		return "", err
	}
	defer r.Close()
	x := newXMLReader(r, r.file.UncompressedSize64)
	for first := true; ; {
		kind, err := x.next()
		switch {
		case err != nil:
			return "", err
		case kind == endOfXML:
			return ref, nil
		case kind != startToken || !first:
		case x.local != "table":
			return "", damaged("a part of it is not what it is said to be")
		default:
			ref, first = string(x.value("ref")), false
		}
	}
}
