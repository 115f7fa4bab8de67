package tabulate

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
)

// expression is a condition, a dimension or a figure as it is written, taken
// apart. operator is "name", "text", "number", "call", "in", "between", "known",
// "missing", "and", "or", "not", or the sign of a comparison or a calculation.
type expression struct {
	operator string
	name     string // of a column, a look-up ("costs.unit_cost") or a function
	text     string
	number   float64
	parts    []*expression
}

// String writes the expression in one spelling, so that equal ones are found.
func (e *expression) String() string {
	switch e.operator {
	case "name":
		return strconv.Quote(e.name)
	case "text":
		return "'" + strings.ReplaceAll(e.text, "'", "''") + "'"
	case "number":
		return strconv.FormatFloat(e.number, 'g', -1, 64)
	}
	var parts []string
	for _, p := range e.parts {
		parts = append(parts, p.String())
	}
	return e.operator + " " + e.name + "(" + strings.Join(parts, ",") + ")"
}

// SyntaxError says where an expression cannot be understood.
type SyntaxError struct {
	Text   string // of the whole expression
	Column int    // from 1
	Say    string
}

func (e *SyntaxError) Error() string {
	return fmt.Sprintf("%s: at character %d: %s", e.Text, e.Column, e.Say)
}

// parser reads an expression from left to right. A fault is a panic of a
// *SyntaxError, which parse and parseNamed recover.
type parser struct {
	text string
	at   int
	word string // the token at at, as it is written
	kind byte   // 'n' name, 'q' quoted name, 't' text, '0' number, 's' sign, 0 end
	next int
}

// parse reads a whole expression.
func parse(text string) (e *expression, err error) {
	e, name, err := parseNamed(text)
	if err == nil && name != "" {
		return nil, &SyntaxError{text, len(text) - len(name) + 1, "no name is given here"}
	}
	return e, err
}

// parseNamed reads an expression, and the name that "as" gives it, or "".
func parseNamed(text string) (e *expression, name string, err error) {
	p := &parser{text: text}
	defer func() {
		if fault := recover(); fault != nil {
			syntax, is := fault.(*SyntaxError)
			if !is {
				panic(fault)
			}
			err = syntax
		}
	}()
	p.step()
	e = p.either()
	if p.isWord("as") {
		p.step()
		if p.kind != 'n' && p.kind != 'q' {
			p.fail("a name is wanted after as")
		}
		name = p.value()
		p.step()
	}
	if p.kind != 0 {
		p.fail("%q is not understood here", p.word)
	}
	return e, name, nil
}

func (p *parser) fail(format string, args ...any) {
	panic(&SyntaxError{p.text, p.at + 1, fmt.Sprintf(format, args...)})
}

// step goes to the next token.
func (p *parser) step() {
	for p.next < len(p.text) && (p.text[p.next] == ' ' || p.text[p.next] == '\t' || p.text[p.next] == '\n') {
		p.next++
	}
	p.at = p.next
	rest := p.text[p.at:]
	if rest == "" {
		p.word, p.kind = "", 0
		return
	}
	length := 1
	switch b := rest[0]; {
	case b == '\'' || b == '"':
		length, p.kind = p.quoted(rest), map[byte]byte{'\'': 't', '"': 'q'}[b]
	case b >= '0' && b <= '9':
		p.kind = '0'
		for length < len(rest) && (rest[length] >= '0' && rest[length] <= '9' || rest[length] == '.') {
			length++
		}
	case isLetter(rest):
		p.kind = 'n'
		length = strings.IndexFunc(rest, func(r rune) bool { return r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r) })
		if length < 0 {
			length = len(rest)
		}
	default:
		p.kind = 's'
		for _, sign := range []string{"!=", "<>", "<=", ">="} {
			if strings.HasPrefix(rest, sign) {
				length = 2
			}
		}
		if !strings.Contains("=!<>()+-*/,.", rest[:1]) {
			p.fail("%q is not understood; put the name of a column with other letters into double quotes, and a value into single ones", string([]rune(rest)[:1]))
		}
	}
	p.word = rest[:length]
	p.next = p.at + length
}

func isLetter(s string) bool { return s[0] == '_' || unicode.IsLetter([]rune(s)[0]) }

// quoted returns the length of a quoted token; a doubled quote stands for one.
func (p *parser) quoted(rest string) int {
	for i := 1; i < len(rest); i++ {
		if rest[i] != rest[0] {
			continue
		}
		if i+1 < len(rest) && rest[i+1] == rest[0] {
			i++
			continue
		}
		return i + 1
	}
	p.fail("the quote is not closed")
	return 0
}

// value is what the token stands for.
func (p *parser) value() string {
	if p.kind == 't' || p.kind == 'q' {
		quote := p.word[:1]
		return strings.ReplaceAll(p.word[1:len(p.word)-1], quote+quote, quote)
	}
	return p.word
}

func (p *parser) isWord(word string) bool { return p.kind == 'n' && strings.EqualFold(p.word, word) }

