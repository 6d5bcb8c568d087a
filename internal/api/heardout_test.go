package api_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/samloka/samloka/internal/api/problem"
)

// A browser sends all of a body before it reads the answer. One that is refused unread must reach its end,
// and its sender the sentence that says why, whether the size is told beforehand or not.
func TestALargeBodyThatIsRefusedIsHeardOut(t *testing.T) {
	server := httptest.NewServer(newRegion(t).handler)
	t.Cleanup(server.Close)
	address := server.Listener.Addr().String()
	form := "--b\r\nContent-Disposition: form-data; name=\"files\"; filename=\"sites.csv\"\r\n\r\n" + strings.Repeat("x", 40<<20) + "\r\n--b--\r\n"
	for _, c := range []struct {
		name, path, kind, body string
		chunked                bool
		status                 int
	}{
		{"larger than any, size told", "/api/v1/sites", "application/json", strings.Repeat(" ", 40<<20), false, 413},
		{"larger than any, size not told", "/api/v1/sites", "application/json", strings.Repeat(" ", 40<<20), true, 413},
		{"files with a parameter that is wrong", "/api/v1/import?limmit=1", "multipart/form-data; boundary=b", form, false, 422},
		{"files to where nothing is", "/api/v1/imports", "multipart/form-data; boundary=b", form, false, 413},
	} {
		t.Run(c.name, func(t *testing.T) {
			conn, err := net.Dial("tcp", address)
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			if err := conn.SetDeadline(time.Now().Add(time.Minute)); err != nil {
				t.Fatal(err)
			}
			head := fmt.Sprintf("POST %s HTTP/1.1\r\nHost: localhost\r\nAccept-Language: sv\r\nContent-Type: %s\r\n", c.path, c.kind)
			request := head + fmt.Sprintf("Content-Length: %d\r\n\r\n", len(c.body)) + c.body
			if c.chunked {
				request = head + fmt.Sprintf("Transfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n", len(c.body), c.body)
			}
			if n, err := io.Copy(conn, strings.NewReader(request)); err != nil {
				t.Fatalf("the line broke after %d of %d bytes: %v", n, len(request), err)
			}
			answer, err := http.ReadResponse(bufio.NewReader(conn), nil)
			if err != nil {
				t.Fatal(err)
			}
			defer answer.Body.Close()
			text, err := io.ReadAll(answer.Body)
			if err != nil {
				t.Fatal(err)
			}
			var p problem.Problem
			if err := json.Unmarshal(text, &p); err != nil || p.Status != c.status || answer.StatusCode != c.status {
				t.Errorf("%d %s %v, want %d", answer.StatusCode, text, err, c.status)
			}
		})
	}
	// A client that reads while it sends is told the same.
	answer, err := http.Post(server.URL+"/api/v1/sites", "application/json", bytes.NewReader(make([]byte, 40<<20)))
	if err != nil || answer.StatusCode != http.StatusRequestEntityTooLarge {
		t.Fatalf("%v, %v", answer, err)
	}
	answer.Body.Close()
}
