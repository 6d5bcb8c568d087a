package rest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/samloka/samloka/internal/appraise"
	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/symbiosis"
)

// Change is one record's part of a transaction, as the history tells it.
type Change struct {
	Number    int64         `json:"number" doc:"Rises with each change"`
	Set       int64         `json:"set" doc:"The same for all changes of one transaction"`
	At        time.Time     `json:"at" doc:"When, by the store's clock"`
	By        string        `json:"by" doc:"The name that was given, the user of the database, or empty when another program wrote into the file"`
	Program   string        `json:"program" doc:"The program that wrote; empty when it isn't known"`
	Table     string        `json:"table" doc:"Kind of record" example:"sites"`
	ID        string        `json:"id" doc:"Of the record; the key of an assumption"`
	Name      string        `json:"name,omitempty" doc:"Of the record, as it last was"`
	Operation string        `json:"operation" enum:"insert,update,delete"`
	Version   int64         `json:"version,omitempty" doc:"After the change; of a deleted record its last"`
	Undoes    int64         `json:"undoes,omitempty" doc:"Number of the change that this one undid"`
	Latest    bool          `json:"latest" doc:"The record hasn't changed since"`
	Fields    []FieldChange `json:"fields" doc:"What an update changed"`
	Before    any           `json:"before,omitempty" doc:"The record before, as the API takes it; left out for a new one"`
	After     any           `json:"after,omitempty" doc:"The record after; left out for a deleted one"`
}

// FieldChange is an attribute that an update changed.
type FieldChange struct {
	Field  string `json:"field" example:"quantity"`
	Before any    `json:"before,omitempty" doc:"Left out where there was none, and for geometries"`
	After  any    `json:"after,omitempty"`
}

// History is a part of the list of changes, the newest first.
type History struct {
	Items []Change `json:"items"`
	Older int64    `json:"older,omitempty" doc:"Give it as older to read on; left out at the end"`
}

type historyInput struct {
	Language
	Table string `query:"table" enum:"sites,flows,areas,exchanges,constraints,facilities,profiles,comparisons,pitches,settings,assumptions,region_info" doc:"Changes of this kind of record" example:"sites"`
	ID    string `query:"id" maxLength:"120" doc:"Changes of this record, with table: its id, the key of an assumption or a setting"`
	Set   int64  `query:"set" doc:"Changes of one transaction" minimum:"0"`
	Older int64  `query:"older" doc:"Changes before the one of this number" minimum:"0"`
	Limit int    `query:"limit" minimum:"1" maximum:"500" default:"50"`
}

type recordHistoryInput struct {
	ByID
	Older int64 `query:"older" doc:"Changes before the one of this number" minimum:"0"`
	Limit int   `query:"limit" minimum:"1" maximum:"500" default:"50"`
}

type undoInput struct {
	Language
	Number  int64  `path:"number" minimum:"1"`
	Whole   bool   `query:"whole" doc:"All changes of the same transaction, such as a whole import"`
	IfMatch string `header:"If-Match" doc:"Overwrite the record though it has changed since: its ETag as it is now, which the problem of a first try tells"`
}

// historyTables are the records that have an address of their own.
var historyTables = []struct{ noun, table string }{
	{"site", "sites"}, {"flow", "flows"}, {"area", "areas"}, {"exchange", "exchanges"}, {"constraint", "constraints"},
	{"facility", "facilities"}, {"profile", "profiles"}, {"comparison", "comparisons"}, {"pitch", "pitches"},
}

func (s *Service) registerHistory(to registrar) {
	plainly(to, http.MethodGet, "list-history", "/history", "What was changed, by whom and when, the newest first; edits of other programs too", s.history)
	for _, of := range historyTables {
		plainly(to, http.MethodGet, of.noun+"-history", "/"+of.table+"/{id}/history", "What was changed of one of the "+of.table+", the newest first",
			func(ctx context.Context, in *recordHistoryInput) (*jsonOutput[History], error) {
				return s.history(ctx, &historyInput{Language: in.Language, Table: of.table, ID: in.ID, Older: in.Older, Limit: in.Limit})
			})
	}
	plainly(to, http.MethodPost, "undo", "/history/{number}/undo", "Undo a change by a new one; a deleted site comes back with its flows", s.undo)
}

