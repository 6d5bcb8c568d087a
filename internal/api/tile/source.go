package tile

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"sync"

	"github.com/samloka/samloka/internal/planner"
)

// encoded is a tile ready to be sent.
type encoded struct {
	plain, zipped []byte
	tag           string // of the plain tile, without quotes
}

// key names a tile of a layer.
type key struct {
	layer *layer
	Address
}

// mostCached is how many bytes of tiles are kept; they are drawn again beyond.
const mostCached = 64 << 20

// source draws tiles of the planner's present snapshot, and keeps what it drew until the
// region changes.
type source struct {
	planner *planner.Planner

	mu      sync.Mutex
	present *canvas
}

// canvas is what is drawn of one snapshot.
type canvas struct {
	snapshot *planner.Snapshot

	drawings map[*layer]*once // of all layers

	mu    sync.Mutex
	tiles map[key]*encoded
	bytes int
}

// once is a drawing that the first who wants it reads, while the others wait: a map asks for many tiles at once.
type once struct {
	turn chan struct{} // holds one
	made drawing
}

func (s *source) canvas() *canvas {
	snapshot := s.planner.Snapshot()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.present == nil || s.present.snapshot != snapshot {
		s.present = newCanvas(snapshot, layers...)
	}
	return s.present
}

func newCanvas(snapshot *planner.Snapshot, layers ...*layer) *canvas {
	c := &canvas{snapshot: snapshot, drawings: map[*layer]*once{}, tiles: map[key]*encoded{}}
	for _, l := range layers {
		c.drawings[l] = &once{turn: make(chan struct{}, 1)}
	}
	return c
}

// tile returns a tile, drawn now or before.
func (s *source) tile(ctx context.Context, l *layer, a Address) (*encoded, error) {
	c := s.canvas()
	k := key{l, a}
	c.mu.Lock()
	t := c.tiles[k]
	c.mu.Unlock()
	if t != nil {
		return t, nil
	}
	d, err := c.drawing(ctx, l)
	if err != nil {
		return nil, err
	}
	if t, err = encode(l, d, a); err != nil {
		return nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.bytes += len(t.plain) + len(t.zipped); c.bytes > mostCached {
		c.tiles, c.bytes = map[key]*encoded{}, len(t.plain)+len(t.zipped)
	}
	c.tiles[k] = t
	return t, nil
}

// drawing reads a layer when it is first asked for. The error is ctx's own when it ends first.
func (c *canvas) drawing(ctx context.Context, l *layer) (drawing, error) {
	d := c.drawings[l]
	select {
	case d.turn <- struct{}{}:
		defer func() { <-d.turn }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if d.made != nil {
		return d.made, nil
	}
	made, err := l.load(ctx, c.snapshot)
	if err != nil {
		return nil, err // the next one tries again
	}
	d.made = made
	return made, nil
}

func encode(l *layer, d drawing, a Address) (*encoded, error) {
	e := newEncoder(l.keys())
	d.draw(e, a)
	t := &encoded{plain: e.tile(l.name)}
	sum := sha256.Sum256(t.plain)
	t.tag = base64.RawURLEncoding.EncodeToString(sum[:12])
	if len(t.plain) < 1024 {
		return t, nil // smaller than what a packet takes anyway
	}
	var zipped bytes.Buffer
	z, err := gzip.NewWriterLevel(&zipped, gzip.BestSpeed)
	if err != nil {
		return nil, err
	}
	if _, err := z.Write(t.plain); err != nil {
		return nil, err
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	t.zipped = zipped.Bytes()
	return t, nil
}
