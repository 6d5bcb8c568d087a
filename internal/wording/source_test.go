package wording

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
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

// room is one package.
type room struct {
	dir     string
	name    string
	files   []*ast.File
	funcs   map[string][]*ast.FuncDecl
	values  map[string][]ast.Expr      // of constants and variables of the package
	structs map[string]*ast.StructType // by name
	fields  map[string][]filling       // what is put into a field of this name
}

// filling is what a function puts into a field; nil for what stands outside of functions.
type filling struct {
	value ast.Expr
	fn    *ast.FuncDecl
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

// index notes what the package declares.
func (r *room) index() {
	for _, file := range r.files {
		for _, d := range file.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				r.funcs[d.Name.Name] = append(r.funcs[d.Name.Name], d)
			case *ast.GenDecl:
				for _, spec := range d.Specs {
					switch spec := spec.(type) {
					case *ast.ValueSpec:
						for i, name := range spec.Names {
							if i < len(spec.Values) {
								r.values[name.Name] = append(r.values[name.Name], spec.Values[i])
							}
						}
					case *ast.TypeSpec:
						if st, ok := spec.Type.(*ast.StructType); ok {
							r.structs[spec.Name.Name] = st
						}
					}
				}
			}
		}
	}
	for _, file := range r.files {
		for _, d := range file.Decls {
			fn, _ := d.(*ast.FuncDecl)
			ast.Inspect(d, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.CompositeLit:
					r.fill(fn, n, n.Type)
				case *ast.AssignStmt:
					for i, left := range n.Lhs {
						if sel, ok := left.(*ast.SelectorExpr); ok && len(n.Lhs) == len(n.Rhs) {
							r.put(fn, sel.Sel.Name, n.Rhs[i])
						}
					}
				}
				return true
			})
		}
	}
}

func (r *room) put(fn *ast.FuncDecl, field string, value ast.Expr) {
	r.fields[field] = append(r.fields[field], filling{value, fn})
}

// fill notes what a literal of a struct, or of a list or map of structs, puts into the fields.
func (r *room) fill(fn *ast.FuncDecl, lit *ast.CompositeLit, of ast.Expr) {
	switch t := of.(type) {
	case *ast.ArrayType:
		of = t.Elt
	case *ast.MapType:
		of = t.Value
	case *ast.StructType:
		r.fillStruct(fn, lit, t)
		return
	case *ast.Ident:
		if st, ok := r.structs[t.Name]; ok {
			r.fillStruct(fn, lit, st)
		}
		return
	default:
		return
	}
	for _, e := range lit.Elts {
		if kv, ok := e.(*ast.KeyValueExpr); ok {
			e = kv.Value
		}
		if inner, ok := e.(*ast.CompositeLit); ok && inner.Type == nil {
			r.fill(fn, inner, of)
		}
	}
}

