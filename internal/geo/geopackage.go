package geo

import (
	"encoding/binary"

	"github.com/paulmach/orb"
)

// DecodeGeoPackage reads a geometry in GeoPackage's binary form (GeoPackage 1.3, clause 2.1.3): a
// header, then ISO WKB. It returns the srs_id too, which is no EPSG number but a key of the file. An
// empty geometry is an error with ProblemEmpty.
func DecodeGeoPackage(b []byte) (g orb.Geometry, srsID int32, err error) {
	const headerSize = 8
	broken := func(why string) error {
		return problem(ProblemGeometry, "export the file again", "the geometry (%d bytes) %s", len(b), why)
	}
	if len(b) < headerSize || b[0] != 'G' || b[1] != 'P' || b[2] != 0 {
		return nil, 0, broken("has no header of a GeoPackage geometry")
	}
	flags := b[3]
	if flags&(1<<5) != 0 {
		return nil, 0, broken("is of an extended kind")
	}
	envelopes := [...]int{0, 32, 48, 48, 64} // none, xy, xyz, xym, xyzm; bytes
	kind := int(flags>>1) & 0b111
	if kind >= len(envelopes) || len(b) < headerSize+envelopes[kind] {
		return nil, 0, broken("has a broken envelope")
	}
	order := binary.ByteOrder(binary.BigEndian)
	if flags&1 != 0 {
		order = binary.LittleEndian
	}
	srsID = int32(order.Uint32(b[4:])) //nolint:gosec // srs_id is signed: −1 is a value of the standard
	if flags&(1<<4) != 0 {
		return nil, srsID, emptyGeometry()
	}
	g, _, err = DecodeWKB(b[headerSize+envelopes[kind]:])
	return g, srsID, err
}
