package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/alecthomas/kong"

	"github.com/samloka/samloka/cmd/samloka/starting"
	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/wording"
)

// Exit statuses.
const (
	exitOK     = 0
	exitFailed = 1 // the command was right, but could not be carried out
	exitUsage  = 2 // the command was wrong
)

// Streams are what a command reads and writes.
type Streams struct {
	In       io.Reader
	Out, Err io.Writer
}

// commandLine is the whole command line. Settings come from flags, then the environment
// (SAMLOKA_STORE for --store), then the settings file.
type commandLine struct {
	Serve       serveCommand       `cmd:"" help:"Serve the map page and the API."`
	Work        workCommand        `cmd:"" help:"Work a region's jobs beside its servers."`
	Demo        demoCommand        `cmd:"" help:"Write the demo region to a store."`
	Import      importCommand      `cmd:"" help:"Read sites, flows, areas, exchanges, constraints and facilities from files."`
	Match       matchCommand       `cmd:"" help:"Find the pairs of surplus and need that pass every gate, or explain one pair."`
	Scenario    scenarioCommand    `cmd:"" help:"Check scenarios: small regions in text that say what must match, what must not, and why."`
	Export      exportCommand      `cmd:"" help:"Write the region to a file."`
	Copy        copyCommand        `cmd:"" help:"Copy a whole region from one store to another."`
	Backup      backupCommand      `cmd:"" help:"Copy a GeoPackage store while it is in use."`
	Migrate     migrateCommand     `cmd:"" help:"Bring a store to the form this program needs, or say that it is."`
	Resources   resourcesCommand   `cmd:"" help:"List the catalogue of resources."`
	Profiles    profilesCommand    `cmd:"" help:"List the library of establishment profiles: kinds of firm with what they need and give off."`
	Assumptions assumptionsCommand `cmd:"" help:"List the assumptions with units and sources."`
	Columns     columnsCommand     `cmd:"" help:"List the columns that files may have."`
	Openapi     openapiCommand     `cmd:"" help:"Print the OpenAPI document of the API."`
	Version     versionCommand     `cmd:"" help:"Print the version."`

	Author   string          `help:"Name that changes are written down to in the region's history; a page gives its user's. Default: local." placeholder:"NAME"`
	Settings kong.ConfigFlag `help:"Settings file (JSON; names as the flags, without the dashes)." type:"path" placeholder:"FILE"`
}

const description = `Samloka plans industrial co-location (samlokalisering): which surpluses of heat and material in a region can reach which needs, within what transport may cost.

Every flag can be set in the environment as SAMLOKA_ and its name in capitals, for example SAMLOKA_STORE, and in the settings file. A flag goes before the environment, the environment before the file.

What is wrong is told in Swedish or Norwegian where the environment (SAMLOKA_LANG, or the locale) names one of them, else in English.

Exit status: 0 done, 1 failed, 2 wrong call.`

// Run carries out one command and returns its exit status. It writes results to s.Out and
// everything else (progress, errors) to s.Err.
func Run(ctx context.Context, args []string, s Streams) int {
	ctx, stop := context.WithCancel(ctx) // what was begun ahead and nobody needed
	args = asked(args)
	before := openAhead(ctx, args)
	defer before.close()
	defer stop()
	var cl commandLine
	exited := -1
	parser, err := kong.New(&cl,
		kong.Name("samloka"),
		kong.Description(description),
		kong.Writers(s.Out, s.Err),
		kong.Exit(func(code int) { exited = code }),
		kong.DefaultEnvars("SAMLOKA"),
		kong.Configuration(loadSettings, settingsFile()),
		kong.UsageOnError(),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
		kong.BindTo(ctx, (*context.Context)(nil)),
		kong.Bind(&s),
		kong.Bind(before),
	)
	if err != nil {
		return fail(s.Err, err)
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	command, err := parser.Parse(joinNegative(args))
	if exited >= 0 { // --help has been printed
		return exited
	}
	if err != nil {
		return wrongCall(s.Err, err)
	}
	command.BindTo(planner.By(ctx, cl.Author), (*context.Context)(nil))
	starting.Over()
	if err := command.Run(); err != nil {
		return fail(s.Err, err)
	}
	return exitOK
}

// asked is what was called for with the flag of help where the word was written: "samloka help import".
func asked(args []string) []string {
	if len(args) > 0 && args[0] == "help" {
		return append(args[1:len(args):len(args)], "--help")
	}
	return args
}

var negative = regexp.MustCompile(`^-[0-9.]`)

// joinNegative has a number below zero that follows a flag be its value. The parser would take it
// for a flag of its own, and say so.
func joinNegative(args []string) []string {
	var joined []string
	for _, arg := range args {
		if last := len(joined) - 1; last >= 0 && negative.MatchString(arg) && strings.HasPrefix(joined[last], "--") && len(joined[last]) > 2 && !strings.Contains(joined[last], "=") {
			joined[last] += "=" + arg
			continue
		}
		joined = append(joined, arg)
	}
	return joined
}

// usageError is a wrong call that the parser can't see.
type usageError struct{ error }

func usagef(format string, args ...any) error { return usageError{fmt.Errorf(format, args...)} }

// wrongCall prints what the parser finds wrong with a call, in the reader's language, and whose help to read.
func wrongCall(w io.Writer, err error) int {
	help := "samloka --help"
	if parse, ok := errors.AsType[*kong.ParseError](err); ok {
		if node := parse.Context.Selected(); node != nil {
			help = "samloka " + node.Name + " --help"
		}
	}
	fmt.Fprintf(w, "samloka: %s\n", wording.Told(spoken(), err.Error()))
	say(w, "Try: %s", help)
	return exitUsage
}

// fail prints err for people, in their language, and returns the exit status.
func fail(w io.Writer, err error) int {
	if errors.Is(err, context.Canceled) {
		say(w, "samloka: stopped")
		return exitFailed
	}
	fmt.Fprintf(w, "samloka: %s\n", strings.ReplaceAll(wording.Told(spoken(), err.Error()), "\n", "\n  "))
	if _, ok := errors.AsType[usageError](err); ok {
		return exitUsage
	}
	return exitFailed
}

// loadSettings reads a settings file. What the environment sets goes before it (kong alone
// would have it the other way round).
func loadSettings(r io.Reader) (kong.Resolver, error) {
	file, err := kong.JSON(r)
	if err != nil {
		return nil, fmt.Errorf("the settings file is not JSON: %w", err)
	}
	return kong.ResolverFunc(func(ctx *kong.Context, parent *kong.Path, flag *kong.Flag) (any, error) {
		for _, name := range flag.Envs {
			if _, set := os.LookupEnv(name); set {
				return nil, nil
			}
		}
		return file.Resolve(ctx, parent, flag)
	}), nil
}

// settingsFile is where settings are looked for unless --settings names another file.
func settingsFile() string {
	dir, err := os.UserConfigDir()
	if err != nil {
		return ""
	}
	return filepath.Join(dir, "samloka", "settings.json")
}

// defaultStore is the region of a single desk: a GeoPackage in the user's data folder.
func defaultStore() (string, error) {
	dir := os.Getenv("XDG_DATA_HOME")
	if dir == "" {
		home, err := os.UserHomeDir()
		if err != nil {
			return "", symbiosis.Errorf(symbiosis.Unavailable, "no data folder is known (%w); name a store with --store FILE", err)
		}
		dir = filepath.Join(home, ".local", "share")
	}
	return filepath.Join(dir, "samloka", "region.gpkg"), nil
}

// printJSON writes v as indented JSON.
func printJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(v)
}
