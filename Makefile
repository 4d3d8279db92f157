# `make` alone lists what there is.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/pip install --quiet --disable-pip-version-check --require-hashes

.DEFAULT_GOAL := help
.PHONY: help run test check format lock clean

help: ## list what there is
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "make %-10s %s\n", $$1, $$2}'

run: .venv/.run ## run the bot: in Slack where tokens are set, else here in the terminal
	@$(BIN)/kbbot run

test: .venv/.dev ## run all tests (T=path runs one file or folder alone)
	@$(BIN)/pytest -q $(if $(T),$(T),-n auto)

check: .venv/.dev ## lint, format, types, import rule, docs, articles
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/kbbot kb lint
	$(BIN)/kbbot --kb kb_data kb test

format: .venv/.dev ## format the code and mend what the linter can
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock: ## pin the dependencies anew (needs uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --quiet --upgrade \
		pyproject.toml --group build -o requirements.txt
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --quiet --upgrade \
		pyproject.toml --group build --group dev -c requirements.txt -o requirements-dev.txt

clean: ## remove the environment and the caches (the database in var/ stays)
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

.venv/bin/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or later is needed; name it with: make PYTHON=python3.12" >&2; exit 1; }
	@echo "Making the environment in .venv (once) …" >&2
	@$(PYTHON) -m venv .venv </dev/null >&2 \
		|| { rm -rf .venv; echo "Python's venv module is missing; on Debian: apt install python3-venv" >&2; exit 1; }

.venv/.run: requirements.txt pyproject.toml | .venv/bin/pip
	@echo "Installing the locked dependencies …" >&2
	@$(PIP) -r requirements.txt </dev/null >&2
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps -e . </dev/null >&2
	@touch $@

.venv/.dev: requirements-dev.txt .venv/.run
	@echo "Installing what the tests need …" >&2
	@$(PIP) -r requirements-dev.txt </dev/null >&2
	@touch $@
