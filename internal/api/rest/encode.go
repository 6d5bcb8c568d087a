package rest

import (
	"bytes"
	"encoding/json"
	"math"
	"slices"
	"strconv"
	"unicode/utf8"
)

// What answers hold by the thousand is written by hand: encoding/json asks each value anew what it
// is made of. A test holds the two equal, byte by byte.

// AppendJSON appends the answer as encoding/json would write it, without escapes of HTML.
func (r WhatIfResponse) AppendJSON(b []byte) ([]byte, error) {
	w := jsonText{b: b}
	w.raw(`{"points":`)
	appendList(&w, r.Points, (*jsonText).whatIfResult)
	w.raw("}")
	return w.b, w.err
}

func (w *jsonText) whatIfResult(r *WhatIfResult) {
	w.raw(`{"id":`)
	w.text(r.ID)
	w.raw(`,"matches":`)
	if r.told != nil {
		w.told(r.told)
	} else {
		appendList(w, r.Matches, (*jsonText).match)
	}
	if r.Columns != nil {
		w.raw(`,"columns":`)
		w.columns(r.Columns)
	}
	w.raw(`,"near_misses":`)
	w.any(r.NearMisses)
	w.raw(`,"total":`)
	w.b = strconv.AppendInt(w.b, int64(r.Total), 10)
	w.raw(`,"net_benefit_sek_per_year":`)
	w.number(&r.NetBenefit)
	w.raw(`,"co2e_t_per_year":`)
	w.number(&r.CO2e)
	w.raw("}")
}

func (w *jsonText) columns(c *MatchColumns) {
	w.raw(`{"surplus_id":`)
	appendList(w, c.SurplusID, texts[string])
	w.raw(`,"need_id":`)
	appendList(w, c.NeedID, texts[string])
	w.raw(`,"class":`)
	appendList(w, c.Class, texts)
	w.raw(`,"distance_m":`)
	appendList(w, c.DistanceM, (*jsonText).number)
	w.raw(`,"route_m":`)
	appendList(w, c.RouteM, (*jsonText).number)
	w.raw(`,"budget_m":`)
	appendList(w, c.BudgetM, (*jsonText).number)
	w.raw(`,"quantity":`)
	appendList(w, c.Quantity, (*jsonText).number)
	w.raw(`,"unit":`)
	appendList(w, c.Unit, texts)
	w.raw(`,"net_benefit_sek_per_year":`)
	appendList(w, c.NetBenefit, (*jsonText).known)
	w.raw(`,"co2e_t_per_year":`)
	appendList(w, c.CO2e, (*jsonText).known)
	w.raw(`,"score":`)
	appendList(w, c.Score, (*jsonText).number)
	w.raw("}")
}

func (w *jsonText) match(m *Match) { w.matchBetween(m, &m.Surplus, &m.Need) }

// matchBetween appends a match with its ends, which may stand elsewhere.
func (w *jsonText) matchBetween(m *Match, surplus, need *End) {
	w.raw(`{"surplus_id":`)
	w.text(m.SurplusID)
	w.raw(`,"need_id":`)
	w.text(m.NeedID)
	w.raw(`,"resource":`)
	w.text(m.Resource)
	w.raw(`,"kind":`)
	w.text(string(m.Kind))
	if m.Class != "" {
		w.raw(`,"class":`)
		w.text(string(m.Class))
	}
	w.raw(`,"distance_m":`)
	w.number(&m.DistanceM)
	w.raw(`,"route_m":`)
	w.number(&m.RouteM)
	w.raw(`,"budget_m":`)
	w.number(&m.BudgetM)
	w.raw(`,"quantity":`)
	w.number(&m.Quantity)
	w.raw(`,"unit":`)
	w.text(string(m.Unit))
	for _, f := range [...]struct {
		key   string
		value *float64
	}{{`,"net_benefit_sek_per_year":`, m.NetBenefit}, {`,"co2e_t_per_year":`, m.CO2e}, {`,"score":`, m.Score}} {
		if f.value != nil {
			w.raw(f.key)
			w.number(f.value)
		}
	}
	if len(m.ScoreParts) > 0 {
		w.raw(`,"score_parts":`)
		w.any(m.ScoreParts)
	}
	if m.NeedsAssessment {
		w.raw(`,"needs_assessment":true`)
	}
	if m.Exchange != "" {
		w.raw(`,"exchange_id":`)
		w.text(m.Exchange)
	}
	if m.Estimated {
		w.raw(`,"estimated":true`)
	}
	if m.Sure != nil {
		w.raw(`,"sure":`)
		w.any(m.Sure)
	}
	w.raw(`,"surplus":`)
	w.end(surplus)
	w.raw(`,"need":`)
	w.end(need)
	w.raw("}")
}

