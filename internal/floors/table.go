package floors

// rooms gives each room its floor. Imports go down only. A room is the folder and all below it,
// unless a longer entry says otherwise; packages of one room may import each other.
var rooms = []Room{
	{"cmd/samloka", 8, "flags, settings, wiring"},
	{"internal/api", 7, "what HTTP asks, turned into use cases and back"},
	{"internal/planner", 6, "use cases: rules, transactions, refresh of the index"},
	{"internal/access", 5, "who may see and change what"},
	{"internal/exchangeformat", 5, "files in and out"},
	{"internal/appraise", 4, "engine: an area's score"},
	{"internal/indicator", 4, "engine: figures over the years"},
	{"internal/match", 4, "engine: surplus and need"},
	{"internal/opportunity", 4, "engine: area and kind of firm"},
	{"internal/report", 4, "documents from results"},
	{"internal/store", 4, "keeps and finds"},
	{"internal/transport", 4, "engine: what a route costs"},
	{"internal/spatial", 3, "index snapshots"},
	{"internal/symbiosis", 3, "the nouns"},
	{"internal/wording", 3, "the words for people, in three languages"},
	{"internal/geo", 2, "reference systems, measures"},
	{"internal/parallel", 1, "work shared among cores"},
	{"internal/quasirandom", 1, "even points without chance"},
	{"internal/radix", 1, "things in the order of a number"},
	{"internal/rising", 1, "ids that come in an order"},
	{"internal/largepages", 1, "memory in pages of 2 MB"},
	{"internal/unit", 1, "quantities as types"},

	// Leaves only embed files: whoever needs the files may import them, they import nothing of ours.
	{"geodata", 0, "the catalogue's files"},
	{"migrations", 0, "the stores' schemas"},
	{"web", 0, "the built page"},

	// Only tests use these.
	{"internal/bench", 8, "benchmarks across rooms"},
	{"internal/bench/regiongen", 4, "made-up regions for benchmarks and comparisons"},
	{"internal/bench/peer", 4, "other programs, to compare with"},
	{"internal/floors", 0, "this table"},
	{"internal/testtool", 0, "what tests need beside Go"},
}

// neighbours are the imports between rooms of one floor that are wanted.
var neighbours = []Neighbour{
	{"internal/wording", "internal/symbiosis", "the words are those of the nouns: what a gate, a figure and a status are called"},
}

// engines are pure: values in, values out.
var engines = []string{
	"internal/appraise", "internal/indicator", "internal/match", "internal/opportunity", "internal/transport",
}

// onlyBy names what only some rooms may import.
var onlyBy = []OnlyBy{
	{
		What:   []string{"github.com/twpayne/go-geom"},
		By:     []string{"internal/geo", "internal/store/postgis"},
		Reason: "orb is the geometry of the program; geo is the one place that turns it into go-geom and back, for PostGIS's door",
	},
	{
		What:   []string{"database/sql", "github.com/jackc/pgx/v5", "modernc.org/sqlite", "github.com/pressly/goose/v3", "github.com/riverqueue/river"},
		By:     []string{"internal/store", "internal/bench", "internal/exchangeformat"},
		Reason: "only a store knows that there is a database; whoever else spoke SQL would have to be written twice. A GeoPackage that is handed in is a file as others are: exchangeformat reads it",
	},
	{
		What:   []string{"internal/store"},
		By:     []string{"internal/planner", "cmd/samloka"},
		Reason: "rules stand once, above the stores: who went past planner would go past them; cmd only opens the store and hands it over",
	},
	{
		What:   []string{"github.com/labstack/echo/v4", "github.com/danielgtaylor/huma/v2"},
		By:     []string{"internal/api", "cmd/samloka"},
		Reason: "handlers stay thin, so that the next version of echo is a small step",
	},
	{
		What:   []string{"github.com/prometheus/client_golang"},
		By:     []string{"internal/api/watch"},
		Reason: "what is counted is counted at the door, in one room",
	},
	{
		What:   []string{"github.com/alecthomas/kong"},
		By:     []string{"cmd/samloka"},
		Reason: "flags end where the program's wiring ends",
	},
	{
		What:   []string{"github.com/xuri/excelize/v2"},
		By:     []string{"internal/exchangeformat", "internal/report"},
		Reason: "Excel is a file format, not a way of thinking",
	},
	{
		What:   []string{"github.com/tidwall/rtree"},
		By:     []string{"internal/spatial", "internal/bench"},
		Reason: "its distances are squared and in the units of the coordinates; spatial turns them into metres once",
	},
	{
		What:   []string{"web"},
		By:     []string{"internal/api", "cmd/samloka"},
		Reason: "the page is served, nothing else",
	},
	{
		What:   []string{"migrations"},
		By:     []string{"internal/store"},
		Reason: "a store brings its own schema up to date",
	},
	{
		What: []string{
			"internal/testtool", "internal/floors", "internal/store/storetest", "internal/bench",
			"testing", "pgregory.net/rapid", "go.uber.org/goleak", "github.com/google/go-cmp",
		},
		By:     []string{"internal/testtool", "internal/store/storetest", "internal/bench"},
		Reason: "tests and their tools are not shipped",
	},
}

// never names what some rooms must not import.
var never = []Never{
	{
		Who:    []string{"internal/unit", "internal/geo", "internal/spatial", "internal/symbiosis", "internal/wording"},
		What:   []string{"net/http", "database/sql", "os/exec", "flag"},
		Reason: "the nouns and their measures know of no server, no database and no command line",
	},
	{
		Who:    engines,
		What:   []string{"net", "net/http", "os", "log", "log/slog", "math/rand", "math/rand/v2"},
		Reason: "engines are pure: values in, values out, the same each time",
	},
}
