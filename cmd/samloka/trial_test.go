package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/testtool"
)

// trialPatience bounds what a trial waits for, all in all.
const trialPatience = 8 * time.Minute

// trial is the program itself, built for the test, on a database that can be crashed.
type trial struct {
	*testing.T
	cluster *testtool.Cluster
	program string
	end     time.Time
}

func newTrial(t *testing.T) *trial {
	t.Helper()
	if testing.Short() {
		t.Skip("a trial takes minutes")
	}
	c := testtool.NewCluster(t)
	return &trial{t, c, builtProgram(t), trialEnd()}
}

func trialEnd() time.Time { return time.Now().Add(trialPatience) }

// builtProgram is the program itself.
func builtProgram(t *testing.T) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "samloka")
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-buildvcs=false", "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return program
}

// until asks again and again until ask is content.
func (t *trial) until(what string, ask func() bool) {
	t.Helper()
	ticks := time.NewTicker(20 * time.Millisecond)
	defer ticks.Stop()
	for !ask() {
		if <-ticks.C; time.Now().After(t.end) {
			t.Fatalf("%s: it never came", what)
		}
	}
}

// process is a samloka at work.
type process struct {
	command *exec.Cmd
	address string // of a server
	log     *bytes.Buffer
	ended   chan struct{}
}

// start starts a samloka and waits for its first line.
func (t *trial) start(args ...string) *process {
	t.Helper()
	p := &process{command: exec.CommandContext(t.Context(), t.program, args...), log: &bytes.Buffer{}, ended: make(chan struct{})}
	p.command.Env = append(os.Environ(), "HOME="+t.TempDir())
	p.command.Stderr = p.log
	out, err := p.command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.command.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		_ = p.command.Wait()
		t.Fatalf("samloka %q: %v\n%s", args, err, p.log)
	}
	if _, at, ok := strings.Cut(strings.TrimSpace(line), " at http"); ok {
		p.address = "http" + at
	}
	go func() {
		_ = p.command.Wait()
		close(p.ended)
	}()
	t.Cleanup(p.kill)
	return p
}

func (t *trial) server(args ...string) *process {
	return t.start(append([]string{"serve", "--quiet", "--store", t.cluster.Address(), "--listen", "127.0.0.1:0", "--worker-silence", "1s"}, args...)...)
}

func (t *trial) worker() *process {
	return t.start("work", "--store", t.cluster.Address(), "--worker-silence", "1s")
}

// kill ends it as kill -9 does.
func (p *process) kill() {
	_ = p.command.Process.Kill()
	<-p.ended
}

// do runs a command to its end.
func (t *trial) do(args ...string) {
	t.Helper()
	if out, err := exec.CommandContext(t.Context(), t.program, args...).CombinedOutput(); err != nil {
		t.Fatalf("samloka %q: %v\n%s", args, err, out)
	}
}

// ask makes a request; an answer that isn't one is an error.
func ask(ctx context.Context, method, address, ifMatch string, body, into any) (status int, err error) {
	text, err := json.Marshal(body)
	if err != nil {
		return 0, err
	}
	ctx, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, method, address, bytes.NewReader(text))
	if err != nil {
		return 0, err
	}
	req.Header.Set("Content-Type", "application/json")
	if ifMatch != "" {
		req.Header.Set("If-Match", ifMatch)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, err
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(resp.Body)
	if err != nil {
		return 0, err
	}
	if into != nil {
		err = json.Unmarshal(answer, into)
	}
	return resp.StatusCode, err
}

