package geopackage

import (
	"cmp"
	"slices"

	"github.com/samloka/samloka/internal/store/geopackage/btree"
)

// walk finds the rows of a table that the index of its ids names one after the other. It holds a leaf
// from its first row that is named to its last: where rows lie in the order of their ids, or in a few
// such runs, as they do where files were sorted by id, some dozens at a time; otherwise up to all of the
// table's, some 150 bytes a site.
type walk struct {
	*session
	layout layout
	leaves []btree.Leaf
	held   []heldLeaf // of each of leaves
	at     int        // of leaves, where the last row lay

	stretches []stretch // since the last take
	rows      int
}

// heldLeaf are the rows of a leaf, nil before and after it is held.
type heldLeaf struct {
	rows *btree.Rows
	run  *pageRun
	left int // rows that are still to be named
	read bool
}

// stretch is rows that lie one after the other, in the order of the ids too.
type stretch struct {
	leaf         *btree.Rows
	run          *pageRun // which it keeps
	first, count int
}

func newWalk(s *session, l layout) (*walk, error) {
	leaves, err := l.db.Leaves(l.root, s.page)
	if err != nil {
		return nil, err
	}
	return &walk{session: s, layout: l, leaves: leaves, held: make([]heldLeaf, len(leaves))}, nil
}

// add takes the row with a number for the next one.
func (w *walk) add(number int64) error {
	if !w.covers(w.at, number) {
		if w.at++; !w.covers(w.at, number) {
			w.at, _ = slices.BinarySearchFunc(w.leaves, number, func(l btree.Leaf, number int64) int {
				return cmp.Compare(l.Last, number)
			})
		}
		if w.at == len(w.leaves) {
			return errUnlike
		}
	}
	leaf := &w.held[w.at]
	if !leaf.read {
		if err := w.read(); err != nil {
			return err
		}
	}
	if leaf.left == 0 {
		return errUnlike
	}
	if err := w.stretch(leaf, number); err != nil {
		return err
	}
	w.rows++
	if leaf.left--; leaf.left == 0 {
		leaf.run.drop()
		leaf.rows, leaf.run = nil, nil
	}
	return nil
}

// covers says whether a row would lie in a leaf.
func (w *walk) covers(leaf int, number int64) bool {
	return leaf < len(w.leaves) && number <= w.leaves[leaf].Last && (leaf == 0 || number > w.leaves[leaf-1].Last)
}

// read reads the leaf at w.at, and those behind it that haven't been read.
func (w *walk) read() error {
	end := w.at
	for end < len(w.leaves) && end-w.at < mostAtOnce && !w.held[end].read {
		end++
	}
	at := w.at
	return w.near(w.layout, w.leaves[at:at+near(w.leaves[at:end])], func(rows btree.Rows, run *pageRun) {
		w.held[at] = heldLeaf{rows: &rows, run: run.keep(), left: rows.Len(), read: true}
		at++
	})
}

// stretch lengthens the last stretch by a row of a leaf, or begins one.
func (w *walk) stretch(held *heldLeaf, number int64) error {
	leaf := held.rows
	if last := len(w.stretches) - 1; last >= 0 && w.stretches[last].leaf == leaf {
		to := &w.stretches[last]
		if next := to.first + to.count; next < leaf.Len() {
			n, err := leaf.Number(next)
			if err != nil {
				return err
			}
			if n == number {
				to.count++
				return nil
			}
		}
	}
	first, ok, err := leaf.Find(number)
	if err == nil && !ok {
		err = errUnlike
	}
	w.stretches = append(w.stretches, stretch{leaf, held.run.keep(), first, 1})
	return err
}

// take returns the rows that were added since the last take.
func (w *walk) take() (some []stretch, rows int) {
	some, rows = w.stretches, w.rows
	w.stretches, w.rows = make([]stretch, 0, len(some)), 0
	return some, rows
}

// end finds out whether all rows were added.
func (w *walk) end() error {
	for w.at = range w.held {
		leaf := &w.held[w.at]
		if !leaf.read { // of an empty table
			if err := w.read(); err != nil {
				return err
			}
		}
		if leaf.left > 0 {
			return errUnlike
		}
	}
	return nil
}
