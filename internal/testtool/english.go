package testtool

import (
	"regexp"
	"strings"
)

var (
	// englishWord finds words that no Swedish or Norwegian sentence has.
	englishWord = regexp.MustCompile(`(?i)\b(the|is|must|are|not|with|and|or|such|which|that|this|has|have|can|can't|cannot|only|its|than|from|expected|should|more|there|read|it)\b`)
	// quotedText is the user's, or for programs: what stands in quotes, names and addresses.
	quotedText = regexp.MustCompile(`"[^"]*"|\S*[-/=_{+]\S*|\[[^\]]*\]|samloka \w+`)
)

// English returns what of a text that should be Swedish or Norwegian is English; "" when nothing is.
func English(text string) string {
	return strings.Join(englishWord.FindAllString(quotedText.ReplaceAllString(text, " "), -1), " ")
}
