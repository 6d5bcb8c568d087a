package postgis

import (
	"errors"
	"fmt"
	"maps"
	"net"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgproto3"

	"github.com/samloka/samloka/internal/symbiosis"
)

// pooler stands between programs and the server as connection poolers do.
type pooler struct {
	dsn        string // of the server
	servers    int    // connections of the server that transactions share; 0: each program has one of its own
	inTurn     bool   // a transaction gets the connection that has been free for longest, not the one used last
	leavesOut  bool   // what a program sends to begin with
	refusesAll bool   // who sends settings

	listener net.Listener
	lock     sync.Mutex
	freed    sync.Cond
	free     []*pgproto3.Frontend
	open     []net.Conn
	group    sync.WaitGroup
}

// begin starts it and returns its address, with what the server's has besides.
func (p *pooler) begin(t *testing.T) string {
	t.Helper()
	config, err := pgconn.ParseConfig(p.dsn)
	if err != nil {
		t.Fatal(err)
	}
	if p.listener, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	p.freed.L = &p.lock
	for range p.servers {
		server, err := p.server(t, map[string]string{"lock_timeout": fmt.Sprint(Patience.Milliseconds())}) // as for the role
		if err != nil {
			t.Fatal(err)
		}
		p.free = append(p.free, server)
	}
	p.group.Go(func() {
		for {
			conn, err := p.listener.Accept()
			if err != nil {
				return
			}
			p.keep(conn)
			p.group.Go(func() { p.serve(t, conn) })
		}
	})
	t.Cleanup(func() {
		_ = p.listener.Close()
		p.lock.Lock()
		for _, conn := range p.open {
			_ = conn.Close()
		}
		p.lock.Unlock()
		p.group.Wait()
	})
	address := "postgres://" + config.User + "@" + p.listener.Addr().String() + "/" + config.Database + "?sslmode=disable"
	return with(t, address, "search_path", config.RuntimeParams["search_path"])
}

func (p *pooler) keep(conn net.Conn) {
	p.lock.Lock()
	defer p.lock.Unlock()
	p.open = append(p.open, conn)
}

// server makes a connection of the server.
func (p *pooler) server(t *testing.T, settings map[string]string) (*pgproto3.Frontend, error) {
	config, err := pgconn.ParseConfig(p.dsn)
	if err != nil {
		return nil, err
	}
	config.RuntimeParams = settings
	conn, err := pgconn.ConnectConfig(t.Context(), config)
	if err != nil {
		return nil, err
	}
	raw, err := conn.Hijack()
	if err != nil {
		return nil, err
	}
	p.keep(raw.Conn)
	return pgproto3.NewFrontend(raw.Conn, raw.Conn), nil
}

// take waits for a connection that is free.
func (p *pooler) take() *pgproto3.Frontend {
	p.lock.Lock()
	defer p.lock.Unlock()
	for len(p.free) == 0 {
		p.freed.Wait()
	}
	at := len(p.free) - 1
	if p.inTurn {
		at = 0
	}
	server := p.free[at]
	p.free = slices.Delete(p.free, at, at+1)
	return server
}

func (p *pooler) give(server *pgproto3.Frontend) {
	p.lock.Lock()
	defer p.lock.Unlock()
	p.free = append(p.free, server)
	p.freed.Signal()
}

