package rest

import (
	"context"
	"net/url"

	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/symbiosis"
)

type createProfileInput struct {
	Language
	Body ProfileInput
}

type putProfileInput struct {
	Changing
	Body ProfileInput
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

func (s *Service) getProfile(_ context.Context, in *ByID) (*recordOutput[Profile], error) {
	snapshot := s.planner.Snapshot()
	f, err := snapshot.Firm(symbiosis.ProfileID(in.ID))
	if err != nil {
		return nil, err
	}
	return &recordOutput[Profile]{ETag: etag(f.Version), Body: s.view(snapshot, in.Language).profile(f)}, nil
}

func (s *Service) createProfile(ctx context.Context, in *createProfileInput) (*recordOutput[Profile], error) {
	p, err := s.planner.CreateProfile(ctx, in.Body.toProfile())
	if err != nil {
		return nil, err
	}
	return &recordOutput[Profile]{
		ETag: etag(p.Version), Location: Prefix + "/profiles/" + url.PathEscape(string(p.ID)), Body: s.now(in.Language).profile(planner.Firm{Profile: p, Own: true}),
	}, nil
}

func (s *Service) putProfile(ctx context.Context, in *putProfileInput) (*recordOutput[Profile], error) {
	version, err := in.version()
	if err != nil {
		return nil, err
	}
	if err := sameID(in.ID, in.Body.ID); err != nil {
		return nil, err
	}
	in.Body.ID = in.ID
	p, err := s.planner.UpdateProfile(ctx, in.Body.toProfile(), version)
	if err != nil {
		return nil, err
	}
	return &recordOutput[Profile]{ETag: etag(p.Version), Body: s.now(in.Language).profile(planner.Firm{Profile: p, Own: true})}, nil
}

func (s *Service) deleteProfile(ctx context.Context, in *Changing) (*jsonOutput[Profile], error) {
	version, err := in.version()
	if err != nil {
		return nil, err
	}
	gone, err := s.planner.DeleteProfile(ctx, symbiosis.ProfileID(in.ID), version)
	if err != nil {
		return nil, err
	}
	return &jsonOutput[Profile]{s.now(in.Language).profile(planner.Firm{Profile: gone, Own: true})}, nil
}
