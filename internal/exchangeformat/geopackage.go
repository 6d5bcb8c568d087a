package exchangeformat

import (
	"context"
	"database/sql"
	hexadecimal "encoding/hex"
	"errors"
	"fmt"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	_ "modernc.org/sqlite" // the driver "sqlite"

	"github.com/samloka/samloka/internal/geo"
	"github.com/samloka/samloka/internal/symbiosis"
)

// gpkgLayer is a table of a GeoPackage.
type gpkgLayer struct {
	name    string
	geom    string // column of the geometry; "" when it has none
	kind    string // of the geometry, as declared
	srs     sql.NullInt64
	columns []string // without the key and the geometry
	key     string
}

// readGeoPackage reads the layers of a GeoPackage, whichever program wrote it: with a wish what they
// are the one that is named, or the only one; else all whose columns are ours.
func readGeoPackage(ctx context.Context, f *findings, s *settings, data []byte, opts Options) (err error) {
	db, done, err := openSQLite(ctx, s.name, data)
	if err != nil {
		return err
	}
	defer func() {
		if e := done(); e != nil && err == nil {
			err = symbiosis.Errorf(symbiosis.Internal, "%s can't be put away: %w", s.name, e)
		}
	}()
	if err := isGeoPackage(ctx, s.name, db); err != nil {
		return err
	}
	layers, err := gpkgLayers(ctx, db)
	if err != nil {
		return gpkgFault(ctx, s.name, err)
	}
	chosen, err := chooseLayers(f, s, layers, opts)
	if err != nil {
		return err
	}
	for _, l := range chosen {
		if err := l.read(ctx, f, s, db, opts.As); err != nil {
			return err
		}
	}
	return nil
}

// openSQLite opens a file that is at hand as bytes, read only.
func openSQLite(ctx context.Context, name string, data []byte) (db *sql.DB, done func() error, err error) {
	file, err := os.CreateTemp("", "samloka-*.gpkg")
	if err != nil {
		return nil, nil, symbiosis.Errorf(symbiosis.Unavailable, "%s can't be laid on the disk to be read: %w", name, err)
	}
	path := file.Name()
	_, err = file.Write(data)
	if err = errors.Join(err, file.Close()); err != nil {
		return nil, nil, symbiosis.Errorf(symbiosis.Unavailable, "%s can't be laid on the disk to be read: %w", name, errors.Join(err, os.Remove(path)))
	}
	// A file from anywhere may hold views and triggers that mean no good: nothing is written, and
	// functions that reach outside don't run.
	dsn := url.URL{Scheme: "file", Opaque: path, RawQuery: "mode=ro&immutable=1&_pragma=trusted_schema(0)&_pragma=query_only(1)"}
	db, err = sql.Open("sqlite", dsn.String())
	if err == nil {
		err = db.PingContext(ctx)
	}
	if err != nil {
		return nil, nil, gpkgFault(ctx, name, errors.Join(err, os.Remove(path)))
	}
	return db, func() error { return errors.Join(db.Close(), os.Remove(path)) }, nil
}

