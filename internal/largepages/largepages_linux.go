//go:build amd64 || arm64

package largepages

import (
	"sync"
	"syscall"
	"unsafe"
)

// arena is how much room for memory Go reserves at once on 64-bit Linux, at a multiple of itself. It begins somewhere
// within one and goes on into the next. Should that change, less is asked for: to have large pages harms nothing.
const arena = 64 << 20

// within lies in the first arena.
var within = sync.OnceValue(func() *[64]byte { return new([64]byte) })

// Use asks for large pages for the memory that Go has taken so far, as far as it isn't touched yet. Go takes some
// megabytes at once, so whoever is about to touch much asks again. A system that has none says no, and nothing changes. For commands that
// end: what a server's Go gives back the system would fill up again.
func Use() {
	first := uintptr(unsafe.Pointer(within())) &^ (arena - 1)
	_, _, _ = syscall.RawSyscall(syscall.SYS_MADVISE, first, 2*arena, syscall.MADV_HUGEPAGE)
}
