# All that is needed is make and Python 3.11 or newer; what else is used goes into .venv, once, by its hash.

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_NO_INPUT := 1

.DEFAULT_GOAL := help
.PHONY: help demo test check style types imports docs docs-check reference lock bench clean

help: ## Say what can be made
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/  make \1|\2/p' Makefile | while IFS='|' read -r name gist; do \
		printf '%-18s %s\n' "$$name" "$$gist"; done

demo: $(READY) ## Read a report in Arabic: a table here, and a page in demo.html
	@$(BIN)/dragoman read examples/ar_harbour_talks.txt
	@$(BIN)/dragoman read examples/ar_harbour_talks.txt --format html --output demo.html
	@printf '\nThe same beside the report, for a browser: %s/demo.html\n' "$(CURDIR)"

test: $(READY) ## Run the tests (those in a browser are skipped where there is none)
	$(BIN)/pytest

check: style types imports docs-check test ## All that CI checks

style: $(READY) ## Is the code laid out and written as agreed?
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check .

types: $(READY) ## Do the types agree?
	$(BIN)/mypy

imports: $(READY) ## Do imports go down only?
	$(BIN)/lint-imports

docs: reference docs-check ## Print the reference pages anew and build the documentation

docs-check: $(READY) ## Build the documentation as it stands; a warning is an error
	$(BIN)/sphinx-build -q -W --keep-going docs docs/_build
	@echo "The documentation: $(CURDIR)/docs/_build/index.html"

reference: $(READY) ## Print anew what the program says in README.md and docs/ (a test compares it)
	$(BIN)/python docs/print_reference.py

lock: $(READY) ## Choose the newest packages that pyproject.toml allows, for requirements.lock
	$(BIN)/uv pip compile --quiet --upgrade --universal --generate-hashes --python-version 3.11 \
		--no-header --no-annotate --no-emit-index-url pyproject.toml --group dev -o requirements.lock

bench: $(READY) ## How fast and how large: a page in build/benchmark/, in an hour; ARGS=--quick: in minutes
	$(BIN)/python benchmarks/run.py $(ARGS)

clean: ## Remove what was made here
	rm -rf .venv docs/_build demo.html

$(READY): pyproject.toml requirements.lock
	@command -v $(PYTHON) > /dev/null || { echo "There is no $(PYTHON). Install Python 3.11 or newer."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Dragoman needs Python 3.11 or newer, and $(PYTHON) is $$($(PYTHON) -V 2>&1)."; \
		echo "Name a newer one: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@echo "Setting up .venv (a minute or two, this once)"
	@$(BIN)/python -m pip --version > /dev/null 2>&1 || $(PYTHON) -m venv --clear .venv
	@$(BIN)/python -m pip install -qq --require-hashes --no-deps -r requirements.lock
	@$(BIN)/python -m pip install -qq --no-deps --no-build-isolation --editable .
	@$(BIN)/dragoman doctor > /dev/null || true # reads all data once, so that the first report need not
	@touch $@