func (p *parser) isSign(sign string) bool { return p.kind == 's' && p.word == sign }

func (p *parser) want(sign string) {
	if !p.isSign(sign) {
		p.fail("%q is wanted here", sign)
	}
	p.step()
}

func (p *parser) either() *expression {
	e := p.both()
	for p.isWord("or") {
		p.step()
		e = &expression{operator: "or", parts: []*expression{e, p.both()}}
	}
	return e
}

func (p *parser) both() *expression {
	e := p.negated()
	for p.isWord("and") {
		p.step()
		e = &expression{operator: "and", parts: []*expression{e, p.negated()}}
	}
	return e
}

func (p *parser) negated() *expression {
	if p.isWord("not") {
		p.step()
		return &expression{operator: "not", parts: []*expression{p.negated()}}
	}
	return p.comparison()
}

func (p *parser) comparison() *expression {
	e := p.sum()
	if p.isWord("not") {
		p.step()
		return &expression{operator: "not", parts: []*expression{p.listed(e)}}
	}
	return p.listed(e)
}

// listed reads what may follow the left side of a condition.
func (p *parser) listed(e *expression) *expression {
	switch {
	case p.isWord("in"):
		p.step()
		p.want("(")
		list := &expression{operator: "in", parts: []*expression{e, p.sum()}}
		for p.isSign(",") {
			p.step()
			list.parts = append(list.parts, p.sum())
		}
		p.want(")")
		return list
	case p.isWord("between"):
		p.step()
		from := p.sum()
		if !p.isWord("and") {
			p.fail("between is written: between 1 and 24")
		}
		p.step()
		return &expression{operator: "between", parts: []*expression{e, from, p.sum()}}
	case p.isWord("is"):
		p.step()
		not := p.isWord("not")
		if not {
			p.step()
		}
		if !p.isWord("known") && !p.isWord("missing") {
			p.fail("is known, or is missing, is wanted here")
		}
		known := p.isWord("known") != not
		p.step()
		return &expression{operator: map[bool]string{true: "known", false: "missing"}[known], parts: []*expression{e}}
	case p.kind == 's' && strings.Contains("= != <> < <= > >=", p.word) && p.word != "!":
		sign := p.word
		if sign == "<>" {
			sign = "!="
		}
		p.step()
		return &expression{operator: sign, parts: []*expression{e, p.sum()}}
	}
	return e
}

func (p *parser) sum() *expression {
	e := p.product()
	for p.isSign("+") || p.isSign("-") {
		sign := p.word
		p.step()
		e = &expression{operator: sign, parts: []*expression{e, p.product()}}
	}
	return e
}

func (p *parser) product() *expression {
	e := p.single()
	for p.isSign("*") || p.isSign("/") {
		sign := p.word
		p.step()
		e = &expression{operator: sign, parts: []*expression{e, p.single()}}
	}
	return e
}

func (p *parser) single() *expression {
	switch {
	case p.isSign("-"):
		p.step()
		return &expression{operator: "-", parts: []*expression{{operator: "number"}, p.single()}}
	case p.isSign("("):
		p.step()
		e := p.either()
		p.want(")")
		return e
	case p.kind == '0':
		number, err := strconv.ParseFloat(p.word, 64)
		if err != nil {
			p.fail("%q is not a number", p.word)
		}
		p.step()
		return &expression{operator: "number", number: number}
	case p.kind == 't':
		e := &expression{operator: "text", text: p.value()}
		p.step()
		return e
	case p.kind == 'n' || p.kind == 'q':
		return p.named()
	}
	p.fail("a column, a number, a 'value' or a function is wanted here")
	return nil
}

// named reads a column, a column of a look-up, or a call of a function.
func (p *parser) named() *expression {
	e := &expression{operator: "name", name: p.value()}
	isQuoted := p.kind == 'q'
	p.step()
	for p.isSign(".") {
		p.step()
		if p.kind != 'n' && p.kind != 'q' {
			p.fail("a name is wanted after the point")
		}
		e.name += "." + p.value()
		p.step()
	}
	if isQuoted || !p.isSign("(") {
		return e
	}
	e.operator, e.name = "call", strings.ToLower(e.name)
	p.step()
	for !p.isSign(")") {
		e.parts = append(e.parts, p.either())
		if !p.isSign(",") {
			break
		}
		p.step()
	}
	p.want(")")
	return e
}

// SplitList splits a list at its commas, but not within brackets or quotes.
func SplitList(list string) (items []string) {
	depth, quote, from := 0, byte(0), 0
	for i := range len(list) {
		switch b := list[i]; {
		case quote != 0:
			if b == quote {
				quote = 0
			}
		case b == '\'' || b == '"':
			quote = b
		case b == '(':
			depth++
		case b == ')':
			depth--
		case b == ',' && depth == 0:
			items = append(items, strings.TrimSpace(list[from:i]))
			from = i + 1
		}
	}
	return append(items, strings.TrimSpace(list[from:]))
}
