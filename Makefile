# The verbs of this project. CI calls `make test` and has no logic of its own.
SHELL := /bin/bash
PY := .venv/bin/python
UV_VERSION := 0.13.9
AREA ?=
say = @printf '\033[1m== %s\033[0m\n' "$(1)"

.PHONY: help setup setup-tests run test check format lint types unit browser-source bench accept ledger languages clean

help: ## what you can do here
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 16

# --- setting up -------------------------------------------------------------------------------
setup: .venv/.stamp-run ## make .venv from the lock file (what `make run` needs)

.venv/bin/uv:
	$(call say,Making .venv)
	@python3 -m venv .venv || { $(AS_ROOT) apt-get install -y -q python3-venv && python3 -m venv .venv; }
	@.venv/bin/pip install -q --disable-pip-version-check uv==$(UV_VERSION)

.venv/.stamp-run: uv.lock pyproject.toml | .venv/bin/uv
	$(call say,Installing what the lock file names)
	@.venv/bin/uv sync --locked --inexact --no-default-groups --python .venv/bin/python
	@touch $@

.venv/.stamp-tests: uv.lock pyproject.toml | .venv/bin/uv
	$(call say,Installing what the tests need)
	@.venv/bin/uv sync --locked --inexact --extra linkage --python .venv/bin/python
	@scripts/install-browser
	@touch $@ .venv/.stamp-run

setup-tests: .venv/.stamp-tests

AS_ROOT := $(shell [ "$$(id -u)" = 0 ] || echo sudo)

# --- using it ---------------------------------------------------------------------------------
run: setup ## start the demonstration: gate, desk and ledger on this machine
	@.venv/bin/unhindered demo

ledger: setup ## build the public site from the sourced facts, into site/
	@.venv/bin/unhindered ledger build --out site

languages: setup ## bring the translations of the gate up to date with its texts
	@scripts/languages

# --- testing it -------------------------------------------------------------------------------
test: setup-tests format lint types browser-source ## all tests, journeys in a real browser included
	$(call say,Tests)
	@$(PY) -m pytest -q
	@printf '\033[1;32mAll of it holds.\033[0m\n'

check: setup-tests format lint types ## the quick half: no browser
	$(call say,Tests without a browser)
	@$(PY) -m pytest -q -m 'not browser'

format:
	$(call say,Format)
	@$(PY) -m ruff format --check .

lint:
	$(call say,Lint)
	@$(PY) -m ruff check .

types:
	$(call say,Types)
	@$(PY) -m mypy

browser-source: ## rebuild the browser bundle where Node is present; fail if it differs from the committed one
	$(call say,Browser source)
	@scripts/check-browser-source

bench: setup-tests ## measure, as ratios against named references (minutes)
	@scripts/bench

accept: setup-tests ## run the promises of one area: make accept AREA=gate
	@$(PY) scripts/accept.py "$(AREA)"

clean: ## remove what the other verbs made
	@rm -rf .venv site demo-data browser/node_modules browser/build .mypy_cache .ruff_cache .pytest_cache .hypothesis
