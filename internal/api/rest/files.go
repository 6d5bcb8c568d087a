package rest

import (
	"net/http"

	"github.com/danielgtaylor/huma/v2"
)

func (s *Service) registerFiles(api huma.API) {
	plainly(api, http.MethodGet, "list-columns", "/columns", "The columns that an import knows", s.columns)
	plainly(api, http.MethodPost, "import", "/import", "Import files; all or nothing, every bad row is reported at once", s.importFiles)
}
