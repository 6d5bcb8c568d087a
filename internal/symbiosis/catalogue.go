package symbiosis

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/samloka/samloka/internal/unit"
)

// Catalogue is the tree of resources with the European List of Waste. It is immutable and
// safe for many goroutines.
type Catalogue struct {
	version   string
	resources []Resource // in the order of the file, figures inherited
	byCode    map[ResourceCode]int
	byName    map[string]ResourceCode // in lower case, of every language; "" where two share one
	parents   []int                   // index of the parent, −1 at a root
	waste     map[WasteCode]WasteEntry
	wasteList []WasteEntry         // the six-digit entries in order
	chapters  map[WasteCode]string // chapters and subchapters
	uses      []WasteUse
}

// LoadCatalogue reads the catalogue (JSON), the List of Waste (CSV with the header
// code;level;hazardous;name_en) and the uses of waste (JSON), and checks all: codes once,
// parents there, no circle, names in every language, units and figures known.
func LoadCatalogue(resources, waste, uses []byte) (*Catalogue, error) {
	c := &Catalogue{byCode: map[ResourceCode]int{}, byName: map[string]ResourceCode{}, waste: map[WasteCode]WasteEntry{}, chapters: map[WasteCode]string{}}
	if err := c.loadWaste(waste); err != nil {
		return nil, err
	}
	var file struct {
		Version   string     `json:"version"`
		Resources []Resource `json:"resources"`
	}
	if err := strictJSON(resources, &file); err != nil {
		return nil, Errorf(Invalid, "the catalogue of resources can't be read: %w", err)
	}
	if _, err := ParseDate(file.Version); err != nil || file.Version == "" {
		return nil, Errorf(Invalid, "the catalogue's version %q is not a date", file.Version)
	}
	c.version, c.resources = file.Version, file.Resources
	if err := c.linkResources(); err != nil {
		return nil, err
	}
	if err := strictJSON(uses, &c.uses); err != nil {
		return nil, Errorf(Invalid, "the uses of waste can't be read: %w", err)
	}
	for i, u := range c.uses {
		if _, ok := c.byCode[u.Resource]; !ok || !u.Use.Complete() || len(u.Codes) == 0 {
			return nil, Errorf(Invalid, "use of waste %d (%s): unknown resource, missing name or no code", i+1, u.Resource)
		}
		for j, code := range u.Codes {
			c.uses[i].Codes[j] = NormaliseWasteCode(string(code))
			if !c.IsWastePrefix(c.uses[i].Codes[j]) {
				return nil, Errorf(Invalid, "use of waste %d (%s): %q is not in the List of Waste", i+1, u.Resource, code)
			}
		}
	}
	return c, nil
}

func strictJSON(data []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	return d.Decode(into)
}

func (c *Catalogue) loadWaste(data []byte) error {
	r := csv.NewReader(bytes.NewReader(data))
	r.Comma, r.FieldsPerRecord = ';', 4
	rows, err := r.ReadAll()
	if err != nil {
		return Errorf(Invalid, "the List of Waste can't be read: %w", err)
	}
	for i, row := range rows {
		if i == 0 {
			continue
		}
		code := NormaliseWasteCode(row[0])
		if _, twice := c.waste[code]; twice || c.chapters[code] != "" {
			return Errorf(Invalid, "the List of Waste holds %q twice", code)
		}
		if row[1] != "entry" {
			c.chapters[code] = row[3]
			continue
		}
		e := WasteEntry{Code: code, Hazardous: row[2] == "1", Name: row[3]}
		if len(code) != len("01 01 01") {
			return Errorf(Invalid, "the List of Waste, row %d: %q has not six digits", i+1, code)
		}
		c.waste[code] = e
		c.wasteList = append(c.wasteList, e)
	}
	return nil
}

