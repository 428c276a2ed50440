# Two commands matter: `make run` and `make test`. Bare `make` lists all of them.
.DEFAULT_GOAL := help
.PHONY: help pictures run test test-long bench check demo shell messages lifecycles clean
MAKEFLAGS += --no-print-directory
SHELL := /bin/sh

VENV := .venv
PY := $(VENV)/bin/python
STAMP := $(VENV)/.installed
# What is set in the environment wins: PYTHON=… make run
PYTHON ?=
WANTED := python3 python3.13 python3.12 python3.11 python

help: ## list the targets
	@echo "make run          the living demo: web, background work and a demo Stripe, at http://localhost:8000"
	@echo "make test         every test: SQLite, Chromium, and PostgreSQL with Redis where DATABASE_URL and REDIS_URL are set"
	@echo "make check        format, lint, import contracts, types, deploy checks, migrations, catalogues, lifecycles"
	@echo "make demo         throw the demo delegation away and build it anew, its dates relative to today"
	@echo "make shell        Django's shell on the same database"
	@echo "make test-long    the tests that take minutes"
	@echo "make bench        ratios of the hot paths: a kept page, a gift, a cost, a fund behind many gifts, the board"
	@echo "make pictures     walk the main journey in Chromium and take the pictures in docs/pictures anew"
	@echo "make messages     collect the words to translate and compile the catalogues (Babel; no gettext needed)"
	@echo "make lifecycles   draw docs/lifecycles.md anew"
	@echo "make clean        remove the virtual environment and every cache; the database stays"
	@echo
	@echo "Honoured: PORT DATABASE_URL REDIS_URL STRIPE_* DEMO_STRIPE_PORT CHROMIUM PYTHON; .env.example names the rest."

# The pinned lock, installed once and again only when it changed.
$(STAMP): requirements.txt
	@if ! [ -w . ]; then echo "This folder cannot be written: $$(pwd)" >&2; exit 1; fi; \
	found=; \
	for candidate in $(PYTHON) $(WANTED); do \
	  if "$$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' >/dev/null 2>&1; \
	  then found=$$candidate; break; fi; \
	done; \
	if [ -z "$$found" ]; then \
	  echo "Python 3.11, 3.12 or 3.13 is needed, and none was found (python3 is: $$(python3 -V 2>&1 | head -n 1))." >&2; exit 1; fi; \
	if ! $(PY) -c 'import sys, pip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' >/dev/null 2>&1; then \
	  "$$found" -m venv --clear $(VENV) >/dev/null 2>&1 || { \
	    echo "$$found cannot make a virtual environment here (on Debian: apt-get install python3-venv)." >&2; exit 1; }; \
	fi; \
	echo "Installing the pinned packages into $(VENV) (once; about a minute)."; \
	$(PY) -m pip install -qq --disable-pip-version-check --no-input -r requirements.txt || { \
	  echo "The pinned packages could not be installed; the lines above say why. This step alone needs the network." >&2; exit 1; }; \
	touch $(STAMP)

run: $(STAMP) ## the living demo
	@case "$$PORT$$DEMO_STRIPE_PORT" in *[!0-9]*) echo "PORT and DEMO_STRIPE_PORT must be numbers." >&2; exit 1;; esac; \
	exec $(PY) manage.py serve

demo: $(STAMP) ## build the demo delegation anew
	@$(PY) manage.py migrate --verbosity 0
	@$(PY) manage.py load_demo --rebuild

shell: $(STAMP) ## Django's shell
	@$(PY) manage.py shell

bench: $(STAMP) ## ratios of the hot paths
	@$(PY) -m tests.bench

pictures: $(STAMP) ## docs/pictures, taken anew by the browser walk
	@$(FIND_CHROMIUM); PICTURES=1 $(PY) -m pytest -q -p no:cacheprovider tests/e2e/test_main_journey.py

lifecycles: $(STAMP)
	@$(PY) manage.py lifecycles

messages: $(STAMP) ## collect and compile
	@$(PY) manage.py catalogues

# A Chromium for the browser walks. Only a superuser's apt installs one; otherwise the tests say that they did not run.
CHROMIUMS := chromium chromium-browser google-chrome google-chrome-stable
define FIND_CHROMIUM
if [ -z "$$CHROMIUM" ]; then for c in $(CHROMIUMS); do \
  if command -v $$c >/dev/null 2>&1; then CHROMIUM=$$(command -v $$c); break; fi; done; fi; \
