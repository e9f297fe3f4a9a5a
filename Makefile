# Everything here works on a bare machine with Python 3.11 or newer: `make app` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
CPU_TORCH := torch==2.13.0+cpu

.PHONY: app sampling miniature miniature-smoke test test-fast check format bench lock clean

app: $(VENV)/app  ## Build the data file and serve the dashboard
	$(BIN)/python -m backend build
	$(BIN)/streamlit run app.py

sampling: $(VENV)/cpu  ## Install sampling with vLLM on a machine without a GPU

miniature: $(VENV)/cpu  ## Train the mini models and redo their whole study: hours; stop it any time
	sh tests/install_system.sh $(BIN)/python
	$(BIN)/python -m backend.miniature all

miniature-smoke: $(VENV)/cpu  ## The same with two models, hardly trained, on a few problems: minutes
	sh tests/install_system.sh $(BIN)/python
	$(BIN)/python -m backend.miniature all --smoke

test: $(VENV)/cpu check  ## Check style and types, then run all tests: real browser, real vLLM
	sh tests/install_system.sh $(BIN)/python
	$(BIN)/python -m pytest

test-fast: $(VENV)/dev  ## The tests for every save: two minutes, no browser
	$(BIN)/python -m pytest -m "not browser and not slow" -q

check: $(VENV)/dev  ## Style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(VENV)/dev  ## Let ruff rewrite what it can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/cpu  ## Measure speed against named peers, side by side
	sh tests/install_system.sh $(BIN)/python
	$(BIN)/python -m speed

lock: $(VENV)/dev  ## Write the lock files anew from the ranges
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --upgrade \
	  --no-emit-index-url --custom-compile-command "make lock" \
	  --quiet requirements.txt -o requirements.lock
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --upgrade \
	  --no-emit-index-url --custom-compile-command "make lock" \
	  --quiet requirements-dev.txt -o requirements-dev.lock
	$(BIN)/uv pip compile --python-version 3.11 --python-platform linux --upgrade \
	  --no-emit-index-url --custom-compile-command "make lock" --no-annotate \
	  --override requirements-cpu-overrides.txt \
	  --quiet requirements-cpu.txt -o requirements-cpu.lock
	echo "$(CPU_TORCH)" >> requirements-cpu.lock

clean:  ## Remove what was installed and built; the workbench stays
	rm -rf $(VENV) static data/store/snapshot-* data/store/shipped-* data/store/CURRENT

$(VENV)/app: requirements.lock
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	touch $@

$(VENV)/dev: requirements-dev.lock
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.lock
	touch $@ $(VENV)/app

$(VENV)/cpu: requirements-cpu.lock
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -r requirements-cpu.lock
	touch $(VENV)/app $(VENV)/dev $@
