package planner

import (
	"context"

	"github.com/samloka/samloka/internal/appraise"
	"github.com/samloka/samloka/internal/symbiosis"
)

// OwnJudging is how the region judges land unless a question says otherwise.
type OwnJudging struct {
	appraise.Settings
	Own     bool  // the region has decided; else the program's defaults stand
	Version int64 // of what it decided; 0 when it hasn't
}

// Judging returns how the region judges land. Settings that another program wrote and nobody can
// judge by are an Invalid error that says so.
func (s *Snapshot) Judging() (OwnJudging, error) {
	kept, err := s.Setting(symbiosis.AppraisalSetting)
	if symbiosis.KindOf(err) == symbiosis.NotFound {
		return OwnJudging{}, nil
	}
	own := OwnJudging{Own: true, Version: kept.Version}
	if err == nil {
		err = kept.Body.Into(&own.Settings)
	}
	if err == nil {
		err = usable(own.Settings)
	}
	if err != nil {
		return OwnJudging{Own: true, Version: kept.Version}, &symbiosis.Error{
			Kind: symbiosis.Invalid, Text: "the region's own weights and value functions can't be used: set them again or go back to the usual ones", Err: err,
		}
	}
	return own, nil
}

func usable(s appraise.Settings) error {
	book, err := criteria()
	if err == nil {
		_, err = book.Weigh(s)
	}
	return err
}

// book is what land is judged by in the region: the criteria with its own usual weights and value
// functions.
func (s *Snapshot) book() (*appraise.Book, error) {
	book, err := criteria()
	if err != nil {
		return nil, err
	}
	own, err := s.Judging()
	if err != nil || !own.Own {
		return book, err
	}
	return book.With(own.Settings)
}

// SetJudging makes settings the region's own, for all who don't say otherwise. Version is that of
// the ones on file, 0 when there are none, or AnyVersion; else the error is a *StaleError. Settings
// that aren't valid are an Invalid error with every fault.
func (p *Planner) SetJudging(ctx context.Context, s appraise.Settings, version int64) (OwnJudging, error) {
	if err := usable(s); err != nil {
		return OwnJudging{}, err
	}
	body, err := symbiosis.DocumentOf(s)
	if err != nil {
		return OwnJudging{}, err
	}
	kept, err := p.PutSetting(ctx, symbiosis.Setting{Key: symbiosis.AppraisalSetting, Body: body}, version)
	return OwnJudging{s, true, kept.Version}, err
}

// ResetJudging goes back to the program's weights and value functions.
func (p *Planner) ResetJudging(ctx context.Context, version int64) error {
	return p.DeleteSetting(ctx, symbiosis.AppraisalSetting, version)
}

// SettingsNow returns settings that judge today as a saved comparison did, whatever has become of
// the region's own weights since.
func (s *Snapshot) SettingsNow(c Compared) (appraise.Settings, error) {
	book, err := s.book()
	if err != nil {
		return appraise.Settings{}, err
	}
	return book.Relative(c.Settings, c.Evaluated.Criteria, c.Evaluated.Weighing.Curves), nil
}
