# The commands of the house; docs/contributing.md says when to use which.
SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.PHONY: help docket test quick thorough bench clean

# The first Python that runs and is new enough (a name alone may be a stub that does not start).
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3 python; do \
  "$$p" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null \
  && echo "$$p" && break; done)
VENV ?= .venv
BIN := $(VENV)/bin
WORKERS ?= 2
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

help:
	@echo "make docket   settle every derivation and print the table"
	@echo "make test     format, types, all tests, coverage gates (what CI runs)"
	@echo "make quick    the tests that need no TeX, no Node and little time"
	@echo "make thorough every claim of the suite, 100,000 points of the normal form: many minutes"
	@echo "make bench    time proving plus replaying, beside SymPy's simplify; score the suite"

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "symattn needs Python 3.11, 3.12 or 3.13" >&2; exit 2; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: pyproject.toml | $(BIN)/python
	$(PIP) --editable .
	@touch $@

$(VENV)/installed-for-tests: pyproject.toml | $(BIN)/python
	$(PIP) --editable '.[test]'
	@touch $@ $(VENV)/installed

docket: $(VENV)/installed
	$(BIN)/symattn docket

test: $(VENV)/installed-for-tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile -m "not thorough" --cov=symattn --cov-report= --cov-fail-under=0 | tee $(VENV)/pytest.log
	$(BIN)/coverage report --skip-covered --fail-under=90
	$(BIN)/coverage report --include='symattn/kernel/*' --fail-under=100
	@tail -n 1 $(VENV)/pytest.log

quick: $(VENV)/installed-for-tests
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile -m 'not slow and not thorough' -q

thorough: $(VENV)/installed-for-tests
	$(BIN)/python -m pytest -n $(WORKERS) -m thorough -q

bench: $(VENV)/installed-for-tests
	OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1 $(BIN)/python -m tests.benchmarks.bench
	OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1 $(BIN)/python -m tests.benchmarks.growth

clean:
	rm -rf $(VENV) .coverage .mypy_cache .ruff_cache .pytest_cache build *.egg-info