func (c *Catalogue) linkResources() error {
	var ps problems
	for i, r := range c.resources {
		if _, twice := c.byCode[r.Code]; twice || r.Code == "" {
			ps.add("code", "duplicate", string(r.Code), "is empty or stands twice", "")
		}
		c.byCode[r.Code] = i
		for _, name := range []string{r.Names.SV, r.Names.NB, r.Names.EN} {
			key := strings.ToLower(name)
			if code, taken := c.byName[key]; taken && code != r.Code {
				c.byName[key] = ""
			} else {
				c.byName[key] = r.Code
			}
		}
	}
	c.parents = make([]int, len(c.resources))
	for i := range c.resources {
		r := &c.resources[i]
		c.checkResource(&ps, r)
		c.parents[i] = -1
		if r.Parent != "" {
			p, ok := c.byCode[r.Parent]
			if !ok || p >= i {
				ps.add("parent", "unknown_code", string(r.Parent), "of "+string(r.Code)+" doesn't stand before it", "")
				continue
			}
			c.parents[i] = p
			r.inherit(c.resources[p])
		}
	}
	return ps.err("the catalogue of resources")
}

func (c *Catalogue) checkResource(ps *problems, r *Resource) {
	at := func(field string) string { return string(r.Code) + "." + field }
	if !r.Names.Complete() {
		ps.add(at("names"), "required", "", "lacks a language", "")
	}
	checkOneOf(ps, at("kind"), r.Kind, Kinds())
	checkOneOf(ps, at("transport"), r.Transport, []Transport{HeatPipe, Truck, NoTransport})
	checkOneOf(ps, at("unit"), r.Unit, QuantityUnits())
	if r.Vehicle != "" {
		checkOneOf(ps, at("vehicle"), r.Vehicle, Vehicles())
	}
	if r.Hierarchy != "" {
		checkOneOf(ps, at("hierarchy_step"), r.Hierarchy, HierarchySteps())
	}
	for j, code := range r.WasteCodes {
		r.WasteCodes[j] = NormaliseWasteCode(string(code))
		if !c.IsWastePrefix(r.WasteCodes[j]) {
			ps.add(at("waste_codes"), "unknown_code", string(code), "is not in the List of Waste", "")
		}
	}
	for _, f := range []*Figure{r.BulkDensity, r.Price, r.Substitution, r.DisposalCost, r.TreatmentCost, r.CO2eSaving, r.FullLoadHours} {
		if f != nil && (!unit.Finite(f.Value) || f.Unit == "" || f.Source == "") {
			ps.add(at("figure"), "required", number(f.Value), "has no unit or no source", "")
		}
	}
}

// Version returns the date of the catalogue.
func (c *Catalogue) Version() string { return c.version }

// Resources lists all nodes, parents before their children. The caller must not change it.
func (c *Catalogue) Resources() []Resource { return c.resources }

// Resource returns the node of a code.
func (c *Catalogue) Resource(code ResourceCode) (Resource, bool) {
	if r, ok := c.resource(code); ok {
		return *r, true
	}
	return Resource{}, false
}

// resource is Resource where it stands. It must not be changed.
func (c *Catalogue) resource(code ResourceCode) (*Resource, bool) {
	i, ok := c.byCode[code]
	if !ok {
		return nil, false
	}
	return &c.resources[i], true
}

// Named returns the code of the resource that has this name in one of the languages, whatever its
// capitals; false when none has, or two.
func (c *Catalogue) Named(name string) (ResourceCode, bool) {
	code := c.byName[strings.ToLower(strings.TrimSpace(name))]
	return code, code != ""
}

// Is says that code is general, or lies below it in the tree: what is specific satisfies
// what is general, never the other way round.
func (c *Catalogue) Is(code, general ResourceCode) bool {
	i, ok := c.byCode[code]
	g, okG := c.byCode[general]
	if !ok || !okG {
		return false
	}
	for ; i >= 0; i = c.parents[i] {
		if i == g {
			return true
		}
	}
	return false
}

