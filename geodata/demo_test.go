package geodata_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/samloka/samloka/geodata"
)

// table reads a CSV file of the demo region as maps by column, checking its header.
func table(t *testing.T, name, header string) []map[string]string {
	t.Helper()
	data, err := fs.ReadFile(geodata.Demo(), name)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	if err != nil {
		t.Fatal(name, err)
	}
	if got := strings.Join(rows[0], ","); got != header {
		t.Fatalf("%s: header is %s", name, got)
	}
	var out []map[string]string
	for _, row := range rows[1:] {
		m := map[string]string{}
		for i, v := range row {
			m[rows[0][i]] = v
		}
		out = append(out, m)
	}
	return out
}

const (
	siteHeader     = "id,name,lon,lat,organisation,nace,municipality,country,place_accuracy,source,note"
	flowHeader     = "id,site_id,name,direction,resource,quantity,unit,full_load_hours,shape,monthly,supply_c,return_c,price_sek,disposal_cost_sek,treatment_cost_sek,waste_code,status,accepts,permitted_codes,moisture_pct,max_moisture_pct,max_distance_m,valid_from,valid_to,certainty,visibility,source,note"
	exchangeHeader = "id,surplus_id,need_id,state,since,quantity,unit,certainty,source,note"
)

func byID(t *testing.T, rows []map[string]string) map[string]map[string]string {
	t.Helper()
	m := map[string]map[string]string{}
	for _, r := range rows {
		if r["id"] == "" || m[r["id"]] != nil {
			t.Errorf("id %q is empty or stands twice", r["id"])
		}
		m[r["id"]] = r
	}
	return m
}

type feature struct {
	Properties map[string]any
	Geometry   struct {
		Type        string
		Coordinates [][][2]float64
	}
}

func areas(t *testing.T) []feature {
	t.Helper()
	data, err := fs.ReadFile(geodata.Demo(), "areas.geojson")
	if err != nil {
		t.Fatal(err)
	}
	var c struct{ Features []feature }
	if err := json.Unmarshal(data, &c); err != nil {
		t.Fatal(err)
	}
	return c.Features
}

func number(t *testing.T, r map[string]string, column string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(r[column], 64)
	if err != nil {
		t.Errorf("%s: %s %q is no number", r["id"], column, r[column])
	}
	return v
}

// estimate tells whether a source is nothing but Samloka's own estimate, in the language of
// the row's country.
func estimate(source string) bool {
	return source == "Samlokas uppskattning" || source == "Samlokas anslag"
}

// TestDemoLanguage holds the free texts in the language of the site's country: who reads
// the page is municipal staff of Sweden or Norway.
func TestDemoLanguage(t *testing.T) {
	quoted := regexp.MustCompile(`[”«][^”»]*[”»]`) // titles stay as they are published
	english := regexp.MustCompile(`(?i)\b(the|estimate|quantity|facts|place|not|about|known|assumed|collected|year)\b`)
	estimates := map[string]string{"SE": "Samlokas anslag", "NO": "Samlokas uppskattning"}
	check := func(id, country, text string) {
		if m := english.FindString(quoted.ReplaceAllString(text, "")); m != "" {
			t.Errorf("%s: %q holds the English word %q", id, text, m)
		}
		if strings.Contains(text, estimates[country]) {
			t.Errorf("%s: %q is in the language of the other country", id, text)
		}
	}
	sites := byID(t, table(t, "sites.csv", siteHeader))
	flows := byID(t, table(t, "flows.csv", flowHeader))
	for _, s := range sites {
		check(s["id"], s["country"], s["source"]+" "+s["note"])
	}
	for _, f := range flows {
		check(f["id"], sites[f["site_id"]]["country"], f["name"]+" "+f["source"]+" "+f["note"])
	}
	for _, x := range table(t, "exchanges.csv", exchangeHeader) {
		check(x["id"], sites[flows[x["surplus_id"]]["site_id"]]["country"], x["source"]+" "+x["note"])
	}
	for _, a := range areas(t) {
		text := ""
		for _, key := range []string{"source", "note", "remediation"} {
			s, _ := a.Properties[key].(string)
			text += " " + s
		}
		check(a.Properties["id"].(string), a.Properties["country"].(string), text)
	}
}

func TestDemoSites(t *testing.T) {
	sites := table(t, "sites.csv", siteHeader)
	byID(t, sites)
	if len(sites) < 45 {
		t.Errorf("%d sites, want at least 45", len(sites))
	}
	for _, s := range sites {
		if s["name"] == "" || s["source"] == "" || (s["country"] != "SE" && s["country"] != "NO") {
			t.Errorf("%s: name, source or country", s["id"])
		}
		if s["place_accuracy"] != "exact" && s["place_accuracy"] != "approximate" {
			t.Errorf("%s: place_accuracy %q", s["id"], s["place_accuracy"])
		}
		if lon, lat := number(t, s, "lon"), number(t, s, "lat"); lon < 4 || lon > 32 || lat < 55 || lat > 71.5 {
			t.Errorf("%s lies outside Sweden and Norway: %v %v", s["id"], lon, lat)
		}
	}
}

