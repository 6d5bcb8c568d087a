package symbiosis

import "strings"

// SettingKey names a setting of the region.
type SettingKey string

// Setting is something the region has decided about itself that isn't one number (numbers are
// assumptions): the criteria and weights that its land is judged by, for one.
type Setting struct {
	Key     SettingKey
	Body    Document // whoever the key belongs to owns its form
	Version int64
}

// AppraisalSetting is the key of the criteria, value functions and weights of areas.
const AppraisalSetting SettingKey = "appraisal"

// Normalise takes the spaces off both ends of the key and the document.
func (s *Setting) Normalise() {
	s.Key = SettingKey(strings.TrimSpace(string(s.Key)))
	s.Body = s.Body.tidied()
}

// Validate returns an Invalid error with every fault of the setting, or nil.
func (s Setting) Validate() error {
	var ps problems
	ps.checkKey("id", string(s.Key), "such as appraisal")
	ps.checkDocument("body", s.Body, true)
	return ps.err("the setting")
}
