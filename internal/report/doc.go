// Package report makes documents from results: pitch sheets for firms, and evaluations of land
// for plan documents. A Document says what stands in it, in order; PDF and HTML write it. Both draw
// maps and charts through one canvas, so that they show the same.
//
// Nothing here asks a store or a clock: what stands in a document is handed in, and the same
// document gives the same bytes.
package report
