package main

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestMain lets the scripts call samloka as a program of its own.
func TestMain(m *testing.M) {
	testscript.Main(inEnglish{m}, map[string]func(){
		"samloka": func() {
			ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
			defer stop()
			os.Exit(Run(ctx, os.Args[1:], Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr}))
		},
	})
}

// inEnglish has tests told in English, wherever they run. The commands of scripts have an environment of
// their own.
type inEnglish struct{ *testing.M }

func (m inEnglish) Run() int {
	os.Unsetenv("SAMLOKA_LANG")
	os.Setenv("LC_ALL", "C")
	return m.M.Run()
}

// TestScripts runs the command line as a user does; each file of testdata/script is a tale.
func TestScripts(t *testing.T) {
	shared, err := filepath.Abs("../../../shared/data")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("HOME", env.WorkDir)
			env.Setenv("XDG_CONFIG_HOME", filepath.Join(env.WorkDir, "config"))
			env.Setenv("XDG_DATA_HOME", filepath.Join(env.WorkDir, "data"))
			env.Setenv("SHARED", shared)
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"exitstatus": exitStatus},
		Condition: func(cond string) (bool, error) {
			_, err := os.Stat(shared)
			return err == nil, nil // [shared]: the public test data stands beside the project
		},
	})
}

// exitStatus STATUS PROGRAM ARGS… holds the exit status to the very number.
func exitStatus(ts *testscript.TestScript, _ bool, args []string) {
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		exit, ok := errors.AsType[*exec.ExitError](err)
		if !ok {
			ts.Fatalf("%s did not run: %v", args[1], err)
		}
		got = exit.ExitCode()
	}
	if got != want {
		ts.Fatalf("%v: exit status %d, want %d", args[1:], got, want)
	}
}
