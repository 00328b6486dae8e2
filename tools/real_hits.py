"""What every rule says about real texts: sound ones, and machine translations.

The texts lie outside the project, a folder of gzipped JSON lines, and nothing of them may come
in: of a hit only a hash is kept.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qualcheck.config import Settings
from qualcheck.findings import Finding
from qualcheck.run import check_text

CLEAN, MT = "clean", "mt"
SEED = "qualcheck"
"""Goes into the hash that picks the sample of translations."""
TRANSLATIONS = 1200
"""Machine-translated documents in the sample."""
CONTEXT = 40
"""Characters each side of a hit that go into its hash: enough to tell two hits apart."""
SHOWN = 300
"""Characters each side that are shown to whoever judges."""
PER_DOCUMENT = 2
"""Hits of a rule that one text may put up: one that is broken all over has no more say."""
PROCESSES = 2


@dataclass(frozen=True, slots=True)
class RealHit:
    """One hit on a real text, with what is needed to judge it."""

    rule: str
    hash: str
    corpus: str
    document: str
    """A hash of the whole text it stands in."""
    level: str
    message: str
    before: str
    text: str
    after: str
    suggestion: str


@dataclass(frozen=True, slots=True)
class RealHits:
    """The hits of all rules, each once, in the order of their hashes.

    `faults` names each check that raised: its hits are too few.
    """

    by_rule: dict[str, list[RealHit]]
    clean_words: int
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Checked:
    """What checking one text, or all of a corpus, gave."""

    words: int
    hits: list[RealHit]
    faults: set[str]


def sound_texts(folder: Path) -> Iterator[str]:
    """Every document written and edited by people."""
    return (row["text"] for row in _rows(folder / "clean.jsonl.gz"))


def translations(folder: Path, most: int = TRANSLATIONS) -> list[str]:
    """A fixed sample of machine translations: of each document one system's, both by hash."""
    chosen: dict[tuple[Any, ...], tuple[str, str]] = {}
    for row in _rows(folder / "mt_docs.jsonl.gz"):
        if not row["is_human"]:
            document = row["year"], row["pair"], row["docid"]
            candidate = _hash(SEED, row["id"]), row["text"]
            chosen[document] = min(candidate, chosen.get(document, candidate))
    return [text for _, text in sorted(chosen.values())[:most]]


def more_translations(folder: Path) -> list[str]:
    """Translated sentences, for rules that documents don't give enough hits."""
    texts: dict[tuple[Any, ...], str] = {}
    for row in _rows(folder / "mqm_spans.jsonl.gz"):
        if not row["is_human"]:
            texts.setdefault((row["corpus"], row["docid"], row["seg"]), row["text"])
    return [*texts.values(), *(row["mt"] for row in _rows(folder / "qe_sent.jsonl.gz"))]


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def gather_hits(folder: Path, enough: int) -> RealHits:
    """The hits on sound texts and translations; for rules with fewer than `enough`, on more."""
    settings = Settings(language="en")
    sound = _check_all(sound_texts(folder), CLEAN, settings)
    translated = _check_all(translations(folder), MT, settings)
    more = _check_all(more_translations(folder), MT, settings)
    by_rule = _by_rule([*sound.hits, *translated.hits])
    for rule, further in _by_rule(more.hits).items():
        if len(fair(by_rule.get(rule, []))) < enough:
            by_rule[rule] = _once([*by_rule.get(rule, []), *further])
    faults = sound.faults | translated.faults | more.faults
    return RealHits(by_rule, sound.words, tuple(sorted(faults)))


def _by_rule(hits: Iterable[RealHit]) -> dict[str, list[RealHit]]:
    found: dict[str, list[RealHit]] = {}
    for hit in hits:
        found.setdefault(hit.rule, []).append(hit)
    return {rule: _once(found[rule]) for rule in sorted(found)}


def _once(hits: Iterable[RealHit]) -> list[RealHit]:
    """Each hit once, by hash: an order that stays when others come or go."""
    unique = {hit.hash: hit for hit in reversed(list(hits))}
    return sorted(unique.values(), key=lambda hit: hit.hash)


def _check_all(texts: Iterable[str], corpus: str, settings: Settings) -> _Checked:
    """Check some texts, in several processes."""
    tasks = [(text, corpus, settings) for text in texts]
    with ProcessPoolExecutor(PROCESSES) as pool:
        results = list(pool.map(_check, tasks, chunksize=32))
    return _Checked(
        sum(result.words for result in results),
        [hit for result in results for hit in result.hits],
        {fault for result in results for fault in result.faults},
    )


def _check(task: tuple[str, str, Settings]) -> _Checked:
    text, corpus, settings = task
    report = check_text(text, path="text.txt", settings=settings, keep_prose=True)
    hits = [real_hit(report.prose, found, corpus) for found in report.findings]
    faults = {f"{fault.check}: {fault.error}" for fault in report.faults}
    return _Checked(report.words, hits, faults)


def fair(hits: Iterable[RealHit]) -> list[RealHit]:
    """Of one rule's hits the first few of each text, in their order."""
    kept, seen = [], Counter[str]()
    for hit in hits:
        seen[hit.document] += 1
        if seen[hit.document] <= PER_DOCUMENT:
            kept.append(hit)
    return kept


def real_hit(prose: str, finding: Finding, corpus: str) -> RealHit:
    """A finding as a hit to judge."""
    start, end = finding.prose.start, finding.prose.end
    near = prose[max(0, start - CONTEXT) : start], prose[end : end + CONTEXT]
    return RealHit(
        rule=finding.rule,
        hash=_hash(finding.rule, finding.text, *near),
        corpus=corpus,
        document=_hash(prose),
        level=str(finding.severity),
        message=finding.message,
        before=prose[max(0, start - SHOWN) : start],
        text=finding.text,
        after=prose[end : end + SHOWN],
        suggestion=finding.suggestions[0] if finding.suggestions else "",
    )


def _hash(*parts: str) -> str:
    """16 hexadecimal digits of SHA-256, blanks folded."""
    joined = "\0".join(" ".join(part.split()) for part in parts)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:16]
