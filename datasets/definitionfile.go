package datasets

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"
)

// definitionAliases are other names of built-in packs.
var definitionAliases = map[string]string{"all-ages": "london-all-ages"}

// DefinitionNames returns the names of the built-in definition packs.
func DefinitionNames() []string {
	files, err := embedded.ReadDir("definitions")
	if err != nil {
		panic(err)
	}
	var names []string
	for _, f := range files {
		names = append(names, strings.TrimSuffix(f.Name(), ".toml"))
	}
	slices.Sort(names)
	return names
}

// ReadDefinition reads a definition pack: a built-in one by its name, or a TOML
// file of the same form by its path. Unknown keys, sets, groups and conditions
// are errors that name the file and, where it is known, the line.
func ReadDefinition(nameOrPath string) (*Definition, error) {
	name := nameOrPath
	if full, ok := definitionAliases[name]; ok {
		name = full
	}
	if slices.Contains(DefinitionNames(), name) {
		content, err := embedded.ReadFile("definitions/" + name + ".toml")
		if err != nil {
			panic(err)
		}
		return parseDefinition(name, content)
	}
	if filepath.Ext(name) != ".toml" {
		return nil, fmt.Errorf("no definition pack is called %q; the built-in ones are %s, and a pack of your own is named by the path of its .toml file",
			nameOrPath, strings.Join(DefinitionNames(), ", "))
	}
	content, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("read definition pack: %w", err)
	}
	d, err := parseDefinition(filepath.Base(name), content)
	if err != nil {
		return nil, fmt.Errorf("read definition pack: %w", err)
	}
	return d, nil
}

func parseDefinition(file string, content []byte) (*Definition, error) {
	d := &Definition{SHA256: hashOf(content)}
	text := strings.TrimPrefix(string(content), "\ufeff")
	meta, err := toml.Decode(text, d)
	var fault toml.ParseError
	if errors.As(err, &fault) {
		return nil, fmt.Errorf("%s:%d: %s", file, fault.Position.Line, fault.Message)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	if unknown := meta.Undecoded(); len(unknown) > 0 {
		key := unknown[0][len(unknown[0])-1]
		return nil, fmt.Errorf("%s:%d: unknown key %q; a pack has name, title, description, source and [[clause]] with theme, description, sets, groups, labels, conditions", file, lineOfKey(text, key), key)
	}
	if d.Name == "" || d.Title == "" {
		return nil, fmt.Errorf("%s: a definition pack needs a name and a title", file)
	}
	if len(d.Clauses) == 0 {
		return nil, fmt.Errorf("%s: the pack has no [[clause]]", file)
	}
	for i, c := range d.Clauses {
		if err := c.check(); err != nil {
			return nil, fmt.Errorf("%s:%d: clause %d: %w", file, lineOfClause(text, i), i+1, err)
		}
	}
	return d, nil
}

// lineOfKey finds the line that sets a key; the decoder does not tell.
func lineOfKey(text, key string) int {
	for i, line := range strings.Split(text, "\n") {
		name, _, _ := strings.Cut(line, "=")
		if strings.Trim(strings.TrimSpace(name), `"'[]`) == key {
			return i + 1
		}
	}
	return 1
}

func lineOfClause(text string, clause int) int {
	for i, line := range strings.Split(text, "\n") {
		if strings.HasPrefix(strings.TrimSpace(line), "[[clause]]") {
			if clause == 0 {
				return i + 1
			}
			clause--
		}
	}
	return 1
}

func (c Clause) check() error {
	if c.Theme == "" {
		return errors.New("it needs a theme")
	}
	sets, groups := offenceSets(), offenceGroups()
	for _, set := range c.Sets {
		if !slices.Contains(sets, set) {
			return fmt.Errorf("no offence set is called %q; the sets are %s", set, strings.Join(sets, ", "))
		}
	}
	for _, group := range c.Groups {
		if !containsFold(groups, group) {
			return fmt.Errorf("no Home Office group is called %q; the groups are %s", group, strings.Join(groups, ", "))
		}
	}
	for _, label := range c.Labels {
		if strings.TrimSpace(label) == "" {
			return errors.New("a label is blank")
		}
	}
	for _, condition := range c.Conditions {
		if err := checkCondition(condition); err != nil {
			return err
		}
	}
	return nil
}

func checkCondition(condition string) error {
	for _, atom := range strings.Split(condition, " OR ") {
		name, negated := strings.CutPrefix(strings.TrimSpace(atom), "NOT ")
		name = strings.TrimSpace(name)
		if _, known := definitionConditions[name]; !known {
			return fmt.Errorf("no condition is called %q; the conditions are flag_domestic_abuse, flag_gun, knife_mps, linked_offence_in_pack and under25_linked, each with NOT before it or alternatives joined by OR", name)
		}
		if negated && name == linkedCondition {
			return fmt.Errorf("condition %q cannot be negated: what belongs to the pack would depend on itself", name)
		}
	}
	return nil
}

// offenceSets returns every set name that a clause can use, sorted.
func offenceSets() []string {
	var names []string
	for _, o := range OffenceCodes() {
		for set := range o.Sets {
			names = append(names, set)
		}
		for set, kind := range o.Unsettled {
			names = append(names, set+"="+kind)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func offenceGroups() []string {
	var names []string
	for _, o := range OffenceCodes() {
		names = append(names, o.Group)
	}
	slices.Sort(names)
	return slices.Compact(names)
}
