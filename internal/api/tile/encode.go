package tile

import (
	"encoding/binary"
	"math"
)

// extent is the number of units along a tile's side, buffer how many of them a tile shows
// beyond its edge on each side.
const (
	extent = 4096
	buffer = 64
)

// geometryType is of the specification.
type geometryType uint64

const (
	pointType   geometryType = 1
	lineType    geometryType = 2
	polygonType geometryType = 3
)

// Field numbers of vector_tile.proto, shifted, with their wire types.
const (
	tileLayer       = 3<<3 | 2
	layerName       = 1<<3 | 2
	layerFeature    = 2<<3 | 2
	layerKey        = 3<<3 | 2
	layerValue      = 4<<3 | 2
	layerExtent     = 5 << 3
	layerVersion    = 15 << 3
	featureTags     = 2<<3 | 2
	featureType     = 3 << 3
	featureGeometry = 4<<3 | 2
	valueString     = 1<<3 | 2
	valueDouble     = 3<<3 | 1
	valueUint       = 5 << 3
	valueBool       = 7 << 3
)

// encoder writes one layer. It is used for one tile after the other.
type encoder struct {
	features []byte
	values   []byte
	count    uint32 // of values
	keys     []string

	strings map[string]uint32
	numbers map[float64]uint32
	counts  map[uint64]uint32
	bools   [2]uint32 // 1 + index; 0 when not yet written

	tags, geometry, feature []byte
	x, y                    int // the cursor of the geometry
}

func newEncoder(keys []string) *encoder {
	return &encoder{keys: keys, features: make([]byte, 0, 64<<10), strings: map[string]uint32{}, numbers: map[float64]uint32{}, counts: map[uint64]uint32{}}
}

// begin starts a feature.
func (e *encoder) begin() {
	e.tags, e.geometry, e.x, e.y = e.tags[:0], e.geometry[:0], 0, 0
}

func (e *encoder) tag(key int, value uint32) {
	e.tags = binary.AppendUvarint(e.tags, uint64(key))
	e.tags = binary.AppendUvarint(e.tags, uint64(value))
}

// newValue writes a value and returns its index.
func (e *encoder) newValue(content ...byte) uint32 {
	e.values = append(e.values, layerValue)
	e.values = binary.AppendUvarint(e.values, uint64(len(content)))
	e.values = append(e.values, content...)
	e.count++
	return e.count - 1
}

// text tags the feature with a text; an empty one is left out.
func (e *encoder) text(key int, s string) {
	if s == "" {
		return
	}
	i, ok := e.strings[s]
	if !ok {
		content := append(binary.AppendUvarint([]byte{valueString}, uint64(len(s))), s...)
		i = e.newValue(content...)
		e.strings[s] = i
	}
	e.tag(key, i)
}

// number tags the feature with a number; NaN, which stands for not known, is left out.
func (e *encoder) number(key int, v float64) {
	if math.IsNaN(v) {
		return
	}
	i, ok := e.numbers[v]
	if !ok {
		i = e.newValue(binary.LittleEndian.AppendUint64([]byte{valueDouble}, math.Float64bits(v))...)
		e.numbers[v] = i
	}
	e.tag(key, i)
}

func (e *encoder) uint(key int, v uint64) {
	i, ok := e.counts[v]
	if !ok {
		i = e.newValue(binary.AppendUvarint([]byte{valueUint}, v)...)
		e.counts[v] = i
	}
	e.tag(key, i)
}

// flag tags the feature when v holds; a feature without the key has it not.
func (e *encoder) flag(key int, v bool) {
	if !v {
		return
	}
	if e.bools[1] == 0 {
		e.bools[1] = 1 + e.newValue(valueBool, 1)
	}
	e.tag(key, e.bools[1]-1)
}

// Commands of the geometry.
const (
	moveTo    = 1
	lineTo    = 2
	closePath = 7
)

func (e *encoder) command(id, count int) {
	e.geometry = binary.AppendUvarint(e.geometry, uint64(id&7|count<<3))
}

func (e *encoder) step(x, y int) {
	e.geometry = binary.AppendUvarint(e.geometry, zigzag(x-e.x))
	e.geometry = binary.AppendUvarint(e.geometry, zigzag(y-e.y))
	e.x, e.y = x, y
}

func zigzag(v int) uint64 { return uint64(v<<1) ^ uint64(v>>63) }

func (e *encoder) point(x, y int) {
	e.command(moveTo, 1)
	e.step(x, y)
}

func (e *encoder) line(points [][2]int) {
	e.command(moveTo, 1)
	e.step(points[0][0], points[0][1])
	e.command(lineTo, len(points)-1)
	for _, p := range points[1:] {
		e.step(p[0], p[1])
	}
}

// ring writes a ring without its last point, which is its first again.
func (e *encoder) ring(points [][2]int) {
	e.line(points)
	e.command(closePath, 1)
}

// end writes the feature.
func (e *encoder) end(t geometryType) {
	f := e.feature[:0]
	f = append(f, featureTags)
	f = binary.AppendUvarint(f, uint64(len(e.tags)))
	f = append(f, e.tags...)
	f = append(f, featureType)
	f = binary.AppendUvarint(f, uint64(t))
	f = append(f, featureGeometry)
	f = binary.AppendUvarint(f, uint64(len(e.geometry)))
	f = append(f, e.geometry...)
	e.feature = f
	e.features = append(e.features, layerFeature)
	e.features = binary.AppendUvarint(e.features, uint64(len(f)))
	e.features = append(e.features, f...)
}

// tile returns the tile with the one layer; nothing when it has no feature.
func (e *encoder) tile(name string) []byte {
	if len(e.features) == 0 {
		return nil
	}
	layer := make([]byte, 0, len(e.features)+len(e.values)+256)
	layer = append(layer, layerVersion, 2)
	layer = append(layer, layerName)
	layer = binary.AppendUvarint(layer, uint64(len(name)))
	layer = append(layer, name...)
	layer = append(layer, e.features...)
	for _, key := range e.keys {
		layer = append(layer, layerKey)
		layer = binary.AppendUvarint(layer, uint64(len(key)))
		layer = append(layer, key...)
	}
	layer = append(layer, e.values...)
	layer = append(layer, layerExtent)
	layer = binary.AppendUvarint(layer, extent)
	tile := binary.AppendUvarint([]byte{tileLayer}, uint64(len(layer)))
	return append(tile, layer...)
}
