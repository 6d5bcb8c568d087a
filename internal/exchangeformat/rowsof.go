package exchangeformat

import (
	"slices"

	"github.com/samloka/samloka/internal/symbiosis"
)

// The readers of rows of each noun, which put what is valid into the batch.

func siteRows(f *findings, s *settings) *rows[siteDraft, *siteDraft] {
	return newRows[siteDraft, *siteDraft](f, s, siteTable, func(n int) { f.Sites = slices.Grow(f.Sites, n) }, func(d *siteDraft, at Place) {
		f.Sites = append(f.Sites, Placed[symbiosis.Site]{d.Site, at})
		if n, ok := Swapped(d.Location); ok {
			n.Place = at.String()
			f.notice(n)
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
		f.tellMendings(at, "geometry", d.mended)
	})
}

func exchangeRows(f *findings, s *settings) *rows[exchangeDraft, *exchangeDraft] {
	return newRows[exchangeDraft, *exchangeDraft](f, s, exchangeTable, func(n int) { f.Exchanges = slices.Grow(f.Exchanges, n) }, func(d *exchangeDraft, at Place) {
		f.Exchanges = append(f.Exchanges, Placed[symbiosis.Exchange]{d.Exchange, at})
	})
}

func constraintRows(f *findings, s *settings) *rows[constraintDraft, *constraintDraft] {
	return newRows[constraintDraft, *constraintDraft](f, s, constraintTable, func(n int) { f.Constraints = slices.Grow(f.Constraints, n) }, func(d *constraintDraft, at Place) {
		f.Constraints = append(f.Constraints, Placed[symbiosis.Constraint]{d.Constraint, at})
		f.tellMendings(at, "geometry", d.mended)
	})
}

func facilityRows(f *findings, s *settings) *rows[facilityDraft, *facilityDraft] {
	return newRows[facilityDraft, *facilityDraft](f, s, facilityTable, func(n int) { f.Facilities = slices.Grow(f.Facilities, n) }, func(d *facilityDraft, at Place) {
		f.Facilities = append(f.Facilities, Placed[symbiosis.Facility]{d.Facility, at})
		f.tellMendings(at, "geometry", d.mended)
	})
}
