package problem

import (
	"encoding/json"
	"net/http"
)

// Write answers a request with a problem.
func Write(w http.ResponseWriter, p *Problem) {
	for name, values := range p.header {
		w.Header()[name] = values
	}
	w.Header().Del("ETag")
	if p.CurrentVersion != 0 {
		w.Header().Set("ETag", p.header.Get("ETag"))
	}
	w.Header().Set("Content-Type", MediaType)
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(p.Status)
	body, err := json.Marshal(p)
	if err != nil {
		return // a Problem holds nothing that JSON can't
	}
	_, _ = w.Write(append(body, '\n')) // the reader may have gone
}