func (r *room) fillStruct(fn *ast.FuncDecl, lit *ast.CompositeLit, st *ast.StructType) {
	var names []string
	for _, f := range st.Fields.List {
		for _, n := range f.Names {
			names = append(names, n.Name)
		}
	}
	for i, e := range lit.Elts {
		if kv, ok := e.(*ast.KeyValueExpr); ok {
			if key, ok := kv.Key.(*ast.Ident); ok {
				r.put(fn, key.Name, kv.Value)
			}
		} else if i < len(names) {
			r.put(fn, names[i], e)
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

// most bounds what one expression is taken apart into.
const most = 40

// of returns the texts that an expression can be; what isn't known before the program runs is %s.
func (s *source) of(at scope, e ast.Expr) []string {
	if at.depth > 6 {
		return []string{unknown}
	}
	at.depth++
	switch e := e.(type) {
	case *ast.ParenExpr:
		return s.of(at, e.X)
	case *ast.BasicLit:
		if e.Kind == token.STRING {
			text, _ := strconv.Unquote(e.Value)
			return []string{strings.ReplaceAll(text, "%%", "%")}
		}
	case *ast.BinaryExpr:
		if e.Op == token.ADD {
			return product(s.of(at, e.X), s.of(at, e.Y))
		}
	case *ast.Ident:
		return s.ofName(at, e)
	case *ast.IndexExpr:
		if name, ok := e.X.(*ast.Ident); ok {
			var all []string
			for _, v := range at.room.values[name.Name] {
				if lit, ok := v.(*ast.CompositeLit); ok {
					for _, x := range lit.Elts {
						if kv, ok := x.(*ast.KeyValueExpr); ok {
							x = kv.Value
						}
						all = append(all, s.of(scope{room: at.room, depth: at.depth}, x)...)
					}
				}
			}
			return orUnknown(all)
		}
	case *ast.SelectorExpr:
		if name, ok := e.X.(*ast.Ident); ok {
			for _, r := range s.rooms { // a constant of another room
				if r.name == name.Name && len(r.values[e.Sel.Name]) > 0 {
					return s.of(scope{room: r, depth: at.depth}, r.values[e.Sel.Name][0])
				}
			}
		}
		return s.ofField(at, e.Sel.Name)
	case *ast.CallExpr:
		return s.ofCall(at, e)
	}
	return []string{unknown}
}

// ofField are the texts that a field of the room can hold.
func (s *source) ofField(at scope, name string) []string {
	key := at.room.dir + " ." + name
	if s.busy[key] || slices.Contains([]string{"Example", "name", "Name", "key", "Key", "Unit", "ID", "id", "Value", "Code", "code", "field", "Field", "kind", "Visibility"}, name) {
		return []string{unknown}
	}
	s.busy[key] = true
	defer delete(s.busy, key)
	var all []string
	for _, f := range at.room.fields[name] {
		all = append(all, s.of(scope{room: at.room, fn: f.fn, depth: at.depth}, f.value)...)
	}
	return orUnknown(all)
}

func (s *source) ofCall(at scope, call *ast.CallExpr) []string {
	name, pkg := lastName(call.Fun), ""
	if sel, ok := call.Fun.(*ast.SelectorExpr); ok {
		pkg = lastName(sel.X)
	}
	if name == "Sprintf" && pkg == "fmt" {
		var all []string
		for _, format := range s.of(at, call.Args[0]) {
			all = append(all, s.formatted(at, format, call.Args[1:])...)
		}
		return all
	}
	if name == "string" && len(call.Args) == 1 {
		return s.of(at, call.Args[0])
	}
	return s.returned(at, name, 0)
}

// returned are the texts that functions of a name give as their result number i.
func (s *source) returned(at scope, name string, i int) []string {
	var all []string
	for _, fn := range at.room.funcs[name] {
		if fn.Body == nil || fn.Type.Results == nil || name == "String" || name == "Error" {
			continue
		}
		ast.Inspect(fn.Body, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncLit:
				return false
			case *ast.ReturnStmt:
				if i < len(n.Results) && (len(n.Results) > 1 || i == 0) {
					all = append(all, s.of(scope{room: at.room, fn: fn, depth: at.depth}, n.Results[i])...)
				} else if len(n.Results) == 0 {
					k := 0
					for _, f := range fn.Type.Results.List {
						for _, name := range f.Names {
							if k == i {
								all = append(all, s.assigned(scope{room: at.room, fn: fn, depth: at.depth}, name.Name)...)
							}
							k++
						}
					}
				}
			}
			return true
		})
	}
	return orUnknown(all)
}

func (s *source) ofName(at scope, name *ast.Ident) []string {
	if at.fn != nil {
		i := 0
		for _, f := range at.fn.Type.Params.List {
			for _, p := range f.Names {
				if p.Name == name.Name {
					key := sink{at.room.dir, at.fn.Name.Name, i}
					if id, ok := f.Type.(*ast.Ident); ok && id.Name == "string" && !s.sinks[key] && at.depth < 4 {
						s.sinks[key], s.grew = true, true
					}
					return append(s.assigned(at, name.Name), unknown)
				}
				i++
			}
		}
		if s.ofClosure(at, name.Name) {
			return append(s.assigned(at, name.Name), unknown)
		}
		if all := s.assigned(at, name.Name); len(all) > 0 {
			return all
		}
	}
	var all []string
	for _, v := range at.room.values[name.Name] {
		all = append(all, s.of(scope{room: at.room, depth: at.depth}, v)...)
	}
	return orUnknown(all)
}

// ofClosure makes a sink of the parameter of a function that a function gives to a variable of its own.
func (s *source) ofClosure(at scope, name string) (is bool) {
	ast.Inspect(at.fn, func(n ast.Node) bool {
		assign, ok := n.(*ast.AssignStmt)
		if !ok || len(assign.Lhs) != 1 || len(assign.Rhs) != 1 {
			return true
		}
		lit, ok := assign.Rhs[0].(*ast.FuncLit)
		if !ok {
			return true
		}
		i := 0
		for _, f := range lit.Type.Params.List {
			for _, p := range f.Names {
				if p.Name == name {
					is = true
					if key := (sink{at.room.dir, lastName(assign.Lhs[0]), i}); at.depth < 4 && !s.sinks[key] {
						s.sinks[key], s.grew = true, true
					}
				}
				i++
			}
		}
		return true
	})
	return is
}

// assigned are the texts that a function gives to a variable of its own.
func (s *source) assigned(at scope, name string) []string {
	var all []string
	key := at.room.dir + " " + at.fn.Name.Name + " " + name
	if at.fn.Body == nil {
		return nil
	}
	if s.busy[key] {
		return []string{unknown}
	}
	s.busy[key] = true
	defer delete(s.busy, key)
	ast.Inspect(at.fn.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			if n.Tok == token.ADD_ASSIGN {
				if id, ok := n.Lhs[0].(*ast.Ident); ok && id.Name == name {
					all = append(all, unknown)
				}
				return true
			}
			for i, left := range n.Lhs {
				if id, ok := left.(*ast.Ident); !ok || id.Name != name {
					continue
				}
				if len(n.Lhs) == len(n.Rhs) {
					all = append(all, s.of(at, n.Rhs[i])...)
				} else if call, ok := n.Rhs[0].(*ast.CallExpr); ok {
					all = append(all, s.returned(at, lastName(call.Fun), i)...)
				}
			}
		case *ast.ValueSpec:
			for i, id := range n.Names {
				if id.Name == name && i < len(n.Values) {
					all = append(all, s.of(at, n.Values[i])...)
				}
			}
		}
		return true
	})
	if slices.Contains(all, unknown) { // what it begins with says nothing
		all = slices.DeleteFunc(all, func(text string) bool { return text == "" })
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// verbs are those of package fmt.
var verbs = regexp.MustCompile(`%(?:\[\d\])?[-+# 0]*\d*(?:\.\d+)?[a-zA-Z]`)

// formatted puts what is known of the arguments into a format: a few words that are told apart
// become a sentence each.
func (s *source) formatted(at scope, format string, args []ast.Expr) []string {
	texts := []string{""}
	last, i := 0, 0
	for _, m := range verbs.FindAllStringIndex(format, -1) {
		texts = product(texts, []string{format[last:m[0]]})
		verb := format[m[0]:m[1]]
		put := []string{verb}
		if i < len(args) && (strings.HasSuffix(verb, "s") || strings.HasSuffix(verb, "v")) {
			if words := s.of(at, args[i]); len(words) <= most && !slices.Contains(words, unknown) {
				put = words
			}
		}
		texts = product(texts, put)
		last = m[1]
		i++
	}
	return product(texts, []string{format[last:]})
}

func product(a, b []string) []string {
	var all []string
	for _, x := range a {
		for _, y := range b {
			all = append(all, x+y)
		}
	}
	slices.Sort(all)
	all = slices.Compact(all)
	if len(all) > most {
		return []string{unknown}
	}
	return all
}

func orUnknown(all []string) []string {
	if len(all) == 0 {
		return []string{unknown}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func lastName(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return e.Sel.Name
	case *ast.IndexExpr:
		return lastName(e.X)
	case *ast.StarExpr:
		return lastName(e.X)
	}
	return ""
}
