// Package api serves a region over HTTP: Samloka's own API, vector tiles, events and the
// page. It listens on loopback only, until there is sign-in.
package api

import (
	"encoding/json"
	"log/slog"

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
	return config
}
