# make demo   the Daxing pilot, simulated and run from end to end
# make docs   the catalogue page from the code
# make test   everything the tests need, and the tests
# make notebooks  Jupyter Lab on notebooks/  (LAB="--no-browser" and other flags of it)
# make neo4j  a Neo4j server on this machine until Ctrl-C, data in .neo4j/  (GDS=1, PORT=7687, HTTP=7474)
# make guide  its Browser's style and the guide through a case, until Ctrl-C  (GUIDE=8001)
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: demo docs notebooks test fast check bench bench-neo4j neo4j guide lock clean

demo: .venv/run
	$(BIN)/graphrisk demo

test: .venv/test check
	$(BIN)/python -m pytest -n 2 --dist loadgroup
	$(BIN)/python -m pytest -q --doctest-modules graphrisk

fast: .venv/test
	$(BIN)/python -m pytest -n 2 --dist loadgroup -m "not slow and not browser and not neo4j"

check: .venv/test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

docs: .venv/run
	$(BIN)/graphrisk signals page > docs/signals.md

notebooks: .venv/notebooks
	$(BIN)/jupyter lab notebooks --LabApp.extension_manager=readonly $(LAB)

bench: .venv/run
	$(BIN)/python benchmarks/run.py

bench-neo4j: .venv/run
	$(BIN)/python benchmarks/neo4j_load.py

PORT ?= 7687
HTTP ?= 7474
neo4j:
	@sh tests/system.sh neo4j
	@$(PYTHON) cypher/server/serve.py --home .neo4j --bolt-port $(PORT) --http-port $(HTTP) $(if $(GDS),--gds)

GUIDE ?= 8001
guide: .venv/run
	@$(BIN)/python cypher/server/guide.py --port $(GUIDE)

.venv/made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "graphrisk needs Python 3.11 or newer: make PYTHON=python3.11 ..."; exit 2; }
	@$(PYTHON) -m venv .venv || { sh tests/system.sh venv && $(PYTHON) -m venv .venv; }
	@touch $@

.venv/run: .venv/made requirements/run.txt requirements/build.txt pyproject.toml
	$(PIP) install --require-hashes -r requirements/run.txt -r requirements/build.txt
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

.venv/notebooks: .venv/run requirements/notebooks.txt
	$(PIP) install --require-hashes -r requirements/notebooks.txt
	$(BIN)/jupyter labextension disable --level=sys_prefix @jupyterlab/apputils-extension:announcements  # asks the outside for news
	@touch $@

.venv/test: .venv/run requirements/test.txt
	$(PIP) install --require-hashes -r requirements/test.txt
	sh tests/system.sh browser
	sh tests/system.sh neo4j
	@touch $@

# newest versions that go together, with their hashes; for Python 3.11 and later, on Linux and Windows
lock: .venv/test
	$(PIP) install uv
	$(BIN)/uv pip compile -q -U --universal --python-version 3.11 --generate-hashes --no-header --no-annotate pyproject.toml -o requirements/run.txt
	$(BIN)/uv pip compile -q -U --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --group dev pyproject.toml -c requirements/run.txt -o requirements/test.txt
	$(BIN)/uv pip compile -q -U --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --extra notebooks pyproject.toml -c requirements/test.txt -o requirements/notebooks.txt
	printf 'hatchling\neditables\n' | $(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate - -c requirements/test.txt -o requirements/build.txt

clean:
	rm -rf .venv runs dist benchmarks/city
