package match

import "github.com/samloka/samloka/internal/symbiosis"

// lawCase is what the law makes of a surplus, before anyone receives it (models 2.4 no. 4).
type lawCase uint8

const (
	lawNotAsked      lawCase = iota // heat, electricity, services
	lawProduct                      // product, by-product, end of waste: no permit for waste
	lawContradiction                // no waste by its status, hazardous by its code
	lawUnknown                      // nobody has said what it is
	lawUnspecified                  // a code that ends in 99
	lawWaste                        // waste: a receiver permitted for the code
	lawHazardous                    // hazardous waste: the same
	lawNoCode                       // waste without a code
)

// lawCaseOf classes a surplus. A code that the List of Waste marks hazardous counts as
// hazardous waste unless the status says it is no waste; then someone must look.
func lawCaseOf(f *symbiosis.Flow, r *symbiosis.Resource, cat *symbiosis.Catalogue) lawCase {
	switch r.Kind {
	case symbiosis.Heat, symbiosis.Energy, symbiosis.Service:
		return lawNotAsked
	}
	entry, _ := cat.WasteEntry(f.WasteCode)
	switch f.Status {
	case symbiosis.Product, symbiosis.ByProduct, symbiosis.EndOfWaste:
		if entry.Hazardous {
			return lawContradiction
		}
		return lawProduct
	case symbiosis.Waste, symbiosis.HazardousWaste:
		switch {
		case f.WasteCode == "":
			return lawNoCode
		case f.WasteCode.Unspecified():
			return lawUnspecified
		case entry.Hazardous || f.Status == symbiosis.HazardousWaste:
			return lawHazardous
		}
		return lawWaste
	}
	if entry.Hazardous {
		return lawHazardous
	}
	return lawUnknown
}

// lawGate: models 2.4 no. 4. Waste that would cross a border is a shipment under Regulation
// (EU) 2024/1157, or (EC) No 1013/2006 before it: also with a permitted receiver someone must
// find out which procedure applies.
func (q *pairing) lawGate(w *note) (symbiosis.GateStatus, string) {
	f := q.s.Flow
	if w != nil {
		w.text("legal_status", string(f.Status))
		w.text("waste_code", wasteText(q.e.cat, f.WasteCode))
	}
	abroad := q.s.law != lawNotAsked && q.s.law != lawProduct && q.crossesBorder()
	if abroad {
		w.text("country_from", q.s.place.site.Country)
		w.text("country_to", q.n.place.site.Country)
		w.text("shipment_law", "(EU) 2024/1157; (EC) 1013/2006")
	}
	switch q.s.law {
	case lawNotAsked:
		return symbiosis.NotApplicable, "law_not_asked"
	case lawProduct:
		return symbiosis.Passed, "law_product"
	case lawContradiction:
		return symbiosis.NeedsAssessment, "law_contradiction"
	case lawUnknown:
		return symbiosis.NeedsAssessment, "law_unknown_status"
	case lawUnspecified:
		return symbiosis.NeedsAssessment, "law_unspecified"
	case lawNoCode:
		return symbiosis.NeedsAssessment, "law_code_missing"
	}
	for _, p := range q.n.Flow.PermittedCodes {
		if p.Covers(f.WasteCode) {
			if abroad {
				return symbiosis.NeedsAssessment, "law_cross_border"
			}
			return symbiosis.Passed, "law_permitted"
		}
	}
	if q.s.law == lawHazardous {
		return symbiosis.Failed, "law_hazardous_not_permitted"
	}
	return symbiosis.Failed, "law_not_permitted"
}

// crossesBorder says that the two sites are known to lie in different countries.
func (q *pairing) crossesBorder() bool {
	from, to := q.s.place.site.Country, q.n.place.site.Country
	return from != "" && to != "" && from != to
}

// wasteText writes a code with the asterisk of a hazardous entry.
func wasteText(cat *symbiosis.Catalogue, code symbiosis.WasteCode) string {
	if entry, ok := cat.WasteEntry(code); ok && entry.Hazardous {
		return string(code) + "*"
	}
	return string(code)
}
