package rest

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"reflect"

	"github.com/danielgtaylor/huma/v2"

	"github.com/samloka/samloka/internal/api/problem"
	"github.com/samloka/samloka/internal/planner"
)

// Prefix is where this version of the API lives.
const Prefix = "/api/v1"

// Register adds the operations of s to api. Without a planner only the document is made.
func Register(api huma.API, s *Service) {
	nameClosedSets(api.OpenAPI().Components.Schemas)
	to := registrar{api, s.log}
	s.registerRecords(to)
	s.registerLand(to)
	s.registerMatching(to)
	s.registerFirms(to)
	s.registerRegion(to)
	s.registerAppraisal(to)
	s.registerFiles(to)
	s.registerPitches(to)
	s.registerLandReports(to)
	s.registerHistory(to)
	s.registerJobs(to)
	tidy(api.OpenAPI())
}

func (s *Service) registerRecords(to registrar) {
	list[SitePage](to, "list-sites", "/sites", "Sites, by id or name", lister[sitesInput](s, "sites", (*planner.Snapshot).Sites, view.site, view.siteFeature))
	record(to, http.MethodGet, "get-site", "/sites/{id}", "A site", getter(s, (*planner.Snapshot).Site, view.site))
	record(to, http.MethodPost, "create-site", "/sites", "Add a site", creator[SiteInput](s, "/sites", (*planner.Planner).CreateSite, unnoticed(view.site)))
	record(to, http.MethodPut, "put-site", "/sites/{id}", "Change a site", changer[SiteInput](s, (*planner.Planner).UpdateSite, unnoticed(view.site)))
	plainly(to, http.MethodDelete, "delete-site", "/sites/{id}", "Delete a site, its flows and their exchanges; the answer restores them", deleter(s, (*planner.Planner).DeleteSite, view.deleted))

	list[FlowPage](to, "list-flows", "/flows", "Surpluses and needs, by id or name", lister[flowsInput](s, "flows", (*planner.Snapshot).Flows, view.flow, view.flowFeature))
	record(to, http.MethodGet, "get-flow", "/flows/{id}", "A flow", getter(s, (*planner.Snapshot).Flow, view.flow))
	record(to, http.MethodPost, "create-flow", "/flows", "Add a flow", creator[FlowInput](s, "/flows", (*planner.Planner).CreateFlow, unnoticed(view.flow)))
	record(to, http.MethodPut, "put-flow", "/flows/{id}", "Change a flow", changer[FlowInput](s, (*planner.Planner).UpdateFlow, unnoticed(view.flow)))
	plainly(to, http.MethodDelete, "delete-flow", "/flows/{id}", "Delete a flow and its exchanges; the answer restores them", deleter(s, (*planner.Planner).DeleteFlow, view.deleted))
	plainly(to, http.MethodPost, "restore", "/restore", "Bring back what a deletion took away, all or nothing", s.restore)

	list[AreaPage](to, "list-areas", "/areas", "Industrial land, by id or name", lister[areasInput](s, "areas", surely((*planner.Snapshot).Areas), view.area, view.areaFeature))
	record(to, http.MethodGet, "get-area", "/areas/{id}", "A piece of industrial land", getter(s, (*planner.Snapshot).PlacedArea, view.area))
	record(to, http.MethodPost, "create-area", "/areas", "Add industrial land", creator[AreaInput](s, "/areas", (*planner.Planner).CreateArea, view.storedArea))
	record(to, http.MethodPut, "put-area", "/areas/{id}", "Change industrial land", changer[AreaInput](s, (*planner.Planner).UpdateArea, view.storedArea))
	plainly(to, http.MethodDelete, "delete-area", "/areas/{id}", "Delete industrial land; the answer, posted again, restores it", deleter(s, (*planner.Planner).DeleteArea, view.deletedArea))
	list[ExchangePage](to, "list-exchanges", "/exchanges", "Exchanges, by id or name", lister[exchangesInput](s, "exchanges", surely((*planner.Snapshot).Exchanges), view.exchange, view.exchangeFeature))
	record(to, http.MethodGet, "get-exchange", "/exchanges/{id}", "An exchange", getter(s, (*planner.Snapshot).Exchange, view.exchange))
}

