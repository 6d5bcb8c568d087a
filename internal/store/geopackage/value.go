package geopackage

import (
	"fmt"
	"math"
	"strconv"
	"time"

	"github.com/samloka/samloka/internal/store/geopackage/btree"
)

// value is what a column holds in one row, as SQLite keeps it: any type in any column.
type value struct {
	btree.Value
	// As the driver gives a text of a DATE or DATETIME column that it can read: Kind is isTime.
	time *time.Time
}

// isTime is a kind of the driver's beside SQLite's own.
const isTime btree.Kind = 100

// valueFrom is a value that the driver gave.
func valueFrom(x any) value {
	of := func(kind btree.Kind, bits uint64, text string) value {
		return value{Value: btree.Value{Kind: kind, Bits: bits, Text: text}}
	}
	switch x := x.(type) {
	case nil:
		return value{}
	case int64:
		return of(btree.Whole, uint64(x), "") //nolint:gosec // the same bits
	case float64:
		return of(btree.Real, math.Float64bits(x), "")
	case string:
		return of(btree.Text, 0, x)
	case []byte:
		return of(btree.Blob, 0, string(x))
	case time.Time:
		v := of(isTime, 0, "")
		v.time = &x
		return v
	case bool:
		if x {
			return of(btree.Whole, 1, "")
		}
		return of(btree.Whole, 0, "")
	}
	return of(btree.Text, 0, fmt.Sprint(x))
}

// shown is the value for people; "" for none, and for what they can't read.
func (v *value) shown() string {
	switch v.Kind {
	case btree.Whole:
		return strconv.FormatInt(v.Whole(), 10)
	case btree.Real:
		return fmt.Sprint(v.Real())
	case btree.Text:
		return v.Text
	case isTime:
		return fmt.Sprint(*v.time)
	}
	return ""
}
