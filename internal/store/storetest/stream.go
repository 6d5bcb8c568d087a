package storetest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/symbiosis"
)

// streamed reads a state piece by piece. between is called after the first piece of sites.
func streamed(t reporter, s store.Store, between func()) *symbiosis.Region {
	t.Helper()
	var region symbiosis.Region
	err := s.Stream(context.Background(), func(r symbiosis.RegionPieces) (err error) {
		pieces := r.Sites
		pieces.Each = func(give func(symbiosis.Piece[symbiosis.Site]) error) error {
			return r.Sites.Each(func(piece symbiosis.Piece[symbiosis.Site]) error {
				defer between()
				return give(piece)
			})
		}
		for _, read := range []func() error{
			func() (err error) { region.Sites, err = pieces.Gather(); return err },
			func() (err error) { region.Flows, err = r.Flows.Gather(); return err },
			func() (err error) { region.Areas, err = r.Areas.Gather(); return err },
			func() (err error) { region.Exchanges, err = r.Exchanges.Gather(); return err },
			func() (err error) { region.Constraints, err = r.Constraints.Gather(); return err },
			func() (err error) { region.Facilities, err = r.Facilities.Gather(); return err },
		} {
			err = errors.Join(err, read())
		}
		for what, about := range map[string]struct{ said, are int }{
			"sites": {r.Sites.About, len(region.Sites)}, "flows": {r.Flows.About, len(region.Flows)}, "areas": {r.Areas.About, len(region.Areas)},
			"exchanges": {r.Exchanges.About, len(region.Exchanges)}, "constraints": {r.Constraints.About, len(region.Constraints)},
			"facilities": {r.Facilities.About, len(region.Facilities)},
		} {
			if (about.said == 0) != (about.are == 0) {
				t.Errorf("there are %d %s, and about %d are said to be", about.are, what, about.said)
			}
		}
		return err
	})
	if err != nil {
		t.Fatalf("Stream: %v", err)
	}
	return &region
}

// inFiles is what of a region files hold.
func inFiles(r *symbiosis.Region) *symbiosis.Region {
	return &symbiosis.Region{Sites: r.Sites, Flows: r.Flows, Areas: r.Areas, Exchanges: r.Exchanges, Constraints: r.Constraints, Facilities: r.Facilities}
}

// streams puts records of every noun in an order that isn't that of their ids, thousands of two, and
// reads them piece by piece while others are written, changed and deleted.
func streams(t *testing.T, s store.Store) {
	ctx := context.Background()
	if got := streamed(t, s, func() {}); difference(&symbiosis.Region{}, got) != "" {
		t.Errorf("an empty store gives %+v", got)
	}
	sample := Sample()
	const n = 3500
	update(t, s, func(tx store.Tx) error {
		err := Put(ctx, tx, sample)
		site, flow := sample.Sites[0], sample.Flows[0]
		for i := range n {
			at := i * 1009 % n // n and 1009 share no divisor
			site.ID, site.Name, site.Note = symbiosis.SiteID(fmt.Sprintf("å%d", at)), fmt.Sprint("plats ", at), strings.Repeat("ö", at%7*at%600)
			_, errSite := tx.PutSite(ctx, site)
			flow.ID, flow.SiteID = symbiosis.FlowID(fmt.Sprintf("f%05d", i)), site.ID
			_, errFlow := tx.PutFlow(ctx, flow)
			err = errors.Join(err, errSite, errFlow)
		}
		return err
	})
	before, _ := load(t, s)
	if len(before.Sites) != n+len(sample.Sites) || !slices.IsSortedFunc(before.Sites, func(a, b symbiosis.Site) int { return strings.Compare(string(a.ID), string(b.ID)) }) {
		t.Fatalf("%d sites come back, or not in order", len(before.Sites))
	}
	done := false
	got := streamed(t, s, func() {
		if done {
			return
		}
		done = true
		update(t, s, func(tx store.Tx) error {
			last := before.Sites[len(before.Sites)-1]
			last.Name = "changed meanwhile"
			_, err := tx.PutSite(ctx, last)
			added := last
			added.ID = last.ID + "x"
			_, errAdded := tx.PutSite(ctx, added)
			return errors.Join(err, errAdded, tx.DeleteSite(ctx, before.Sites[n/2].ID), tx.DeleteFlow(ctx, before.Flows[n/2].ID))
		})
	})
	if diff := difference(inFiles(before), got); diff != "" || !done {
		t.Fatalf("what is streamed isn't the state before (-want +got):\n%s", diff)
	}
	after, _ := load(t, s)
	if diff := difference(&symbiosis.Region{Sites: WithoutVersions(after.Sites)}, &symbiosis.Region{Sites: LentSites(t, s)}); diff != "" {
		t.Fatalf("what is lent isn't what is loaded (-want +got):\n%s", diff)
	}
	if len(after.Flows) != len(before.Flows)-1 {
		t.Errorf("%d flows after the change", len(after.Flows))
	}
	if diff := difference(inFiles(after), streamed(t, s, func() {})); diff != "" {
		t.Fatalf("what is streamed isn't what is loaded (-want +got):\n%s", diff)
	}
}

// WithoutVersions copies sites without their versions.
func WithoutVersions(sites []symbiosis.Site) []symbiosis.Site {
	sites = slices.Clone(sites)
	for i := range sites {
		sites[i].Version = 0
	}
	return sites
}

// LentSites copies sites that are lent, without their versions, some pieces of them at a time, and fails if one changes
// before it is given back.
func LentSites(t testing.TB, s store.Store) (copies []symbiosis.Site) {
	t.Helper()
	const atATime = 3
	var lent []func()
	err := s.Stream(context.Background(), func(r symbiosis.RegionPieces) error {
		return r.Sites.Lent(func(piece symbiosis.Piece[symbiosis.Site], done func()) error {
			sites := piece(nil)
			from := len(copies)
			for _, site := range sites {
				for _, text := range []*string{(*string)(&site.ID), &site.Name, &site.Organisation, &site.NACE, &site.Municipality, &site.Country,
					(*string)(&site.Accuracy), &site.Note, &site.Source, (*string)(&site.Visibility)} {
					*text = strings.Clone(*text)
				}
				copies = append(copies, site)
			}
			lent = append(lent, func() {
				if !slices.Equal(sites, copies[from:from+len(sites)]) {
					t.Errorf("the sites from the %d. on changed while they were lent", from)
				}
				done()
			})
			if len(lent) == atATime {
				lent[0]()
				lent = lent[1:]
			}
			return nil
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return WithoutVersions(copies)
}

// streamEnds has the reader fail, and its context end, in the middle.
func streamEnds(t *testing.T, s store.Store) {
	Fill(t, s, Sample())
	mine := errors.New("the disk is full")
	err := s.Stream(context.Background(), func(r symbiosis.RegionPieces) error {
		return r.Sites.Each(func(symbiosis.Piece[symbiosis.Site]) error { return mine })
	})
	if !errors.Is(err, mine) {
		t.Errorf("a reader that fails makes %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	err = s.Stream(ctx, func(r symbiosis.RegionPieces) error {
		cancel()
		_, err := r.Sites.Gather()
		return err
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("a reader whose context ends makes %v", err)
	}
	if got := streamed(t, s, func() {}); difference(inFiles(Sample()), got) != "" && len(got.Sites) != len(Sample().Sites) {
		t.Errorf("afterwards the store gives %+v", got)
	}
}