// registerLand registers what bears on land.
func (s *Service) registerLand(to registrar) {
	list[ConstraintPage](to, "list-constraints", "/constraints", "Constraints on land, by id", lister[constraintsInput](s, "constraints", surely((*planner.Snapshot).Constraints), view.constraint, view.constraintFeature))
	record(to, http.MethodGet, "get-constraint", "/constraints/{id}", "A constraint on land", getter(s, (*planner.Snapshot).Constraint, view.constraint))
	record(to, http.MethodPost, "create-constraint", "/constraints", "Add a constraint on land", creator[ConstraintInput](s, "/constraints", (*planner.Planner).CreateConstraint, view.storedConstraint))
	record(to, http.MethodPut, "put-constraint", "/constraints/{id}", "Change a constraint on land", changer[ConstraintInput](s, (*planner.Planner).UpdateConstraint, view.storedConstraint))
	plainly(to, http.MethodDelete, "delete-constraint", "/constraints/{id}", "Delete a constraint on land; the answer, posted again, restores it", deleter(s, (*planner.Planner).DeleteConstraint, view.constraint))
	plainly(to, http.MethodGet, "list-constraint-layers", "/constraint-layers", "The layers that have constraints", s.listLayers)

	list[FacilityPage](to, "list-facilities", "/facilities", "Infrastructure that land is measured to, by id", lister[facilitiesInput](s, "facilities", surely((*planner.Snapshot).Facilities), view.facility, view.facilityFeature))
	record(to, http.MethodGet, "get-facility", "/facilities/{id}", "A piece of infrastructure", getter(s, (*planner.Snapshot).Facility, view.facility))
	record(to, http.MethodPost, "create-facility", "/facilities", "Add a piece of infrastructure", creator[FacilityInput](s, "/facilities", (*planner.Planner).CreateFacility, view.storedFacility))
	record(to, http.MethodPut, "put-facility", "/facilities/{id}", "Change a piece of infrastructure", changer[FacilityInput](s, (*planner.Planner).UpdateFacility, view.storedFacility))
	plainly(to, http.MethodDelete, "delete-facility", "/facilities/{id}", "Delete a piece of infrastructure; the answer, posted again, restores it", deleter(s, (*planner.Planner).DeleteFacility, view.facility))
}

func (s *Service) registerMatching(to registrar) {
	list[MatchPage](to, "list-matches", "/matches", "Feasible pairs, by net benefit", s.listMatches)
	plainly(to, http.MethodGet, "site-matches", "/sites/{id}/matches", "The matches of a site, and what just misses", s.siteMatches)
	plainly(to, http.MethodPost, "explain", "/explain", "The whole reckoning of a pair; nothing is stored", s.explain)
	plainly(to, http.MethodPost, "whatif", "/whatif", "The matches of hypothetical sites; nothing is stored", s.whatIf)
	plainly(to, http.MethodPost, "reach", "/reach", "How many flows are within reach at each of many points: by resource and distance alone, or by every gate", s.reach)
}

func (s *Service) registerRegion(to registrar) {
	plainly(to, http.MethodGet, "around", "/around", "What the sites within a radius of a place have over and need, in sum by resource", s.around)
	plainly(to, http.MethodGet, "summary", "/summary", "The region at a glance", s.summary)
	plainly(to, http.MethodGet, "list-broken-rows", "/broken-rows", "Rows of the store that another program has written, that break a rule and are left out until they are mended", s.brokenRows)
	plainly(to, http.MethodGet, "search", "/search", "Search for place, firm and flow", s.search)
	plainly(to, http.MethodGet, "list-resources", "/resources", "The catalogue of resources", s.listResources)
	plainly(to, http.MethodGet, "list-waste-codes", "/waste-codes", "The European List of Waste", s.listWasteCodes)
	plainly(to, http.MethodGet, "list-assumptions", "/assumptions", "Every default, with the region's own values", s.listAssumptions)
	plainly(to, http.MethodPut, "put-assumptions", "/assumptions", "Replace the region's own values", s.putAssumptions)
}

func (s *Service) registerAppraisal(to registrar) {
	plainly(to, http.MethodGet, "area-evaluation", "/areas/{id}/evaluation", "An area judged by the usual criteria and weights, with what it rests on", s.areaEvaluation)
	plainly(to, http.MethodPost, "evaluate-area", "/areas/{id}/evaluation", "An area judged by weights, value functions or a pairwise comparison of one's own; nothing is stored", s.evaluateArea)
	plainly(to, http.MethodPost, "evaluate-areas", "/evaluations", "Areas judged together and ranked; nothing is stored", s.evaluateAreas)
	s.registerOwnJudging(to)
	plainly(to, http.MethodGet, "list-comparisons", "/comparisons", "Saved comparisons, newest first", s.listComparisons)
	record(to, http.MethodGet, "get-comparison", "/comparisons/{id}", "A saved comparison, as it was", s.getComparison)
	record(to, http.MethodPost, "create-comparison", "/comparisons", "Keep two to six areas side by side as they are judged now", s.createComparison)
	plainly(to, http.MethodDelete, "delete-comparison", "/comparisons/{id}", "Delete a saved comparison; the answer restores it", deleter(s, (*planner.Planner).DeleteComparison, view.keptComparison))
}

