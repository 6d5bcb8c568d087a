//go:build amd64 || arm64

package largepages

import (
	"bufio"
	"os"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"unsafe"
)

// TestUse: memory that Go has taken is marked as one that may have large pages.
func TestUse(t *testing.T) {
	if _, err := os.Stat("/sys/kernel/mm/transparent_hugepage"); err != nil {
		t.Skip("this system's kernel has no large pages")
	}
	memory := make([]byte, 8<<20)
	Use()
	if flags := flagsOf(t, uintptr(unsafe.Pointer(&memory[0]))); !strings.Contains(flags+" ", " hg ") {
		t.Errorf("the memory is marked %q, want hg among it", flags)
	}
	runtime.KeepAlive(memory)
}

// flagsOf returns what the system has marked the memory at an address with.
func flagsOf(t *testing.T, address uintptr) string {
	t.Helper()
	file, err := os.Open("/proc/self/smaps")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	within := false
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		bounds, _, _ := strings.Cut(lines.Text(), " ")
		if from, to, ok := strings.Cut(bounds, "-"); ok {
			begin, wrong := strconv.ParseUint(from, 16, 64)
			end, wrongToo := strconv.ParseUint(to, 16, 64)
			within = wrong == nil && wrongToo == nil && begin <= uint64(address) && uint64(address) < end
		}
		if flags, ok := strings.CutPrefix(lines.Text(), "VmFlags:"); ok && within {
			return flags
		}
	}
	t.Fatal("the system knows nothing of the memory")
	return ""
}
