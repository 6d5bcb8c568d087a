package wording

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/samloka/samloka/internal/testtool"
)

// source is the program's own text, read for the sentences that it tells people: what ends as the
// text or the hint of a fault, or in an error. It goes by syntax alone: where a sentence comes from a
// parameter the callers are looked at, where it comes from a function its returns, where it comes
// from a field the literals that fill it.
type source struct {
	root  string // of the module
	fset  *token.FileSet
	rooms []*room
	sinks map[sink]bool // parameters whose arguments are sentences
	grew  bool
	busy  map[string]bool   // variables that are being looked into: what is added to them is not known
	found map[string]string // sentence → where it stands
}

// sink is a parameter of a function or method of a room.
type sink struct {
	room, name string
	parameter  int
}

// scope is the function that an expression stands in.
type scope struct {
	room  *room
	fn    *ast.FuncDecl
	depth int
}

// unknown stands for what only the running program knows.
const unknown = "%s"

func readSource(t testing.TB, dirs []string) *source {
	t.Helper()
	s := &source{root: testtool.ModuleRoot(t), fset: token.NewFileSet(), sinks: map[sink]bool{}, found: map[string]string{}, busy: map[string]bool{}}
	for _, dir := range dirs {
		paths, err := filepath.Glob(filepath.Join(s.root, filepath.FromSlash(dir), "*.go"))
		if err != nil || len(paths) == 0 {
			t.Fatalf("%s: no source (%v)", dir, err)
		}
		r := &room{dir: dir, funcs: map[string][]*ast.FuncDecl{}, values: map[string][]ast.Expr{}, structs: map[string]*ast.StructType{}, fields: map[string][]filling{}}
		for _, path := range paths {
			if strings.HasSuffix(path, "_test.go") {
				continue
			}
			file, err := parser.ParseFile(s.fset, path, nil, parser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
			r.name = file.Name.Name
			r.files = append(r.files, file)
		}
		r.index()
		s.rooms = append(s.rooms, r)
	}
	for {
		s.grew = false
		for _, r := range s.rooms {
			s.walk(r)
		}
		if !s.grew {
			return s
		}
	}
}

// walk looks for sentences in a room.
func (s *source) walk(r *room) {
	for _, file := range r.files {
		for _, d := range file.Decls {
			fn, _ := d.(*ast.FuncDecl)
			at := scope{room: r, fn: fn}
			ast.Inspect(d, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.ReturnStmt: // of an error's own text
					if fn != nil && fn.Recv != nil && fn.Name.Name == "Error" && len(n.Results) == 1 {
						s.tell(at, n.Results[0])
					}
				case *ast.CompositeLit:
					s.literal(at, n, n.Type)
				case *ast.AssignStmt:
					for i, left := range n.Lhs {
						if sel, ok := left.(*ast.SelectorExpr); ok && len(n.Lhs) == len(n.Rhs) && slices.Contains([]string{"Text", "Hint", "fault"}, sel.Sel.Name) {
							s.tell(at, n.Rhs[i])
						}
					}
				case *ast.CallExpr:
					s.call(at, n)
				}
				return true
			})
		}
	}
}

// told are the types whose fields are told to people, with those fields and their places in a literal
// without keys.
var told = map[string][]string{
	"Problem": {"Text", "Hint"}, "Error": {"Text", "What", "Do"}, "fault": {"text", "hint"},
}

func (s *source) literal(at scope, lit *ast.CompositeLit, of ast.Expr) {
	switch t := of.(type) {
	case *ast.ArrayType, *ast.MapType:
		inner := of
		if a, ok := t.(*ast.ArrayType); ok {
			inner = a.Elt
		} else {
			inner = t.(*ast.MapType).Value
		}
		for _, e := range lit.Elts {
			if kv, ok := e.(*ast.KeyValueExpr); ok {
				e = kv.Value
			}
			if l, ok := e.(*ast.CompositeLit); ok && l.Type == nil {
				s.literal(at, l, inner)
			}
		}
		return
	case *ast.StarExpr:
		of = t.X
	}
	fields, ok := told[lastName(of)]
	if !ok {
		return
	}
	for i, e := range lit.Elts {
		kv, keyed := e.(*ast.KeyValueExpr)
		switch {
		case keyed && slices.Contains(fields, lastName(kv.Key)):
			s.tell(at, kv.Value)
		case !keyed && i > 0 && len(lit.Elts) > 2: // fault{field, code, text, hint}
			s.tell(at, e)
		}
	}
}

func (s *source) call(at scope, call *ast.CallExpr) {
	name, pkg := lastName(call.Fun), ""
	if sel, ok := call.Fun.(*ast.SelectorExpr); ok {
		pkg = lastName(sel.X)
	}
	switch {
	case name == "Errorf" && (pkg == "symbiosis" || pkg == ""):
		s.tellFormat(at, call.Args, 1)
	case name == "Errorf" && pkg == "fmt", name == "usagef":
		s.tellFormat(at, call.Args, 0)
	case name == "New" && pkg == "errors":
		s.tell(at, call.Args[0])
	case name == "New" && (pkg == "problem" || pkg == "" && at.room.name == "problem"), name == "OfStatus":
		s.tell(at, call.Args[1])
	case name == "add" && len(call.Args) == 5:
		s.tell(at, call.Args[3])
		s.tell(at, call.Args[4])
		return
	case name == "err" && at.room.name == "symbiosis" && len(call.Args) == 1:
		for _, what := range s.of(at, call.Args[0]) {
			s.note(call.Pos(), what+" is not valid")
		}
	}
	for i := range call.Args {
		if s.sinks[sink{at.room.dir, name, i}] {
			s.tellArgument(at, at.room, call, i)
			continue
		}
		for _, r := range s.rooms {
			if r.name == pkg && s.sinks[sink{r.dir, name, i}] {
				s.tellArgument(at, r, call, i)
			}
		}
	}
}

// tellArgument is tell for an argument of a function of a room. It may be a format if the function takes
// any number of arguments.
func (s *source) tellArgument(at scope, r *room, call *ast.CallExpr, i int) {
	for _, fn := range r.funcs[lastName(call.Fun)] {
		if params := fn.Type.Params.List; len(params) > 0 {
			if _, variadic := params[len(params)-1].Type.(*ast.Ellipsis); variadic {
				s.tellFormat(at, call.Args, i)
				return
			}
		}
	}
	s.tell(at, call.Args[i])
}

// tellFormat is tell for what may be a format, with its arguments behind it.
func (s *source) tellFormat(at scope, args []ast.Expr, format int) {
	if len(args) <= format {
		return
	}
	for _, f := range s.of(at, args[format]) {
		for _, text := range s.formatted(at, f, args[format+1:]) {
			s.note(args[format].Pos(), text)
		}
	}
}

// tell notes what an expression can say. One that is a parameter makes it a sink.
func (s *source) tell(at scope, e ast.Expr) {
	for _, text := range s.of(at, e) {
		s.note(e.Pos(), text)
	}
}

func (s *source) note(pos token.Pos, text string) {
	if strings.Trim(verbs.ReplaceAllString(text, ""), " .,:;()\"'\n") == "" {
		return
	}
	if _, ok := s.found[text]; !ok {
		where := s.fset.Position(pos)
		s.found[text] = strings.TrimPrefix(where.Filename, s.root+string(filepath.Separator)) + ":" + strconv.Itoa(where.Line)
	}
}
