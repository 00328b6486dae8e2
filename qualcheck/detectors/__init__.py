"""Checks written in Python, one module per family. To add one, see CONTRIBUTING.md."""

from qualcheck.check import Detector
from qualcheck.detectors import (
    agreement,
    articles,
    characters,
    gaps,
    grammar,
    names,
    pairs,
    phrasing,
    punctuation,
    quotation,
    repetition,
    structure,
    verbforms,
    words,
)

DETECTORS: tuple[Detector, ...] = (
    *agreement.DETECTORS,
    *articles.DETECTORS,
    *characters.DETECTORS,
    *gaps.DETECTORS,
    *grammar.DETECTORS,
    *names.DETECTORS,
    *pairs.DETECTORS,
    *phrasing.DETECTORS,
    *punctuation.DETECTORS,
    *quotation.DETECTORS,
    *repetition.DETECTORS,
    *structure.DETECTORS,
    *verbforms.DETECTORS,
    *words.DETECTORS,
)