func (s *Service) history(ctx context.Context, in *historyInput) (*jsonOutput[History], error) {
	if in.ID != "" && in.Table == "" {
		return nil, &symbiosis.Error{Kind: symbiosis.Invalid, Text: "the record isn't named", Problems: []symbiosis.Problem{{
			Field: "table", Code: "required", Text: "is missing beside id", Hint: "the kind of record that the id is of, such as table=sites",
		}}}
	}
	changes, err := s.planner.History(ctx, planner.HistoryQuery{Table: in.Table, ID: in.ID, Set: in.Set, Older: in.Older, Limit: in.Limit + 1})
	if err != nil {
		return nil, err
	}
	if len(changes) == 0 && in.ID != "" && in.Set == 0 && in.Older == 0 && !s.planner.Snapshot().Has(in.Table, in.ID) {
		return nil, symbiosis.Errorf(symbiosis.NotFound, "nothing is remembered of %q among the %s: there is and was no such record", in.ID, in.Table)
	}
	if len(changes) == 0 && in.Set > 0 && in.Older == 0 {
		others, err := s.planner.History(ctx, planner.HistoryQuery{Set: in.Set, Limit: 1})
		if err != nil || len(others) > 0 {
			return &jsonOutput[History]{History{Items: []Change{}}}, err
		}
		return nil, &symbiosis.Error{Kind: symbiosis.Invalid, Text: "the filter names what there is none of", Problems: []symbiosis.Problem{{
			Field: "set", Code: "unknown_id", Value: strconv.FormatInt(in.Set, 10), Text: "is not among what can be asked for", Hint: "a set of /history, where each change names its own",
		}}}
	}
	out := History{}
	if len(changes) > in.Limit {
		changes = changes[:in.Limit]
		out.Older = changes[in.Limit-1].Number
	}
	out.Items, err = changesOf(changes)
	return &jsonOutput[History]{out}, err
}

func (s *Service) undo(ctx context.Context, in *undoInput) (*jsonOutput[History], error) {
	o := planner.UndoOptions{Whole: in.Whole}
	if in.IfMatch != "" {
		var err error
		if o.Version, err = (Changing{IfMatch: in.IfMatch}).version(); err != nil {
			return nil, err
		}
	}
	changes, err := s.planner.Undo(ctx, in.Number, o)
	if err != nil {
		return nil, err
	}
	items, err := changesOf(changes)
	return &jsonOutput[History]{History{Items: items}}, err
}

func changesOf(changes []planner.Change) ([]Change, error) {
	items := make([]Change, len(changes))
	for i, c := range changes {
		items[i] = Change{
			Number: c.Number, Set: c.Set, At: c.At.UTC(), By: c.Actor, Program: c.Program, Table: c.Table, ID: c.ID, Operation: string(c.Operation),
			Version: c.Version, Undoes: c.Undoes, Latest: c.Latest, Before: shownOf(c.Before), After: shownOf(c.After),
		}
		var err error
		if items[i].Fields, err = fieldsChanged(items[i].Before, items[i].After); err != nil {
			return nil, err
		}
		for _, record := range []any{c.After, c.Before} {
			if items[i].Name == "" {
				items[i].Name = nameOf(record)
			}
		}
	}
	return items, nil
}

// shownOf is recordOf of a record that JSON can say: nil where another program wrote an infinite number.
func shownOf(record any) any {
	shown := recordOf(record)
	if _, err := json.Marshal(shown); err != nil {
		if _, unsayable := errors.AsType[*json.UnsupportedValueError](err); unsayable {
			return nil
		}
	}
	return shown
}

// recordOf shows a record of the history as the API takes it.
func recordOf(record any) any {
	switch r := record.(type) {
	case symbiosis.Site:
		return SiteInput{SiteAttributes: attributesOfSite(r), Version: r.Version}
	case symbiosis.Flow:
		return FlowInput{SiteID: string(r.SiteID), FlowAttributes: attributesOf(r), Version: r.Version}
	case symbiosis.Exchange:
		return exchangeInputOf(r)
	case symbiosis.Area:
		return AreaInput{AreaAttributes: attributesOfArea(r), Geometry: Geometry{r.Geometry}, Version: r.Version}
	case symbiosis.Constraint:
		return ConstraintInput{ConstraintAttributes: attributesOfConstraint(r), Geometry: Geometry{r.Geometry}, Version: r.Version}
	case symbiosis.Facility:
		return FacilityInput{FacilityAttributes: attributesOfFacility(r), Geometry: Geometry{r.Geometry}, Version: r.Version}
	case symbiosis.Profile:
		return ProfileInput{ProfileAttributes: attributesOfProfile(r), Version: r.Version}
	case symbiosis.Setting:
		var own appraise.Settings
		if r.Key != symbiosis.AppraisalSetting || r.Body.Into(&own) != nil {
			return OtherSetting{string(r.Key), string(r.Body), r.Version}
		}
		return RegionSettings{settingsOf(own), true, r.Version}
	case symbiosis.Comparison:
		areas := make([]string, len(r.AreaIDs))
		for i, id := range r.AreaIDs {
			areas[i] = string(id)
		}
		return PastComparison{
			ID: string(r.ID), Name: r.Name, Note: r.Note, Areas: areas, Created: r.Created, Visibility: r.Visibility,
			Revision: r.Revision, DataTime: r.DataTime, Documents: fingerprint(r.Settings, r.Result), Version: r.Version,
		}
	case symbiosis.Pitch:
		return PastPitch{
			ID: string(r.ID), Title: r.Title, AreaID: string(r.AreaID), ProfileID: string(r.ProfileID), Capacity: r.Capacity, Visibility: r.Visibility,
			Language: r.Language, Created: r.Created, Expires: r.Expires, Revision: r.Revision, DataTime: r.DataTime, Documents: fingerprint(r.Content), Version: r.Version,
		}
	case float64:
		return map[string]float64{"value": r}
	case symbiosis.RegionInfo:
		return r
	}
	return nil // of a newer program
}

