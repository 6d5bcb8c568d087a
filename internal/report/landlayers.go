package report

import (
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/wording"
)

// Layer is a table of a report for a GIS: names in small letters, titles for people. Whoever knows
// a format writes it.
type Layer struct {
	Name, Description string
	Geometry          string // "MULTIPOLYGON", "POINT"; "" for none
	Fields            []Field
	Rows              []LayerRow
}

// Field is a column of a layer.
type Field struct{ Name, Type, Title string }

// LayerRow is a row with its geometry in WGS 84.
type LayerRow struct {
	Geometry orb.Geometry
	Values   []any
}

// LandLayers are the figures of a report on land for a GIS: the areas with all they are judged by,
// what remains of them, and the tables behind.
func LandLayers(r LandReport, w wording.Words) []Layer {
	return []Layer{areasLayer(r, w), leftLayer(r, w), reachedLayer(r, w), figuresLayer(r, w), bearingsLayer(r, w), aboutLayer(r, w)}
}

func areasLayer(r LandReport, w wording.Words) Layer {
	l := Layer{Name: "areas", Description: w.Document("land_report") + ": " + r.Name, Geometry: "MULTIPOLYGON", Fields: []Field{
		{"id", "TEXT", "id"}, {"name", "TEXT", w.Document("area")}, {"municipality", "TEXT", w.Document("municipality")},
		{"rank", "INTEGER", w.Document("rank")}, {"score", "DOUBLE", w.Document("score_share")}, {"score_low", "DOUBLE", w.Document("least")}, {"score_high", "DOUBLE", w.Document("most")},
		{"total_ha", "DOUBLE", w.Document("total_ha")}, {"excluded_ha", "DOUBLE", w.Document("excluded_ha")}, {"penalised_ha", "DOUBLE", w.Document("penalised_ha")}, {"fit_ha", "DOUBLE", w.Document("fit_ha")},
		{"first_share", "DOUBLE", w.Document("first_share")},
	}}
	for _, c := range r.Criteria {
		kind := "DOUBLE"
		if c.Unit == "class" {
			kind = "TEXT"
		}
		l.Fields = append(l.Fields,
			Field{"c_" + column(c.Key), kind, strings.TrimSpace(w.Criterion(c.Key) + " " + cellUnit(w, c))},
			Field{"v_" + column(c.Key), "DOUBLE", w.Criterion(c.Key) + ": " + w.Document("value") + " 0–1"})
	}
	b := workbook{w: w}
	for i, a := range r.Areas {
		e := a.Evaluation
		row := []any{string(e.AreaID), a.Name, a.Municipality, nil, nil, nil, nil,
			e.Land.Total.Hectares(), e.Land.Excluded.Hectares(), e.Land.Penalised.Hectares(), e.Land.Fit.Hectares(), nil}
		if !e.Unfit {
			row[3], row[4], row[5], row[6] = e.Rank, e.Score, e.Low, e.High
			if s := r.Sensitivity; s != nil && i < len(s.Shares) {
				row[11] = s.Shares[i]
			}
		}
		for k, c := range r.Criteria {
			var value any
			if k < len(e.Criteria) {
				value = number(e.Criteria[k].Value)
			}
			row = append(row, b.figure(c, e, k), value)
		}
		l.Rows = append(l.Rows, LayerRow{a.Geometry, row})
	}
	return l
}

// column is a key as the name of a column: a region's own may hold other signs.
func column(key string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return '_'
	}, strings.ToLower(key))
}

func leftLayer(r LandReport, w wording.Words) Layer {
	l := Layer{Name: "remaining", Description: w.Document("land_left"), Geometry: "MULTIPOLYGON", Fields: []Field{
		{"area_id", "TEXT", "id"}, {"name", "TEXT", w.Document("area")}, {"remaining_ha", "DOUBLE", w.Document("fit_ha")},
	}}
	for _, a := range r.Areas {
		e := a.Evaluation
		left := e.Land.Left
		if len(left) == 0 && e.Land.Excluded == 0 {
			left = a.Geometry
		}
		l.Rows = append(l.Rows, LayerRow{left, []any{string(e.AreaID), a.Name, e.Land.Remaining.Hectares()}})
	}
	return l
}

func reachedLayer(r LandReport, w wording.Words) Layer {
	l := Layer{Name: "reached", Description: w.Document("within_reach"), Geometry: "POINT", Fields: []Field{
		{"area_id", "TEXT", "id"}, {"area", "TEXT", w.Document("area")}, {"site", "TEXT", w.Document("firm")}, {"municipality", "TEXT", w.Document("municipality")},
		{"direction", "TEXT", ""}, {"resource", "TEXT", w.Document("resource")}, {"amount", "DOUBLE", w.Document("amount")}, {"unit", "TEXT", ""},
		{"route_m", "DOUBLE", w.Document("distance")}, {"net_benefit_sek_per_year", "DOUBLE", w.Figure("net_benefit")}, {"certainty", "TEXT", w.Document("certainty")},
	}}
	for _, a := range r.Areas {
		for _, x := range a.Reached {
			l.Rows = append(l.Rows, LayerRow{x.Point, []any{
				string(a.Evaluation.AreaID), a.Name, x.Site, x.Municipality, string(x.Direction), w.Resource(x.Resource), x.Amount, x.Unit, x.RouteM, number(x.NetBenefit), w.Certainty(x.Certainty),
			}})
		}
	}
	return l
}