// end appends an end, written once where it comes up many times.
func (w *jsonText) end(e *End) {
	if e.written != nil {
		w.b = append(w.b, e.written...)
		return
	}
	w.raw(`{"flow_id":`)
	w.text(e.FlowID)
	if e.FlowName != "" {
		w.raw(`,"flow_name":`)
		w.text(e.FlowName)
	}
	w.raw(`,"resource":`)
	w.text(e.Resource)
	w.raw(`,"resource_name":`)
	w.text(e.ResourceName)
	w.raw(`,"site_id":`)
	w.text(e.SiteID)
	w.raw(`,"site_name":`)
	w.text(e.SiteName)
	if e.Municipality != "" {
		w.raw(`,"municipality":`)
		w.text(e.Municipality)
	}
	w.raw(`,"lon":`)
	w.number(&e.Lon)
	w.raw(`,"lat":`)
	w.number(&e.Lat)
	if e.Estimated {
		w.raw(`,"estimated":true`)
	}
	w.raw("}")
}

// jsonText is JSON that is being written; err is the first thing that went wrong.
type jsonText struct {
	b   []byte
	err error
}

func (w *jsonText) raw(s string) { w.b = append(w.b, s...) }

// appendList appends a list, null where there is none.
func appendList[T any](w *jsonText, list []T, item func(*jsonText, *T)) {
	if list == nil {
		w.raw("null")
		return
	}
	w.raw("[")
	for i := range list {
		if i > 0 {
			w.raw(",")
		}
		item(w, &list[i])
	}
	w.raw("]")
}

func texts[T ~string](w *jsonText, v *T) { w.text(string(*v)) }

// text appends a string: as it stands where it is plain, as nearly all are.
func (w *jsonText) text(s string) {
	if !plainJSON(s) {
		w.any(s)
		return
	}
	w.b = append(w.b, '"')
	w.b = append(w.b, s...)
	w.b = append(w.b, '"')
}

// plainJSON says that encoding/json escapes nothing of s, apart from escapes of HTML. Letters beyond ASCII stand as
// they are; the two separators of lines that it escapes begin with E2.
func plainJSON(s string) bool {
	ascii := true
	for i := range len(s) {
		switch c := s[i]; {
		case c < ' ' || c == '"' || c == '\\' || c == 0xe2:
			return false
		case c >= utf8.RuneSelf:
			ascii = false
		}
	}
	return ascii || utf8.ValidString(s)
}

func (w *jsonText) known(v **float64) {
	if *v == nil {
		w.raw("null")
		return
	}
	w.number(*v)
}

// number appends a figure. Nearly all are rounded to four decimals or fewer: such a one is the
// double nearest to a decimal of at most fifteen digits, and so that decimal is its shortest text.
func (w *jsonText) number(p *float64) {
	const decimals, scale = 4, 1e4
	v := *p
	n := math.Round(v * scale)
	if !(math.Abs(n) < 1e15) || n/scale != v || n == 0 && math.Signbit(v) {
		w.any(v)
		return
	}
	whole := int64(n)
	if whole < 0 {
		w.b, whole = append(w.b, '-'), -whole
	}
	w.b = strconv.AppendInt(w.b, whole/scale, 10)
	rest := whole % scale
	if rest == 0 {
		return
	}
	digits := [decimals + 1]byte{'.'}
	for i := decimals; i > 0; i-- {
		digits[i], rest = byte('0'+rest%10), rest/10
	}
	w.b = append(w.b, bytes.TrimRight(digits[:], "0")...)
}

// any appends what encoding/json makes of a value.
func (w *jsonText) any(v any) {
	buffer := bytes.NewBuffer(w.b)
	enc := json.NewEncoder(buffer)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		if w.err == nil {
			w.err = err
		}
		return
	}
	w.b = bytes.TrimSuffix(buffer.Bytes(), []byte("\n"))
}

// write returns an end that is written down already.
func (e End) write() *End {
	e.written = nil
	w := jsonText{b: make([]byte, 0, 256)}
	if w.end(&e); w.err == nil {
		e.written = slices.Clip(w.b)
	}
	return &e
}
