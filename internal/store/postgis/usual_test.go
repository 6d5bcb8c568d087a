package postgis

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/store/storetest"
	"github.com/samloka/samloka/internal/symbiosis"
)

// put is one record on its way into a store.
type put func(context.Context, store.Tx) error

// written empties a table, puts records in one update, which has a COPY begin with so many of them, and returns the rows
// that stand there then. After each record it calls look.
func written(s *Store, table string, many int, records []put, look func(*transaction)) ([]string, error) {
	defer func(before int) { manyNews = before }(manyNews)
	manyNews = many
	ctx := context.Background()
	if _, err := s.pool.Exec(ctx, `TRUNCATE `+table); err != nil {
		return nil, err
	}
	if _, err := s.Update(ctx, func(tx store.Tx) error {
		for _, p := range records {
			if err := p(ctx, tx); err != nil {
				return err
			}
			look(tx.(*transaction))
		}
		return nil
	}); err != nil {
		return nil, err
	}
	rows, err := s.pool.Query(ctx, `SELECT row_to_json(r)::text FROM (SELECT *, `+table+`::text AS whole FROM `+table+`) AS r ORDER BY id`)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}

// unsent lists the columns that the COPY under way leaves out.
func unsent(tx *transaction) (names []string) {
	if tx.copying != nil {
		for i, u := range tx.copying.row.usual {
			if u.unsent {
				names = append(names, tx.copying.table.all()[i])
			}
		}
	}
	return names
}

// TestAFillingLeavesOutWhatIsUsual: whichever column of whichever row is the first in which there is something else, the
// rows are those that come one by one, and only that column is sent from then on.
func TestAFillingLeavesOutWhatIsUsual(t *testing.T) {
	const many = 8
	s, _ := opened(t)
	before := defaultsOf(t, s)
	usually := []string{"name", "organisation", "nace", "municipality", "country", "place_accuracy", "note", "source", "visibility", "version"}
	for column, set := range map[string]func(*symbiosis.Site){
		"name":           func(x *symbiosis.Site) { x.Name = "y" },
		"organisation":   func(x *symbiosis.Site) { x.Organisation = "Hallen AB" },
		"nace":           func(x *symbiosis.Site) { x.NACE = "17.12" },
		"municipality":   func(x *symbiosis.Site) { x.Municipality = "Krokom" },
		"country":        func(x *symbiosis.Site) { x.Country = "SE" },
		"place_accuracy": func(x *symbiosis.Site) { x.Accuracy = symbiosis.Approximate },
		"note":           func(x *symbiosis.Site) { x.Note = "é" },
		"source":         func(x *symbiosis.Site) { x.Source = "models.md" },
		"visibility":     func(x *symbiosis.Site) { x.Visibility = symbiosis.Network },
	} {
		for _, at := range []int{0, many - 1, many, many + 1, 2*many - 1} {
			var records []put
			for i := range 2 * many {
				x := symbiosis.Site{ID: symbiosis.SiteID(fmt.Sprintf("%02d", i)), Name: `it's \ here`, Location: orb.Point{14, 63}}
				if i == at {
					set(&x)
				}
				records = append(records, func(ctx context.Context, tx store.Tx) error {
					_, err := tx.PutSite(ctx, x)
					return err
				})
			}
			others := slices.DeleteFunc(slices.Clone(usually), func(name string) bool { return name == column })
			n := 0
			got, err := written(s, "sites", many, records, func(tx *transaction) {
				n++
				want := usually
				switch {
				case n < many:
					want = nil
				case n > at:
					want = others
				}
				if left := unsent(tx); !slices.Equal(left, want) {
					t.Errorf("row %d has another %s: after row %d the COPY leaves out %v, want %v", at, column, n-1, left, want)
				}
			})
			if err != nil {
				t.Fatal(err)
			}
			want, err := written(s, "sites", fewRows, records, func(tx *transaction) {
				if tx.copying != nil {
					t.Fatal("rows that go as statements are copied")
				}
			})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("row %d has another %s (-by statements +by COPY):\n%s", at, column, diff)
			}
		}
	}
	if diff := cmp.Diff(before, defaultsOf(t, s)); diff != "" {
		t.Errorf("the defaults of sites (-before +after):\n%s", diff)
	}
}

// defaultsOf returns the defaults of every table.
func defaultsOf(t *testing.T, s *Store) []string {
	t.Helper()
	return defined(t, s, `SELECT concat_ws(' ', table_name, column_name, column_default) FROM information_schema.columns WHERE table_schema = current_schema() ORDER BY 1`)
}

