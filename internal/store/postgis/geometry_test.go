package postgis

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"github.com/samloka/samloka/internal/store/storetest"
)

const testOID = 99_999

func geometryMap() *pgtype.Map {
	m := pgtype.NewMap()
	m.RegisterType(&pgtype.Type{Name: "geometry", OID: testOID, Codec: geometryCodec{}})
	return m
}

// TestGeometryRoundTrip sends what regions hold both ways, in both formats of the protocol.
func TestGeometryRoundTrip(t *testing.T) {
	m := geometryMap()
	rapid.Check(t, func(t *rapid.T) {
		var g orb.Geometry = storetest.Point(t)
		if rapid.Bool().Draw(t, "is an area") {
			g = storetest.Area(t).Geometry
		}
		for _, format := range []int16{pgtype.BinaryFormatCode, pgtype.TextFormatCode} {
			b, err := m.Encode(testOID, format, g, nil)
			if err != nil {
				t.Fatal(err)
			}
			var back located
			if err := m.Scan(testOID, format, b, &back); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(g, back.Geometry); diff != "" || back.srid != wgs84 {
				t.Fatalf("SRID %d (-want +got):\n%s", back.srid, diff)
			}
		}
	})
}

func TestGeometryRefuses(t *testing.T) {
	m := geometryMap()
	var g located
	for _, b := range []string{"", "x", "\x01\x01\x00\x00\x20", "\x02\x01\x00\x00\x00"} {
		if err := m.Scan(testOID, pgtype.BinaryFormatCode, []byte(b), &g); err == nil {
			t.Errorf("%q was read as %v", b, g.Geometry)
		}
	}
	if err := m.Scan(testOID, pgtype.TextFormatCode, []byte("not hex"), &g); err == nil {
		t.Error("what is not hexadecimal was read")
	}
	if _, err := m.Encode(testOID, pgtype.BinaryFormatCode, 17, nil); err == nil {
		t.Error("a number was sent as a geometry")
	}
	var s string
	b, err := m.Encode(testOID, pgtype.BinaryFormatCode, orb.Point{1, 2}, nil)
	if err == nil {
		err = m.Scan(testOID, pgtype.BinaryFormatCode, b, &s)
	}
	if err == nil {
		t.Errorf("a geometry was read into a text: %q", s)
	}
}