func gpkgLayers(ctx context.Context, db *sql.DB) ([]gpkgLayer, error) {
	rows, err := db.QueryContext(ctx, `
		SELECT c.table_name, coalesce(g.column_name, ''), coalesce(g.geometry_type_name, ''), coalesce(g.srs_id, c.srs_id)
		FROM gpkg_contents AS c
		JOIN sqlite_master AS m ON lower(m.name) = lower(c.table_name) AND m.type = 'table'
		LEFT JOIN gpkg_geometry_columns AS g ON lower(g.table_name) = lower(c.table_name)
		WHERE c.data_type IN ('features', 'attributes', 'aspatial')
		ORDER BY c.table_name`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var layers []gpkgLayer
	for rows.Next() {
		var l gpkgLayer
		if err := rows.Scan(&l.name, &l.geom, &l.kind, &l.srs); err != nil {
			return nil, err
		}
		layers = append(layers, l)
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	for i := range layers {
		if err := layers[i].findColumns(ctx, db); err != nil {
			return nil, err
		}
	}
	return layers, nil
}

func (l *gpkgLayer) findColumns(ctx context.Context, db *sql.DB) error {
	rows, err := db.QueryContext(ctx, `SELECT name, type, pk FROM pragma_table_info(?)`, l.name)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var name, kind string
		var pk int
		if err := rows.Scan(&name, &kind, &pk); err != nil {
			return err
		}
		switch {
		case strings.EqualFold(name, l.geom):
		case pk == 1 && strings.EqualFold(kind, "INTEGER"):
			l.key = name
		default:
			l.columns = append(l.columns, name)
		}
	}
	if err := rows.Err(); err != nil || l.geom == "" || !strings.EqualFold(l.kind, "GEOMETRY") {
		l.kind = strings.ToUpper(l.kind)
		return err
	}
	// Of no declared type: the first one shows.
	var first []byte
	err = db.QueryRowContext(ctx, `SELECT `+quoted(l.geom)+` FROM `+quoted(l.name)+` WHERE typeof(`+quoted(l.geom)+`) = 'blob' LIMIT 1`).Scan(&first)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if g, _, bad := geo.DecodeGeoPackage(first); bad == nil && g.GeoJSONType() == "Point" {
		l.kind = "POINT"
	}
	return err
}

// chooseLayers picks what is to be read.
func chooseLayers(f *findings, s *settings, layers []gpkgLayer, opts Options) ([]gpkgLayer, error) {
	var names []string
	var fit []gpkgLayer
	for _, l := range layers {
		names = append(names, l.name)
		switch {
		case opts.Layer != "" && l.name != opts.Layer:
		case opts.As.Noun != "":
			if l.geom != "" {
				fit = append(fit, l)
			}
		case opts.Layer == "":
			if _, err := nounOfLayer(l.name, l.kind == "POINT", l.ours()); err != nil {
				f.notice(symbiosis.Problem{Place: s.name + ", layer " + l.name, Code: "unknown_header", Text: "has columns of its own, and was left out", Hint: "read it as land, constraints or infrastructure (--as, --from-layer): layer " + l.name})
				continue
			}
			fit = append(fit, l)
		default:
			fit = append(fit, l)
		}
	}
	problem := func(text, hint string) error {
		return &symbiosis.Error{Kind: symbiosis.Invalid, Text: s.name + " can't be read", Problems: []symbiosis.Problem{{
			Place: s.name, Field: "layer", Code: "unknown_code", Value: opts.Layer, Text: text, Hint: hint}}}
	}
	switch {
	case len(layers) == 0:
		return nil, problem("holds no layer of features", "")
	case len(fit) == 0 && opts.Layer != "":
		return nil, problem("is no layer of the file", "it has "+strings.Join(names, ", "))
	case len(fit) == 0:
		return nil, problem("has no layer whose columns are ours", "say what to read it as: land, constraints or infrastructure (--as area, --as constraint --layer flood, --as facility --facility rail), and with several layers which (--from-layer); it has "+strings.Join(names, ", "))
	case opts.As.Noun != "" && len(fit) > 1:
		return nil, problem("has several layers", "choose one (--from-layer): "+strings.Join(names, ", "))
	}
	return fit, nil
}

// ours are the columns as our files call them: a store of ours keeps the kind of a facility as kind.
func (l gpkgLayer) ours() []string {
	if l.name != "facilities" {
		return l.columns
	}
	columns := slices.Clone(l.columns)
	if i := slices.Index(columns, "kind"); i >= 0 {
		columns[i] = "facility"
	}
	return columns
}

func (l gpkgLayer) read(ctx context.Context, f *findings, s *settings, db *sql.DB, as As) error {
	place := Place{File: s.name, Sheet: l.name, Feature: true}
	system, err := l.system(ctx, s, db)
	if err != nil {
		return err
	}
	inLayer := *s
	inLayer.fileCRS = system
	list := []string{"NULL", "NULL"}
	if l.key != "" {
		list[0] = quoted(l.key)
	}
	if l.geom != "" {
		list[1] = quoted(l.geom)
	}
	for _, c := range l.columns {
		list = append(list, quoted(c))
	}
	columns := l.columns
	if as.Noun == "" {
		columns = l.ours()
	}
	return readLayer(ctx, f, &inLayer, as, place, l.kind == "POINT", columns, func(take func(outside) error) error {
		rows, err := db.QueryContext(ctx, "SELECT "+strings.Join(list, ", ")+" FROM "+quoted(l.name))
		if err != nil {
			return gpkgFault(ctx, place.String(), err)
		}
		defer rows.Close()
		values := make([]any, len(list))
		targets := make([]any, len(list))
		for i := range values {
			targets[i] = &values[i]
		}
		for n := 1; rows.Next(); n++ {
			if err := rows.Scan(targets...); err != nil {
				return gpkgFault(ctx, numbered(place, n).String(), err)
			}
			o := outside{place: numbered(place, n), id: gpkgText(values[0]), names: columns}
			o.geometryOf(values[1])
			for _, v := range values[2:] {
				o.values = append(o.values, gpkgText(v))
			}
			if err := take(o); err != nil {
				return err
			}
		}
		if err := rows.Err(); err != nil {
			return gpkgFault(ctx, place.String(), err)
		}
		return nil
	})
}

func (o *outside) geometryOf(v any) {
	b, ok := v.([]byte)
	if !ok {
		return // NULL: reported as required
	}
	g, _, err := geo.DecodeGeoPackage(b)
	if err != nil {
		fault := geoFault("geometry", err)
		o.fault = &fault
		return
	}
	o.geometry = g
}

// system returns the reference system of a layer: by its number, else by its definition.
func (l gpkgLayer) system(ctx context.Context, s *settings, db *sql.DB) (geo.System, error) {
	if l.geom == "" || s.crs.Valid() {
		return geo.WGS84, nil
	}
	var organization, definition string
	var code int
	err := db.QueryRowContext(ctx, `SELECT coalesce(organization, ''), coalesce(organization_coordsys_id, 0), coalesce(definition, '') FROM gpkg_spatial_ref_sys WHERE srs_id = ?`, l.srs).
		Scan(&organization, &code, &definition)
	if err != nil {
		return geo.System{}, unknownSystem(s, l.name, fmt.Sprintf("%d", l.srs.Int64), err)
	}
	if strings.EqualFold(organization, "EPSG") {
		if system, err := geo.SystemByEPSG(code); err == nil {
			return system, nil
		}
	}
	system, err := geo.SystemFromPRJ(definition)
	if err != nil {
		return geo.System{}, unknownSystem(s, l.name, fmt.Sprintf("%s:%d", organization, code), err)
	}
	return system, nil
}

func unknownSystem(s *settings, layer, value string, err error) error {
	fault := geoFault("crs", err)
	return &symbiosis.Error{Kind: symbiosis.Invalid, Text: s.name + " is in a reference system we don't know", Problems: []symbiosis.Problem{{
		Place: strings.TrimSuffix(s.name+", layer "+layer, ", layer "), Field: "crs", Value: value, Code: fault.code, Text: fault.text, Hint: "name it (--crs), or transform the layer in a GIS"}}}
}

func quoted(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// gpkgText is a value as a cell of text would hold it.
func gpkgText(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case int64:
		return strconv.FormatInt(v, 10)
	case float64:
		return formatNumber(v)
	case bool:
		return strconv.FormatBool(v)
	case time.Time: // so the driver gives dates that it can read
		if v.Hour() == 0 && v.Minute() == 0 && v.Second() == 0 {
			return v.Format(time.DateOnly)
		}
		return v.Format(time.RFC3339)
	case []byte:
		return hexadecimal.EncodeToString(v[:min(len(v), 100)])
	}
	return fmt.Sprint(v)
}
