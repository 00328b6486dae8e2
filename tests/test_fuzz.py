"""Whatever stands in a text, every check looks at it, finds places that are in it, and is soon done."""

from __future__ import annotations

import gc
import re
import time
from collections.abc import Iterator
from itertools import groupby

import pytest
from conftest import ROOT, MakeDocument
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qualcheck.check import Check
from qualcheck.config import Settings
from qualcheck.detectors import DETECTORS
from qualcheck.document import Document
from qualcheck.findings import FileReport, Finding
from qualcheck.match import guarded_hits
from qualcheck.run import Keep, check_text, load_checks

PATIENT = settings(
    deadline=None, max_examples=60, derandomize=True, suppress_health_check=list(HealthCheck)
)
ENGLISH = Settings(language="en")
"""All rules speak, suggestions too."""
PATHS = st.sampled_from(["a.txt", "a.md", "a.html"])
ARTICLES = {
    path.name: path.read_text("utf-8")
    for path in sorted((ROOT / "seeds").iterdir())
    if path.suffix in {".txt", ".md", ".html"} and path.name != "README.md"
}
BAD = [example.text for detector in DETECTORS for example in detector.info.bad]
EXAMPLES = [
    (detector, example.text)
    for detector in DETECTORS
    for example in [*detector.info.bad, *detector.info.good]
]
ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=120)
SCRIPTS = st.lists(
    st.sampled_from(
        "the The mill Kiev а́ город Kyіv 中文 年。 العالم \u202eabc हिन्दी สวัสดี é e\u0301 ﬁ µ Ω "
        "I\u0307stanbul ß ẞ 👩\u200d👩\u200d👧 🇺🇦 \ufffd \ufffc \u200b\u200b \u00ad don’t it's 1,5 1.000 "
        "٣ Ⅳ ² ½ “ ” ' \" ( ) [ . , … ?! — - &amp; <b> ** ` # @a http://a.b Ã© â€™".split(" ")
    )
    | st.sampled_from(["\n", "\n\n", "\u00a0", "\u2028", "\t"]),
    max_size=60,
).map(" ".join)


def assert_sound(report: FileReport) -> None:
    """Assert what holds for the report on any text that could be read."""
    assert not report.error
    assert report.faults == ()
    for finding in report.findings:
        place = finding.prose
        assert 0 <= place.start <= place.end <= len(report.prose)
        assert finding.text == report.prose[place.start : place.end]
        assert finding.line >= 1
        assert finding.column >= 1
    places = [finding.span.start for finding in report.findings]
    assert places == sorted(places)
    by_rule = sorted(report.findings, key=lambda f: (f.rule, f.prose))
    for _, same in groupby(by_rule, key=lambda f: f.rule):
        found: list[Finding] = list(same)
        for one, other in zip(found, found[1:], strict=False):
            assert not one.prose.overlaps(other.prose)
            assert one.prose != other.prose


def assert_checked(text: str, path: str) -> None:
    """Assert that a text is checked soundly, and the second time like the first."""
    # A file may be refused as binary for its control characters; that is another test's matter.
    text = re.sub(r"[\0-\x08\x0e-\x1f\x7f]", "", text)
    report = check_text(text, path=path, settings=ENGLISH, keep=Keep.PROSE)
    assert_sound(report)
    assert check_text(text, path=path, settings=ENGLISH, keep=Keep.PROSE) == report


@PATIENT
@given(text=ANY_TEXT, path=PATHS)
def test_any_text(text: str, path: str) -> None:
    assert_checked(text, path)


@PATIENT
@given(text=SCRIPTS, path=PATHS)
def test_any_mixture_of_scripts(text: str, path: str) -> None:
    assert_checked(text, path)


@PATIENT
@given(data=st.data(), path=PATHS)
def test_articles_cut_up_and_shuffled(data: st.DataObject, path: str) -> None:
    article = data.draw(st.sampled_from(sorted(ARTICLES.values())))
    start = data.draw(st.integers(0, len(article)))
    article = article[start : start + 1_500]
    cuts = data.draw(st.lists(st.integers(0, len(article)), max_size=8).map(sorted))
    pieces = [article[a:b] for a, b in zip([0, *cuts], [*cuts, len(article)], strict=True)]
    pieces = data.draw(st.permutations(pieces))
    lost = data.draw(st.sampled_from(["", ".", "“”", '"', "’'", " ", "\n", ",.", "<", ">"]))
    assert_checked("".join(pieces).translate(dict.fromkeys(map(ord, lost))), path)