// writeRegion writes sites with heat, n surpluses and as many needs, in a square of so many degrees,
// as files for an import.
func writeRegion(t testing.TB, folder string, n int, degrees float64) (sites, flows string) {
	t.Helper()
	var s, f strings.Builder
	s.WriteString("id,name,lon,lat\n")
	f.WriteString("id,site_id,direction,resource,quantity,unit,full_load_hours,supply_c,return_c\n")
	for i := range 2 * n {
		// Scattered, the same each time.
		fmt.Fprintf(&s, "s%d,Plats %d,%.5f,%.5f\n", i, i, 13+float64(i*7919%10_000)/10_000*degrees, 58+float64(i*104_729%10_000)/10_000*degrees)
		if i%2 == 0 {
			fmt.Fprintf(&f, "f%d,s%d,surplus,heat,%d,MW,6000,85,45\n", i, i, 2+i%7)
		} else {
			fmt.Fprintf(&f, "f%d,s%d,need,heat,%d,MW,5000,60,40\n", i, i, 1+i%5)
		}
	}
	sites, flows = filepath.Join(folder, "sites.csv"), filepath.Join(folder, "flows.csv")
	for name, text := range map[string]string{sites: s.String(), flows: f.String()} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return sites, flows
}

// fleet is the servers that writers may turn to.
type fleet struct {
	mu   sync.Mutex
	list []*process
}

func (f *fleet) at(i int) string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.list[i%len(f.list)].address
}

func (f *fleet) put(i int, p *process) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.list[i] = p
}

// TestTrial lets eight writers change flows ten thousand times by two servers while a worker works,
// and meanwhile cuts the listening connections, kills a server, crashes the database and kills the
// worker. Every write that was acknowledged must be there, once, and in the end both servers must
// show what a fresh load and brute force do.
func TestTrial(t *testing.T) {
	const writers, each, flowsEach = 8, 1250, 5 // brute force tries every pair of flows
	tr := newTrial(t)
	sites, flows := writeRegion(t, t.TempDir(), writers*flowsEach/2, 0.3)
	tr.do("import", "--store", tr.cluster.Address(), sites, flows)
	servers := &fleet{list: []*process{tr.server(), tr.server()}}
	worker := tr.worker()

	var acknowledged atomic.Int64
	var writing sync.WaitGroup
	lost := make(chan string, writers)
	for w := range writers {
		writing.Go(func() {
			if fault := write(tr, servers, w, each, flowsEach, &acknowledged); fault != "" {
				lost <- fault
			}
		})
	}
	after := func(share int64) {
		tr.until(fmt.Sprintf("%d %% of the writes", share), func() bool {
			select {
			case fault := <-lost:
				t.Fatal(fault)
			default:
			}
			return acknowledged.Load() >= share*writers*each/100
		})
	}
	after(10)
	if n := tr.cluster.SQL(`SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'`); n == "0" {
		t.Error("nobody listened")
	}
	after(20)
	var job struct{ ID int64 }
	if status, err := ask(t.Context(), http.MethodPost, servers.at(0)+"/api/v1/jobs/match", "", nil, &job); err != nil || status != http.StatusAccepted {
		t.Fatalf("a matching: %d, %v", status, err)
	}
	worker.kill()
	after(30)
	servers.list[1].kill()
	after(45)
	tr.cluster.Crash()
	tr.cluster.Start()
	after(60)
	servers.put(1, tr.server())
	worker = tr.worker()
	after(75)
	tr.cluster.SQL(`SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = 'trial'`)
	writing.Wait()
	select {
	case fault := <-lost:
		t.Fatal(fault)
	default:
	}
	_ = worker

	// Every acknowledged write is there, once: the history has each mark one time.
	told := tr.cluster.SQL(`SELECT after FROM (
		SELECT before->>'note' AS after FROM samloka.samloka_history WHERE table_name = 'flows' AND before->>'note' LIKE 'w%'
		UNION ALL SELECT note FROM samloka.flows WHERE note LIKE 'w%') AS notes`)
	times := map[string]int{}
	for line := range strings.Lines(told) {
		times[strings.TrimSpace(line)]++
	}
	for w := range writers {
		for i := range each {
			if n := times[mark(w, i)]; n != 1 {
				t.Errorf("the write %s is there %d times", mark(w, i), n)
			}
		}
	}
	if len(times) != writers*each {
		t.Errorf("%d writes are there, %d were acknowledged", len(times), writers*each)
	}
	agree(tr, servers)
	tr.until("the matching", func() bool {
		var now struct{ State, Error string }
		if _, err := ask(t.Context(), http.MethodGet, servers.at(0)+"/api/v1/jobs/"+strconv.FormatInt(job.ID, 10), "", nil, &now); err != nil {
			return false
		}
		if now.State == "failed" {
			t.Fatalf("the matching failed: %s", now.Error)
		}
		return now.State == "done"
	})
}