// PastComparison is a saved comparison as the history shows it: what it is, without the documents
// that hold its result.
type PastComparison struct {
	ID         string               `json:"id"`
	Name       string               `json:"name"`
	Note       string               `json:"note,omitempty"`
	Areas      []string             `json:"areas"`
	Created    time.Time            `json:"created"`
	Visibility symbiosis.Visibility `json:"visibility"`
	Revision   string               `json:"revision"`
	DataTime   time.Time            `json:"data_time"`
	Documents  string               `json:"documents" doc:"A mark of its settings and result: another one, other documents"`
	Version    int64                `json:"version"`
}

// PastPitch is a pitch sheet as the history shows it: without the mark of its secret link, which is
// nobody's business, and without its content, which is its PDF.
type PastPitch struct {
	ID         string               `json:"id"`
	Title      string               `json:"title"`
	AreaID     string               `json:"area_id"`
	ProfileID  string               `json:"profile_id,omitempty"`
	Capacity   *float64             `json:"capacity,omitempty"`
	Visibility symbiosis.Visibility `json:"visibility"`
	Language   symbiosis.Language   `json:"language"`
	Created    time.Time            `json:"created"`
	Expires    time.Time            `json:"expires"`
	Revision   string               `json:"revision"`
	DataTime   time.Time            `json:"data_time"`
	Documents  string               `json:"documents" doc:"A mark of its content"`
	Version    int64                `json:"version"`
}

// OtherSetting is a setting that this program has no form of its own for.
type OtherSetting struct {
	Key     string `json:"key"`
	Body    string `json:"body" doc:"A document, JSON"`
	Version int64  `json:"version"`
}

// fingerprint is a short mark of documents.
func fingerprint(documents ...symbiosis.Document) string {
	h := sha256.New()
	for _, d := range documents {
		fmt.Fprintf(h, "%d %s", len(d), d)
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}

func nameOf(record any) string {
	switch r := record.(type) {
	case symbiosis.Site:
		return r.Name
	case symbiosis.Flow:
		return r.Name
	case symbiosis.Area:
		return r.Name
	case symbiosis.Constraint:
		return r.Name
	case symbiosis.Facility:
		return r.Name
	case symbiosis.Profile:
		return r.Names.SV
	case symbiosis.Comparison:
		return r.Name
	case symbiosis.Pitch:
		return r.Title
	}
	return ""
}

// fieldsChanged compares two records as they are shown, attribute by attribute in their order.
func fieldsChanged(before, after any) ([]FieldChange, error) {
	fields := []FieldChange{}
	if before == nil || after == nil {
		return fields, nil
	}
	old, _, err := attributes(before)
	if err != nil {
		return nil, err
	}
	now, order, err := attributes(after)
	if err != nil {
		return nil, err
	}
	for name := range old {
		if _, stays := now[name]; !stays {
			order = append(order, name)
		}
	}
	slices.Sort(order)
	for _, name := range order {
		if name == "version" || bytes.Equal(old[name], now[name]) {
			continue
		}
		f := FieldChange{Field: name}
		if name != "geometry" {
			f.Before, f.After = orNothing(old[name]), orNothing(now[name])
		}
		fields = append(fields, f)
	}
	return fields, nil
}

func orNothing(raw json.RawMessage) any {
	if raw == nil {
		return nil
	}
	return raw
}

func attributes(record any) (values map[string]json.RawMessage, names []string, err error) {
	text, err := json.Marshal(record)
	if err != nil {
		return nil, nil, err
	}
	if err := json.Unmarshal(text, &values); err != nil {
		return nil, nil, err
	}
	for name := range values {
		names = append(names, name)
	}
	return values, names, nil
}
