package rest

import (
	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/symbiosis"
)

// Exchange is a flow that goes from one site to another today, or is on its way there.
type Exchange struct {
	ID        string                  `json:"id"`
	SurplusID string                  `json:"surplus_id"`
	NeedID    string                  `json:"need_id"`
	State     symbiosis.ExchangeState `json:"state"`
	Since     string                  `json:"since,omitempty" doc:"First day of the state"`
	Quantity  *float64                `json:"quantity,omitempty"`
	Unit      symbiosis.QuantityUnit  `json:"unit,omitempty"`
	Certainty symbiosis.Certainty     `json:"certainty"`
	Source    string                  `json:"source,omitempty"`
	Note      string                  `json:"note,omitempty"`
	Version   int64                   `json:"version"`
	Resource  string                  `json:"resource" doc:"The surplus's"`
	Kind      symbiosis.Kind          `json:"kind,omitempty"`
	Surplus   End                     `json:"surplus"`
	Need      End                     `json:"need"`
}

// End is one end of a match or an exchange: a flow and its site.
type End struct {
	FlowID       string  `json:"flow_id"`
	FlowName     string  `json:"flow_name,omitempty"`
	Resource     string  `json:"resource"`
	ResourceName string  `json:"resource_name" doc:"In the language asked for"`
	SiteID       string  `json:"site_id"`
	SiteName     string  `json:"site_name"`
	Municipality string  `json:"municipality,omitempty"`
	Lon          float64 `json:"lon"`
	Lat          float64 `json:"lat"`
	Estimated    bool    `json:"estimated,omitempty" doc:"The flow is an estimate, or the site's place is approximate"`

	written []byte // as JSON, where it comes up many times
}

// ExchangePage is a part of a list of exchanges.
type ExchangePage struct {
	Items []Exchange `json:"items"`
	PageInfo
}

type exchangesInput struct {
	Listing
	Ordering
	State string `query:"state" enum:"idea,contact,study,agreement,operation,ended"`
	Site  string `query:"site" doc:"Either end is this site"`
}

func (in *exchangesInput) filter() (planner.ExchangeFilter, any, error) {
	bounds, err := parseBBox(in.BBox)
	return planner.ExchangeFilter{
		Bounds: bounds, State: symbiosis.ExchangeState(in.State), Site: symbiosis.SiteID(in.Site),
	}, [...]string{in.BBox, in.State, in.Site}, err
}
