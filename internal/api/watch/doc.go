// Package watch lets those who run a server see how it fares: a line in the log and figures for
// Prometheus for each request, and the state of the region behind them.
package watch
