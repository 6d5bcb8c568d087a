package main

import (
	"io"
	"log/slog"
)

// logFlags say what a program that runs on and on writes to its log, and how.
type logFlags struct {
	Quiet     bool   `help:"Log warnings and errors only."`
	LogFormat string `help:"Form of the log: text or json, one object a line. Default: ${default}." enum:"text,json" default:"text" placeholder:"FORMAT"`
}

func (f logFlags) log(w io.Writer) *slog.Logger {
	opts := &slog.HandlerOptions{Level: slog.LevelInfo}
	if f.Quiet {
		opts.Level = slog.LevelWarn
	}
	if f.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(w, opts))
	}
	return slog.New(slog.NewTextHandler(w, opts))
}
