package postgis

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/samloka/samloka/internal/symbiosis"
)

// SQLSTATE codes that have a sentence of their own (PostgreSQL manual, appendix A).
const (
	codeWrongPassword     = "28P01"
	codeNotAllowed        = "28000"
	codeNoDatabase        = "3D000"
	codeNoSchema          = "3F000"
	codeNoTable           = "42P01"
	codeNoColumn          = "42703"
	codeTableExists       = "42P07"
	codeNoRight           = "42501"
	codeReadOnly          = "25006"
	codeDiskFull          = "53100"
	codeOutOfMemory       = "53200"
	codeTooMany           = "53300"
	codeLimit             = "53400"
	codeLockTimeout       = "55P03"
	codeDeadlock          = "40P01"
	codeSerialization     = "40001"
	codeCancelled         = "57014"
	codeAdminShutdown     = "57P01"
	codeCrashShutdown     = "57P02"
	codeCannotConnect     = "57P03"
	codeDatabaseDropped   = "57P04"
	codeIdleInTransaction = "25P03"
	codeTooLong           = "54000"
	codeProtocol          = "08P01"
	codeRaised            = "P0001"
	classRule             = "23"
	classData             = "22"
	classConnection       = "08"
)

// explain turns what went wrong with the database at location into an error of the contract: a
// cancelled context's own error, a *symbiosis.Error as it is, Unavailable with one sentence that
// says what to do where the server, the address or a right is at fault, Internal otherwise.
func explain(ctx context.Context, location string, err error) error {
	if err == nil {
		return nil
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if _, ok := errors.AsType[*symbiosis.Error](err); ok {
		return err
	}
	var connecting *pgconn.ConnectError
	if e, ok := errors.AsType[*pgconn.PgError](err); ok {
		if e.Code == codeProtocol && errors.As(err, &connecting) { // what we send to begin with a server knows
			refused := symbiosis.Errorf(symbiosis.Unavailable, "%s refuses settings of a connection (%s), as connection poolers do: give the address of the server itself", location, e.Message)
			refused.Err = err
			return refused
		}
		if says, kind := sayCode(e); says != "" {
			return &symbiosis.Error{Kind: kind, Text: location + " " + says, Err: err}
		}
		return symbiosis.Errorf(symbiosis.Internal, "%s: %w", location, err)
	}
	unavailable := func(says string) error {
		return &symbiosis.Error{Kind: symbiosis.Unavailable, Text: location + " " + says, Err: err}
	}
	var network net.Error
	switch {
	case errors.As(err, &connecting):
		return unavailable("can't be reached: check the address, and that the server runs and listens there")
	case errors.As(err, &network), errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, net.ErrClosed), pgconn.SafeToRetry(err):
		return unavailable("no longer answers: the connection was lost")
	case errors.Is(err, pgx.ErrTxCommitRollback):
		return unavailable("undid the change instead of keeping it: try again")
	}
	return symbiosis.Errorf(symbiosis.Internal, "%s: %w", location, err)
}

// sayCode returns a sentence, without its subject, for what the server said; "" when it is none
// that a user can mend.
func sayCode(e *pgconn.PgError) (string, symbiosis.ErrorKind) {
	switch e.Code {
	case codeWrongPassword, codeNotAllowed:
		return "refuses the user: check the name and the password in the address, and who the server lets in (pg_hba.conf)", symbiosis.Unavailable
	case codeNoDatabase:
		return "does not exist: check the name of the database, or make it with createdb", symbiosis.Unavailable
	case codeNoSchema, codeNoTable, codeNoColumn:
		return fmt.Sprintf("lacks a table or column of the region (%s): restore it from a backup", e.Message), symbiosis.Unavailable
	case codeTableExists:
		return fmt.Sprintf("holds tables of another program in the same schema (%s): name an empty one with ?search_path= in the address", e.Message), symbiosis.Unavailable
	case codeNoRight:
		return fmt.Sprintf("does not give the user the right to do this (%s): ask who looks after the database", e.Message), symbiosis.Unavailable
	case codeReadOnly:
		return "can only be read: it is a standby or set to read-only; give the address of the primary server, or turn default_transaction_read_only off", symbiosis.Unavailable
	case codeDiskFull:
		return "can't be written because the server's disk is full: nothing was changed; make room, then try again", symbiosis.Unavailable
	case codeOutOfMemory:
		return "can't do this because the server's memory is full: nothing was changed", symbiosis.Unavailable
	case codeTooMany:
		// The server's words say whose limit it is: its own, the database's or the role's.
		return fmt.Sprintf("has too many connections (%s): try again later, or raise that limit (max_connections, or the CONNECTION LIMIT of the role or database)", e.Message), symbiosis.Unavailable
	case codeLimit:
		return fmt.Sprintf("has reached a limit that is set for it (%s): nothing was changed; try again, or raise temp_file_limit for the role or database", e.Message), symbiosis.Unavailable
	case codeLockTimeout:
		return "is locked by another program's unfinished changes: save or end them there, then try again", symbiosis.Unavailable
	case codeDeadlock, codeSerialization:
		return "was changed by another program at the same moment: nothing was changed; try again", symbiosis.Unavailable
	case codeCancelled:
		return fmt.Sprintf("stopped the work because it took too long or someone cancelled it (%s): nothing was changed; try again, or raise statement_timeout for the role or database", e.Message), symbiosis.Unavailable
	case codeAdminShutdown, codeCrashShutdown, codeCannotConnect, codeIdleInTransaction:
		return "is stopping, starting, or has closed the connection: try again in a moment", symbiosis.Unavailable
	case codeDatabaseDropped:
		return "was dropped while it was open", symbiosis.Unavailable
	case codeTooLong:
		return fmt.Sprintf("can't keep a value that is too long (%s)", e.Message), symbiosis.Invalid
	}
	if e.Code == codeRaised || strings.HasPrefix(e.Code, classRule) {
		return fmt.Sprintf("refuses the change by a rule of its own (%s): nothing was changed; ask who looks after the database", e.Message), symbiosis.Invalid
	}
	switch e.Code[:min(2, len(e.Code))] {
	case classData:
		return fmt.Sprintf("can't keep a value (%s)", e.Message), symbiosis.Invalid
	case classConnection:
		return "no longer answers: the connection was lost", symbiosis.Unavailable
	}
	return "", ""
}
