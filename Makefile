# Everything on a fresh machine with Python >= 3.11 and make.
PYTHON ?= python3
BIN := .venv/bin
BROWSER ?= 1
# Two cores are busy with three: tests wait for sockets, clocks and processes.
TEST_PROCESSES ?= 3
# Every process of every server would compile four hundred modules anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test install check bench screenshots clean
.DEFAULT_GOAL := run

run: export PARTICIPATION_DEMO := $(or $(PARTICIPATION_DEMO),1)
run: export PARTICIPATION_LOG_LEVEL := $(or $(PARTICIPATION_LOG_LEVEL),warning)
run: install
	@exec $(BIN)/teilhabe serve --demo

install: .venv/.ok static/build/manifest.json

.venv/.ok: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Teilhabe needs Python 3.11, 3.12 or 3.13." if not (3, 11) <= sys.version_info[:2] <= (3, 13) else 0)'
	@echo "Preparing the environment …"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

static/build/manifest.json: .venv/.ok package-lock.json $(shell find static/css static/js static/brand templates -type f 2>/dev/null)
	@$(BIN)/python -m participation.tools.assets

check: install
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

test: check
	$(BIN)/python -m tests.tools.chromium $(BROWSER)
	$(BIN)/python -m pytest -n $(TEST_PROCESSES) --dist loadfile $(if $(filter 0,$(BROWSER)),-m "not browser",)

bench: install
	$(BIN)/python -m bench

screenshots: install
	$(BIN)/python -m tests.tools.chromium 1
	$(BIN)/python -m tests.tools.screenshots

clean:
	rm -rf .venv node_modules static/build .mypy_cache .ruff_cache
