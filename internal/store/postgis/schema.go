package postgis

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"

	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/migrations"
)

// versionTable is where goose notes which migrations a schema has had.
const versionTable = "samloka_migrations"

// newProvider returns goose with the migrations of this dialect.
func newProvider(db *sql.DB) (*goose.Provider, error) {
	files, err := fs.Sub(migrations.PostGIS, "postgis")
	if err != nil {
		return nil, err
	}
	return goose.NewProvider(goose.DialectPostgres, db, files,
		goose.WithTableName(versionTable), goose.WithDisableGlobalRegistry(true), goose.WithLogger(goose.NopLogger()))
}

// newestSchema is the number of the last migration that this program knows.
var newestSchema = sync.OnceValues(func() (int64, error) { return migrations.Newest(migrations.PostGIS) })

func newerSchema(location string, at, newest int64) error {
	return symbiosis.Errorf(symbiosis.Unavailable,
		"%s was written by a newer version of the program (schema %d; this one knows %d): update the program", location, at, newest)
}

// state is what a database has before it is prepared.
type state struct {
	encoding  string
	extension string // the schema that PostGIS stands in, "" when it is missing
	hasSchema bool
	migrated  bool // has the table of migrations
	queue     bool // has River's tables, or they can't be made by this user
	displaced bool // its functions look for the tables in another schema: it was renamed
	between   bool // a pooler answers in the server's place
	version   int64
	geometry  uint32 // PostGIS's type in its usual place; 0: none
}

// usualExtension is the schema that PostGIS stands in unless an administrator has chosen another.
const usualExtension = "public"

// openPrepared connects to a database of which prepare would find all in order, or no region and that it
// shall be made later, and PostGIS where it usually is: one connection, the pool's first, where prepare
// takes another before it. For any other database it returns nil.
func openPrepared(ctx context.Context, t *target, o options) (pool *pgxpool.Pool, unmade bool, err error) {
	newest, err := newestSchema()
	if err != nil {
		return nil, false, err
	}
	t.usePath(usualExtension)
	config := t.config.Copy()
	var now state
	// The first connection asks in one message what each asks and what prepare would.
	every, first := config.AfterConnect, true
	config.AfterConnect = func(ctx context.Context, conn *pgx.Conn) (err error) {
		if !first {
			return every(ctx, conn)
		}
		first = false
		if now, err = readState(ctx, conn, t.schema); now.geometry != 0 {
			registerGeometry(conn, now.geometry)
		}
		return err
	}
	opened, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, false, err
	}
	defer func() {
		if pool == nil {
			opened.Close()
		}
	}()
	conn, err := opened.Acquire(ctx)
	if err != nil {
		return nil, false, err
	}
	defer conn.Release()
	unmade = o.makeLater && !now.migrated
	asItShallBe := !now.between && (unmade || now.version == newest && !now.displaced && (now.queue || o.makeLater))
	if now.encoding != "UTF8" || now.extension != usualExtension || !asItShallBe {
		return nil, false, err
	}
	return opened, unmade, nil
}

