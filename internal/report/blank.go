package report

// blank is a canvas that only measures.
type blank struct{}

func (blank) area([][]point, *colour, stroke)        {}
func (blank) line([]point, stroke)                   {}
func (blank) circle(point, float64, *colour, stroke) {}
func (blank) text(point, string, lettering)          {}
func (blank) within(_, _ point, draw func())         { draw() }
func (blank) width(text string, l lettering) float64 { return faceOf(l).width(text) * l.size }
