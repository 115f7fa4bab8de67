package main

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"svna/analysis/disclosure"
	"svna/analysis/disclosure/check"
	"svna/datasets"
)

// linkage is what ties the records of today to those of other editions: the key,
// and the tokens of today's records under it. The zero linkage is that of settings
// without a linkage_key.
type linkage struct {
	key     disclosure.Key
	records disclosure.Records
}

// link reads the key of the settings, or makes it if there is none yet, and the
// tokens of the records.
func (s *settings) link(data *datasets.Dataset, p *progress) (l linkage, err error) {
	if s.Disclosure.Key == "" || !slices.Contains(s.Assessment.Editions, "public") {
		return l, nil
	}
	if l.key, err = s.linkageKey(p); err != nil {
		return l, err
	}
	if l.records, err = disclosure.NewRecords(l.key, data); err != nil {
		return l, s.wrong(0, []string{"disclosure", "linkage_key"}, "%w, so that later editions could not be tied to this one; take linkage_key out, and publish each period once", err)
	}
	return l, nil
}

// linkageKey reads the key. One that is not there yet is made: it is the one file
// that a run makes by chance, and every later run reads it.
func (s *settings) linkageKey(p *progress) (disclosure.Key, error) {
	path := s.resolve(s.Disclosure.Key)
	where := []string{"disclosure", "linkage_key"}
	key, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		key = make([]byte, disclosure.KeyBytes)
		if _, err := rand.Read(key); err != nil {
			return nil, err
		}
		f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if err == nil {
			_, err = f.Write(key)
			err = errors.Join(err, f.Sync(), f.Close())
			if err != nil {
				err = errors.Join(err, os.Remove(path)) // half a key would be taken for one
			}
		}
		if err != nil {
			return nil, s.wrong(0, where, "make the key: %w", err)
		}
		p.step(fmt.Sprintf("made %s: keep it beside the settings and pass it on to nobody; later editions are audited with this one by it", filepath.Base(path)))
		return key, nil
	}
	if err != nil {
		return nil, s.wrong(0, where, "read the key: %w", err)
	}
	return key, nil
}

// checkKey refuses a key that is too short to be one.
func (s *settings) checkKey() error {
	if s.Disclosure.Key == "" {
		return nil
	}
	key := []string{"disclosure", "linkage_key"}
	if err := usablePath(s.Disclosure.Key); err != nil {
		return s.wrong(0, key, "%w", err)
	}
	info, err := os.Stat(s.resolve(s.Disclosure.Key))
	if err == nil && (info.IsDir() || info.Size() < disclosure.KeyBytes) {
		return s.wrong(0, key, "%s has %d bytes; a key has %d or more. Name a file that is not there yet, and the run makes it", filepath.Base(s.Disclosure.Key), info.Size(), disclosure.KeyBytes)
	}
	return nil
}

// earlier reads the public editions of an area that are out already. One that
// cannot be read means that there is no new one. The folders are those of editions
// that the new one is audited with.
func (s *settings) earlier(area string, l linkage, rule disclosure.Rule) (editions []*disclosure.Earlier, folders []string, err error) {
	for _, path := range s.Disclosure.Earlier {
		folder := disclosure.EarlierFolder(s.resolve(path))
		of, err := disclosure.EarlierArea(folder)
		if err == nil && !slices.Contains(s.Assessment.Area, of) {
			err = fmt.Errorf("it is of the area %s, which these settings do not have", of)
		}
		var edition *disclosure.Earlier
		if err == nil && of == area {
			edition, err = disclosure.ReadEarlier(folder, l.key, l.records)
		}
		if err != nil {
			return nil, nil, &disclosure.AuditError{Earlier: fmt.Errorf("%s: %w", filepath.Base(folder), err)}
		}
		if edition != nil {
			edition.Beside(rule)
			editions = append(editions, edition)
			if edition.Unbound == "" {
				folders = append(folders, filepath.Join(folder, "public"))
			}
		}
	}
	disclosure.NameApart(editions)
	return editions, folders, nil
}

// unnamed are the run folders beside the one that an area's run is written to which
// have a public edition of the area that the settings do not name as earlier.
func (s *settings) unnamed(area, out, own string) (names []string) {
	manifests, err := filepath.Glob(filepath.Join(out, "*", "public", "manifest.json"))
	if err != nil {
		return nil
	}
	for _, manifest := range manifests {
		folder := filepath.Dir(filepath.Dir(manifest))
		name := filepath.Base(folder)
		if name == own || strings.HasPrefix(name, ".") {
			continue
		}
		if of, err := disclosure.EarlierArea(folder); err != nil || of != area {
			continue
		}
		here, err := os.Stat(folder)
		if err == nil && !slices.ContainsFunc(s.Disclosure.Earlier, func(path string) bool {
			there, err := os.Stat(disclosure.EarlierFolder(s.resolve(path)))
			return err == nil && os.SameFile(here, there)
		}) {
			names = append(names, name)
		}
	}
	return names
}

// warnUnnamed says which public editions beside a new one it is not audited with: on
// stderr, and in the account of the data's quality.
func (a *assessment) warnUnnamed(out string, t *terminal) {
	if !slices.Contains(a.settings.Assessment.Editions, "public") {
		return
	}
	names := a.settings.unnamed(a.area, out, a.folder())
	if len(names) == 0 {
		return
	}
	say := "The public edition is not audited with the one beside it in " + strings.Join(names, ", ") + ": where both are published, hidden numbers can be worked out from the difference. Name what is out in [disclosure] earlier."
	if len(names) > 1 {
		say = strings.Replace(say, "the one beside it", "those beside it", 1)
	}
	fmt.Fprintln(t.err, "warning: "+say)
	a.run.Quality.Findings = append(slices.Clone(a.run.Quality.Findings), datasets.Finding{Kind: "public edition not audited with", Count: len(names), Say: say})
}

// checkFinished has the second program of the audit add up what the finished files
// of an edition, and of those it was audited with, print.
func checkFinished(folder string, earlier []string, proof check.Proof) ([]string, error) {
	var editions []check.Edition
	for _, f := range append([]string{folder}, earlier...) {
		e, err := check.Read(f)
		if err != nil {
			return nil, fmt.Errorf("check the public edition: %w", err)
		}
		editions = append(editions, e)
	}
	return check.Check(proof, editions), nil
}

// publish makes the public edition, together with those already out.
func (e *edition) publish(a *assessment) error {
	earlier, folders, err := a.settings.earlier(a.area, a.linkage, e.rule)
	if err != nil {
		return err
	}
	e.earlier = folders
	e.published, err = disclosure.Publish(e.rule, a.run, earlier...)
	return err
}

// writeLinkage writes what a later edition needs to be audited with this one.
func (a *assessment) writeLinkage(built string) error {
	for _, e := range a.editions {
		if a.linkage.key == nil || e.published == nil || !e.rule.Public() {
			continue
		}
		sealed, err := e.published.Linkage(a.linkage.key, a.linkage.records)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(built, disclosure.LinkageName), sealed, 0o600); err != nil {
			return &outputError{err}
		}
	}
	return nil
}
