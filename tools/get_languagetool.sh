#!/bin/sh
# LanguageTool for its live tests: from Maven, into a folder of the checkout's own.
# Never fails: without it those tests are skipped, and say so.
cd "$(dirname "$0")/.." || exit 0
skipped="the live tests of LanguageTool will be skipped"
export LTP_PATH="$PWD/.cache/languagetool"
.venv/bin/qualcheck languagetool status >/dev/null 2>&1 && exit 0
for name in java mvn; do
  if ! command -v "$name" >/dev/null; then
    echo "No $name (LanguageTool needs Java 17 and, to be fetched, Maven): $skipped."
    exit 0
  fi
done
echo "Fetching LanguageTool for its live tests (250 MB) ..."
.venv/bin/qualcheck languagetool install --from-maven >/dev/null || echo "LanguageTool could not be fetched: $skipped."
exit 0
