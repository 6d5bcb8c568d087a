package exchangeformat

import (
	"context"
	"io"
	"math"
	"strconv"

	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// matchColumns are the columns of a file of matches, in their order.
var matchColumns = []string{"surplus_id", "need_id", "resource", "distance_m", "route_m", "budget_m", "quantity", "unit",
	"net_benefit_sek_per_year", "co2e_t_per_year", "score"}

// MatchColumns lists the columns of a file of matches.
func MatchColumns() []string { return append([]string(nil), matchColumns...) }

// Decimals of the figures that are given out of the program, in files and by the API: lengths to the millimetre, which is what a geodesic is good for;
// amounts and climate to the kilogram, kilowatt-hour or watt of their units' thousandth;
// money to the öre; scores to what their weights bear.
const (
	LengthDecimals   = 3
	QuantityDecimals = 3
	MoneyDecimals    = 2
	ClimateDecimals  = 3
	ScoreDecimals    = 4
)

// MatchWriter writes matches one by one, in the order they come. What isn't known is an
// empty cell, or a property left out. It is not safe for many goroutines.
type MatchWriter struct {
	features *featureWriter // nil for CSV
	out      *output
	cells    cells
	line     []byte
	some     bool // a feature is written
	locate   func(symbiosis.FlowID) (orb.Point, bool)
}

// NewMatchCSV starts a CSV file of matches with the header, SemicolonCSV where f is that. Ids that a spreadsheet would
// run as a formula get an apostrophe before them, as in WriteCSV.
func NewMatchCSV(ctx context.Context, w io.Writer, f Format) *MatchWriter {
	m := &MatchWriter{out: newOutput(ctx, w), cells: cellsOf(f)}
	m.out.Write(m.cells.header(matchColumns...))
	return m
}

// NewMatchGeoJSON starts a FeatureCollection of matches: each a line from the surplus to the
// need, with the columns for properties. locate tells where a flow is; a match whose ends
// are not known has no geometry.
func NewMatchGeoJSON(ctx context.Context, w io.Writer, locate func(symbiosis.FlowID) (orb.Point, bool)) *MatchWriter {
	m := &MatchWriter{out: newOutput(ctx, w), features: &featureWriter{}, locate: locate}
	m.out.openFeatures()
	return m
}

// Write writes one match. It gives the context's error when that is cancelled; a failed
// write shows in Close.
func (m *MatchWriter) Write(x symbiosis.Match) error {
	if err := m.out.cancelled(); err != nil {
		return err
	}
	if m.features != nil {
		m.writeFeature(x)
		return nil
	}
	b := m.line[:0]
	b = m.cells.text(b, escapeFormula(string(x.SurplusID)))
	b = m.cells.text(b, escapeFormula(string(x.NeedID)))
	b = m.cells.text(b, escapeFormula(string(x.Resource)))
	for _, v := range figures(&x) {
		if v.unit {
			b = m.cells.text(b, v.text)
			continue
		}
		number := ""
		if v.known {
			number = strconv.FormatFloat(v.value, 'f', v.decimals, 64)
		}
		b = m.cells.number(b, number)
	}
	m.line = endRow(b)
	m.out.Write(m.line)
	return nil
}

// Close ends the file and flushes it. An Unavailable error tells that it can't be written.
func (m *MatchWriter) Close() error {
	if m.features != nil {
		m.out.closeFeatures(m.some)
	}
	return m.out.done()
}

func (m *MatchWriter) writeFeature(x symbiosis.Match) {
	f := m.features
	f.buf = f.buf[:0]
	f.begin(string(x.SurplusID) + "/" + string(x.NeedID))
	from, okFrom := m.locate(x.SurplusID)
	to, okTo := m.locate(x.NeedID)
	f.line(from, to, okFrom && okTo)
	f.raw(`,"properties":{"kind":"match"`)
	for i, id := range []string{string(x.SurplusID), string(x.NeedID), string(x.Resource)} {
		f.raw(`,"` + matchColumns[i] + `":`)
		f.buf = appendJSON(f.buf, id)
	}
	for i, v := range figures(&x) {
		if !v.known {
			continue
		}
		f.raw(`,"` + matchColumns[3+i] + `":`)
		if v.unit {
			f.buf = appendJSON(f.buf, v.text)
		} else {
			f.buf = strconv.AppendFloat(f.buf, v.value, 'f', v.decimals, 64)
		}
	}
	f.raw("}}")
	if !m.some {
		f.buf = f.buf[len(","):]
	}
	m.some = true
	m.out.Write(f.buf)
}

// matchFigure is a cell behind the ids.
type matchFigure struct {
	value    float64
	decimals int
	known    bool
	unit     bool // text instead of value
	text     string
}

// figures returns the cells behind the ids, in the order of matchColumns. A route or a
// budget of nil between places apart, like a quantity without a unit and a score without parts, is one
// that nobody reckoned.
func figures(x *symbiosis.Match) [8]matchFigure {
	number := func(v float64, decimals int, known bool) matchFigure {
		if math.Abs(v)*math.Pow10(decimals) < 0.5 {
			v = 0 // no −0.000
		}
		return matchFigure{value: v, decimals: decimals, known: known && unit.Finite(v)}
	}
	f := [8]matchFigure{
		number(x.Distance.Metres(), LengthDecimals, true),
		number(x.Route.Metres(), LengthDecimals, x.Route > 0 || x.Distance == 0),
		number(x.Budget.Metres(), LengthDecimals, x.Budget > 0 || x.Route == 0 && x.Distance == 0),
		number(x.Delivered.Amount, QuantityDecimals, x.Delivered.Unit != ""),
		{unit: true, text: string(x.Delivered.Unit), known: x.Delivered.Unit != ""},
		{},
		{},
		number(x.Score.Total, ScoreDecimals, x.Score.Total > 0 || len(x.Score.Parts) > 0),
	}
	if x.NetBenefit != nil {
		f[5] = number(x.NetBenefit.SEK(), MoneyDecimals, true)
	}
	if x.CO2e != nil {
		f[6] = number(x.CO2e.Tonnes(), ClimateDecimals, true)
	}
	return f
}
