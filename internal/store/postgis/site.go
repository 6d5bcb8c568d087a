package postgis

import (
	"github.com/samloka/samloka/internal/symbiosis"
)

var sites = newTable("sites",
	"geom",
	"id",
	"name",
	"organisation",
	"nace",
	"municipality",
	"country",
	"place_accuracy",
	"note",
	"source",
	"visibility",
)

var siteKind = kind[symbiosis.Site]{
	table: sites,
	noun:  "site",
	read:  readSite,
	write: writeSite,
	check: func(s *symbiosis.Site) error {
		s.Normalise()
		return s.Validate()
	},
	checkAfter: func(s, passed *symbiosis.Site) error {
		s.Normalise()
		return s.ValidateAfter(passed)
	},
	setVersion: func(s *symbiosis.Site, version int64) { s.Version = version },
}

func readSite(r *row) symbiosis.Site {
	var s symbiosis.Site
	s.Location = r.point()
	s.ID = symbiosis.SiteID(r.text())
	s.Name = r.text()
	s.Organisation = r.text()
	s.NACE = code[string](r)
	s.Municipality = code[string](r)
	s.Country = code[string](r)
	s.Accuracy = code[symbiosis.PlaceAccuracy](r)
	s.Note = r.text()
	s.Source = code[string](r)
	s.Visibility = code[symbiosis.Visibility](r)
	s.Version = r.version()
	id := s.ID
	s.Normalise()
	r.checkSameID(string(id), string(s.ID))
	r.check(s.Validate())
	return s
}

func writeSite(s *symbiosis.Site, to rowWriter) error {
	to.point(s.Location)
	to.text(string(s.ID))
	to.text(s.Name)
	to.text(s.Organisation)
	to.text(s.NACE)
	to.text(s.Municipality)
	to.text(s.Country)
	to.text(string(s.Accuracy))
	to.text(s.Note)
	to.text(s.Source)
	to.text(string(s.Visibility))
	return nil
}
