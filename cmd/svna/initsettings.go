package main

import (
	"fmt"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"svna/datasets"
)

// proposedSettings writes a proposal as a settings file. What is sure or likely
// stands there ready to run, with the evidence behind it; what is unsure is a
// comment that becomes a setting when its mark is taken off.
func proposedSettings(p *datasets.Proposal, folder string) string {
	w := &settingsWriter{folder: folder}
	w.line("# Proposed by svna init from the files below. Read it, correct it, and type svna check.")
	w.line("# What follows a # is the evidence, or a proposal that is not in force.")
	for _, d := range p.Decide {
		w.comment("TO DECIDE: " + d)
	}
	w.line("\n[assessment]")
	w.setting("area", tomlText(p.Area), p.AreaSays)
	if p.AreaName != "" {
		w.setting("area_name", tomlText(p.AreaName), "")
	}
	if p.PeriodSays != "" {
		w.setting("period", tomlText(p.Period.String()), p.PeriodSays)
	} else {
		w.line(`# period = "2022-04/2023-03"    # whole months; no column told`)
	}
	w.setting("definition", tomlText(p.Definition), p.DefinitionSays)
	for i := range p.Extracts {
		w.extract(&p.Extracts[i])
	}
	w.line("\n# [publication]                # printed on the cover, in Word and on the page; nothing is said without it")
	w.line(`# date    = "2023-07-20"`)
	w.line(`# next    = "2023-10"            # a month will do`)
	w.line(`# contact = "Community safety team"   # a team, not a person`)
	w.line(`# email   = "community.safety@example.gov.uk"`)
	return w.b.String()
}

type settingsWriter struct {
	b      strings.Builder
	folder string
}

func (w *settingsWriter) line(s string) { w.b.WriteString(s + "\n") }

// comment writes a text as comments of a readable width.
func (w *settingsWriter) comment(text string) {
	const width = 110
	line := "#"
	for _, word := range strings.Fields(text) {
		if len(line)+1+len(word) > width && line != "#" {
			w.line(line)
			line = "#  "
		}
		line += " " + word
	}
	w.line(line)
}

func (w *settingsWriter) setting(key, value, says string) {
	text := fmt.Sprintf("%-14s = %s", key, value)
	if says != "" {
		text = fmt.Sprintf("%-58s # %s", text, says)
	}
	w.line(text)
}

// extract writes one [[extract]].
func (w *settingsWriter) extract(x *datasets.ProposedExtract) {
	w.line("")
	w.comment(fmt.Sprintf("%s: %d rows, %d columns; %s.", fileNames(x.Files), x.Rows, x.Columns, strings.Join(x.Sniffed, ", ")))
	if x.Unreadable != "" {
		w.comment("Not read: " + x.Unreadable + ".")
		return
	}
	w.line("[[extract]]")
	var files []string
	for _, f := range x.Files {
		files = append(files, w.relative(f))
	}
	w.line("files = " + tomlTexts(files))
	if len(x.Sheets) > 0 {
		w.line("sheet = " + tomlTexts(x.Sheets))
	}
	if x.Profile != "" {
		w.setting("profile", tomlText(x.Profile), x.LayoutSays)
	} else {
		w.setting("layout", tomlText(string(x.Layout)), x.LayoutSays)
		if x.RowsAreOffences {
			w.line(`rows   = "offences"`)
		}
		if x.MonthsAcross {
			w.setting("rows", `"months across"`, "month and count are taken from the columns that are headed by months")
		}
	}
	w.columns(x)
	if len(x.Constants) > 0 {
		w.line("[extract.constants]")
		for _, field := range slices.Sorted(maps.Keys(x.Constants)) {
			w.setting(field, tomlText(x.Constants[field]), "in every row")
		}
	}
	w.values(x.Values)
	w.codeLists(x.CodeLists)
	w.rest(x)
}

// relative is a path as the settings file names it: from its own folder.
func (w *settingsWriter) relative(path string) string {
	file, err := filepath.Abs(path)
	folder, err2 := filepath.Abs(w.folder)
	if err != nil || err2 != nil {
		return filepath.ToSlash(path)
	}
	if rel, err := filepath.Rel(folder, file); err == nil && !strings.HasPrefix(filepath.ToSlash(rel), "../../..") {
		return filepath.ToSlash(rel)
	}
	return filepath.ToSlash(file)
}

