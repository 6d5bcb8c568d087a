package api

import (
	"bytes"
	"errors"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"time"

	"github.com/samloka/samloka/internal/api/problem"
	"github.com/samloka/samloka/internal/symbiosis"
)

// notBuilt is shown where the program was built without the page.
const notBuilt = `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Samloka</title>
<p>The page has not been built into this program. Run <code>make build</code>, and start it again.</p>
<p>The API answers under <a href="/api/v1/summary">/api/v1</a>.</p>
</html>
`

// page serves the built page. Paths that are no file and no part of the API belong to the
// page's own routes and get index.html.
type page struct {
	files   fs.FS
	basemap Basemap
}

func (p page) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name := strings.TrimPrefix(path.Clean("/"+r.URL.Path), "/")
	if name == "" {
		name = "index.html"
	}
	if name == "favicon.ico" {
		name = "icon.svg" // browsers ask for it beside every page that names none, such as a pitch sheet
	}
	content, err := fs.ReadFile(p.files, name)
	if err != nil && path.Ext(name) == "" {
		name = "index.html"
		content, err = fs.ReadFile(p.files, name)
		if errors.Is(err, fs.ErrNotExist) {
			content, err = []byte(notBuilt), nil
		}
	}
	if err != nil && name == "index.html" {
		content, err = []byte(notBuilt), nil
	}
	if err != nil {
		refuse(w, r, problem.New(symbiosis.NotFound, "There is no "+r.URL.Path+"."))
		return
	}
	if name == "index.html" {
		content = p.basemap.into(content)
	}
	w.Header().Set("Cache-Control", caching(name))
	w.Header().Set("ETag", contentTag(content))
	http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(content))
}

// caching is for ever for files whose names change with their content.
func caching(name string) string {
	if strings.HasPrefix(name, "assets/") {
		return "public, max-age=31536000, immutable"
	}
	return "no-cache"
}
