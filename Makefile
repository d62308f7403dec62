# Every target works by itself in a fresh clone: it makes .venv, installs the pinned set with
# hashes and goes on. Needs Python 3.11 or newer with venv, and make; no compiler.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
RUN := .venv/.run
DEV := .venv/.dev
SPARK := .venv/.spark
UV := 0.13.8
DEMO := .demo

.DEFAULT_GOAL := help
.PHONY: help install demo demo-check test test-postgres check bench docs fuzz-api lock test-spark test-browser shots tamper crash fuzz-forms clean

help: ## say what each target does
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 20

install: $(RUN) ## make .venv with huxin in it
	@echo "$(BIN)/huxin is ready: $$($(BIN)/huxin --version)"

demo: $(RUN) ## open the platform in a browser, with three counties of simulated sites
	@$(BIN)/huxin demo --home $(DEMO)/platform

demo-check: $(RUN) ## simulate a county's site files, check them, print the findings
	rm -rf $(DEMO)/county $(DEMO)/report
	$(BIN)/huxin sim --out $(DEMO)/county --sites 40 --months 6 --seed 7 --place 140923 \
	    --start 2025-03 --as-of 2025-09-30 --faults default --truth $(DEMO)/truth.json
	$(BIN)/huxin check $(DEMO)/county --place 140923 --as-of 2025-09-30 --out $(DEMO)/report \
	    || [ $$? -eq 1 ]
	@echo "HTML report: $(DEMO)/report/report.html"

test: $(DEV) ## run the fast tests
	@$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder --inline-snapshot disable -m "not spark and not browser and not postgres"

test-postgres: $(DEV) ## run the rules and the platform's tests on PostgreSQL (starts a server of its own)
	@$(BIN)/python -m pytest -n 2 --dist loadfile --inline-snapshot disable -m postgres
	@$(BIN)/python -m tests.support.on_postgres -n 2 --dist loadfile -m "not postgres"

check: $(DEV) ## lint, format, types, import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(DEV) ## measure, and write bench/results
	$(BIN)/python -m bench

docs: $(RUN) ## write docs/reference from the specs
	$(BIN)/python -m huxin.cli.reference docs/reference
	PYTHONPATH=. DJANGO_SETTINGS_MODULE=tests.support.settings $(BIN)/python -m huxin.api docs/reference

test-spark: $(SPARK) ## run the rules' tables on Spark as well (needs a Java runtime)
	@command -v java >/dev/null || { echo "Spark needs Java: apt-get install default-jre-headless" >&2; exit 2; }
	@$(BIN)/python -m pytest --inline-snapshot disable -m spark

tamper: $(DEV) ## change stored logs in 10,000 ways: every change must be found where it is
	@$(BIN)/python -m tests.trail.tamper 10000

crash: $(DEV) ## kill imports at every statement, cut the power at random: nothing may be half done
	@HUXIN_CRASH=whole $(BIN)/python -m pytest --inline-snapshot disable tests/crash

test-browser: $(DEV) ## walk through report and platform in the distribution's Chromium
	@$(BIN)/python -m pytest --inline-snapshot disable -m browser

shots: $(DEV) ## take pictures of every page into .demo/shots, in both languages and two widths
	@$(BIN)/python -m tests.browser.shots $(DEMO)/shots

fuzz-api: $(DEV) ## meet the interface with many requests made from its own description
	@HUXIN_FUZZ_EXAMPLES=$(or $(EXAMPLES),2000) $(BIN)/python -m pytest --inline-snapshot disable tests/api/test_schema.py

fuzz-forms: $(DEV) ## meet every page, form and upload of the platform with much junk
	@HUXIN_FUZZ_EXAMPLES=$(or $(EXAMPLES),2000) $(BIN)/python -m pytest --inline-snapshot disable tests/web/test_fuzz.py tests/intake/test_hostile.py

lock: $(DEV) ## pin requirements/*.txt anew from requirements/*.in
	$(PIP) uv==$(UV)
	for set in run dev spark; do \
	    $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	        --no-emit-find-links --custom-compile-command "make lock" \
	        requirements/$$set.in -o requirements/$$set.txt || exit 1; \
	done

clean: ## remove what the other targets made
	rm -rf .venv .demo .bench build dist src/huxin.egg-info .mypy_cache .ruff_cache .hypothesis .import_linter_cache

$(BIN)/python:
	@[ -n "$(PYTHON)" ] && $(PYTHON) -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	    || { echo "Huxin needs Python 3.11 or newer with venv. On Debian: apt-get install python3-venv" >&2; exit 2; }
	$(PYTHON) -m venv .venv

$(RUN): requirements/run.txt pyproject.toml | $(BIN)/python
	$(PIP) --require-hashes -r requirements/run.txt
	$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(DEV): requirements/dev.txt $(RUN)
	$(PIP) --require-hashes -r requirements/dev.txt
	@touch $@

$(SPARK): requirements/spark.txt $(DEV)
	$(PIP) --require-hashes -r requirements/spark.txt
	@touch $@
