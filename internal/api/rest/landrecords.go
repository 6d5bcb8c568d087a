package rest

import (
	"context"
	"net/url"

	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/symbiosis"
)

func (s *Service) listConstraints(_ context.Context, in *constraintsInput) (*listOutput, error) {
	filter, bound, err := in.filter()
	if err != nil {
		return nil, err
	}
	page, err := in.pageOf("constraints", bound)
	if err != nil {
		return nil, err
	}
	snapshot := s.planner.Snapshot()
	view := s.view(snapshot, in.Language)
	return answer(in.Listing, snapshot, "constraints", bound, snapshot.Constraints(filter, page), view.constraint, view.constraintFeature)
}

func (s *Service) listFacilities(_ context.Context, in *facilitiesInput) (*listOutput, error) {
	filter, bound, err := in.filter()
	if err != nil {
		return nil, err
	}
	page, err := in.pageOf("facilities", bound)
	if err != nil {
		return nil, err
	}
	snapshot := s.planner.Snapshot()
	view := s.view(snapshot, in.Language)
	return answer(in.Listing, snapshot, "facilities", bound, snapshot.Facilities(filter, page), view.facility, view.facilityFeature)
}

func (s *Service) listLayers(_ context.Context, in *onlyLanguage) (*jsonOutput[LayerList], error) {
	return &jsonOutput[LayerList]{s.now(in.Language).layers()}, nil
}

type createAreaInput struct {
	Language
	Body AreaInput
}

func (s *Service) createArea(ctx context.Context, in *createAreaInput) (*recordOutput[Area], error) {
	x, notices, err := in.Body.toArea()
	if err != nil {
		return nil, err
	}
	if x, err = s.planner.CreateArea(ctx, x); err != nil {
		return nil, err
	}
	return &recordOutput[Area]{ETag: etag(x.Version), Location: Prefix + "/areas/" + url.PathEscape(string(x.ID)), Body: s.now(in.Language).storedArea(x, notices)}, nil
}

type putAreaInput struct {
	Changing
	Body AreaInput
}

func (s *Service) putArea(ctx context.Context, in *putAreaInput) (*recordOutput[Area], error) {
	version, err := in.version()
	if err != nil {
		return nil, err
	}
	if err := sameID(in.ID, in.Body.ID); err != nil {
		return nil, err
	}
	in.Body.ID = in.ID
	x, notices, err := in.Body.toArea()
	if err != nil {
		return nil, err
	}
	if x, err = s.planner.UpdateArea(ctx, x, version); err != nil {
		return nil, err
	}
	return &recordOutput[Area]{ETag: etag(x.Version), Body: s.now(in.Language).storedArea(x, notices)}, nil
}

func (s *Service) deleteArea(ctx context.Context, in *Changing) (*jsonOutput[Area], error) {
	version, err := in.version()
	if err != nil {
		return nil, err
	}
	x, err := s.planner.DeleteArea(ctx, symbiosis.AreaID(in.ID), version)
	if err != nil {
		return nil, err
	}
	return &jsonOutput[Area]{s.now(in.Language).storedArea(x, nil)}, nil
}

func (s *Service) getConstraint(_ context.Context, in *ByID) (*recordOutput[Constraint], error) {
	snapshot := s.planner.Snapshot()
	x, err := snapshot.Constraint(symbiosis.ConstraintID(in.ID))
	if err != nil {
		return nil, err
	}
	return &recordOutput[Constraint]{ETag: etag(x.Version), Body: s.view(snapshot, in.Language).constraint(x)}, nil
}

type createConstraintInput struct {
	Language
	Body ConstraintInput
}

func (s *Service) createConstraint(ctx context.Context, in *createConstraintInput) (*recordOutput[Constraint], error) {
	x, notices, err := in.Body.toConstraint()
	if err != nil {
		return nil, err
	}
	if x, err = s.planner.CreateConstraint(ctx, x); err != nil {
		return nil, err
	}
	return &recordOutput[Constraint]{ETag: etag(x.Version), Location: Prefix + "/constraints/" + url.PathEscape(string(x.ID)), Body: s.now(in.Language).storedConstraint(x, notices)}, nil
}

