package main

import (
	"fmt"
	"runtime/debug"
	"strconv"
	"strings"
	"sync"
	"text/tabwriter"

	"github.com/samloka/samloka/geodata"
	"github.com/samloka/samloka/internal/api"
	"github.com/samloka/samloka/internal/api/rest"
	"github.com/samloka/samloka/internal/exchangeformat"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/wording"
)

// language is the --lang flag of commands that print for people.
type language struct {
	Lang string `help:"Language: sv, nb or en." enum:"sv,nb,en" default:"sv"`
}

func (l language) language() symbiosis.Language {
	lang, _ := symbiosis.ParseLanguage(l.Lang)
	return lang
}

// loadCatalogue reads the catalogue once for the whole program: it doesn't change.
var loadCatalogue = sync.OnceValues(func() (*symbiosis.Catalogue, error) {
	return symbiosis.LoadCatalogue(geodata.Catalogue(), geodata.WasteList(), geodata.WasteUses())
})

type resourcesCommand struct {
	language
	JSON bool `name:"json" help:"Print a JSON array with every figure, its source and its year."`
}

func (c resourcesCommand) Run(s *Streams) error {
	catalogue, err := loadCatalogue()
	if err != nil {
		return err
	}
	if c.JSON {
		return printJSON(s.Out, catalogue.Resources())
	}
	w := tabwriter.NewWriter(s.Out, 0, 0, 2, ' ', 0)
	for _, r := range catalogue.Resources() {
		indent := strings.Repeat("  ", len(catalogue.Path(r.Code))-1)
		fmt.Fprintf(w, "%s%s\t%s\t%s\n", indent, r.Code, r.Unit, r.Names.In(c.language.language()))
	}
	return w.Flush()
}

type profilesCommand struct {
	language
	JSON bool `name:"json" help:"Print a JSON array with every figure, its source, and whether it is an assumption."`
}

func (c profilesCommand) Run(s *Streams) error {
	catalogue, err := loadCatalogue()
	if err != nil {
		return err
	}
	library, err := symbiosis.LoadProfiles(geodata.Profiles(), catalogue)
	if err != nil {
		return err
	}
	profiles := rest.LibraryProfiles(library, wording.In(c.language.language(), symbiosis.Assumptions{}, catalogue))
	if c.JSON {
		return printJSON(s.Out, profiles)
	}
	w := tabwriter.NewWriter(s.Out, 0, 0, 2, ' ', 0)
	for _, p := range profiles {
		fmt.Fprintf(w, "%s\t%s\t%s\t%g %s %s (%g–%g)\n", p.ID, p.CategoryName, p.Name, p.Capacity, p.CapacityUnit, p.Counted, *p.LeastCapacity, *p.GreatestCapacity)
	}
	return w.Flush()
}

type assumptionsCommand struct {
	language
	JSON bool `name:"json" help:"Print a JSON array."`
}

func (c assumptionsCommand) Run(s *Streams) error {
	assumptions, err := symbiosis.LoadAssumptions(geodata.Assumptions())
	if err != nil {
		return err
	}
	if c.JSON {
		return printJSON(s.Out, assumptions)
	}
	words := wording.In(c.language.language(), assumptions, nil)
	w := tabwriter.NewWriter(s.Out, 0, 0, 2, ' ', 0)
	for _, a := range assumptions.All() {
		mark := ""
		if a.Assumption {
			mark = " [A]"
		}
		fmt.Fprintf(w, "%s\t%s %s\t%s\t%s%s\n", a.Key, strconv.FormatFloat(a.Value, 'g', -1, 64), a.Unit, a.Names.In(c.language.language()), words.Origin(a.Source), mark)
	}
	return w.Flush()
}

type columnsCommand struct {
	JSON bool `name:"json" help:"Print a JSON array."`
}

func (c columnsCommand) Run(s *Streams) error {
	columns := exchangeformat.Columns()
	if c.JSON {
		return printJSON(s.Out, columns)
	}
	w := tabwriter.NewWriter(s.Out, 0, 0, 2, ' ', 0)
	for _, col := range columns {
		required := ""
		if col.Required {
			required = wording.Told(spoken(), "required")
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", col.Noun, col.Name, required, wording.Told(spoken(), col.Doc))
	}
	return w.Flush()
}

type openapiCommand struct{}

func (openapiCommand) Run(s *Streams) error {
	document, err := api.OpenAPI()
	if err != nil {
		return err
	}
	_, err = s.Out.Write(document)
	return err
}

type versionCommand struct{}

// version is set by the linker (make build).
var version string

func (versionCommand) Run(s *Streams) error {
	version := version
	if info, ok := debug.ReadBuildInfo(); ok && version == "" {
		version = info.Main.Version
	}
	catalogue, err := loadCatalogue()
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(s.Out, "samloka %s\n%s\n", version, catalogue)
	return err
}
