package exchangeformat

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// Year is a year's course read from a file: one value for each hour, quarter of an hour, day
// or month, reduced to the months' shares.
type Year struct {
	// Monthly are each month's shares of the year's sum, January first: what Shape.Monthly takes.
	Monthly [12]float64
	Values  int // how many the file has
	// DegreeDays says that the file has temperatures, and Monthly are heating degree-days under
	// 17 °C: what buildings need for heating, without hot water.
	DegreeDays bool
	// FullLoadHours are how long the year's energy would take at the greatest value, which is the
	// peak then: the mean over it, of the hours of a year. 0 where the values are means of days or
	// months, which hide their peaks.
	FullLoadHours unit.Hours
}

// Shape returns the year as a flow's own shape.
func (y Year) Shape() symbiosis.Shape {
	return symbiosis.Shape{Kind: symbiosis.Own, Monthly: y.Monthly}
}

// Describe gives a flow the year's shape and, where it has none of its own, its full-load hours, which
// only hours and quarters of an hour tell.
func (y Year) Describe(f *symbiosis.Flow) {
	f.Shape = y.Shape()
	if f.FullLoadHours == nil && y.FullLoadHours > 0 {
		f.FullLoadHours = &y.FullLoadHours
	}
}

// degreeDayBase is the outdoor temperature below which buildings are heated; the Swedish
// meteorological institute's degree-days are counted from it.
const degreeDayBase = 17 * unit.Celsius

const (
	maxYearBytes = 16 << 20
	yearHint     = "8760 hours (8784 in a leap year), 35040 or 35136 quarters of an hour, 365 or 366 days, or 12 months"
)

// Names of the columns that a file of a year may have, as normaliseHeader writes them.
var (
	yearValues = []string{"load", "value", "values", "power", "energy", "heat", "demand", "mw", "kw", "mwh", "kwh", "effekt", "energi", "last", "värde", "verdi", "värme", "varme", "förbrukning", "forbruk", "behov"}
	yearTimes  = []string{"date", "time", "timestamp", "datetime", "datum", "dato", "tid", "tidpunkt", "tidspunkt"}
	yearWarms  = []string{"temperature", "temperatur", "temp", "mean_temperature", "medeltemperatur", "middeltemperatur"}
	yearHighs  = []string{"max_temperature", "maxtemperatur", "makstemperatur"}
	yearLows   = []string{"min_temperature", "mintemperatur"}
)

// ReadYear reads the course of a year from a CSV file called name: a header, and a row for
// each hour, quarter of an hour, day or month. The values stand in a column called load,
// value, effekt or alike (or the only one with numbers besides a count of hours); where there
// is none but temperatures, degree-days are made. A column of dates puts each row into its
// month; without one the rows start on the first of January, 8784 of them in a leap year. The
// mean of a month counts, so that a leap day or a day that stands twice changes little.
//
// Invalid when the file has another number of rows, a row without a number or below nil, or a
// month without any; each says where.
func ReadYear(ctx context.Context, name string, r io.Reader) (Year, error) {
	data, err := readAll(ctx, r, maxYearBytes)
	if err != nil {
		return Year{}, symbiosis.Errorf(symbiosis.KindOf(err), "%s can't be read: %w", name, err)
	}
	content, _, _, err := decode(data)
	if err != nil {
		return Year{}, (&yearReader{name: name}).fault("not_text", 0, "", "save it as CSV", "is no text: %v", err)
	}
	if bytes.IndexByte(content[:min(len(content), 4096)], 0) >= 0 {
		return Year{}, (&yearReader{name: name}).fault("not_text", 0, "", "save it as CSV", "is no text")
	}
	text, comma := yearComma(string(content))
	y := yearReader{name: name, scanner: newCSVScanner(text, comma), commaDecimal: comma != ','}
	if err := y.header(); err != nil {
		return Year{}, err
	}
	for n := 0; y.scanner.next(); n++ {
		if n%1024 == 0 && ctx.Err() != nil {
			return Year{}, ctx.Err()
		}
		if err := y.row(); err != nil {
			return Year{}, err
		}
	}
	return y.year()
}

// yearComma chooses the separator that splits the header into most cells.
func yearComma(text string) (rest string, comma byte) {
	comma, most := ',', 0
	for _, c := range []byte{',', ';', '\t'} {
		sc := newCSVScanner(text, c)
		if sc.next() && sc.fault == nil && sc.width > most {
			comma, most = c, sc.width
		}
	}
	return text, comma
}

// yearReader holds what has been read of a year's file.
type yearReader struct {
	name         string
	scanner      *csvScanner
	commaDecimal bool

	value, high, low, date int // columns; −1: none
	values                 []float64
	months                 []time.Month // of each value where there are dates
}

// fault says what is wrong with the file, in a line of it when line is above nil.
func (y *yearReader) fault(code string, line int, value, hint, text string, args ...any) error {
	p := symbiosis.Problem{Code: code, Value: value, Text: fmt.Sprintf(text, args...), Hint: hint}
	if line > 0 {
		p.Place = fmt.Sprintf("line %d", line)
	}
	return &symbiosis.Error{Kind: symbiosis.Invalid, Text: y.name + " can't be read as the course of a year", Problems: []symbiosis.Problem{p}}
}

