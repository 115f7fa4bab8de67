package xlsxscan

// sharedStrings are the texts that cells point to.
type sharedStrings struct {
	text []byte
	ends []int // of each
}

func (s *sharedStrings) len() int { return len(s.ends) }

func (s *sharedStrings) at(i int) []byte {
	from := 0
	if i > 0 {
		from = s.ends[i-1]
	}
	return s.text[from:s.ends[i]:s.ends[i]]
}

// readStrings reads the shared strings, which are wanted only where a sheet is.
func (b *Book) readStrings() error {
	if b.strings != nil {
		return nil
	}
	b.strings = &sharedStrings{}
	if b.part == "" {
		return nil
	}
	r, err := b.archive.open(b.part)
	if err != nil {
		return err
	}
	defer r.Close()
	x := newXMLReader(r, r.file.UncompressedSize64)
	if err := x.root("sst", "its list of texts is not one"); err != nil {
		return err
	}
	for {
		kind, err := x.next()
		switch {
		case err != nil:
			return err
		case kind == endOfXML:
			return nil
		case kind == startToken && x.local == "si":
			b.strings.text, err = x.richText(b.strings.text, "si")
			b.strings.ends = append(b.strings.ends, len(b.strings.text))
		case kind == startToken && x.local == "extLst":
			err = x.skip()
		default:
			err = x.stray(kind, "its list of texts holds something else", "its list of texts holds text outside an entry")
		}
		if err != nil {
			return err
		}
	}
}

// richText adds the text of an element that was just entered, to its end: its
// own and that of its runs. How words are pronounced is left out.
func (x *xmlReader) richText(out []byte, within string) ([]byte, error) {
	from, escaped := len(out), false
	inRun := false
	for {
		kind, err := x.next()
		if err != nil {
			return out, err
		}
		switch {
		case kind == endToken && x.local == within:
			if escaped {
				out = appendEscaped(out[:from], append([]byte(nil), out[from:]...))
			}
			return out, nil
		case kind == startToken && x.local == "t":
			if out, err = x.plainText(out, "t"); err != nil {
				return out, err
			}
			escaped = escaped || mayBeEscaped(out[from:])
		case kind == startToken && x.local == "r" && !inRun:
			inRun = true
		case kind == endToken && x.local == "r":
			inRun = false
		case kind == startToken && (x.local == "rPr" || x.local == "rPh" || x.local == "phoneticPr" || x.local == "extLst"):
			err = x.skip()
		default:
			err = x.stray(kind, "a text holds something else", "a text stands outside its element")
		}
		if err != nil {
			return out, err
		}
	}
}

// plainText adds the text of an element that was just entered, which holds
// nothing else.
func (x *xmlReader) plainText(out []byte, within string) ([]byte, error) {
	for {
		kind, err := x.next()
		switch {
		case err != nil:
			return out, err
		case kind == endToken && x.local == within:
			return out, nil
		case kind == textToken:
			out = append(out, x.text...)
		default:
			return out, damaged("an element stands inside a text")
		}
	}
}

func mayBeEscaped(text []byte) bool {
	for i := 0; i+6 < len(text); i++ {
		if text[i] == '_' && text[i+1] == 'x' && text[i+6] == '_' {
			return true
		}
	}
	return false
}
