# The two commands a newcomer needs are `make run` and `make test`; both set everything up first.

SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
DEMO := .demo

# Tests start the program some hundred times: it is compiled once, whatever the environment says of writing bytecode.
unexport PYTHONDONTWRITEBYTECODE

# Ten minutes; `make fuzz SECONDS=60 SEED=1000` for others.
SECONDS ?= 600
SEED ?= 1

# Half an hour or less; `make stress KILLS=60 SEED=7` for others.
KILLS ?= 600

.PHONY: translations run test lint bench fuzz stress dist screenshots docs help setup system clean

run: setup
	@$(BIN)/python tests/tools/run_demo.py $(DEMO)

# What lies below the window is covered by its own tests alone: to watch line by line what the others run takes minutes.
test: setup
	@bash tests/tools/system_packages.sh tests
	@QT_QPA_PLATFORM=offscreen tests/tools/in_memory.sh $(BIN)/python -m pytest -n 2 --dist worksteal -q tests/unit --cov=crm_desktop --cov-branch --cov-report=json:.coverage.json
	@$(BIN)/python tests/tools/coverage_ratchet.py .coverage.json
	@QT_QPA_PLATFORM=offscreen tests/tools/in_memory.sh $(BIN)/python -m pytest -n 2 --dist worksteal -q --ignore tests/unit

lint: setup
	@$(BIN)/ruff check crm_desktop tests
	@$(BIN)/ruff format --check crm_desktop tests
	@$(BIN)/mypy
	@QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -q tests/unit/test_layers.py tests/unit/test_translations.py

bench: setup
	@QT_QPA_PLATFORM=offscreen $(BIN)/python tests/benchmarks/bench.py

fuzz: setup
	@$(BIN)/python tests/fuzz/fuzz_readers.py $(SECONDS) $(SEED)

stress: setup
	@$(BIN)/python -m tests.stress.kills $(KILLS) $(SEED)
	@CRM_DESKTOP_DAMAGES=1000 QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest tests/unit/store/test_damage.py -q
	@CRM_DESKTOP_PLUGS=400 $(BIN)/python -m pytest tests/unit/store/test_power_loss.py -q

# PyInstaller's one file and its folder form, each tried; what comes of it is in dist/, the help as a site in build/help.
dist: setup help
	@bash tests/tools/system_packages.sh tests
	@bash tests/tools/system_packages.sh packing
	@$(BIN)/python -m PyInstaller --noconfirm --log-level WARN crm_desktop.spec
	@QT_QPA_PLATFORM=offscreen CRM_DESKTOP_BUILT=dist $(BIN)/python -m pytest -n 2 --dist worksteal -q tests/dist
	@$(BIN)/python tests/dist/measure.py dist

screenshots: setup
	@QT_QPA_PLATFORM=offscreen $(BIN)/python -m tests.screenshots screenshots

# The file format and the command line, out of the code; a test fails while they are of yesterday.
docs: setup
	@$(BIN)/python tests/tools/make_docs.py

# The help as a web site of plain files.
help: setup
	@$(BIN)/python -m tests.tools.help_site build/help

setup: system $(READY)

$(READY): pyproject.toml constraints.txt
	@echo "Setting up $(VENV): a minute or two, once."
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check --constraint constraints.txt --editable ".[dev]"
	@touch $(READY)

# Qt's own libraries. What is missing is installed with apt where that is permitted, and named where it is not.
system:
	@bash tests/tools/system_packages.sh

translations: setup
	@$(BIN)/python tests/tools/source_strings.py

clean:
	rm -rf $(VENV) $(DEMO) build dist *.egg-info screenshots .mypy_cache .ruff_cache .pytest_cache .hypothesis