// TestFillingsWithAnyRows: a table of any kind has after a filling the rows that single statements write, whichever values they
// share and whichever record is the first to differ.
func TestFillingsWithAnyRows(t *testing.T) {
	s, dsn := opened(t)
	run(t, dsn, // other programs' defaults, and ours gone
		`ALTER TABLE sites ALTER note SET DEFAULT 'it''s \ here', ALTER source SET DEFAULT upper('x'), ALTER visibility DROP DEFAULT`,
		`ALTER TABLE flows ALTER quantity SET DEFAULT 1, ALTER unit SET DEFAULT 'MW', ALTER accepts SET DEFAULT '{}'`)
	before := defaultsOf(t, s)
	leftOut := 0
	rapid.Check(t, func(t *rapid.T) {
		drew := rapid.OneOf(
			drawn("sites", storetest.Site, func(x *symbiosis.Site, id string) { x.ID = symbiosis.SiteID(id) }, store.Tx.PutSite),
			drawn("flows", storetest.Flow, func(x *symbiosis.Flow, id string) { x.ID = symbiosis.FlowID(id) }, store.Tx.PutFlow),
			drawn("areas", storetest.Area, func(x *symbiosis.Area, id string) { x.ID = symbiosis.AreaID(id) }, store.Tx.PutArea),
			drawn("exchanges", storetest.Exchange, func(x *symbiosis.Exchange, id string) { x.ID = symbiosis.ExchangeID(id) }, store.Tx.PutExchange),
			drawn("constraints", storetest.Constraint, func(x *symbiosis.Constraint, id string) { x.ID = symbiosis.ConstraintID(id) }, store.Tx.PutConstraint),
			drawn("facilities", storetest.Facility, func(x *symbiosis.Facility, id string) { x.ID = symbiosis.FacilityID(id) }, store.Tx.PutFacility),
			drawn("profiles", storetest.Profile, func(x *symbiosis.Profile, id string) { x.ID = symbiosis.ProfileID(id) }, store.Tx.PutProfile),
		).Draw(t, "records")
		table, records := drew.table, drew.puts
		got, err := written(s, table, 8, records, func(tx *transaction) { leftOut += len(unsent(tx)) })
		if err != nil {
			t.Fatal(err)
		}
		want, err := written(s, table, fewRows, records, func(*transaction) {})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-by statements +by COPY):\n%s", table, diff)
		}
	})
	if leftOut == 0 {
		t.Error("no COPY has left out anything")
	}
	if diff := cmp.Diff(before, defaultsOf(t, s)); diff != "" {
		t.Errorf("the defaults (-before +after):\n%s", diff)
	}
}

// drawnRecords are of one table.
type drawnRecords struct {
	table string
	puts  []put
}

// drawn draws a record and some others, and from them a list in which the first comes most often, each time under
// another id.
func drawn[T any](table string, draw func(*rapid.T) T, name func(*T, string), into func(store.Tx, context.Context, T) (T, error)) *rapid.Generator[drawnRecords] {
	return rapid.Custom(func(t *rapid.T) drawnRecords {
		some := rapid.SliceOfN(rapid.Custom(draw), 1, 4).Draw(t, "some")
		n := rapid.IntRange(1, 20).Draw(t, "how many")
		others := map[int]int{}
		for i := 1; i < len(some); i++ {
			others[rapid.IntRange(0, n-1).Draw(t, "place")] = i
		}
		d := drawnRecords{table: table}
		for i := range n {
			x := some[others[i]]
			name(&x, strings.Repeat("x", i%2)+fmt.Sprint(i))
			d.puts = append(d.puts, func(ctx context.Context, tx store.Tx) error {
				_, err := into(tx, ctx, x)
				return err
			})
		}
		return d
	})
}

func TestConstant(t *testing.T) {
	for expression, want := range map[string]any{
		"": nil, "1": int64(1), "-7": int64(-7), "'exact'::text": "exact", "'a''b'::text": none{}, `E'a\\b'::text`: none{}, "''::text": none{},
		"'x'::character varying": "x", "'x'::bpchar": none{}, "1.5": none{}, "now()": none{}, "'{}'::json": none{}, "('x'::text || 'y'::text)": none{}, "'x'::text || 'y'::text": none{},
	} {
		got, ok := constant(expression)
		if _, isNone := want.(none); isNone == ok || ok && got != want {
			t.Errorf("the default %s is read as %v, %v; want %v", expression, got, ok, want)
		}
	}
}

type none struct{}
