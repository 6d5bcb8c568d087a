package wording

import (
	"go/ast"
	"go/token"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// What an expression can say, as far as it can be known before the program runs.

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
