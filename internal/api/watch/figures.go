package watch

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Region is what is shown of the region that is served.
type Region interface {
	Jobs
	// Records counts the records of each kind: "site", "flow", …
	Records() map[string]int
	// Check returns an error when what is shown may be older than the store, or the store can't
	// be read.
	Check(ctx context.Context) error
	// CountBroken returns how many rows of the store are left out.
	CountBroken() int
	// Refreshed returns when the present state was taken in.
	Refreshed() time.Time
	// Behind returns how many transactions what is shown lacks of what the store has, and how long
	// ago the first of them was written.
	Behind(ctx context.Context) (revisions int64, since time.Duration, err error)
	// Followed returns how often others' changes were taken in one by one, and how often the whole
	// region was read.
	Followed() (catchUps, reloads int64)
}

// Figures counts for Prometheus. Each server has its own.
type Figures struct {
	now      func() time.Time
	registry *prometheus.Registry
	requests *prometheus.CounterVec
	duration *prometheus.HistogramVec
	open     prometheus.Gauge
}

// New returns figures of a server of r. now is time.Now but in tests.
func New(r Region, now func() time.Time) *Figures {
	f := &Figures{
		now:      now,
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "samloka_http_requests_total",
			Help: "Requests answered, by method, route and status.",
		}, []string{"method", "route", "status"}),
		duration: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name:    "samloka_http_request_duration_seconds",
			Help:    "Time until a request was answered whole, by method and route. Streams of events last as long as somebody listens.",
			Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30},
		}, []string{"method", "route"}),
		open: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "samloka_http_requests_open",
			Help: "Requests being answered now, streams of events among them.",
		}),
	}
	f.registry.MustRegister(f.requests, f.duration, f.open, regionCollector{r},
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	watchJobs(f.registry, r)
	return f
}

// Handler answers with all figures in Prometheus's text format.
func (f *Figures) Handler() http.Handler {
	return promhttp.HandlerFor(f.registry, promhttp.HandlerOpts{DisableCompression: true})
}

// methods are those that are told apart; any word can be sent as one.
var methods = map[string]bool{
	http.MethodGet: true, http.MethodHead: true, http.MethodPost: true, http.MethodPut: true,
	http.MethodPatch: true, http.MethodDelete: true, http.MethodOptions: true,
}

func (f *Figures) count(method, route string, status int, took time.Duration) {
	if !methods[method] {
		method = "other"
	}
	f.requests.WithLabelValues(method, route, strconv.Itoa(status)).Inc()
	f.duration.WithLabelValues(method, route).Observe(took.Seconds())
}

// regionCollector asks the region at each look.
type regionCollector struct{ region Region }

var (
	recordsDesc = prometheus.NewDesc("samloka_region_records",
		"Records of the region as served, by kind.", []string{"kind"}, nil)
	currentDesc = prometheus.NewDesc("samloka_region_current",
		"1 when what is served is the store's newest state, 0 when the store can't be read or followed.", nil, nil)
	refreshedDesc = prometheus.NewDesc("samloka_region_refreshed_timestamp_seconds",
		"When the state that is served was taken in, as Unix time.", nil, nil)
	behindDesc = prometheus.NewDesc("samloka_region_behind_revisions",
		"Transactions of the store that what is served lacks.", nil, nil)
	behindForDesc = prometheus.NewDesc("samloka_region_behind_seconds",
		"How long ago the first transaction was written that what is served lacks; 0 when it lacks none.", nil, nil)
	brokenDesc = prometheus.NewDesc("samloka_region_broken_rows",
		"Rows of the store that another program wrote, that break a rule and are left out.", nil, nil)
	followedDesc = prometheus.NewDesc("samloka_region_followed_total",
		"How often changes that others wrote were taken in: one by one (changes), or by reading the whole region (reload), the first time among these.", []string{"way"}, nil)
)

// checkTimeout bounds how long a look waits for the store.
const checkTimeout = 2 * time.Second

func (c regionCollector) Describe(descs chan<- *prometheus.Desc) {
	descs <- recordsDesc
	descs <- currentDesc
	descs <- refreshedDesc
	descs <- behindDesc
	descs <- behindForDesc
	descs <- brokenDesc
	descs <- followedDesc
}

func (c regionCollector) Collect(metrics chan<- prometheus.Metric) {
	for kind, n := range c.region.Records() {
		metrics <- prometheus.MustNewConstMetric(recordsDesc, prometheus.GaugeValue, float64(n), kind)
	}
	ctx, cancel := context.WithTimeout(context.Background(), checkTimeout)
	defer cancel()
	current := 1.0
	if c.region.Check(ctx) != nil {
		current = 0
	}
	metrics <- prometheus.MustNewConstMetric(currentDesc, prometheus.GaugeValue, current)
	metrics <- prometheus.MustNewConstMetric(refreshedDesc, prometheus.GaugeValue, float64(c.region.Refreshed().UnixMilli())/1000)
	metrics <- prometheus.MustNewConstMetric(brokenDesc, prometheus.GaugeValue, float64(c.region.CountBroken()))
	catchUps, reloads := c.region.Followed()
	metrics <- prometheus.MustNewConstMetric(followedDesc, prometheus.CounterValue, float64(catchUps), "changes")
	metrics <- prometheus.MustNewConstMetric(followedDesc, prometheus.CounterValue, float64(reloads), "reload")
	// How far behind can't be told of a store that can't be read: then there is no figure.
	if revisions, since, err := c.region.Behind(ctx); err == nil {
		metrics <- prometheus.MustNewConstMetric(behindDesc, prometheus.GaugeValue, float64(revisions))
		metrics <- prometheus.MustNewConstMetric(behindForDesc, prometheus.GaugeValue, since.Seconds())
	}
}