func TestDemoFlows(t *testing.T) {
	sites := byID(t, table(t, "sites.csv", siteHeader))
	flows := table(t, "flows.csv", flowHeader)
	byID(t, flows)
	_, resources := catalogue(t)
	list := wasteList(t)
	dimension := map[string]string{"MW": "MWh/yr", "kW": "MWh/yr", "MWh/yr": "MWh/yr", "GWh/yr": "MWh/yr", "t/yr": "t/yr", "kg/yr": "t/yr", "m3/yr": "m3/yr", "pcs/yr": "pcs/yr", "h/yr": "h/yr"}
	closed := map[string][]string{
		"direction": {"surplus", "need"}, "shape": {"flat", "winter", "summer", "own"}, "certainty": {"measured", "reported", "estimated"},
		"visibility": {"public", "network", "broker_only"}, "status": {"product", "by_product", "end_of_waste", "waste", "hazardous_waste", "unknown"},
	}
	heat := map[string]int{}
	count := map[string]int{}
	for _, f := range flows {
		r, ok := resources[f["resource"]]
		if !ok || sites[f["site_id"]] == nil {
			t.Errorf("%s: resource %q or site %q is unknown", f["id"], f["resource"], f["site_id"])
			continue
		}
		for column, all := range closed {
			if !slices.Contains(all, f[column]) {
				t.Errorf("%s: %s %q is not known", f["id"], column, f[column])
			}
		}
		if dimension[f["unit"]] != r.Unit || number(t, f, "quantity") <= 0 {
			t.Errorf("%s: %s %s of %s, which is in %s", f["id"], f["quantity"], f["unit"], r.Code, r.Unit)
		}
		if f["source"] == "" || f["name"] == "" {
			t.Errorf("%s has no name or source", f["id"])
		}
		if estimate(f["source"]) && f["certainty"] != "estimated" {
			t.Errorf("%s is an estimate and calls itself %s", f["id"], f["certainty"])
		}
		if own := len(strings.Split(f["monthly"], ";")) == 12; own != (f["shape"] == "own") {
			t.Errorf("%s: shape %s with monthly %q", f["id"], f["shape"], f["monthly"])
		}
		count[f["direction"]]++
		if r.Kind == "heat" {
			heat[f["direction"]]++
			if number(t, f, "supply_c") <= number(t, f, "return_c") || number(t, f, "full_load_hours") > 8760 {
				t.Errorf("%s: temperatures or hours", f["id"])
			}
		}
		if code := f["waste_code"]; code != "" {
			if e := list[code]; e.level != "entry" || e.hazardous != (f["status"] == "hazardous_waste") {
				t.Errorf("%s: %q is no entry, or the status %s contradicts its hazard flag", f["id"], code, f["status"])
			}
		}
		for _, a := range strings.Split(f["accepts"], ";") {
			if _, isResource := resources[a]; a != "" && !isResource && list[a].name == "" {
				t.Errorf("%s accepts %q, which is neither resource nor waste code", f["id"], a)
			}
		}
		for _, code := range strings.Split(f["permitted_codes"], ";") {
			if code != "" && list[code].name == "" {
				t.Errorf("%s: permitted code %q is not in the list", f["id"], code)
			}
		}
	}
	if len(flows) < 100 || count["surplus"] < 40 || count["need"] < 40 || heat["surplus"]+heat["need"] < 35 {
		t.Errorf("%d flows %v, heat %v", len(flows), count, heat)
	}
}

func TestDemoExchanges(t *testing.T) {
	flows := byID(t, table(t, "flows.csv", flowHeader))
	exchanges := table(t, "exchanges.csv", exchangeHeader)
	byID(t, exchanges)
	for _, x := range exchanges {
		if flows[x["surplus_id"]]["direction"] != "surplus" || flows[x["need_id"]]["direction"] != "need" {
			t.Errorf("%s doesn't join a surplus to a need", x["id"])
		}
		if !slices.Contains([]string{"idea", "contact", "study", "agreement", "operation", "ended"}, x["state"]) || x["source"] == "" {
			t.Errorf("%s: state %q or source", x["id"], x["state"])
		}
	}
	if len(exchanges) < 8 {
		t.Errorf("%d exchanges, want at least 8", len(exchanges))
	}
}

