# Everything here works on a bare machine with Python 3.11 or newer: `make app` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile
COMPILE := $(BIN)/uv pip compile --python-version 3.11 --upgrade --no-emit-index-url \
  --custom-compile-command "make lock" --quiet pyproject.toml
PYTEST := $(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder
CPU_TORCH := torch==2.13.0+cpu

# Where a machine forbids bytecode, each program that is started would compile all that it imports.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: app dev sampling miniature miniature-smoke test regrade test-fast check format bench space audit lock clean

app: $(VENV)/app  ## Build the data file and serve the dashboard
	$(BIN)/python -m backend build
	$(BIN)/streamlit run app.py

dev: $(VENV)/app  ## The same while you edit: pages follow their files, which takes a core
	$(BIN)/streamlit run app.py --server.fileWatcherType=auto

sampling: $(VENV)/cpu  ## Install sampling with vLLM on a machine without a GPU

miniature: $(VENV)/cpu  ## Train the mini models and redo their whole study: hours; stop it any time
	sh tests/install_system.sh $(BIN)/python
	$(BIN)/python -m backend.miniature all

miniature-smoke: $(VENV)/cpu  ## The same with two models, hardly trained, on a few problems: minutes
	sh tests/install_system.sh $(BIN)/python
	$(BIN)/python -m backend.miniature all --smoke

test: $(VENV)/cpu check  ## Check style and types, then run all tests: real browser, real vLLM
	sh tests/install_system.sh $(BIN)/python
	$(PYTEST)

regrade: $(VENV)/cpu  ## All of what `make test` takes a part of: shipped samples, pairs, hostile programs
	sh tests/install_system.sh $(BIN)/python
	BUDGETSCOPE_SEED=all $(PYTEST) tests/miniature/test_miniature_study.py tests/answers/test_comparison.py \
	  tests/grading/test_hostile.py

test-fast: $(VENV)/dev  ## The tests for every save: two minutes, no browser
	$(BIN)/python -m pytest -m "not browser and not slow" -q

check: $(VENV)/dev $(VENV)/javascript  ## Style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/bandit --quiet --configfile pyproject.toml --recursive app.py backend pages
	$(BIN)/node $(VENV)/javascript/node_modules/typescript/bin/tsc --project pages

format: $(VENV)/dev  ## Let ruff rewrite what it can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/cpu $(VENV)/javascript  ## Measure speed against named peers, side by side
	sh tests/install_system.sh $(BIN)/python
	$(BIN)/python -m speed

space:  ## Lay out a Hugging Face Space: make space FOLDER=../my-space
	sh deploy/space.sh $(FOLDER)

audit: $(VENV)/dev  ## Ask PyPI for known weaknesses of what a host installs
	$(BIN)/uv tool run pip-audit==2.10.1 --strict --disable-pip --require-hashes -r requirements.txt

lock: $(VENV)/dev  ## Write the lock files anew from the ranges in pyproject.toml
	$(COMPILE) --universal --generate-hashes -o requirements.txt
	$(COMPILE) --universal --generate-hashes --group dev -o locks/dev.txt
	$(COMPILE) --universal --generate-hashes --extra gpu -o locks/gpu.txt
	$(COMPILE) --python-platform linux --no-annotate \
	  --override locks/cpu-overrides.txt --group cpu -o locks/cpu.txt
	echo "$(CPU_TORCH)" >> locks/cpu.txt

clean:  ## Remove what was installed and built; the workbench stays
	rm -rf $(VENV) data/store/snapshot-* data/store/shipped-* data/store/CURRENT

$(VENV)/app: requirements.txt
	$(PYTHON) -m venv $(VENV)
	$(INSTALL) -r requirements.txt
	touch $@

$(VENV)/dev: locks/dev.txt
	$(PYTHON) -m venv $(VENV)
	$(INSTALL) -r locks/dev.txt
	touch $@ $(VENV)/app

$(VENV)/javascript: locks/javascript/package.json locks/javascript/package-lock.json | $(VENV)/dev
	mkdir -p $@
	cp locks/javascript/package*.json $@
	cd $@ && ../bin/npm ci --ignore-scripts --loglevel=error
	touch $@

$(VENV)/cpu: locks/cpu.txt
	$(PYTHON) -m venv $(VENV)
	$(INSTALL) --no-deps -r locks/cpu.txt
	touch $(VENV)/app $(VENV)/dev $@