// prepare checks that the database can hold the region and brings its schema up to date, and makes
// t ready for connections. unmade says that there is no region, and that it shall be made later.
func prepare(ctx context.Context, t *target, o options) (unmade bool, err error) {
	conn, err := pgx.ConnectConfig(ctx, t.config.ConnConfig.Copy())
	if err != nil {
		return false, err
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	newest, err := newestSchema()
	if err != nil {
		return false, err
	}
	now, err := readState(ctx, conn, t.schema)
	if err == nil && now.between {
		err = keepsSession(ctx, conn, t.config.ConnConfig, t.location)
	}
	switch {
	case err != nil:
		return false, err
	case now.encoding != "UTF8":
		return false, symbiosis.Errorf(symbiosis.Unavailable,
			"%s keeps texts as %s, which lacks letters: make a database with the encoding UTF8", t.location, now.encoding)
	case now.version > newest:
		return false, newerSchema(t.location, now.version, newest)
	case o.mustExist && !now.migrated:
		none := symbiosis.Errorf(symbiosis.Unavailable,
			"%s holds no region in its schema %s: check the address, or make one with samloka import", t.location, t.schema)
		none.Err = fs.ErrNotExist
		return false, none
	case o.makeLater && !now.migrated:
		unmade = true
		if now.extension == "" {
			now.extension, err = addPostGIS(ctx, conn, t.location)
		}
	case now.version < newest || now.displaced || !now.queue && !o.makeLater:
		now, err = migrate(ctx, t, conn)
	case now.extension == "":
		err = noPostGIS(t.location)
	}
	if err != nil {
		return false, err
	}
	t.usePath(now.extension)
	return unmade, nil
}

// addPostGIS installs the extension, and returns its schema.
func addPostGIS(ctx context.Context, conn *pgx.Conn, location string) (string, error) {
	if _, err := conn.Exec(ctx, `CREATE EXTENSION IF NOT EXISTS postgis SCHEMA public`); err != nil {
		missing := noPostGIS(location)
		missing.Err = err
		return "", missing
	}
	return "public", nil
}

// lockMigrations is what who changes the schema $1 locks; the name of a function goes in front.
const lockMigrations = `(hashtextextended('samloka migration of ' || $1, 0))`

// migrationPatience is how long a migration waits for each table that another program has locked; others who read
// it wait behind. A test has less.
var migrationPatience = time.Minute

// Functions run with the search_path that they were made with. In a schema that was renamed, as who restores a dump
// under another name does, they would find no tables or, worse, those of a region that has the old name.
const (
	isDisplaced = `EXISTS (
		SELECT FROM pg_proc, unnest(proconfig) AS setting
		WHERE pronamespace = (SELECT oid FROM pg_namespace WHERE nspname = $1) AND proname LIKE 'samloka\_%' AND setting LIKE 'search\_path=%'
			AND split_part(split_part(setting, '=', 2), ',', 1) NOT IN ($1, '"' || $1 || '"'))` // as pg_restore writes it, and as it was made
	putInPlace = `DO $$
		DECLARE f record;
		BEGIN
			FOR f IN SELECT oid::regprocedure AS name FROM pg_proc
				WHERE pronamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema())
					AND proname LIKE 'samloka\_%' AND proconfig::text LIKE '%search\_path=%'
			LOOP
				EXECUTE format('ALTER FUNCTION %s SET search_path FROM CURRENT', f.name);
			END LOOP;
		END $$`
)

// migrate brings the schema up to date. A lock of the session, which ends with the connection,
// keeps other programs from doing the same at the same time.
func migrate(ctx context.Context, t *target, conn *pgx.Conn) (state, error) {
	// The lock is waited for as long as it takes: migrating a large region may be slow.
	if _, err := conn.Exec(ctx, `SET lock_timeout = 0`); err != nil {
		return state{}, err
	}
	if _, err := conn.Exec(ctx, `SELECT pg_advisory_lock`+lockMigrations, t.schema); err != nil {
		return state{}, err
	}
	now, err := readState(ctx, conn, t.schema)
	if err != nil {
		return state{}, err
	}
	newest, err := newestSchema()
	switch {
	case err != nil:
		return state{}, err
	case now.version == newest && now.queue && !now.displaced: // another one was quicker
		return now, nil
	case now.version > newest:
		return state{}, newerSchema(t.location, now.version, newest)
	}
	if now.extension == "" {
		if now.extension, err = addPostGIS(ctx, conn, t.location); err != nil {
			return state{}, err
		}
	}
	if !now.hasSchema {
		if _, err := conn.Exec(ctx, `CREATE SCHEMA IF NOT EXISTS `+pgx.Identifier{t.schema}.Sanitize()); err != nil {
			return state{}, err
		}
	}
	t.usePath(now.extension)
	config := t.config.ConnConfig.Copy()
	config.RuntimeParams["lock_timeout"] = strconv.FormatInt(migrationPatience.Milliseconds(), 10)
	db := stdlib.OpenDB(*config)
	defer db.Close()
	if _, err := db.ExecContext(ctx, putInPlace); err != nil {
		return state{}, err
	}
	provider, err := newProvider(db)
	if err != nil {
		return state{}, err
	}
	if _, err := provider.Up(ctx); err != nil {
		return state{}, err
	}
	if _, err := db.ExecContext(ctx, `SELECT samloka_keep_history()`); err != nil {
		return state{}, err
	}
	return now, migrateRiver(ctx, t)
}

// noPostGIS keeps what the server said out of the sentence: it differs from version to version.
func noPostGIS(location string) *symbiosis.Error {
	return symbiosis.Errorf(symbiosis.Unavailable,
		"%s lacks the extension PostGIS, and the user may not install it: have it installed on the server, and run CREATE EXTENSION postgis in the database as a superuser", location)
}

// selectState asks for what stands in state but the version, and for PostGIS's type. It is several plain questions in one
// message, which needs no statement prepared: a process of the server that has just begun takes longer to plan one of
// them all. $1 is the schema, $2 versionTable, $3 the number of the server's process and $4 the name of the type.
const selectState = `
	SELECT to_regtype($4)::oid;
	SELECT current_setting('server_encoding'), ` + isBetween + `;
	SELECT nspname FROM pg_namespace WHERE oid = (SELECT extnamespace FROM pg_extension WHERE extname = 'postgis');
	SELECT has_schema_privilege(oid, 'CREATE') FROM pg_namespace WHERE nspname = $1;
	SELECT relname FROM pg_class
	WHERE relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = $1) AND relname IN ($2, 'river_migration') AND relkind IN ('r', 'p');
	SELECT ` + isDisplaced

func readState(ctx context.Context, conn *pgx.Conn, schema string) (s state, err error) {
	questions := strings.NewReplacer("$1", literal(schema), "$2", literal(versionTable), "$3", strconv.FormatUint(uint64(conn.PgConn().PID()), 10),
		"$4", literal(geometryName(usualExtension))).Replace(selectState)
	results, err := conn.PgConn().Exec(ctx, questions).ReadAll()
	if err != nil {
		return s, err
	}
	if oid := results[0].Rows[0][0]; oid != nil {
		n, err := strconv.ParseUint(string(oid), 10, 32)
		if err != nil {
			return s, err
		}
		s.geometry = uint32(n)
	}
	s.encoding, s.between = string(results[1].Rows[0][0]), isTrue(results[1].Rows[0][1])
	for _, r := range results[2].Rows {
		s.extension = string(r[0])
	}
	s.queue = true
	for _, r := range results[3].Rows {
		s.hasSchema, s.queue = true, !isTrue(r[0])
	}
	for _, r := range results[4].Rows {
		isVersions := string(r[0]) == versionTable
		s.migrated, s.queue = s.migrated || isVersions, s.queue || !isVersions
	}
	s.displaced = isTrue(results[5].Rows[0][0])
	if !s.migrated {
		return s, nil
	}
	err = conn.QueryRow(ctx, `SELECT coalesce(max(version_id), 0) FROM `+pgx.Identifier{schema, versionTable}.Sanitize()+` WHERE is_applied`, pgx.QueryExecModeExec).Scan(&s.version)
	if e, ok := errors.AsType[*pgconn.PgError](err); ok && e.Code == codeNoTable {
		return s, nil // gone again: another program has just undone its migration
	}
	return s, err
}

// isTrue reads a truth as the server writes it.
func isTrue(value []byte) bool { return string(value) == "t" }