func figuresLayer(r LandReport, w wording.Words) Layer {
	l := Layer{Name: "figures", Description: w.Document("criteria"), Fields: []Field{
		{"area_id", "TEXT", "id"}, {"area", "TEXT", w.Document("area")}, {"criterion", "TEXT", ""}, {"name", "TEXT", w.Document("criterion")}, {"criterion_group", "TEXT", ""},
		{"figure", "DOUBLE", w.Document("figure")}, {"figure_text", "TEXT", w.Document("figure")}, {"unit", "TEXT", ""}, {"value", "DOUBLE", w.Document("value")}, {"weight", "DOUBLE", w.Document("weight")},
		{"certainty", "TEXT", w.Document("certainty")}, {"source_date", "TEXT", w.Document("date")}, {"source", "TEXT", titled(w.Document("source"))}, {"missing", "TEXT", titled(w.Document("not_known"))},
	}}
	for _, a := range r.Areas {
		for i, c := range r.Criteria {
			if i >= len(a.Evaluation.Criteria) {
				break
			}
			k := a.Evaluation.Criteria[i]
			row := []any{string(a.Evaluation.AreaID), a.Name, c.Key, w.Criterion(c.Key), w.CriterionGroup(c.Group), nil, nil, c.Unit, number(k.Value), c.Weight, nil, nil, nil, nil}
			if k.Figure != nil {
				row[5], row[6] = k.Figure.Value, w.CriterionValue(c.Key, *k.Figure)
				row[10], row[11], row[12] = w.Certainty(k.Certainty), k.Date.String(), w.FigureSource(k.Figure.Source)
			} else {
				row[13] = w.Missing(k.Missing)
			}
			l.Rows = append(l.Rows, LayerRow{nil, row})
		}
	}
	return l
}

func bearingsLayer(r LandReport, w wording.Words) Layer {
	l := Layer{Name: "constraints", Description: w.Document("constraints"), Fields: []Field{
		{"area_id", "TEXT", "id"}, {"area", "TEXT", w.Document("area")}, {"constraint_id", "TEXT", ""}, {"layer", "TEXT", w.Document("layer")}, {"name", "TEXT", ""}, {"effect", "TEXT", w.Document("effect")},
		{"overlap_ha", "DOUBLE", w.Document("overlap")}, {"distance_m", "DOUBLE", w.Document("distance")}, {"source", "TEXT", titled(w.Document("source"))}, {"source_date", "TEXT", w.Document("date")},
	}}
	for _, a := range r.Areas {
		for _, x := range a.Evaluation.Land.Bearings {
			l.Rows = append(l.Rows, LayerRow{nil, []any{
				string(a.Evaluation.AreaID), a.Name, string(x.ConstraintID), w.ConstraintLayer(x.Layer), x.Name, w.ConstraintEffect(x.Effect),
				x.Overlap.Hectares(), x.Distance.Metres(), x.Source, x.Date.String(),
			}})
		}
	}
	return l
}

func aboutLayer(r LandReport, w wording.Words) Layer {
	l := Layer{Name: "about", Description: w.Document("method"), Fields: []Field{{"key", "TEXT", ""}, {"value", "TEXT", ""}}}
	add := func(key, value string) { l.Rows = append(l.Rows, LayerRow{nil, []any{key, value}}) }
	add("name", r.Name)
	add("note", r.Note)
	add("made", r.Made.String())
	add("revision", r.Revision)
	add("visibility", w.Visibility(r.Visibility))
	if text := leftOutText(r, w); text != "" {
		add("left_out", text)
	}
	add("within_reach", withinReachText(r, w))
	for _, a := range r.Areas {
		if a.Untold > 0 {
			add("untold_"+string(a.Evaluation.AreaID), w.Document("untold", strconv.Itoa(a.Untold)))
		}
		for _, s := range a.Sums {
			add("sum_"+string(s.Direction)+"_"+string(a.Evaluation.AreaID), hiddenSum(s, w))
		}
	}
	for _, key := range []string{"method_mask", "method_value", "method_sum"} {
		add(key, w.Document(key))
	}
	for _, c := range r.Criteria {
		add("weight_"+c.Key, w.Percent(c.Weight, 2))
	}
	return l
}
