# Every target makes its own environment: Python 3.11 or newer, git and make are enough.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: report test check bench precision docs picture lock clean

# Real texts to measure the rules on; they are not part of the project. See tools/precision.py.
TEXTS ?= ../shared/bench
MORE ?= ../shared/train
WORK ?= $(or $(TMPDIR),/tmp)/qualcheck-hits.jsonl

report: .venv/ready  ## scan seeds/ and write reports/index.html
	$(BIN)/qualcheck report seeds --config seeds/qualcheck.toml --output reports

test: .venv/ready  ## linters, types, layers, all tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/qualcheck rules test
	@tools/get_chromium.sh
	@tools/get_languagetool.sh
	@tools/get_spark.sh
	$(BIN)/pytest -n auto --dist loadfile

check: test  ## the same, by the name some expect

bench: .venv/ready  ## speed and memory beside proselint, and HTML beside LanguageTool
	$(BIN)/python bench/speed.py
	$(BIN)/python bench/scaling.py
	$(BIN)/python bench/languagetool.py

precision: .venv/ready  ## how often each rule is right; hits to judge go to WORK
	$(BIN)/python tools/precision.py measure --texts $(TEXTS) --more $(MORE) --work $(WORK)

docs: .venv/ready  ## a page for each rule, and what is covered
	$(BIN)/python tools/build_docs.py

picture: .venv/ready  ## the picture of a report in the README
	$(BIN)/python tools/picture.py

lock: .venv/ready  ## write requirements.lock and spark.lock anew
	$(BIN)/uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes \
	  --no-annotate --custom-compile-command "make lock" --output-file requirements.lock --quiet
	$(BIN)/uv pip compile --group spark --constraint requirements.lock --universal \
	  --python-version 3.11 --generate-hashes --no-annotate --custom-compile-command "make lock" \
	  --output-file spark.lock --quiet

.venv/ready: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	$(BIN)/python -m compileall -q qualcheck
	touch $@

clean:
	rm -rf .venv .cache dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis
