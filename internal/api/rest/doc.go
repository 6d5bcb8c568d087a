// Package rest is Samloka's own API under /api/v1: what HTTP asks, turned into use cases of
// package planner and back. The types of its bodies are the API's contract: openapi.json is
// generated from them, and the page's typed client from that.
//
// Attributes have the names of the columns of package exchangeformat; numbers are plain and
// the unit is the suffix of the name. An attribute that isn't known is left out: missing is
// not zero.
package rest
