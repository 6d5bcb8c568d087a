package geo_test

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/geo"
	"github.com/samloka/samloka/internal/testtool"
	"github.com/samloka/samloka/internal/unit"
)

func connect(t *testing.T) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), testtool.PostGIS(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close(context.Background()) })
	return conn
}

// floats runs a query of one column.
func floats(t *testing.T, conn *pgx.Conn, sql string, args ...any) []float64 {
	t.Helper()
	rows, err := conn.Query(t.Context(), sql, args...)
	if err != nil {
		t.Fatal(err)
	}
	values, err := pgx.CollectRows(rows, pgx.RowTo[float64])
	if err != nil {
		t.Fatal(err)
	}
	return values
}

// Distances agree with ST_Distance over the spheroid to the 10 nm it rounds to and some nanometres
// of rounding in either program; between points nearly opposite each other as well.
func TestDistanceAgreesWithPostGIS(t *testing.T) {
	conn := connect(t)
	random := rand.New(rand.NewPCG(20261122, 1))
	var as, bs []orb.Point
	for range 4_000 {
		a := orb.Point{random.Float64()*360 - 180, math.Asin(2*random.Float64()-1) * 180 / math.Pi}
		as = append(as, a, a, a, a)
		bs = append(bs,
			orb.Point{random.Float64()*360 - 180, random.Float64()*180 - 90},                                             // anywhere
			geo.Destination(a, random.Float64()*360, unit.Length(math.Pow(10, -3+8*random.Float64()))),                   // 1 mm to 100 km
			orb.Point{math.Remainder(a[0]+180+random.NormFloat64()*0.3, 360), -a[1] + random.NormFloat64()*0.01*a[1]/90}, // nearly opposite
			orb.Point{-a[0], a[1]},
		)
	}
	for _, p := range []orb.Point{{0, 90}, {180, 90}, {14.64, 63.18}, {180, 0}, {-180, 0}, {0, -90}} {
		for _, q := range []orb.Point{{0, 90}, {77, 90}, {14.64, 63.18}, {-180, 0}, {180, 0}, {0, 0}, {12, -90}} {
			as, bs = append(as, p), append(bs, q)
		}
	}
	theirs := floats(t, conn, `SELECT ST_Distance(ST_MakePoint(ax, ay)::geography, ST_MakePoint(bx, by)::geography, true)
		FROM unnest($1::float8[], $2::float8[], $3::float8[], $4::float8[]) WITH ORDINALITY u(ax, ay, bx, by, i) ORDER BY i`,
		column(as, 0), column(as, 1), column(bs, 0), column(bs, 1))
	const tolerance = 5e-8 // metres
	worst := 0.0
	for i := range as {
		ours := geo.Distance(as[i], bs[i]).Metres()
		if d := math.Abs(ours - theirs[i]); !(d <= tolerance) {
			t.Errorf("from %v to %v: %.9f m, PostGIS says %.9f", as[i], bs[i], ours, theirs[i])
		} else {
			worst = max(worst, d)
		}
	}
	t.Logf("%d distances, %.1g m apart at most", len(as), worst)
}

func column(points []orb.Point, axis int) []float64 {
	values := make([]float64, len(points))
	for i, p := range points {
		values[i] = p[axis]
	}
	return values
}

// Every projected system gives PROJ's coordinates, in its area of use, both ways.
func TestTransformsAgreeWithPostGIS(t *testing.T) {
	conn := connect(t)
	random := rand.New(rand.NewPCG(20261122, 2))
	for _, system := range geo.Systems() {
		if !system.Projected() {
			continue
		}
		// UTM zones are used in all of Europe, but taken in the Nordic countries only.
		area := system.AreaOfUse()
		area.Min = orb.Point{max(area.Min[0], 3), max(area.Min[1], 54)}
		area.Max = orb.Point{min(area.Max[0], 32), min(area.Max[1], 72)}
		var points []orb.Point
		for range 300 {
			points = append(points, orb.Point{
				area.Min[0] + random.Float64()*(area.Max[0]-area.Min[0]),
				area.Min[1] + random.Float64()*(area.Max[1]-area.Min[1]),
			})
		}
		const query = `SELECT c FROM unnest($1::float8[], $2::float8[]) WITH ORDINALITY u(x, y, i),
			LATERAL (SELECT ST_Transform(ST_SetSRID(ST_MakePoint(x, y), $3), $4::int) AS g OFFSET 0) p,
			LATERAL (VALUES (1, ST_X(g)), (2, ST_Y(g))) v(axis, c) ORDER BY i, axis`
		there := floats(t, conn, query, column(points, 0), column(points, 1), 4326, system.EPSG())
		for i, p := range points {
			ours, err := system.FromWGS84(p)
			if err != nil {
				t.Fatalf("%s: %v: %v", system, p, err)
			}
			// A micrometre: PROJ's series and ours are of the same order.
			if math.Abs(ours[0]-there[2*i]) > 1e-6 || math.Abs(ours[1]-there[2*i+1]) > 1e-6 {
				t.Errorf("%s: %v is at %.7f, %.7f; PostGIS says %.7f, %.7f", system, p, ours[0], ours[1], there[2*i], there[2*i+1])
			}
		}
		projected := make([]orb.Point, len(points))
		for i := range points {
			projected[i] = orb.Point{there[2*i], there[2*i+1]}
		}
		back := floats(t, conn, query, column(projected, 0), column(projected, 1), system.EPSG(), 4326)
		for i, p := range projected {
			ours, err := system.ToWGS84(p)
			if err != nil {
				t.Fatalf("%s: %v: %v", system, p, err)
			}
			if math.Abs(ours[0]-back[2*i]) > 2e-11 || math.Abs(ours[1]-back[2*i+1]) > 2e-11 { // degrees: 2 µm
				t.Errorf("%s: %v is at %.12f, %.12f; PostGIS says %.12f, %.12f", system, p, ours[0], ours[1], back[2*i], back[2*i+1])
			}
		}
	}
}

// Areas of industrial land and of municipalities agree with ST_Area over the spheroid as nearly as
// AreaOf promises: 1e-5 for edges up to 100 km.
func TestAreasAgreeWithPostGIS(t *testing.T) {
	conn := connect(t)
	random := rand.New(rand.NewPCG(20261122, 3))
	worst := 0.0
	for range 400 {
		centre := orb.Point{4 + 26*random.Float64(), 55 + 16*random.Float64()}
		radius := math.Pow(10, 1.5+3*random.Float64()) // 30 m to 30 km
		corners := 3 + random.IntN(40)
		outer, inner := orb.Ring{}, orb.Ring{}
		for i := range corners {
			azimuth := 360 * float64(i) / float64(corners)
			distance := radius * (0.5 + 0.5*random.Float64())
			outer = append(outer, geo.Destination(centre, azimuth, unit.Length(distance)))
			inner = append(inner, geo.Destination(centre, -azimuth, unit.Length(distance*0.1)))
		}
		polygon := orb.Polygon{append(outer, outer[0]), append(inner, inner[0])}
		text, err := geo.FormatWKT(polygon)
		if err != nil {
			t.Fatal(err)
		}
		theirs := floats(t, conn, "SELECT ST_Area(ST_GeogFromText($1), true)", text)[0]
		ours := geo.AreaOf(polygon).SquareMetres()
		apart := math.Abs(ours/theirs - 1)
		worst = max(worst, apart)
		if !(apart <= 1e-5) {
			t.Errorf("%s: %.3f m², PostGIS says %.3f", text, ours, theirs)
		}
	}
	t.Logf("400 areas, %.1g apart at most", worst)
}
