package analysis

import "svna/datasets"

var _ = register(Breakdown{
	Name:      "knife-injury",
	Title:     "Injury in knife crime",
	Theme:     KnifeCrime,
	Needs:     []string{"knife", "offences.knife_use"},
	Headlines: []string{"knife-injury-victims-share"},
	Doc: Doc{
		Counts:   "Knife crime offences in which the knife was used to injure, by offence class; and victims of knife crime by degree of injury, whatever caused it.",
		Base:     "Offences: shares are of the knife crime offences of each class whose knife use is known. Victims: shares are of victims of knife crime whose injury is known. Victims are not offences and the two are never added.",
		LeftOut:  "Offences whose knife use is not known, and victims whose injury is not known, from the shares; possession offences.",
		Method:   "Share with Wilson 95% limits (Wilson 1927). A victim is injured if the injury is fatal, serious, moderate or minor; threats only is no injury.",
		Misleads: "An injury of a victim need not be by the knife. The class of an offence and the injury of its victims are recorded separately and disagree. A person who was a victim twice counts twice.",
	},
	Compute: knifeInjury,
})

// injuries are the degrees of injury that hurt a body.
var injuries = []string{"fatal", "serious", "moderate", "minor"}

func knifeInjury(s *Study) (Result, error) {
	use := s.Data.Offences.Category("knife_use")
	known := func(p datasets.Period) Selection {
		return s.knifeOffences(p).Where(func(r int32) bool { level := use.Level(int(r)); return level != "" && !datasets.Missing(level) })
	}
	if len(known(s.Period)) == 0 {
		return Result{}, skipf("no knife crime offence with a known knife use in the period")
	}
	shares := markedShares{
		levelTable: levelTable{
			ID: "knife-injury", Title: "Knife crime offences in which the knife injured, by offence class", Unit: Offence, Counted: "knife crime offences with a known use",
			Dimension: Dimension{"ho_class", "Offence class"}, Category: s.Class, Ranked: true, Rows: known,
		},
		Marked: MaskOf(use, "injure"), MarkedAs: "Knife used to injure",
	}
	result := Result{Tables: []Table{shares.build(s)}, Charts: []Chart{shares.dots(s, "")}}
	for _, p := range s.Periods() {
		if note := missingNote("knife use", Count(use, s.knifeOffences(p)), Offence); note != "" {
			result.Tables[0].Notes = append(result.Tables[0].Notes, p.Name()+": "+note)
		}
	}
	const id = "knife-injury-victims-share"
	if reason := s.lacksAny("victims", "people.injury"); reason != "" {
		result.Statements = append(result.Statements, notProduced(id, KnifeCrime, reason))
		return result, nil
	}
	degree := levelTable{
		ID: "knife-victims-injury", Title: "Victims of knife crime by degree of injury", Unit: Victim, Counted: "victims of knife crime",
		Dimension: Dimension{"injury", "Injury"}, Labels: injuryLabels,
		Rows: func(p datasets.Period) Selection { return s.People("victim", p, s.Knife) },
	}
	degree.Category = ordered(s.Data.People.Category("injury"), degree.Rows(s.bothPeriods()), standardLevels("people", "injury")...)
	injured := degree
	injured.ID, injured.Title = "knife-victims-injured", "Victims of knife crime who were injured"
	injured.Dimension = Dimension{"injured", "Injury"}
	injured.Labels = map[string]string{"injured": "Injured", "not_injured": "Not injured or threats only"}
	injured.Category = injuredOrNot(s.Data.People.Category("injury"))
	result.Tables = append(result.Tables, degree.describe(s, "injury")...)
	result.Tables = append(result.Tables, injured.describe(s, "injury")[0])
	result.Statements = append(result.Statements, levelShare{
		ID: id, Theme: KnifeCrime, Spec: injured, Table: &result.Tables[len(result.Tables)-1], Level: "injured",
		Field: "injury", Subject: "victims of knife crime", Predicate: "were injured",
		Filter: "victims of knife crime whose injury is known; injury fatal, serious, moderate or minor",
	}.statement(s))
	return result, nil
}

// injuredOrNot puts degrees of injury in two levels.
func injuredOrNot(c datasets.Category) datasets.Category {
	hurt := map[string]bool{}
	for _, degree := range injuries {
		hurt[degree] = true
	}
	return regroup(c, []string{"injured", "not_injured"}, func(level string) string {
		if hurt[level] {
			return "injured"
		}
		return "not_injured"
	})
}

// lacksAny says why the first of the needs that is not met is lacking, or "".
func (s *Study) lacksAny(needs ...string) string {
	for _, need := range needs {
		if reason := s.Lacks(need); reason != "" {
			return reason
		}
	}
	return ""
}
