package geopackage

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/store/storetest"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/testtool"
)

// gdal runs a program of GDAL, which must succeed without a word on standard error.
func gdal(t *testing.T, program string, args ...string) string {
	t.Helper()
	path := testtool.Require(t, program)
	cmd := exec.CommandContext(t.Context(), path, args...)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil || errs.Len() > 0 {
		t.Fatalf("%s %q: %v\n%s", program, args, err, errs.String())
	}
	if text := out.String(); strings.Contains(text, "Warning ") || strings.Contains(text, "ERROR") {
		t.Fatalf("%s %q warns:\n%s", program, args, text)
	}
	return out.String()
}

func TestGDALReadsWithoutWarning(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "Jämtland & Trøndelag.gpkg"))
	putSample(t, s)
	look := func(t *testing.T) {
		out := gdal(t, "ogrinfo", "-al", s.path)
		for _, want := range []string{
			"Layer name: sites", "Layer name: areas", "Layer name: flows", "Layer name: flows_on_map",
			"Layer name: exchanges", "Layer name: assumptions", "Layer name: region_info", "Layer name: constraints", "Layer name: facilities",
			"Layer name: profiles", "Layer name: comparisons", "Layer name: pitches", "Layer name: settings",
			"Geometry: Unknown (any)", "MULTIPOINT (", "LINESTRING (",
			"price_sek_per_m2 (Real) = 120.5", "expires (DateTime) = 2027/02/22 13:45:00+00", "prospect (Integer(Boolean)) = 1", "domain name=effect",
			"Geometry: Point", "Geometry: Multi Polygon", "Feature Count: 3",
			"name (String) = Serverhallen i Mörsil", "POINT (13.6537 63.3106)", "MULTIPOLYGON (((13.6 63.3,13.7 63.3,13.7 63.35,13.6 63.35,13.6 63.3)",
			"valid_from (Date) = 2026/01/01", "domain name=direction", "quality: String(JSON)",
			`ID["EPSG",4326]`, "Extent: (-0.100000, -90.000000) - (13.653700, 63.310600)",
		} {
			if !strings.Contains(out, want) {
				t.Errorf("ogrinfo doesn't show %q", want)
			}
		}
		if strings.Contains(out, "samloka_") || strings.Contains(out, "rtree_") {
			t.Error("ogrinfo lists our own tables as layers")
		}
	}
	t.Run("while it is open", look)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	for _, beside := range []string{"-wal", "-shm"} {
		if _, err := os.Stat(s.path + beside); err == nil {
			t.Errorf("after Close a %s file is left", beside)
		}
	}
	t.Run("when it is closed", look)
}

func TestGDALConvertsEveryLayer(t *testing.T) {
	s := sample(t)
	out := filepath.Join(t.TempDir(), "copy.gpkg")
	gdal(t, "ogr2ogr", out, s.path)
	if got := strings.Count(gdal(t, "ogrinfo", "-ro", "-q", out), "\n"); got != len(layers) {
		t.Errorf("ogr2ogr copies %d layers of %d", got, len(layers))
	}
}

func TestGDALEditsAreSeen(t *testing.T) {
	s := sample(t)
	before, revision := load(t, s)
	changedSince := func(what string) *symbiosis.Region {
		t.Helper()
		region, now := load(t, s)
		if now == revision {
			t.Errorf("%s: the revision is still %s", what, now)
		}
		revision = now
		checkRTree(t, s, "sites")
		return region
	}
	if got := rows(t, s, `SELECT last_change > '2020' FROM gpkg_contents WHERE table_name = 'sites'`); got[0] != "1" {
		t.Errorf("last_change is no date: %v", got)
	}

	gdal(t, "ogrinfo", s.path, "-sql", "UPDATE sites SET name = 'Nytt namn' WHERE id = 'hall'")
	want := before.Sites[0]
	want.Name, want.Version = "Nytt namn", 2
	region := changedSince("update of a name")
	if diff := cmp.Diff(want, region.Sites[0]); diff != "" {
		t.Errorf("after the update of a name (-want +got):\n%s", diff)
	}

	gdal(t, "ogrinfo", s.path, "-sql", "UPDATE sites SET geom = (SELECT geom FROM sites WHERE id = 'smolt') WHERE id = 'hall'")
	region = changedSince("a moved point")
	if got := region.Sites[0]; got.Location != before.Sites[1].Location || got.Version != 3 {
		t.Errorf("the moved site is %+v", got)
	}

	gdal(t, "ogrinfo", s.path, "-sql", "UPDATE flows SET quantity = 2.5, price_sek = NULL WHERE id = 'hall-heat'")
	region = changedSince("update of a flow")
	if got := region.Flows[0]; got.Quantity.Amount != 2.5 || got.Price != nil || got.Version != 2 {
		t.Errorf("the changed flow is %+v", got)
	}

	// As from a file that knows nothing of our columns.
	file := filepath.Join(t.TempDir(), "new.geojson")
	err := os.WriteFile(file, []byte(`{"type": "FeatureCollection", "name": "sites", "features": [
		{"type": "Feature", "properties": {"name": "Utan id"}, "geometry": {"type": "Point", "coordinates": [11.5, 64.0]}},
		{"type": "Feature", "properties": {"name": "Med id", "id": "med"}, "geometry": {"type": "Point", "coordinates": [12.5, 64.5]}}]}`), 0o600)
	if err != nil {
		t.Fatal(err)
	}
	gdal(t, "ogr2ogr", "-append", "-update", s.path, file, "-nln", "sites")
	region = changedSince("new sites")
	var news []symbiosis.Site
	for _, x := range region.Sites {
		if strings.HasSuffix(x.Name, " id") {
			if strings.HasPrefix(string(x.ID), "site-") {
				x.ID = "made up"
			}
			news = append(news, x)
		}
	}
	wantNew := []symbiosis.Site{
		{ID: "made up", Name: "Utan id", Location: orb.Point{11.5, 64}, Accuracy: symbiosis.Exact, Visibility: symbiosis.Public, Version: 1},
		{ID: "med", Name: "Med id", Location: orb.Point{12.5, 64.5}, Accuracy: symbiosis.Exact, Visibility: symbiosis.Public, Version: 1},
	}
	if news[0].ID == "med" {
		news[0], news[1] = news[1], news[0]
	}
	if diff := cmp.Diff(wantNew, news); diff != "" {
		t.Errorf("the new sites (-want +got):\n%s", diff)
	}

	gdal(t, "ogrinfo", s.path, "-sql", "DELETE FROM sites WHERE id = 'Østre såg'")
	if region = changedSince("a deleted site"); len(region.Sites) != 4 {
		t.Errorf("%d sites after the deletion", len(region.Sites))
	}

	// And we go on in the same file.
	update(t, s, func(tx store.Tx) error {
		x, err := tx.Site(t.Context(), "hall")
		if err != nil {
			return err
		}
		x.Location = orb.Point{20, 65}
		x, err = tx.PutSite(t.Context(), x)
		if x.Version != 4 {
			t.Errorf("our own change made version %d", x.Version)
		}
		return err
	})
	checkIndex(t, s, "sites")
	integrity(t, s)
}

