package exchangeformat_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/exchangeformat"
	"github.com/samloka/samloka/internal/symbiosis"
)

// TestManyFeaturesAreWrittenAsOne: a file of several nouns and many parts, which are written on all
// cores, holds the features that each record alone gives, in order.
func TestManyFeaturesAreWrittenAsOne(t *testing.T) {
	for _, n := range []int{0, 1, 999, 1000, 1001, 4321} {
		var all exchangeformat.Records
		var want []string
		alone := func(r exchangeformat.Records) {
			var b bytes.Buffer
			if err := exchangeformat.WriteGeoJSON(t.Context(), &b, r); err != nil {
				t.Fatal(err)
			}
			want = append(want, strings.Split(b.String(), "\n")[1])
		}
		for i := range n {
			s := symbiosis.Site{ID: symbiosis.SiteID(fmt.Sprint("s", i)), Name: "Å \"ä\"\n", Location: orb.Point{float64(i) / 7, 60}}
			all.Sites = append(all.Sites, s)
			alone(exchangeformat.Records{Sites: []symbiosis.Site{s}})
		}
		for i := range n {
			f := symbiosis.Facility{ID: symbiosis.FacilityID(fmt.Sprint("f", i)), Kind: symbiosis.Rail, Geometry: orb.LineString{{1, 2}, {3, float64(i)}}}
			all.Facilities = append(all.Facilities, f)
			alone(exchangeformat.Records{Facilities: []symbiosis.Facility{f}})
		}
		var b bytes.Buffer
		if err := exchangeformat.WriteGeoJSON(t.Context(), &b, all); err != nil {
			t.Fatal(err)
		}
		file := `{"type":"FeatureCollection","features":[` + "\n" + strings.Join(want, ",\n") + "\n]}\n"
		if n == 0 {
			file = `{"type":"FeatureCollection","features":[` + "]}\n"
		}
		if b.String() != file {
			t.Errorf("%d of each: the file isn't its features one by one", n)
		}
	}
}

// full is a disk that is full after some bytes.
type full int

func (f *full) Write(b []byte) (int, error) {
	if *f -= full(len(b)); *f < 0 {
		return 0, errors.New("no space left on device")
	}
	return len(b), nil
}

func TestFullDiskEndsTheFile(t *testing.T) {
	sites := make([]symbiosis.Site, 50_000)
	for i := range sites {
		sites[i] = symbiosis.Site{ID: symbiosis.SiteID(fmt.Sprint(i)), Name: "x", Location: orb.Point{15, 60}}
	}
	disk := full(1 << 20)
	err := exchangeformat.WriteGeoJSON(t.Context(), &disk, exchangeformat.Records{Sites: sites})
	if symbiosis.KindOf(err) != symbiosis.Unavailable || !strings.Contains(err.Error(), "no space left") {
		t.Errorf("on a full disk: %v", err)
	}
}
