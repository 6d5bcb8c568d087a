package bench

import (
	"bufio"
	"fmt"
	"io"
	"math"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"text/tabwriter"
	"time"

	"github.com/samloka/samloka/internal/testtool"
)

// figures gathers what the benchmarks of this run have measured, for one table at the end.
var figures collected

type collected struct {
	mutex sync.Mutex
	rows  []*figure
}

// figure is one line of the table: a measure with a value from each repetition (-count).
type figure struct {
	what, unit string
	values     []float64
}

// note adds a value to a line of the table, and tells the benchmark's own report.
func (c *collected) note(b *testing.B, what, unit string, value float64) {
	b.Helper()
	b.ReportMetric(value, strings.ReplaceAll(unit, " ", "-"))
	c.mutex.Lock()
	defer c.mutex.Unlock()
	i := slices.IndexFunc(c.rows, func(f *figure) bool { return f.what == what && f.unit == unit })
	if i < 0 {
		i = len(c.rows)
		c.rows = append(c.rows, &figure{what: what, unit: unit})
	}
	c.rows[i].values = append(c.rows[i].values, value)
}

// median returns the median of a line, NaN when it was not measured.
func (c *collected) median(what, unit string) float64 {
	for _, f := range c.rows {
		if f.what == what && f.unit == unit {
			return quantile(f.values, 0.5)
		}
	}
	return math.NaN()
}

// measure runs the work as often as the benchmark asks and notes the median time of one run, which
// a busy machine disturbs less than the mean, and the median of the processor time it took,
// which a busy machine disturbs least.
func (c *collected) measure(b *testing.B, what string, work func()) {
	b.Helper()
	c.measureCPU(b, what, 1, work, testtool.ProcessorTime)
}

// measureCPU is measure for work that another process does, and that counts so many times.
func (c *collected) measureCPU(b *testing.B, what string, factor float64, work func(), cpu func() float64) {
	b.Helper()
	var times, cpus []float64
	for b.Loop() {
		start, used := time.Now(), cpu()
		work()
		times, cpus = append(times, time.Since(start).Seconds()*1000), append(cpus, cpu()-used)
	}
	c.note(b, what, "ms", factor*quantile(times, 0.5))
	if used := factor * quantile(cpus, 0.5); !math.IsNaN(used) {
		c.note(b, what, "ms CPU", used)
	}
}

// quantile returns the least value that a share q of the values, at least one, does not exceed.
func quantile(values []float64, q float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	at := int(math.Ceil(q*float64(len(sorted)))) - 1
	return sorted[min(max(at, 0), len(sorted)-1)]
}

// write prints the table, and the ratios between the engine and its peers.
func (c *collected) write(w io.Writer) error {
	if len(c.rows) == 0 {
		return nil
	}
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintf(table, "\n%s, %s, %s/%s, %s\n\n", time.Now().Format(time.DateOnly), machine(), runtime.GOOS, runtime.GOARCH, runtime.Version())
	fmt.Fprint(table, "what\tmedian\tunit\truns\n")
	for _, f := range c.rows {
		fmt.Fprintf(table, "%s\t%s\t%s\t%d\n", f.what, significant(quantile(f.values, 0.5)), f.unit, len(f.values))
	}
	for _, r := range ratios {
		for _, unit := range []string{"ms", "ms CPU"} {
			if ratio := c.median(r.over, unit) / c.median(r.under, unit); !math.IsNaN(ratio) {
				fmt.Fprintf(table, "%s\t%s\ttimes, by %s\t\n", r.what, significant(ratio), unit)
			}
		}
	}
	return table.Flush()
}

// significant writes a number with three significant digits.
func significant(v float64) string {
	switch digits := int(math.Floor(math.Log10(math.Abs(v)))); {
	case v == 0:
		return "0"
	case digits >= 2:
		return fmt.Sprintf("%.0f", v)
	default:
		return fmt.Sprintf("%.*f", min(2-digits, 6), v)
	}
}

// machine names the processor and how many of its cores Go uses.
func machine() string {
	name := "unknown processor"
	if f, err := os.Open("/proc/cpuinfo"); err == nil {
		defer f.Close()
		for lines := bufio.NewScanner(f); lines.Scan(); {
			if key, value, ok := strings.Cut(lines.Text(), ":"); ok && strings.TrimSpace(key) == "model name" {
				name = strings.TrimSpace(value)
				break
			}
		}
	}
	return fmt.Sprintf("%s, %d cores", name, runtime.GOMAXPROCS(0))
}

func TestMain(m *testing.M) {
	status := m.Run()
	if err := figures.write(os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		status = 1
	}
	os.Exit(status)
}

func TestQuantile(t *testing.T) {
	for _, c := range []struct{ q, want float64 }{{0, 1}, {0.5, 3}, {0.99, 5}, {0.2, 1}, {0.21, 2}} {
		if got := quantile([]float64{5, 1, 4, 2, 3}, c.q); got != c.want {
			t.Errorf("quantile %v: %v, want %v", c.q, got, c.want)
		}
	}
}

func TestTable(t *testing.T) {
	var c collected
	c.rows = []*figure{
		{"all pairs, 10000 × 10000: engine, 1 core", "ms", []float64{3, 1, 2}},
		{"all pairs, 10000 × 10000: rtree loop, haversine, 1 core", "ms", []float64{20.04}},
		{"a page", "requests/s", []float64{12345.6}},
	}
	var text strings.Builder
	if err := c.write(&text); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"  2.00 ", "  20.0 ", "  12346 ", "  10.0 "} {
		if !strings.Contains(text.String(), want) {
			t.Errorf("the table lacks %s:\n%s", want, text.String())
		}
	}
}