// TestGDALWritesWholeFeatures lets GDAL read a layer and write it back: it sets every column,
// version too, to what it was.
func TestGDALWritesWholeFeatures(t *testing.T) {
	s := sample(t)
	before, _ := load(t, s)
	file := filepath.Join(t.TempDir(), "all.gpkg")
	var names []string
	for _, table := range nounTables() {
		names = append(names, table.name)
	}
	gdal(t, "ogr2ogr", append([]string{file, s.path}, names...)...)
	for _, layer := range names {
		gdal(t, "ogrinfo", s.path, "-sql", "DELETE FROM "+layer)
		gdal(t, "ogr2ogr", "-append", "-update", s.path, file, layer)
	}
	after, _ := load(t, s)
	if diff := cmp.Diff(before, after); diff != "" {
		t.Errorf("GDAL's copy differs (-want +got):\n%s", diff)
	}
	if golden := storetest.Dump(storetest.Sample()); storetest.Dump(after) != golden {
		t.Error("the dump of GDAL's copy is not the sample's")
	}
	for _, layer := range geometryLayers {
		checkRTree(t, s, layer.name)
	}
	integrity(t, s)
}

// TestOtherProgramHoldsTheLock keeps another program's transaction open while we write, and ours
// while GDAL reads.
func TestOtherProgramHoldsTheLock(t *testing.T) {
	s := sample(t)
	other, err := connect(s.path, readWrite, 0, 1)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	tx, err := other.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	load(t, s) // readers don't mind

	impatient := open(t, s.path, LockTimeout(1))
	closeAtEnd(t, impatient)
	_, err = impatient.Update(t.Context(), func(store.Tx) error { return nil })
	if symbiosis.KindOf(err) != symbiosis.Unavailable || !strings.Contains(err.Error(), "locked by another program") {
		t.Errorf("an update of a locked file returned %v", err)
	}

	waiting := make(chan error, 1)
	go func() {
		_, err := s.Update(context.Background(), func(tx store.Tx) error { return tx.DeleteSite(context.Background(), "hall") })
		waiting <- err
	}()
	if err := tx.Rollback(); err != nil {
		t.Fatal(err)
	}
	if err := <-waiting; err != nil {
		t.Errorf("the update that waited for the lock returned %v", err)
	}
	update(t, impatient, func(tx store.Tx) error { return tx.DeleteSite(context.Background(), "smolt") })

	update(t, s, func(store.Tx) error {
		gdal(t, "ogrinfo", "-ro", "-al", "-so", s.path)
		return nil
	})
}

// TestReadingTheFileKeepsItsLocks reads the file as it lies on the disk, as a download does, while
// the store is open. Were its locks lost by that, GDAL would take itself for the last program and
// delete the log.
func TestReadingTheFileKeepsItsLocks(t *testing.T) {
	s := sample(t)
	log, err := os.Stat(s.path + "-wal")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"One", "Two"} {
		if _, err := os.ReadFile(s.path); err != nil {
			t.Fatal(err)
		}
		gdal(t, "ogrinfo", s.path, "-sql", "UPDATE sites SET name = '"+name+"' WHERE id = 'hall'")
		if now, err := os.Stat(s.path + "-wal"); err != nil || !os.SameFile(now, log) {
			t.Errorf("GDAL has deleted the log that we use: %v", err)
		}
		update(t, s, func(tx store.Tx) error {
			x, err := tx.Site(t.Context(), "hall")
			if x.Name != name {
				t.Errorf("the site is called %q", x.Name)
			}
			return err
		})
	}
	integrity(t, s)
}

// integrity asks SQLite whether the file is sound.
func integrity(t fataler, s *Store) {
	t.Helper()
	if got := rows(t, s, `PRAGMA integrity_check`); len(got) != 1 || got[0] != "ok" {
		t.Fatalf("integrity_check: %v", got)
	}
	if got := rows(t, s, `PRAGMA foreign_key_check`); len(got) != 0 {
		t.Fatalf("foreign_key_check: %v", got)
	}
	for _, layer := range geometryLayers {
		if got := rows(t, s, `SELECT rtreecheck('rtree_`+layer.name+`_geom')`); got[0] != "ok" {
			t.Fatalf("rtreecheck of %s: %v", layer.name, got)
		}
	}
}
