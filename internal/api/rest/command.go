package rest

import (
	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/symbiosis"
)

// Explanation returns what POST /explain answers, for the command line: both say the same.
func (s *Service) Explanation(snapshot *planner.Snapshot, x planner.Explanation, lang symbiosis.Language) Explanation {
	out := s.view(snapshot, Language{Lang: string(lang)}).explanation(x)
	out.Assumptions = s.assumptions(x.Assumptions, lang)
	return out
}
