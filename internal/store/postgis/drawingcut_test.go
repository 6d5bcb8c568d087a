package postgis

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/samloka/samloka/internal/symbiosis"
)

// TestDrawingThatIsCutShort: whatever ends a reading in the middle of its rows, it is told, no connection stays taken or
// in the middle of something, and the next reading has every row as it is.
func TestDrawingThatIsCutShort(t *testing.T) {
	const many = 2000
	left := errors.New("changed my mind")
	stop := func(how string) func(*testing.T, string, context.CancelFunc) error {
		return func(t *testing.T, dsn string, _ context.CancelFunc) error {
			run(t, dsn, `SELECT `+how+`(pid) FROM pg_stat_activity WHERE application_name = 'cutshort'`)
			return nil
		}
	}
	dsn := with(t, fresh(t), "application_name", "cutshort")
	s := open(t, dsn)
	closeAtEnd(t, s)
	others := with(t, dsn, "application_name", "another")
	run(t, others, fmt.Sprintf(`INSERT INTO sites (geom, id, name, note, version)
		SELECT ST_SetSRID(ST_MakePoint(14, 63), 4326), 'site ' || n, 'x', repeat(md5(n::text), 60), 1 FROM generate_series(1, %d) AS n`, many))
	for name, c := range map[string]struct {
		cut  func(*testing.T, string, context.CancelFunc) error
		told func(error) bool
	}{
		"who reads has enough": {func(*testing.T, string, context.CancelFunc) error { return left }, func(err error) bool { return errors.Is(err, left) }},
		"who asked has gone": {func(_ *testing.T, _ string, cancel context.CancelFunc) error { cancel(); return nil },
			func(err error) bool { return errors.Is(err, context.Canceled) }},
		"who reads panics": {func(*testing.T, string, context.CancelFunc) error { panic(left) }, func(err error) bool { return errors.Is(err, left) }},
		"the server stops the work": {stop("pg_cancel_backend"), func(err error) bool {
			return symbiosis.KindOf(err) == symbiosis.Unavailable && strings.Contains(err.Error(), "stopped the work")
		}},
		"the server ends the connection": {stop("pg_terminate_backend"), func(err error) bool {
			return symbiosis.KindOf(err) == symbiosis.Unavailable // in its words, unless it could say no more
		}},
	} {
		for _, lent := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, lent %v", name, lent), func(t *testing.T) {
				err := read(t, s, lent, func(piece int, cancel context.CancelFunc) error {
					if piece != 1 {
						return nil
					}
					return c.cut(t, others, cancel)
				})
				if !c.told(err) {
					t.Errorf("it is told: %v", err)
				}
				if err := read(t, s, lent, func(int, context.CancelFunc) error { return nil }); err != nil {
					t.Errorf("the next reading: %v", err)
				}
			})
		}
	}
}

// read reads the sites of a region in several pieces, and looks at each of their notes, in the order of ids, until meanwhile
// or the reading fails. A panic it returns, if it is an error.
func read(t *testing.T, s *Store, lent bool, meanwhile func(piece int, cancel context.CancelFunc) error) (err error) {
	t.Helper()
	defer func() {
		if fault, ok := recover().(error); ok {
			err = fault
		}
	}()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	pieces, notes := 0, map[string]bool{}
	err = s.Stream(ctx, func(r symbiosis.RegionPieces) error {
		look := func(piece symbiosis.Piece[symbiosis.Site]) error {
			for _, site := range piece(nil) {
				if len(site.Note) != 60*32 || site.Note[:32] != site.Note[59*32:] {
					t.Errorf("%s has the note %.80q", site.ID, site.Note)
				}
				notes[strings.Clone(site.Note[:32])] = true
			}
			pieces++
			return meanwhile(pieces, cancel)
		}
		if !lent {
			return r.Sites.Each(look)
		}
		return r.Sites.Lend(func(piece symbiosis.Piece[symbiosis.Site], back func()) error {
			defer back()
			return look(piece)
		})
	})
	if err == nil && (pieces < 3 || len(notes) != 2000) {
		t.Errorf("%d notes in %d pieces", len(notes), pieces)
	}
	return err
}
