package rest

// listOutput is a page in the form that was asked for.
type listOutput struct {
	ContentType string `header:"Content-Type" hidden:"true"`
	Link        string `header:"Link" doc:"rel=next: the next page"`
	Vary        string `header:"Vary" hidden:"true"`
	Body        any
}

// jsonOutput is an answer that isn't a record.
type jsonOutput[T any] struct {
	Body T
}

// recordOutput is a record with its version.
type recordOutput[T any] struct {
	ETag     string `header:"ETag" doc:"The record's version, for If-Match"`
	Location string `header:"Location" doc:"Of a new record"`
	Body     T
}