// mark is what a writer's i-th write leaves.
func mark(w, i int) string { return fmt.Sprintf("w%d-%d", w, i) }

// write makes a writer's changes, one after the other, each to the version that the one before left.
// It is the only one to change its flows. An answer that is lost leaves open whether the change was kept:
// then it is made once more, to the same version, and the problem tells what is on file.
func write(t *trial, servers *fleet, w, each, flowsEach int, acknowledged *atomic.Int64) (fault string) {
	versions := make([]int64, flowsEach)
	bodies := make([]map[string]any, flowsEach)
	for i := range each {
		k := i % flowsEach
		id := fmt.Sprint("f", w*flowsEach+k)
		for turn := w; ; turn++ {
			if time.Now().After(t.end) {
				return "time is up"
			}
			server := servers.at(turn)
			if bodies[k] == nil {
				if status, err := ask(t.Context(), http.MethodGet, server+"/api/v1/flows/"+id, "", nil, &bodies[k]); err != nil || status != http.StatusOK {
					bodies[k] = nil
					continue
				}
				versions[k] = int64(bodies[k]["version"].(float64))
			}
			bodies[k]["note"], bodies[k]["quantity"] = mark(w, i), 1+float64((w+i)%9)
			var answer struct {
				Version        int64
				CurrentVersion int64 `json:"current_version"`
				Current        struct{ Note string }
			}
			status, err := ask(t.Context(), http.MethodPut, server+"/api/v1/flows/"+id, strconv.Quote(strconv.FormatInt(versions[k], 10)), bodies[k], &answer)
			if err == nil && status == http.StatusOK {
				versions[k] = answer.Version
				break
			}
			if err == nil && status == http.StatusPreconditionFailed {
				if answer.Current.Note != mark(w, i) {
					return fmt.Sprintf("the write %s: version %d is on file, with %q, after version %d was acknowledged", mark(w, i), answer.CurrentVersion, answer.Current.Note, versions[k])
				}
				versions[k] = answer.CurrentVersion
				break
			}
			if err == nil && status < 500 {
				return fmt.Sprintf("the write %s: status %d", mark(w, i), status)
			}
			// The server, or its database, is away: the other one, in a moment.
			moment := time.NewTimer(20 * time.Millisecond)
			<-moment.C
		}
		acknowledged.Add(1)
	}
	return ""
}

// agree holds both servers against a fresh load and brute force.
func agree(t *trial, servers *fleet) {
	t.Helper()
	s, err := openStore(t.Context(), t.cluster.Address(), false)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	fresh, err := newPlanner(t.Context(), s, planner.Options{})
	if err != nil {
		t.Fatal(err)
	}
	snapshot := fresh.Snapshot()
	want := map[string]bool{}
	all := snapshot.Records()
	for _, surplus := range all.Flows {
		for _, need := range all.Flows {
			if surplus.Direction != symbiosis.Surplus || need.Direction != symbiosis.Need {
				continue
			}
			x, err := snapshot.Explain(planner.Explain{SurplusID: surplus.ID, NeedID: need.ID})
			if err != nil {
				t.Fatal(err)
			}
			if x.Feasible {
				want[string(surplus.ID)+" "+string(need.ID)] = true
			}
		}
	}
	if len(want) == 0 {
		t.Fatal("the region has no pairs")
	}
	for i := range servers.list {
		server := servers.at(i)
		t.until("the server's newest state", func() bool {
			var summary struct{ Revision string }
			_, err := ask(t.Context(), http.MethodGet, server+"/api/v1/summary", "", nil, &summary)
			return err == nil && summary.Revision == snapshot.Revision()
		})
		if status, err := ask(t.Context(), http.MethodGet, server+"/readyz", "", nil, nil); status != http.StatusOK {
			t.Errorf("server %d is not ready: %d, %v", i, status, err)
		}
		for _, f := range all.Flows {
			var got struct {
				Version int64
				Note    string
			}
			if _, err := ask(t.Context(), http.MethodGet, server+"/api/v1/flows/"+string(f.ID), "", nil, &got); err != nil || got.Version != f.Version || got.Note != f.Note {
				t.Errorf("server %d has %s as %+v, a fresh load version %d, %q: %v", i, f.ID, got, f.Version, f.Note, err)
			}
		}
		resp, err := http.Get(server + "/api/v1/export?format=csv&table=matches") //nolint:noctx // a test's
		if err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(resp.Body).ReadAll()
		resp.Body.Close()
		if err != nil {
			t.Fatal(err)
		}
		got := map[string]bool{}
		for _, row := range rows[1:] {
			got[row[0]+" "+row[1]] = true
		}
		for pair := range want {
			if !got[pair] {
				t.Errorf("server %d lacks the pair %s", i, pair)
			}
		}
		if len(got) != len(want) {
			t.Errorf("server %d has %d pairs, brute force %d", i, len(got), len(want))
		}
	}
}

