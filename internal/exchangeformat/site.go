package exchangeformat

import (
	"github.com/samloka/samloka/internal/geo"
	"github.com/samloka/samloka/internal/symbiosis"
)

// siteDraft is a site while it is read.
type siteDraft struct {
	symbiosis.Site
	degrees   [2]bool // lon, lat are given
	projected [2]float64
	hasXY     [2]bool
	epsg      geo.System // of this row; none when not given
	fromPoint bool       // Location was set from a feature's geometry, in the file's system
}

var siteTable = newTable(Sites,
	word(Column{Name: "id", Required: true, Example: "oxelosund-ssab", Synonyms: []string{"site_id", "siteid", "arbetsställe_id", "anläggnings_id", "plats_id", "anlegg_id", "sted_id"},
		Doc: "The site's own id, the same at every import: a second import of it updates. No slash."},
		func(d *siteDraft) *symbiosis.SiteID { return &d.ID }),
	word(Column{Name: "name", Required: true, Example: "SSAB Oxelösund", Synonyms: []string{"namn", "navn", "site_name", "anläggning", "anlegg"},
		Doc: "What people call the place."},
		func(d *siteDraft) *string { return &d.Name }),
	coordinate(Column{Name: "lon", Required: true, Unit: "°", Example: "17.1173", Synonyms: []string{"longitude", "lng", "long", "longitud", "lengdegrad"},
		Doc: "Longitude in degrees of WGS 84 (ETRS89 and SWEREF 99 count as the same). Metres go into x and y."}, "x", 0),
	coordinate(Column{Name: "lat", Required: true, Unit: "°", Example: "58.6748", Synonyms: []string{"latitude", "latitud", "breddgrad", "breddegrad"},
		Doc: "Latitude in degrees of WGS 84."}, "y", 1),
	metres(Column{Name: "x", Unit: "m", Example: "622345.1", Synonyms: []string{"e", "easting", "east", "öst", "øst"},
		Doc: "Easting, instead of lon, in the reference system that the import names or the column epsg holds."}, 0),
	metres(Column{Name: "y", Unit: "m", Example: "6505432.9", Synonyms: []string{"n", "northing", "north", "nord", "norr"},
		Doc: "Northing, instead of lat."}, 1),
	readOnly(column[siteDraft]{Column: Column{Name: "epsg", Type: NumberType, Example: "3006", Synonyms: []string{"crs", "srid"},
		Doc: "EPSG number of the reference system of x and y: 4326, 3006–3024, 25832–25835, 32632–32635."},
		parse: parseEPSG}),
	word(Column{Name: "organisation", Example: "SSAB EMEA AB", Synonyms: []string{"organization", "company", "företag", "bedrift", "virksomhet", "organisasjon"},
		Doc: "The firm or public body."},
		func(d *siteDraft) *string { return &d.Organisation }),
	word(Column{Name: "nace", Example: "24.10", Synonyms: []string{"sni", "sni_kod", "sni2007", "næringskode", "näringsgren", "nace_code"},
		Doc: "Activity code, NACE Rev. 2 (SNI 2007, SN2007)."},
		func(d *siteDraft) *string { return &d.NACE }),
	word(Column{Name: "municipality", Example: "Oxelösund", Synonyms: []string{"kommun", "kommune"},
		Doc: "Municipality, as it writes its name."},
		func(d *siteDraft) *string { return &d.Municipality }),
	word(Column{Name: "country", Example: "SE", Synonyms: []string{"land"},
		Doc: "Country as two letters (ISO 3166-1)."},
		func(d *siteDraft) *string { return &d.Country }),
	choice(Column{Name: "place_accuracy", Example: "exact", Synonyms: []string{"accuracy", "lägesnoggrannhet", "stedsnøyaktighet"},
		Doc: "Whether the point is where the site is, or near it. Empty: exact."},
		symbiosis.PlaceAccuracies(), accuracyWords, func(d *siteDraft) *symbiosis.PlaceAccuracy { return &d.Accuracy }),
	choice(Column{Name: "visibility", Example: "public", Synonyms: []string{"synlighet"},
		Doc: "Who may see the site. Empty: public."},
		symbiosis.Visibilities(), visibilityWords, func(d *siteDraft) *symbiosis.Visibility { return &d.Visibility }),
	text(Column{Name: "source", Example: "municipality's register 2026", Synonyms: []string{"källa", "kilde"},
		Doc: "Where the row comes from, with its licence."},
		func(d *siteDraft) *string { return &d.Source }),
	text(Column{Name: "note", Example: "gate on the north side", Synonyms: []string{"anmärkning", "merknad", "comment", "kommentar"},
		Doc: "Anything else."},
		func(d *siteDraft) *string { return &d.Note }),
)

// coordinate is lon or lat; or names the column of metres that can stand in for it.
func coordinate(doc Column, or string, axis int) column[siteDraft] {
	c := number(doc, func(d *siteDraft) *float64 { return &d.Location[axis] })
	parse := c.parse
	c.or = or
	c.parse = func(d *siteDraft, x cell) *fault {
		if d.fromPoint {
			return nil // the geometry of a feature is its place
		}
		d.degrees[axis] = true
		return parse(d, x)
	}
	return c
}

func metres(doc Column, axis int) column[siteDraft] {
	c := number(doc, func(d *siteDraft) *float64 { return &d.projected[axis] })
	parse := c.parse
	c.parse = func(d *siteDraft, x cell) *fault {
		d.hasXY[axis] = true
		return parse(d, x)
	}
	return readOnly(c)
}

func parseEPSG(d *siteDraft, c cell) *fault {
	var err error
	if d.epsg, err = geo.ParseSystem(c.text); err != nil {
		f := geoFault("epsg", err)
		return &f
	}
	return nil
}

func (d *siteDraft) id() string { return string(d.ID) }

// finish places the site: by the feature's point, else by lon and lat, else by x and y.
func (d *siteDraft) finish(s *settings) []fault {
	d.Normalise()
	system, field := geo.WGS84, "lon"
	switch {
	case d.fromPoint:
		system = s.system()
	case d.degrees[0] && d.degrees[1]:
	case d.hasXY[0] && d.hasXY[1]:
		d.Location, field = d.projected, "x"
		system = s.system()
		if d.epsg.Valid() {
			system = d.epsg
		}
	default:
		return nil // reported as required
	}
	p, err := system.ToWGS84(d.Location)
	if err != nil {
		f := geoFault(field, err)
		if field == "lon" && !d.fromPoint && f.code == string(geo.ProblemOutOfRange) {
			return nil // Validate tells which of the two columns it is
		}
		d.Location = [2]float64{} // what is wrong with it as degrees is no news
		if field == "x" && f.code == string(geo.ProblemLooksMetres) {
			f.hint = "say which reference system x and y are in, at the import or in a column epsg, for instance EPSG:3006 (SWEREF 99 TM)"
		}
		return []fault{f}
	}
	d.Location = p
	return nil
}

func (d *siteDraft) validate(*symbiosis.Catalogue, bool) error { return d.Validate() }

// setSite makes a draft of a site that is to be written.
func setSite(d *siteDraft, s *symbiosis.Site) { d.Site = *s }