// columns writes the mappings table by table: of the offence first, then of
// people by role. What the profile reads by itself is a comment.
func (w *settingsWriter) columns(x *datasets.ProposedExtract) {
	for _, role := range []string{"", "victim", "suspect", "person", "?"} {
		var text []string
		for _, list := range [][]datasets.ProposedColumn{x.Mapped, x.Unsure} {
			for _, m := range list {
				prefix, field, dotted := strings.Cut(m.Field, ".")
				if !dotted {
					prefix, field = "", m.Field
				}
				if prefix == role && field != "" {
					text = append(text, columnLine(field, m, role == "?" || slices.ContainsFunc(x.Unsure, func(u datasets.ProposedColumn) bool { return u.Column == m.Column && u.Field == m.Field })))
				}
			}
		}
		if len(text) == 0 {
			continue
		}
		head := "[extract.columns]"
		switch role {
		case "":
		case "?":
			head = "# Whose are these? Take off the marks under [extract.columns.victim] or [extract.columns.suspect].\n# [extract.columns.victim]"
		default:
			head = "[extract.columns." + role + "]"
		}
		if !slices.ContainsFunc(text, func(t string) bool { return !strings.HasPrefix(t, "#") }) && role != "?" {
			head = "# " + head
		}
		w.line(head)
		for _, t := range text {
			w.line(t)
		}
	}
}

// columnLine is one mapping with its evidence.
func columnLine(field string, m datasets.ProposedColumn, off bool) string {
	value := tomlText(m.Column)
	if m.Time != "" || m.Format != "" && !m.InProfile {
		value = "{ column = " + value
		if m.Time != "" {
			value += ", time = " + tomlText(m.Time)
		}
		if m.Format != "" {
			value += ", format = " + tomlText(m.Format)
		}
		value += " }"
	}
	text := fmt.Sprintf("%-14s = %s", field, value)
	if off || m.InProfile && m.Time == "" {
		text = "# " + text
	}
	grade := string(m.Confidence)
	if m.InProfile {
		grade += ", read so by the profile"
	}
	return fmt.Sprintf("%-58s # %s: %s", text, grade, m.Says)
}

var bareKey = regexp.MustCompile(`^[A-Za-z0-9_-]+$`)

// values lists what values of codes mean, and those that nobody knows.
func (w *settingsWriter) values(all []datasets.ProposedValues) {
	written := map[string]bool{}
	for _, v := range all {
		if written[v.Field] {
			continue
		}
		written[v.Field] = true
		w.line("")
		if len(v.Known) > 0 {
			w.comment(v.Field + " is understood: " + strings.Join(v.Known, ", ") + ".")
		}
		switch {
		case len(v.Values) == 0 && v.Rare == 0:
			continue
		case v.Levels != nil:
			w.comment(fmt.Sprintf("%s is not understood, and counted as unknown: give each its level (%s, or \"\" for not recorded) and take off the marks.", v.Field, strings.Join(withMissing(v.Levels), ", ")))
		case v.Field == "outcome_code":
			w.comment(`outcome_code is not understood: give each value its Home Office outcome ("1" to "22", "0" for not yet assigned) and take off the marks, here and above.`)
		default:
			w.comment(v.Field + " has labels that stand for no one Home Office group. They are counted under their own names; give one its Home Office name and take off the mark to have it counted there.")
		}
		if len(v.Values) > 0 {
			w.line("# [extract.values." + v.Field + "]")
		}
		for _, value := range v.Values {
			key := value.Value
			if !bareKey.MatchString(key) {
				key = tomlText(key)
			}
			w.line(fmt.Sprintf("# %-50s # %d rows", key+` = ""`, value.Rows))
		}
		if v.Rare > 0 {
			w.comment(fmt.Sprintf("and %d more, rare or many, which are not shown; svna check counts them.", v.Rare))
		}
	}
}

// withMissing adds the kinds of missing that every code has.
func withMissing(levels []string) []string {
	all := slices.Clone(levels)
	for _, missing := range []string{datasets.Unknown, datasets.Refused, datasets.NotApplicable} {
		if !slices.Contains(all, missing) {
			all = append(all, missing)
		}
	}
	return all
}

// codeLists says how flags are read from columns that list codes.
func (w *settingsWriter) codeLists(lists []datasets.ProposedCodeList) {
	for _, list := range lists {
		var codes []string
		for _, code := range list.Codes {
			codes = append(codes, fmt.Sprintf("%s (%d rows)", code.Value, code.Rows))
		}
		w.comment(fmt.Sprintf("%q lists codes: %s. A flag is read from it by a line under [extract.columns], with the codes that mean yes:", list.Column, strings.Join(codes, ", ")))
		w.line(fmt.Sprintf("#   flag_knife = { column = %s, contains = [\"...\"] }", tomlText(list.Column)))
	}
}

// rest names the columns that are not read.
func (w *settingsWriter) rest(x *datasets.ProposedExtract) {
	for _, r := range x.Refused {
		w.comment(fmt.Sprintf("Never read, a direct identifier: %q (%s).", r.Column, r.Holds))
	}
	for _, u := range x.Unsure {
		if u.Field == "" {
			w.comment(fmt.Sprintf("Not read: %q: %s.", u.Column, u.Says))
		}
	}
	if len(x.Ignored) > 0 {
		w.comment("Not read, no field of the data standard: " + strings.Join(x.Ignored, ", ") + ".")
	}
}
