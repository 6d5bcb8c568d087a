package postgis

import (
	"bytes"
	"math"
	"testing"

	"github.com/jackc/pgx/v5/pgtype"
	"github.com/paulmach/orb"
	"pgregory.net/rapid"
)

// TestRowsAreWrittenAsPgxWritesThem compares the bytes of each value with those of pgx.
func TestRowsAreWrittenAsPgxWritesThem(t *testing.T) {
	const geometry = 999_999
	types := pgtype.NewMap()
	types.RegisterType(&pgtype.Type{Name: "geometry", OID: geometry, Codec: geometryCodec{}})
	e := &rowEncoder{types: types, geometry: geometry}
	oids := []uint32{pgtype.TextOID, pgtype.VarcharOID, pgtype.BPCharOID, pgtype.JSONOID, pgtype.Int8OID, pgtype.Int4OID, pgtype.Float8OID, pgtype.Float4OID, geometry, pgtype.JSONBOID, pgtype.UUIDOID, pgtype.TextArrayOID}
	float := rapid.OneOf(rapid.Float64(), rapid.SampledFrom([]float64{0, math.Copysign(0, -1), math.Inf(1), math.NaN(), math.MaxFloat64}))
	rapid.Check(t, func(t *rapid.T) {
		oid := rapid.SampledFrom(oids).Draw(t, "oid")
		value := rapid.OneOf(
			rapid.Just[any](nil), rapid.String().AsAny(), rapid.Int64().AsAny(), float.AsAny(),
			rapid.Custom(func(t *rapid.T) orb.Point { return orb.Point{float.Draw(t, "x"), float.Draw(t, "y")} }).AsAny(),
			rapid.SampledFrom([]any{"550e8400-e29b-41d4-a716-446655440000", `{"a":1}`, []string{"a", "b"}, []string(nil), "17"}),
		).Draw(t, "value")
		got, err := e.appendValue([]byte("x"), oid, value)
		want, wantErr := e.appendOther([]byte("x"), oid, value)
		if (err == nil) != (wantErr == nil) || !bytes.Equal(got, want) {
			t.Errorf("%v of type %d is % x, %v; pgx writes % x, %v", value, oid, got, err, want, wantErr)
		}
		// What is written by its type is what is written by its value.
		e := &rowEncoder{types: types, geometry: geometry, columns: []uint32{oid}, buf: []byte("x")}
		e.begin()
		switch v := value.(type) {
		case string:
			if want, wantErr = e.appendOther([]byte("x\x00\x01"), oid, orNull(v)); v == "" {
				want, wantErr = []byte("x\x00\x01\xff\xff\xff\xff"), nil
			}
			e.text(v)
		case orb.Point:
			want, wantErr = e.appendOther([]byte("x\x00\x01"), oid, v)
			e.point(v)
		case int64:
			want, wantErr = e.appendOther([]byte("x\x00\x01"), oid, v)
			e.whole(v)
		default:
			return
		}
		if err := e.end(); (err == nil) != (wantErr == nil) || err == nil && !bytes.Equal(e.buf, want) {
			t.Errorf("%v of type %d is by its type % x, %v; pgx writes % x, %v", value, oid, e.buf, err, want, wantErr)
		}
		if e.undo(); string(e.buf) != "x" {
			t.Errorf("taken back, % x is left", e.buf)
		}
	})
}
