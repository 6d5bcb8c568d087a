// Package bench measures the program across its rooms, against other programs on the same data in
// the same run, and under load over HTTP. It holds tests only; `make bench` runs it and
// internal/docs/measurements.md keeps the figures. Nothing here fails for being slow.
//
// What is compared must first be equal: a benchmark that finds other pairs than its peers fails.
package bench
