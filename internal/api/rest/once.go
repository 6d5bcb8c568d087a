package rest

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"github.com/samloka/samloka/internal/planner"
)

// AskedOnce is for what must not be made twice when an answer is lost on its way. Records need it not:
// they are added under an id of the asker's own.
type AskedOnce struct {
	Key string `header:"Idempotency-Key" minLength:"22" maxLength:"200" pattern:"^[!-~]+$" doc:"A key of your own, random (120 bits or more) and secret, for who may not hear the answer: the same asked for once more under the same key is given what was made, as long as that is on file; anything else under it is refused (409, made_otherwise, with its id or number)"`
}

// once names what is asked for by its content.
func (o AskedOnce) once(asked ...any) planner.Once {
	if o.Key == "" {
		return planner.Once{}
	}
	text, err := json.Marshal(asked)
	if err != nil { // nothing that was read from a request
		return planner.Once{}
	}
	sum := sha256.Sum256(text)
	return planner.Once{Key: o.Key, Asked: hex.EncodeToString(sum[:])}
}
