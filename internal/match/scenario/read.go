package scenario

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/geo"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// bearings are directions in degrees clockwise from north.
var bearings = map[string]float64{
	"north": 0, "northeast": 45, "east": 90, "southeast": 135, "south": 180, "southwest": 225, "west": 270, "northwest": 315,
}

// site reads "NAME at LON LAT" or "NAME 4 km east of OTHER".
func (r *runner) site(text string) error {
	text, country, abroad := strings.Cut(text, ", country ")
	words := strings.Fields(text)
	if len(words) < 4 {
		return fmt.Errorf("a site is NAME at LON LAT, or NAME 4 km east of OTHER")
	}
	s := symbiosis.Site{ID: symbiosis.SiteID(words[0]), Name: words[0]}
	if abroad {
		s.Country = strings.TrimSpace(country)
	}
	s.Normalise()
	if slices.ContainsFunc(r.sites, func(o symbiosis.Site) bool { return o.ID == s.ID }) {
		return fmt.Errorf("there is a site %s already", s.ID)
	}
	if words[1] == "at" {
		lon, errLon := strconv.ParseFloat(words[2], 64)
		lat, errLat := strconv.ParseFloat(words[3], 64)
		if errLon != nil || errLat != nil {
			return fmt.Errorf("%s %s is no longitude and latitude", words[2], words[3])
		}
		s.Location = orb.Point{lon, lat}
	} else {
		if len(words) != 6 || words[4] != "of" {
			return fmt.Errorf("a site is NAME at LON LAT, or NAME 4 km east of OTHER")
		}
		length, err := lengthOf(words[1], words[2])
		if err != nil {
			return err
		}
		bearing, ok := bearings[words[3]]
		if !ok {
			return fmt.Errorf("%q is no direction such as north or southeast", words[3])
		}
		i := slices.IndexFunc(r.sites, func(o symbiosis.Site) bool { return string(o.ID) == words[5] })
		if i < 0 {
			return fmt.Errorf("there is no site %s yet", words[5])
		}
		s.Location = geo.Destination(r.sites[i].Location, bearing, length)
	}
	if err := s.Validate(); err != nil {
		return err
	}
	r.sites, r.engine = append(r.sites, s), nil
	return nil
}

func lengthOf(number, u string) (unit.Length, error) {
	v, err := strconv.ParseFloat(number, 64)
	switch {
	case err != nil || math.IsNaN(v):
		return 0, fmt.Errorf("%q is no number", number)
	case math.Abs(v) > 1e8:
		return 0, fmt.Errorf("%s %s is longer than the way round the earth", number, u)
	case u == "km":
		return unit.Length(v) * unit.Kilometre, nil
	case u == "m":
		return unit.Length(v), nil
	}
	return 0, fmt.Errorf("%q is neither m nor km", u)
}

// flow reads "NAME at SITE: RESOURCE AMOUNT UNIT, ATTRIBUTE, …".
func (r *runner) flow(d symbiosis.Direction, text string) error {
	head, body, _ := strings.Cut(text, ":")
	words := strings.Fields(head)
	attributes := split(body, ",")
	if len(words) != 3 || words[1] != "at" || len(attributes) == 0 {
		return fmt.Errorf("a flow is NAME at SITE: RESOURCE AMOUNT UNIT, and attributes")
	}
	what := strings.Fields(attributes[0])
	if len(what) != 3 {
		return fmt.Errorf("%q is no RESOURCE AMOUNT UNIT", attributes[0])
	}
	amount, err := strconv.ParseFloat(what[1], 64)
	if err != nil {
		return fmt.Errorf("%q is no number", what[1])
	}
	f := symbiosis.Flow{
		ID: symbiosis.FlowID(words[0]), SiteID: symbiosis.SiteID(words[2]), Direction: d, Resource: symbiosis.ResourceCode(what[0]),
		Quantity: symbiosis.Quantity{Amount: amount, Unit: symbiosis.QuantityUnit(what[2])},
	}
	for _, a := range attributes[1:] {
		if err := setAttribute(&f, a); err != nil {
			return err
		}
	}
	f.Normalise()
	if slices.ContainsFunc(r.flows, func(o symbiosis.Flow) bool { return o.ID == f.ID }) {
		return fmt.Errorf("there is a flow %s already", f.ID)
	}
	if !slices.ContainsFunc(r.sites, func(s symbiosis.Site) bool { return s.ID == f.SiteID }) {
		return fmt.Errorf("there is no site %s yet", f.SiteID)
	}
	if err := f.ValidateIn(r.setting.Catalogue); err != nil {
		return err
	}
	r.flows, r.engine = append(r.flows, f), nil
	return nil
}

