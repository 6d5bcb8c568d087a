// Package api serves a region over HTTP: Samloka's own API, vector tiles, events and the
// page. It listens on loopback only, until there is sign-in.
package api

import (
	"encoding/json"
	"io"
	"log/slog"
	"sync"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humaecho"
	"github.com/labstack/echo/v4"

	"github.com/samloka/samloka/internal/api/problem"
	"github.com/samloka/samloka/internal/api/rest"
)

// OpenAPI returns the API's document (OpenAPI 3.1), as it is committed in openapi.json.
func OpenAPI() ([]byte, error) {
	e := echo.New()
	api := humaecho.New(e, humaConfig())
	rest.Register(api, rest.NewService(nil, slog.New(slog.DiscardHandler)))
	doc, err := json.MarshalIndent(api.OpenAPI(), "", "  ")
	if err != nil {
		return nil, err
	}
	return append(doc, '\n'), nil
}

// jsonFormat writes what appends its own JSON in one piece, and all else as huma does.
var jsonFormat = huma.Format{
	Marshal: func(w io.Writer, v any) error {
		own, ok := v.(interface {
			AppendJSON(b []byte) ([]byte, error)
		})
		if !ok {
			return huma.DefaultJSONFormat.Marshal(w, v)
		}
		room := jsonRoom.Get().(*[]byte)
		defer jsonRoom.Put(room)
		b, err := own.AppendJSON((*room)[:0])
		if err != nil {
			return err
		}
		*room = append(b, '\n')
		_, err = w.Write(*room)
		return err
	},
	Unmarshal: huma.DefaultJSONFormat.Unmarshal,
}

// jsonRoom is used again from answer to answer.
var jsonRoom = sync.Pool{New: func() any { return new([]byte) }}

// humaConfig describes the API. There are no routes for the document's own pages: they would
// load scripts from other hosts.
func humaConfig() huma.Config {
	config := huma.DefaultConfig("Samloka", "1")
	config.Info.Description = "Industrial co-location: which surpluses of a region can reach which needs, and what that would cost and save."
	config.OpenAPIPath, config.DocsPath, config.SchemasPath = "", "", ""
	config.CreateHooks = nil
	config.Transformers = []huma.Transformer{problem.Transform}
	config.Components.Schemas = huma.NewMapRegistry("#/components/schemas/", rest.SchemaName)
	config.RejectUnknownQueryParameters = true
	config.Formats = map[string]huma.Format{"application/json": jsonFormat, "json": jsonFormat}
	return config
}
