package planner

import (
	"context"
	"slices"
	"sync"

	"github.com/samloka/samloka/internal/match"
	"github.com/samloka/samloka/internal/opportunity"
	"github.com/samloka/samloka/internal/symbiosis"
)

// finder hands the matching engine to the engine of opportunities: engines don't know each other.
// It is for one question of one piece of land; many of all land go to a hunt.
type finder struct{ engine *match.Engine }

func (f finder) Anywhere(ctx context.Context, sizes []symbiosis.Flow, yield func(*symbiosis.Prospect, []symbiosis.Terms) bool) error {
	return f.engine.Anywhere(ctx, sizes, match.Options{}, yield)
}

// hunts are the region made ready for firms on its land, by what it is reckoned with.
type hunts struct {
	mu   sync.Mutex
	made []huntWith
}

type huntWith struct {
	engine *match.Engine
	hunt   *shared[*match.Hunt]
}

// mostHunts is how many are kept: under the region's assumptions, and under those last tried.
const mostHunts = 2

// hunt returns the region made ready for firms on the ground, reckoned with an engine of the
// snapshot's flows. It is made once for all who ask.
func (h *hunts) hunt(ctx context.Context, engine *match.Engine, ground *opportunity.Ground) (*match.Hunt, error) {
	return h.of(engine).get(ctx, "what reaches the land", func(context.Context) (*match.Hunt, error) {
		return engine.Hunt(match.Options{}, ground.Away())
	})
}

func (h *hunts) of(engine *match.Engine) *shared[*match.Hunt] {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, m := range h.made {
		if m.engine == engine {
			return m.hunt
		}
	}
	m := huntWith{engine, new(shared[*match.Hunt])}
	h.made = append(h.made, m)
	if len(h.made) > mostHunts {
		h.made = slices.Clone(h.made[1:])
	}
	return m.hunt
}
