package symbiosis

// ClassOf returns the node of the catalogue that a flow is summed under: its resource, but of heat the
// class that its supply temperature lies in, whatever class it was written down in. A class holds its
// lower bound, not its upper. Steam stays steam, and heat without a temperature what it is.
func (c *Catalogue) ClassOf(f *Flow) ResourceCode {
	r, ok := c.resource(f.Resource)
	if !ok || r.Kind != Heat || r.IsSteam() || f.Supply == nil {
		return f.Resource
	}
	path := c.Path(f.Resource)
	t := f.Supply.Celsius()
	for i := range c.resources {
		class := &c.resources[i]
		low, high := class.TemperatureMin, class.TemperatureMax
		if class.Parent != path[len(path)-1] || class.IsSteam() || low == nil && high == nil {
			continue
		}
		if (low == nil || t >= *low) && (high == nil || t < *high) {
			return class.Code
		}
	}
	return f.Resource
}
