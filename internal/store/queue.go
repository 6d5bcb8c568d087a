package store

import (
	"context"
	"encoding/json"
	"io"
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
	Parent int64            // the job that this one is a part of, 0 when it is none
	Files  map[string]int64 // what it is to work with: files of PutFile, by what they are called within the job
	// Key is that of who asked for it, "" without one, and Asked what was asked for: see AddJobs.
	Key, Asked string
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
	Asked       string // as in NewJob
	Created     time.Time
	Started     time.Time // zero before
	Finished    time.Time // zero before
}

// Outcome is what a worker has made of a job.
type Outcome struct {
	Result json.RawMessage  // kept of a failure too
	Files  map[string]int64 // what it has made: files of PutFile, by what they are called within the job
	Parted bool             // it has added parts: it is to be begun again when they have ended
}

// JobCount is how many jobs, parts left out, are of a kind and in a state.
type JobCount struct {
	Kind  string
	State JobState
	Count int
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
	// Fares is told how the work fares: nil when jobs can be taken, again and again, else why not.
	// Settled is told the number of each job that was worked here, when that has ended. Either may
	// be nil, and must return soon.
	Fares   func(error)
	Settled func(job int64)
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
	if o.Fares == nil {
		o.Fares = func(error) {}
	}
	if o.Settled == nil {
		o.Settled = func(int64) {}
	}
	return o
}

// MostAttempts is how often a job is begun before it is given up.
const MostAttempts = 5

// Queue is the part of a store that keeps long work. Any program that works the store's jobs may
// be given any of them; one job is worked by one worker at a time, and begun again when its worker
// has died. Errors are as the store's.
type Queue interface {
	// AddJobs adds jobs, all or none, written down to the author of ctx, and returns their numbers. Where
	// a job on file has the key of a new one, its number is returned in the place of it, whatever has
	// become of it, and the new one's files are deleted: who asks twice is given what the first time made.
	AddJobs(ctx context.Context, jobs ...NewJob) ([]int64, error)
	// Job returns a job; an unknown number is NotFound.
	Job(ctx context.Context, id int64) (Job, error)
	// Jobs returns the parts of a job in their order, or, for parent 0, the newest jobs that are no parts.
	Jobs(ctx context.Context, parent int64, limit int) ([]Job, error)
	// CancelJob cancels a job and those of its parts that haven't ended; their files are deleted. One
	// that has ended is a Conflict, so that nobody takes a result for cancelled.
	CancelJob(ctx context.Context, id int64) error
	// PutFile keeps what write writes, piece by piece, however much it is, and returns its number.
	// It is of no job until AddJobs or an Outcome gives it to one. When write fails nothing is kept,
	// and its error is returned.
	PutFile(ctx context.Context, write func(io.Writer) error) (file int64, err error)
	// JobFile opens a file of a job, NotFound while there is none of that name. It is read piece by
	// piece until ctx ends. What a job was given is deleted when it has ended, and what its parts have
	// made too; what it has made is kept as long as the job.
	JobFile(ctx context.Context, id int64, name string) (io.Reader, error)
	// CleanJobs deletes the jobs that ended before a time, with their parts and files, and the files
	// that were given to no job and last written to before it. It returns the number of jobs, parts
	// left out. Any program may do so, several at once.
	CleanJobs(ctx context.Context, before time.Time) (int, error)
	// CountJobs counts the jobs on file, in the order of kinds and states.
	CountJobs(ctx context.Context) ([]JobCount, error)
	// WorkJobs works jobs until ctx ends. What it was about then is given back. It fails when it
	// can't begin, and may then be called again.
	WorkJobs(ctx context.Context, o WorkOptions, do Worker) error
}
