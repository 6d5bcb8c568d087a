package exchangeformat

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/geo"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// hotmapsSource is the credit that the licence asks for.
const hotmapsSource = "CC BY 4.0, Hotmaps D2.3 (Fraunhofer ISI)"

// hotmapsBand is one of the database's classes of excess heat.
type hotmapsBand struct {
	column   string
	id       string
	resource symbiosis.ResourceCode
	// supply is the lower end of the band: the heat is at least so hot. back is how far the
	// stream is taken to be cooled to give all of it; the data don't tell. Both are on the
	// side of promising too little.
	supply, back unit.Temperature
}

var hotmapsBands = []hotmapsBand{
	{"Excess_Heat_100-200C", "heat-100-200", "heat.80-120", 100 * unit.Celsius, 50 * unit.Celsius},
	{"Excess_Heat_200-500C", "heat-200-500", "heat.gt120", 200 * unit.Celsius, 50 * unit.Celsius},
	{"Excess_Heat_500C", "heat-500", "heat.gt120", 500 * unit.Celsius, 50 * unit.Celsius},
}

// hotmapsNACE gives the narrowest activity that holds for all of a subsector. "Cement"
// covers lime kilns, the metals cover foundries; "Paper and printing" is the name of an
// energy balance, but neither ETS nor E-PRTR has an activity for printing.
var hotmapsNACE = map[string]string{
	"Cement":                        "23.5",
	"Chemical industry":             "20",
	"Glass":                         "23.1",
	"Iron and steel":                "24",
	"Non-ferrous metals":            "24",
	"Non-metallic mineral products": "23",
	"Paper and printing":            "17",
	"Refineries":                    "19.2",
}

var hotmapsCountries = map[string]string{
	"Austria": "AT", "Belgium": "BE", "Bulgaria": "BG", "Croatia": "HR", "Cyprus": "CY", "Czech Republic": "CZ",
	"Denmark": "DK", "Estonia": "EE", "Finland": "FI", "France": "FR", "Germany": "DE", "Greece": "GR",
	"Hungary": "HU", "Ireland": "IE", "Italy": "IT", "Latvia": "LV", "Liechtenstein": "LI", "Lithuania": "LT",
	"Luxembourg": "LU", "Netherland": "NL", "Netherlands": "NL", "Norway": "NO", "Poland": "PL", "Portugal": "PT",
	"Romania": "RO", "Slovakia": "SK", "Slovenia": "SI", "Spain": "ES", "Sweden": "SE", "Switzerland": "CH",
	"United Kingdom": "GB",
}

// liechtenstein bounds the country: the database names it for sites that lie in Croatia.
var liechtenstein = orb.Bound{Min: orb.Point{9.47, 47.04}, Max: orb.Point{9.64, 47.28}}

// hotmapsNoted are the columns kept as text in the note, as published. "Production" is
// derived from the emissions and left out.
var hotmapsNoted = []string{"Subsector", "Address", "CityCode", "City", "DataSource", "Emissions_ETS_2014", "Emissions_EPRTR_2014", "Fuel_Demand", "Nuts2_ID"}

// hotmapsRow gives the cells of a row by the names of the header.
type hotmapsRow struct {
	columns map[string]int
	cells   []csvCell
}

func (r hotmapsRow) get(column string) string {
	if i, ok := r.columns[column]; ok && i < len(r.cells) {
		return trim(r.cells[i].text)
	}
	return ""
}

// readHotmaps reads the industrial sites of Hotmaps. A row without coordinates is left out
// with a notice; each band of a site with more than nil is a surplus.
func readHotmaps(ctx context.Context, f *findings, s *settings, text string) error {
	sc := newCSVScanner(text, ';')
	if !sc.next() || sc.fault != nil {
		return symbiosis.Errorf(symbiosis.Invalid, "%s has no header", s.name)
	}
	row := hotmapsRow{columns: map[string]int{}}
	for i, c := range sc.cells {
		row.columns[trim(c.text)] = i
	}
	for _, column := range append([]string{"SiteID", "SiteName", "CompanyName", "Country", "geom"}, bandColumns()...) {
		if _, ok := row.columns[column]; !ok {
			return symbiosis.Errorf(symbiosis.Invalid, "%s is not the Hotmaps database of industrial sites: it has no column %s", s.name, column)
		}
	}
	seen := map[string]Place{}
	for sc.next() {
		if sc.row&0x3ff == 0 {
			if err := ctx.Err(); err != nil {
				return err
			}
		}
		place := Place{File: s.name, Row: sc.row, Line: sc.line}
		if sc.fault != nil {
			f.problem(symbiosis.Problem{Place: place.String(), Code: sc.fault.code, Text: sc.fault.text, Hint: sc.fault.hint})
			continue
		}
		row.cells = sc.cells
		hotmapsRecord(f, s, row, place, seen)
	}
	markShared(f.Sites)
	return nil
}

func bandColumns() []string {
	var names []string
	for _, b := range hotmapsBands {
		names = append(names, b.column)
	}
	return names
}

