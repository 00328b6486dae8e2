"""The findings that a team knows and lives with for now: their file, and how each is known again.

An entry is known by its fingerprint first, at its own path or, where that file is gone or has lost
it, at another. Where an edit touched the words on one side of it, the rule, its words and the
other side are enough in the same file: these are an entry's *marks*.

The file is made for merging. One entry a line, sorted by the fingerprint, so that neighbours have
nothing to do with each other and seldom change together; no totals, no dates, no absolute paths.
Readers take lines in any order and the same entry twice, so that git's `merge=union` is safe.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from qualcheck.errors import Location, Problem, ProblemsError
from qualcheck.findings import Finding, Relation
from qualcheck.messages import quoted

VERSION = "qualcheck-baseline/1"
HEADER = f"""\
# {VERSION}
# Known findings, one a line: fingerprint, marks, how often, rule, file, words.
# `qualcheck baseline update` takes out what is fixed; after a conflict keep both sides' lines.
"""
EXCERPT = 60
"""Code points of the matched text that a line shows; nothing is compared with them."""
MOST_MARKS = 8
"""A text that writes something in thirty ways is known again by fewer."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A known finding. `path` is relative to the baseline's folder, with forward slashes."""

    fingerprint: str
    marks: frozenset[str]
    count: int
    rule: str
    path: str
    excerpt: str


class Found(NamedTuple):
    """A finding of a run, at its file's path from the baseline's folder."""

    path: str
    finding: Finding


class Matched(NamedTuple):
    """What a baseline and a run have to do with each other."""

    known: tuple[int, ...]
    """Indices of the findings that the baseline has."""
    entries: tuple[Entry, ...]
    """The baseline as those findings have it now: moved and edited ones brought up to date."""
    stale: tuple[Entry, ...]
    """What the run should have found and didn't: fixed. `count` is how many are gone."""
    unseen: tuple[Entry, ...]
    """What the run didn't look for, so that nothing can be said of it."""


# ------------------------------------------------------------------------ known again


def entries_of(found: Iterable[Found]) -> tuple[Entry, ...]:
    """Findings as a baseline holds them, repeated ones counted."""
    counts: Counter[Entry] = Counter()
    first: dict[tuple[str, str], Entry] = {}
    for path, finding in found:
        entry = _entry(path, finding)
        counts[first.setdefault((entry.fingerprint, path), entry)] += 1
    return tuple(replace(entry, count=count) for entry, count in counts.items())


def _entry(path: str, finding: Finding) -> Entry:
    words = re.sub(r"\s+", " ", finding.text).strip()
    excerpt = words if len(words) <= EXCERPT else f"{words[: EXCERPT - 1]}…"
    return Entry(finding.fingerprint, marks_of(finding), 1, finding.rule, path, excerpt)


def marks_of(finding: Finding) -> frozenset[str]:
    """What a finding is known by where its fingerprint has changed: 8 hexadecimal digits each.

    Of a place: the rule, its words and those on one side of them. Of what is odd about a whole
    text: the rule and each way of writing, by itself and beside what it clashes with, since a
    moved paragraph changes which place is the first, and which way the rarer.
    """
    if not finding.related:
        sides = [("<", finding.context[0]), (">", finding.context[1])]
        return frozenset(_mark(finding.rule, finding.text, *side) for side in sides if side[1])
    ways: dict[Relation, set[str]] = {Relation.SAME: {finding.text}, Relation.OTHER: set()}
    for place in finding.related:
        ways[place.relation].add(place.text)
    marks = {_mark(finding.rule, way) for way in ways[Relation.SAME]}
    marks |= {
        _mark(finding.rule, *sorted((one, other)))
        for one in ways[Relation.SAME]
        for other in ways[Relation.OTHER]
    }
    return frozenset(sorted(marks)[:MOST_MARKS])


def _mark(*parts: str) -> str:
    joined = "\0".join(re.sub(r"\s+", " ", part) for part in parts)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def match(
    entries: Sequence[Entry],
    found: Sequence[Found],
    *,
    judged: Callable[[Entry], bool],
    is_there: Callable[[str], bool],
) -> Matched:
    """Pair the entries with the findings of a run, each entry as often as it counts.

    `judged` says whether the run would have found an entry that is still there; `is_there`
    whether a path still has a file.
    """
    gone = {path for path in {entry.path for entry in entries} if not is_there(path)}
    pairing = _Pairing(entries, found)
    pairing.pair(lambda entry: [(entry.path, entry.fingerprint)], _at_its_path)
    # Of a file that is gone, whatever is found elsewhere has moved. From one that is there, only
    # what the run looked for in vain, and what has words around it to be known by.
    pairing.pair(lambda entry: [entry.fingerprint] if entry.path in gone else [], _anywhere)
    pairing.pair(
        lambda entry: [entry.fingerprint] if entry.marks and judged(entry) else [], _anywhere
    )
    moved = pairing.moved_files(gone)
    pairing.pair(
        lambda entry: [(entry.path, mark) for mark in sorted(entry.marks)],
        lambda path, finding: [
            (place, mark)
            for place in (path, moved.get(path, path))
            for mark in sorted(marks_of(finding))
        ],
    )
    return pairing.matched(lambda entry: entry.path in gone or judged(entry))


Key = tuple[str, str] | str


def _at_its_path(path: str, finding: Finding) -> Sequence[Key]:
    return [(path, finding.fingerprint)]


def _anywhere(_path: str, finding: Finding) -> Sequence[Key]:
    return [finding.fingerprint]


