# Two commands matter: `make run` and `make test`. What has to be fetched and built first is written down in
# tools/steps.py; here stands only what is called when.

PORT ?= 8080
DATA ?= ./var

# uv and Node, where they had to be fetched, lie in the repository's own cache.
export PATH := $(CURDIR)/.cache/node/bin:$(CURDIR)/.cache/uv/bin:$(PATH)

PREPARE := @tools/with-python -m tools.prepare
BIN := .venv/bin
PACKAGES := handoff bot api
COMPILE := uv pip compile --quiet --universal --generate-hashes --no-header $(if $(UPGRADE),--upgrade,)

.DEFAULT_GOAL := help
.PHONY: help run test screenshots check format env dev-env rasa-env widget model lock secrets clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

run: ## everything, then the service: make run PORT=8081 DATA=/elsewhere
	$(PREPARE) env rasa-env widget
	@exec $(BIN)/vuoro up --port "$(PORT)" --data "$(DATA)"

test: check ## the checks and all tests, with real servers, a real bot and a real browser
	$(PREPARE) dev-env rasa-env widget browser
	@npm --prefix widget test
	@npm --prefix widget run --silent size
	@exec $(BIN)/pytest

screenshots: ## every state of the pages, in three languages, three sizes, light and dark, in tests/e2e/.screenshots
	$(PREPARE) dev-env rasa-env widget browser
	@exec $(BIN)/pytest -q tests/e2e/screens.py

check: ## format, lint, types, import contracts: seconds
	$(PREPARE) dev-env widget-packages
	@$(BIN)/ruff format --check --quiet --output-format concise . || { echo "Not formatted: run 'make format'." >&2; exit 1; }
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy --no-error-summary $(PACKAGES) tools
	@$(BIN)/lint-imports --cache-dir .cache/import-linter > .cache/log/import-contracts.log \
		|| { cat .cache/log/import-contracts.log; exit 1; }
	@npm --prefix widget run --silent typecheck
	@echo "check: format, lint, types and import contracts are fine"

format: ## formats the Python code and mends what ruff can mend
	$(PREPARE) dev-env
	@$(BIN)/ruff check --quiet --fix-only . && $(BIN)/ruff format .

env: ## .venv: what the service needs
	$(PREPARE) env

dev-env: ## .venv: what the tests need as well
	$(PREPARE) dev-env

rasa-env: ## bot/rasa_project/.venv: Rasa, in a Python 3.10 of its own
	$(PREPARE) rasa-env

widget: ## widget/dist: bubble, console and demo page
	$(PREPARE) widget

model: ## trains the bot into DATA, if its data changed
	$(PREPARE) env rasa-env
	@exec $(BIN)/vuoro train --data "$(DATA)"

lock: ## the locks anew from what the projects ask for; UPGRADE=1 takes the newest versions
	$(PREPARE) uv
	$(COMPILE) --python-version 3.11 pyproject.toml -o requirements.lock
	$(COMPILE) --python-version 3.11 pyproject.toml --extra dev -c requirements.lock -o requirements-dev.lock
	@# Always anew: with its old lock before it, uv takes another numpy than without.
	cd bot/rasa_project && $(COMPILE) --upgrade --python-version 3.10 pyproject.toml -o requirements.lock
	cd tools/requirements && for part in uv node build; do \
		$(COMPILE) --python-version 3.11 $$part.in -o $$part.txt || exit 1; done

secrets: ## .env for `docker compose up`: new random secrets, unless it is there
	@tools/with-python -m tools.secrets

clean: ## removes all that was fetched and built; what a running Vuoro keeps (./var) stays
	rm -rf .venv .cache .hypothesis dist bot/rasa_project/.venv widget/node_modules widget/dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