// TestMatchingWithAWorkerKilled gives a whole-region matching to three workers and kills one that is
// at it: the file must be that of a single run.
func TestMatchingWithAWorkerKilled(t *testing.T) {
	tr := newTrial(t)
	folder := t.TempDir()
	sites, flows := writeRegion(t, folder, 3000, 5)
	tr.do("import", "--store", tr.cluster.Address(), sites, flows)
	single := filepath.Join(folder, "single.csv")
	tr.do("match", "--store", tr.cluster.Address(), "--out", single)
	want, err := os.ReadFile(single)
	if err != nil {
		t.Fatal(err)
	}
	if n := bytes.Count(want, []byte("\n")); n < 1000 {
		t.Fatalf("the region has %d pairs only", n)
	}
	server := tr.server("--workers", "0")
	for try := 0; ; try++ {
		var job struct{ ID int64 }
		if status, err := ask(t.Context(), http.MethodPost, server.address+"/api/v1/jobs/match", "", nil, &job); err != nil || status != http.StatusAccepted {
			t.Fatalf("a matching: %d, %v", status, err)
		}
		first := tr.worker()
		at := fmt.Sprintf("parent = %d", job.ID)
		tr.until("a cell that is worked", func() bool {
			return tr.cluster.SQL(`SELECT count(*) FROM samloka.samloka_jobs WHERE state = 'running' AND `+at) != "0"
		})
		first.kill()
		others := []*process{tr.worker(), tr.worker()}
		tr.until("the matching", func() bool {
			state := tr.cluster.SQL(fmt.Sprintf(`SELECT state FROM samloka.samloka_jobs WHERE id = %d`, job.ID))
			if state == "failed" {
				t.Fatal(tr.cluster.SQL(fmt.Sprintf(`SELECT error FROM samloka.samloka_jobs WHERE id = %d`, job.ID)))
			}
			return state == "done"
		})
		resp, err := http.Get(fmt.Sprintf("%s/api/v1/jobs/%d/result", server.address, job.ID)) //nolint:noctx // a test's
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(resp.Body)
		if err = errors.Join(err, resp.Body.Close()); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Fatalf("the job's file has %d bytes, the single run's %d", len(got), len(want))
		}
		cells, again := tr.cluster.SQL(`SELECT count(*) FROM samloka.samloka_jobs WHERE `+at), tr.cluster.SQL(`SELECT count(*) FROM samloka.samloka_jobs WHERE attempt > 1 AND `+at)
		t.Logf("%s cells, %s of them begun again", cells, again)
		if again != "0" {
			return
		}
		if try == 5 {
			t.Error("no worker was killed while it was at a cell")
			return
		}
		for _, o := range others { // the next first one is alone
			o.kill()
		}
	}
}
