package api

import (
	"testing"

	"github.com/samloka/samloka/internal/store/postgis"
)

// TestALockedStoreIsToldBeforeTheRequestEnds: a change that waits for a row that somebody has locked is answered by
// the store's own sentence, not by one about time.
func TestALockedStoreIsToldBeforeTheRequestEnds(t *testing.T) {
	if postgis.Patience >= requestTimeout {
		t.Errorf("the store waits for %v, a request for %v", postgis.Patience, requestTimeout)
	}
}