// serve serves one connection of a program, until it ends.
func (p *pooler) serve(t *testing.T, conn net.Conn) {
	defer conn.Close()
	program := pgproto3.NewBackend(conn, conn)
	first, err := program.ReceiveStartupMessage()
	begins, ok := first.(*pgproto3.StartupMessage)
	if err != nil || !ok { // one that cancels
		return
	}
	settings := maps.Clone(begins.Parameters)
	delete(settings, "user")
	delete(settings, "database")
	if p.refusesAll {
		program.Send(&pgproto3.ErrorResponse{Severity: "FATAL", SeverityUnlocalized: "FATAL", Code: "08P01", Message: "unsupported startup parameter: lock_timeout"})
		_ = program.Flush()
		return
	}
	var held *pgproto3.Frontend
	defer func() {
		if held != nil && p.servers > 0 { // with a transaction of the program's under way: another one takes its place
			if server, err := p.server(t, settings); err == nil {
				p.give(server)
			}
		}
	}()
	if p.servers == 0 {
		if p.leavesOut {
			settings = nil
		}
		if held, err = p.server(t, settings); err != nil {
			t.Error(err)
			return
		}
	}
	program.Send(&pgproto3.AuthenticationOk{})
	for name, value := range map[string]string{"client_encoding": "UTF8", "standard_conforming_strings": "on", "server_version": "15.0"} {
		program.Send(&pgproto3.ParameterStatus{Name: name, Value: value})
	}
	program.Send(&pgproto3.BackendKeyData{ProcessID: 3669600832, SecretKey: []byte{1, 2, 3, 4}})
	program.Send(&pgproto3.ReadyForQuery{TxStatus: 'I'})
	for program.Flush() == nil {
		message, err := program.Receive()
		if err != nil {
			return
		}
		if _, ends := message.(*pgproto3.Terminate); ends {
			return
		}
		if held == nil {
			held = p.take()
		}
		held.Send(message)
		switch message.(type) {
		case *pgproto3.Query, *pgproto3.Sync:
		default:
			continue
		}
		if held.Flush() != nil {
			return
		}
		for ready := false; !ready; {
			answer, err := held.Receive()
			if err != nil {
				return
			}
			program.Send(answer)
			state, is := answer.(*pgproto3.ReadyForQuery)
			if ready = is; is && state.TxStatus == 'I' && p.servers > 0 {
				p.give(held)
				held = nil
			}
		}
	}
}

// TestAPoolerMustKeepSessions: one that gives transactions whatever connection is free, or leaves out the settings of
// a connection, is refused when the store is opened, also to be read at once; one that keeps a connection for each of
// ours is not.
func TestAPoolerMustKeepSessions(t *testing.T) {
	direct, dsn := opened(t)
	putSample(t, direct)
	want, _ := load(t, direct)
	const forgets = "is a connection pooler that doesn't keep what belongs to a connection"
	for name, c := range map[string]struct {
		pooler *pooler
		says   string
	}{
		"transactions share one connection":             {&pooler{servers: 1}, forgets},
		"transactions share several, the last one used": {&pooler{servers: 3}, forgets},
		"transactions share several, in turn":           {&pooler{servers: 3, inTurn: true}, forgets},
		"transactions share two, in turn":               {&pooler{servers: 2, inTurn: true}, forgets},
		"sessions, without their settings":              {&pooler{leavesOut: true}, forgets},
		"settings are refused":                          {&pooler{refusesAll: true}, "refuses settings of a connection (unsupported startup parameter: lock_timeout), as connection poolers do"},
		"sessions":                                      {&pooler{}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			c.pooler.dsn = dsn
			address := c.pooler.begin(t)
			for _, how := range []Option{ToRead(), MustExist()} {
				opensThrough(t, address, how, c.says, len(want.Sites))
			}
		})
	}
}

// opensThrough opens the store at a pooler, which either works or is told by a sentence that says so.
func opensThrough(t *testing.T, address string, how Option, says string, sites int) {
	t.Helper()
	s, err := Open(t.Context(), address, how)
	if says != "" {
		if e, ok := errors.AsType[*symbiosis.Error](err); !ok || e.Kind != symbiosis.Unavailable || !strings.Contains(e.Text, says) {
			t.Errorf("it is told: %v", err)
		}
		if err == nil {
			_ = s.Close()
		}
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	if region, _ := load(t, s); len(region.Sites) == 0 || len(region.Sites) != sites {
		t.Errorf("%d sites of %d", len(region.Sites), sites)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}
