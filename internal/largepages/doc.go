// Package largepages asks the system for large pages of memory. A page is made when it is touched for the first time,
// which costs more than what is then done with it, and one of 2 MB hardly more than one of 4 kB.
package largepages
