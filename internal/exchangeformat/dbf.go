package exchangeformat

import (
	"encoding/binary"
	"fmt"
	"strings"

	"golang.org/x/text/encoding/charmap"
)

// dbf is the table beside a .shp (dBASE III). The zero dbf has no columns.
type dbf struct {
	columns []string
	fields  []dbfField
	data    []byte // the rows
	size    int    // of a row
	count   int
	decode  func([]byte) string
	guessed string // encoding, when the file doesn't name it
}

type dbfField struct {
	kind   byte
	at, to int // within a row
}

// readDBF reads a .dbf, with the name of its encoding out of a .cpg; both may be missing.
func readDBF(b, cpg []byte) (dbf, error) {
	const head, field = 32, 32
	if len(b) == 0 {
		return dbf{}, nil
	}
	if len(b) < head {
		return dbf{}, fmt.Errorf("it ends within its header")
	}
	begin, size := int(binary.LittleEndian.Uint16(b[8:])), int(binary.LittleEndian.Uint16(b[10:]))
	t := dbf{size: size, count: int(binary.LittleEndian.Uint32(b[4:]))}
	if begin < head || begin > len(b) || size < 1 {
		return dbf{}, fmt.Errorf("its header makes no sense")
	}
	t.data = b[begin:]
	var names [][]byte
	at := 1 // behind the mark of deleted rows
	for p := head; p+field <= begin && b[p] != 0x0d; p += field {
		name, _, _ := strings.Cut(string(b[p:p+11]), "\x00")
		width := int(b[p+16])
		if b[p+11] == 'C' { // long texts keep the upper byte where the decimals of numbers stand
			width += int(b[p+17]) << 8
		}
		if at+width > size {
			return dbf{}, fmt.Errorf("field %s reaches beyond the row", strings.ToValidUTF8(name, "?"))
		}
		names = append(names, []byte(strings.TrimSpace(name)))
		t.fields = append(t.fields, dbfField{b[p+11], at, at + width})
		at += width
	}
	t.choose(strings.ToLower(strings.TrimSpace(string(cpg))), b[29], names)
	for _, n := range names {
		t.columns = append(t.columns, t.decode(n))
	}
	return t, nil
}

// choose finds the encoding: what the .cpg says, else the mark in the header, else by the letters.
func (t *dbf) choose(cpg string, mark byte, names [][]byte) {
	windows := func(b []byte) string {
		s, err := charmap.Windows1252.NewDecoder().Bytes(b)
		if err != nil {
			return strings.ToValidUTF8(string(b), "�")
		}
		return string(s)
	}
	utf8 := func(b []byte) string { return strings.ToValidUTF8(string(b), "�") }
	dos := func(c *charmap.Charmap) func([]byte) string {
		return func(b []byte) string {
			s, err := c.NewDecoder().Bytes(b)
			if err != nil {
				return utf8(b)
			}
			return string(s)
		}
	}
	digits := strings.Trim(cpg, "abcdefghijklmnopqrstuvwxyz -_")
	switch {
	case strings.Contains(cpg, "utf"), digits == "65001":
		t.decode = utf8
	case strings.HasSuffix(digits, "1252"), strings.Contains(cpg, "8859"), strings.Contains(cpg, "latin"):
		t.decode = windows
	case digits == "850":
		t.decode = dos(charmap.CodePage850)
	case digits == "437":
		t.decode = dos(charmap.CodePage437)
	case cpg == "" && (mark == 0x03 || mark == 0x57):
		t.decode = windows
	case cpg == "" && mark == 0x02:
		t.decode = dos(charmap.CodePage850)
	default:
		sample := append([]byte{}, t.data[:min(len(t.data), 1<<20)]...)
		for _, n := range names {
			sample = append(sample, n...)
		}
		_, name, guessed, err := decode(sample)
		switch {
		case err == nil && !guessed:
			t.decode = utf8
		case err == nil && strings.Contains(name, "850"):
			t.decode, t.guessed = dos(charmap.CodePage850), name
		default:
			t.decode, t.guessed = windows, "Windows-1252"
		}
	}
}

// row returns the values of a row, numbered from 0; none behind the last.
func (t *dbf) row(n int) (deleted bool, values []string) {
	values = make([]string, len(t.fields))
	if from := n * t.size; t.size > 0 && n < t.count && from+t.size <= len(t.data) {
		row := t.data[from : from+t.size]
		for i, f := range t.fields {
			values[i] = t.value(f, row[f.at:f.to])
		}
		return row[0] == '*', values
	}
	return false, values
}

func (t *dbf) value(f dbfField, b []byte) string {
	s := strings.Trim(t.decode(b), " \x00")
	switch f.kind {
	case 'D': // 20261122
		if len(s) == 8 && s != "00000000" {
			return s[:4] + "-" + s[4:6] + "-" + s[6:]
		}
		return ""
	case 'N', 'F':
		if strings.Trim(s, "*") == "" {
			return "" // stars stand for no value
		}
	case 'L':
		switch s {
		case "T", "t", "Y", "y":
			return "true"
		case "F", "f", "N", "n":
			return "false"
		}
		return ""
	}
	return s
}
