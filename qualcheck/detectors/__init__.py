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
    pronouns,
    punctuation,
    quotation,
    repetition,
    structure,
    subjects,
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
    *pronouns.DETECTORS,
    *punctuation.DETECTORS,
    *quotation.DETECTORS,
    *repetition.DETECTORS,
    *structure.DETECTORS,
    *subjects.DETECTORS,
    *verbforms.DETECTORS,
    *words.DETECTORS,
)
