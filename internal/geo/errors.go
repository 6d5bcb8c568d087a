package geo

import "fmt"

// Problem says what kind of thing is wrong, for programs that translate or count errors.
type Problem string

// The problems this package reports.
const (
	ProblemNotFinite     Problem = "coordinate_not_finite"    // NaN or infinite
	ProblemOutOfRange    Problem = "lonlat_out_of_range"      // beyond ±180, ±90
	ProblemSwapped       Problem = "axes_swapped"             // fits when the axes change places
	ProblemLooksLonLat   Problem = "looks_like_lonlat"        // degrees where metres are claimed
	ProblemLooksMetres   Problem = "looks_like_metres"        // metres where degrees are claimed
	ProblemOutsideArea   Problem = "outside_area_of_system"   // far from where the system is used
	ProblemUnknownSystem Problem = "unknown_reference_system" // none of ours
	ProblemGeometry      Problem = "bad_geometry"             // cannot be read as a geometry
	ProblemEmpty         Problem = "empty_geometry"           // has no coordinates
)

// Error is every error of this package: what is wrong and what to do about it. The domain's
// errors lie a floor above; who has a field or a row to name wraps this one.
type Error struct {
	Problem Problem
	What    string // the fault, with the offending value
	Do      string // the remedy
}

// Error gives both sentences.
func (e *Error) Error() string { return e.What + "; " + e.Do }

// Is lets errors.Is match on the problem alone: errors.Is(err, &Error{Problem: ProblemEmpty}).
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error)
	return ok && t.Problem == e.Problem && t.What == "" && t.Do == ""
}

func problem(p Problem, do, format string, args ...any) error {
	return &Error{Problem: p, What: fmt.Sprintf(format, args...), Do: do}
}
