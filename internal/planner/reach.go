package planner

import (
	"context"
	"fmt"

	"github.com/samloka/samloka/internal/match"
	"github.com/samloka/samloka/internal/symbiosis"
)

// MostSpots bounds one question of who is within reach; each spot takes microseconds.
const MostSpots = 10_000

// CountReachable counts, at each spot, the region's flows within reach by resource and the
// surpluses' own limits alone, as a map of many spots asks. Invalid when there are too many spots or one
// can't be asked; it is named.
func (s *Snapshot) CountReachable(ctx context.Context, spots []match.Spot) ([]int, error) {
	if len(spots) > MostSpots {
		return nil, &symbiosis.Error{Kind: symbiosis.Invalid, Text: "the question can't be answered", Problems: []symbiosis.Problem{{
			Field: "points", Code: "too_many", Value: fmt.Sprint(len(spots)), Text: fmt.Sprintf("are more than the %d that one question can hold", MostSpots), Hint: "ask in several questions",
		}}}
	}
	e, err := s.engine.get()
	if err != nil {
		return nil, err
	}
	counts := make([]int, len(spots))
	var room []match.Number
	for i, spot := range spots {
		if i%256 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if room, err = e.Reachable(room[:0], spot); err != nil {
			return nil, &symbiosis.Error{Kind: symbiosis.KindOf(err), Text: "the question can't be answered", Problems: []symbiosis.Problem{{
				Place: fmt.Sprintf("points[%d]", i), Code: "out_of_range", Text: err.Error(),
			}}}
		}
		counts[i] = len(room)
	}
	return counts, nil
}
