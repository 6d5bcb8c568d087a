package postgis

import (
	"database/sql/driver"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"math"

	"github.com/jackc/pgx/v5/pgtype"
	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/geo"
)

// wgs84 is the SRID of every geometry of the region.
const wgs84 = 4326

// located is a geometry as it came from a column, with its SRID. Geometry is nil where it is empty.
type located struct {
	orb.Geometry
	srid int
}

// geometryCodec lets pgx carry PostGIS's type geometry: orb geometries in, located out, as
// extended well-known binary both ways. PostGIS's own send and receive functions speak it, so
// that every bit of a coordinate is kept.
type geometryCodec struct{}

var _ pgtype.Codec = geometryCodec{}

// FormatSupported implements pgtype.Codec.
func (geometryCodec) FormatSupported(format int16) bool {
	return format == pgtype.BinaryFormatCode || format == pgtype.TextFormatCode
}

// PreferredFormat implements pgtype.Codec.
func (geometryCodec) PreferredFormat() int16 { return pgtype.BinaryFormatCode }

// PlanEncode implements pgtype.Codec.
func (geometryCodec) PlanEncode(_ *pgtype.Map, _ uint32, format int16, value any) pgtype.EncodePlan {
	if _, ok := value.(orb.Geometry); !ok {
		return nil
	}
	return encodeGeometry{text: format == pgtype.TextFormatCode}
}

// PlanScan implements pgtype.Codec.
func (geometryCodec) PlanScan(_ *pgtype.Map, _ uint32, format int16, target any) pgtype.ScanPlan {
	if _, ok := target.(*located); !ok {
		return nil
	}
	return scanGeometry{text: format == pgtype.TextFormatCode}
}

// DecodeDatabaseSQLValue implements pgtype.Codec.
func (geometryCodec) DecodeDatabaseSQLValue(_ *pgtype.Map, _ uint32, _ int16, src []byte) (driver.Value, error) {
	return src, nil
}

// DecodeValue implements pgtype.Codec.
func (geometryCodec) DecodeValue(_ *pgtype.Map, _ uint32, format int16, src []byte) (any, error) {
	if src == nil {
		return nil, nil
	}
	var g located
	err := scanGeometry{text: format == pgtype.TextFormatCode}.Scan(src, &g)
	return g.Geometry, err
}

type encodeGeometry struct{ text bool }

// Encode implements pgtype.EncodePlan.
func (p encodeGeometry) Encode(value any, buf []byte) ([]byte, error) {
	g, ok := value.(orb.Geometry)
	if !ok {
		return nil, fmt.Errorf("a %T is no geometry", value)
	}
	b, err := geo.EncodeEWKB(g, wgs84)
	if err != nil {
		return nil, err
	}
	if p.text {
		return hex.AppendEncode(buf, b), nil
	}
	return append(buf, b...), nil
}

type scanGeometry struct{ text bool }

// Scan implements pgtype.ScanPlan.
func (p scanGeometry) Scan(src []byte, target any) error {
	into, ok := target.(*located)
	if !ok {
		return fmt.Errorf("a geometry can't be read into a %T", target)
	}
	*into = located{}
	if src == nil {
		return nil
	}
	if p.text {
		b, err := hex.AppendDecode(nil, src)
		if err != nil {
			return err
		}
		src = b
	}
	g, srid, err := geo.DecodeWKB(src)
	if errors.Is(err, &geo.Error{Problem: geo.ProblemEmpty}) {
		return nil
	}
	*into = located{g, srid}
	return err
}

// plainPointHead begins the EWKB of a point of WGS 84 on most machines: little-endian, a point with an SRID,
// 4326.
const plainPointHead = "\x01" + "\x01\x00\x00\x20" + "\xe6\x10\x00\x00"

// plainPoint reads a point of WGS 84 as PostGIS sends it on most machines. ok is false for any other geometry, and for an empty one.
func plainPoint(b []byte) (p orb.Point, ok bool) {
	if len(b) != len(plainPointHead)+16 || string(b[:len(plainPointHead)]) != plainPointHead {
		return p, false
	}
	p[0] = math.Float64frombits(binary.LittleEndian.Uint64(b[len(plainPointHead):]))
	p[1] = math.Float64frombits(binary.LittleEndian.Uint64(b[len(plainPointHead)+8:]))
	return p, !math.IsNaN(p[0]) && !math.IsNaN(p[1])
}
