package wording

import (
	"strconv"

	"github.com/samloka/samloka/internal/symbiosis"
)

// ProfileCategory returns the name of a group of profiles, or its key.
func (w Words) ProfileCategory(key string) string { return w.term(profileCategories, key) }

var profileCategories = map[string]symbiosis.Names{
	"food":      {SV: "Livsmedel", NB: "Mat", EN: "Food"},
	"energy":    {SV: "Energi", NB: "Energi", EN: "Energy"},
	"materials": {SV: "Material", NB: "Materialer", EN: "Materials"},
	"service":   {SV: "Service", NB: "Tjenester", EN: "Services"},
}

// Asked is one thing that a firm asks of land, with what the land has. Nil and "" are not known.
type Asked struct {
	Key, Subject       string // as package opportunity has them
	Has, Wants         *float64
	Unit               string
	HasText, WantsText string
	Year               int // from which the land has it
}

// Asked puts a check into words: "Mark: 4,2 ha, behöver 4,8 ha".
func (w Words) Asked(a Asked) string {
	if a.Key == "excluded" {
		return w.term(asked, "excluded") + ": " + a.Subject
	}
	name := w.term(asked, a.Key)
	switch a.Key {
	case "within":
		name = w.term(facilityKinds, a.Subject)
	case "connection":
		name = w.term(utilities, a.Subject)
	case "need":
		name = w.Resource(symbiosis.ResourceCode(a.Subject))
	}
	has := w.term(asked, "unknown")
	switch {
	case a.Key == "plan":
		has = w.PlanStatus(symbiosis.PlanStatus(a.HasText))
	case a.Key == "connection" && a.HasText != "":
		has = w.Connection(symbiosis.Connection(a.HasText))
	case a.Key == "need" && a.Has != nil:
		has = w.Percent(*a.Has, 0)
	case a.Has != nil:
		has = w.Known(*a.Has, a.Unit)
	}
	if a.Year > 0 {
		has += " " + w.term(asked, "from_year") + " " + strconv.Itoa(a.Year)
	}
	wants := ""
	switch {
	case a.Key == "plan":
		wants = w.PlanStatus(symbiosis.PlanStatus(a.WantsText))
	case a.Wants != nil && a.Key == "need":
		wants = w.Percent(*a.Wants, 0)
	case a.Wants != nil:
		wants = w.Known(*a.Wants, a.Unit)
	}
	if wants == "" {
		return name + ": " + has
	}
	verb := "wants"
	if a.Key == "years" || a.Key == "within" {
		verb = "at_most"
	}
	return name + ": " + has + ", " + w.term(asked, verb) + " " + wants
}

var asked = map[string]symbiosis.Names{
	"excluded":   {SV: "Får inte bebyggas", NB: "Kan ikke bebygges", EN: "May not be built on"},
	"land":       {SV: "Mark", NB: "Areal", EN: "Land"},
	"grid_power": {SV: "Eleffekt från nätet", NB: "Effekt fra nettet", EN: "Power from the grid"},
	"plan":       {SV: "Plan", NB: "Plan", EN: "Plan"},
	"years":      {SV: "Tid till byggklar mark", NB: "Tid til byggeklar tomt", EN: "Time until ready to build"},
	"unknown":    {SV: "okänt", NB: "ukjent", EN: "not known"},
	"wants":      {SV: "behöver", NB: "trenger", EN: "needs"},
	"at_most":    {SV: "högst", NB: "høyst", EN: "at most"},
	"from_year":  {SV: "från", NB: "fra", EN: "from"},
}
