# `make` alone lists what there is.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/pip install --quiet --disable-pip-version-check --require-hashes

.DEFAULT_GOAL := help
.PHONY: help run test demo test-live bench load measures presses chaos gallery check format lock clean

help: ## list what there is
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "make %-10s %s\n", $$1, $$2}'

run: .venv/.run ## run the bot: in Slack where tokens are set, else here in the terminal
	@$(BIN)/kbbot run

test: .venv/.dev ## run all tests (T=path runs one file or folder alone)
	@$(BIN)/pytest -q $(if $(T),$(T),-n auto)

test-live: .venv/.live ## break and mend real FTP servers, in namespaces of their own (Linux; Debian fetches the programs)
	@$(if $(filter 0,$(shell id -u)),,unshare --user --map-root-user --map-auto) $(BIN)/pytest -q -p no:cacheprovider -m live tests/kb/live

demo: .venv/.run ## make up a year of tickets in var/demo.db, and show the report about it in the browser
	@$(BIN)/kbbot demo
	@$(BIN)/kbbot --db sqlite:///$(CURDIR)/var/demo.db report --since 26w --format html -o var/demo.html
	@if [ "$$(uname)" = Darwin ]; then open var/demo.html; elif [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ]; then xdg-open var/demo.html; fi

bench: .venv/.bench ## measure accuracy, time and memory up to 57,000 articles, beside other engines (10 minutes)
	@$(BIN)/python -m tests.bench $(if $(ARCHIVE),--archive $(ARCHIVE))

load: .venv/.dev ## measure acknowledgements, replies, workers and history (P=ack runs one part alone; 15 minutes)
	@$(BIN)/python -m tests.bench.load $(P)

measures: .venv/.dev ## measure the report and App Home's numbers over a million answers, on both databases (10 minutes)
	@$(BIN)/python -m tests.bench.measures

presses: .venv/.dev ## measure how fast modals open and fifty presses at once are acknowledged
	@$(BIN)/python -m tests.bench.presses

chaos: .venv/.dev ## kill processes with -9, at every point and at random, on both databases (5 minutes)
	@$(BIN)/pytest -q -n auto tests/crash/points.py
	@$(BIN)/python -m tests.crash.chaos $(if $(SEED),--seed $(SEED))

gallery: .venv/.bench ## draw every message and view into docs/gallery/ (needs Chromium; Debian: apt install chromium)
	@PYTHONPATH=tests/unit/slack/views $(BIN)/python -m docs.make_gallery

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
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --quiet --upgrade \
		--group bench -c requirements-dev.txt -o requirements-bench.txt

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

.venv/.bench: requirements-bench.txt .venv/.run
	@echo "Installing the engines to compare with …" >&2
	@$(PIP) -r requirements-bench.txt </dev/null >&2
	@touch $@

.venv/.live: tests/kb/live/install.sh tests/kb/live/requirements.txt .venv/.dev
	@echo "Fetching FTP servers and clients into .venv/live (nothing is installed) …" >&2
	@tests/kb/live/install.sh $(CURDIR)/.venv/live $(CURDIR)/$(BIN)/pip >&2
	@touch $@
