# The command list. `make` alone prints it.
HOST ?= 127.0.0.1
PORT ?= 8000
WEB_CONCURRENCY ?= 2
# Commitments in the database of `make bench`.
N ?= 90
# The first Python of at least 3.11, plain python3 preferred.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python3.14; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)

bin := .venv/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

# What `make run` and its like need beside DATABASE_URL: this machine's own key, and plain http on loopback.
# A variable that is already set in the environment wins.
local = SECRET_KEY="$${SECRET_KEY:-$$(cat var/secret-key)}" HTTPS="$${HTTPS:-false}" \
	ALLOWED_HOSTS="$${ALLOWED_HOSTS:-localhost,127.0.0.1,[::1],$(HOST)}"
manage = $(local) $(bin)/python manage.py

.DEFAULT_GOAL := help
.PHONY: help setup dev run check fmt test bench messages lock createstaff settings-docs clean

help: ## Print this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: .venv/.run var/secret-key ## Make the environment the site runs in (.venv and var)

dev: .venv/.dev var/secret-key ## The same with everything for developing and testing

run: setup ## Set up, migrate, load the catalogue and serve it (HOST, PORT, DATABASE_URL)
	@$(manage) migrate --verbosity 0
	@$(manage) loadcatalogue
	@$(manage) collectstatic --noinput --verbosity 0
	@echo "Open http://$(HOST):$(PORT)/ (stop with Ctrl-C; make createstaff makes an account for /admin/)"
	@$(local) WEB_CONCURRENCY=$(WEB_CONCURRENCY) exec $(bin)/gunicorn --config ogp_challenge/gunicorn.py --bind "$(HOST):$(PORT)" ogp_challenge.wsgi

createstaff: setup ## Make a staff account: asks for a name and a password
	@$(manage) migrate --verbosity 0
	@$(manage) createsuperuser

check: dev ## Lint, template lint, import contracts, types, migrations, messages
	$(bin)/ruff check .
	$(bin)/ruff format --check .
	git ls-files -z 'templates/*.html' | xargs -0 -r $(bin)/djade --target-version 5.2 --check
	$(bin)/lint-imports --no-cache
	$(local) $(bin)/mypy
	$(manage) makemigrations --check --dry-run
	$(manage) check
	$(manage) checkmessages

fmt: dev ## Format code and templates
	$(bin)/ruff check --fix .
	$(bin)/ruff format .
	git ls-files -z 'templates/*.html' | xargs -0 -r $(bin)/djade --target-version 5.2

test: dev ## Run the tests (DATABASE_URL chooses the database)
	$(bin)/pytest $(ARGS)

bench: dev ## Measure the site side by side with its peers (N commitments, ARGS; bench/README.md)
	$(bin)/python -m bench.run --records $(N) $(ARGS)

messages: dev ## Collect the interface texts into locale/ and compile them (needs GNU gettext)
	$(manage) makemessages --all --no-location --no-wrap --ignore '.venv/*' --ignore 'var/*'
	$(manage) compilemessages --ignore '.venv'

lock: dev ## Renew the hashed requirement files from pyproject.toml
	$(bin)/pip install --quiet uv
	$(bin)/uv pip compile pyproject.toml $(lock_options) --upgrade --output-file requirements.txt
	$(bin)/uv pip compile pyproject.toml $(lock_options) --upgrade --extra dev --constraint requirements.txt --output-file requirements-dev.txt
# Extras stay written: where one is missing, pip takes the newest release the day somebody installs, and refuses it for want of a hash.
lock_options = --quiet --no-strip-extras --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate --no-header

settings-docs: setup ## Write docs/settings.md from the typed reader of the environment
	$(manage) settingsdocs > docs/settings.md

clean: ## Remove what the other commands made, the local database too
	rm -rf .venv var

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed and was not found."; exit 1; }
	@echo "Making the environment (once) ..."
	@$(PYTHON) -m venv .venv

.venv/.run: requirements.txt | .venv/bin/python
	@$(bin)/pip install --quiet --require-hashes --requirement requirements.txt
	@touch $@

.venv/.dev: requirements-dev.txt .venv/.run
	@$(bin)/pip install --quiet --require-hashes --requirement requirements-dev.txt
	@touch $@

var/secret-key: | .venv/bin/python
	@mkdir -p var
	@umask 077; $(bin)/python -c 'import secrets; print(secrets.token_urlsafe(64))' > $@
