package planner

import (
	"iter"
	"slices"
	"strings"
	"sync"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"github.com/samloka/samloka/internal/parallel"
	"github.com/samloka/samloka/internal/symbiosis"
)

// collationOf is the alphabet of each language. Bokmål's is that of Danish, which the library knows.
var collationOf = map[symbiosis.Language]language.Tag{
	symbiosis.Swedish: language.Swedish, symbiosis.Norwegian: language.Danish, symbiosis.English: language.English,
}

// alphabet puts names in the order of a language: whole numbers by their value, no regard to case. Not
// for several goroutines at once.
type alphabet struct {
	collator *collate.Collator
	buf      collate.Buffer
}

func newAlphabet(l symbiosis.Language) *alphabet {
	return &alphabet{collator: collate.New(collationOf[l], collate.Loose, collate.Numeric)}
}

// key compares as the names do, and as ids of the same name: no name's key goes on with two zero bytes
// where another's ends.
func (a *alphabet) key(name, id string) string {
	a.buf.Reset()
	return string(a.collator.KeyFromString(&a.buf, name)) + "\x00\x00" + id
}

// named is a row under the key of its name.
type named[R any] struct {
	key string
	row *R
}

// byName holds rows in the order of their names, in each language that was asked for. It is made when it
// is first asked for, and goes with edits then.
type byName[R any] struct {
	name func(*R, symbiosis.Language) string
	mu   sync.Mutex
	in   map[symbiosis.Language]table[named[R]]
}

func newByName[R any](name func(*R, symbiosis.Language) string) *byName[R] {
	return &byName[R]{name: name, in: map[symbiosis.Language]table[named[R]]{}}
}

func (x *byName[R]) of(l symbiosis.Language, rows table[R]) table[named[R]] {
	x.mu.Lock()
	defer x.mu.Unlock()
	t, ok := x.in[l]
	if !ok {
		all := make([]*named[R], rows.len())
		parallel.Each(len(rows.chunks), func(i int) {
			c, a := rows.chunks[i], newAlphabet(l)
			for k, row := range c.rows {
				all[c.from+k] = &named[R]{a.key(x.name(row, l), rows.key(row)), row}
			}
		})
		t = newTable(all, func(n *named[R]) string { return n.key })
		x.in[l] = t
	}
	return t
}

// mostRenamed is how many edits the order goes with; after more it is made anew.
const mostRenamed = 10_000

// after is the order of the rows as they are now, where those of some ids have changed.
func (x *byName[R]) after(was, now table[R], touched []string) *byName[R] {
	if len(touched) == 0 {
		return x
	}
	next := newByName(x.name)
	// Nobody who edits waits for an order that is just being made.
	if len(touched) > mostRenamed || !x.mu.TryLock() {
		return next
	}
	defer x.mu.Unlock()
	for l, t := range x.in {
		a := newAlphabet(l)
		var put []*named[R]
		var gone []string
		for _, id := range touched {
			if row := was.get(id); row != nil {
				gone = append(gone, a.key(x.name(row, l), id))
			}
			if row := now.get(id); row != nil {
				put = append(put, &named[R]{a.key(x.name(row, l), id), row})
			}
		}
		next.in[l] = t.with(put, gone)
	}
	return next
}

// names are the orders by name of what is listed.
type names struct {
	sites     *byName[siteRow]
	flows     *byName[flowRow]
	areas     *byName[areaRow]
	exchanges *byName[symbiosis.Exchange]
}

func (s *Snapshot) newNames() names {
	return names{
		newByName(func(r *siteRow, _ symbiosis.Language) string { return r.Name }),
		newByName(flowNames(s.catalogue)),
		newByName(func(r *areaRow, _ symbiosis.Language) string { return r.Name }),
		newByName(s.ends().name),
	}
}

