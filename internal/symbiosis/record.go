package symbiosis

// Record is what a region keeps: known by an id among its kind, with a version that is 1 for a new
// one and rises by one at each change; 0 when it isn't kept yet.
type Record interface {
	RecordID() string
	RecordVersion() int64
}

// RecordID implements Record.
func (x Site) RecordID() string { return string(x.ID) }

// RecordVersion implements Record.
func (x Site) RecordVersion() int64 { return x.Version }

// RecordID implements Record.
func (x Flow) RecordID() string { return string(x.ID) }

// RecordVersion implements Record.
func (x Flow) RecordVersion() int64 { return x.Version }

// RecordID implements Record.
func (x Area) RecordID() string { return string(x.ID) }

// RecordVersion implements Record.
func (x Area) RecordVersion() int64 { return x.Version }

// RecordID implements Record.
func (x Exchange) RecordID() string { return string(x.ID) }

// RecordVersion implements Record.
func (x Exchange) RecordVersion() int64 { return x.Version }

// RecordID implements Record.
func (x Constraint) RecordID() string { return string(x.ID) }

// RecordVersion implements Record.
func (x Constraint) RecordVersion() int64 { return x.Version }

// RecordID implements Record.
func (x Facility) RecordID() string { return string(x.ID) }

// RecordVersion implements Record.
func (x Facility) RecordVersion() int64 { return x.Version }

// RecordID implements Record.
func (x Profile) RecordID() string { return string(x.ID) }

// RecordVersion implements Record.
func (x Profile) RecordVersion() int64 { return x.Version }

// RecordID implements Record.
func (x Comparison) RecordID() string { return string(x.ID) }

// RecordVersion implements Record.
func (x Comparison) RecordVersion() int64 { return x.Version }

// RecordID implements Record.
func (x Pitch) RecordID() string { return string(x.ID) }

// RecordVersion implements Record.
func (x Pitch) RecordVersion() int64 { return x.Version }

// RecordID implements Record.
func (x Setting) RecordID() string { return string(x.Key) }

// RecordVersion implements Record.
func (x Setting) RecordVersion() int64 { return x.Version }
