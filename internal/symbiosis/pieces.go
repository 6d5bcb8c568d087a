package symbiosis

import (
	"runtime"
	"slices"
	"sync"
)

// Pieces are records of one noun in the order of their ids, handed over some at a time, so that who
// writes them down need not hold them all.
type Pieces[T any] struct {
	// About is how many there are, as far as that is known without a look at each; 0 only when there
	// are none.
	About int
	// Each calls give with one piece after the other, until there is no more, or either fails. The
	// records of a piece are made when they are asked for: once, by any goroutine, while others
	// ask for those of other pieces, and before what Each is a part of ends.
	Each func(give func(Piece[T]) error) error
	// Lend, where it isn't nil, is Each for who keeps nothing of the records, not even a text: what they stand in
	// is used again once done is called, by any goroutine, at most once for each piece. They may come without their versions.
	Lend func(give func(piece Piece[T], done func()) error) error
}

// Lent calls Lend, or Each where there is none.
func (p Pieces[T]) Lent(give func(piece Piece[T], done func()) error) error {
	if p.Lend != nil {
		return p.Lend(give)
	}
	return p.Each(func(piece Piece[T]) error { return give(piece, func() {}) })
}

// Piece appends its records to a list, which is the caller's, and returns that.
type Piece[T any] func(into []T) []T

// RegionPieces is a state of a region that can be read piece by piece.
type RegionPieces struct {
	Sites       Pieces[Site]
	Flows       Pieces[Flow]
	Areas       Pieces[Area]
	Exchanges   Pieces[Exchange]
	Constraints Pieces[Constraint]
	Facilities  Pieces[Facility]
	// What follows never leaves in a file: a reader of files need not be given it.
	Profiles    Pieces[Profile]
	Comparisons Pieces[Comparison]
	Pitches     Pieces[Pitch]
	Settings    Pieces[Setting]
	Info        RegionInfo
	Assumptions map[string]float64
}

// Gather puts everything into a region, noun by noun.
func (p RegionPieces) Gather(into *Region) error {
	into.Info, into.Assumptions = p.Info, p.Assumptions
	for _, gather := range []func() error{
		func() (err error) { into.Sites, err = p.Sites.Gather(); return err },
		func() (err error) { into.Flows, err = p.Flows.Gather(); return err },
		func() (err error) { into.Areas, err = p.Areas.Gather(); return err },
		func() (err error) { into.Exchanges, err = p.Exchanges.Gather(); return err },
		func() (err error) { into.Constraints, err = p.Constraints.Gather(); return err },
		func() (err error) { into.Facilities, err = p.Facilities.Gather(); return err },
		func() (err error) { into.Profiles, err = p.Profiles.Gather(); return err },
		func() (err error) { into.Comparisons, err = p.Comparisons.Gather(); return err },
		func() (err error) { into.Pitches, err = p.Pitches.Gather(); return err },
		func() (err error) { into.Settings, err = p.Settings.Gather(); return err },
	} {
		if err := gather(); err != nil {
			return err
		}
	}
	return nil
}

// pieceSize is how many records of a list come at once: enough for a core to be busy with, few
// enough to be held by the dozen.
const pieceSize = 1000

// PiecesOf hands over n records of a list, which at returns by their place.
func PiecesOf[T any](n int, at func(i int) T) Pieces[T] {
	return Pieces[T]{About: n, Each: func(give func(Piece[T]) error) error {
		for from := 0; from < n; from += pieceSize {
			to := min(from+pieceSize, n)
			err := give(func(into []T) []T {
				into = slices.Grow(into, to-from)
				for i := from; i < to; i++ {
					into = append(into, at(i))
				}
				return into
			})
			if err != nil {
				return err
			}
		}
		return nil
	}}
}

// NoPieces is an empty region.
func NoPieces() RegionPieces {
	return RegionPieces{
		Sites: None[Site](), Flows: None[Flow](), Areas: None[Area](), Exchanges: None[Exchange](),
		Constraints: None[Constraint](), Facilities: None[Facility](), Profiles: None[Profile](),
		Comparisons: None[Comparison](), Pitches: None[Pitch](), Settings: None[Setting](),
		Assumptions: map[string]float64{},
	}
}

// None is no records.
func None[T any]() Pieces[T] { return PiecesOf(0, func(int) (none T) { return none }) }

// Gather returns all records of pieces in one list, made on all cores; nil when there are none.
func (p Pieces[T]) Gather() ([]T, error) {
	var group sync.WaitGroup
	var lists []*[]T
	working := make(chan struct{}, runtime.GOMAXPROCS(0))
	err := p.Each(func(piece Piece[T]) error {
		list := new([]T)
		lists = append(lists, list)
		working <- struct{}{}
		group.Go(func() {
			defer func() { <-working }()
			*list = piece(nil)
		})
		return nil
	})
	group.Wait()
	if err != nil {
		return nil, err
	}
	n := 0
	for _, list := range lists {
		n += len(*list)
	}
	if n == 0 {
		return nil, nil
	}
	all := make([]T, 0, n)
	for _, list := range lists {
		all = append(all, *list...)
		*list = nil
	}
	return all, nil
}
