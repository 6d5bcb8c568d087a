package symbiosis

import (
	"fmt"
	"time"
)

// Date is a day of the calendar, without time or zone. The zero Date is no day.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// ParseDate reads "2026-11-22"; an empty text is the zero Date.
func ParseDate(s string) (Date, error) {
	if s == "" {
		return Date{}, nil
	}
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return Date{}, fmt.Errorf("%q is not a date such as 2026-11-22", s)
	}
	return DateOf(t), nil
}

// DateOf returns the day of t in t's zone.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date{y, m, d}
}

// checkDate reports a day that the calendar doesn't have.
func checkDate(ps *problems, field string, d Date) {
	if _, err := ParseDate(d.String()); err != nil {
		ps.add(field, "not_a_date", d.String(), "is not a day of the calendar", "such as 2026-11-22")
	}
}

// IsZero says that d is no day.
func (d Date) IsZero() bool { return d == Date{} }

// Before says that d lies before e.
func (d Date) Before(e Date) bool {
	if d.Year != e.Year {
		return d.Year < e.Year
	}
	if d.Month != e.Month {
		return d.Month < e.Month
	}
	return d.Day < e.Day
}

// String returns the date as ISO 8601, or "" for the zero Date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, int(d.Month), d.Day)
}
