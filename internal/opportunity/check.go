package opportunity

import (
	"slices"
	"strings"

	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// What a check is about: keys of package wording.
const (
	LandCheck       = "land"
	GridCheck       = "grid_power"
	PlanCheck       = "plan"
	YearsCheck      = "years"
	WithinCheck     = "within"     // Subject is the kind of infrastructure
	ConnectionCheck = "connection" // Subject is the utility
	NeedCheck       = "need"       // Subject is the resource
	ExcludedCheck   = "excluded"   // Subject names what excludes all of the land
)

// Status is how a check comes out. What isn't known is neither met nor failed.
type Status string

// The outcomes of a check.
const (
	Met     Status = "met"
	Failed  Status = "failed"
	Unknown Status = "unknown"
)

// Check is one thing that a firm asks of land, with what the land has.
type Check struct {
	Key     string
	Subject string // of which: see the keys
	Status  Status
	Must    bool // a failure excludes the land

	Has, Wants *float64 // nil where it is no number, or not known
	Unit       string
	HasText    string // a plan status, or a connection
	WantsText  string
	Year       int // from which the land has it; 0 unknown or now
}

// Demands are what land must have beside what the profile itself asks (its MustHaves always
// exclude).
type Demands struct {
	symbiosis.MustHaves
	Land, GridPower bool
	// Needs gives the least share, 0–1, of a need that its best partner must cover, by resource.
	Needs map[symbiosis.ResourceCode]float64
}

// checks holds a lot against what a profile asks at a capacity. What it would take is always
// told; what is demanded excludes.
func checks(p symbiosis.Profile, capacity float64, d Demands, lot *Lot) []Check {
	var list []Check
	number := func(key, subject, u string, must bool, has, wants *float64, met func(has, wants float64) bool) {
		c := Check{Key: key, Subject: subject, Unit: u, Must: must, Has: has, Wants: wants, Status: Unknown}
		if has != nil && wants != nil {
			c.Status = Failed
			if met(*has, *wants) {
				c.Status = Met
			}
		}
		list = append(list, c)
	}
	enough := func(has, wants float64) bool { return has >= wants }
	atMost := func(has, wants float64) bool { return has <= wants }
	if len(lot.Excluding) > 0 && lot.Fit <= 0 {
		list = append(list, Check{Key: ExcludedCheck, Subject: strings.Join(lot.Excluding, ", "), Status: Failed, Must: true})
	}
	if p.Land != nil {
		has, wants := lot.Fit.Hectares(), (*p.Land * unit.Area(capacity)).Hectares()
		number(LandCheck, "", "ha", d.Land, &has, &wants, enough)
	}
	if p.GridPower != nil {
		wants := (*p.GridPower * unit.Power(capacity)).Megawatts()
		var has *float64
		if g := lot.Area.GridPower; g != nil {
			mw := g.Megawatts()
			has = &mw
		}
		number(GridCheck, "", "MW", d.GridPower, has, &wants, enough)
		list[len(list)-1].Year = lot.Area.GridYear
	}
	plans := symbiosis.PlanStatuses() // furthest first
	for _, m := range []symbiosis.MustHaves{p.MustHaves, d.MustHaves} {
		if m.Plan != "" {
			c := Check{Key: PlanCheck, Must: true, Status: Failed, HasText: string(lot.Area.PlanStatus), WantsText: string(m.Plan)}
			if slices.Index(plans, lot.Area.PlanStatus) <= slices.Index(plans, m.Plan) {
				c.Status = Met
			}
			list = append(list, c)
		}
		if m.YearsToBuildReady != nil {
			number(YearsCheck, "", "yr", true, lot.Area.YearsToBuildReady, m.YearsToBuildReady, atMost)
		}
		for _, w := range m.Within {
			var has *float64
			if d, ok := lot.Near[w.Kind]; ok {
				metres := d.Metres()
				has = &metres
			}
			wants := w.Distance.Metres()
			number(WithinCheck, string(w.Kind), "m", true, has, &wants, atMost)
		}
		for _, u := range m.Connections {
			has := lot.Area.Connection(u)
			c := Check{Key: ConnectionCheck, Subject: string(u), Must: true, HasText: string(has), Status: Met}
			switch has {
			case "":
				c.Status = Unknown
			case symbiosis.NoConnection:
				c.Status = Failed
			}
			list = append(list, c)
		}
	}
	return list
}

// needChecks holds what is found against the shares that are demanded.
func needChecks(d Demands, finds []Find) []Check {
	var list []Check
	for i := range finds {
		f := &finds[i]
		least, asked := d.Needs[f.Flow.Resource]
		if !asked || f.Flow.Direction != symbiosis.Need {
			continue
		}
		share := 0.0
		if f.Share != nil {
			share = *f.Share
		}
		c := Check{Key: NeedCheck, Subject: string(f.Flow.Resource), Must: true, Status: Met, Unit: "1", Has: &share, Wants: &least}
		if f.Partner == "" || f.Share != nil && share < least {
			c.Status = Failed
		} else if f.Share == nil {
			c.Status, c.Has = Unknown, nil
		}
		list = append(list, c)
	}
	return list
}

// Excludes says that the land must not be proposed.
func (c *Check) Excludes() bool { return c.Must && c.Status == Failed }