@PATIENT
@given(pieces=st.lists(st.sampled_from(BAD), min_size=1, max_size=12), data=st.data())
def test_damage_within_damage(pieces: list[str], data: st.DataObject) -> None:
    text = data.draw(st.sampled_from([" ", "\n\n", ""])).join(pieces)
    at = data.draw(st.integers(0, len(text)))
    assert_checked(text[:at] + data.draw(st.sampled_from(BAD)) + text[at:], data.draw(PATHS))


UNITS = {
    "letter": "a", "capital": "A", "letters": "a ", "word": "the ", "unknown": "qwzx ",
    "one long word": "qwertyuiop", "digits": "1", "numbers": "1,000 ", "years": "1999 ",
    "stops": ".", "stops apart": ". ", "initials": "A.", "commas": "a,", "dashes": "-",
    "long dashes": " – ", "straight quotes": '"', "opening quotes": '"a ',
    "curly quotes": "“", "pairs": "“a” ", "speech": "“He said.” ", "said": "he said, ",
    "apostrophes": "'", "stray apostrophes": "chief' engineer, ", "brackets": "(",
    "open brackets": "[a ", "zero width": "\u200b", "between": "a\u200b", "BOM": "\ufeff",
    "soft hyphens": "a\u00ad", "accents": "e\u0301", "two scripts": "aа ", "Chinese": "中",
    "mojibake": "Ã©", "name": "Karl ", "names": "Karl Marx, ", "outdated": "in Kiev, ",
    "addresses": "http://", "mail": "a@", "domain": "a.b-c.", "slashes": "a/",
    "lines": "a\n", "paragraphs": "It rained.\n\n", "items": "- a\n", "blanks": " ",
    "sentence twice": "The old man went home. ", "twice": "of of ", "I was": "I was, ",
    "entities": "&amp;", "tags": "<b>", "backslashes": "\\n", "braces": "{0} ",
}  # fmt: skip
SIZE = 100_000
MOST = 5.0 * SIZE / 1_000_000
"""CPU seconds: no check takes longer than five for a megabyte."""


def test_a_check_stands_any_cut_of_its_own_examples(document: MakeDocument) -> None:
    """Where a text ends or begins in the middle of what a check looks for, it looks past no end."""
    broken = []
    for check, example in EXAMPLES:
        words = example.split(" ")
        for cut in range(1, len(words)):
            for text in (" ".join(words[:cut]), " ".join(words[cut:])):
                try:
                    guarded_hits(check, document(text))
                except Exception as error:
                    broken.append((check.info.id, text, repr(error)))
    assert broken == []


@pytest.fixture
def _tidy() -> Iterator[None]:
    """What other tests left is not looked through for garbage while a check is timed."""
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.mark.slow
@pytest.mark.usefixtures("_tidy")
@pytest.mark.parametrize("unit", UNITS)
def test_no_check_is_slow(document: MakeDocument, unit: str) -> None:
    """The text begins with some damage of every kind, so that no check gives up at once."""
    text = " ".join(BAD[::7]) + "\n\n" + UNITS[unit] * (SIZE // len(UNITS[unit]))
    started = time.process_time()
    found = document(text)
    found.warm()
    tags = [found.tags(sentence) for sentence in found.sentences]
    assert time.process_time() - started < 4 * MOST * _slowness(), "reading and analysis are slow"
    assert len(tags) == len(found.sentences)
    slow = {check.rules[0].id: t for check in load_checks() if (t := _seconds(check, found)) > MOST}
    assert slow == {}


@pytest.mark.slow
@pytest.mark.parametrize("path", ["a.txt", "a.md", "a.html"])
def test_a_megabyte_of_nothing_is_a_single_finding(path: str) -> None:
    report = check_text("It rained" + "\u200b" * 1_000_000 + ".", path=path, settings=ENGLISH)
    assert [f.rule for f in report.findings if f.category == "characters"] == [
        "characters.invisible"
    ]


def _seconds(check: Check, document: Document) -> float:
    """CPU seconds of a check; of one that seems slow, the best of some tries as on a free machine."""
    best = _cpu_seconds(check, document)
    for _ in range(5):
        if best <= MOST:
            break
        slowness = _slowness()
        best = min(best, _cpu_seconds(check, document) / slowness)
    return best


def _cpu_seconds(check: Check, document: Document) -> float:
    started = time.process_time()
    guarded_hits(check, document)
    return time.process_time() - started


FREE = 0.027
"""CPU seconds of the loop below on a machine that does nothing else."""


def _slowness() -> float:
    """How many times as long as on a free machine things take now; never under 1.

    Even CPU seconds are longer where other processes share the caches and the core.
    """
    started = time.process_time()
    counts: dict[int, str] = {}
    for i in range(200_000):
        counts[i % 5_000] = str(i)
    return max(1.0, (time.process_time() - started) / FREE)
