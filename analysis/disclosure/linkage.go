package disclosure

import (
	"bytes"
	"compress/flate"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"svna/analysis"
	"svna/datasets"
)

// A later edition must know which records the numbers of this one count. The
// linkage says so: for each record a keyed hash of its reference, and for each
// number the records that it counts. It holds no attribute and no reference, it is
// sealed with the partnership's key, it stays in the restricted part of the run
// folder, and only the audit of a later edition opens it.

// LinkageName is the file of a run folder that holds the linkage.
const LinkageName = "linkage.sealed"

// Key is what linkages are made and sealed with.
type Key []byte

// KeyBytes is how long a key must be at least.
const KeyBytes = 32

// sum is a keyed hash of some texts, for one purpose.
func (k Key) sum(purpose string, parts ...string) []byte {
	h := hmac.New(sha256.New, k)
	for _, part := range append([]string{purpose}, parts...) {
		fmt.Fprintf(h, "%d:%s", len(part), part)
	}
	return h.Sum(nil)
}

// token is the keyed hash of a record.
type token [16]byte

// Records are the tokens of the records of a dataset, by kind of row, in the order
// of its rows.
type Records map[string][]token

// NewRecords makes the tokens of a dataset. A person has that of the offence with
// role and pseudonym, or place among the people of that role by age, sex and
// ethnicity. It fails where offences have no reference.
func NewRecords(key Key, data *datasets.Dataset) (Records, error) {
	refs := data.Offences.Texts("offence_ref")
	if refs == nil {
		return nil, errors.New("the extracts have no offence_ref")
	}
	records := Records{"offences": make([]token, data.Offences.Len()), "people": make([]token, data.People.Len())}
	seen := map[string]int{}
	for i := range records["offences"] {
		ref := refs.Value(i)
		if ref == "" {
			return nil, errors.New("the extracts have offences without a reference")
		}
		seen[ref]++
		copy(records["offences"][i][:], key.sum("offence", ref, strconv.Itoa(seen[ref])))
	}
	people := data.People
	roles, sexes, ethnicities := people.Category("role"), people.Category("sex"), people.Category("ethnicity")
	ages, keys := people.Ints("age_at_offence"), people.Texts("person_key")
	names := make([]string, people.Len())
	order := make([]int, people.Len())
	for i := range names {
		order[i] = i
		person := ""
		if keys != nil {
			person = keys.Value(i)
		}
		if person == "" {
			person = fmt.Sprintf(" %04d %s %s", ages[i], sexes.Level(i), ethnicities.Level(i))
		}
		names[i] = refs.Value(int(people.Offence[i])) + "\x00" + roles.Level(i) + "\x00" + person
	}
	slices.SortFunc(order, func(a, b int) int { return strings.Compare(names[a], names[b]) })
	met := map[string]int{}
	for _, i := range order {
		group, person, _ := cutLast(names[i])
		if strings.HasPrefix(person, " ") {
			person = "" // no pseudonym: the place among those of the role
		}
		met[group+"\x00"+person]++
		copy(records["people"][i][:], key.sum("person", group, person, strconv.Itoa(met[group+"\x00"+person])))
	}
	return records, nil
}

func cutLast(s string) (before, after string, found bool) {
	at := strings.LastIndex(s, "\x00")
	return s[:at], s[at+1:], at >= 0
}

// linkage is what is sealed.
type linkage struct {
	Schema  string               `json:"schema"`
	Area    string               `json:"area"`
	Records map[string][]token   `json:"-"`
	Tokens  map[string][]byte    `json:"tokens"` // of the records that some number counts, one after the other
	Sets    map[string][][]int32 `json:"sets"`   // records of each number, as steps from one to the next
	Hidden  map[string][]bool    `json:"hidden"` // whether the edition hides each number
	Tables  []linkedTable        `json:"tables"`
}

// linkedTable says which numbers a table prints.
type linkedTable struct {
	ID string `json:"id"`
	// Derived is whether it is worked out from other tables of the edition.
	Derived bool        `json:"derived,omitempty"`
	Rows    []linkedRow `json:"rows"`
}

// linkedRow says which numbers a row prints: their places among the sets.
type linkedRow struct {
	Levels      []string       `json:"levels"`
	Total       bool           `json:"total,omitempty"`
	Public      bool           `json:"public,omitempty"`
	Unit        analysis.Unit  `json:"unit,omitempty"`
	Numerator   int            `json:"numerator"`
	Denominator *int           `json:"denominator,omitempty"`
	Extra       map[string]int `json:"extra,omitempty"`
}

const linkageSchema = "svna-linkage/1"

// Linkage seals which records the numbers of a public edition count.
func (p *Published) Linkage(key Key, records Records) ([]byte, error) {
	l := linkage{Schema: linkageSchema, Area: p.run.About.Area.Code, Tokens: map[string][]byte{}, Sets: map[string][][]int32{}, Hidden: map[string][]bool{}}
	rank := map[string]map[int32]int32{}
	for kind, numbers := range p.linked.numbers {
		rank[kind] = map[int32]int32{}
		var rows []int32
		for _, n := range numbers {
			for _, r := range n.rows {
				if _, met := rank[kind][r]; !met {
					rank[kind][r] = 0
					rows = append(rows, r)
				}
			}
		}
		slices.SortFunc(rows, func(a, b int32) int { return bytes.Compare(records[kind][a][:], records[kind][b][:]) })
		for i, r := range rows {
			rank[kind][r] = int32(i)
			l.Tokens[kind] = append(l.Tokens[kind], records[kind][r][:]...)
		}
		for _, n := range numbers {
			set := make([]int32, len(n.rows))
			for i, r := range n.rows {
				set[i] = rank[kind][r]
			}
			slices.Sort(set)
			for i := len(set) - 1; i > 0; i-- {
				set[i] -= set[i-1]
			}
			l.Sets[kind] = append(l.Sets[kind], set)
			l.Hidden[kind] = append(l.Hidden[kind], n.hidden)
		}
	}
	l.Tables = p.linked.tables
	text, err := json.Marshal(l)
	if err != nil {
		return nil, err
	}
	return key.seal(text)
}

// seal packs and encrypts. The nonce is a keyed hash of the text, so that the same
// run gives the same bytes and no two texts share one.
func (k Key) seal(text []byte) ([]byte, error) {
	var packed bytes.Buffer
	w, err := flate.NewWriter(&packed, flate.BestSpeed)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(text); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	box, err := k.box()
	if err != nil {
		return nil, err
	}
	nonce := k.sum("nonce", packed.String())[:box.NonceSize()]
	return box.Seal(nonce, nonce, packed.Bytes(), []byte(linkageSchema)), nil
}

// box is the cipher, under a key for this purpose alone.
func (k Key) box() (cipher.AEAD, error) {
	block, err := aes.NewCipher(k.sum("seal"))
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}

// errSealed says that a linkage cannot be opened.
var errSealed = errors.New("its " + LinkageName + " was changed, or sealed with another key: name the key that was in use then as linkage_key")

// maxLinkage bounds what a linkage unpacks to.
const maxLinkage = 1 << 30

// open is the reverse of seal.
func (k Key) open(sealed []byte) (l linkage, err error) {
	box, err := k.box()
	if err != nil {
		return l, err
	}
	if len(sealed) < box.NonceSize() {
		return l, errSealed
	}
	packed, err := box.Open(nil, sealed[:box.NonceSize()], sealed[box.NonceSize():], []byte(linkageSchema))
	if err != nil {
		return l, errSealed
	}
	text, err := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(packed)), maxLinkage))
	if err != nil || json.Unmarshal(text, &l) != nil || l.Schema != linkageSchema {
		return l, errSealed
	}
	l.Records = map[string][]token{}
	for kind, tokens := range l.Tokens {
		for at := 0; at+len(token{}) <= len(tokens); at += len(token{}) {
			l.Records[kind] = append(l.Records[kind], token(tokens[at:at+len(token{})]))
		}
	}
	for _, sets := range l.Sets {
		for _, set := range sets {
			for i := 1; i < len(set); i++ {
				set[i] += set[i-1]
			}
		}
	}
	return l, nil
}

// linked is what a linkage is made of.
type linked struct {
	numbers map[string][]*number
	tables  []linkedTable
}

// link notes which numbers the rows of the edition print.
func (e *edition) link() linked {
	l := linked{numbers: map[string][]*number{}}
	at := map[*number]int{}
	for _, kind := range e.kinds() {
		for _, n := range e.lattice.universes[kind].numbers {
			if n.now {
				at[n] = len(l.numbers[kind])
				l.numbers[kind] = append(l.numbers[kind], n)
			}
		}
	}
	e.tables(func(t analysis.Table) {
		table := linkedTable{ID: t.ID, Derived: t.Derivation != nil}
		for i, r := range t.Rows {
			row := linkedRow{Levels: r.Levels, Total: r.Kind == analysis.TotalRow, Public: r.Basis == nil || r.Basis.Public}
			if f := e.figures[t.ID][i]; f.numerator != nil {
				row.Unit, row.Numerator = r.Basis.Unit, at[f.numerator]
				if f.denominator != nil {
					place := at[f.denominator]
					row.Denominator = &place
				}
				for _, name := range slices.Sorted(maps.Keys(f.extra)) {
					if row.Extra == nil {
						row.Extra = map[string]int{}
					}
					row.Extra[name] = at[f.extra[name]]
				}
			}
			table.Rows = append(table.Rows, row)
		}
		l.tables = append(l.tables, table)
	})
	return l
}
