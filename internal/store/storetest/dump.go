package storetest

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/samloka/samloka/internal/symbiosis"
)

// Dump writes a region as text, a line for each attribute that is not empty, numbers to the last
// bit. Attributes that the nouns gain later appear by themselves.
func Dump(r *symbiosis.Region) string {
	var b strings.Builder
	dump(&b, "", reflect.ValueOf(r.Info), "region")
	for _, key := range slices.Sorted(maps.Keys(r.Assumptions)) {
		fmt.Fprintf(&b, "assumption %s = %s\n", key, strconv.FormatFloat(r.Assumptions[key], 'g', -1, 64))
	}
	dumpAll(&b, "site", r.Sites)
	dumpAll(&b, "flow", r.Flows)
	dumpAll(&b, "area", r.Areas)
	dumpAll(&b, "exchange", r.Exchanges)
	dumpAll(&b, "constraint", r.Constraints)
	dumpAll(&b, "facility", r.Facilities)
	dumpAll(&b, "profile", r.Profiles)
	dumpAll(&b, "comparison", r.Comparisons)
	dumpAll(&b, "pitch", r.Pitches)
	dumpAll(&b, "setting", r.Settings)
	dumpAll(&b, "broken row", r.Broken)
	return b.String()
}

func dumpAll[T any](b *strings.Builder, noun string, items []T) {
	for _, item := range items {
		fmt.Fprintf(b, "\n%s\n", noun)
		dump(b, "  ", reflect.ValueOf(item), "")
	}
}

// dump writes value under name, an attribute a line.
func dump(b *strings.Builder, indent string, value reflect.Value, name string) {
	if value.IsZero() {
		return // absent; an optional zero stands behind a pointer and is not absent
	}
	switch value.Kind() {
	case reflect.Pointer:
		if value.Elem().IsZero() {
			fmt.Fprintf(b, "%s%s = 0\n", indent, name)
			return
		}
		dump(b, indent, value.Elem(), name)
	case reflect.Struct:
		if text, ok := value.Interface().(fmt.Stringer); ok {
			fmt.Fprintf(b, "%s%s = %s\n", indent, name, text)
			return
		}
		for i := range value.NumField() {
			dump(b, indent, value.Field(i), strings.TrimPrefix(name+"."+value.Type().Field(i).Name, "."))
		}
	case reflect.Map:
		keys := value.MapKeys()
		slices.SortFunc(keys, func(a, b reflect.Value) int { return strings.Compare(a.String(), b.String()) })
		for _, key := range keys {
			dump(b, indent, value.MapIndex(key), name+"."+key.String())
		}
	case reflect.Interface:
		dump(b, indent, value.Elem(), name+"("+strings.TrimPrefix(value.Elem().Type().String(), "orb.")+")")
	case reflect.Slice, reflect.Array:
		for i := range value.Len() {
			dump(b, indent, value.Index(i), fmt.Sprintf("%s[%d]", name, i))
		}
	case reflect.Float64:
		fmt.Fprintf(b, "%s%s = %s\n", indent, name, strconv.FormatFloat(value.Float(), 'g', -1, 64))
	case reflect.String:
		fmt.Fprintf(b, "%s%s = %q\n", indent, name, value.String())
	default:
		fmt.Fprintf(b, "%s%s = %v\n", indent, name, value)
	}
}