// namesAfter are the orders after a change of s, which s itself is the outcome of.
func (s *Snapshot) namesAfter(was *Snapshot, c change) names {
	next := names{
		was.names.sites.after(was.sites, s.sites, idsTouched(c.sites, func(x symbiosis.Site) string { return string(x.ID) }, texts(c.goneSites))),
		was.names.flows.after(was.flows, s.flows, idsTouched(c.flows, func(x symbiosis.Flow) string { return string(x.ID) }, texts(c.goneFlows))),
		was.names.areas.after(was.areas, s.areas, idsTouched(c.areas.put, func(x symbiosis.Area) string { return string(x.ID) }, c.areas.gone)),
		was.names.exchanges,
	}
	// Exchanges are called by their sites: what a change of those does to the order isn't followed.
	if len(c.sites)+len(c.goneSites)+len(c.flows)+len(c.goneFlows)+len(c.exchanges)+len(c.goneExchanges) > 0 {
		next.exchanges = newByName(s.ends().name)
	}
	return next
}

func idsTouched[T any](put []T, id func(T) string, gone []string) []string {
	ids := make([]string, 0, len(put)+len(gone))
	for _, x := range put {
		ids = append(ids, id(x))
	}
	ids = append(ids, gone...)
	slices.Sort(ids)
	return slices.Compact(ids)
}

// flowNames tells what lists call a flow: its own name, or its resource.
func flowNames(c *symbiosis.Catalogue) func(*flowRow, symbiosis.Language) string {
	return func(r *flowRow, l symbiosis.Language) string {
		if r.Name != "" {
			return r.Name
		}
		return resourceName(c, r.Resource, l)
	}
}

func resourceName(c *symbiosis.Catalogue, code symbiosis.ResourceCode, l symbiosis.Language) string {
	if r, ok := c.Resource(code); ok {
		return r.Names.In(l)
	}
	return string(code)
}

// ends finds the sites of exchanges. It holds no more of a snapshot than it needs.
type ends struct {
	sites table[siteRow]
	flows table[flowRow]
}

func (s *Snapshot) ends() ends { return ends{s.sites, s.flows} }

// of tells of the sites of an exchange's ends, as far as they are known.
func (x ends) of(e *symbiosis.Exchange, tell func(*siteRow) string) []string {
	var told []string
	for _, id := range [2]symbiosis.FlowID{e.SurplusID, e.NeedID} {
		if flow := x.flows.get(string(id)); flow != nil {
			if site := x.sites.get(string(flow.SiteID)); site != nil {
				told = append(told, tell(site))
			}
		}
	}
	return told
}

// name is what lists call an exchange: from where, to where.
func (x ends) name(e *symbiosis.Exchange, _ symbiosis.Language) string {
	return strings.Join(x.of(e, func(r *siteRow) string { return r.Name }), " ")
}

// listed is collect for rows that can be searched and listed by name; some are those to go through by id,
// nil for all. says appends what of a row is searched, folded.
func listed[R, T any](rows table[R], some iter.Seq[*R], order *byName[R], page Page, fits func(*R) bool, says func(*R, []string) []string, show func(*R) T) Listed[T] {
	if said := fold(page.Search); said != "" {
		also := fits
		var texts []string
		fits = func(row *R) bool {
			if !also(row) {
				return false
			}
			texts = says(row, texts[:0])
			return slices.ContainsFunc(texts, func(text string) bool { return strings.Contains(text, said) })
		}
	}
	if !page.ByName {
		if some == nil {
			some = rows.all()
		}
		return collect(some, rows.key, page, fits, show)
	}
	// A page of names begins after a name and an id; the key is longer, and of a language.
	if page.After != "" {
		name, id, _ := strings.Cut(page.After, "\x00")
		page.After = newAlphabet(page.Language).key(name, id)
	}
	var last *R
	l := collect(order.of(page.Language, rows).all(), func(n *named[R]) string { return n.key }, page,
		func(n *named[R]) bool { return fits(n.row) }, func(n *named[R]) T {
			last = n.row
			return show(n.row)
		})
	if l.Next != "" {
		l.Next = order.name(last, page.Language) + "\x00" + rows.key(last)
	}
	return l
}
