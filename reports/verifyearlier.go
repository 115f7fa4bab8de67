package reports

import (
	"encoding/json"
	"os"
	"path/filepath"

	"svna/analysis/disclosure"
)

// beside finds, among the run folders given, those of the editions that a public one
// was audited with, in the order of its manifest. One that is missing or has changed
// is a fault, and so is a folder that the manifest does not name; nil unless all are
// there.
func (v *Verification) beside(edition string, given []string) []string {
	var m publicManifest
	text, err := os.ReadFile(filepath.Join(edition, manifestName))
	if err != nil || json.Unmarshal(text, &m) != nil {
		v.fault("the public edition: %s cannot be read", manifestName)
		return nil
	}
	if len(given) == 0 {
		v.Unread += len(m.Hashes)
		return nil
	}
	at := map[string]string{}
	for _, path := range given {
		folder := disclosure.EarlierFolder(path)
		hash, err := disclosure.EarlierHash(folder)
		if err != nil {
			v.fault("the earlier edition in %s: %s", filepath.Base(folder), err)
			return nil
		}
		at[hash] = folder
	}
	var found []string
	for i, hash := range m.Hashes {
		folder, met := at[hash]
		if !met {
			v.fault("the earlier edition %s is not among the folders given as it was when this one was audited with it: it is missing, or was made again", m.Earlier[min(i, len(m.Earlier)-1)])
			continue
		}
		delete(at, hash)
		found = append(found, folder)
	}
	v.Earlier += len(found)
	for _, folder := range at {
		v.fault("the public edition was not audited with the one in %s", filepath.Base(folder))
	}
	if len(found) < len(m.Hashes) {
		return nil
	}
	return found
}
