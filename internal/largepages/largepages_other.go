//go:build !linux || !(amd64 || arm64)

package largepages

// Use does nothing here.
func Use() {}
