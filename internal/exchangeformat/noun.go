package exchangeformat

// Noun names a kind of record that a file can hold.
type Noun string

// The nouns of files.
const (
	Sites     Noun = "site"
	Flows     Noun = "flow"
	Areas     Noun = "area"
	Exchanges Noun = "exchange"

	Constraints Noun = "constraint"
	Facilities  Noun = "facility"
)

// Nouns lists the nouns of files in the order they are read and written.
func Nouns() []Noun { return []Noun{Sites, Flows, Areas, Exchanges, Constraints, Facilities} }

// Plural is the noun as files and sheets of many are called.
func (n Noun) Plural() string {
	if n == Facilities {
		return "facilities"
	}
	return string(n) + "s"
}

// ParseNoun recognises a noun in the singular or plural: "site", "sites".
func ParseNoun(s string) (n Noun, ok bool) {
	for _, n := range Nouns() {
		if s == string(n) || s == n.Plural() {
			return n, true
		}
	}
	return "", false
}

// ColumnType says what a column's cells hold.
type ColumnType string

// The types of columns. A list is written with semicolons between its items.
const (
	TextType     ColumnType = "text"
	NumberType   ColumnType = "number"
	ChoiceType   ColumnType = "choice"
	DateType     ColumnType = "date"
	ListType     ColumnType = "list"
	GeometryType ColumnType = "geometry"
)

// Column documents a column of CSV and Excel, which is also a property of GeoJSON.
type Column struct {
	Noun     Noun       `json:"noun"`
	Name     string     `json:"name"`
	Type     ColumnType `json:"type"`
	Unit     string     `json:"unit,omitempty"`
	Required bool       `json:"required"`
	// ReadOnly columns are understood on the way in and never written.
	ReadOnly bool     `json:"read_only,omitempty"`
	Choices  []string `json:"choices,omitempty"`
	Synonyms []string `json:"synonyms,omitempty"` // other headers taken for this one
	Example  string   `json:"example"`
	Doc      string   `json:"doc"`
}

// Columns lists every column there is, noun by noun, in the order they are written.
func Columns() []Column {
	var all []Column
	all = append(all, siteTable.docs()...)
	all = append(all, flowTable.docs()...)
	all = append(all, areaTable.docs()...)
	all = append(all, exchangeTable.docs()...)
	all = append(all, constraintTable.docs()...)
	return append(all, facilityTable.docs()...)
}

// ColumnsOf lists the columns of one noun; nil for a noun that isn't one.
func ColumnsOf(n Noun) []Column {
	switch n {
	case Sites:
		return siteTable.docs()
	case Flows:
		return flowTable.docs()
	case Areas:
		return areaTable.docs()
	case Exchanges:
		return exchangeTable.docs()
	case Constraints:
		return constraintTable.docs()
	case Facilities:
		return facilityTable.docs()
	}
	return nil
}
