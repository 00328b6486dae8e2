"""The one place that joins the stages: files, checks, workers, totals."""

from qualcheck.run.checks import (
    MEASURED_FROM,
    dictionary,
    load_checks,
    measured_precision,
    measurements,
    names_of_rules,
    selection,
)  # fmt: skip
from qualcheck.run.engine import engine_that_runs, languagetool_for
from qualcheck.run.files import Progress, check_bytes, check_file, check_paths, check_text
from qualcheck.run.inputs import Input, Inputs, find_inputs
from qualcheck.run.places import cache_folder, languagetool_state
from qualcheck.run.text import SPREAD_FROM, Keep, check_source, count_words

__all__ = [
    "MEASURED_FROM", "SPREAD_FROM", "Input", "Inputs", "Keep", "Progress", "cache_folder",
    "check_bytes", "check_file", "check_paths", "check_source", "check_text", "count_words",
    "dictionary", "engine_that_runs", "find_inputs", "languagetool_for", "languagetool_state",
    "load_checks", "measured_precision", "measurements", "names_of_rules", "selection",
]  # fmt: skip