func TestDemoAreas(t *testing.T) {
	seen := map[string]bool{}
	for _, a := range areas(t) {
		id, _ := a.Properties["id"].(string)
		if id == "" || seen[id] {
			t.Errorf("area %q has no id of its own", id)
		}
		seen[id] = true
		for _, key := range []string{"name", "municipality", "country", "plan_status", "source", "certainty", "place_accuracy"} {
			if s, _ := a.Properties[key].(string); s == "" {
				t.Errorf("%s lacks %s", id, key)
			}
		}
		if s, _ := a.Properties["plan_status"].(string); !slices.Contains([]string{"detaljplan", "oversiktsplan", "none"}, s) {
			t.Errorf("%s: plan_status %q", id, s)
		}
		if a.Geometry.Type != "Polygon" || len(a.Geometry.Coordinates) != 1 {
			t.Errorf("%s is no plain polygon", id)
			continue
		}
		ring := a.Geometry.Coordinates[0]
		twice := 0.0
		for i := 1; i < len(ring); i++ {
			twice += ring[i-1][0]*ring[i][1] - ring[i][0]*ring[i-1][1]
		}
		if len(ring) < 4 || ring[0] != ring[len(ring)-1] || twice <= 0 {
			t.Errorf("%s: the ring is open or runs clockwise (RFC 7946 wants the shell counter-clockwise)", id)
		}
	}
	if len(seen) < 9 {
		t.Errorf("%d areas, want at least 9", len(seen))
	}
}

func TestDemoQuestions(t *testing.T) {
	data, err := fs.ReadFile(geodata.Demo(), "questions.json")
	if err != nil {
		t.Fatal(err)
	}
	var region struct {
		Name      names `json:"name"`
		Questions []struct {
			Role   string `json:"role"`
			Text   names  `json:"text"`
			Target string `json:"target"`
		} `json:"questions"`
	}
	strict(t, data, &region)
	sites, flows := byID(t, table(t, "sites.csv", siteHeader)), byID(t, table(t, "flows.csv", flowHeader))
	land := map[string]bool{}
	for _, a := range areas(t) {
		land[a.Properties["id"].(string)] = true
	}
	roles := map[string]bool{}
	for _, q := range region.Questions {
		roles[q.Role] = true
		kind, id, _ := strings.Cut(q.Target, ":")
		found := kind == "site" && sites[id] != nil || kind == "flow" && flows[id] != nil || kind == "area" && land[id]
		if !found || !q.Text.complete() {
			t.Errorf("the %s's question has no target (%s), or lacks a language", q.Role, q.Target)
		}
	}
	if len(region.Questions) != 3 || !roles["planner"] || !roles["establishment_officer"] || !roles["facilitator"] || !region.Name.complete() {
		t.Errorf("want a named region and one question for each of three roles, got %v", roles)
	}
}

// TestDemoPlaces holds every site and corner of an area inside the municipality it names.
func TestDemoPlaces(t *testing.T) {
	type border struct {
		name  string
		shell [][2]float64
		holes [][][2]float64
	}
	var borders []border
	for _, file := range []string{"se_swedish_municipalities.geojson", "no_Kommuner-S.geojson"} {
		data, err := os.ReadFile("../../shared/data/boundaries/" + file)
		if err != nil {
			t.Skip("the shared test data is not here:", err)
		}
		var c struct {
			Features []struct {
				Properties map[string]any
				Geometry   struct {
					Type        string
					Coordinates json.RawMessage
				}
			}
		}
		if err := json.Unmarshal(data, &c); err != nil {
			t.Fatal(err)
		}
		for _, f := range c.Features {
			var polygons [][][][2]float64
			if f.Geometry.Type == "Polygon" {
				polygons = make([][][][2]float64, 1)
				err = json.Unmarshal(f.Geometry.Coordinates, &polygons[0])
			} else {
				err = json.Unmarshal(f.Geometry.Coordinates, &polygons)
			}
			if err != nil {
				t.Fatal(err)
			}
			name, _ := f.Properties["kom_namn"].(string)
			if name == "" {
				name, _ = f.Properties["kommunenavn"].(string)
			}
			for _, p := range polygons {
				borders = append(borders, border{name, p[0], p[1:]})
			}
		}
	}
	check := func(id, municipality string, p [2]float64) {
		for _, b := range borders {
			if inside(p, b.shell) && !slices.ContainsFunc(b.holes, func(h [][2]float64) bool { return inside(p, h) }) {
				name, _, _ := strings.Cut(b.name, " - ") // "Trondheim - Tråante": the Sami name follows
				if municipality != "" && name != municipality {
					t.Errorf("%s says %s, its place %v is in %s", id, municipality, p, b.name)
				}
				return
			}
		}
		t.Errorf("%s at %v is in no municipality of Sweden or Norway", id, p)
	}
	for _, s := range table(t, "sites.csv", siteHeader) {
		check(s["id"], s["municipality"], [2]float64{number(t, s, "lon"), number(t, s, "lat")})
	}
	for _, a := range areas(t) {
		for _, p := range a.Geometry.Coordinates[0] {
			check(a.Properties["id"].(string), a.Properties["municipality"].(string), p)
		}
	}
}

// inside is the even-odd rule in the plane of degrees: enough for points well off a border.
func inside(p [2]float64, ring [][2]float64) bool {
	in := false
	for i, j := 0, len(ring)-1; i < len(ring); j, i = i, i+1 {
		a, b := ring[i], ring[j]
		if (a[1] > p[1]) != (b[1] > p[1]) && p[0] < (b[0]-a[0])*(p[1]-a[1])/(b[1]-a[1])+a[0] {
			in = !in
		}
	}
	return in
}