// list registers a list that can also be had as a GeoJSON layer. Page is the type of its
// body in JSON.
func list[Page, I any](to registrar, id, path, summary string, handler func(context.Context, *I) (*listOutput, error)) {
	schemas := to.api.OpenAPI().Components.Schemas
	huma.Register(to.api, huma.Operation{
		OperationID: id, Method: http.MethodGet, Path: Prefix + path, Summary: summary,
		Responses: map[string]*huma.Response{"200": {
			Description: "A page of the list",
			Content: map[string]*huma.MediaType{
				"application/json":     {Schema: schemas.Schema(reflect.TypeFor[Page](), true, "")},
				"application/geo+json": {Schema: schemas.Schema(reflect.TypeFor[FeatureCollection](), true, "")},
			},
		}},
	}, problems(to.log, handler))
}

// record registers an operation on one record.
func record[I, T any](to registrar, method, id, path, summary string, handler func(context.Context, *I) (*recordOutput[T], error)) {
	op := huma.Operation{OperationID: id, Method: method, Path: Prefix + path, Summary: summary, MaxBodyBytes: maxRecord}
	if method == http.MethodPost {
		op.DefaultStatus = http.StatusCreated
	}
	huma.Register(to.api, op, problems(to.log, handler))
}

// plainly registers any other operation that answers in JSON.
func plainly[I, T any](to registrar, method, id, path, summary string, handler func(context.Context, *I) (*jsonOutput[T], error)) {
	huma.Register(to.api, huma.Operation{
		OperationID: id, Method: method, Path: Prefix + path, Summary: summary, MaxBodyBytes: maxBody,
	}, problems(to.log, handler))
}

// Greatest bodies, in bytes: one record, and many points or records.
const (
	maxRecord = 8 << 20 // an outline of 100 000 corners takes 4 MB
	maxBody   = 8 << 20
)

// registrar is where operations are added.
type registrar struct {
	api huma.API
	log *slog.Logger
}

// problems turns a handler's error into a problem, and logs what is our fault.
func problems[I, O any](log *slog.Logger, handler func(context.Context, *I) (*O, error)) func(context.Context, *I) (*O, error) {
	return func(ctx context.Context, in *I) (*O, error) {
		out, err := handler(ctx, in)
		if err == nil {
			return out, nil
		}
		p := problem.Of(err)
		if stale, ok := errors.AsType[*planner.StaleError](err); ok {
			p = p.WithVersion(stale.Current)
			p.Current, p.BasedOn, p.ChangedBy = recordOf(stale.OnFile), recordOf(stale.BasedOn), stale.By
			if !stale.At.IsZero() {
				p.ChangedAt = &stale.At
			}
		}
		if p.Status >= 500 {
			log.Error("a request failed", "request", problem.RequestOf(ctx), "err", err)
		}
		return nil, p
	}
}

// tidy makes the document say what the answers hold: every error is a Problem, and a list is
// never null.
func tidy(doc *huma.OpenAPI) {
	schemas := doc.Components.Schemas
	failure := &huma.Response{
		Description: "A problem (RFC 9457)",
		Content: map[string]*huma.MediaType{
			problem.MediaType: {Schema: schemas.Schema(reflect.TypeFor[problem.Problem](), true, "")},
		},
	}
	for _, item := range doc.Paths {
		for _, op := range []*huma.Operation{item.Get, item.Post, item.Put, item.Delete} {
			if op != nil {
				for status := range op.Responses {
					if status == "default" || status >= "400" {
						delete(op.Responses, status)
					}
				}
				op.Responses["default"] = failure
			}
		}
	}
	// What an input may leave out, an answer always says.
	require(schemas, "Site", "id", "place_accuracy", "visibility")
	require(schemas, "Flow", "id", "shape", "status", "certainty", "visibility")
	delete(schemas.Map(), "ErrorModel")
	delete(schemas.Map(), "ErrorDetail")
	for _, schema := range schemas.Map() {
		for _, property := range schema.Properties {
			if property.Type == huma.TypeArray {
				property.Nullable = false
			}
		}
	}
}

func require(schemas huma.Registry, name string, properties ...string) {
	s := schemas.Map()[name]
	s.Required = append(s.Required, properties...)
}
