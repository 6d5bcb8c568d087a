package main

import (
	"fmt"
	"io"
	"net"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestASecondSignalEndsAtOnce: the first one lets a request under way be finished, which an upload may keep
// from happening for long; who doesn't want to wait says so once more.
func TestASecondSignalEndsAtOnce(t *testing.T) {
	tr := &trial{T: t, program: builtProgram(t), end: time.Now().Add(time.Minute)}
	server := tr.start("serve", "--quiet", "--listen", "127.0.0.1:0", "--store", filepath.Join(t.TempDir(), "region.gpkg"))
	address := strings.TrimPrefix(server.address, "http://")
	conn, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	// The server asks for the body when it reads it: then the request is under way. It never comes.
	fmt.Fprintf(conn, "POST /api/v1/sites HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nContent-Length: 1000\r\nExpect: 100-continue\r\n\r\n", address)
	if _, err := io.ReadFull(conn, make([]byte, len("HTTP/1.1 100 Continue"))); err != nil {
		t.Fatal(err)
	}
	signal := func() {
		if err := server.command.Process.Signal(syscall.SIGTERM); err != nil {
			t.Log(err) // it has ended
		}
	}
	signal()
	tr.until("the end of listening", func() bool {
		another, err := net.Dial("tcp", address)
		if err == nil {
			another.Close()
		}
		return err != nil
	})
	select {
	case <-server.ended:
		t.Fatal("the first signal didn't let the request be finished")
	default:
	}
	tr.until("the end", func() bool {
		select {
		case <-server.ended:
			return true
		default:
			signal()
			return false
		}
	})
	if status, ok := server.command.ProcessState.Sys().(syscall.WaitStatus); !ok || !status.Signaled() || status.Signal() != syscall.SIGTERM {
		t.Errorf("it ended as %v, want by the signal\n%s", server.command.ProcessState, server.log)
	}
}
