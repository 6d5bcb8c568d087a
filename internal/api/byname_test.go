package api_test

import (
	"net/http"
	"net/url"
	"slices"
	"testing"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
)

// Sites, flows, land and exchanges come in the order of their names, page by page, and what is searched
// for is found wherever it stands; a cursor of one order isn't taken for one of another.
func TestListsByName(t *testing.T) {
	r := newRegion(t)
	type page struct {
		Items []struct {
			ID, Name, Resource string
			ResourceName       string `json:"resource_name"`
			Surplus            struct {
				SiteName string `json:"site_name"`
			}
		}
		Total int
		Next  string `json:"next_cursor"`
	}
	swedish := collate.New(language.Swedish, collate.Loose, collate.Numeric)
	for _, list := range []string{"sites", "flows", "areas", "exchanges"} {
		var all page
		r.get("/api/v1/"+list+"?limit=1000", &all, 200)
		var names, ids []string
		cursor := ""
		for {
			var p page
			r.get("/api/v1/"+list+"?lang=sv&order=name&limit=7&cursor="+url.QueryEscape(cursor), &p, 200)
			for _, item := range p.Items {
				name := item.Name
				if name == "" {
					name = item.ResourceName + item.Surplus.SiteName
				}
				names, ids = append(names, name), append(ids, item.ID)
			}
			if p.Total != all.Total {
				t.Fatalf("%s: %d by name, %d by id", list, p.Total, all.Total)
			}
			if cursor = p.Next; cursor == "" {
				break
			}
		}
		if !slices.IsSortedFunc(names, swedish.CompareString) {
			t.Errorf("%s are out of order: %q", list, names)
		}
		slices.Sort(ids)
		if len(slices.Compact(ids)) != all.Total || all.Total < 2 {
			t.Errorf("%s: %d come by name, of %d", list, len(ids), all.Total)
		}
	}
	var sites, found page
	r.get("/api/v1/sites?order=name&limit=3&lang=sv", &sites, 200)
	for _, other := range []string{"lang=sv&order=id", "lang=nb&order=name", "lang=sv&order=name&q=bad"} {
		if w := r.do(http.MethodGet, "/api/v1/sites?"+other+"&cursor="+url.QueryEscape(sites.Next), nil); w.Code != http.StatusUnprocessableEntity {
			t.Errorf("%s takes the cursor of another list: %d", other, w.Code)
		}
	}
	r.get("/api/v1/flows?lang=sv&order=name&q="+url.QueryEscape("ÖSTERsund"), &found, 200)
	var flows page
	r.get("/api/v1/flows?limit=1000", &flows, 200)
	if found.Total == 0 || found.Total == flows.Total || found.Total != len(found.Items) {
		t.Errorf("%d flows of %d are found", found.Total, flows.Total)
	}
}
