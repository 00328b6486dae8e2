"""What every rule says about real texts: sound ones, and machine translations.

The texts lie outside the project, two folders of gzipped JSON lines, and nothing of them may come
in: of a hit only a hash is kept. Each rule is judged on the first of these that gives it enough:

1. all sound documents, and a sample of translated ones: at most SAMPLE hits;
2. these and translated sentences, for a rule with fewer than SAMPLE hits in 1;
3. for a rule with fewer than FEW hits in 2, every translation there is and six million words of
   sound paragraphs beside it: the hits of 2, then others until there are MOST, half of them on
   translations and half on sound text as far as there are so many.

How often a rule is right depends on how much damage a text has. So the two kinds of text are judged
apart, and weighed by how often the rule speaks in so many words of each: the precision is that on as
many words of translation as of sound text. Only the sound documents of 1 say how often a rule cries wolf in so many words.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qualcheck.config import Settings
from qualcheck.findings import Finding
from qualcheck.languagetool.presence import PREFIX
from qualcheck.run import Keep, check_text

CLEAN, MT, SOUND = "clean", "mt", "sound"
"""Corpora: sound documents, translations, and the sound paragraphs that only rare rules need."""
SEED = "qualcheck"
"""Goes into the hash that picks the sample of translations."""
TRANSLATIONS = 1200
"""Machine-translated documents in the sample."""
SAMPLE = 50
"""Hits of a rule that are put up for judgement."""
FEW = 20
"""A rule with fewer hits gets more from further texts."""
MOST = 30
"""Hits of such a rule that are put up for judgement."""
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
class Words:
    """Words of sound and of translated text."""

    sound: int
    translated: int

    def __add__(self, other: Words) -> Words:
        return Words(self.sound + other.sound, self.translated + other.translated)


@dataclass(frozen=True, slots=True)
class RealHits:
    """The hits of all rules, each once, in the order of their hashes.

    `to_judge` holds of each rule those that should have a verdict. `words` says in how many words of
    sound and of translated text they were looked for. `faults` names each check that raised: its
    hits are too few.
    """

    by_rule: dict[str, list[RealHit]]
    to_judge: dict[str, list[RealHit]]
    clean_words: int
    words: dict[str, Words]
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


def all_translations(folder: Path, more: Path) -> Iterator[str]:
    """Every translated document and sentence, for rules that still have few hits."""
    for name in ("mt_docs", "mqm_spans"):
        yield from (r["text"] for r in _rows(folder / f"{name}.jsonl.gz") if not r["is_human"])
    yield from (row["mt"] for row in _rows(more / "mlqe_pe.jsonl.gz"))


def sound_paragraphs(more: Path) -> Iterator[str]:
    """Edited English beside the sound documents, for rules that still have few hits."""
    return (row["text"] for row in _rows(more / "clean_en.jsonl.gz"))


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def gather_hits(folder: Path, more: Path) -> RealHits:
    """What the rules say about the texts in `folder`, and in `more` where that is too little."""
    sound = _check_all(sound_texts(folder), CLEAN)
    checked = [
        sound,
        _check_all(translations(folder), MT),
        _check_all(more_translations(folder), MT),
        _check_all(_each_once(all_translations(folder, more)), MT),
        _check_all(sound_paragraphs(more), SOUND),
    ]
    by_rule = _by_rule([*checked[0].hits, *checked[1].hits])
    words: dict[str, Words] = defaultdict(lambda: Words(sound.words, checked[1].words))
    for rule in _add(by_rule, _by_rule(checked[2].hits), under=SAMPLE):
        words[rule] += Words(0, checked[2].words)
    to_judge = {rule: fair(found)[:SAMPLE] for rule, found in by_rule.items()}
    few = _by_rule([*checked[3].hits, *checked[4].hits])
    for rule in _add(by_rule, few, under=FEW):
        to_judge[rule] = _mixed(to_judge.get(rule, []), fair(by_rule[rule]))
        words[rule] += Words(checked[4].words, checked[3].words)
    faults = {fault for corpus in checked for fault in corpus.faults}
    looked = {rule: words[rule] for rule in by_rule}
    return RealHits(by_rule, to_judge, sound.words, looked, tuple(sorted(faults)))


def gather_theirs(folder: Path, languagetool: str) -> RealHits:
    """What LanguageTool's rules say beside ours about the documents in `folder`, asked at an
    address. A rule with few hits gets no more of them: that would take hours.
    """
    sound = _check_all(sound_texts(folder), CLEAN, languagetool)
    translated = _check_all(translations(folder), MT, languagetool)
    hits = (hit for hit in (*sound.hits, *translated.hits) if hit.rule.startswith(f"{PREFIX}."))
    by_rule, words = _by_rule(hits), Words(sound.words, translated.words)
    to_judge = {rule: fair(found)[:SAMPLE] for rule, found in by_rule.items()}
    faults = tuple(sorted(sound.faults | translated.faults))
    return RealHits(by_rule, to_judge, sound.words, dict.fromkeys(by_rule, words), faults)


def _each_once(texts: Iterable[str]) -> Iterator[str]:
    """Systems often agree on a sentence: checking it once will do."""
    return iter(dict.fromkeys(texts))


def _add(
    by_rule: dict[str, list[RealHit]], further: dict[str, list[RealHit]], under: int
) -> list[str]:
    """Give rules with fewer than `under` hits the further ones; the rules that got some."""
    wanting = [rule for rule in further if len(fair(by_rule.get(rule, []))) < under]
    for rule in wanting:
        by_rule[rule] = _once([*by_rule.get(rule, []), *further[rule]])
    return wanting


def _mixed(first: Sequence[RealHit], found: Sequence[RealHit]) -> list[RealHit]:
    """The first hits, and of those found as many as make MOST, from translations and sound text.

    Half of the whole from each, and more from one where the other has no more.
    """
    chosen, known = list(first), {hit.hash for hit in first}
    others = [hit for hit in found if hit.hash not in known]
    translated = [hit for hit in others if hit.corpus == MT]
    sound = [hit for hit in others if hit.corpus != MT]
    while len(chosen) < MOST and (translated or sound):
        mt = sum(hit.corpus == MT for hit in chosen)
        from_mt = translated and (not sound or mt <= len(chosen) - mt)
        chosen.append((translated if from_mt else sound).pop(0))
    return chosen


def _by_rule(hits: Iterable[RealHit]) -> dict[str, list[RealHit]]:
    found: dict[str, list[RealHit]] = {}
    for hit in hits:
        found.setdefault(hit.rule, []).append(hit)
    return {rule: _once(found[rule]) for rule in sorted(found)}


def _once(hits: Iterable[RealHit]) -> list[RealHit]:
    """Each hit once, by hash: an order that stays when others come or go."""
    unique = {hit.hash: hit for hit in reversed(list(hits))}
    return sorted(unique.values(), key=lambda hit: hit.hash)


def _check_all(texts: Iterable[str], corpus: str, languagetool: str = "off") -> _Checked:
    """Check some texts, in several processes."""
    settings = Settings(language="en", languagetool=languagetool)
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
    report = check_text(text, path="text.txt", settings=settings, keep=Keep.PROSE)
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
