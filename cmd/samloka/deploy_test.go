package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
)

// TestDeployedCommandsAreOurs holds what deploy/ tells a machine to start against the command line:
// each command and flag of the units and the compose file is known, and each setting is a flag.
func TestDeployedCommandsAreOurs(t *testing.T) {
	var cl commandLine
	parser, err := kong.New(&cl, kong.Name("samloka"), kong.DefaultEnvars("SAMLOKA"), kong.Exit(func(int) {}))
	if err != nil {
		t.Fatal(err)
	}
	settings := map[string]bool{}
	var gather func(n *kong.Node)
	gather = func(n *kong.Node) {
		for _, f := range n.Flags {
			for _, env := range f.Envs {
				settings[env] = true
			}
		}
		for _, child := range n.Children {
			gather(child)
		}
	}
	gather(parser.Model.Node)

	commands, named := 0, 0
	parse := func(path, line string) {
		commands++
		if _, err := parser.Parse(strings.Fields(line)); err != nil {
			t.Errorf("%s starts samloka %s: %v", path, line, err)
		}
	}
	for _, file := range deployed(t) {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, start := range regexp.MustCompile(`(?m)^ExecStart=/usr/bin/samloka (.+)$`).FindAllStringSubmatch(string(text), -1) {
			parse(file, start[1])
		}
		for _, start := range regexp.MustCompile(`(?m)^    command: \[(.+)\]$`).FindAllStringSubmatch(string(text), -1) {
			parse(file, strings.ReplaceAll(start[1], ",", " "))
		}
		for _, setting := range regexp.MustCompile(`(?m)^ *#?(SAMLOKA_[A-Z_]+)[:=]`).FindAllStringSubmatch(string(text), -1) {
			if named++; !settings[setting[1]] && !proxys[setting[1]] {
				t.Errorf("%s sets %s, which no flag is", file, setting[1])
			}
		}
	}
	if commands < 5 || named < 6 {
		t.Errorf("%d commands and %d settings were found in deploy: the test no longer reads its files", commands, named)
	}
}

// proxys are settings of the proxy in the compose file.
var proxys = map[string]bool{"SAMLOKA_SITE": true, "SAMLOKA_USER": true, "SAMLOKA_PASSWORD_HASH": true}

// TestBothServicesHeedTheSettingsOfTheLog: a worker reads the same settings file as the server.
func TestBothServicesHeedTheSettingsOfTheLog(t *testing.T) {
	t.Setenv("SAMLOKA_LOG_FORMAT", "json")
	for _, command := range []string{"serve", "work"} {
		var cl commandLine
		parser, err := kong.New(&cl, kong.DefaultEnvars("SAMLOKA"), kong.Exit(func(int) {}))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := parser.Parse([]string{command}); err != nil {
			t.Fatal(err)
		}
		var line bytes.Buffer
		map[string]logFlags{"serve": cl.Serve.logFlags, "work": cl.Work.logFlags}[command].log(&line).Info("begun")
		var said struct{ Msg string }
		if err := json.Unmarshal(line.Bytes(), &said); err != nil || said.Msg != "begun" {
			t.Errorf("samloka %s logs %s", command, &line)
		}
	}
}

// TestContainersHaveAPlaceToWork: the image holds the program and nothing else, no /tmp either, in which it
// reads uploads and makes reports.
func TestContainersHaveAPlaceToWork(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", "deploy", "compose", "compose.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	ours := 0
	for _, service := range regexp.MustCompile(`(?m)^  [a-z]+:$`).Split(string(text), -1) {
		if !strings.Contains(service, "    image: samloka\n") {
			continue
		}
		ours++
		if !strings.Contains(service, "    tmpfs: [/tmp]\n") {
			t.Errorf("a service has no /tmp:%s", service)
		}
	}
	if ours != 2 {
		t.Errorf("%d services are ours, want the server and the worker", ours)
	}
}

func deployed(t *testing.T) []string {
	t.Helper()
	var files []string
	for _, pattern := range []string{"systemd/*.service", "compose/compose.yaml", "samloka.env"} {
		found, err := filepath.Glob(filepath.Join("..", "..", "deploy", pattern))
		if err != nil || len(found) == 0 {
			t.Fatalf("no deploy/%s: %v", pattern, err)
		}
		files = append(files, found...)
	}
	return files
}
