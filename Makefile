# What a person, a pipeline and this file itself call by name. `make` alone lists it.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PY := .venv/bin/python
# One worker of the test run per core, and two at least.
TEST_PROCESSES ?= $(shell n=$$(nproc 2>/dev/null || echo 2); echo $$(( n > 2 ? n : 2 )))
# Production settings with values that lead nowhere, for the deployment check alone.
PRODUCTION := env -u DEBUG -u EXERCISE -u INBOX_DIR \
	DATABASE_URL=postgresql://quayline:check@database.invalid/quayline \
	REDIS_URL=redis://redis.invalid:6379/0 \
	SECRET_KEY=only-for-the-deployment-check-0123456789-abcdefghijklmnopqrstuvwxyz \
	ALLOWED_HOSTS=quayline.invalid CSRF_TRUSTED_ORIGINS=https://quayline.invalid \
	EMAIL_URL=smtp://mail.invalid:587

.PHONY: help setup setup-dev run exercise test check bench trials clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## Make .venv and install what the site needs
	@bash .ci/virtualenv requirements.txt

setup-dev: ## Make .venv and install what the tests and gates need as well
	@bash .ci/virtualenv requirements-dev.txt

run: setup ## Run the whole site until Ctrl-C; PORT, default 8000
	@$(PY) -m logistics.run

exercise: setup ## Run the site on a fictional book in its own database; PORT, default 8000
	@EXERCISE=1 $(PY) -m logistics.run

test: setup-dev ## Run every test on real servers, with the coverage floor
	@$(PY) -m pytest --numprocesses $(TEST_PROCESSES) --dist worksteal --cov --cov-report=term

check: setup-dev ## Run the gates: format, lint, types, floors, migrations, deployment, repository
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	DEBUG=True $(PY) -m mypy
	DEBUG=True $(PY) -c 'from importlinter.cli import lint_imports_command as lint; lint()'
	DEBUG=True $(PY) manage.py makemigrations --check --dry-run
	$(PRODUCTION) $(PY) manage.py check --deploy --fail-level WARNING
	$(PY) -m pytest -q tests/repository

bench: setup-dev ## Measure the numbers of record; SCALE=small for two sizes of three
	@$(PY) -m bench

trials: setup-dev ## Kill the sender of mail 200 times and the importer of files 20, and compare what came of it
	@$(PY) -m bench.trials
	@$(PY) -m bench.import_trials

clean: ## Remove what was installed and cached; var/, the database, stays
	@if [ -x $(PY) ]; then $(PY) -m logistics.embedded stop || true; fi
	rm -rf .venv .coverage .coverage.* .hypothesis .import_linter_cache .mypy_cache \
		.pytest_cache .ruff_cache htmlcov staticfiles test-results
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
