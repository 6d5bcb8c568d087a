package bench

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/samloka/samloka/internal/exchangeformat"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/testtool"
)

// bulkSize is how many sites lie in the file that both programs read.
const bulkSize = 100_000

// largeBulk is how many SAMLOKA_BENCH_LARGE has them read into PostGIS besides.
const largeBulk = 1_000_000

// BenchmarkBulk has bin/samloka (SAMLOKA_BIN) and ogr2ogr read the same GeoJSON file of sites into a
// GeoPackage and into PostGIS, and write it back, each as a whole process, in turns of who comes first, with the settings
// that a user would have who types no more (both make a spatial index, and the table or region that
// isn't there yet, by COPY; the second time Samloka finds its region there and empty). Samloka checks every row, ids and history included; ogr2ogr copies what it finds.
// Then it reads the same file again, of which nothing has changed, and one in which every site has. SAMLOKA_BENCH_LARGE adds
// a file of largeBulk sites for PostGIS (Bulk/LargePostGIS).
func BenchmarkBulk(b *testing.B) {
	binary := os.Getenv("SAMLOKA_BIN")
	if binary == "" {
		b.Skip("SAMLOKA_BIN names no program; make bench does")
	}
	ogr2ogr, err := exec.LookPath("ogr2ogr")
	if err != nil {
		b.Skip("ogr2ogr is not installed (gdal-bin)")
	}
	dir := b.TempDir()
	file := filepath.Join(dir, "sites.geojson")
	writeSites(b, file, bulkSize, "made up for a measurement")
	changed := filepath.Join(dir, "changed.geojson")
	writeSites(b, changed, bulkSize, "made up for another measurement")
	fresh := func(name string) string { return filepath.Join(dir, strings.ToLower(rand.Text()[:8])+name) }

	b.Run("GeoPackage", func(b *testing.B) {
		for b.Loop() {
			ours, theirs := fresh(".gpkg"), fresh(".gpkg")
			noServer.compare(b, "import, 100 000 sites, GeoJSON into a GeoPackage", bulkSize,
				command(binary, "import", "--store", ours, file),
				command(ogr2ogr, "-f", "GPKG", theirs, file, "-nln", "sites"))
			noServer.compare(b, "export, 100 000 sites, GeoPackage to GeoJSON", bulkSize,
				command(binary, "export", "--store", ours, fresh(".geojson")),
				command(ogr2ogr, "-f", "GeoJSON", fresh(".geojson"), ours, "sites"))
			alone(b, "import again, nothing changed, GeoPackage", command(binary, "import", "--store", ours, file))
			alone(b, "import again, every site changed, GeoPackage", command(binary, "import", "--store", ours, changed))
		}
	})
	b.Run("PostGIS", func(b *testing.B) {
		address, err := url.Parse(testtool.PostGIS(b))
		if err != nil {
			b.Fatal(err)
		}
		for b.Loop() {
			ours := besideOgr(b, address, binary, ogr2ogr, file, fresh(".geojson"), "100 000 sites", bulkSize)
			alone(b, "import again, nothing changed, PostGIS", command(binary, "import", "--store", ours, file))
			alone(b, "import again, every site changed, PostGIS", command(binary, "import", "--store", ours, changed))
		}
	})
	b.Run("LargePostGIS", func(b *testing.B) {
		if os.Getenv("SAMLOKA_BENCH_LARGE") == "" {
			b.Skip("takes minutes; SAMLOKA_BENCH_LARGE=1 asks for it")
		}
		address, err := url.Parse(testtool.PostGIS(b))
		if err != nil {
			b.Fatal(err)
		}
		large := filepath.Join(dir, "large.geojson")
		writeSites(b, large, largeBulk, "made up for a measurement")
		for b.Loop() {
			besideOgr(b, address, binary, ogr2ogr, large, fresh(".geojson"), "1 000 000 sites", largeBulk)
		}
	})
}

// besideOgr has both programs read a file of so many sites into the database at address, twice, and write them back. It
// returns our region.
func besideOgr(b *testing.B, address *url.URL, binary, ogr2ogr, file, exported, sites string, rows float64) string {
	b.Helper()
	schema := "bulk_" + strings.ToLower(rand.Text()[:12])
	theirs := fmt.Sprintf("PG:host=%s user=%s dbname=%s", address.Query().Get("host"), address.User.Username(), strings.TrimPrefix(address.Path, "/"))
	q := address.Query()
	q.Set("search_path", schema)
	region := *address
	region.RawQuery = q.Encode()
	ours := region.String()
	table := "ogr_" + schema
	server := serverOf(b, address.Query().Get("host"))
	server.compare(b, "import, "+sites+", GeoJSON into PostGIS, the region made", rows,
		command(binary, "import", "--store", ours, file),
		command(ogr2ogr, "-f", "PostgreSQL", theirs, file, "-nln", table, "--config", "PG_USE_COPY", "YES"))
	// The region is there, as it is at every import but the first, and empty.
	empty(b, address.String(), schema, table)
	server.compare(b, "import, "+sites+", GeoJSON into PostGIS, into an empty region", rows,
		command(binary, "import", "--store", ours, file),
		command(ogr2ogr, "-f", "PostgreSQL", theirs, file, "-nln", table, "--config", "PG_USE_COPY", "YES"))
	noServer.compare(b, "export, "+sites+", PostGIS to GeoJSON", rows,
		command(binary, "export", "--store", ours, exported),
		command(ogr2ogr, "-f", "GeoJSON", strings.TrimSuffix(exported, ".geojson")+"-ogr.geojson", theirs, table))
	return ours
}

func command(program string, args ...string) func(context.Context) *exec.Cmd {
	return func(ctx context.Context) *exec.Cmd { return exec.CommandContext(ctx, program, args...) }
}

// empty takes our rows and ogr2ogr's table away.
func empty(b *testing.B, address, schema, table string) {
	b.Helper()
	conn, err := pgx.Connect(b.Context(), address)
	if err != nil {
		b.Fatal(err)
	}
	defer conn.Close(b.Context())
	for _, statement := range []string{"TRUNCATE " + schema + ".sites", "DROP TABLE " + table} {
		if _, err := conn.Exec(b.Context(), statement); err != nil {
			b.Fatal(err)
		}
	}
}

// alone times what has no peer.
func alone(b *testing.B, what string, ours func(context.Context) *exec.Cmd) {
	b.Helper()
	a := noServer.run(b, ours(b.Context()))
	figures.note(b, what+": samloka", "rows/s", bulkSize/a.wall)
	figures.note(b, what+": samloka", "s CPU", a.cpu)
}

// writeSites writes a file of n sites with every attribute that a municipality's list would have.
func writeSites(b *testing.B, path string, n int, source string) {
	b.Helper()
	clustered := regionOf(n / 2).Sites[:n]
	sites := make([]symbiosis.Site, n)
	for i, s := range clustered {
		s.Organisation = fmt.Sprintf("Organisation %d AB", i%5000)
		s.Municipality = "Krokom"
		s.NACE = "17.12"
		s.Source = source
		sites[i] = s
	}
	var out bytes.Buffer
	if err := exchangeformat.WriteGeoJSON(b.Context(), &out, exchangeformat.Records{Sites: sites}); err != nil {
		b.Fatal(err)
	}
	if err := os.WriteFile(path, out.Bytes(), 0o600); err != nil {
		b.Fatal(err)
	}
}
