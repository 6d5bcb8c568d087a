package record

import (
	"encoding/json"
	"math"
	"time"

	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/symbiosis"
)

// id is the text that a row is known by.
func id[T any, S ~string](at func(*T) *S) Column[T] {
	return Column[T]{"id",
		func(x *T, r Row) { *at(x) = S(r.Text()) },
		func(x *T) (any, error) { return string(*at(x)), nil }}
}

// text is any text; none is NULL.
func text[T any, S ~string](name string, at func(*T) *S) Column[T] {
	return Column[T]{name,
		func(x *T, r Row) { *at(x) = S(r.Text()) },
		func(x *T) (any, error) { return orNil(*at(x)), nil }}
}

// code is text of which many rows have the same.
func code[T any, S ~string](name string, at func(*T) *S) Column[T] {
	return Column[T]{name,
		func(x *T, r Row) { *at(x) = S(r.Code()) },
		func(x *T) (any, error) { return orNil(*at(x)), nil }}
}

func orNil[S ~string](s S) any {
	if s == "" {
		return nil
	}
	return string(s)
}

// plain is a number in the attribute's base unit that is always known; NULL is nil.
func plain[T any, N ~float64](name string, at func(*T) *N) Column[T] {
	return Column[T]{name,
		func(x *T, r Row) {
			v, _ := r.Number()
			*at(x) = N(v)
		},
		func(x *T) (any, error) { return float64(*at(x)), nil }}
}

// number is a number in the attribute's base unit; NULL is not known.
func number[T any, N ~float64](name string, at func(*T) **N) Column[T] {
	return scaled(name, 1, at)
}

// scaled is a number in the unit that the column is named after; NULL is not known.
func scaled[T any, N ~float64](name string, unit N, at func(*T) **N) Column[T] {
	return Column[T]{name,
		func(x *T, r Row) {
			if v, known := r.Number(); known {
				n := N(v) * unit
				*at(x) = &n
			}
		},
		func(x *T) (any, error) {
			if *at(x) == nil {
				return nil, nil
			}
			return float64(unscaled(**at(x), unit)), nil
		}}
}

// unscaled returns the number of units that give v again when they are read. Division rounds, so
// a neighbour of the quotient may be the right one; for a value that was entered in the unit one
// always is. A value that no number of units gives comes back one rounding off.
func unscaled[N ~float64](v, unit N) N {
	q := v / unit
	for _, near := range []N{q, N(math.Nextafter(float64(q), math.Inf(1))), N(math.Nextafter(float64(q), math.Inf(-1)))} {
		if near*unit == v {
			return near
		}
	}
	return q
}

// some is a number of which 0 is none, and NULL.
func some[T any](name string, at func(*T) *float64) Column[T] {
	c := plain(name, at)
	c.Value = func(x *T) (any, error) {
		if *at(x) == 0 {
			return nil, nil
		}
		return *at(x), nil
	}
	return c
}

// months are twelve shares of a year, January first; all zero is NULL.
func months[T any](name string, at func(*T) *[12]float64) Column[T] {
	return Column[T]{name,
		func(x *T, r Row) { *at(x) = r.Months() },
		func(x *T) (any, error) {
			if *at(x) == [12]float64{} {
				return nil, nil
			}
			return at(x)[:], nil
		}}
}

// whole is a whole number; 0 is NULL.
func whole[T any](name string, at func(*T) *int) Column[T] {
	return Column[T]{name,
		func(x *T, r Row) { *at(x) = r.Whole() },
		func(x *T) (any, error) {
			if *at(x) == 0 {
				return nil, nil
			}
			return int64(*at(x)), nil
		}}
}

// flag is yes or no; NULL is no.
func flag[T any](name string, at func(*T) *bool) Column[T] {
	return Column[T]{name,
		func(x *T, r Row) { *at(x) = r.Flag() },
		func(x *T) (any, error) { return *at(x), nil }}
}

// day is a day of the calendar; the zero Date is NULL.
func day[T any](name string, at func(*T) *symbiosis.Date) Column[T] {
	return Column[T]{name,
		func(x *T, r Row) { *at(x) = r.Date() },
		func(x *T) (any, error) {
			if at(x).IsZero() {
				return nil, nil
			}
			return *at(x), nil
		}}
}

// moment is a time to the millisecond; the zero Time is NULL.
func moment[T any](name string, at func(*T) *time.Time) Column[T] {
	return Column[T]{name,
		func(x *T, r Row) { *at(x) = r.Time() },
		func(x *T) (any, error) {
			if at(x).IsZero() {
				return nil, nil
			}
			return *at(x), nil
		}}
}

// list is several texts, none of which holds ";"; none is NULL.
func list[T any, S ~string](name string, at func(*T) *[]S) Column[T] {
	return Column[T]{name,
		func(x *T, r Row) {
			var items []S
			for _, s := range r.List() {
				items = append(items, S(s))
			}
			*at(x) = items
		},
		func(x *T) (any, error) {
			if len(*at(x)) == 0 {
				return nil, nil
			}
			texts := make([]string, len(*at(x)))
			for i, s := range *at(x) {
				texts[i] = string(s)
			}
			return texts, nil
		}}
}

// document is JSON that is kept as it is.
func document[T any](name string, at func(*T) *symbiosis.Document) Column[T] {
	return Column[T]{name,
		func(x *T, r Row) { *at(x) = r.Document() },
		func(x *T) (any, error) {
			if *at(x) == "" {
				return nil, nil
			}
			return *at(x), nil
		}}
}

// nested is what lies below an attribute, as JSON in the form F; to returns nil when there is
// nothing to keep.
func nested[T, F any](name string, to func(*T) *F, from func(*T, F)) Column[T] {
	return Column[T]{name,
		func(x *T, r Row) {
			d := r.Document()
			if d == "" || d == "null" {
				return
			}
			var form F
			if err := json.Unmarshal([]byte(d), &form); err != nil {
				r.Fault("not_json", "", "is not the JSON it should be ("+err.Error()+")", "")
				return
			}
			from(x, form)
		},
		func(x *T) (any, error) {
			form := to(x)
			if form == nil {
				return nil, nil
			}
			return symbiosis.DocumentOf(form)
		}}
}

// outline is a geometry of polygons.
func outline[T any](at func(*T) *orb.MultiPolygon) Column[T] {
	return Column[T]{"geom",
		func(x *T, r Row) {
			switch g := r.Geometry().(type) {
			case nil:
			case orb.MultiPolygon:
				*at(x) = g
			case orb.Polygon: // as some programs write an area of one part
				*at(x) = orb.MultiPolygon{g}
			default:
				r.Fault("wrong_geometry", g.GeoJSONType(), "is not a polygon", "")
			}
		},
		func(x *T) (any, error) { return orb.Geometry(*at(x)), nil }}
}

// Point reads a geometry that is to be a point; anything else is told, and is the point 0, 0.
func Point(r Row) (p orb.Point) {
	switch g := r.Geometry().(type) {
	case nil:
	case orb.Point:
		return g
	default:
		r.Fault("wrong_geometry", g.GeoJSONType(), "is not a point", "")
	}
	return p
}

// geometry is a geometry of any type.
func geometry[T any](at func(*T) *orb.Geometry) Column[T] {
	return Column[T]{"geom",
		func(x *T, r Row) { *at(x) = r.Geometry() },
		func(x *T) (any, error) { return *at(x), nil }}
}
