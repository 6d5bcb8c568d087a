package planner

import (
	"context"
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"strings"

	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/symbiosis"
)

// Once lets who asked for something to be made, and never heard the answer, ask again: the same asked
// for under the same key is given what was made the first time, and made only if it wasn't; anything else
// under that key is a Conflict. Nothing is kept for it beside what was made.
type Once struct {
	// Key is the asker's own, random and secret: the secret of a pitch sheet's link is made of it. "": each
	// time something new is made.
	Key string
	// Asked tells one wish from another, such as a hash of it.
	Asked string
}

// hash is of the key and more, as bytes that tell nothing of the key.
func (o Once) hash(of ...string) []byte {
	sum := sha256.Sum256([]byte(strings.Join(append(of, o.Key), "\x00")))
	return sum[:]
}

var letters32 = base32.StdEncoding.WithPadding(base32.NoPadding)

// id of the record that is made under the key; "" without one, when an id is made as for any record.
func (o Once) id(kind string) string {
	if o.Key == "" {
		return ""
	}
	return kind + "-" + strings.ToLower(letters32.EncodeToString(o.hash("id", kind))[:16])
}

// secret is 130 bits that only who has the key and knows what was asked for can make.
func (o Once) secret() string { return letters32.EncodeToString(o.hash("secret", o.Asked))[:26] }

// madeOtherwise is the error for a key under which something else was made; id is what.
func madeOtherwise(id string) error {
	return &symbiosis.Error{Kind: symbiosis.Conflict, Text: "the key was used before for something else", Problems: []symbiosis.Problem{{
		Field: "Idempotency-Key", Code: "made_otherwise", Value: id, Text: "has made this already, asked for in other words", Hint: "look at what was made, or ask with a new key",
	}}}
}

// onceMade looks for what an earlier try has made under id, on this server or another: make is tried
// when there is nothing, and once more looked for when somebody was quicker.
func onceMade[T any](ctx context.Context, p *Planner, id string, find func(*Snapshot) (T, error), make func() (T, error)) (x T, again bool, err error) {
	if id == "" {
		x, err = make()
		return x, false, err
	}
	if x, err = find(p.Snapshot()); err == nil || symbiosis.KindOf(err) != symbiosis.NotFound {
		return x, true, err
	}
	made, err := make()
	if symbiosis.KindOf(err) != symbiosis.Conflict {
		return made, false, err
	}
	if err := p.Refresh(ctx); err != nil {
		return made, false, err
	}
	x, err = find(p.Snapshot())
	return x, true, err
}

// asked is o as a job's key; kind tells the same wish of two kinds apart.
func (o Once) asked(kind string, job store.NewJob) store.NewJob {
	if o.Key != "" {
		job.Key = hex.EncodeToString(o.hash("job"))
		sum := sha256.Sum256([]byte(kind + "\x00" + o.Asked))
		job.Asked = hex.EncodeToString(sum[:])
	}
	return job
}
