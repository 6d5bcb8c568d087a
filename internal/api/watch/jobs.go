package watch

import (
	"context"
	"net/http"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/samloka/samloka/internal/planner"
)

// Jobs is what is shown of the long work of the region's store.
type Jobs interface {
	// CountJobs counts the jobs on file.
	CountJobs(ctx context.Context) ([]planner.JobCount, error)
	// Working says whether jobs are worked in this program, and why it can't take any now.
	Working() (here bool, err error)
	// OnJobEnd calls ended for each job whose work ended in this program.
	OnJobEnd(ended func(planner.Job))
}

// Worker answers with the figures of a program that works jobs and serves nobody.
func Worker(jobs Jobs) http.Handler {
	registry := prometheus.NewRegistry()
	registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	watchJobs(registry, jobs)
	return promhttp.HandlerFor(registry, promhttp.HandlerOpts{DisableCompression: true})
}

// watchJobs counts and times the jobs that are worked here, and shows those on file.
func watchJobs(registry prometheus.Registerer, jobs Jobs) {
	duration := prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name: "samloka_job_duration_seconds",
		Help: "Time from a job's first beginning to its end, by kind and outcome, of the jobs that ended in this program; parts of a job are of a kind of their own. " +
			"The _count of it is how many ended.",
		Buckets: []float64{.05, .25, 1, 5, 15, 60, 300, 900, 3600, 4 * 3600},
	}, []string{"kind", "outcome"})
	registry.MustRegister(duration, jobsCollector{jobs})
	jobs.OnJobEnd(func(j planner.Job) {
		if !j.Started.IsZero() {
			duration.WithLabelValues(j.Kind, string(j.State)).Observe(max(0, j.Finished.Sub(j.Started).Seconds()))
		}
	})
}

// jobsCollector asks the store at each look.
type jobsCollector struct{ jobs Jobs }

var (
	jobsDesc = prometheus.NewDesc("samloka_jobs",
		"Jobs on file in the store, whichever program works them, by kind and state: waiting, running, parted (worked in parts), done, failed, cancelled. Ended ones as long as they are kept.",
		[]string{"kind", "state"}, nil)
	workedDesc = prometheus.NewDesc("samloka_jobs_worked_here",
		"1 when this program takes jobs, 0 when it can't now; left out when it leaves them to others.", nil, nil)
)

func (c jobsCollector) Describe(descs chan<- *prometheus.Desc) {
	descs <- jobsDesc
	descs <- workedDesc
}

func (c jobsCollector) Collect(metrics chan<- prometheus.Metric) {
	if here, err := c.jobs.Working(); here {
		worked := 1.0
		if err != nil {
			worked = 0
		}
		metrics <- prometheus.MustNewConstMetric(workedDesc, prometheus.GaugeValue, worked)
	}
	ctx, cancel := context.WithTimeout(context.Background(), checkTimeout)
	defer cancel()
	counts, err := c.jobs.CountJobs(ctx)
	if err != nil {
		return // samloka_region_current says that the store can't be read
	}
	for _, n := range counts {
		metrics <- prometheus.MustNewConstMetric(jobsDesc, prometheus.GaugeValue, float64(n.Count), n.Kind, string(n.State))
	}
}
