// Package scenario reads and runs engine scenarios: text files that describe a small region
// in a few lines and say what must match, what must not, and why. They are the engine's
// truth in a form that a planner can read and write.
//
// A file is read line by line. "#" starts a comment; names are single words.
//
//	site NAME at LON LAT              a place in degrees, WGS 84
//	site NAME 4 km east of OTHER      by distance and direction (north, northeast, …);
//	                                  behind either ", country SE"
//	surplus NAME at SITE: RESOURCE AMOUNT UNIT, ATTRIBUTE, …
//	need NAME at SITE: RESOURCE AMOUNT UNIT, ATTRIBUTE, …
//	exchange NAME: SURPLUS -> NEED            in operation today, all that the pair carries, or
//	exchange NAME: SURPLUS -> NEED 500 t/yr   so much
//	assume KEY VALUE                  an assumption, from here on
//	gates all                         the gates that are run from here on, or
//	gates resource distance           some of them
//	viewer public                     who asks, from here on (visibility gate)
//	clear                             forget sites, flows, exchanges, assumptions and gates
//
// Attributes of a flow: "85/50 °C" (supply and return), "4000 h" (full-load hours),
// "price 300", "disposal 600", "treatment 200" (SEK per unit), "code 19 12 11", "status
// waste", "accepts plastic; 19 12", "permitted 19 12; 17", "at most 30 km", "from
// 2024-01-01", "to 2024-12-31", "shape winter", "months 1 2 … 12", "public", "network", "broker_only",
// "measured", "reported", "estimated", and a property of its quality, "moisture 40 %" or
// "particle_size 5..40 mm".
//
// What must come out:
//
//	match SURPLUS -> NEED                         the pair passes every gate
//	match SURPLUS -> NEED: direct, budget_m 5224  … with these figures
//	no match SURPLUS -> NEED: law_not_permitted   … it doesn't, for this reason
//	no match SURPLUS -> NEED: distance_too_far, closer_m 106
//	nothing else                                  no pair matches but those named before
//	together SURPLUS -> NEED: 400 t/yr, place 1   what the pair gets when flows are shared out
//	no together SURPLUS -> NEED                   … it gets nothing
//	together total: pairs 2, mass 1000            what all pairs come to together
//
// A figure is any of the explanation's, by its key, or "chance"; it is right when it rounds to
// the digits given, metres also in km ("budget_m 5.2 km"). "direct", "preheat" and "heat_pump"
// are classes of heat, "assess" says that someone must look at the pair, "existing" that it is
// an exchange in operation. A reason is that of a gate, a key of package wording.
//
// The format with examples for planners is internal/docs/scenarios.md.
package scenario
