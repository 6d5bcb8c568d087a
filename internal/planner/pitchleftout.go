package planner

import (
	"cmp"
	"slices"

	"github.com/samloka/samloka/internal/report"
	"github.com/samloka/samloka/internal/symbiosis"
)

// LeftOut is something that a pitch sheet showed when it was made and that its reader may not see
// today: its visibility has been lowered, or nobody answers for it any more.
type LeftOut struct {
	What     LeftOutKind
	ID       string                 // of the record; "" when the sheet doesn't say and none fits
	SiteID   symbiosis.SiteID       // of a flow
	Name     string                 // as it stood on the sheet; a flow by its site's
	Resource symbiosis.ResourceCode // of a flow
	Gone     bool                   // there is no such record any more
	Broken   bool                   // its row breaks a rule, or that of a flow's site, so that nobody knows
	// Visibility is today's, the narrower of a flow's and its site's; "" for what is gone or broken.
	Visibility symbiosis.Visibility
}

// LeftOutKind is what of a sheet is left out.
type LeftOutKind string

// What can be left out of a sheet. Without its land nothing of it is shown.
const (
	LeftOutArea    LeftOutKind = "area"
	LeftOutProfile LeftOutKind = "profile" // the firm's name and where its figures come from
	LeftOutFlow    LeftOutKind = "flow"
)

// PitchToday returns a pitch sheet as its reader may see it today, and what is left out of it. The
// figures are those it was made with. Closed says that nothing is shown, as the land itself is left
// out. A sheet that can't be read is the error.
func (s *Snapshot) PitchToday(p symbiosis.Pitch) (sheet report.Sheet, left []LeftOut, closed bool, err error) {
	if err := p.Content.Into(&sheet); err != nil {
		return report.Sheet{}, nil, false, err
	}
	reader := p.Visibility
	area, err := s.Area(p.AreaID)
	if err != nil || !area.Visibility.Within(reader) {
		broken := s.brokenRow("areas", string(p.AreaID)) != nil
		left = append(left, LeftOut{What: LeftOutArea, ID: string(p.AreaID), Name: sheet.Area.Name, Gone: err != nil && !broken, Broken: broken, Visibility: area.Visibility})
		closed = true
	}
	if name := sheet.Firm.Names.In(p.Language); name != "" && p.ProfileID != "" {
		firm, err := s.Firm(p.ProfileID)
		if err != nil || !firm.Visibility.Within(reader) {
			broken := s.brokenRow("profiles", string(p.ProfileID)) != nil
			out := LeftOut{What: LeftOutProfile, ID: string(p.ProfileID), Name: name, Gone: err != nil && !broken, Broken: broken}
			if err == nil {
				out.Visibility = firm.Visibility
			}
			left = append(left, out)
			withoutFirm(&sheet)
		}
	}
	told := map[LeftOut]bool{}
	for i := range sheet.Flows {
		f := &sheet.Flows[i]
		f.Partners = slices.DeleteFunc(f.Partners, func(partner report.Partner) bool {
			out, hidden := s.partnerToday(f.Direction, partner, reader)
			if hidden && !told[out] { // one flow can meet several of the firm's
				told[out] = true
				left = append(left, out)
			}
			return hidden
		})
	}
	return sheet, left, closed, nil
}

// withoutFirm takes away all that says who the firm is, as a sheet of a confidential one has it. A
// title that was typed is likely to name it.
func withoutFirm(sheet *report.Sheet) {
	sheet.Title = ""
	sheet.Firm.Names, sheet.Firm.Source = symbiosis.Names{}, ""
	for i := range sheet.Flows {
		sheet.Flows[i].Source = ""
	}
}

// partnerToday says whether a partner of a firm's flow is hidden from a reader today, and how to tell
// of it. A sheet made before it kept ids names the site, the place, the resource and the source: every
// flow that could be meant must be one that the reader may see.
func (s *Snapshot) partnerToday(firms symbiosis.Direction, p report.Partner, reader symbiosis.Visibility) (LeftOut, bool) {
	out := LeftOut{What: LeftOutFlow, ID: string(p.FlowID), SiteID: p.SiteID, Name: p.Site, Resource: p.Resource, Gone: true}
	meet := func(f symbiosis.Flow, site symbiosis.Site) {
		v := seen(f, site)
		if out.Gone || !v.Within(out.Visibility) {
			out.ID, out.SiteID, out.Visibility = string(f.ID), site.ID, v
		}
		out.Gone = false
	}
	if p.FlowID != "" {
		if f, err := s.Flow(p.FlowID); err == nil {
			if site, err := s.Site(f.SiteID); err == nil {
				meet(f, site)
			}
			// The sheet names the site that the flow was at, which it may have been moved from.
			if then, err := s.Site(p.SiteID); err != nil {
				out.Gone, out.Visibility = true, ""
			} else {
				meet(f, then)
			}
		}
		if out.Gone && (s.flowIsBroken(p.FlowID) || s.brokenRow("sites", string(p.SiteID)) != nil) {
			out.Gone, out.Broken = false, true
		}
		return out, out.Gone || out.Broken || !out.Visibility.Within(reader)
	}
	for row := range s.sites.all() {
		if row.Name != p.Site && row.Location != p.Point {
			continue
		}
		for _, f := range s.FlowsOf(row.ID) {
			if f.Resource == p.Resource && f.Direction != firms && f.Source == p.Source {
				meet(f, row.Site)
			}
		}
	}
	return out, out.Gone || !out.Visibility.Within(reader)
}

// PitchFilter chooses pitch sheets; zero values choose all.
type PitchFilter struct {
	Area symbiosis.AreaID
	// LeftOut chooses links that are alive at Now and leave out something today.
	LeftOut bool
}

// PitchesBy lists pitch sheets by id.
func (p *Planner) PitchesBy(s *Snapshot, filter PitchFilter, page Page) Listed[symbiosis.Pitch] {
	now := p.opts.Now()
	fits := func(x *symbiosis.Pitch) bool {
		if filter.Area != "" && x.AreaID != filter.Area {
			return false
		}
		if !filter.LeftOut {
			return true
		}
		if x.Expired(now) {
			return false
		}
		_, left, _, err := s.PitchToday(*x)
		return err == nil && len(left) > 0
	}
	return collect(s.land.pitches.all(), s.land.pitches.key, page, fits, func(x *symbiosis.Pitch) symbiosis.Pitch { return *x })
}

// shownPitch is a pitch sheet as its reader sees it, or the error that it shows nothing.
func (s *Snapshot) shownPitch(p symbiosis.Pitch) (report.Sheet, error) {
	sheet, left, closed, err := s.PitchToday(p)
	if err != nil || !closed {
		return sheet, err
	}
	if left[0].Broken {
		return report.Sheet{}, symbiosis.Errorf(symbiosis.Conflict, "the sheet's link shows nothing while the row of the land %q is left out, as it breaks a rule: mend the row", cmp.Or(left[0].Name, left[0].ID))
	}
	why := "is " + string(left[0].Visibility)
	if left[0].Gone {
		why = "has been deleted"
	}
	return report.Sheet{}, symbiosis.Errorf(symbiosis.Conflict, "the sheet's link shows nothing: the land %q %s; withdraw the link, or make a new sheet of other land",
		cmp.Or(left[0].Name, left[0].ID), why)
}
