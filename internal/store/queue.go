package store

import (
	"context"
	"encoding/json"
	"log/slog"
	"time"
)

// JobState is how far a job has come.
type JobState string

// The states of a job. A parted one waits for its parts, and then waits to be taken up again.
const (
	JobWaiting   JobState = "waiting"
	JobRunning   JobState = "running"
	JobParted    JobState = "parted"
	JobDone      JobState = "done"
	JobFailed    JobState = "failed"
	JobCancelled JobState = "cancelled"
)

// Ended says that nothing more comes of the job.
func (s JobState) Ended() bool { return s == JobDone || s == JobFailed || s == JobCancelled }

// NewJob is long work to be done.
type NewJob struct {
	Kind   string
	Args   json.RawMessage
	Parent int64 // the job that this one is a part of, 0 when it is none
	Files  map[string][]byte
}

// Job is long work and what has become of it.
type Job struct {
	ID          int64
	Kind        string
	Args        json.RawMessage
	Parent      int64
	Author      string
	State       JobState
	Attempt     int   // how often it was begun
	Done, Total int64 // of a parted one, its parts
	Result      json.RawMessage
	Error       string // for people, when it failed
	Created     time.Time
	Started     time.Time // zero before
	Finished    time.Time // zero before
}

// Outcome is what a worker has made of a job.
type Outcome struct {
	Result json.RawMessage
	Parted bool // it has added parts: it is to be begun again when they have ended
}

// Worker does a job. It may be begun again after a crash, by another program, and must then
// come to the same end. ctx ends when the job is cancelled or the program stops; progress tells how far
// it has come.
type Worker func(ctx context.Context, job Job, progress func(done, total int64)) (Outcome, error)

// WorkOptions say how jobs are worked.
type WorkOptions struct {
	Workers int           // at once; 1 when zero
	Silent  time.Duration // after which a worker is taken for dead; 15 seconds when zero
	Log     *slog.Logger
}

// WithDefaults fills in what is zero.
func (o WorkOptions) WithDefaults() WorkOptions {
	if o.Workers < 1 {
		o.Workers = 1
	}
	if o.Silent <= 0 {
		o.Silent = 15 * time.Second
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return o
}

// MostAttempts is how often a job is begun before it is given up.
const MostAttempts = 5

// Queue is the part of a store that keeps long work. Any program that works the store's jobs may
// be given any of them; one job is worked by one worker at a time, and begun again when its worker
// has died. Errors are as the store's.
type Queue interface {
	// AddJobs adds jobs, all or none, written down to the author of ctx, and returns their numbers.
	AddJobs(ctx context.Context, jobs ...NewJob) ([]int64, error)
	// Job returns a job; an unknown number is NotFound.
	Job(ctx context.Context, id int64) (Job, error)
	// Jobs returns the parts of a job in their order, or, for parent 0, the newest jobs that are no parts.
	Jobs(ctx context.Context, parent int64, limit int) ([]Job, error)
	// CancelJob cancels a job and its parts, unless they have ended.
	CancelJob(ctx context.Context, id int64) error
	// PutJobFile keeps a file with a job, replacing one of the same name; JobFile reads it.
	PutJobFile(ctx context.Context, id int64, name string, content []byte) error
	JobFile(ctx context.Context, id int64, name string) ([]byte, error)
	// WorkJobs works jobs until ctx ends. What it was about then is given back.
	WorkJobs(ctx context.Context, o WorkOptions, do Worker) error
}
