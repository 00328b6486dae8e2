"""Stage 2, ANALYSE: Source to Document. What is dear is left for the first one who asks."""

from __future__ import annotations

from qualcheck.analyse.language import identify
from qualcheck.analyse.names import NameLayer
from qualcheck.analyse.quotations import pair_quotations
from qualcheck.analyse.sentences import split_sentences
from qualcheck.analyse.tagger import TaggedWords
from qualcheck.analyse.tokens import tokenise
from qualcheck.analyse.verbatim import find_verbatim
from qualcheck.document import Document, Language, Source

AUTO = "auto"


def analyse(source: Source, *, language: str = AUTO) -> Document:
    """What can be known of a text cheaply; `language` is a BCP 47 code, or `auto` to find it."""
    tokens = tokenise(source.prose)
    pairs, unpaired = pair_quotations(source.prose, source.blocks)
    sentences = split_sentences(source.prose, source.blocks, tokens)
    return Document(
        source=source,
        language=identify(tokens) if language == AUTO else Language(language, 1.0, given=True),
        tokens=tokens,
        sentences=sentences,
        names=NameLayer(source.prose, tokens, sentences),
        tagger=TaggedWords,
        verbatim=find_verbatim(source.prose),
        quotations=pairs,
        unpaired=unpaired,
    )
