package reports

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"io"
	"strings"
)

// readBookmarks reads the text inside each bookmark of a Word file, by its name:
// by a parser of XML, and by nothing that wrote the file.
func readBookmarks(path string) (map[string]string, error) {
	archive, err := zip.OpenReader(path)
	if err != nil {
		return nil, errors.New("headlines.docx cannot be read")
	}
	defer archive.Close()
	part, err := archive.Open("word/document.xml")
	if err != nil {
		return nil, errors.New("headlines.docx has no text")
	}
	defer part.Close()
	texts := map[string]*strings.Builder{}
	open := map[string]string{} // names of the bookmarks that are open, by their ids
	inText := false
	decoder := xml.NewDecoder(part)
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, errors.New("headlines.docx is damaged")
		}
		switch e := token.(type) {
		case xml.StartElement:
			switch e.Name.Local {
			case "bookmarkStart":
				name := attributeOf(e, "name")
				open[attributeOf(e, "id")] = name
				texts[name] = &strings.Builder{}
			case "bookmarkEnd":
				delete(open, attributeOf(e, "id"))
			case "t":
				inText = true
			}
		case xml.EndElement:
			inText = inText && e.Name.Local != "t"
		case xml.CharData:
			for _, name := range open {
				if inText {
					texts[name].Write(e)
				}
			}
		}
	}
	sentences := map[string]string{}
	for name, text := range texts {
		sentences[name] = text.String()
	}
	return sentences, nil
}

func attributeOf(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}
