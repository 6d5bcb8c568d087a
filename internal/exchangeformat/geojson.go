package exchangeformat

import (
	"context"

	"github.com/samloka/samloka/internal/symbiosis"
)

func readGeoJSON(_ context.Context, _ *findings, s *settings, _ []byte) error {
	return symbiosis.Errorf(symbiosis.Invalid, "%s looks like GeoJSON, which can't be read yet", s.name)
}
