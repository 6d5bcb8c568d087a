# Samloka: `make` lists the targets. Needs Go and Node; `make test` installs what tests need.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules

LISTEN ?= localhost:8080
DEMO := var/demo.gpkg
STORE ?= $(DEMO)
POSTGIS ?= var/postgis
BENCH ?= .
FUZZTIME ?= 10s

# The newest version that was tried; `make lint/install` builds it into bin/ (4–5 minutes, once).
GOLANGCI_LINT_VERSION := v2.15.0

# For every call of go alike, so that build, vet and tests share what they compile: half the time
# of a cold start. No cgo: the binary is static.
export CGO_ENABLED := 0
export GOFLAGS := $(GOFLAGS) -trimpath

# Of the newest commit, so that a program can be asked which one it is.
VERSION ?= 0.1.0+$(shell git log -1 --format=git%cd.%h --date=format:%Y%m%d 2>/dev/null || echo local)

GO_BUILD := go build -buildvcs=false -ldflags='-s -w -X main.version=$(VERSION)'
NPM := npm --prefix web --no-audit --no-fund --no-update-notifier --loglevel=error

# What the page is built from. Tests and what the build itself writes are not among it.
WEB_SOURCES := $(shell find web -type f \
	-not -path 'web/node_modules/*' -not -path 'web/dist/*' -not -path 'web/shots/*' \
	-not -path 'web/e2e/*' -not -name '*.test.ts' -not -name '*.go' 2>/dev/null) geodata/basemap/basemap.json geodata/basemap/places.json

.PHONY: help
help: ## list the targets
	@awk 'BEGIN {FS = ":.*## "} /^[a-z\/-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: run
run: build $(filter $(DEMO),$(STORE)) ## build all, serve the demo region at http://localhost:8080 (LISTEN=, STORE=)
	bin/samloka serve --store $(STORE) --listen $(LISTEN)

.PHONY: run-postgis
run-postgis: build ## serve from a private PostGIS, kept in var/postgis (POSTGIS=, LISTEN=)
	@.ci/with-postgis --keep $(POSTGIS) .ci/serve-region $(POSTGIS) $(LISTEN)

.PHONY: build
build: bin/samloka ## build the page and the program into one binary, bin/samloka

.PHONY: web
web: web/dist/index.html ## build the page alone, into web/dist

.PHONY: test
test: ## install the test tools, run every test; closes with N passed, N failed, N skipped
	@.ci/install-test-tools
	@.ci/test

.PHONY: bench
bench: build ## Go benchmarks (BENCH=pattern, COUNT=n) and a load run; ends in one table
	@SAMLOKA_BIN=$(CURDIR)/bin/samloka .ci/bench '$(BENCH)'

.PHONY: openapi
openapi: web/node_modules/.installed ## after a change of a route: the API's document and the page's client anew
	go test ./internal/api -run OpenAPI -update
	$(NPM) run --silent api

.PHONY: package
package: build ## a Debian package with the systemd units, bin/samloka_VERSION_ARCH.deb
	@.ci/package '$(VERSION)'

.PHONY: shots
shots: build ## pictures of every state of the page, both widths, three languages: web/shots
	@.ci/install-test-tools
	SAMLOKA_BIN=$(CURDIR)/bin/samloka $(NPM) run shots

.PHONY: lint
lint: ## gofmt, go vet and, if installed, golangci-lint
	@.ci/format
	go vet ./... ./.ci/summary
	@if [ -x bin/golangci-lint ]; then bin/golangci-lint run; \
	elif command -v golangci-lint >/dev/null; then golangci-lint run; \
	else echo 'golangci-lint is not installed; make lint/install builds $(GOLANGCI_LINT_VERSION) into bin/'; fi

.PHONY: lint/install
lint/install: ## build the pinned golangci-lint into bin/ (4-5 minutes)
	GOBIN=$(CURDIR)/bin go install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(GOLANGCI_LINT_VERSION)

.PHONY: fuzz
fuzz: ## each fuzz target for FUZZTIME (10s)
	@.ci/fuzz $(FUZZTIME)

.PHONY: demo
demo: bin/samloka ## write the demo region anew; what was changed in it is lost
	@rm -f $(DEMO) $(DEMO)-wal $(DEMO)-shm
	@$(MAKE) --no-print-directory $(DEMO)

.PHONY: clean
clean: ## delete what was built; the stores in var/ stay
	rm -rf bin web/node_modules web/e2e/node_modules web/shots coverage*
	find web/dist -mindepth 1 -not -name .gitkeep -delete

# Go knows best what has changed, so the program is always asked for; nothing new takes a second.
.PHONY: bin/samloka
bin/samloka: web/dist/index.html
	@command -v go >/dev/null || { echo 'Go is missing: https://go.dev/dl, the version in go.mod or newer' >&2; exit 1; }
	@$(GO_BUILD) -o $@ ./cmd/samloka

# Vite empties the folder first, so the file that keeps it in git is put back.
web/dist/index.html: web/node_modules/.installed $(WEB_SOURCES)
	@$(NPM) run --silent build -- --logLevel error
	@touch web/dist/.gitkeep $@

web/node_modules/.installed: web/package-lock.json
	@command -v npm >/dev/null || { echo 'Node is missing: https://nodejs.org, version 20.19 or newer' >&2; exit 1; }
	@$(NPM) ci
	@touch $@

# Only when there is none: what someone has changed in it stays. A half-written one is removed.
$(DEMO): | bin/samloka
	@mkdir -p $(@D)
	@bin/samloka demo --store $@ || { rm -f $@ $@-wal $@-shm; exit 1; }