class _Pairing:
    """Entries and findings on their way to each other, in rounds from the surest key on."""

    def __init__(self, entries: Sequence[Entry], found: Sequence[Found]) -> None:
        self._entries, self._found = entries, found
        self._left = [entry.count for entry in entries]
        self._partner: dict[int, int] = {}  # finding → entry

    def pair(
        self,
        keys_of_entry: Callable[[Entry], Sequence[Key]],
        keys_of_finding: Callable[[str, Finding], Sequence[Key]],
    ) -> None:
        """Pair what is left on both sides and shares a key."""
        waiting: dict[Key, list[int]] = defaultdict(list)
        for number, entry in enumerate(self._entries):
            if self._left[number]:
                for key in keys_of_entry(entry):
                    waiting[key].append(number)
        if not waiting:
            return
        for index, (path, finding) in enumerate(self._found):
            if index not in self._partner:
                keys = keys_of_finding(path, finding)
                near = (number for key in keys for number in waiting.get(key, ()))
                partner = next((number for number in near if self._left[number]), None)
                if partner is not None:
                    self._left[partner] -= 1
                    self._partner[index] = partner

    def moved_files(self, gone: Collection[str]) -> Mapping[str, str]:
        """New path → the path of a gone file that most of its known findings came from."""
        votes: dict[str, Counter[str]] = defaultdict(Counter)
        for index, number in self._partner.items():
            if (old := self._entries[number].path) in gone:
                votes[self._found[index].path][old] += 1
        return {path: counted.most_common(1)[0][0] for path, counted in votes.items()}

    def matched(self, judged: Callable[[Entry], bool]) -> Matched:
        known = tuple(sorted(self._partner))
        rest = [
            replace(entry, count=left)
            for entry, left in zip(self._entries, self._left, strict=True)
            if left
        ]
        return Matched(
            known,
            entries_of(self._found[index] for index in known),
            tuple(entry for entry in rest if judged(entry)),
            tuple(entry for entry in rest if not judged(entry)),
        )


# ------------------------------------------------------------------------ the file


def render(entries: Iterable[Entry]) -> str:
    """The baseline file: sorted, an entry a line, those of one fingerprint and path added up."""
    merged: dict[tuple[str, str], Entry] = {}
    for entry in entries:
        key = (entry.fingerprint, entry.path)
        before = merged.get(key)
        merged[key] = replace(entry, count=entry.count + before.count) if before else entry
    return HEADER + "".join(sorted(f"{_line(entry)}\n" for entry in merged.values()))


def _line(entry: Entry) -> str:
    marks = ",".join(sorted(entry.marks)) or "-"
    names = f"{quoted(entry.path)} {quoted(entry.excerpt)}"
    return f"{entry.fingerprint} {marks} {entry.count} {entry.rule} {names}"


def parse(text: str, shown: str) -> tuple[Entry, ...]:
    """The entries of a baseline file, `shown` its name. Raises ProblemsError with every bad line.

    The same entry twice is what a merge of two branches leaves: the higher count holds.
    """
    _require_version(text, shown)
    found: dict[tuple[str, str], Entry] = {}
    problems = []
    for number, line in enumerate(text.split("\n"), 1):
        if not (row := line.rstrip("\r")) or row.startswith("#"):
            continue
        entry = _parsed(row)
        if entry is None:
            problems.append(_problem(shown, number, row))
            continue
        key = (entry.fingerprint, entry.path)
        if key not in found or found[key].count < entry.count:
            found[key] = entry
    if problems:
        raise ProblemsError(problems)
    return tuple(found.values())


def _require_version(text: str, shown: str) -> None:
    first = next((line.strip() for line in text.split("\n") if not _is_conflict(line)), "")
    if first == f"# {VERSION}":
        return
    other = re.fullmatch(r"# (qualcheck-baseline/\S{1,20})", first)
    what = f"its version is {other[1]}" if other else f"its first line is not '# {VERSION}'"
    advice = "`qualcheck baseline create` writes a new one"
    raise ProblemsError([Problem(Location(shown, 1), f"is no baseline: {what}; {advice}")])


def _is_conflict(line: str) -> bool:
    return bool(re.match(r"(?:<{7}|>{7}|\|{7}|={7})(?: |\r?$)", line))


_ENTRY = r"([0-9a-f]{16}) (-|[0-9a-f]{8}(?:,[0-9a-f]{8})*) ([1-9][0-9]{0,8}) (\S+) (\".*\")"


def _parsed(row: str) -> Entry | None:
    match = re.fullmatch(_ENTRY, row)
    if match is None:
        return None
    fingerprint, marks, count, rule, names = match.groups()
    strings = list(_strings(names))
    if len(strings) != 2:
        return None
    known_by = frozenset() if marks == "-" else frozenset(marks.split(","))
    return Entry(fingerprint, known_by, int(count), rule, *strings)


def _strings(row: str) -> Iterator[str]:
    """JSON strings with a blank between them; nothing after the first that isn't one."""
    decoder, at = json.JSONDecoder(), 0
    while at < len(row):
        try:
            value, end = decoder.raw_decode(row, at)
        except ValueError:
            return
        if isinstance(value, str):
            yield value
        at = end + 1 if row[end : end + 1] == " " else end


def _problem(shown: str, number: int, row: str) -> Problem:
    if _is_conflict(row):
        message = (
            "is a conflict of a merge: delete this line and its like, keep the entries of both "
            "sides, then run `qualcheck baseline update`"
        )
    else:
        message = (
            "is no entry of a baseline (fingerprint, marks, how often, rule, file, words): "
            "restore the line, or delete it and run `qualcheck baseline update`"
        )
    line = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in row[:100])
    return Problem(Location(shown, number), message, line)
