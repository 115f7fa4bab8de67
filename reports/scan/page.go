package scan

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// page allows what the report shows: no comment, no hidden element, no attribute
// with data of its own but the codes of areas on the map.
func (s *scanner) page(name string, text []byte) {
	tokens := html.NewTokenizer(bytes.NewReader(text))
	for {
		switch tokens.Next() {
		case html.ErrorToken:
			if !errors.Is(tokens.Err(), io.EOF) {
				s.fault(name, "is no HTML")
			}
			return
		case html.CommentToken:
			s.fault(name, "has a comment")
		case html.StartTagToken, html.SelfClosingTagToken:
			t := tokens.Token()
			if slices.Contains([]string{"iframe", "object", "embed", "link", "template", "input", "canvas", "video", "audio", "form"}, t.Data) {
				s.fault(name, "has an element that is not expected")
			}
			for _, a := range t.Attr {
				switch {
				case (a.Key == "hidden" && !slices.Contains(t.Attr, html.Attribute{Key: "id", Val: "map-control"})) || (a.Key == "style" && strings.Contains(strings.ReplaceAll(a.Val, " ", ""), "display:none")):
					s.fault(name, "has a hidden element")
				case strings.HasPrefix(a.Key, "data-") && a.Key != "data-code":
					s.fault(name, "has data in an attribute")
				case strings.HasPrefix(a.Key, "on") || (a.Key == "src" && !strings.HasPrefix(a.Val, "data:image/")):
					s.fault(name, "loads or runs something")
				}
			}
		}
	}
}
