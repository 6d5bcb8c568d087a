package exchangeformat

import "strings"

// property is a member of a feature's properties.
type property struct {
	propertyName
	text  string
	isBad bool // neither text nor number nor a list of them
}

// propertyName is a name as it stands in the file, and as columns are found by.
type propertyName struct {
	raw, name, key string
	// columns are indexes in the tables of the nouns, −1 for none, by the places of the nouns in Nouns.
	columns *[6]int16
}

// intern returns the name of the i-th property of a feature without a new copy for each feature.
func (r *geojsonReader) intern(key []byte, i int) propertyName {
	if i < len(r.last) && r.last[i].raw == string(key) {
		return r.last[i]
	}
	name, known := r.names[string(key)]
	if !known {
		name = propertyName{raw: string(key), name: unescape(key)}
		name.key = normaliseHeader(name.name)
		// By the name as it stands: its key has lost the brackets of a unit.
		name.columns = &[6]int16{int16(siteTable.find(name.name)), int16(flowTable.find(name.name)), int16(areaTable.find(name.name)),
			int16(exchangeTable.find(name.name)), int16(constraintTable.find(name.name)), int16(facilityTable.find(name.name))}
		if len(r.names) < maxColumns {
			r.names[name.raw] = name
		}
	}
	if i == len(r.last) && i < maxColumns {
		r.last = append(r.last, name)
	} else if i < len(r.last) {
		r.last[i] = name
	}
	return name
}

// valueLike is value where the one before it in the file, of the feature before, is known.
func (r *geojsonReader) valueLike(before *recent) property {
	if r.scan.peek() != '"' {
		return r.value()
	}
	raw := r.scan.rawString()
	if text := r.idText.text; text != "" && string(raw) == text { // many have their id among the properties too
		return property{text: text}
	}
	return property{text: before.take(r.scan, raw)}
}

// value takes a property's value as text. A list of texts and numbers is joined as in CSV;
// null is no value.
func (r *geojsonReader) value() property {
	switch c := r.scan.peek(); {
	case c == '"':
		return property{text: r.scan.text()}
	case c == '[':
		var b strings.Builder
		n, bad := 0, false
		r.scan.array(func() {
			if c := r.scan.peek(); c == '[' || c == '{' {
				bad = true
				r.scan.skip()
				return
			}
			if n++; n > 1 {
				b.WriteByte(';')
			}
			b.WriteString(r.value().text)
		})
		return property{text: b.String(), isBad: bad}
	case c == '{':
		r.scan.skip()
		return property{isBad: true}
	case c == 'n':
		r.scan.skip()
		return property{}
	case c == 't' || c == 'f':
		return property{text: r.scan.literal()}
	}
	return property{text: r.scan.number()}
}