type putConstraintInput struct {
	Changing
	Body ConstraintInput
}

func (s *Service) putConstraint(ctx context.Context, in *putConstraintInput) (*recordOutput[Constraint], error) {
	version, err := in.version()
	if err != nil {
		return nil, err
	}
	if err := sameID(in.ID, in.Body.ID); err != nil {
		return nil, err
	}
	in.Body.ID = in.ID
	x, notices, err := in.Body.toConstraint()
	if err != nil {
		return nil, err
	}
	if x, err = s.planner.UpdateConstraint(ctx, x, version); err != nil {
		return nil, err
	}
	return &recordOutput[Constraint]{ETag: etag(x.Version), Body: s.now(in.Language).storedConstraint(x, notices)}, nil
}

func (s *Service) deleteConstraint(ctx context.Context, in *Changing) (*jsonOutput[Constraint], error) {
	version, err := in.version()
	if err != nil {
		return nil, err
	}
	x, err := s.planner.DeleteConstraint(ctx, symbiosis.ConstraintID(in.ID), version)
	if err != nil {
		return nil, err
	}
	return &jsonOutput[Constraint]{s.now(in.Language).constraint(x)}, nil
}

func (s *Service) getFacility(_ context.Context, in *ByID) (*recordOutput[Facility], error) {
	snapshot := s.planner.Snapshot()
	x, err := snapshot.Facility(symbiosis.FacilityID(in.ID))
	if err != nil {
		return nil, err
	}
	return &recordOutput[Facility]{ETag: etag(x.Version), Body: s.view(snapshot, in.Language).facility(x)}, nil
}

type createFacilityInput struct {
	Language
	Body FacilityInput
}

func (s *Service) createFacility(ctx context.Context, in *createFacilityInput) (*recordOutput[Facility], error) {
	x, notices, err := in.Body.toFacility()
	if err != nil {
		return nil, err
	}
	if x, err = s.planner.CreateFacility(ctx, x); err != nil {
		return nil, err
	}
	return &recordOutput[Facility]{ETag: etag(x.Version), Location: Prefix + "/facilities/" + url.PathEscape(string(x.ID)), Body: s.now(in.Language).storedFacility(x, notices)}, nil
}

type putFacilityInput struct {
	Changing
	Body FacilityInput
}

func (s *Service) putFacility(ctx context.Context, in *putFacilityInput) (*recordOutput[Facility], error) {
	version, err := in.version()
	if err != nil {
		return nil, err
	}
	if err := sameID(in.ID, in.Body.ID); err != nil {
		return nil, err
	}
	in.Body.ID = in.ID
	x, notices, err := in.Body.toFacility()
	if err != nil {
		return nil, err
	}
	if x, err = s.planner.UpdateFacility(ctx, x, version); err != nil {
		return nil, err
	}
	return &recordOutput[Facility]{ETag: etag(x.Version), Body: s.now(in.Language).storedFacility(x, notices)}, nil
}

func (s *Service) deleteFacility(ctx context.Context, in *Changing) (*jsonOutput[Facility], error) {
	version, err := in.version()
	if err != nil {
		return nil, err
	}
	x, err := s.planner.DeleteFacility(ctx, symbiosis.FacilityID(in.ID), version)
	if err != nil {
		return nil, err
	}
	return &jsonOutput[Facility]{s.now(in.Language).facility(x)}, nil
}

func (v view) storedArea(a symbiosis.Area, notices []symbiosis.Problem) Area {
	out := v.area(planner.Placed(a))
	out.Notices = notices
	return out
}

func (v view) storedConstraint(c symbiosis.Constraint, notices []symbiosis.Problem) Constraint {
	out := v.constraint(c)
	out.Notices = notices
	return out
}

func (v view) storedFacility(f symbiosis.Facility, notices []symbiosis.Problem) Facility {
	out := v.facility(f)
	out.Notices = notices
	return out
}
