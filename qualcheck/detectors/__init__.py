"""Checks written in Python, one module per family. To add one, see CONTRIBUTING.md."""

from qualcheck.check import Detector
from qualcheck.detectors import (
    articles,
    characters,
    grammar,
    names,
    punctuation,
    quotation,
    repetition,
    structure,
    words,
)

DETECTORS: tuple[Detector, ...] = (
    *articles.DETECTORS,
    *characters.DETECTORS,
    *grammar.DETECTORS,
    *names.DETECTORS,
    *punctuation.DETECTORS,
    *quotation.DETECTORS,
    *repetition.DETECTORS,
    *structure.DETECTORS,
    *words.DETECTORS,
)
