package main

import (
	"net/mail"
	"strings"
	"time"

	"svna/analysis"
)

// publishedDate reads "2023-07-20" or, for a date that is not fixed yet,
// "2023-07", and writes it in words.
func publishedDate(text string) (words string, ok bool) {
	if at, err := time.Parse("2006-01-02", text); err == nil {
		return at.Format("2 January 2006"), true
	}
	if at, err := time.Parse("2006-01", text); err == nil {
		return at.Format("January 2006"), true
	}
	return "", false
}

// checkPublication refuses dates and addresses that are none: they are printed on
// every cover.
func (s *settings) checkPublication() error {
	p := s.Publication
	for _, date := range []struct{ key, text string }{{"date", p.Date}, {"next", p.Next}} {
		if _, ok := publishedDate(date.text); date.text != "" && !ok {
			return s.wrong(0, []string{"publication", date.key}, "%s is a date, as in \"2023-07-20\", or a month, as in \"2023-07\"", date.key)
		}
	}
	if p.Date != "" && p.Next != "" && p.Next <= p.Date {
		return s.wrong(0, []string{"publication", "next"}, "next is no later than date, which is that of this edition")
	}
	if p.Email == "" {
		return nil
	}
	if address, err := mail.ParseAddress(p.Email); err != nil || address.Address != p.Email {
		return s.wrong(0, []string{"publication", "email"}, "email is an address alone, as in email = \"community.safety@example.gov.uk\"")
	}
	return nil
}

// publication is what the outputs say of their publication.
func (s *settings) publication() analysis.Publication {
	date, _ := publishedDate(s.Publication.Date)
	next, _ := publishedDate(s.Publication.Next)
	return analysis.Publication{Date: date, Next: next, Contact: strings.TrimSpace(s.Publication.Contact), Email: s.Publication.Email}
}
