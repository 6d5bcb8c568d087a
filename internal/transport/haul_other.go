//go:build !amd64 || amd64.v3

package transport

import "github.com/samloka/samloka/internal/symbiosis"

// atEach is at for needs that takeAll.
func (h *haulage) atEach(with []symbiosis.Candidate, found []symbiosis.Outcome) {
	h.atEachPlain(with, found)
}
