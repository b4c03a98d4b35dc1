# `make run` and `make test` are all a newcomer needs. The rest is for those who change the code.

PORT ?= 8000
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN = .venv/bin

.PHONY: run fresh test coverage lint fix picture lighthouse screenshots bench mutants

# The local demo turns DEBUG on, unless you said something about DEBUG or a database, here or in .env.
DEMO = $(if $(DEBUG)$(DATABASE_URL)$(shell grep -sE '^(DEBUG|DATABASE_URL)=.' .env),,DEBUG=true)

run: .venv/runtime
	@exec env $(DEMO) PORT=$(PORT) $(BIN)/python manage.py start --port $(PORT)

# The same, with an invented clinic of today. What was typed into the old one goes.
fresh: .venv/runtime
	@exec env $(DEMO) PORT=$(PORT) $(BIN)/python manage.py start --port $(PORT) --fresh

test: .venv/development
	@exec $(BIN)/python -m tests

# Which branches no test takes; the browser's tests count for nothing here.
coverage: .venv/development
	@exec $(BIN)/python -m pytest -n auto --dist worksteal -m "not browser" --cov --cov-report=term-missing

lint: .venv/development
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	DEBUG=true $(BIN)/mypy
	$(BIN)/lint-imports
	DEBUG=true $(BIN)/python manage.py makemigrations --check --dry-run
	$(PRODUCTION) $(BIN)/python manage.py check --deploy --fail-level WARNING

fix: .venv/development
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# Draws docs/architecture.md anew from the imports; a test says when that is due.
picture: .venv/development
	@exec env DEBUG=true DJANGO_SETTINGS_MODULE=clinic.settings $(BIN)/python -m tools.picture

# None is part of `make test`; docs/quality.md keeps what they found.
lighthouse: .venv/development node_modules
	@exec $(BIN)/python -m tools.lighthouse

screenshots: .venv/development
	@exec $(BIN)/python -m tools.screenshots

# Which small changes to the core no test would miss, in under ten minutes on a quiet machine.
mutants: .venv/development
	@exec $(BIN)/python -m tools.mutants

bench: .venv/development
	@exec $(BIN)/python -m tools.bench

# A production as docs/deploy.md describes it, with invented values, for the deploy check.
PRODUCTION = env DEBUG=false SECRET_KEY=invented-for-this-check-$$($(BIN)/python -c 'import secrets; print(secrets.token_hex(32))') \
	PUBLIC_ORIGIN=https://clinic.example.org ALLOWED_HOSTS=clinic.example.org CLINIC_NAME=Example CLINIC_PHONE=555-0100 \
	EMERGENCY_NUMBER=112 URGENT_CARE_LINE=061 CRISIS_LINE=024 PHONE_REGION=ES NOTIFICATION_ADDRESS=desk@example.org FROM_ADDRESS=clinic@example.org \
	CLINIC_TIME_ZONE=Europe/Madrid EMAIL_URL=smtp://localhost:25 SECURITY_CONTACT=security@example.org

.venv/runtime: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
		{ echo "PYTHON: found '$(PYTHON)', expected Python 3.11. Say where it is: make PYTHON=/path/to/python3.11"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Installing what requirements.txt names into .venv"
	@$(BIN)/python -m pip install -qq --disable-pip-version-check -r requirements.txt
	@touch $@

.venv/development: requirements-dev.txt .venv/runtime
	@echo "Installing what requirements-dev.txt names into .venv"
	@$(BIN)/python -m pip install -qq --disable-pip-version-check -r requirements-dev.txt
	@touch $@

node_modules: package.json package-lock.json
	@command -v npm >/dev/null || { echo "npm: found none, expected Node.js 18.16 or later (on Debian: apt-get install npm)"; exit 1; }
	npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@
