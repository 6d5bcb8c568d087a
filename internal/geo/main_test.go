package geo

import (
	"testing"

	"github.com/samloka/samloka/internal/testtool"
)

func TestMain(m *testing.M) { testtool.Main(m) }