func hotmapsRecord(f *findings, s *settings, row hotmapsRow, place Place, seen map[string]Place) {
	var faults []symbiosis.Problem
	wrong := func(column, value string, x fault) {
		faults = append(faults, symbiosis.Problem{Place: place.column(column), Field: column, Value: value, Code: x.code, Text: x.text, Hint: x.hint})
	}
	id := row.get("SiteID")
	if first, twice := seen[id]; twice {
		wrong("SiteID", id, fault{code: "duplicate", text: "stands twice: first in " + first.String()})
	} else if id != "" {
		seen[id] = place
	}
	heat, total := make([]float64, len(hotmapsBands)), 0.0
	for i, b := range hotmapsBands {
		value := row.get(b.column)
		if value == "" {
			continue
		}
		v, x := cell{text: value}.number()
		if x == nil && v < 0 {
			x = &fault{code: "out_of_range", text: "must be zero or above", hint: "GWh/yr"}
		}
		if x != nil {
			wrong(b.column, value, *x)
			continue
		}
		heat[i] = v
		total += v
	}
	site := symbiosis.Site{ID: symbiosis.SiteID("hotmaps:" + id), Name: row.get("SiteName"), Organisation: row.get("CompanyName"),
		NACE: hotmapsNACE[row.get("Subsector")], Country: hotmapsCountries[row.get("Country")], Source: hotmapsSource, Note: hotmapsNote(row)}
	if id == "" {
		wrong("SiteID", "", fault{code: "required", text: "is missing"})
	}
	geom := row.get("geom")
	if geom == "" && len(faults) == 0 {
		f.notice(symbiosis.Problem{Place: place.column("geom"), Field: "geom", Value: site.Name, Code: "no_place",
			Text: fmt.Sprintf("is empty, so the site with %s GWh/yr of excess heat was left out", formatNumber(total)), Hint: "add its point to the file, or enter the site by hand"})
		return
	}
	if geom != "" {
		if x := hotmapsPoint(geom, &site.Location); x != nil {
			wrong("geom", geom, *x)
		}
	}
	if site.Country == "LI" && !liechtenstein.Contains(site.Location) {
		site.Country = ""
		f.notice(symbiosis.Problem{Place: place.column("Country"), Field: "Country", Value: row.get("Country"), Code: "contradiction",
			Text: "is not where the point lies; the country was left empty"})
	}
	site.Normalise()
	flows := hotmapsFlows(site, id, heat)
	faults = append(faults, validated(place, site.Validate())...)
	for _, flow := range flows {
		if s.catalogue != nil {
			faults = append(faults, validated(place, flow.ValidateIn(s.catalogue))...)
		} else {
			faults = append(faults, validated(place, flow.Validate())...)
		}
	}
	if len(faults) > 0 {
		for _, p := range faults {
			f.problem(p)
		}
		return
	}
	f.Sites = append(f.Sites, Placed[symbiosis.Site]{site, place})
	for _, flow := range flows {
		f.Flows = append(f.Flows, Placed[symbiosis.Flow]{flow, place})
	}
}

// hotmapsFlows makes a surplus of each band that has more than nil.
func hotmapsFlows(site symbiosis.Site, id string, heat []float64) []symbiosis.Flow {
	var flows []symbiosis.Flow
	for i, b := range hotmapsBands {
		if heat[i] == 0 {
			continue
		}
		supply, back := b.supply, b.back
		flow := symbiosis.Flow{ID: symbiosis.FlowID("hotmaps:" + id + ":" + b.id), SiteID: site.ID, Direction: symbiosis.Surplus,
			Name: b.column, Resource: b.resource, Quantity: symbiosis.Quantity{Amount: heat[i], Unit: symbiosis.GWhYear},
			Supply: &supply, Return: &back, Certainty: symbiosis.Estimated, Source: hotmapsSource,
			Note: "Modelled from emissions. The temperatures are Samloka's: the band's lower end, cooled to 50 °C."}
		flow.Normalise()
		flows = append(flows, flow)
	}
	return flows
}

func hotmapsPoint(text string, into *orb.Point) *fault {
	g, srid, err := geo.ParseWKT(text)
	if err != nil {
		x := geoFault("geom", err)
		return &x
	}
	p, ok := g.(orb.Point)
	if !ok || srid != 0 && srid != geo.WGS84.EPSG() {
		return &fault{code: "bad_geometry", text: "is not a point in WGS 84", hint: "such as SRID=4326;POINT(15.07 47.03)"}
	}
	if err := geo.CheckLonLat(p); err != nil {
		x := geoFault("geom", err)
		return &x
	}
	*into = p
	return nil
}

// hotmapsNote keeps what has no attribute of its own, as it was published.
func hotmapsNote(row hotmapsRow) string {
	var b strings.Builder
	for _, column := range hotmapsNoted {
		if v := row.get(column); v != "" {
			if b.Len() > 0 {
				b.WriteString("; ")
			}
			b.WriteString(column + " " + v)
		}
	}
	return b.String()
}

func validated(place Place, err error) []symbiosis.Problem {
	e, ok := errors.AsType[*symbiosis.Error](err)
	if !ok {
		return nil
	}
	ps := make([]symbiosis.Problem, len(e.Problems))
	for i, p := range e.Problems {
		p.Place = place.String()
		ps[i] = p
	}
	return ps
}

// markShared calls places that several sites have in common approximate: they are town
// centres and office addresses, not works.
func markShared(sites []Placed[symbiosis.Site]) {
	at := map[orb.Point]int{}
	for _, s := range sites {
		at[s.Record.Location]++
	}
	for i := range sites {
		if at[sites[i].Record.Location] > 1 {
			sites[i].Record.Accuracy = symbiosis.Approximate
		}
	}
}
