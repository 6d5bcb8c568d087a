package match

import "github.com/samloka/samloka/internal/symbiosis"

// quality holds the need's limits against the surplus's properties, told apart by name and
// unit. A missing property, or one in another unit, must be looked at.
func (q *pairing) quality(w *note) (symbiosis.GateStatus, string) {
	status, reason := symbiosis.NotApplicable, "quality_no_limits"
	if q.n.heed&heedLimits == 0 {
		return status, reason
	}
	for _, limit := range q.n.Flow.Quality {
		has, ok := propertyOf(q.s.Flow.Quality, limit.Name)
		outcome, why := symbiosis.Passed, "quality_ok"
		switch {
		case !ok:
			outcome, why = symbiosis.NeedsAssessment, "quality_missing"
		case has.Unit != limit.Unit:
			outcome, why = symbiosis.NeedsAssessment, "quality_unit"
		default:
			outcome, why = within(has, limit)
		}
		if w != nil {
			w.text("property", limit.Name)
			noteRange(w, "property_has", has)
			noteRange(w, "property_limit", limit)
			if ok && has.Unit == limit.Unit {
				noteQualityMargin(w, has, limit)
			}
		}
		if outcome == symbiosis.Failed {
			return outcome, why
		}
		if status == symbiosis.NotApplicable || outcome == symbiosis.NeedsAssessment {
			status, reason = outcome, why
		}
	}
	return status, reason
}

func propertyOf(list []symbiosis.Property, name string) (symbiosis.Property, bool) {
	for _, p := range list {
		if p.Name == name {
			return p, true
		}
	}
	return symbiosis.Property{}, false
}

// within compares what a surplus has (Max, with Min when a range was measured) with what a
// need can take. An end that isn't known can't be judged.
func within(has, limit symbiosis.Property) (symbiosis.GateStatus, string) {
	least := has.Min
	if least == nil {
		least = has.Max
	}
	switch {
	case limit.Max != nil && has.Max != nil && !(*has.Max <= *limit.Max):
		return symbiosis.Failed, "quality_above"
	case limit.Max != nil && least != nil && !(*least <= *limit.Max):
		return symbiosis.Failed, "quality_above"
	case limit.Min != nil && least != nil && !(*least >= *limit.Min):
		return symbiosis.Failed, "quality_below"
	case limit.Max != nil && has.Max == nil, limit.Min != nil && least == nil:
		return symbiosis.NeedsAssessment, "quality_missing"
	}
	return symbiosis.Passed, "quality_ok"
}

// noteQualityMargin writes how far within the limits the property is, or by how much it is
// beyond them, negative: then so much less, or more, would do.
func noteQualityMargin(w *note, has, limit symbiosis.Property) {
	least := has.Min
	if least == nil {
		least = has.Max
	}
	if limit.Max != nil && has.Max != nil {
		w.value("property_margin", *limit.Max-*has.Max, limit.Unit)
	} else if limit.Max != nil && least != nil {
		w.value("property_margin", *limit.Max-*least, limit.Unit)
	}
	if limit.Min != nil && least != nil {
		w.value("property_margin_least", *least-*limit.Min, limit.Unit)
	}
}

func noteRange(w *note, key string, p symbiosis.Property) {
	if p.Min != nil {
		w.value(key+"_min", *p.Min, p.Unit)
	}
	if p.Max != nil {
		w.value(key+"_max", *p.Max, p.Unit)
	}
}
