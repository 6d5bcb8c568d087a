package rest

import (
	"context"

	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/symbiosis"
)

func (s *Service) registerFirms(to registrar) {
	plainly(to, "GET", "list-profiles", "/profiles", "Establishment profiles: the region's own, then the library", s.listProfiles)
	record(to, "GET", "get-profile", "/profiles/{id}", "An establishment profile", getter(s, (*planner.Snapshot).Firm, view.profile))
	record(to, "POST", "create-profile", "/profiles", "Add a profile or a prospect of the region's own", creator[ProfileInput](s, "/profiles", (*planner.Planner).CreateProfile, unnoticed(view.ownProfile)))
	record(to, "PUT", "put-profile", "/profiles/{id}", "Change a profile of the region's own", changer[ProfileInput](s, (*planner.Planner).UpdateProfile, unnoticed(view.ownProfile)))
	plainly(to, "DELETE", "delete-profile", "/profiles/{id}", "Delete a profile of the region's own; the answer can be added again", deleter(s, (*planner.Planner).DeleteProfile, view.ownProfile))
	plainly(to, "POST", "rank", "/rankings", "All land ranked for a firm, with reasons; nothing is stored", s.rank)
	plainly(to, "POST", "ranked-partners", "/rankings/partners", "All partners of a firm's flow on a piece of land, the best first; nothing is stored", s.rankedPartners)
	plainly(to, "POST", "explain-ranked", "/rankings/explain", "The whole reckoning of one pair of a ranking: a firm's flow on a piece of land with a flow of the region; nothing is stored", s.explainRanked)
	plainly(to, "GET", "list-opportunities", "/opportunities", "Areas × profiles that find something, by net benefit", s.listOpportunities)
	plainly(to, "GET", "opportunity-matrix", "/opportunities/matrix", "Every area × every profile at its best capacity", s.opportunityMatrix)
	plainly(to, "GET", "opportunity-answers", "/opportunities/answers", "Which firm would unlock most, and where; which surplus has no taker", s.opportunityAnswers)
}

func (s *Service) listProfiles(_ context.Context, in *onlyLanguage) (*jsonOutput[ProfileList], error) {
	snapshot := s.planner.Snapshot()
	view := s.view(snapshot, in.Language)
	out := ProfileList{Library: snapshot.LibraryVersion(), Items: []Profile{}}
	for _, f := range snapshot.Firms() {
		out.Items = append(out.Items, view.profile(f))
	}
	return &jsonOutput[ProfileList]{out}, nil
}

func (a *ProfileAttributes) givenID() *string { return &a.ID }

func (a *ProfileAttributes) record() (symbiosis.Profile, []symbiosis.Problem, error) {
	return a.toProfile(), nil, nil
}

// ownProfile shows a profile that is the region's own.
func (v view) ownProfile(p symbiosis.Profile) Profile {
	return v.profile(planner.Firm{Profile: p, Own: true})
}
