package record

import (
	"time"

	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// Profiles are kinds of firm, and prospects.
var Profiles = Noun[symbiosis.Profile]{
	Table: "profiles", Name: "profile",
	SetVersion: func(p *symbiosis.Profile, version int64) { p.Version = version },
	Check:      check[symbiosis.Profile],
	Columns: []Column[symbiosis.Profile]{
		id(func(p *symbiosis.Profile) *symbiosis.ProfileID { return &p.ID }),
		text("name_sv", func(p *symbiosis.Profile) *string { return &p.Names.SV }),
		text("name_nb", func(p *symbiosis.Profile) *string { return &p.Names.NB }),
		text("name_en", func(p *symbiosis.Profile) *string { return &p.Names.EN }),
		code("category", func(p *symbiosis.Profile) *string { return &p.Category }),
		code("nace", func(p *symbiosis.Profile) *string { return &p.NACE }),
		code("capacity_unit", func(p *symbiosis.Profile) *string { return &p.CapacityUnit }),
		text("capacity_of_sv", func(p *symbiosis.Profile) *string { return &p.CapacityOf.SV }),
		text("capacity_of_nb", func(p *symbiosis.Profile) *string { return &p.CapacityOf.NB }),
		text("capacity_of_en", func(p *symbiosis.Profile) *string { return &p.CapacityOf.EN }),
		plain("capacity", func(p *symbiosis.Profile) *float64 { return &p.Capacity }),
		number("least_capacity", func(p *symbiosis.Profile) **float64 { return &p.LeastCapacity }),
		number("greatest_capacity", func(p *symbiosis.Profile) **float64 { return &p.GreatestCapacity }),
		scaled(symbiosis.LandFigure, unit.Hectare, func(p *symbiosis.Profile) **unit.Area { return &p.Land }),
		scaled(symbiosis.GridPowerFigure, unit.Megawatt, func(p *symbiosis.Profile) **unit.Power { return &p.GridPower }),
		number(symbiosis.WaterFigure, func(p *symbiosis.Profile) **unit.Volume { return &p.Water }),
		number(symbiosis.StaffFigure, func(p *symbiosis.Profile) **float64 { return &p.Staff }),
		nested("flows", profileFlowForms, setProfileFlows),
		nested("figures", figureForms, setFigures),
		nested("must_haves", mustHavesForm, setMustHaves),
		flag("prospect", func(p *symbiosis.Profile) *bool { return &p.Prospect }),
		code("visibility", func(p *symbiosis.Profile) *symbiosis.Visibility { return &p.Visibility }),
		code("certainty", func(p *symbiosis.Profile) *symbiosis.Certainty { return &p.Certainty }),
		text("source", func(p *symbiosis.Profile) *string { return &p.Source }),
		text("note", func(p *symbiosis.Profile) *string { return &p.Note }),
	},
}

// Comparisons are areas side by side, as they were judged once.
var Comparisons = Noun[symbiosis.Comparison]{
	Table: "comparisons", Name: "comparison",
	SetVersion: func(c *symbiosis.Comparison, version int64) { c.Version = version },
	Check:      check[symbiosis.Comparison],
	Columns: []Column[symbiosis.Comparison]{
		id(func(c *symbiosis.Comparison) *symbiosis.ComparisonID { return &c.ID }),
		text("name", func(c *symbiosis.Comparison) *string { return &c.Name }),
		list("area_ids", func(c *symbiosis.Comparison) *[]symbiosis.AreaID { return &c.AreaIDs }),
		text("revision", func(c *symbiosis.Comparison) *string { return &c.Revision }),
		moment("data_time", func(c *symbiosis.Comparison) *time.Time { return &c.DataTime }),
		document("settings", func(c *symbiosis.Comparison) *symbiosis.Document { return &c.Settings }),
		document("result", func(c *symbiosis.Comparison) *symbiosis.Document { return &c.Result }),
		code("visibility", func(c *symbiosis.Comparison) *symbiosis.Visibility { return &c.Visibility }),
		moment("created", func(c *symbiosis.Comparison) *time.Time { return &c.Created }),
		text("note", func(c *symbiosis.Comparison) *string { return &c.Note }),
	},
}

// Pitches are pitch sheets behind secret links.
var Pitches = Noun[symbiosis.Pitch]{
	Table: "pitches", Name: "pitch",
	SetVersion: func(p *symbiosis.Pitch, version int64) { p.Version = version },
	Check:      check[symbiosis.Pitch],
	Columns: []Column[symbiosis.Pitch]{
		id(func(p *symbiosis.Pitch) *symbiosis.PitchID { return &p.ID }),
		text("token_hash", func(p *symbiosis.Pitch) *string { return &p.TokenHash }),
		text("title", func(p *symbiosis.Pitch) *string { return &p.Title }),
		text("area_id", func(p *symbiosis.Pitch) *symbiosis.AreaID { return &p.AreaID }),
		text("profile_id", func(p *symbiosis.Pitch) *symbiosis.ProfileID { return &p.ProfileID }),
		number("capacity", func(p *symbiosis.Pitch) **float64 { return &p.Capacity }),
		code("visibility", func(p *symbiosis.Pitch) *symbiosis.Visibility { return &p.Visibility }),
		code("language", func(p *symbiosis.Pitch) *symbiosis.Language { return &p.Language }),
		text("revision", func(p *symbiosis.Pitch) *string { return &p.Revision }),
		moment("data_time", func(p *symbiosis.Pitch) *time.Time { return &p.DataTime }),
		moment("created", func(p *symbiosis.Pitch) *time.Time { return &p.Created }),
		moment("expires", func(p *symbiosis.Pitch) *time.Time { return &p.Expires }),
		document("content", func(p *symbiosis.Pitch) *symbiosis.Document { return &p.Content }),
	},
}

// Settings are what the region has decided about itself, a document each.
var Settings = Noun[symbiosis.Setting]{
	Table: "settings", Name: "setting",
	SetVersion: func(s *symbiosis.Setting, version int64) { s.Version = version },
	Check:      check[symbiosis.Setting],
	Columns: []Column[symbiosis.Setting]{
		id(func(s *symbiosis.Setting) *symbiosis.SettingKey { return &s.Key }),
		document("body", func(s *symbiosis.Setting) *symbiosis.Document { return &s.Body }),
	},
}
