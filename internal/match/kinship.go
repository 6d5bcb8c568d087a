package match

import (
	"slices"

	"github.com/samloka/samloka/internal/symbiosis"
)

// kinship answers the resource gate: which node satisfies which. Nodes are numbered in the
// order of the catalogue, so that no text is compared when pairs are.
type kinship struct {
	cat    *symbiosis.Catalogue
	number map[symbiosis.ResourceCode]int32
	parent []int32 // −1 at a root
	heat   []int32 // the nodes that go by heat pipe
}

func newKinship(cat *symbiosis.Catalogue) *kinship {
	k := &kinship{cat: cat, number: map[symbiosis.ResourceCode]int32{}}
	for i, r := range cat.Resources() {
		k.number[r.Code] = int32(i)
		parent := int32(-1)
		if r.Parent != "" {
			parent = k.number[r.Parent]
		}
		k.parent = append(k.parent, parent)
		if r.Transport == symbiosis.HeatPipe {
			k.heat = append(k.heat, int32(i))
		}
	}
	return k
}

// is says that node is general or lies below it.
func (k *kinship) is(node, general int32) bool {
	for ; node >= 0; node = k.parent[node] {
		if node == general {
			return true
		}
	}
	return false
}

// lead is a node that a waste code leads to.
type lead struct {
	node int32
	link symbiosis.Link // LinkWasteCode or LinkWasteUse
}

// leads lists where the catalogue leads from a waste code.
func (k *kinship) leads(code symbiosis.WasteCode) []lead {
	if code == "" {
		return nil
	}
	var found []lead
	for _, r := range k.cat.ResourcesOf(code) {
		found = append(found, lead{k.number[r], symbiosis.LinkWasteCode})
	}
	for _, u := range k.cat.UsesOf(code) {
		found = append(found, lead{k.number[u.Resource], symbiosis.LinkWasteUse})
	}
	return found
}

// accept is an entry of a receiver's list: a node, or a waste code's leading part.
type accept struct {
	node  int32 // −1: the code counts
	waste symbiosis.WasteCode
}

func (k *kinship) accepts(list []string) []accept {
	var found []accept
	for _, entry := range list {
		if node, ok := k.number[symbiosis.ResourceCode(entry)]; ok {
			found = append(found, accept{node: node})
		} else if code := symbiosis.NormaliseWasteCode(entry); code != "" {
			found = append(found, accept{node: -1, waste: code})
		}
	}
	return found
}

// link says why s suits n; NoLink when it doesn't. anyHeat lets any heat serve any heat.
func (k *kinship) link(s, n *record, anyHeat bool) symbiosis.Link {
	if anyHeat && s.heat && n.heat {
		return symbiosis.LinkHeat
	}
	if s.node == n.node || k.is(s.node, n.node) {
		return symbiosis.LinkTree
	}
	for _, a := range n.accepts {
		if a.node >= 0 && k.is(s.node, a.node) || a.node < 0 && a.waste.Covers(s.Flow.WasteCode) {
			return symbiosis.LinkAccepts
		}
	}
	for _, l := range s.leads {
		if k.is(l.node, n.node) {
			return l.link
		}
	}
	return symbiosis.NoLink
}

// base is a set of flows that the index keeps together. Of needs it is a node they name, or
// an entry of their accept-lists; of surpluses, a node with a waste code.
type base int64

const (
	baseNode    base = 1 << 48 // a need's node
	baseAccept  base = 2 << 48 // a node a need accepts
	baseWaste   base = 3 << 48 // a waste code a need accepts
	baseSurplus base = 4 << 48 // a surplus's node and waste code
)

func needNode(node int32) base   { return baseNode | base(node) }
func acceptNode(node int32) base { return baseAccept | base(node) }
func acceptWaste(code symbiosis.WasteCode) base {
	return baseWaste | wasteNumber(code)
}
func surplusBase(node int32, code symbiosis.WasteCode) base {
	return baseSurplus | base(node)<<28 | wasteNumber(code)
}

// wasteNumber packs a code of two, four or six digits into 28 bits.
func wasteNumber(code symbiosis.WasteCode) base {
	n, digits := base(0), base(0)
	for i := 0; i < len(code); i++ {
		if c := code[i]; c >= '0' && c <= '9' && digits < 6 {
			n, digits = n*10+base(c-'0'), digits+1
		}
	}
	return digits<<24 | n
}

// serves lists the bases of needs that a surplus can serve.
func (k *kinship) serves(s *record, anyHeat bool) []base {
	var bases []base
	add := func(b base) {
		if !slices.Contains(bases, b) {
			bases = append(bases, b)
		}
	}
	if anyHeat && s.heat {
		for _, node := range k.heat {
			add(needNode(node))
		}
	}
	for node := s.node; node >= 0; node = k.parent[node] {
		add(needNode(node))
		add(acceptNode(node))
	}
	if code := s.Flow.WasteCode; code != "" {
		for _, part := range []int{2, 5, 8} {
			if len(code) >= part {
				add(acceptWaste(code[:part]))
			}
		}
	}
	for _, l := range s.leads {
		for node := l.node; node >= 0; node = k.parent[node] {
			add(needNode(node))
		}
	}
	return bases
}
