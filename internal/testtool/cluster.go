package testtool

import (
	"bufio"
	"bytes"
	"io"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
)

// Cluster is a PostgreSQL of the test's own that it can stop and start, with PostGIS in its one
// database. It keeps what it has acknowledged, as one of the real world does.
type Cluster struct {
	t      testing.TB
	bin    string
	folder string
	user   string
	owner  *syscall.Credential // whom it runs as; nil: ourselves
}

// NewCluster starts one; it is deleted after the test. Where PostGIS is missing the test is skipped,
// or fails where tools are required.
func NewCluster(t testing.TB) *Cluster {
	t.Helper()
	controls, _ := filepath.Glob("/usr/share/postgresql/*/extension/postgis.control")
	slices.Sort(controls)
	c := &Cluster{t: t}
	for _, control := range controls {
		bin := "/usr/lib/postgresql/" + strings.Split(control, "/")[4] + "/bin"
		if _, err := os.Stat(bin + "/initdb"); err == nil {
			c.bin = bin
		}
	}
	if c.bin == "" {
		missing(t, "no PostGIS here; .ci/install-test-tools installs it")
	}
	// Not the test's own folder: a socket's path may be 107 bytes long, and another user must reach it.
	folder, err := os.MkdirTemp("/tmp", "samloka-cluster")
	if err != nil {
		t.Fatal(err)
	}
	c.folder = folder
	me, err := user.Current()
	if err != nil {
		t.Fatal(err)
	}
	c.user = me.Username
	if me.Uid == "0" { // PostgreSQL refuses to run as root
		c.user = "postgres"
		other, err := user.Lookup(c.user)
		if err != nil {
			t.Fatal(err)
		}
		uid, _ := strconv.ParseUint(other.Uid, 10, 32)
		gid, _ := strconv.ParseUint(other.Gid, 10, 32)
		c.owner = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
		if err := os.Chown(folder, int(uid), int(gid)); err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(func() {
		_ = c.command("pg_ctl", "stop", "-D", c.data(), "-m", "immediate", "-w").Run()
		_ = os.RemoveAll(folder)
	})
	c.run("initdb", "-D", c.data(), "-U", c.user, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
	c.Start()
	c.run("createdb", "-h", folder, "-U", c.user, "trial")
	c.SQL("CREATE EXTENSION postgis")
	return c
}

// SmallDisk mounts a disk of so many bytes, as mount writes them, which the server may use until the test
// ends; ok is false where a test may not mount.
func (c *Cluster) SmallDisk(size string) (folder string, ok bool) {
	c.t.Helper()
	folder = filepath.Join(c.folder, "small")
	if err := os.Mkdir(folder, 0o700); err != nil {
		c.t.Fatal(err)
	}
	if out, err := exec.CommandContext(c.t.Context(), "mount", "-t", "tmpfs", "-o", "size="+size, "none", folder).CombinedOutput(); err != nil {
		c.t.Logf("no disk can be mounted here: %v %s", err, out)
		return "", false
	}
	c.t.Cleanup(func() { _ = exec.Command("umount", "-l", folder).Run() }) //nolint:noctx // the test's own has ended
	if c.owner != nil {
		if err := os.Chown(folder, int(c.owner.Uid), int(c.owner.Gid)); err != nil {
			c.t.Fatal(err)
		}
	}
	return folder, true
}

func (c *Cluster) data() string { return filepath.Join(c.folder, "data") }

func (c *Cluster) command(name string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(c.t.Context(), filepath.Join(c.bin, name), args...)
	if name == "pg_ctl" { // also when the test has ended
		cmd = exec.Command(filepath.Join(c.bin, name), args...) //nolint:noctx // it has a limit of its own
	}
	cmd.Dir = c.folder
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: c.owner}
	return cmd
}

func (c *Cluster) run(name string, args ...string) string {
	c.t.Helper()
	cmd := c.command(name, args...)
	var out, errs bytes.Buffer
	cmd.Stdout = &out
	if name != "pg_ctl" { // the server would keep the pipe open
		cmd.Stderr = &errs
	}
	if name == "pg_ctl" {
		cmd.Stdout = nil
	}
	if err := cmd.Run(); err != nil {
		c.t.Fatalf("%s %q: %v\n%s", name, args, err, errs.String())
	}
	return strings.TrimSpace(out.String())
}

// Start starts the stopped server.
func (c *Cluster) Start() {
	c.t.Helper()
	c.run("pg_ctl", "start", "-D", c.data(), "-l", filepath.Join(c.folder, "log"), "-w", "-t", "60",
		"-o", "-c listen_addresses='' -c unix_socket_directories='"+c.folder+"'")
}

// Crash stops the server without a word to anyone, as a power cut does.
func (c *Cluster) Crash() {
	c.t.Helper()
	c.run("pg_ctl", "stop", "-D", c.data(), "-m", "immediate", "-w")
}

// SQL carries out statements and returns what they say, unaligned.
func (c *Cluster) SQL(query string) string {
	c.t.Helper()
	return c.run("psql", "-h", c.folder, "-U", c.user, "-d", "trial", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-c", query)
}

// Hold carries out statements in a transaction of its own, such as LOCK TABLE, and holds what they
// took until release is called.
func (c *Cluster) Hold(statements string) (release func()) {
	c.t.Helper()
	cmd := c.command("psql", "-h", c.folder, "-U", c.user, "-d", "trial", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1")
	in, err := cmd.StdinPipe()
	if err != nil {
		c.t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		c.t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		c.t.Fatal(err)
	}
	release = sync.OnceFunc(func() {
		_ = in.Close()
		_ = cmd.Wait()
	})
	c.t.Cleanup(release)
	if _, err := io.WriteString(in, "BEGIN; "+statements+"; SELECT 'held';\n"); err != nil {
		c.t.Fatal(err)
	}
	if said, err := bufio.NewReader(out).ReadString('\n'); err != nil || strings.TrimSpace(said) != "held" {
		c.t.Fatalf("psql %q: %q, %v", statements, said, err)
	}
	return release
}

// User is who the database belongs to.
func (c *Cluster) User() string { return c.user }

// Address is that of the database.
func (c *Cluster) Address() string {
	return "postgres://" + c.user + "@/trial?host=" + url.QueryEscape(c.folder)
}