// header finds the columns. A first row of nothing but a number is no header.
func (y *yearReader) header() error {
	if !y.scanner.next() {
		return y.fault("empty", 0, "", yearHint, "is empty")
	}
	cells := y.scanner.cells
	if len(cells) == 1 {
		if _, f := (cell{cells[0].text, y.commaDecimal}).number(); f == nil {
			y.value, y.high, y.low, y.date = 0, -1, -1, -1
			return y.row()
		}
	}
	find := func(names []string) int {
		return slices.IndexFunc(cells, func(c csvCell) bool { return slices.Contains(names, normaliseHeader(c.text)) })
	}
	y.value, y.high, y.low, y.date = find(yearValues), -1, -1, find(yearTimes)
	if y.value >= 0 {
		return nil
	}
	if y.high, y.low = find(yearHighs), find(yearLows); y.high >= 0 && y.low >= 0 {
		return nil
	}
	if y.high = find(yearWarms); y.high >= 0 {
		y.low = y.high
		return nil
	}
	switch {
	case len(cells) == 1 && y.date < 0:
		y.value = 0
		return nil
	case len(cells) == 2 && y.date >= 0:
		y.value = 1 - y.date
		return nil
	}
	names := make([]string, len(cells))
	for i, c := range cells {
		names[i] = c.text
	}
	return y.fault("no_column", 1, "", "call it load, value, power or energy, or temperature for degree-days", "has the columns %s, none of which is known to hold the values", strings.Join(names, ", "))
}

func (y *yearReader) row() error {
	line := y.scanner.line
	if f := y.scanner.fault; f != nil {
		return y.fault("not_a_row", line, "", "", "%s", f.text)
	}
	at := func(column int) (float64, error) {
		text := ""
		if column < len(y.scanner.cells) {
			text = y.scanner.cells[column].text
		}
		v, f := cell{text, y.commaDecimal}.number()
		if f != nil || !unit.Finite(v) {
			return 0, y.fault("not_a_number", line, shorten(text), "fill gaps before importing, for instance with the hour before", "is not a number")
		}
		return v, nil
	}
	if y.value >= 0 {
		v, err := at(y.value)
		if err != nil {
			return err
		}
		if v < 0 {
			return y.fault("negative", line, fmt.Sprintf("%g", v), "", "is below zero, and a flow never runs backwards")
		}
		y.values = append(y.values, v)
	} else {
		high, err := at(y.high)
		if err != nil {
			return err
		}
		low, err := at(y.low)
		if err != nil {
			return err
		}
		if mean := unit.Temperature((high + low) / 2); mean < unit.AbsoluteZero || mean > 60 {
			return y.fault("no_temperature", line, fmt.Sprintf("%g", float64(mean)), "", "°C is no outdoor temperature")
		} else {
			y.values = append(y.values, max(0, degreeDayBase.Minus(mean).Kelvins()))
		}
	}
	if len(y.values) > 40_000 {
		return y.fault("length", line, "", yearHint, "is more than a year has quarters of an hour")
	}
	if y.date < 0 {
		return nil
	}
	month, ok := time.Month(0), false
	if y.date < len(y.scanner.cells) {
		month, ok = monthOf(y.scanner.cells[y.date].text)
	}
	if !ok {
		return y.fault("not_a_date", line, "", "such as 2026-01-31 or 31.01.2026", "no date stands in the column of dates")
	}
	y.months = append(y.months, month)
	return nil
}

// monthOf reads the month of a date that starts a text: 2026-01-31, 31.01.2026, 31/01/2026.
func monthOf(text string) (time.Month, bool) {
	number := func(from, to int) int {
		if len(text) < to {
			return 0
		}
		n, _ := strconv.Atoi(text[from:to])
		return n
	}
	month := 0
	switch {
	case len(text) >= 10 && text[4] == '-' && text[7] == '-':
		month = number(5, 7)
	case len(text) >= 10 && text[2] == text[5] && (text[2] == '.' || text[2] == '/'):
		month = number(3, 5)
	case len(text) == 7 && text[4] == '-':
		month = number(5, 7)
	}
	return time.Month(month), month >= 1 && month <= 12
}

// year reduces the values to months.
func (y *yearReader) year() (Year, error) {
	n := len(y.values)
	perDay, days := 0, 0
	for _, each := range []int{1, 24, 96} {
		if n == 365*each || n == 366*each {
			perDay, days = each, n/each
		}
	}
	if perDay == 0 && n != 12 {
		return Year{}, y.fault("length", 0, fmt.Sprint(n), "a year has "+yearHint, "has so many values")
	}
	month := func(i int) time.Month {
		switch {
		case y.months != nil:
			return y.months[i]
		case n == 12:
			return time.Month(i + 1)
		}
		first := time.Date(2023+days-365, 1, 1, 0, 0, 0, 0, time.UTC) // 2024 is a leap year
		return first.AddDate(0, 0, i/perDay).Month()
	}
	var sums [12]float64
	var counts [12]int
	for i, v := range y.values {
		m := month(i) - 1
		sums[m] += v
		counts[m]++
	}
	out := Year{Values: n, DegreeDays: y.value < 0}
	whole := 0.0
	for m := range sums {
		if counts[m] == 0 {
			return Year{}, y.fault("month_missing", 0, fmt.Sprint(m+1), "", "has no value of %s", time.Month(m+1))
		}
		if n == 12 && y.value >= 0 {
			out.Monthly[m] = sums[m] // a month's own sum
		} else {
			out.Monthly[m] = sums[m] / float64(counts[m]) * float64(symbiosis.MonthHours[m])
		}
		whole += out.Monthly[m]
	}
	if !(whole > 0) || !unit.Finite(whole) {
		return Year{}, y.fault("nothing", 0, fmt.Sprint(whole), "", "sums to nothing over the year")
	}
	if perDay > 1 && y.value >= 0 {
		// Of hours or quarters: how long the year's energy takes at the greatest of them.
		sum := 0.0
		for _, v := range y.values {
			sum += v
		}
		out.FullLoadHours = unit.Hours(sum/float64(n)/slices.Max(y.values)) * unit.HoursPerYear
	}
	for m := range out.Monthly { // shares, so that they are comparable and short to write
		out.Monthly[m] /= whole
	}
	return out, nil
}
