// Package record says once, for every store, what is kept of a noun: a column for each
// attribute, with its name, how it is read from a row and what is bound for it. A store adds
// only how its rows hold a text, a number or a geometry.
//
// Columns are named as in the import files and carry their unit as a suffix. The id is the
// column "id"; a geometry is the column "geom", and comes first. The version is the store's
// own and not among the columns.
package record

import (
	"errors"
	"time"

	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/symbiosis"
)

// Noun is what a store has to know of a noun to keep it.
type Noun[T symbiosis.Record] struct {
	Table      string
	Name       string // for people: "site"
	Columns    []Column[T]
	SetVersion func(*T, int64)
	Check      func(*T) error // normalises, then validates
}

// Column is an attribute as stores keep it.
type Column[T any] struct {
	Name string
	// Read takes the column's value from a row and sets the attribute; what is wrong is told to
	// the row.
	Read func(*T, Row)
	// Value is what is bound for the attribute: nil when it is absent, else a string, float64,
	// int64, bool, symbiosis.Date, time.Time, []string, []float64, symbiosis.Document or orb.Geometry.
	Value func(*T) (any, error)
}

// Row gives the values of a row in the order of its columns, each once. A value that is absent
// is nil, zero or false. What can't be read is told with its place, and comes as absent.
type Row interface {
	Text() string
	// Code is text of a small set of values, of which one copy is kept.
	Code() string
	Number() (v float64, known bool)
	Whole() int
	Flag() bool
	Date() symbiosis.Date
	Time() time.Time
	List() []string
	// Months are twelve numbers, January first.
	Months() [12]float64
	Document() symbiosis.Document
	// Geometry tells of one that is missing or empty.
	Geometry() orb.Geometry
	// Fault tells that the value last taken is wrong.
	Fault(code, value, text, hint string)
}

// Names lists the columns.
func (n Noun[T]) Names() []string {
	names := make([]string, len(n.Columns))
	for i, c := range n.Columns {
		names[i] = c.Name
	}
	return names
}

// Finish tidies and checks a record that was read column by column, and gives it its version. The
// id as it was stored comes too: a record whose id is not tidy can't be found.
func (n Noun[T]) Finish(x T, version int64) (tidy T, storedID string, err error) {
	n.SetVersion(&x, version)
	storedID = x.RecordID()
	err = n.Check(&x)
	return x, storedID, err
}

// Values returns what is bound for a record, in the order of the columns.
func (n Noun[T]) Values(x T) ([]any, error) {
	values := make([]any, len(n.Columns))
	var errs []error
	for i, c := range n.Columns {
		v, err := c.Value(&x)
		values[i], errs = v, append(errs, err)
	}
	return values, errors.Join(errs...)
}

// checked is what every noun can do for itself.
type checked[T any] interface {
	*T
	Normalise()
	Validate() error
}

func check[T any, P checked[T]](x *T) error {
	P(x).Normalise()
	return P(x).Validate()
}

// Unreadable returns an Invalid error that tells the problems of rows of the store at a location,
// MostFaults of each table at most; nil when there are none.
func Unreadable(location string, rows []symbiosis.BrokenRow) error {
	if len(rows) == 0 {
		return nil
	}
	var problems []symbiosis.Problem
	told := map[string]int{} // by table
	for _, row := range rows {
		some := row.Problems[:min(len(row.Problems), MostFaults-told[row.Table])]
		told[row.Table] += len(some)
		problems = append(problems, some...)
	}
	return &symbiosis.Error{
		Kind:     symbiosis.Invalid,
		Text:     location + " holds rows that are not valid: mend or delete them in the program that wrote them",
		Problems: problems,
	}
}