// setAttribute reads one attribute of a flow.
func setAttribute(f *symbiosis.Flow, text string) error {
	key, rest, _ := strings.Cut(text, " ")
	rest = strings.TrimSpace(rest)
	number := func(s string) (*float64, error) {
		v, err := strconv.ParseFloat(s, 64)
		if err != nil {
			return nil, fmt.Errorf("%q is no number", s)
		}
		return &v, nil
	}
	var err error
	var v *float64
	switch key {
	case "price":
		f.Price, err = number(rest)
	case "disposal":
		v, err = number(rest)
		f.DisposalCost = (*unit.MassPrice)(v)
	case "treatment":
		v, err = number(rest)
		f.TreatmentCost = (*unit.MassPrice)(v)
	case "code":
		f.WasteCode = symbiosis.NormaliseWasteCode(rest)
	case "status":
		f.Status = symbiosis.LegalStatus(rest)
	case "accepts":
		f.Accepts = split(rest, ";")
	case "permitted":
		for _, code := range split(rest, ";") {
			f.PermittedCodes = append(f.PermittedCodes, symbiosis.NormaliseWasteCode(code))
		}
	case "from":
		f.ValidFrom, err = symbiosis.ParseDate(rest)
	case "to":
		f.ValidTo, err = symbiosis.ParseDate(rest)
	case "shape":
		f.Shape.Kind = symbiosis.ShapeKind(rest)
	case "months":
		words := strings.Fields(rest)
		if len(words) != 12 {
			return fmt.Errorf("%q are not twelve numbers, January first, with spaces between them", rest)
		}
		f.Shape.Kind = symbiosis.Own
		for m, word := range words {
			if v, err = number(word); err != nil {
				return err
			}
			f.Shape.Monthly[m] = *v
		}
	case "at":
		words := strings.Fields(rest)
		if len(words) != 3 || words[0] != "most" {
			return fmt.Errorf("%q is no distance such as at most 30 km", text)
		}
		var l unit.Length
		l, err = lengthOf(words[1], words[2])
		f.MaxDistance = &l
	case "public", "network", "broker_only":
		f.Visibility = symbiosis.Visibility(key)
	case "measured", "reported", "estimated":
		f.Certainty = symbiosis.Certainty(key)
	default:
		return setMeasure(f, key, rest)
	}
	return err
}

// setMeasure reads what starts with a number or a property's name: "4000 h", "85/50 °C",
// "moisture 40 %".
func setMeasure(f *symbiosis.Flow, key, rest string) error {
	if hot, cold, ok := strings.Cut(key, "/"); ok && rest == "°C" {
		supply, errS := strconv.ParseFloat(hot, 64)
		back, errR := strconv.ParseFloat(cold, 64)
		if errS != nil || errR != nil {
			return fmt.Errorf("%q are no two temperatures", key)
		}
		f.Supply, f.Return = (*unit.Temperature)(&supply), (*unit.Temperature)(&back)
		return nil
	}
	if v, err := strconv.ParseFloat(key, 64); err == nil {
		if rest != "h" {
			return fmt.Errorf("%q is no number of hours", key+" "+rest)
		}
		f.FullLoadHours = (*unit.Hours)(&v)
		return nil
	}
	words := strings.Fields(rest)
	if len(words) == 2 {
		if least, most, ok := strings.Cut(words[0], ".."); ok {
			p := symbiosis.Property{Name: key, Unit: words[1]}
			for _, end := range []struct {
				text string
				to   **float64
			}{{least, &p.Min}, {most, &p.Max}} {
				if end.text == "" {
					continue
				}
				v, err := strconv.ParseFloat(end.text, 64)
				if err != nil {
					return fmt.Errorf("%q is no range such as 5..40, 5.. or ..40", words[0])
				}
				*end.to = &v
			}
			f.Quality = append(f.Quality, p)
			return nil
		}
		if v, err := strconv.ParseFloat(words[0], 64); err == nil {
			f.Quality = append(f.Quality, symbiosis.Property{Name: key, Max: &v, Unit: words[1]})
			return nil
		}
	}
	return fmt.Errorf("%q is no attribute of a flow", strings.TrimSpace(key+" "+rest))
}

// exchange reads "NAME: SURPLUS -> NEED" and, when it is known, "AMOUNT UNIT".
func (r *runner) exchange(text string) error {
	const form = "an exchange is NAME: SURPLUS -> NEED, and AMOUNT UNIT when it is known"
	name, pair, _ := strings.Cut(text, ":")
	words := strings.Fields(pair)
	if len(words) != 3 && len(words) != 5 || words[1] != "->" {
		return fmt.Errorf(form)
	}
	x := symbiosis.Exchange{
		ID: symbiosis.ExchangeID(name), SurplusID: symbiosis.FlowID(words[0]), NeedID: symbiosis.FlowID(words[2]), State: symbiosis.Operation,
	}
	if len(words) == 5 {
		amount, err := strconv.ParseFloat(words[3], 64)
		if err != nil {
			return fmt.Errorf("%q is no number", words[3])
		}
		x.Quantity = symbiosis.Quantity{Amount: amount, Unit: symbiosis.QuantityUnit(words[4])}
	}
	x.Normalise()
	for _, id := range []symbiosis.FlowID{x.SurplusID, x.NeedID} {
		if !slices.ContainsFunc(r.flows, func(f symbiosis.Flow) bool { return f.ID == id }) {
			return fmt.Errorf("there is no flow %s yet", id)
		}
	}
	if err := x.Validate(); err != nil {
		return err
	}
	r.exchanges = append(slices.DeleteFunc(r.exchanges, func(o symbiosis.Exchange) bool { return o.ID == x.ID }), x)
	r.engine = nil
	return nil
}
