package xlsxscan

// shortCut reads one cell in the spelling that most programs write, all of it in
// the buffer, and reports whether it did. Any other spelling it leaves where it
// is, for cell.
func (r *Rows) shortCut() bool {
	x := r.xml
	if x.prefix != "" || x.closing || r.slow || x.foreign > 0 {
		return false
	}
	b := x.buf[x.at:min(x.checked, x.end)]
	if len(b) < 12 || b[0] != '<' || b[1] != 'c' || b[2] != ' ' {
		return false
	}
	var ref, styled, typed []byte
	i, empty := 3, false
	for {
		if i+3 >= len(b) || b[i+1] != '=' || b[i+2] != '"' {
			return false
		}
		j := i + 3
		for j < len(b) && b[j] > ' ' && b[j] < 0x7f && b[j] != '"' && b[j] != '<' && b[j] != '&' {
			j++
		}
		if j+2 >= len(b) || b[j] != '"' {
			return false
		}
		value := b[i+3 : j]
		switch {
		case b[i] == 'r' && ref == nil:
			ref = value
		case b[i] == 's' && styled == nil:
			styled = value
		case b[i] == 't' && typed == nil:
			typed = value
		default:
			return false
		}
		i = j + 1
		if b[i] == ' ' {
			i++
			continue
		}
		if b[i] == '>' {
			i++
			break
		}
		if b[i] == '/' && b[i+1] == '>' {
			i += 2
			empty = true
			break
		}
		return false
	}
	kind := usualType(typed)
	if kind == "" || ref == nil {
		return false
	}
	var content []byte
	if !empty {
		var after int
		if content, after = usualValue(b, i, kind == "inlineStr"); after == 0 {
			return false
		}
		i = after
	}
	return r.take(ref, styled, kind, content, empty, i)
}

// take stores a cell that shortCut read. Where something is wrong with it, that
// is the error of the row.
func (r *Rows) take(ref, styled []byte, kind string, content []byte, empty bool, length int) bool {
	place, err := r.place(ref)
	if err == nil {
		var style Style
		if style, err = r.style(styled); err == nil {
			if kind != "s" {
				// The buffer moves on before the row is done.
				from := len(r.scratch)
				r.scratch = append(r.scratch, content...)
				content = r.scratch[from:len(r.scratch):len(r.scratch)]
			}
			err = r.put(place, kind, style, content, !empty, false)
		}
	}
	if err != nil {
		r.err = err
		return false
	}
	r.xml.at += length
	return true
}

func usualType(typed []byte) string {
	switch string(typed) {
	case "", "n":
		return "n"
	case "s":
		return "s"
	case "str":
		return "str"
	case "inlineStr":
		return "inlineStr"
	}
	return ""
}

// usualValue reads <v>...</v></c> or <is><t>...</t></is></c> from place i on, where
// the text needs no decoding. after is 0 where it is not that.
func usualValue(b []byte, i int, inline bool) (content []byte, after int) {
	open, end := "<v>", "</v></c>"
	if inline {
		open, end = "<is><t>", "</t></is></c>"
		const preserved = `<is><t xml:space="preserve">`
		if i+len(preserved) < len(b) && string(b[i:i+len(preserved)]) == preserved {
			open = preserved
		}
	}
	if i+len(open) >= len(b) || string(b[i:i+len(open)]) != open {
		return nil, 0
	}
	i += len(open)
	start := i
	for i < len(b) && b[i] != '<' {
		if c := b[i]; c == '&' || c == '\r' || c == ']' || c == '_' {
			return nil, 0
		}
		i++
	}
	if i+len(end) > len(b) || string(b[i:i+len(end)]) != end {
		return nil, 0
	}
	return b[start:i], i + len(end)
}
