package exchangeformat

// A spreadsheet runs a cell as a formula when it starts with one of these.
func startsFormula(b byte) bool {
	switch b {
	case '=', '+', '-', '@', '\t', '\r', '\n':
		return true
	}
	return false
}

// apostrophes returns how many apostrophes stand before a formula's sign at the start of s,
// or −1 when none such follows.
func apostrophes(s string) int {
	i := 0
	for i < len(s) && s[i] == '\'' {
		i++
	}
	if i < len(s) && startsFormula(s[i]) {
		return i
	}
	return -1
}

// escapeFormula puts an apostrophe before text that a spreadsheet would run, or that
// unescapeFormula would change.
func escapeFormula(s string) string {
	if s == "" || !startsFormula(s[0]) && s[0] != '\'' || apostrophes(s) < 0 {
		return s
	}
	return "'" + s
}

// unescapeFormula is the inverse of escapeFormula.
func unescapeFormula(s string) string {
	if s != "" && s[0] == '\'' && apostrophes(s) > 0 {
		return s[1:]
	}
	return s
}
