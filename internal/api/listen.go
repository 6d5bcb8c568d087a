package api

import (
	"errors"
	"net"
	"net/netip"
	"syscall"

	"github.com/samloka/samloka/internal/symbiosis"
)

// Listen opens a listener at address ("localhost:8080"). Until there is sign-in whoever
// reaches the server may change the region, so any address but a loopback one is refused.
func Listen(address string) (net.Listener, error) {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return nil, symbiosis.Errorf(symbiosis.Invalid, "%q is not an address to listen at: give a host and a port, such as localhost:8080", address)
	}
	if !isLoopback(host) {
		return nil, symbiosis.Errorf(symbiosis.Invalid,
			"%s can be reached from other machines, and there is no sign-in yet: anyone could read and change the region; listen at localhost, 127.0.0.1 or [::1] instead", address)
	}
	l, err := net.Listen("tcp", address)
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, symbiosis.Errorf(symbiosis.Unavailable, "another program listens at %s already; stop it, or give another port, such as localhost:8081", address)
	case err != nil:
		return nil, symbiosis.Errorf(symbiosis.Unavailable, "can't listen at %s: %w", address, err)
	}
	return l, nil
}

// isLoopback says that only this machine reaches host. Names other than localhost are not
// looked up: what they mean can change.
func isLoopback(host string) bool {
	if host == "localhost" {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.Unmap().IsLoopback()
}
