package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"svna/analysis"
	"svna/analysis/disclosure"
	"svna/analysis/spatial"
	"svna/datasets"
)

// references is the reference data of a settings file.
type references struct {
	definition, allAges *datasets.Definition
	knife               datasets.KnifeDefinition
	population          *datasets.Population
	wards, lsoas        *datasets.Boundaries
	places              []datasets.Place
	calendar            *datasets.Calendar
	costs               *datasets.CostBook
	entrants            *datasets.FirstTimeEntrants
	outcomes            *datasets.YouthOutcomes
	comparators         *datasets.Comparators
	deprivation         *datasets.Deprivation
	gridShift           *spatial.GridShift
	used                []datasets.Reference // for the manifest
}

// readReferences reads all reference data that the settings name.
func (s *settings) readReferences() (*references, error) {
	r := &references{}
	for _, step := range []func(*references) error{s.readDefinitions, s.readPeopleReferences, s.readGround, s.readCosts, s.readPartners} {
		err := step(r)
		var usage *usageError
		if err != nil && !errors.As(err, &usage) {
			err = &referenceError{err}
		}
		if err != nil {
			return nil, err
		}
	}
	return r, nil
}

func (s *settings) readDefinitions(r *references) error {
	name := s.Assessment.Definition
	if strings.HasSuffix(name, ".toml") {
		name = s.resolve(name)
	}
	var err error
	if r.definition, err = datasets.ReadDefinition(name); err != nil {
		return s.wrong(0, []string{"assessment", "definition"}, "%w", err)
	}
	if r.allAges, err = datasets.ReadDefinition("london-all-ages"); err != nil {
		return err
	}
	knife, ok := datasets.KnifeDefinitions()[s.Assessment.Knife]
	if !ok {
		return s.wrong(0, []string{"assessment", "knife"}, "there is no knife definition %q; there are knife_mps, knife_ho and dashboard", s.Assessment.Knife)
	}
	r.knife = knife
	r.used = append(r.used, datasets.Reference{Name: "definition pack " + r.definition.Name, SHA256: r.definition.SHA256, Source: r.definition.Source})
	return nil
}

func (s *settings) readPeopleReferences(r *references) (err error) {
	if paths := s.resolveAll(s.Reference.Population); len(paths) > 0 {
		if r.population, err = datasets.ReadPopulation(paths); err != nil {
			return err
		}
		r.used = append(r.used, r.population.References...)
	}
	if paths := s.resolveAll(s.Reference.Calendar); len(paths) > 0 {
		if r.calendar, err = datasets.ReadCalendar(paths); err != nil {
			return err
		}
		r.used = append(r.used, r.calendar.References...)
	}
	return nil
}

func (s *settings) readGround(r *references) error {
	for _, ground := range []struct {
		geography string
		into      **datasets.Boundaries
	}{{"ward", &r.wards}, {"lsoa", &r.lsoas}} {
		path := s.Reference.Boundaries[ground.geography]
		if path == "" {
			continue
		}
		b, err := datasets.ReadBoundaries(s.resolve(path), ground.geography)
		if err != nil {
			return err
		}
		*ground.into, r.used = b, append(r.used, b.Reference)
	}
	if s.Reference.Places != "" {
		places, reference, err := datasets.ReadPlaces(s.resolve(s.Reference.Places))
		if err != nil {
			return err
		}
		r.places, r.used = places, append(r.used, reference)
	}
	if s.Reference.Deprivation != "" {
		d, err := datasets.ReadDeprivation(s.resolve(s.Reference.Deprivation))
		if err != nil {
			return err
		}
		r.deprivation, r.used = d, append(r.used, d.Reference)
	}
	if s.Reference.GridShift != "" {
		return s.readGridShift(r)
	}
	return nil
}

// readGridShift reads the transformation OSTN15 as Ordnance Survey publishes it.
func (s *settings) readGridShift(r *references) error {
	content, err := os.ReadFile(s.resolve(s.Reference.GridShift))
	if err != nil {
		return err
	}
	name := filepath.Base(s.Reference.GridShift)
	if r.gridShift, err = spatial.ReadGridShift(bytes.NewReader(content)); err != nil {
		return fmt.Errorf("read %s: %w", name, err)
	}
	sum := sha256.Sum256(content)
	r.used = append(r.used, datasets.Reference{
		Name: "OSTN15 grid shifts", Path: name, SHA256: hex.EncodeToString(sum[:]),
		Source: "Ordnance Survey, OSTN15 transformation data file",
	})
	return nil
}

