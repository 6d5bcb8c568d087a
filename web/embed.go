// Package web holds the built page so that the program carries it inside.
//
// The folder dist is filled by `npm run build` (Vite). It is committed empty, with a .gitkeep,
// so that the Go program builds before the page does; a server that finds no index.html in Dist
// should say that the page has not been built.
package web

import "embed"

// Dist is the built page, rooted at "dist".
//
//go:embed all:dist
var Dist embed.FS
