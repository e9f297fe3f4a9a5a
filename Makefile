# Everything here works on a bare machine with Python 3.11 or newer: `make app` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: app test test-fast check format bench lock clean

app: $(VENV)/app  ## Build the data file and serve the dashboard
	$(BIN)/python -m backend build
	$(BIN)/streamlit run app.py

test: check  ## Check style and types, then run all tests, in a real browser too
	sh tests/install_system.sh $(BIN)/python
	$(BIN)/python -m pytest

test-fast: $(VENV)/dev  ## The tests for every save: under half a minute, no browser
	$(BIN)/python -m pytest -m "not browser and not slow" -q

check: $(VENV)/dev  ## Style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(VENV)/dev  ## Let ruff rewrite what it can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/dev  ## Measure speed against named peers, side by side
	sh tests/install_system.sh $(BIN)/python
	$(BIN)/python -m benchmarks

lock: $(VENV)/dev  ## Write the lock files anew from the ranges
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --upgrade \
	  --no-emit-index-url --custom-compile-command "make lock" \
	  --quiet requirements.txt -o requirements.lock
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --upgrade \
	  --no-emit-index-url --custom-compile-command "make lock" \
	  --quiet requirements-dev.txt -o requirements-dev.lock

clean:  ## Remove what was installed and built; the workbench stays
	rm -rf $(VENV) static data/store/snapshot-* data/store/CURRENT

$(VENV)/app: requirements.lock
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	touch $@

$(VENV)/dev: requirements-dev.lock
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.lock
	touch $@ $(VENV)/app
