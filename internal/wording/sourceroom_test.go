package wording

import (
	"go/ast"
)

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
