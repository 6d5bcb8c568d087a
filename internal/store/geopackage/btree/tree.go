package btree

// deepest is how deep a tree may be: SQLite's own bound.
const deepest = 20

// Leaf is a leaf of a table, in the order of the row numbers.
type Leaf struct {
	Page uint32
	// Last is the greatest row number it may hold; of the last leaf the greatest there is.
	Last int64
}

// Leaves lists the leaves of the table whose tree begins at page root.
func (d Database) Leaves(root uint32, get Get) ([]Leaf, error) {
	const greatest = 1<<63 - 1
	return d.leaves(nil, root, greatest, get, 0)
}

// leaves looks at the interior pages alone, but for the first leaf of each: all leaves are equally
// deep.
func (d Database) leaves(into []Leaf, number uint32, last int64, get Get, depth int) ([]Leaf, error) {
	p, err := d.fetch(number, get, depth)
	if err != nil {
		return nil, err
	}
	if p.kind == tableLeaf {
		return append(into, Leaf{number, last}), nil
	}
	if p.kind != tableInterior {
		return nil, formatError("page %d is none of a table", number)
	}
	above := false // the children are leaves
	for i := 0; i <= p.cells; i++ {
		child, greatest := p.right, last
		if i < p.cells {
			at, err := p.cell(i)
			if err != nil {
				return nil, err
			}
			key, n := varint(p.text, at+4)
			if n == 0 {
				return nil, formatError("page %d ends early", number)
			}
			child, greatest = u32(p.text, at), int64(key) //nolint:gosec // row numbers have a sign
		}
		if above {
			into = append(into, Leaf{child, greatest})
			continue
		}
		before := len(into)
		if into, err = d.leaves(into, child, greatest, get, depth+1); err != nil {
			return nil, err
		}
		above = i == 0 && len(into) == before+1 && into[before].Page == child
	}
	return into, nil
}

func (d Database) fetch(number uint32, get Get, depth int) (page, error) {
	if depth > deepest {
		return page{}, formatError("its tree has no end")
	}
	text, err := get(number)
	if err != nil {
		return page{}, err
	}
	return d.page(number, text)
}

// RowNumbers calls give with the number of each row in the order of an index of the table, whose tree
// begins at page root.
func (d Database) RowNumbers(root uint32, get Get, give func(int64) error) error {
	return d.rowNumbers(root, get, give, 0)
}

func (d Database) rowNumbers(number uint32, get Get, give func(int64) error, depth int) error {
	p, err := d.fetch(number, get, depth)
	if err != nil {
		return err
	}
	if p.kind != indexLeaf && p.kind != indexInterior {
		return formatError("page %d is none of an index", number)
	}
	for i := range p.cells {
		at, err := p.cell(i)
		if err != nil {
			return err
		}
		if p.kind == indexInterior {
			if err := d.rowNumbers(u32(p.text, at), get, give, depth+1); err != nil {
				return err
			}
			at += 4
		}
		size, n := varint(p.text, at)
		if n == 0 {
			return formatError("page %d ends early", number)
		}
		entry, err := p.payload(at+n, size, get)
		if err != nil {
			return err
		}
		row, err := lastWhole(entry)
		if err != nil {
			return err
		}
		if err := give(row); err != nil {
			return err
		}
	}
	if p.kind == indexInterior {
		return d.rowNumbers(p.right, get, give, depth+1)
	}
	return nil
}

// lastWhole returns the last value of an entry of an index: the number of its row.
func lastWhole(entry string) (int64, error) {
	head, at := varint(entry, 0)
	if at == 0 || head > uint64(len(entry)) {
		return 0, formatError("an entry of an index has no header")
	}
	header := entry[:head]
	body := head
	for at < len(header) {
		kind, n := varint(header, at)
		if n == 0 {
			return 0, formatError("an entry of an index ends early")
		}
		at += n
		size := sizeOf(kind)
		if size > uint64(len(entry))-body {
			return 0, formatError("an entry of an index ends early")
		}
		if at == len(header) {
			var v Value
			if v.set(kind, entry[body:body+size]); v.Kind == Whole {
				return v.Whole(), nil
			}
			break
		}
		body += size
	}
	return 0, formatError("an entry of an index names no row")
}
