package peer

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
)

// WriteFile writes points for programs in other languages: the numbers of surpluses and needs,
// then the columns longitude, latitude and budget (metres) of the surpluses, longitude and
// latitude of the needs, the resource of each; 32-bit whole and 64-bit real numbers,
// little-endian.
func (p Points) WriteFile(name string) error {
	var file bytes.Buffer
	write := func(v any) { _ = binary.Write(&file, binary.LittleEndian, v) } // a Buffer takes all
	column := func(points []Point, of func(Point) float64) {
		values := make([]float64, len(points))
		for i, q := range points {
			values[i] = of(q)
		}
		write(values)
	}
	lon, lat := func(q Point) float64 { return q.At.Lon() }, func(q Point) float64 { return q.At.Lat() }
	write([]int32{int32(len(p.Surpluses)), int32(len(p.Needs))})
	column(p.Surpluses, lon)
	column(p.Surpluses, lat)
	column(p.Surpluses, func(q Point) float64 { return q.Budget.Metres() })
	column(p.Needs, lon)
	column(p.Needs, lat)
	for _, points := range [][]Point{p.Surpluses, p.Needs} {
		resources := make([]int32, len(points))
		for i, q := range points {
			resources[i] = int32(q.Resource)
		}
		write(resources)
	}
	return os.WriteFile(name, file.Bytes(), 0o600)
}

// Run is what a program in another language tells of itself.
type Run struct {
	Version string    `json:"version"`
	Build   float64   `json:"build_ms"` // its index
	Query   []float64 `json:"query_ms"` // all pairs, again and again
	CPU     []float64 `json:"cpu_ms"`   // the processor time of each
	Count   int       `json:"pairs"`
	Pairs   []Pair    `json:"-"` // in no order
}

// CKDTree asks scipy (ckdtree.py) repeat times on so many cores. countOnly asks it for the number of each
// surplus's needs and not for the needs; then no Pairs come back.
func CKDTree(ctx context.Context, dir string, points Points, repeat, workers int, countOnly bool) (*Run, error) {
	python := "/usr/bin/python3" // Debian's, where python3-scipy is: another may come first in PATH
	if _, err := os.Stat(python); err != nil {
		python = "python3"
	}
	args := []string{strconv.Itoa(repeat), strconv.Itoa(workers)}
	if countOnly {
		args[0] = "-" + args[0]
	}
	return program(ctx, dir, points, !countOnly, args, python, filepath.Join("peer", "ckdtree.py"))
}

// Flatbush asks Node and flatbush (flatbush/flatbush.mjs) repeat times; it has one core.
func Flatbush(ctx context.Context, dir string, points Points, repeat int) (*Run, error) {
	return program(ctx, dir, points, true, []string{strconv.Itoa(repeat)}, "node", filepath.Join("peer", "flatbush", "flatbush.mjs"))
}

// HasScipy says why cKDTree can't be asked, or nil.
func HasScipy() error {
	if out, err := exec.Command("/usr/bin/python3", "-c", "import scipy.spatial").CombinedOutput(); err != nil {
		return fmt.Errorf("no scipy (Debian: python3-scipy): %w: %s", err, lastLine(out))
	}
	return nil
}

// HasFlatbush says why flatbush can't be asked, or nil.
func HasFlatbush() error {
	if _, err := exec.LookPath("node"); err != nil {
		return err
	}
	if _, err := os.Stat(filepath.Join("peer", "flatbush", "node_modules", "flatbush")); err != nil {
		return fmt.Errorf("flatbush is not installed (make bench does): %w", err)
	}
	return nil
}

func lastLine(out []byte) []byte {
	lines := bytes.Split(bytes.TrimSpace(out), []byte("\n"))
	return lines[len(lines)-1]
}

// program writes the points into dir, runs a program on them and reads what it says.
func program(ctx context.Context, dir string, points Points, wantPairs bool, args []string, name, script string) (*Run, error) {
	file, pairs := filepath.Join(dir, "points"), filepath.Join(dir, "pairs")
	if err := points.WriteFile(file); err != nil {
		return nil, err
	}
	args = append([]string{script, file}, args...)
	if wantPairs {
		args = append(args, pairs)
	}
	cmd := exec.CommandContext(ctx, name, args...)
	var faults bytes.Buffer
	cmd.Stderr = &faults
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("%s %s: %w\n%s", name, script, err, faults.String())
	}
	var run Run
	if err := json.Unmarshal(out, &run); err != nil {
		return nil, fmt.Errorf("%s %s says %q: %w", name, script, out, err)
	}
	if !wantPairs {
		return &run, nil
	}
	data, err := os.ReadFile(pairs)
	if err != nil {
		return nil, err
	}
	run.Pairs = make([]Pair, len(data)/8)
	for i := range run.Pairs {
		run.Pairs[i] = Pair{int32(binary.LittleEndian.Uint32(data[8*i:])), int32(binary.LittleEndian.Uint32(data[8*i+4:]))}
	}
	return &run, nil
}
