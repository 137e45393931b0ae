# The front door. `make help` lists what it opens.
.DEFAULT_GOAL := help
.PHONY: help run dev test test-full sweep bench bench-load lint audit sbom format lock reset-demo guide-pictures shell \
	upgrade-check backup-drill

export PORT ?= 8000
# Another place for the virtual environment or the data: VENV=… PORTAL_DATA_DIR=… make run
VENV ?= .venv
BIN := $(VENV)/bin
# One process for each core, each with a server of its own; more than four wait for one another. What a browser does
# is written for good: its tests come apart, on a database of their own.
PYTEST := $(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist worksteal
DATA := $(or $(PORTAL_DATA_DIR),.data)

help: ## Show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

run: $(VENV)/.runtime ## Serve the two demonstration tenants (PORT=8000)
	@DJANGO_SETTINGS_MODULE=portal.settings.demo exec $(BIN)/python manage.py serve

dev: $(VENV)/.tools ## The same with autoreload and the debug toolbar
	@DJANGO_SETTINGS_MODULE=portal.settings.dev exec $(BIN)/python manage.py serve --reload

test: $(VENV)/.tools lint ## Lint, checks, unit, integration and browser tests
	@$(PYTEST) -m "not full and not sweep and not e2e"
	@$(PYTEST) -m "not full and e2e"

test-full: $(VENV)/.tools ## The long ones: the whole isolation sweep, every axe combination, races
	@$(PYTEST) -m "full and not e2e"
	@$(PYTEST) -m "full and e2e"

backup-drill: $(VENV)/.tools ## Back the demonstration up, lose everything, bring it back on an empty server, compare
	@$(BIN)/python -m pytest tests/portal/operations/test_backup_drill.py -q

sweep: $(VENV)/.tools ## Whether any query, at any address, tells that a neighbour's thing exists
	@$(PYTEST) -m sweep

bench: $(VENV)/.tools ## Measure the public pages, the finder, the import and the walls, as ratios within one run
	@DJANGO_SETTINGS_MODULE=portal.settings.test $(BIN)/python -m tests.bench

bench-load: $(VENV)/.tools ## Load 2, 46 and 200 tenants, up to 50,000 accounts and more (needs wrk; TENANTS=46, LOAD_SECONDS=6)
	@$(BIN)/python -m tests.bench_load

audit: $(VENV)/.tools ## Look for known flaws of the locked packages, without the network (ONLINE=1 asks OSV)
	@$(BIN)/python -m portal.operations.dependencies.audit $(if $(ONLINE),--online)

sbom: $(VENV)/.tools ## Write what the portal is made of: a CycloneDX bill of materials, the same for the same lock
	@mkdir -p $(DATA) && $(BIN)/cyclonedx-py requirements requirements.lock --pyproject pyproject.toml --output-reproducible \
		--of JSON --validate -o $(DATA)/sbom.cdx.json 2>/dev/null && echo "$(DATA)/sbom.cdx.json"

lint: $(VENV)/.tools audit ## Check style, imports between areas, migrations and system checks
	@$(BIN)/ruff check --quiet . && $(BIN)/ruff format --check --quiet .
	@mkdir -p $(DATA); $(BIN)/lint-imports --no-logo > $(DATA)/lint-imports.txt 2>&1 || { cat $(DATA)/lint-imports.txt; exit 1; }
	@$(BIN)/python -m portal.operations.upgrades

upgrade-check: $(VENV)/.runtime ## Try this code's migrations on a copy of the database (DATABASE_URL, or the demonstration's)
	@$(BIN)/python manage.py upgrade_check

format: $(VENV)/.tools ## Put the code in its usual shape
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format --quiet .

lock: $(VENV)/.tools ## Choose versions again, within pyproject.toml
	@$(BIN)/uv pip compile --upgrade --universal --python-version 3.12 --generate-hashes --no-header --no-annotate \
		--quiet pyproject.toml -o requirements.lock
	@$(BIN)/uv pip compile --upgrade --universal --python-version 3.12 --generate-hashes --no-header --no-annotate \
		--quiet pyproject.toml --group dev -c requirements.lock -o requirements-dev.lock

reset-demo: $(VENV)/.runtime ## Throw the local data away, and load the demonstration anew at the next run
	@$(BIN)/python -c "import sys; sys.tracebacklimit = 0; from portal.settings.demo import EMBEDDED_POSTGRES as server; server.remove()"
	@rm -rf $(DATA)/media $(DATA)/private && echo "Done. Next: make run"

guide-pictures: $(VENV)/.tools ## Photograph again the screens that the editors’ guide shows (needs Chromium)
	@$(BIN)/python -m tests.guide_pictures

shell: $(VENV)/.runtime ## A Python shell on the demonstration's data
	@$(BIN)/python manage.py shell --platform

# --- the virtual environment, made from the lock ---------------------------------------------------------

$(VENV)/bin/python:
	@./.ci/python -m venv $(VENV) || { rm -rf $(VENV); exit 1; }

$(VENV)/.runtime: requirements.lock | $(VENV)/bin/python
	@./.ci/install $(VENV) requirements.lock
	@touch $@

$(VENV)/.tools: requirements-dev.lock | $(VENV)/bin/python
	@./.ci/install $(VENV) requirements-dev.lock
	@mkdir -p $(DATA)
	@touch $@ $(VENV)/.runtime
