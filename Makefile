# The two commands of a fresh clone are `make app` and `make test`. Needs Python >= 3.11 and make, nothing else.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: app test check lint type bench sample clean help

help:            ## say what there is
	@grep -E '^[a-z]+: .*##' $(MAKEFILE_LIST) | sed 's/:.*##/ -/'

app: $(READY)    ## set up and start the browser app
	$(BIN)/python -m ecreview app

test: $(READY)   ## set up and run all tests
	$(BIN)/python -m pytest

check: lint type test ## everything that a change must pass

lint: $(READY)   ## style, formatting and the direction of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

type: $(READY)   ## types
	$(BIN)/mypy

bench: $(READY)  ## compare with plain scripts, as ratios
	$(BIN)/python benchmarks/run.py

sample: $(READY) ## write the made-up campaign to sample_data/
	$(BIN)/python -m ecreview sample sample_data

$(READY): pyproject.toml
	@if command -v uv >/dev/null 2>&1; then \
	  uv venv --quiet --allow-existing --python $(PYTHON) $(VENV) && uv pip install --quiet --python $(BIN)/python -e '.[dev]'; \
	else \
	  $(PYTHON) -m venv $(VENV) && $(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'; \
	fi
	@touch $@

clean:           ## remove the environment and all caches
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