func (s *settings) readCosts(r *references) (err error) {
	if s.Costs.Book != "" {
		r.costs, err = datasets.ReadCostBook(s.resolve(s.Costs.Book), s.Costs.Edition)
	} else if r.costs, err = datasets.BuiltInCostBook(s.Costs.Edition); err != nil {
		err = s.wrong(0, []string{"costs", "edition"}, "%w", err)
	}
	if err != nil {
		return err
	}
	if _, ok := r.costs.Deflator(s.Costs.PriceYear); !ok {
		return s.wrong(0, []string{"costs", "price_year"}, "there is no deflator that takes %s to price_year %q; write a financial year, as in 2022/23", r.costs.PriceYear, s.Costs.PriceYear)
	}
	r.used = append(r.used, datasets.Reference{Name: "cost book " + r.costs.Edition, Source: r.costs.Source})
	return nil
}

func (s *settings) readPartners(r *references) (err error) {
	if path := s.Reference.Entrants; path != "" {
		if r.entrants, err = datasets.ReadFirstTimeEntrants(s.resolve(path)); err != nil {
			return err
		}
		r.used = append(r.used, r.entrants.Reference)
	}
	if path := s.Reference.Outcomes; path != "" {
		if r.outcomes, err = datasets.ReadYouthOutcomes(s.resolve(path)); err != nil {
			return err
		}
		r.used = append(r.used, r.outcomes.Reference)
	}
	if path := s.Reference.Comparators; path != "" {
		if r.comparators, err = datasets.ReadComparators(s.resolve(path)); err != nil {
			return err
		}
		r.used = append(r.used, r.comparators.Reference)
	}
	return nil
}

// assessment is one area's run, ready to be written.
type assessment struct {
	area       string
	period     datasets.Period
	study      *analysis.Study
	run        analysis.Run
	references []datasets.Reference
	editions   []*edition // as built, in the order of the settings
	settings   *settings
	linkage    linkage
}

// load reads the extracts and the reference data.
func (s *settings) load(ctx context.Context, p *progress) (*datasets.Dataset, *references, error) {
	sources, err := s.sources()
	if err != nil {
		return nil, nil, err
	}
	p.step("read reference data")
	r, err := s.readReferences()
	if err != nil {
		return nil, nil, err
	}
	p.step("read extracts")
	limitGarbage()
	data, err := datasets.Load(ctx, sources, p.file)
	return data, r, err
}

// rules are the disclosure rules of the editions asked for.
func (s *settings) rules() ([]disclosure.Rule, error) {
	var rules []disclosure.Rule
	for _, edition := range s.Assessment.Editions {
		rule, err := disclosure.RuleFor(edition)
		if err != nil {
			return nil, s.wrong(0, []string{"assessment", "editions"}, "%w", err)
		}
		if rule.Public() {
			if rule, err = s.publicRule(); err != nil {
				return nil, s.wrong(0, []string{"disclosure"}, "%w", err)
			}
		}
		rules = append(rules, rule)
	}
	return rules, nil
}

// publicRule is the rule of the public edition, as the settings have it.
func (s *settings) publicRule() (disclosure.Rule, error) {
	profile := s.Disclosure.Profile
	if profile == "" {
		profile = disclosure.DefaultProfile
	}
	return disclosure.PublicRule(profile, disclosure.Overrides{
		Threshold: s.Disclosure.Threshold, RoundTo: s.Disclosure.RoundTo, Width: s.Disclosure.Width, Zeros: s.Disclosure.Zeros, Accepted: s.Disclosure.Accept, Marked: s.Disclosure.Marked,
	})
}

// study makes the Study of one area.
func (s *settings) study(area string, data *datasets.Dataset, r *references) (*analysis.Study, error) {
	period, err := datasets.ParsePeriod(s.Assessment.Period)
	if err != nil {
		return nil, &usageError{err}
	}
	var costPeriod datasets.Period
	if s.Costs.Period != "" {
		if costPeriod, err = datasets.ParsePeriod(s.Costs.Period); err != nil {
			return nil, &usageError{err}
		}
	}
	parameters := analysis.DefaultParameters()
	if s.Parameters.CellSize > 0 {
		parameters.Cells.Size = s.Parameters.CellSize
	}
	parameters.Cells.Hexagonal = s.Parameters.Cells == "hexagonal"
	if s.Parameters.Seed > 0 {
		parameters.Seed = s.Parameters.Seed
	}
	if s.Parameters.AgeBands != "" {
		if datasets.AgeBands(s.Parameters.AgeBands) == nil {
			return nil, s.wrong(0, []string{"parameters", "age_bands"}, "there is no band scheme %q", s.Parameters.AgeBands)
		}
		parameters.AgeBands = s.Parameters.AgeBands
	}
	name := s.Assessment.AreaName
	if name == "" {
		name = r.population.Name(area)
	}
	if name == "" {
		name = area
	}
	study, err := analysis.NewStudy(analysis.Inputs{
		Data: data, Area: analysis.Area{Code: area, Name: name}, Period: period, CostPeriod: costPeriod,
		Definition: r.definition, AllAges: r.allAges, Knife: r.knife, Population: r.population,
		Wards: r.wards, LSOAs: r.lsoas, Places: r.places, Calendar: r.calendar,
		Costs: r.costs, PriceYear: s.Costs.PriceYear, Entrants: r.entrants, Outcomes: r.outcomes,
		Comparator: r.comparators, Similar: s.Assessment.Similar, Deprived: r.deprivation, GridShift: r.gridShift,
		Source: s.sourceLine(data), Synthetic: s.Assessment.Synthetic, Parameters: parameters,
	})
	if noData := (*analysis.NoDataError)(nil); errors.As(err, &noData) {
		err = s.wrongAbout("period", err)
	}
	if noArea := (*analysis.NoAreaError)(nil); errors.As(err, &noArea) {
		err = s.wrongAbout("area", err)
	}
	return study, err
}

