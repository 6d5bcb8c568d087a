package rest

import (
	"reflect"

	"github.com/danielgtaylor/huma/v2"
)

// Language is how a reader is spoken to.
type Language struct {
	Lang           string `query:"lang" enum:"sv,nb,en" doc:"Language of names and texts; Accept-Language otherwise, Swedish when neither says"`
	AcceptLanguage string `header:"Accept-Language" hidden:"true"`
}

// Paging is a part of a list.
type Paging struct {
	Limit  int    `query:"limit" minimum:"1" maximum:"1000" default:"100" doc:"Most items given"`
	Cursor string `query:"cursor" maxLength:"2000" doc:"next_cursor of the page before, with the same filter"`
}

// Listing is what all lists of things on the map take.
type Listing struct {
	Language
	Paging
	Format string `query:"f" enum:"json,geojson" doc:"geojson gives a layer (RFC 7946); or Accept: application/geo+json"`
	Accept string `header:"Accept" hidden:"true"`
	BBox   string `query:"bbox" maxLength:"200" doc:"west,south,east,north in degrees of WGS 84; west above east crosses the antimeridian" example:"10,63,15,65"`

	path, query string // of the request
}

// Ordering is the order of a list of what has names, and what is searched for in it.
type Ordering struct {
	Order  string `query:"order" enum:"id,name" default:"id" doc:"name: in the alphabetical order of the language; flows that have no name by their resource's, exchanges by their sites'"`
	Search string `query:"q" maxLength:"200" doc:"What stands in the name, organisation, municipality or resource, or those of the site, in any case and diacritics"`
}

func (o *Ordering) ordering() *Ordering { return o }

type matchesInput struct {
	Listing
	Resource      string `query:"resource" doc:"The surplus's resource, this or one below it in the catalogue"`
	Kind          string `query:"kind" enum:"heat,material,energy,gas,water,goods,service"`
	Municipality  string `query:"municipality" doc:"Of either end; name, in any case"`
	Site          string `query:"site" doc:"Either end is this site"`
	Direction     string `query:"direction" enum:"surplus,need" doc:"With bbox, municipality or site: only this end counts"`
	Sure          bool   `query:"sure" doc:"Also how sure each match is"`
	MinNetBenefit given  `query:"min_net_benefit_sek_per_year" doc:"Least net benefit; a pair without one is left out when given"`
}

// given is a number that can be left out: nil is not left out.
type given struct {
	Value float64
	is    bool
}

// Schema describes it as a number.
func (given) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeNumber, Format: "double"}
}

// Receiver and OnParamSet make huma fill it.
func (g *given) Receiver() reflect.Value { return reflect.ValueOf(g).Elem().Field(0) }

// OnParamSet notes that the number was given.
func (g *given) OnParamSet(is bool, _ any) { g.is = is }

// ByID is a record by its id.
type ByID struct {
	Language
	ID string `path:"id" maxLength:"120"`
}

// Changing names the version that a change is made to.
type Changing struct {
	ByID
	IfMatch string `header:"If-Match" doc:"The record's ETag as it was read, or *; required"`
}

type restoreInput struct {
	Language
	Body Deleted
}

type siteMatchesInput struct {
	ByID
	Limit      int  `query:"limit" minimum:"1" maximum:"1000" default:"100"`
	NearMisses bool `query:"near_misses" default:"true" doc:"Also what just misses"`
	Sure       bool `query:"sure" doc:"Also how sure each match is, and the ranges of what the near misses lack"`
}

type explainInput struct {
	Language
	Body ExplainRequest
}

type whatIfInput struct {
	Language
	Body WhatIfRequest
}

type wasteInput struct {
	Language
	Query string `query:"q" maxLength:"200" doc:"The beginning of a code, or words of the name"`
	Limit int    `query:"limit" minimum:"1" maximum:"1000" default:"50"`
}

type searchInput struct {
	Language
	Query string `query:"q" minLength:"1" maxLength:"200" required:"true" doc:"Place, firm or flow, in any case, with or without diacritics"`
	Limit int    `query:"limit" minimum:"1" maximum:"100" default:"20"`
}

type assumptionsInput struct {
	Language
	Body AssumptionValues
}

type onlyLanguage struct{ Language }

// ImportInput is files and how they are to be read.
type ImportInput struct {
	Language
	DryRun  bool   `query:"dry_run" doc:"Check and count, but write nothing"`
	Partial bool   `query:"partial" doc:"Leave bad rows out instead of refusing all"`
	Preset  string `query:"preset" enum:"hotmaps" doc:"How to read a file that isn't Samloka's own"`
	CRS     string `query:"crs" maxLength:"300" doc:"Reference system of the coordinates; WGS 84 or what the file says when left out" example:"EPSG:3006"`
	ImportAs
	RawBody huma.MultipartFormFiles[ImportFiles]
}

// ImportAs says what the features of somebody else's files are; the rest goes with as.
type ImportAs struct {
	As               string  `query:"as" enum:"area,constraint,facility" doc:"What the features of somebody else's file are: their name and an id are taken, the rest from the parameters below"`
	Layer            string  `query:"layer" maxLength:"120" doc:"Of constraints: key of the layer" example:"protected_nature"`
	Effect           string  `query:"effect" enum:"excludes,penalises,informs" doc:"Of constraints; the usual effect of the layer when left out"`
	BufferM          float64 `query:"buffer_m" minimum:"0" doc:"Of constraints: how far round the features the effect holds too, m"`
	WarningDistanceM float64 `query:"warning_distance_m" minimum:"0" doc:"Of constraints: within which people are warned, m"`
	Facility         string  `query:"facility" enum:"highway,rail,port,substation,district_heating" doc:"Of facilities"`
	Source           string  `query:"source" maxLength:"4000" doc:"Where the file comes from; its name when left out"`
	SourceDate       string  `query:"source_date" maxLength:"10" doc:"Date of the source" example:"2026-03-01"`
	Certainty        string  `query:"certainty" enum:"measured,reported,estimated"`
	IDPrefix         string  `query:"id_prefix" maxLength:"60" doc:"What ids begin with; the layer, the kind of facility or area when left out"`
	FromLayer        string  `query:"from_layer" maxLength:"300" doc:"Which layer of a GeoPackage to read"`
}

// ImportFiles are the files of one import; they may refer to each other.
type ImportFiles struct {
	Files []huma.FormFile `form:"files" required:"true" doc:"CSV, GeoJSON, Excel, GeoPackage, Shapefile (its files together, or a zip of them); told apart by content"`
}

type exportInput struct {
	Format string `query:"format" enum:"geojson,csv,csv-semicolon" default:"geojson" doc:"csv-semicolon has semicolons, decimal commas and a byte order mark, as Excel in Swedish and Norwegian opens it"`
	Table  string `query:"table" enum:"all,sites,flows,areas,exchanges,constraints,facilities,matches" default:"all" doc:"all is for GeoJSON only"`
}

type evaluateAreaInput struct {
	Language
	ID   string `path:"id" maxLength:"120"`
	Body EvaluationSettings
}

type evaluateAreasInput struct {
	Language
	Body EvaluationRequest
}

type createComparisonInput struct {
	Language
	AskedOnce
	Body ComparisonRequest
}