if [ -z "$$CHROMIUM" ]; then \
  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then \
    echo "Installing Chromium for the browser walks (apt-get install chromium)."; \
    { apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y chromium; } >/dev/null 2>&1; \
    CHROMIUM=$$(command -v chromium || true); fi; fi; \
if [ -z "$$CHROMIUM" ]; then echo "No Chromium: the browser walks will not run. Install one (apt-get install chromium) or set CHROMIUM to its path."; \
else export CHROMIUM; fi
endef

# A file's tests stay on one worker, in their order: browser walks share a service and what they have seen.
PYTEST := $(PY) -m pytest -n 2 --dist loadfile --no-loadscope-reorder -q -p no:cacheprovider

# First what posts, locks or claims on PostgreSQL and Redis with a real worker, then everything on SQLite. The last
# summary counts both runs.
test: $(STAMP) ## every test
	@$(FIND_CHROMIUM); keep=$$(mktemp); status=0; \
	case "$$DATABASE_URL" in postgres*) \
	  if [ -n "$$REDIS_URL" ]; then \
	    echo "== On PostgreSQL and Redis: what posts, locks or claims"; \
	    TESTS_ON=services TESTS_KEEP=$$keep $(PYTEST) -m "money_db and not long" || status=$$?; \
	  else echo "DATABASE_URL without REDIS_URL: the run on PostgreSQL needs both and is left out."; fi;; \
	esac; \
	echo "== On SQLite: everything"; \
	TESTS_ADD=$$keep $(PYTEST) || status=$$?; \
	rm -f $$keep; exit $$status

test-long: $(STAMP) ## the tests that take minutes
	@$(PY) -m pytest -m long -p no:cacheprovider tests

# One short line a gate; the reasons only of those that failed.
FAILED := $(VENV)/.gates-failed
define gate
@if out=$$($(2) 2>&1); then echo "ok      $(1)"; else echo "FAILED  $(1)"; printf '%s\n' "$$out"; echo "$(1)" >> $(FAILED); fi
endef
# A place as it should be in production, with invented keys.
DEPLOYED := env DEBUG=False STRIPE_MODE=test STRIPE_SECRET_KEY=sk_test_invented STRIPE_WEBHOOK_SECRET=whsec_invented \
  STRIPE_API_BASE=https://api.stripe.com DATABASE_URL=sqlite://:memory: REDIS_URL= \
  SECRET_KEY=an-invented-key-of-many-characters-9f8e7d6c5b4a-0123456789-zyxwvuts \
  SEAL_KEYS=MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY= ALLOWED_HOSTS=geneva.example PUBLIC_URL=https://geneva.example \
  LAWYER_CONFIRMATION='{"name": "invented", "date": "2026-01-31", "version": "2026-11"}' STATE_DISCLOSURES='{"NY": "invented"}' \
  NETWORK_NAME='An invented network' NETWORK_EIN=12-3456789 NETWORK_ADDRESS='1 Invented Street'

check: $(STAMP) ## what the tests do not hold
	@rm -f $(FAILED)
	$(call gate,format (ruff),$(PY) -m ruff format --check --quiet .)
	$(call gate,lint (ruff),$(PY) -m ruff check --quiet .)
	$(call gate,import contracts,$(VENV)/bin/lint-imports --no-cache)
	$(call gate,types on the faces (mypy),$(PY) -m mypy)
	$(call gate,ready for production (check --deploy),$(DEPLOYED) $(PY) manage.py check --deploy --fail-level WARNING)
	$(call gate,no migration is missing,env DATABASE_URL=sqlite://:memory: $(PY) manage.py makemigrations --check --dry-run)
	$(call gate,catalogues are compiled,$(PY) manage.py catalogues --check)
	$(call gate,docs/lifecycles.md is current,$(PY) manage.py lifecycles --check)
	$(call gate,the lock is whole (pip check),$(PY) -m pip check)
	@if [ -e $(FAILED) ]; then rm -f $(FAILED); exit 1; fi

clean: ## remove what can be made again
	@rm -rf $(VENV) staticfiles .ruff_cache .mypy_cache .pytest_cache .import_linter_cache .hypothesis test-results
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
