package appraise

import (
	"context"
	"encoding/csv"
	"math"
	"math/rand/v2"
	"os"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/geo"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/testtool"
	"github.com/samloka/samloka/internal/unit"
)

// What excluding constraints leave of land beside real nature reserves, some with a buffer and
// overlapping others, agrees with PostGIS's union and difference, measured on the ellipsoid, to a
// thousandth of the land.
func TestExclusionsAgreeWithPostGIS(t *testing.T) {
	conn, err := pgx.Connect(t.Context(), testtool.PostGIS(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close(context.Background()) })
	f, err := os.Open(testtool.SharedData(t, "land/naturreservat_151_epsg3006.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	sweref, err := geo.SystemByEPSG(3006)
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(20261125, 2))
	blob := func(centre orb.Point, size float64) orb.Polygon {
		ring, n := orb.Ring{}, 5+random.IntN(12)
		for i := range n {
			ring = append(ring, geo.Destination(centre, -360*float64(i)/float64(n), unit.Length(size*(0.4+0.6*random.Float64()))))
		}
		return orb.Polygon{append(ring, ring[0])}
	}
	worst := 0.0
	for n, row := range rows[1:] {
		if n%3 != 0 {
			continue
		}
		g, _, err := geo.ParseWKT(row[4])
		if err == nil {
			g, err = sweref.GeometryToWGS84(g)
		}
		if err != nil {
			t.Fatal(err)
		}
		b := g.Bound()
		size := math.Max(300, math.Min(4000, geo.Distance(b.Min, b.Max).Metres()/3))
		corner := b.Center()
		if p, ok := g.(orb.Polygon); ok {
			corner = p[0][random.IntN(len(p[0]))]
		}
		land := blob(corner, size)
		list := []symbiosis.Constraint{
			constraint("reserve", symbiosis.ProtectedNature, symbiosis.Excludes, g),
			constraint("blob", symbiosis.Flood, symbiosis.Excludes, blob(corner, size/2)),
			constraint("wide", symbiosis.Shore, symbiosis.Excludes, blob(geo.Destination(corner, 45, unit.Length(size/2)), size/5)),
		}
		list[2].Buffer = unit.Length(size / 8)
		a := area(land)
		s, err := Prepare(Surroundings{Constraints: list, Today: today}).Survey(t.Context(), a)
		if err != nil {
			t.Fatal(err)
		}
		p, _ := sweref.FromWGS84(corner)
		q, _ := sweref.FromWGS84(geo.Destination(corner, 90, 1000))
		scale := math.Hypot(q[0]-p[0], q[1]-p[1]) / 1000 // PostGIS's buffer is in metres of the map
		var texts []string
		for _, g := range []orb.Geometry{land, list[0].Geometry, list[1].Geometry, list[2].Geometry} {
			text, err := geo.FormatWKT(g)
			if err != nil {
				t.Fatal(err)
			}
			texts = append(texts, text)
		}
		var total, left float64
		err = conn.QueryRow(t.Context(), `WITH g AS (SELECT i, ST_MakeValid(ST_Transform(ST_GeomFromText(w, 4326), 3006)) AS g FROM unnest($1::text[]) WITH ORDINALITY AS t(w, i)),
			x AS (SELECT ST_Union(CASE WHEN i = 4 THEN ST_Buffer(g, $2::float8, 64) ELSE g END) AS g FROM g WHERE i > 1)
			SELECT ST_Area(ST_Transform(g.g, 4326)::geography), ST_Area(ST_Transform(ST_Difference(g.g, x.g), 4326)::geography) FROM g, x WHERE g.i = 1`,
			texts, list[2].Buffer.Metres()*scale).Scan(&total, &left)
		if err != nil {
			t.Fatal(err)
		}
		for what, pair := range map[string][2]float64{"total": {s.Land.Total.SquareMetres(), total}, "remaining": {s.Land.Remaining.SquareMetres(), left}} {
			apart := math.Abs(pair[0]-pair[1]) / total
			worst = math.Max(worst, apart)
			if apart > 1e-3 {
				t.Errorf("%s: %s %.1f m², PostGIS says %.1f", row[1], what, pair[0], pair[1])
			}
		}
	}
	t.Logf("%.2g of the land apart at most", worst)
}
