package exchangeformat

import (
	"slices"

	"github.com/samloka/samloka/internal/symbiosis"
)

// The readers of rows of each noun, which put what is valid into the batch.

func siteRows(f *findings, s *settings) *rows[siteDraft, *siteDraft] {
	return newRows[siteDraft, *siteDraft](f, s, siteTable, func(n int) { f.Sites = slices.Grow(f.Sites, n) }, func(d *siteDraft, at Place) {
		f.Sites = append(f.Sites, Placed[symbiosis.Site]{d.Site, at})
		if d.swappedHit {
			f.notice(symbiosis.Problem{Place: at.String(), Field: "lon", Code: "axes_swapped", Value: formatNumber(d.Location.Lon()) + ", " + formatNumber(d.Location.Lat()),
				Text: "lies outside the Nordic countries, but would lie inside with longitude and latitude the other way round", Hint: "check which is which"})
		}
	})
}

func flowRows(f *findings, s *settings) *rows[flowDraft, *flowDraft] {
	return newRows[flowDraft, *flowDraft](f, s, flowTable, func(n int) { f.Flows = slices.Grow(f.Flows, n) }, func(d *flowDraft, at Place) {
		f.Flows = append(f.Flows, Placed[symbiosis.Flow]{d.Flow, at})
	})
}

func areaRows(f *findings, s *settings) *rows[areaDraft, *areaDraft] {
	return newRows[areaDraft, *areaDraft](f, s, areaTable, func(n int) { f.Areas = slices.Grow(f.Areas, n) }, func(d *areaDraft, at Place) {
		f.Areas = append(f.Areas, Placed[symbiosis.Area]{d.Area, at})
	})
}

func exchangeRows(f *findings, s *settings) *rows[exchangeDraft, *exchangeDraft] {
	return newRows[exchangeDraft, *exchangeDraft](f, s, exchangeTable, func(n int) { f.Exchanges = slices.Grow(f.Exchanges, n) }, func(d *exchangeDraft, at Place) {
		f.Exchanges = append(f.Exchanges, Placed[symbiosis.Exchange]{d.Exchange, at})
	})
}
