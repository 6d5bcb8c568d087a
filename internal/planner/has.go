package planner

// Has says that the region holds a record of a table, as the history calls tables, under an id.
func (s *Snapshot) Has(table, id string) bool {
	switch table {
	case "sites":
		return s.sites.get(id) != nil
	case "flows":
		return s.flows.get(id) != nil
	case "areas":
		return s.areas.get(id) != nil
	case "exchanges":
		return s.exchanges.get(id) != nil
	case "constraints":
		return s.land.constraints.get(id) != nil
	case "facilities":
		return s.land.facilities.get(id) != nil
	case "profiles":
		return s.land.profiles.get(id) != nil
	case "comparisons":
		return s.land.comparisons.get(id) != nil
	case "pitches":
		return s.land.pitches.get(id) != nil
	case "settings":
		return s.land.settings.get(id) != nil
	case "assumptions":
		_, known := s.defaults.Get(id)
		return known
	case "region_info":
		return id == "region"
	}
	return false
}
