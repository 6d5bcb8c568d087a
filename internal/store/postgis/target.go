package postgis

import (
	"context"
	"fmt"
	"net"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/samloka/samloka/internal/symbiosis"
)

// defaultSchema holds the region unless the address says otherwise.
const defaultSchema = "samloka"

// fewestConnections let a reader in while an update is under way.
const fewestConnections = 4

// target is where a region is and how to get there.
type target struct {
	config   *pgxpool.Config
	schema   string
	location string // for people, without password
}

// parseTarget reads the address of a database. What is wrong with it is told without the
// address, which may hold a password.
func parseTarget(dsn string, o options) (*target, error) {
	config, err := pgxpool.ParseConfig(dsn)
	if err != nil {
		return nil, symbiosis.Errorf(symbiosis.Unavailable,
			"the address of the database can't be read: write it as postgres://user@host:5432/database")
	}
	t := &target{config: config, schema: defaultSchema}
	conn := config.ConnConfig
	set := func(parameter, value string) {
		if _, given := conn.RuntimeParams[parameter]; !given {
			conn.RuntimeParams[parameter] = value
		}
	}
	if path, given := conn.RuntimeParams["search_path"]; given {
		if t.schema, err = schemaOfPath(path); err != nil {
			return nil, err
		}
	}
	set("application_name", "samloka")
	set("lock_timeout", strconv.FormatInt(max(1, o.lockTimeout.Milliseconds()), 10))
	if conn.ConnectTimeout == 0 {
		conn.ConnectTimeout = 10 * time.Second
	}
	config.BeforeConnect = tapRows
	config.MaxConns = max(config.MaxConns, fewestConnections)
	t.location = describe(conn, t.schema)
	return t, nil
}

// What River, which carries the jobs, takes for the name of a schema.
const longestName = 46

var schemaName = regexp.MustCompile(`^[a-zA-Z_][a-zA-Z0-9_]*$`)

// schemaOfPath is the first schema of a search_path, the one of the region.
func schemaOfPath(path string) (string, error) {
	path = strings.TrimSpace(path)
	first, _, _ := strings.Cut(path, ",")
	if quoted, ok := strings.CutPrefix(path, `"`); ok {
		first, _, _ = strings.Cut(strings.ReplaceAll(quoted, `""`, "\x00"), `"`)
		first = strings.ReplaceAll(first, "\x00", `"`)
	}
	switch first = strings.TrimSpace(first); {
	case first == "" || strings.HasPrefix(first, "$") || strings.HasPrefix(first, "pg_"):
		return "", symbiosis.Errorf(symbiosis.Unavailable, "search_path in the address of the database must begin with the name of a schema")
	case len(first) > longestName || !schemaName.MatchString(first):
		return "", symbiosis.Errorf(symbiosis.Unavailable,
			"the schema %q in the address of the database can't hold a region: name one of the letters a to z, digits and underscores, of at most %d characters; one that there is can be renamed by ALTER SCHEMA … RENAME TO …", first, longestName)
	}
	return first, nil
}

// usePath makes the connections find the region's tables, and PostGIS, which stands in the schema
// extension, and know its type geometry.
func (t *target) usePath(extension string) {
	path := pgx.Identifier{t.schema}.Sanitize()
	if extension != t.schema {
		path += ", " + pgx.Identifier{extension}.Sanitize()
	}
	t.config.ConnConfig.RuntimeParams["search_path"] = path
	t.config.AfterConnect = func(ctx context.Context, conn *pgx.Conn) error {
		query, name := selectGeometry(extension)
		_, err := learnGeometry(conn, conn.QueryRow(ctx, query, pgx.QueryExecModeExec, name))
		return err // none: whoever opens the store finds out that PostGIS isn't there
	}
}

// selectGeometry selects PostGIS's type, which stands in the schema extension; NULL where it isn't there.
func selectGeometry(extension string) (query, name string) {
	return `SELECT to_regtype($1)::oid`, geometryName(extension)
}

func geometryName(extension string) string { return pgx.Identifier{extension, "geometry"}.Sanitize() }

// learnGeometry has a connection know PostGIS's type, which selectGeometry selected; it says whether there is one.
func learnGeometry(conn *pgx.Conn, selected pgx.Row) (bool, error) {
	var oid *uint32
	if err := selected.Scan(&oid); err != nil || oid == nil {
		return false, err
	}
	registerGeometry(conn, *oid)
	return true, nil
}

func registerGeometry(conn *pgx.Conn, oid uint32) {
	conn.TypeMap().RegisterType(&pgtype.Type{Name: "geometry", OID: oid, Codec: geometryCodec{}})
}

// describe returns the address without the password.
func describe(c *pgx.ConnConfig, schema string) string {
	u := url.URL{Scheme: "postgres", User: url.User(c.User), Path: "/" + c.Database}
	q := url.Values{}
	if strings.HasPrefix(c.Host, "/") { // the folder of a socket
		q.Set("host", c.Host)
	} else {
		u.Host = net.JoinHostPort(c.Host, fmt.Sprint(c.Port))
	}
	if schema != defaultSchema {
		q.Set("search_path", schema)
	}
	// As PostgreSQL's own programs read it: a plus sign is no space to them.
	u.RawQuery = strings.NewReplacer("%2F", "/", "+", "%20").Replace(q.Encode())
	return u.String()
}
