// Package floors holds the direction of the program's imports: down only, and never sideways
// between the rooms of one floor. The table is in table.go, each rule with its reason; the
// package's test reads the real imports from `go list` and fails on any that goes against it.
package floors

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Module is the path of the program's module, which the table leaves out.
const Module = "github.com/samloka/samloka"

// Room is a folder with a floor; 8 is the highest, 0 a leaf that imports nothing of ours.
type Room struct {
	Path  string // below the module, with slashes
	Floor int
	Holds string // what it is for
}

// Neighbour allows one room to import another of its own floor.
type Neighbour struct {
	From, To string
	Reason   string
}

// OnlyBy lets nobody but some rooms import something, ours or others'. A path stands for all below it.
type OnlyBy struct {
	What, By []string
	Reason   string
}

// Never keeps some rooms from importing something.
type Never struct {
	Who, What []string
	Reason    string
}

// Package is a package of ours and what it imports, as `go list` names them.
type Package struct {
	ImportPath   string
	Imports      []string
	TestImports  []string // of the tests in the package itself
	XTestImports []string // of the tests beside it
}

// Table is a set of rules.
type Table struct {
	Rooms      []Room
	Neighbours []Neighbour
	OnlyBy     []OnlyBy
	Never      []Never
}

// Program returns the rules of this program.
func Program() Table { return Table{rooms, neighbours, onlyBy, never} }

// Check returns one sentence for each import that goes against the table, in order and without
// repetitions; none when all is well. Tests may import from their own floor and below, and what
// only tests use.
func (t Table) Check(packages []Package) []string {
	var faults []string
	for _, p := range packages {
		from := short(p.ImportPath)
		room, known := t.room(from)
		if !known {
			faults = append(faults, fmt.Sprintf("%s has no floor: give it one in internal/floors/table.go", from))
			continue
		}
		for _, imported := range p.Imports {
			if fault := t.fault(from, room, short(imported)); fault != "" {
				faults = append(faults, fault)
			}
		}
		for _, imported := range slices.Concat(p.TestImports, p.XTestImports) {
			to := short(imported)
			if below, ours := t.room(to); ours && below.Floor > room.Floor && room.Floor > 0 {
				faults = append(faults, fmt.Sprintf("a test of %s (floor %d) imports %s (floor %d): each room is tested with what the floors below hand it", from, room.Floor, to, below.Floor))
			}
		}
	}
	slices.Sort(faults)
	return slices.Compact(faults)
}

// fault returns what is wrong with from, which lies in room, importing to; "" when nothing is.
func (t Table) fault(from string, room Room, to string) string {
	says := func(format string, args ...any) string {
		return fmt.Sprintf("%s imports %s: ", from, to) + fmt.Sprintf(format, args...)
	}
	if other, ours := t.room(to); ours && other.Path != room.Path {
		switch {
		case room.Floor == 0:
			return says("%s is a leaf (%s) and imports nothing of ours", room.Path, room.Holds)
		case other.Floor > room.Floor:
			return says("that is upward, from floor %d to floor %d", room.Floor, other.Floor)
		case other.Floor == room.Floor && !t.allowed(room.Path, other.Path):
			return says("that is sideways on floor %d; declare a small interface and let a higher floor hand it in", room.Floor)
		}
	}
	for _, rule := range t.OnlyBy {
		if within(to, rule.What) && !within(from, rule.By) && !within(from, ownFolder(to, rule.What)) {
			return says("%s", rule.Reason)
		}
	}
	for _, rule := range t.Never {
		if within(from, rule.Who) && within(to, rule.What) {
			return says("%s", rule.Reason)
		}
	}
	return ""
}

// room returns the room with the longest path that path lies in.
func (t Table) room(path string) (Room, bool) {
	inside := slices.DeleteFunc(slices.Clone(t.Rooms), func(r Room) bool { return !within(path, []string{r.Path}) })
	if len(inside) == 0 {
		return Room{}, false
	}
	return slices.MaxFunc(inside, func(a, b Room) int { return cmp.Compare(len(a.Path), len(b.Path)) }), true
}

func (t Table) allowed(from, to string) bool {
	return slices.ContainsFunc(t.Neighbours, func(n Neighbour) bool { return n.From == from && n.To == to })
}

// ownFolder returns the one of folders that path lies in: what is kept from others is not kept
// from itself.
func ownFolder(path string, folders []string) []string {
	for _, folder := range folders {
		if within(path, []string{folder}) {
			return []string{folder}
		}
	}
	return nil
}

// within tells whether path is one of the folders or lies below one.
func within(path string, folders []string) bool {
	return slices.ContainsFunc(folders, func(folder string) bool {
		return path == folder || strings.HasPrefix(path, folder+"/")
	})
}

// short takes the module's name off the import paths of our own packages.
func short(importPath string) string {
	return strings.TrimPrefix(importPath, Module+"/")
}
