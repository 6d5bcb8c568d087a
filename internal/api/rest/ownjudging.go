package rest

import (
	"context"
	"net/http"

	"github.com/samloka/samloka/internal/planner"
)

// RegionSettings are how the region judges land unless a question says otherwise.
type RegionSettings struct {
	EvaluationSettings
	Own     bool  `json:"own" doc:"The region has decided; false: the program's own weights and value functions stand, and there is nothing here"`
	Version int64 `json:"version" doc:"0 when the region hasn't decided"`
}

type putRegionSettingsInput struct {
	Language
	IfMatch string `header:"If-Match" doc:"The ETag as it was read, \"0\" where the region hadn't decided, or *; required"`
	Body    RegionSettingsInput
}

// RegionSettingsInput are settings as they are sent. What the server added may be sent back.
type RegionSettingsInput struct {
	EvaluationSettings
	Own     any `json:"own,omitempty" doc:"Ignored"`
	Version any `json:"version,omitempty" doc:"Ignored"`
}

type deleteRegionSettingsInput struct {
	Language
	IfMatch string `header:"If-Match" doc:"The ETag as it was read, or *; required"`
}

func (s *Service) registerOwnJudging(to registrar) {
	record(to, http.MethodGet, "get-evaluation-settings", "/evaluation-settings", "The region's own weights and value functions for land", s.getRegionSettings)
	record(to, http.MethodPut, "put-evaluation-settings", "/evaluation-settings", "Make weights and value functions the region's own, for all questions that give none; saved comparisons keep theirs", s.putRegionSettings)
	plainly(to, http.MethodDelete, "delete-evaluation-settings", "/evaluation-settings", "Go back to the program's weights and value functions; the answer, put again, restores the region's own", s.deleteRegionSettings)
}

func (s *Service) getRegionSettings(_ context.Context, _ *onlyLanguage) (*recordOutput[RegionSettings], error) {
	own, err := s.planner.Snapshot().Judging()
	if err != nil {
		return nil, err
	}
	return &recordOutput[RegionSettings]{ETag: etag(own.Version), Body: regionSettingsOf(own)}, nil
}

func (s *Service) putRegionSettings(ctx context.Context, in *putRegionSettingsInput) (*recordOutput[RegionSettings], error) {
	version, err := (Changing{IfMatch: in.IfMatch}).version()
	if err != nil {
		return nil, err
	}
	own, err := s.planner.SetJudging(ctx, in.Body.settings(), version)
	if err != nil {
		return nil, err
	}
	return &recordOutput[RegionSettings]{ETag: etag(own.Version), Body: regionSettingsOf(own)}, nil
}

func (s *Service) deleteRegionSettings(ctx context.Context, in *deleteRegionSettingsInput) (*jsonOutput[RegionSettings], error) {
	version, err := (Changing{IfMatch: in.IfMatch}).version()
	if err != nil {
		return nil, err
	}
	was, unusable := s.planner.Snapshot().Judging() // what can't be used must still be possible to be rid of
	if err := s.planner.ResetJudging(ctx, version); err != nil {
		return nil, err
	}
	if unusable != nil {
		was = planner.OwnJudging{Own: true, Version: was.Version}
	}
	return &jsonOutput[RegionSettings]{regionSettingsOf(was)}, nil
}

func regionSettingsOf(o planner.OwnJudging) RegionSettings {
	return RegionSettings{settingsOf(o.Settings), o.Own, o.Version}
}
