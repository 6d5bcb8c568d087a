// Package match finds which surpluses can serve which needs: the gates of the project's
// models, section 2.4, in the order of symbiosis.GateNames, and the score of 2.5.
//
// Candidates come from an index of points, searched within a bound that no feasible pair
// exceeds (Reckoner.Reach); each candidate is then evaluated exactly. Both the fast way and
// the explanation run through the same gates, so an explanation can't differ from a match.
//
// What a set of gates means:
//
//   - With all gates (none named) a budget comes from the transport model, capped by both
//     flows' own limits, and is held against the route.
//   - With the temperature gate any heat may serve any heat, and temperature decides;
//     without it the tree of resources decides alone.
//   - With no other than the resource and the distance gate (and direction), nothing is
//     reckoned: the budget is the surplus's own max_distance_m against the crow distance,
//     and a surplus without one has no pairs (Engine.SurplusesWithoutLimit counts them).
//     Unless the direction gate is run, both flows may belong to the same site.
//
// The package is pure: what reckons the transport is handed in.
package match