// Path returns code and its parents, the root last; nil when the code is unknown.
func (c *Catalogue) Path(code ResourceCode) []ResourceCode {
	i, ok := c.byCode[code]
	if !ok {
		return nil
	}
	var path []ResourceCode
	for ; i >= 0; i = c.parents[i] {
		path = append(path, c.resources[i].Code)
	}
	return path
}

// WasteEntry returns the six-digit entry of a code.
func (c *Catalogue) WasteEntry(code WasteCode) (WasteEntry, bool) {
	e, ok := c.waste[code]
	return e, ok
}

// WasteList lists the six-digit entries in the order of the Decision.
func (c *Catalogue) WasteList() []WasteEntry { return c.wasteList }

// IsWastePrefix says that code is a chapter, subchapter or entry of the List of Waste.
func (c *Catalogue) IsWastePrefix(code WasteCode) bool {
	_, entry := c.waste[code]
	return entry || c.chapters[code] != ""
}

// ResourcesOf lists the nodes that a waste code leads to by the catalogue, in its order.
func (c *Catalogue) ResourcesOf(code WasteCode) []ResourceCode {
	var found []ResourceCode
	for _, r := range c.resources {
		if slices.ContainsFunc(r.WasteCodes, func(p WasteCode) bool { return p.Covers(code) }) {
			found = append(found, r.Code)
		}
	}
	return found
}

// UsesOf lists the rules *waste code → use* for a code.
func (c *Catalogue) UsesOf(code WasteCode) []WasteUse {
	var found []WasteUse
	for _, u := range c.uses {
		if slices.ContainsFunc(u.Codes, func(p WasteCode) bool { return p.Covers(code) }) {
			found = append(found, u)
		}
	}
	return found
}

// Use returns the first rule *waste code → use* that leads from a code to a resource.
func (c *Catalogue) Use(code WasteCode, resource ResourceCode) (WasteUse, bool) {
	for _, u := range c.UsesOf(code) {
		if u.Resource == resource {
			return u, true
		}
	}
	return WasteUse{}, false
}

// unitFits says that a flow of r may be given in u: same dimension, or a volume of a
// material whose bulk density is known.
func (c *Catalogue) unitFits(r *Resource, u QuantityUnit) bool {
	return u.SameDimension(r.Unit) || (u == M3Year && r.Unit == TonneYear && r.BulkDensity != nil)
}

// Nearest returns the code most like a mistyped one, or "" when none is near. It is for
// hints in error messages only: matching never compares text.
func (c *Catalogue) Nearest(typed string) string {
	typed = strings.ToLower(strings.TrimSpace(typed))
	best, least := "", 1+len(typed)/3
	for _, r := range c.resources {
		for _, name := range []string{string(r.Code), r.Names.SV, r.Names.NB, r.Names.EN} {
			if d := editDistance(typed, strings.ToLower(name), least); d < least {
				best, least = string(r.Code), d
			}
		}
	}
	return best
}

// DidYouMean asks after the resource most like a mistyped one, with its code and its English name; ""
// when none is near. Whoever tells it in another language knows the name in that one.
func (c *Catalogue) DidYouMean(typed string) string {
	r, ok := c.resource(ResourceCode(c.Nearest(typed)))
	if !ok {
		return ""
	}
	return fmt.Sprintf("did you mean %q (%s)?", r.Code, r.Names.EN)
}

// editDistance is Levenshtein's distance of a and b in bytes, or limit when not below it.
func editDistance(a, b string, limit int) int {
	if d := len(a) - len(b); d >= limit || -d >= limit {
		return limit
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost = 1 + min(diagonal, row[j], row[j+1])
			}
			diagonal, row[j+1] = row[j+1], cost
		}
	}
	return min(row[len(b)], limit)
}

// String tells the catalogue's size, for logs.
func (c *Catalogue) String() string {
	return fmt.Sprintf("catalogue %s: %d resources, %d waste codes", c.version, len(c.resources), len(c.wasteList))
}
