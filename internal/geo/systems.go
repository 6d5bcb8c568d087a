package geo

import (
	"fmt"

	"github.com/paulmach/orb"
)

// The systems we know, with parameters and areas from the EPSG register.
var definitions = table()

// WGS84 is longitude and latitude (EPSG:4326, OGC CRS84), longitude first. ETRS89 and
// SWEREF 99 geographic are taken for it.
var WGS84 = System{definitions[0]}

// byEPSG also holds the numbers that mean a system of the table under another name.
var byEPSG = index(definitions)

// SystemByEPSG returns the system with that number in the EPSG register.
func SystemByEPSG(code int) (System, error) {
	if d, ok := byEPSG[code]; ok {
		return System{d}, nil
	}
	return System{}, problem(ProblemUnknownSystem, knownSystems, "EPSG:%d is no reference system Samloka knows", code)
}

const knownSystems = "use WGS 84 (EPSG:4326), SWEREF 99 TM (3006) or a local zone (3007–3018), RT 90 (3019–3024), " +
	"or UTM 32–35 (25832–25835, 32632–32635)"

// Systems returns every system there is, in the order of a menu.
func Systems() []System {
	list := make([]System, len(definitions))
	for i, d := range definitions {
		list[i] = System{d}
	}
	return list
}

func box(west, south, east, north float64) orb.Bound {
	return orb.Bound{Min: orb.Point{west, south}, Max: orb.Point{east, north}}
}

// The Nordic mainland with its waters; what a national system may be stretched to.
var (
	nordic   = box(2, 53.5, 33, 72.5)
	svalbard = box(-10, 53.5, 42, 84.5)
	sweden   = box(10.03, 54.96, 24.17, 69.07)
)

func table() []*definition {
	list := []*definition{
		{epsg: 4326, name: "WGS 84", use: World, reach: World},
		{epsg: 3006, name: "SWEREF99 TM", use: sweden, reach: nordic,
			parameters: tmParameters{on: ellipsoidGRS80, centralMeridian: 15, scale: 0.9996, falseEasting: 500000}},
	}
	for _, z := range []struct {
		epsg     int
		name     string
		meridian float64
		use      orb.Bound
	}{
		{3007, "SWEREF99 12 00", 12, box(10.93, 56.74, 13.11, 60.13)},
		{3008, "SWEREF99 13 30", 13.5, box(12.12, 55.28, 14.79, 62.28)},
		{3009, "SWEREF99 15 00", 15, box(13.54, 55.95, 16.15, 61.62)},
		{3010, "SWEREF99 16 30", 16.5, box(15.41, 56.15, 17.63, 62.26)},
		{3011, "SWEREF99 18 00", 18, box(17.08, 58.66, 19.61, 60.7)},
		{3012, "SWEREF99 14 15", 14.25, box(11.93, 61.55, 15.55, 64.39)},
		{3013, "SWEREF99 15 45", 15.75, box(13.66, 60.44, 17.01, 65.13)},
		{3014, "SWEREF99 17 15", 17.25, box(14.31, 62.12, 19.04, 67.19)},
		{3015, "SWEREF99 18 45", 18.75, box(17.18, 56.86, 20.22, 66.17)},
		{3016, "SWEREF99 20 15", 20.25, box(16.08, 63.45, 23.28, 69.07)},
		{3017, "SWEREF99 21 45", 21.75, box(19.63, 65.01, 22.91, 66.43)},
		{3018, "SWEREF99 23 15", 23.25, box(21.85, 65.49, 24.17, 68.14)},
	} {
		list = append(list, &definition{epsg: z.epsg, name: z.name, use: z.use, reach: nordic,
			parameters: tmParameters{on: ellipsoidGRS80, centralMeridian: z.meridian, scale: 1, falseEasting: 150000}})
	}
	for _, z := range []struct {
		epsg     int
		name     string
		meridian float64
		use      orb.Bound
	}{
		{3019, "RT90 7.5 gon V", 11, box(10.93, 57.29, 12.91, 59.73)},
		{3020, "RT90 5 gon V", 13.25, box(11.81, 55.28, 15.44, 64.39)},
		{3021, "RT90 2.5 gon V", 15.5, box(10.93, 55.28, 24.17, 69.07)},
		{3022, "RT90 0 gon", 17.75, box(16.08, 56.86, 20.22, 68.54)},
		{3023, "RT90 2.5 gon O", 20, box(18.4, 63.37, 22.2, 69.07)},
		{3024, "RT90 5 gon O", 22.25, box(21.34, 65.24, 24.17, 68.58)},
	} {
		// Stockholm's old observatory, 18°03′29.8″ E, is their zero.
		meridian := z.meridian + (18*60+29.8)/3600
		list = append(list, &definition{epsg: z.epsg, name: z.name, use: z.use, reach: nordic, shift: rt90,
			parameters: tmParameters{on: ellipsoidBessel, centralMeridian: meridian, scale: 1, falseEasting: 1500000}})
	}
	for i, use := range []orb.Bound{
		box(6, 38.76, 12.01, 84.33),
		box(4, 46.4, 31.6, 84.42), // all of Norway, as Kartverket uses it; EPSG: 12…18.01
		box(17.99, 58.84, 24.01, 84.54),
		box(24, 59.64, 30.01, 84.73),
	} {
		zone := 32 + i
		west := float64(6*zone - 186)
		utm := tmParameters{on: ellipsoidGRS80, centralMeridian: west + 3, scale: 0.9996, falseEasting: 500000}
		list = append(list, &definition{epsg: 25800 + zone, name: fmt.Sprintf("ETRS89 / UTM zone %dN", zone),
			use: use, reach: svalbard, parameters: utm})
		utm.on = ellipsoidWGS84
		list = append(list, &definition{epsg: 32600 + zone, name: fmt.Sprintf("WGS 84 / UTM zone %dN", zone),
			use: box(west, 0, west+6, 84), reach: svalbard, parameters: utm})
	}
	for _, d := range list[1:] {
		d.tm = newTransverseMercator(d.parameters)
	}
	return list
}

func index(list []*definition) map[int]*definition {
	m := make(map[int]*definition, len(list)+2)
	for _, d := range list {
		m[d.epsg] = d
	}
	m[4258] = list[0] // ETRS89
	m[4619] = list[0] // SWEREF 99
	return m
}
