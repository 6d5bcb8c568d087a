package api

import (
	"bytes"
	"html"
	"net"
	"net/url"
	"strings"

	"github.com/samloka/samloka/internal/symbiosis"
)

// Basemap is a map of the user's own choice that the page lays over its built-in one. The zero
// value is none.
type Basemap struct {
	// Address is where its tiles are: a template with {z}, {x} and {y} of pictures (PNG, JPEG,
	// WebP), or a PMTiles archive of such.
	Address string
	// Credit is who must be named, as its licence asks for.
	Credit string
	origin string // the only one beside the server itself that the page may ask
}

// ParseBasemap checks the address of a basemap: https, or http on this very machine, of a
// template of tiles or a PMTiles archive. An Invalid error says what is wrong with it.
func ParseBasemap(address, credit string) (Basemap, error) {
	if address == "" {
		return Basemap{}, nil
	}
	wrong := func(text string) (Basemap, error) {
		return Basemap{}, symbiosis.Errorf(symbiosis.Invalid, "the basemap %q %s; an address is such as https://example.org/tiles/{z}/{x}/{y}.png or https://example.org/region.pmtiles", address, text)
	}
	u, err := url.Parse(strings.NewReplacer("{", "", "}", "").Replace(address))
	switch {
	case err != nil || u.Host == "" || strings.ContainsAny(address, " \t\r\n\"'<>;,"):
		return wrong("is no address")
	case u.User != nil:
		return wrong("holds a name and password, which every reader of the page would see")
	case strings.ContainsAny(u.Host, "*"):
		return wrong("names no one server")
	case u.Scheme != "https" && !(u.Scheme == "http" && isLoopback(strings.Trim(u.Hostname(), "[]"))):
		return wrong("must be https, or http on this machine")
	}
	if !strings.HasSuffix(strings.ToLower(u.Path), ".pmtiles") {
		for _, part := range []string{"{z}", "{x}", "{y}"} {
			if strings.Count(address, part) != 1 {
				return wrong("is no PMTiles archive and doesn't hold " + part + " once")
			}
		}
	}
	host := strings.ToLower(u.Hostname())
	if port := u.Port(); port != "" {
		host = net.JoinHostPort(host, port)
	}
	return Basemap{Address: address, Credit: credit, origin: u.Scheme + "://" + host}, nil
}

// policy lets the page load from its own server only, and from the basemap's. MapLibre starts its
// worker from a blob where bundlers don't give it a file; styles stand in attributes.
func (b Basemap) policy() string {
	more := ""
	if b.origin != "" {
		more = " " + b.origin
	}
	return "default-src 'self'; connect-src 'self'" + more + "; img-src 'self' data: blob:" + more + "; font-src 'self' data:; style-src 'self' 'unsafe-inline'; " +
		"worker-src 'self' blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
}

// into tells the page of the basemap, in the attributes of its root element.
func (b Basemap) into(index []byte) []byte {
	if b.Address == "" {
		return index
	}
	const root = `<div id="page"`
	told := root + ` data-basemap="` + html.EscapeString(b.Address) + `" data-basemap-credit="` + html.EscapeString(b.Credit) + `"`
	return bytes.Replace(index, []byte(root), []byte(told), 1)
}