// wrongAbout names the line of [assessment] that an error of the analysis is about.
func (s *settings) wrongAbout(key string, err error) error {
	line := datasets.LineOfKey(string(s.text), 0, "assessment", key)
	return fmt.Errorf("read %s: line %d: %w", filepath.Base(s.path), line, err)
}

// sourceLine is the source of tables and figures.
func (s *settings) sourceLine(data *datasets.Dataset) string {
	if s.Assessment.Source != "" {
		return s.Assessment.Source
	}
	var titles []string
	for _, f := range data.Quality.Files {
		titles = append(titles, f.Name)
		if len(titles) == 3 && len(data.Quality.Files) > 4 {
			titles = append(titles, fmt.Sprintf("and %d more files", len(data.Quality.Files)-3))
			break
		}
	}
	return "Police recorded crime: " + strings.Join(titles, ", ")
}

// assess computes one area.
func (s *settings) assess(ctx context.Context, area string, data *datasets.Dataset, r *references, p *progress) (*assessment, error) {
	study, err := s.study(area, data, r)
	if err != nil {
		return nil, err
	}
	p.count("analyse", len(analysis.Catalogue()))
	outcomes, err := analysis.Analyse(ctx, study, func(string) { p.add() })
	if err != nil {
		return nil, err
	}
	a := &assessment{area: area, period: study.Period, study: study, references: r.used, run: analysis.Run{
		Outcomes: outcomes,
		Quality:  data.Quality,
		Ledger:   study.Ledger,
		About: analysis.About{
			Title: s.Assessment.Title, Area: study.Area, Period: study.Period, Previous: study.Previous,
			Definition: r.definition.Title, Source: study.Source, Synthetic: study.Synthetic,
			Defaults: study.Defaults, InputHash: data.Fingerprint(), Settings: s.hash(), Version: version,
			Attribution: attributions(r, s), Publication: s.publication(), Schematic: (r.wards != nil && r.wards.Schematic) || (r.lsoas != nil && r.lsoas.Schematic),
		},
	}, settings: s}
	if err := s.checkMarked(a.run); err != nil {
		return nil, err
	}
	a.linkage, err = s.link(data, p)
	return a, err
}

// hash is the SHA-256 of the settings file, whatever its line ends.
func (s *settings) hash() string {
	sum := sha256.Sum256([]byte(strings.ReplaceAll(string(s.text), "\r\n", "\n")))
	return hex.EncodeToString(sum[:])
}

// attributions lists the sources of the reference data, each once, and of what.
func attributions(r *references, s *settings) []string {
	var lines []string
	seen := map[string]bool{}
	for _, ref := range r.used {
		if ref.Source != "" && !seen[ref.Source] {
			seen[ref.Source] = true
			lines = append(lines, strings.ToUpper(ref.Name[:1])+ref.Name[1:]+": "+ref.Source)
		}
	}
	return append(lines, s.Reference.Attributions...)
}

// incomplete names on stderr the breakdowns that were skipped or failed and the
// figures that could not be drawn, and returns the error of a partial run if any were.
func (a *assessment) incomplete(t *terminal) error {
	skipped := map[string][]string{}
	var reasons []string
	for _, o := range a.run.Outcomes {
		reason := o.Skipped
		if o.Err != nil {
			reason = o.Err.Error()
		}
		if reason == "" {
			continue
		}
		if skipped[reason] == nil {
			reasons = append(reasons, reason)
		}
		skipped[reason] = append(skipped[reason], o.Breakdown.Name)
	}
	var undrawn []error
	for _, e := range a.editions {
		undrawn = append(undrawn, e.undrawn...)
	}
	if len(reasons)+len(undrawn) == 0 {
		return nil
	}
	for _, reason := range undrawn {
		fmt.Fprintf(t.err, "not made: %v\n", reason)
	}
	for _, reason := range reasons {
		fmt.Fprintf(t.err, "not made: %s: %s\n", strings.Join(skipped[reason], ", "), reason)
	}
	return partialError{}
}
