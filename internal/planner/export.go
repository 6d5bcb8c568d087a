package planner

import (
	"context"
	"io"

	"github.com/samloka/samloka/internal/exchangeformat"
	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/symbiosis"
)

// Export writes what a store holds to a file, each noun in the order of its ids; of one noun, or of all when noun is
// "". It makes no snapshot: records go from the store into the file piece by piece, all of one state, and are
// checked on the way. It returns how many were written of each noun. progress is told how many rows
// are written, of how many about. Errors are those of Store.Stream and exchangeformat.Stream; what
// was written before is then no file.
func Export(ctx context.Context, s store.Store, w io.Writer, f exchangeformat.Format, noun exchangeformat.Noun, progress func(rows, about int)) (exchangeformat.Counts, error) {
	var counts exchangeformat.Counts
	err := s.Stream(ctx, func(r symbiosis.RegionPieces) error {
		about := exchangeformat.About(r, noun)
		var err error
		counts, err = exchangeformat.Stream(ctx, w, f, noun, r, func(rows int) { progress(rows, about) })
		return err
	})
	return counts, err
}
