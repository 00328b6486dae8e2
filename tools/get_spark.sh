#!/bin/sh
# PySpark for its tests: 450 MB that nothing else needs, so it is not among the requirements.
# Never fails: without it those tests are skipped, and say so.
cd "$(dirname "$0")/.." || exit 0
skipped="the tests of Spark will be skipped"
.venv/bin/python -c "import pyspark" 2>/dev/null && exit 0
if ! command -v java >/dev/null; then
  echo "No java (Spark needs 17 or newer): $skipped."
  exit 0
fi
echo "Fetching PySpark for its tests (450 MB) ..."
.venv/bin/pip install --quiet --disable-pip-version-check --require-hashes --requirement spark.lock ||
  echo "PySpark could not be fetched: $skipped."
exit 0
