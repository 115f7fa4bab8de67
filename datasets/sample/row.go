package sample

import (
	"bufio"
	"io"
	"strconv"
	"strings"
	"time"
)

// The columns of an extract. A flat extract has all of them; in three files,
// people have the reference and their own.
const (
	offenceHeader = "Crime Ref,Record Status,Recorded Date,Reported Date,Committed From,Committed To,HO Code,Offence,Borough Code,Ward Code,LSOA Code,Easting,Northing,Location Type,Location,Outcome Code,Outcome Date,Knife Present,Knife Use,Domestic Abuse,Hate,Gun,Gang,Alcohol,Drugs,CSE,CCE,Modern Slavery,County Lines,School"
	victimHeader  = "Victim Ref,Victim Age at Offence,Victim Age at Report,Victim Sex,Victim Ethnicity SDE,Victim Ethnicity IC,Victim Disability,Victim Injury,Victim Relationship,Victim Home Borough"
	suspectHeader = "Suspect Ref,Suspect Age at Offence,Suspect Age at Report,Suspect Sex,Suspect Ethnicity SDE,Suspect Ethnicity IC,Suspect Home Borough"
)

// rowWriter writes CSV rows with CRLF. Its error is kept and given at the end.
type rowWriter struct {
	out  *bufio.Writer
	row  []byte
	rows int
	err  error
	days map[int]string
}

func newRowWriter(w io.Writer, header string) *rowWriter {
	r := &rowWriter{out: bufio.NewWriterSize(w, 1<<18), days: map[int]string{}}
	r.out.WriteString(header + "\r\n")
	return r
}

// text adds a cell, quoted where it must be.
func (r *rowWriter) text(cells ...string) {
	for _, cell := range cells {
		if len(r.row) > 0 {
			r.row = append(r.row, ',')
		}
		if needsQuotes(cell) {
			r.row = append(r.row, '"')
			r.row = append(r.row, strings.ReplaceAll(cell, `"`, `""`)...)
			r.row = append(r.row, '"')
			continue
		}
		r.row = append(r.row, cell...)
	}
}

func needsQuotes(cell string) bool {
	for i := range len(cell) {
		if cell[i] == ',' || cell[i] == '"' {
			return true
		}
	}
	return false
}

// time adds a date, with the clock time if there is one.
func (r *rowWriter) time(day, minute int) {
	date, known := r.days[day]
	if !known {
		date = time.Unix(int64(day)*86400, 0).UTC().Format("02/01/2006")
		r.days[day] = date
	}
	r.text(date)
	if minute >= 0 {
		r.row = append(r.row, ' ', byte('0'+minute/600), byte('0'+minute/60%10), ':', byte('0'+minute%60/10), byte('0'+minute%10))
	}
}

func (r *rowWriter) offence(o *offence) {
	r.text(o.ref, o.status)
	r.time(o.when.recorded, -1)
	r.time(o.when.reported, -1)
	r.time(o.when.from, o.when.fromMinute)
	if o.when.blankTo {
		r.text("")
	} else {
		r.time(o.when.to, o.when.toMinute)
	}
	r.text(o.stratum.code, o.stratum.label, o.borough, o.spot.ward, o.spot.lsoa, metres(o.spot.easting), metres(o.spot.northing), o.placeType, o.location, o.outcome)
	if o.outcomeDay == 0 {
		r.text("")
	} else {
		r.time(o.outcomeDay, -1)
	}
	r.text(o.knife, o.stratum.knifeUse)
	r.text(o.flags[:]...)
}

func metres(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func (r *rowWriter) victim(p person) {
	r.text(p.ref, p.ageOffence, p.ageReport, p.sex, p.sde, p.ic, p.disability, p.injury, p.relationship, p.homeCode)
}

func (r *rowWriter) suspect(p person) {
	r.text(p.ref, p.ageOffence, p.ageReport, p.sex, p.sde, p.ic, p.homeCode)
}

// end writes the row, as often as asked.
func (r *rowWriter) end(times int) {
	r.row = append(r.row, '\r', '\n')
	for range times {
		if _, err := r.out.Write(r.row); err != nil && r.err == nil {
			r.err = err
		}
		r.rows++
	}
	r.row = r.row[:0]
}

// flush ends the file and returns the first error of writing it.
func (r *rowWriter) flush() error {
	if err := r.out.Flush(); r.err == nil {
		r.err = err
	}
	return r.err
}

// repeatEvery is how many rows apart one is written twice, as exports do now
// and then.
const repeatEvery = 2500

// flat writes an offence as one row per victim and suspect.
func (r *rowWriter) flat(o *offence) {
	for v := range max(1, len(o.victims)) {
		for s := range max(1, len(o.suspects)) {
			r.offence(o)
			r.victim(at(o.victims, v))
			r.suspect(at(o.suspects, s))
			times := 1
			if r.rows%repeatEvery == repeatEvery-1 {
				times = 2
			}
			r.end(times)
		}
	}
}

// at returns a person, or nobody.
func at(people []person, i int) person {
	if i < len(people) {
		return people[i]
	}
	return person{}
}
