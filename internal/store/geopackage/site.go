package geopackage

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
	table:  sites,
	noun:   "site",
	read:   readSite,
	values: siteValues,
	check: func(s *symbiosis.Site) error {
		s.Normalise()
		return s.Validate()
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

func siteValues(s symbiosis.Site) ([]any, error) {
	geom, err := encodeGeometry(s.Location, wgs84)
	return []any{
		geom,
		string(s.ID),
		orNull(s.Name),
		orNull(s.Organisation),
		orNull(s.NACE),
		orNull(s.Municipality),
		orNull(s.Country),
		orNull(s.Accuracy),
		orNull(s.Note),
		orNull(s.Source),
		orNull(s.Visibility),
	}, err
}
