package postgis

import (
	"context"

	"github.com/jackc/pgx/v5"

	"github.com/samloka/samloka/internal/store"
)

// channel is where the trigger of the revision tells which schema has changed.
const channel = "samloka"

var _ store.Notifier = (*Store)(nil)

// Notify implements store.Notifier by LISTEN, on a connection of its own.
func (s *Store) Notify(ctx context.Context, changed func()) error {
	conn, err := pgx.ConnectConfig(ctx, s.pool.Config().ConnConfig)
	if err != nil {
		return s.explain(ctx, err)
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	if _, err := conn.Exec(ctx, "LISTEN "+channel); err != nil {
		return s.explain(ctx, err)
	}
	changed()
	for {
		told, err := conn.WaitForNotification(ctx)
		if err != nil {
			return s.explain(ctx, err)
		}
		if told.Payload == s.schema {
			changed()
		}
	}
}
