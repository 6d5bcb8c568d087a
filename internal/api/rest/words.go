package rest

import (
	"strconv"

	"github.com/samloka/samloka/internal/symbiosis"
)

func (v view) label(key string) string { return key }

func (v view) display(f symbiosis.Reckoned) string {
	if f.Text != "" {
		return f.Text
	}
	return strconv.FormatFloat(f.Value, 'g', 3, 64) + " " + f.Unit
}

func (v view) gateText(g symbiosis.Gate) string     { return g.Reason }
func (v view) outcome(symbiosis.Explanation) string { return "" }
