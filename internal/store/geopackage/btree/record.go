package btree

import "math"

// Kind is how SQLite keeps a value.
type Kind uint8

// The kinds of values.
const (
	Null Kind = iota
	Whole
	Real
	Text
	Blob
)

// Value is a value of a row. Text is a part of its page, for a text and for a blob.
type Value struct {
	Kind Kind
	Bits uint64 // of a whole number, two's complement, or of a real one
	Text string
}

// Whole returns a whole number.
func (v *Value) Whole() int64 { return int64(v.Bits) } //nolint:gosec // the same bits

// Real returns a real number.
func (v *Value) Real() float64 { return math.Float64frombits(v.Bits) }

// Rows reads the rows of a leaf.
type Rows struct {
	page
	get Get
}

// Rows reads a leaf. get is asked for what of a row doesn't fit into it.
func (d Database) Rows(leaf Leaf, text string, get Get) (Rows, error) {
	p, err := d.page(leaf.Page, text)
	if err == nil && p.kind != tableLeaf {
		err = formatError("page %d is no leaf of a table", leaf.Page)
	}
	return Rows{p, get}, err
}

// Len returns how many rows there are.
func (r *Rows) Len() int { return r.cells }

// Number returns the number of the i-th row.
func (r *Rows) Number(i int) (int64, error) {
	number, _, _, err := r.at(i)
	return number, err
}

func (r *Rows) at(i int) (number int64, begins int, size uint64, err error) {
	at, err := r.cell(i)
	if err != nil {
		return 0, 0, 0, err
	}
	size, n := varint(r.text, at)
	key, m := varint(r.text, at+n)
	if n == 0 || m == 0 {
		return 0, 0, 0, formatError("a leaf ends early")
	}
	return int64(key), at + n + m, size, nil //nolint:gosec // row numbers have a sign
}

// Find returns which row has a number; ok is false when there is none.
func (r *Rows) Find(number int64) (i int, ok bool, err error) {
	low, high := 0, r.cells
	for low < high {
		middle := (low + high) / 2
		n, err := r.Number(middle)
		switch {
		case err != nil:
			return 0, false, err
		case n == number:
			return middle, true, nil
		case n < number:
			low = middle + 1
		default:
			high = middle
		}
	}
	return 0, false, nil
}

// Read reads the values of the i-th row, in the order in which the table was declared, and returns
// its number. A row may have fewer than values is long: those of columns that were added later.
func (r *Rows) Read(i int, values []Value) (number int64, count int, err error) {
	number, begins, size, err := r.at(i)
	if err != nil {
		return 0, 0, err
	}
	record, err := r.payload(begins, size, r.get)
	if err != nil {
		return 0, 0, err
	}
	count, err = decode(record, values)
	return number, count, err
}

// decode reads the values of a record: a header of their kinds, then what they are.
func decode(record string, values []Value) (count int, err error) {
	head, at := varint(record, 0)
	if at == 0 || head > uint64(len(record)) {
		return 0, formatError("a row has no header")
	}
	header := record[:head]
	body := len(header)
	for at < len(header) && count < len(values) {
		kind, n := uint64(header[at]), 1
		if kind >= 0x80 {
			if kind, n = varint(header, at); n == 0 {
				return 0, formatError("the header of a row ends early")
			}
		}
		at += n
		v := &values[count]
		count++
		if kind == 0 { // nothing, the most frequent beside texts
			v.Kind, v.Text = Null, ""
			continue
		}
		size := sizeOf(kind)
		if size > uint64(len(record)-body) { //nolint:gosec // body lies within the record
			return 0, formatError("a row ends early")
		}
		end := body + int(size) //nolint:gosec // less than the record
		if kind >= 12 && kind&1 == 1 {
			v.Kind, v.Text = Text, record[body:end]
		} else {
			v.set(kind, record[body:end])
		}
		body = end
	}
	return count, nil
}

// sizeOf returns how many bytes a value of a kind takes: those of the header, which are not our Kind.
func sizeOf(kind uint64) uint64 {
	switch {
	case kind >= 12:
		return (kind - 12) / 2
	case kind <= 4:
		return kind
	case kind == 5:
		return 6
	case kind <= 7:
		return 8
	}
	return 0
}

func (v *Value) set(kind uint64, content string) {
	v.Text = ""
	switch {
	case kind >= 12:
		v.Kind, v.Text = Blob, content
		if kind&1 == 1 {
			v.Kind = Text
		}
	case kind == 0 || kind > 9:
		v.Kind = Null
	case kind == 8 || kind == 9:
		v.Kind, v.Bits = Whole, kind-8
	default:
		v.Kind = Whole
		var bits int64
		if content[0] >= 0x80 {
			bits = -1
		}
		for i := range len(content) {
			bits = bits<<8 | int64(content[i])
		}
		v.Bits = uint64(bits) //nolint:gosec // the same bits
		if kind == 7 {
			v.Kind = Real
		}
	}
}
